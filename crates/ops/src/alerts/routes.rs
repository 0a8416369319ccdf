//! From alerts to notifications: groups that wait, tell of what is new, and repeat themselves. The rules are those of
//! Alertmanager (`dispatch.go`, and `needsUpdate` in `notify.go`), with resolved alerts told.

use std::collections::{BTreeMap, BTreeSet};

use model::alert::Routing;

use super::{Alert, AlertState, Change};
use crate::{clock::Clock, promql::Labels};

/// A message to whoever is on call.
#[derive(Clone, Debug, PartialEq)]
pub struct Notification {
    /// Simulated time.
    pub at_secs: f64,
    /// What its alerts have in common.
    pub group: Labels,
    /// Fires now.
    pub firing: Vec<Alert>,
    /// Ended since the last message.
    pub resolved: Vec<Alert>,
    /// The same as the last one: nobody reacted, or it takes long.
    pub is_repeat: bool,
}

/// Gathers alerts into groups.
#[derive(Clone, Debug)]
pub struct Router {
    routing: Routing,
    clock: Clock,
    groups: BTreeMap<Labels, Group>,
}

#[derive(Clone, Debug)]
struct Group {
    flush_secs: f64,
    firing: BTreeMap<Labels, Alert>,
    resolved: BTreeMap<Labels, Alert>,
    /// What the last message said, and when.
    told: Option<Told>,
}

#[derive(Clone, Debug)]
struct Told {
    at_secs: f64,
    firing: BTreeSet<Labels>,
    resolved: BTreeSet<Labels>,
}

impl Router {
    pub const fn new(routing: Routing, clock: Clock) -> Self {
        Self { routing, clock, groups: BTreeMap::new() }
    }

    /// Something happened to an alert. What is only pending is nobody's business.
    pub fn change(&mut self, now_secs: f64, change: Change, alert: &Alert) {
        let key = alert.labels.only(&self.routing.group_by);
        match change {
            Change::Pending | Change::Cancelled => {}
            Change::Firing => {
                let flush_secs = now_secs + self.clock.simulated_secs(self.routing.group_wait_secs);
                let group = self.groups.entry(key).or_insert_with(|| Group {
                    flush_secs,
                    firing: BTreeMap::new(),
                    resolved: BTreeMap::new(),
                    told: None,
                });
                group.resolved.remove(&alert.labels);
                group.firing.insert(alert.labels.clone(), alert.clone());
            }
            Change::Resolved => {
                if let Some(group) = self.groups.get_mut(&key)
                    && group.firing.remove(&alert.labels).is_some()
                {
                    group.resolved.insert(alert.labels.clone(), alert.clone());
                }
            }
        }
    }

    /// The values that messages give are those of the last evaluation.
    pub fn refresh<'a>(&mut self, alerts: impl IntoIterator<Item = &'a Alert>) {
        for alert in alerts.into_iter().filter(|it| it.state == AlertState::Firing) {
            let key = alert.labels.only(&self.routing.group_by);
            if let Some(kept) = self.groups.get_mut(&key).and_then(|it| it.firing.get_mut(&alert.labels)) {
                kept.value = alert.value;
            }
        }
    }

    /// The messages that are due.
    pub fn flush(&mut self, now_secs: f64) -> Vec<Notification> {
        let interval_secs = self.clock.simulated_secs(self.routing.group_interval_secs);
        let repeat_secs = self.clock.simulated_secs(self.routing.repeat_interval_secs);
        let mut notifications = Vec::new();
        for (key, group) in &mut self.groups {
            if now_secs + 1e-9 < group.flush_secs {
                continue;
            }
            // A group that fell behind does not catch up: a message says how things are now.
            while group.flush_secs <= now_secs + 1e-9 {
                group.flush_secs += interval_secs.max(1e-3);
            }
            if let Some(is_repeat) = group.needs_telling(now_secs, repeat_secs) {
                let firing: Vec<Alert> = group.firing.values().cloned().collect();
                let resolved: Vec<Alert> = group.resolved.values().cloned().collect();
                group.told = Some(Told {
                    at_secs: now_secs,
                    firing: group.firing.keys().cloned().collect(),
                    resolved: group.resolved.keys().cloned().collect(),
                });
                let group = key.clone();
                notifications.push(Notification { at_secs: now_secs, group, firing, resolved, is_repeat });
            }
            group.resolved.clear();
        }
        // Only now: an empty group has told that it is.
        self.groups.retain(|_, it| !it.firing.is_empty() || !it.resolved.is_empty());
        notifications
    }
}

impl Group {
    /// Whether there is something to say, and whether it is a repetition.
    fn needs_telling(&self, now_secs: f64, repeat_secs: f64) -> Option<bool> {
        let Some(told) = &self.told else { return (!self.firing.is_empty()).then_some(false) };
        let has_new = self.firing.keys().any(|it| !told.firing.contains(it));
        let has_ended = self.resolved.keys().any(|it| !told.resolved.contains(it));
        if has_new || has_ended {
            return Some(false);
        }
        let is_due = !self.firing.is_empty() && now_secs - told.at_secs >= repeat_secs - 1e-9;
        is_due.then_some(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alert(name: &str, service: &str) -> Alert {
        let labels = Labels::new([("alertname", name), ("service", service)]);
        Alert { labels, state: AlertState::Firing, active_secs: 0.0, fired_secs: Some(0.0), value: 1.0 }
    }

    fn router() -> Router {
        Router::new(Routing { group_by: vec!["service".to_owned()], ..Routing::default() }, Clock::REAL)
    }

    /// Minute by minute: what is told.
    fn told(router: &mut Router, from_secs: u32, to_secs: u32) -> Vec<String> {
        let mut all = Vec::new();
        for at in (from_secs..=to_secs).step_by(10) {
            for it in router.flush(f64::from(at)) {
                let names = |alerts: &[Alert]| {
                    let name = |it: &Alert| it.labels.get("alertname").unwrap().to_owned();
                    alerts.iter().map(name).collect::<Vec<_>>().join("+")
                };
                let repeat = if it.is_repeat { " again" } else { "" };
                all.push(format!("{at}: {} / {}{repeat}", names(&it.firing), names(&it.resolved)));
            }
        }
        all
    }

    #[test]
    fn a_new_group_waits_and_gathers() {
        let mut router = router();
        router.change(0.0, Change::Firing, &alert("Errors", "api"));
        router.change(20.0, Change::Firing, &alert("Slow", "api"));
        assert_eq!(told(&mut router, 20, 300), ["30: Errors+Slow / "]);
    }

    #[test]
    fn what_comes_later_waits_for_the_interval() {
        let mut router = router();
        router.change(0.0, Change::Firing, &alert("Errors", "api"));
        assert_eq!(told(&mut router, 0, 60), ["30: Errors / "]);
        router.change(60.0, Change::Firing, &alert("Slow", "api"));
        assert_eq!(told(&mut router, 60, 600), ["330: Errors+Slow / "]);
    }

    #[test]
    fn it_repeats_itself_after_four_hours() {
        let mut router = router();
        router.change(0.0, Change::Firing, &alert("Errors", "api"));
        // At the first flush after the interval: Alertmanager looks every five minutes.
        assert_eq!(told(&mut router, 0, 15_000), ["30: Errors / ", "14430: Errors /  again"]);
    }

    #[test]
    fn the_end_is_told_once_and_what_was_never_told_has_none() {
        let mut router = router();
        router.change(0.0, Change::Firing, &alert("Errors", "api"));
        assert_eq!(told(&mut router, 0, 60), ["30: Errors / "]);
        router.change(70.0, Change::Resolved, &alert("Errors", "api"));
        assert_eq!(told(&mut router, 70, 2000), ["330:  / Errors"]);
        router.change(2000.0, Change::Firing, &alert("Errors", "api"));
        router.change(2010.0, Change::Resolved, &alert("Errors", "api"));
        assert_eq!(told(&mut router, 2010, 4000), [] as [&str; 0]);
    }

    #[test]
    fn other_services_are_other_groups() {
        let mut router = router();
        router.change(0.0, Change::Firing, &alert("Errors", "api"));
        router.change(0.0, Change::Firing, &alert("Errors", "db"));
        assert_eq!(told(&mut router, 0, 60).len(), 2);
    }
}
