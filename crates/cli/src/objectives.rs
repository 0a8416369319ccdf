//! Whether a run met the objectives of its drawing.

use model::objective::{Indicator, Objective};
use sim::report::{Journey, Measured, Report};

/// The verdict on an objective.
pub struct Judged<'a> {
    pub objective: &'a Objective,
    /// Share of requests that were good, 0 to 1. For latency only bounds are known: the percentiles around the limit.
    pub good_at_least: Option<f64>,
    pub good_at_most: Option<f64>,
    /// `None`: no such journey ran, or the bounds lie on both sides of the target.
    pub is_met: Option<bool>,
}

pub fn judge<'a>(objectives: &'a [Objective], report: &Report) -> Vec<Judged<'a>> {
    objectives.iter().map(|it| judge_one(it, report)).collect()
}

fn judge_one<'a>(objective: &'a Objective, report: &Report) -> Judged<'a> {
    let journeys: Vec<_> = match objective.journey.as_str() {
        "" => vec![&report.total],
        name => report.journeys.iter().filter(|it| it.name == name).collect(),
    };
    let (succeeded, failed) = journeys.iter().fold((0, 0), |(s, f), it| (s + it.succeeded, f + it.failed));
    if succeeded + failed == 0 {
        return Judged { objective, good_at_least: None, good_at_most: None, is_met: None };
    }
    let success_ratio = succeeded as f64 / (succeeded + failed) as f64;
    let (least, most) = match objective.indicator {
        Indicator::Availability => (success_ratio, success_ratio),
        Indicator::LatencyBelow { millis } => {
            // Several sources may send the same journey; its requests are those of all of them.
            let bounds = journeys.iter().map(|it| (it.succeeded as f64, share_below(it, millis)));
            let (least, most) = bounds.fold((0.0, 0.0), |(least, most), (weight, (low, high))| {
                (least + weight * low, most + weight * high)
            });
            let requests = (succeeded + failed) as f64;
            (least / requests, most / requests)
        }
    };
    let is_met = match objective.target {
        target if least >= target => Some(true),
        target if most < target => Some(false),
        _ => None,
    };
    Judged { objective, good_at_least: Some(least), good_at_most: Some(most), is_met }
}

// Between which shares of its answers a journey has those that took at most `millis`.
fn share_below(journey: &Journey, millis: f64) -> (f64, f64) {
    let latency = &journey.latency;
    let percentiles: [(f64, Option<Measured>); 5] = [
        (0.5, latency.p50_millis),
        (0.9, latency.p90_millis),
        (0.95, latency.p95_millis),
        (0.99, latency.p99_millis),
        (0.999, latency.p999_millis),
    ];
    let known = percentiles.iter().filter_map(|(share, it)| Some((*share, it.as_ref()?.value)));
    known.fold(
        (0.0, 1.0),
        |(least, most), (share, value)| {
            if value <= millis { (share, most) } else { (least, share.min(most)) }
        },
    )
}
