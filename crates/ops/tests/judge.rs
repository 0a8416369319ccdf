//! Objectives judged by a real run.

use model::{
    notation,
    objective::{Indicator, Objective},
};
use ops::{Judged, judge};
use sim::{Report, RunOptions};

fn run() -> Report {
    let drawing = notation::parse("people:client -> api:api_server").expect("the notation is right");
    let options = RunOptions { duration_secs: 20.0, ..RunOptions::from(drawing.settings) };
    sim::run_replications(&drawing, options).expect("it runs")
}

fn latency_below(millis: f64, target: f64) -> Objective {
    Objective::new(Indicator::LatencyBelow { millis }, target, 28.0)
}

fn judged<'a>(objective: &'a Objective, report: &Report) -> Judged<'a> {
    judge(std::slice::from_ref(objective), report).remove(0)
}

#[test]
fn a_limit_at_a_percentile_is_kept_by_that_share() {
    let report = run();
    let latency = &report.total.latency;
    for (share, limit) in [(0.5, latency.p50_millis), (0.95, latency.p95_millis), (0.99, latency.p99_millis)]
    {
        let limit = limit.expect("there are enough samples").value;
        let objective = latency_below(limit, share);
        let good = judged(&objective, &report).good_ratio().expect("requests ended");
        // As exact as the histogram: a bin holds the answers within 0.8 % of each other.
        assert!((good - share).abs() < 0.02, "{share}: {good}");
    }
}

#[test]
fn every_limit_is_met_or_missed_and_never_left_open() {
    let report = run();
    let p95_millis = report.total.latency.p95_millis.expect("there are enough samples").value;
    assert_eq!(judged(&latency_below(p95_millis * 1.02, 0.95), &report).is_met, Some(true));
    assert_eq!(judged(&latency_below(p95_millis * 0.9, 0.95), &report).is_met, Some(false));
}

#[test]
fn the_budget_counts_what_was_too_slow() {
    let report = run();
    let p95_millis = report.total.latency.p95_millis.expect("there are enough samples").value;
    let objective = latency_below(p95_millis, 0.9);
    let judged = judged(&objective, &report);
    assert_eq!(judged.requests, report.total.succeeded + report.total.failed);
    // About 5 % were slower where 10 % may be.
    let burn_rate = judged.budget().expect("a target below 1").burn_rate().expect("requests ended");
    assert!((burn_rate - 0.5).abs() < 0.2, "{burn_rate}");
}

#[test]
fn the_budget_of_messages_is_of_their_counts() {
    let text = "u:client{per_sec=50} -publish-> jobs:queue{max_deliveries=1} -consume-> w:worker{slots=5, service_millis=20, error_ratio=0.1}";
    let mut drawing = notation::parse(text).expect("the notation is right");
    let (correct, fresh) = (Indicator::Correctness, Indicator::Freshness { secs: 30.0 });
    drawing.objectives = [correct, fresh].map(|it| Objective::new(it, 0.8, 28.0)).into();
    let options = RunOptions { duration_secs: 20.0, ..RunOptions::from(drawing.settings) };
    let report = sim::run_replications(&drawing, options).expect("it runs");
    let messages = report.total.messages.as_ref().expect("there is such an objective");
    let dead = messages.dead_letters;
    let all = messages.handled.iter().map(|it| it.count).sum::<u64>() + dead;
    for it in judge(&drawing.objectives, &report) {
        assert_eq!((it.requests, it.bad, it.is_met), (all, dead, Some(true)));
        let burn_rate = it.budget().expect("a target below 1").burn_rate().expect("messages ended");
        assert!((burn_rate - dead as f64 / all as f64 / 0.2).abs() < 1e-9);
        assert!((burn_rate - 0.5).abs() < 0.15, "{burn_rate}");
    }
    // A run of a drawing without such an objective counted none.
    let judged = judged(&drawing.objectives[0], &run()).is_met;
    assert_eq!(judged, None);
}

#[test]
fn a_journey_that_nobody_sends_is_not_judged() {
    let objective = Objective { journey: "fly".into(), ..latency_below(100.0, 0.9) };
    let report = run();
    let judged = judged(&objective, &report);
    assert_eq!((judged.is_met, judged.good_ratio()), (None, None));
}
