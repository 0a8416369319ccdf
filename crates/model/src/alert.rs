//! What operators agreed on: their clock, and the rules that wake them.

use std::collections::BTreeMap;

use crate::finding::Place;

/// An alerting rule as Prometheus knows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AlertRule {
    pub name: String,
    /// In PromQL; every series that it gives is an alert.
    pub expr: String,
    /// How long the expression has to hold before the alert fires, in seconds of the operators.
    pub for_secs: f64,
    /// Added to those of the series; `severity` says whom it wakes.
    pub labels: BTreeMap<String, String>,
    /// Texts for people, with `{{ $value }}` and `{{ $labels.service }}`.
    pub annotations: BTreeMap<String, String>,
}

/// How alerts become notifications, as in Alertmanager. Durations are seconds of the operators.
#[derive(Clone, Debug, PartialEq)]
pub struct Routing {
    /// Alerts that have these labels in common are told together.
    pub group_by: Vec<String>,
    /// How long a new group waits for more alerts.
    pub group_wait_secs: f64,
    /// How long a group waits before it tells of new alerts.
    pub group_interval_secs: f64,
    /// How long a group waits before it says the same again.
    pub repeat_interval_secs: f64,
}

impl Default for Routing {
    /// Alertmanager's own.
    fn default() -> Self {
        Self {
            group_by: vec!["alertname".to_owned(), "service".to_owned()],
            group_wait_secs: 30.0,
            group_interval_secs: 300.0,
            repeat_interval_secs: 14_400.0,
        }
    }
}

/// How the system is watched.
#[derive(Clone, Debug, PartialEq)]
pub struct Operations {
    /// Seconds of the operators in one simulated second.
    pub clock_factor: f64,
    /// How often rules are evaluated, in seconds of the operators.
    pub evaluation_secs: f64,
    /// Metrics of everything, also of what reports to no monitoring system: for learning.
    pub sees_all: bool,
    pub alerts: Vec<AlertRule>,
    pub routing: Routing,
    /// The charts of their own dashboard.
    pub panels: Vec<Panel>,
}

/// A chart that operators made for themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    pub title: String,
    pub shows: Shows,
}

/// What it shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Shows {
    /// Something that every second says about a component or a connection, or about all of them.
    Measure {
        /// Its id; one that is unknown here may be known to a later version.
        measure: String,
        place: Option<Place>,
    },
    /// In PromQL.
    Expression(String),
}

impl Default for Operations {
    fn default() -> Self {
        Self {
            clock_factor: 1.0,
            evaluation_secs: 15.0,
            sees_all: false,
            alerts: Vec::new(),
            routing: Routing::default(),
            panels: Vec::new(),
        }
    }
}
