//! The states of a rule's alerts, as Prometheus keeps them: one alert per series that the expression gives.

use std::collections::BTreeMap;

use crate::promql::{Labels, Sample};

/// Where an alert is. What is inactive is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertState {
    /// Its condition holds, but not for long enough.
    Pending,
    Firing,
}

/// An alert that is pending or fires. Times are simulated.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    pub labels: Labels,
    pub state: AlertState,
    /// Since when its condition holds.
    pub active_secs: f64,
    /// Since when it fires.
    pub fired_secs: Option<f64>,
    pub value: f64,
}

/// What happened to an alert at an evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Its condition has begun to hold.
    Pending,
    Firing,
    /// It fired, and its condition no longer holds.
    Resolved,
    /// Its condition ended before it fired.
    Cancelled,
}

/// All alerts of a rule.
#[derive(Clone, Debug, Default)]
pub struct States {
    alerts: BTreeMap<Labels, Alert>,
}

impl States {
    pub fn alerts(&self) -> impl Iterator<Item = &Alert> {
        self.alerts.values()
    }

    /// An evaluation at `now_secs`: what holds now, with its labels. `for_secs` is simulated time.
    pub fn evaluate(&mut self, now_secs: f64, for_secs: f64, holding: Vec<Sample>) -> Vec<(Change, Alert)> {
        let mut changes = Vec::new();
        let mut gone = std::mem::take(&mut self.alerts);
        for Sample { labels, value } in holding {
            // Series that the rule's own labels made the same are one alert.
            if self.alerts.contains_key(&labels) {
                continue;
            }
            let before = gone.remove(&labels);
            let is_new = before.is_none();
            let mut alert = before.unwrap_or_else(|| Alert {
                labels: labels.clone(),
                state: AlertState::Pending,
                active_secs: now_secs,
                fired_secs: None,
                value,
            });
            alert.value = value;
            let is_due = now_secs - alert.active_secs >= for_secs - 1e-9;
            if alert.state == AlertState::Pending && is_due {
                (alert.state, alert.fired_secs) = (AlertState::Firing, Some(now_secs));
                changes.push((Change::Firing, alert.clone()));
            } else if is_new {
                changes.push((Change::Pending, alert.clone()));
            }
            self.alerts.insert(labels, alert);
        }
        for alert in gone.into_values() {
            let change = match alert.state {
                AlertState::Pending => Change::Cancelled,
                AlertState::Firing => Change::Resolved,
            };
            changes.push((change, alert));
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holding(services: &[&str]) -> Vec<Sample> {
        services.iter().map(|it| Sample { labels: Labels::new([("service", it)]), value: 1.0 }).collect()
    }

    fn walk(for_secs: f64, steps: &[&[&str]]) -> Vec<String> {
        let mut states = States::default();
        let mut said = Vec::new();
        for (index, services) in steps.iter().enumerate() {
            let now_secs = 15.0 * index as f64;
            for (change, alert) in states.evaluate(now_secs, for_secs, holding(services)) {
                said.push(format!("{now_secs} {change:?} {}", alert.labels.get("service").unwrap()));
            }
        }
        said
    }

    #[test]
    fn an_alert_fires_after_its_time_and_resolves_at_once() {
        assert_eq!(
            walk(30.0, &[&["a"], &["a"], &["a"], &["a"], &[]]),
            ["0 Pending a", "30 Firing a", "60 Resolved a"]
        );
    }

    #[test]
    fn a_gap_begins_the_time_anew() {
        assert_eq!(
            walk(30.0, &[&["a"], &["a"], &[], &["a"], &["a"]]),
            ["0 Pending a", "30 Cancelled a", "45 Pending a"]
        );
    }

    #[test]
    fn without_a_time_it_fires_at_once_and_each_series_alone() {
        assert_eq!(walk(0.0, &[&["a"], &["a", "b"], &["b"]]), ["0 Firing a", "15 Firing b", "30 Resolved a"]);
    }
}
