//! What operators do to processes: take them out gently, end them so that they begin anew, have another one take the writes.

use std::collections::BTreeSet;

use model::{
    ComponentId, Place,
    scenario::{Action, Change},
    spec::Behavior,
};

use super::{Event, World, scale::LATER};

/// Whether an entry of the scenario is such a step.
pub(super) fn is_about_processes(action: &Action) -> bool {
    let ids = ["drain-zone", "restart", "fail-over"];
    matches!(action, Action::Change(it) if ids.contains(&it.change.as_str()))
}

/// Whether an entry of the scenario takes the power from a place.
pub(super) fn is_about_power(action: &Action) -> bool {
    matches!(action, Action::Change(it) if it.change == "power-loss")
}

impl World<'_> {
    pub(super) fn step_in(&mut self, number: usize) {
        let action = &self.drawing.scenario.events[number].action;
        let Action::Change(change) = action else { return };
        let Place::Component(id) = change.place else {
            for (id, numbers) in self.drained_by(number) {
                match self.budget(id) {
                    Some(_) => self.drain_gently(id, numbers, number),
                    None => self.drain(id, numbers, number),
                }
            }
            self.plan_end(number);
            return;
        };
        match change.change.as_str() {
            "restart" => {
                let numbers = self.restarted(id, change, number);
                match self.budget(id) {
                    Some(_) => self.restart_gently(id, numbers, number),
                    None => self.restart(id, numbers, number),
                }
            }
            "fail-over" => {
                self.switch_over(id);
                self.lose_locks();
            }
            other => panic!("the reference does not know {other}"),
        }
    }

    pub(super) fn end_draining(&mut self, number: usize) {
        self.stop_draining(number);
        for (id, numbers) in self.drained_by(number) {
            let back = self.released(id, numbers, number);
            self.come_back(id, back, true);
        }
    }

    /// "What has no replica elsewhere stays as it is", and nobody takes users away.
    fn drained_by(&self, number: usize) -> Vec<(ComponentId, Vec<u32>)> {
        let mut found = self.hit_by(number);
        found.retain(|(id, numbers)| {
            let is_source = matches!(self.specs[id].behavior, Behavior::Source);
            !is_source && (0..self.count_at(number, *id)).any(|it| !numbers.contains(&it))
        });
        found
    }

    /// The first ones, at least one.
    pub(super) fn share_of(&self, id: ComponentId, change: &Change, number: usize) -> Vec<u32> {
        let count = self.count_at(number, id);
        let share = change.settings.get("share").copied().unwrap_or(1.0);
        let hit = (f64::from(count) * share + 0.5) as u32;
        // All of them means those that come later, too.
        if hit < count { (0..hit.max(1)).collect() } else { self.all_numbers(id).collect() }
    }

    /// "Replicas that go finish what they have and get nothing new." "Planned changes are told to all at once."
    pub(super) fn drain(&mut self, id: ComponentId, mut numbers: Vec<u32>, holder: usize) {
        let had_primary = !self.is_down(id, self.primary(id));
        let was_out = self.is_all_down(id);
        let standing = self.standing(id);
        if standing > 0 {
            self.finishing.insert(id, standing);
        }
        for number in &numbers {
            let is_there = *number < self.count(id);
            if is_there && !self.holds.contains_key(&(id, *number)) && !self.is_one_pool(id) {
                *self.changes.entry((id, *number)).or_default() += 1;
            }
            self.holds.entry((id, *number)).or_default().insert(holder);
        }
        self.do_not_start(id, &numbers);
        if self.is_one_pool(id) {
            if self.is_all_down(id) && !was_out {
                *self.changes.entry((id, 0)).or_default() += 1;
                self.tell(id, &[0]);
            }
        } else {
            numbers.retain(|it| *it < self.count(id));
            self.tell(id, &numbers);
        }
        // "A primary that is drained hands them over at once."
        if had_primary && numbers.contains(&self.primary(id)) {
            self.hand_over(id);
        }
        self.deal_anew(id);
        self.lose_locks();
    }

    /// "Ends it at once; they serve again after the boot time." "A restart mends what is wrong with the component itself."
    fn restart(&mut self, id: ComponentId, numbers: Vec<u32>, holder: usize) {
        self.take_down(id, numbers.clone(), holder);
        let later = self.count(id)..LATER;
        for other in self.by_hand(id) {
            // Who comes later is held no more, either.
            let back = self.released(id, numbers.iter().copied().chain(later.clone()).collect(), other);
            let back: Vec<u32> = back.into_iter().filter(|it| *it < self.count(id)).collect();
            assert!(back.is_empty(), "the restart holds them");
        }
        self.repair(id);
        self.boot(id, holder);
    }

    /// Who comes later has just begun.
    fn restarted(&self, id: ComponentId, change: &Change, number: usize) -> Vec<u32> {
        let mut numbers = self.share_of(id, change, number);
        numbers.retain(|it| *it < self.count_at(number, id));
        numbers
    }

    fn boot(&mut self, id: ComponentId, holder: usize) {
        let boot = self.boot_of(id);
        self.schedule(boot, Event::Booted(holder, id));
    }

    /// "When power is back everything boots at once", unless somebody brought it up before.
    pub(super) fn boot_all(&mut self, holder: usize) {
        let held = self.holds.iter().filter(|it| it.1.contains(&holder)).map(|it| it.0.0);
        for id in held.collect::<BTreeSet<ComponentId>>() {
            // Those that come later have power.
            self.released(id, (self.count(id)..LATER).collect(), holder);
            self.boot(id, holder);
        }
    }

    /// "A boot holds a replica until it is over."
    pub(super) fn booted(&mut self, holder: usize, id: ComponentId) {
        let held = self.holds.iter().filter(|it| it.0.0 == id && it.1.contains(&holder));
        let numbers = held.map(|it| it.0.1).collect();
        self.let_go(id, numbers, holder);
    }

    /// Somebody took the component down, or the replica that takes the writes.
    pub(super) fn by_hand(&self, id: ComponentId) -> Vec<usize> {
        let is_it = |it: &Action| matches!(it, Action::TakeDown { component } | Action::FailPrimary { component } if *component == id);
        let events = self.drawing.scenario.events.iter().enumerate();
        events.filter(|it| is_it(&it.1.action)).map(|it| it.0).collect()
    }
}
