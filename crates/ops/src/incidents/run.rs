//! What a book knows of the runs that incidents happened in.

use model::objective::Objective;
use serde::{Deserialize, Serialize};

use super::{command::Change, score::Score};

/// A run of the drawing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    /// From 1.
    pub number: u32,
    /// Milliseconds since 1970.
    pub started_at_millis: f64,
    /// How much faster than operators' its clock runs: their durations are divided by it, counts of events never
    /// multiplied.
    pub speedup: f64,
    /// Whether its scenario was hidden from whoever was on call.
    pub is_on_call: bool,
    /// Seconds on its clock at its end.
    pub ended_at_secs: Option<f64>,
    /// What really happened, in order of time.
    pub truth: Vec<Change>,
    /// When users began to fare worse for it. `None`: they did not, or nobody looked.
    #[serde(default)]
    pub felt_at_secs: Option<f64>,
    /// Whether people may see that now.
    pub is_revealed: bool,
    pub score: Option<Score>,
}

/// More changes than these of one run are not kept.
pub(super) const MOST_CHANGES: usize = 500;

impl RunRecord {
    pub(super) const fn new(number: u32, started_at_millis: f64, speedup: f64, is_on_call: bool) -> Self {
        Self {
            number,
            started_at_millis,
            speedup,
            is_on_call,
            ended_at_secs: None,
            truth: Vec::new(),
            felt_at_secs: None,
            is_revealed: !is_on_call,
            score: None,
        }
    }

    /// What really happened, as far as people may know it.
    pub fn known_truth(&self) -> &[Change] {
        if self.is_revealed { &self.truth } else { &[] }
    }

    /// The run is over: what was hidden is shown.
    pub fn end(&mut self, at_secs: f64, mut truth: Vec<Change>) {
        model::lean::sort_by(&mut truth, |a, b| a.at_secs.total_cmp(&b.at_secs));
        truth.truncate(MOST_CHANGES);
        self.truth = truth;
        self.ended_at_secs = Some(at_secs);
        self.is_revealed = true;
    }
}

/// What an incident did to users.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Harm {
    /// Requests that ended from its beginning until it was mitigated.
    pub requests: u64,
    /// Of those, the ones that failed.
    pub failed: u64,
    /// Full outage that this amounts to, in operators' minutes: each second counts with its share of failures.
    pub budget_minutes: f64,
    /// What the machines cost meanwhile, in dollars.
    pub machine_dollars: f64,
    /// What replicas that came on top since it began cost, in dollars.
    #[serde(default)]
    pub added_dollars: f64,
    /// What a failed request costs, as the drawing says it. `None`: it does not.
    #[serde(default)]
    pub dollars_per_failure: Option<f64>,
    /// The promise that it cost most of its error budget, and the share of a whole window's budget. `None`: nothing is
    /// promised, or nobody came.
    #[serde(default)]
    pub spent: Option<(Objective, f64)>,
}
