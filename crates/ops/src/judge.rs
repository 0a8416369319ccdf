//! Whether a run met the objectives of its drawing.

use model::{
    Arg, Message,
    objective::{Indicator, Objective},
};
use sim::report::{Answers, Journey, Report};

use crate::budget::{Budget, BudgetError};

/// The verdict on an objective.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged<'a> {
    pub objective: &'a Objective,
    /// Requests of its journey that ended in the measured time; or its messages, as far as they are decided.
    pub requests: u64,
    /// Of those, the ones that missed it: they failed, or took longer than the limit.
    pub bad: u64,
    /// `None`: no request of such a journey ended, so there is nothing to judge.
    pub is_met: Option<bool>,
}

impl Judged<'_> {
    /// Share of requests that were good, 0.0 to 1.0.
    pub fn good_ratio(&self) -> Option<f64> {
        (self.requests > 0).then(|| 1.0 - self.bad as f64 / self.requests as f64)
    }

    /// What the run did to the error budget.
    ///
    /// # Errors
    /// [`BudgetError`] if target or window make no budget.
    pub fn budget(&self) -> Result<Budget, BudgetError> {
        Budget::of(self.objective, self.requests, self.bad)
    }
}

/// "browse: 95 % answered within 400 ms".
pub fn promise(objective: &Objective) -> Message {
    let message = match objective.indicator {
        Indicator::Availability => Message::new("promise-availability"),
        Indicator::LatencyBelow { millis } => {
            Message::new("promise-latency").with("limit", Arg::Millis(millis))
        }
        Indicator::Freshness { secs } => {
            Message::new("promise-freshness").with("limit", Arg::Millis(secs * 1000.0))
        }
        Indicator::Correctness => Message::new("promise-correctness"),
    };
    let message = match objective.journey.as_str() {
        "" => message.with("journey", Message::new("objective-all-journeys")),
        name => message.with("journey", name),
    };
    message.with("target", Arg::Ratio(objective.target))
}

/// Every objective with what a run says about it, in the order given. Limits of latency are compared with the run's
/// histogram, whose bins are at most 0.8 % wide.
pub fn judge<'a>(objectives: &'a [Objective], report: &Report) -> Vec<Judged<'a>> {
    objectives.iter().map(|it| judge_one(it, report)).collect()
}

fn judge_one<'a>(objective: &'a Objective, report: &Report) -> Judged<'a> {
    // Several sources may send the same journey; its requests are those of all of them.
    let belongs = |it: &&Journey| objective.journey.is_empty() || it.name == objective.journey;
    let (mut requests, mut bad) = (0, 0);
    for journey in report.journeys.iter().filter(belongs) {
        let (more, more_bad) = count(journey, objective.indicator);
        requests += more;
        bad += more_bad;
    }
    let good = requests.saturating_sub(bad);
    // Rounded the way that favors neither side: 999 of 1,000 meet 99.9 %.
    let is_met =
        (requests > 0).then_some(good as f64 >= objective.target * requests as f64 - 1e-9 * requests as f64);
    Judged { objective, requests, bad, is_met }
}

/// Requests, or messages, of a journey that an objective is about, and the bad ones among them.
fn count(journey: &Journey, indicator: Indicator) -> (u64, u64) {
    let requests = journey.succeeded + journey.failed;
    match (indicator, &journey.messages) {
        (Indicator::Availability, _) => (requests, journey.failed),
        (Indicator::LatencyBelow { millis }, _) => {
            (requests, journey.failed + over(&journey.answers, millis))
        }
        (Indicator::Freshness { secs }, Some(it)) => {
            let millis = secs * 1000.0;
            // What is still young enough may yet be handled in time.
            let waits_too_long = over(&it.waiting, millis);
            let lost = it.dead_letters + waits_too_long;
            (over(&it.handled, -1.0) + lost, over(&it.handled, millis) + lost)
        }
        (Indicator::Correctness, Some(it)) => {
            let lost = it.dead_letters + it.rejected;
            (over(&it.handled, -1.0) + lost, lost)
        }
        (Indicator::Freshness { .. } | Indicator::Correctness, None) => (0, 0),
    }
}

/// How many took longer.
fn over(all: &[Answers], millis: f64) -> u64 {
    all.iter().filter(|it| it.millis > millis).map(|it| it.count).sum()
}
