//! What operators set, and what slows components or makes them fail, for a while.

use model::{
    Architecture, ConnectionId, Place,
    connection::Breaker,
    scenario::{Action, Change},
};

use super::{
    Event, World,
    faults::{is_fault, moves},
    luck::by_chance,
    nanos,
};

/// Whether an entry of the scenario changes settings.
pub(super) fn is_about_settings(action: &Action) -> bool {
    matches!(action, Action::Change(it) if sets(it)) || is_fault(action) && by_chance(action).is_none()
}

fn sets(change: &Change) -> bool {
    ["set-timeout", "stop-retries", "enable-breaker"].contains(&change.change.as_str())
}

impl World<'_> {
    /// "At each moment the conditions of all changes that hold are gathered"; what is under way goes on as it was.
    pub(super) fn change_settings(&mut self, number: usize, holds: bool) {
        self.in_force.retain(|it| *it != number);
        if holds {
            self.in_force.push(number);
        }
        let changes: Vec<&Change> = self
            .in_force
            .iter()
            .filter_map(|it| match &self.drawing.scenario.events[*it].action {
                Action::Change(change) => Some(change).filter(|it| sets(it)),
                _ => None,
            })
            .collect();
        let before = self.breakers();
        // A run of the reference is short: nobody cleans up.
        let mut now: Architecture = self.drawing.clone();
        for change in &changes {
            for it in now.connections.iter_mut().filter(|it| change.place == Place::Connection(it.id)) {
                set(&mut it.policy, change);
            }
        }
        self.architecture = Box::leak(Box::new(now));
        for ((id, before), (_, after)) in before.into_iter().zip(self.breakers()) {
            if before == after {
                continue;
            }
            let guard = self.guard(id);
            guard.heard.clear();
            if after.is_none() {
                (guard.open_until, guard.trying, guard.failures_in_row) = (None, None, 0);
            }
        }
    }

    /// Whether what holds changes from second to second.
    pub(super) fn something_moves(&self) -> bool {
        self.in_force.iter().any(|it| moves(&self.drawing.scenario.events[*it].action))
    }

    fn breakers(&self) -> Vec<(ConnectionId, Option<Breaker>)> {
        self.architecture.connections.iter().map(|it| (it.id, it.policy.breaker)).collect()
    }

    /// "Zero is the end of the warm-up."
    pub(super) fn moment(&self, at_secs: f64) -> u64 {
        self.measured_from.saturating_add_signed((at_secs * 1e9).round() as i64)
    }

    /// An entry of the scenario has begun; if it lasts a while, it ends.
    pub(super) fn plan_end(&mut self, number: usize) {
        if let Some(secs) = self.drawing.scenario.events[number].action.lasts_secs() {
            self.schedule(nanos(secs * 1e3), Event::Ends(number));
        }
    }
}

fn set(policy: &mut model::Policy, change: &Change) {
    let setting = |key: &str| change.settings[key];
    match change.change.as_str() {
        "set-timeout" => policy.timeout_millis = Some(setting("millis")),
        "stop-retries" => policy.attempts = setting("attempts") as u32,
        "enable-breaker" => {
            let (failures, open_secs) = (setting("failures") as u32, setting("open_secs"));
            policy.breaker = Some(Breaker { failures, open_secs, ..Breaker::default() });
        }
        other => panic!("{other} sets nothing"),
    }
}
