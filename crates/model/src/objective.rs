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
}
