//! What users are promised.

use serde::{Deserialize, Serialize};

/// What is counted as good.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "indicator", rename_all = "snake_case")]
pub enum Indicator {
    /// Requests that succeed.
    Availability,
    /// Requests that succeed within that time.
    LatencyBelow { millis: f64 },
    /// Messages that are handled within that time from being published.
    Freshness { secs: f64 },
    /// Messages that are handled: neither given up as dead letters nor refused by a full broker.
    Correctness,
}

impl Indicator {
    /// Its name in files and texts.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Availability => "availability",
            Self::LatencyBelow { .. } => "latency_below",
            Self::Freshness { .. } => "freshness",
            Self::Correctness => "correctness",
        }
    }

    /// Whether it counts messages; others count requests.
    pub const fn is_about_messages(self) -> bool {
        matches!(self, Self::Freshness { .. } | Self::Correctness)
    }
}

/// What is counted against the budget.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "budgeting", rename_all = "snake_case")]
pub enum Budgeting {
    /// Requests.
    #[default]
    Occurrences,
    /// Slices of time, good when so large a share of their requests was; on the operators' clock.
    Timeslices { slice_secs: f64, good_ratio: f64 },
}

/// Which windows and burn rates wake somebody: multi-window, multi-burn-rate alerts in the shape that others gave them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BurnScheme {
    /// Three rows: *The Site Reliability Workbook*, table 5-8.
    Workbook,
    /// Four rows, as the generator Sloth writes them; others for a week than for a month.
    #[default]
    Sloth,
    /// Four rows scaled with the window, as the generator Pyrra writes them.
    Pyrra,
    /// Nobody is woken.
    Off,
}

impl BurnScheme {
    pub const ALL: [Self; 4] = [Self::Workbook, Self::Sloth, Self::Pyrra, Self::Off];

    /// Its name in files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Workbook => "workbook",
            Self::Sloth => "sloth",
            Self::Pyrra => "pyrra",
            Self::Off => "off",
        }
    }
}

/// A service level objective of a journey.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Objective {
    /// Name of the request class, or empty for all traffic.
    pub journey: String,
    #[serde(flatten)]
    pub indicator: Indicator,
    /// Share of good requests, 0.0 to 1.0.
    pub target: f64,
    /// Rolling window in days.
    pub window_days: f64,
    #[serde(flatten)]
    pub budgeting: Budgeting,
    #[serde(default)]
    pub burn: BurnScheme,
}

impl Objective {
    /// Of all traffic, by requests, with the usual alerts.
    pub const fn new(indicator: Indicator, target: f64, window_days: f64) -> Self {
        let journey = String::new();
        let (budgeting, burn) = (Budgeting::Occurrences, BurnScheme::Sloth);
        Self { journey, indicator, target, window_days, budgeting, burn }
    }

    /// Length of the window in seconds.
    pub const fn window_secs(&self) -> f64 {
        self.window_days * 86_400.0
    }
}
