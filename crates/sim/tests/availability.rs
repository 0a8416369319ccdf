//! Failures by chance: what formulas say, and what runs see.

mod common;

use common::{component, drawing, options, run};
use model::Architecture;
use sim::{
    RunOptions,
    availability::{Availability, availability},
};

fn name(drawing: &Architecture, id: model::ComponentId) -> String {
    drawing.component(id).expect("a component").name.clone()
}

fn of(text: &str) -> (Architecture, Availability) {
    let drawing = drawing(text);
    let found = availability(&drawing);
    (drawing, found)
}

#[test]
fn replicas_are_parallel_and_what_a_journey_needs_is_in_series() {
    let (drawing, found) = of(
        "u:client{writes=0} -> api:api_server*2{mttf_secs=90, mttr_secs=10} -> db:database_sql{mttf_secs=190, mttr_secs=10}; \
         api -{optional=true}-> ads:microservice{mttf_secs=10, mttr_secs=10}; v:client{writes=0} -> own:web_server",
    );
    let any: Vec<_> = found.components.iter().map(|it| (name(&drawing, it.id), it.any)).collect();
    let expected = [("api", 1.0 - 0.1 * 0.1), ("db", 0.95), ("ads", 0.5)];
    for ((found, any), (name, expected)) in any.iter().zip(expected) {
        assert_eq!(found, name);
        assert!((any - expected).abs() < 1e-12, "{name}: {any}");
    }
    // Nobody else's journey is hit, and what can be done without counts only below.
    let [journey] = found.journeys.try_into().expect("one journey");
    assert_eq!(name(&drawing, journey.source), "u");
    assert!((journey.at_most - 0.99 * 0.95).abs() < 1e-12);
    assert!((journey.at_least - 0.99 * 0.95 * 0.5).abs() < 1e-12);
}

#[test]
fn without_failures_there_is_nothing_to_say() {
    assert_eq!(of("u:client -> api:api_server").1, Availability::default());
}

#[test]
fn a_run_agrees_with_the_formula() {
    const RUNS: u64 = 4;
    const SECS: f64 = 8000.0;
    let (drawing, found) = of(
        "u:client{per_sec=5, writes=0} -> a:api_server{slots=100, service_millis=1, mttf_secs=40, mttr_secs=10} \
         -> b:microservice{slots=100, service_millis=1, mttf_secs=45, mttr_secs=5}",
    );
    let reports: Vec<_> =
        (1..=RUNS).map(|seed| run(&drawing, RunOptions { seed, ..options(SECS) })).collect();
    let mean = |of: &dyn Fn(&sim::Report) -> f64| reports.iter().map(of).sum::<f64>() / RUNS as f64;
    // The mean over time t of something that is up with probability a, by turns with the time constant
    // τ = 1 / (1 / MTTF + 1 / MTTR), has the variance 2 a (1 - a) τ / t. Four standard deviations.
    let secs = RUNS as f64 * SECS;
    let constant = |mttf: f64, mttr: f64| 1.0 / (1.0 / mttf + 1.0 / mttr);
    let (tau_a, tau_b) = (constant(40.0, 10.0), constant(45.0, 5.0));
    for (it, tau) in found.components.iter().zip([tau_a, tau_b]) {
        let name = name(&drawing, it.id);
        let seen = mean(&|report| component(report, &name).up_ratio.expect("a share").value);
        let slack = 4.0 * (2.0 * it.any * (1.0 - it.any) * tau / secs).sqrt();
        assert!((seen - it.any).abs() < slack, "{name}: {seen}, expected {} ± {slack}", it.any);
    }
    // In series: the same integral over the covariance of the product of both.
    let (a, b) = (found.components[0].any, found.components[1].any);
    let (va, vb) = (a * (1.0 - a), b * (1.0 - b));
    let covariance = a * a * vb * tau_b + b * b * va * tau_a + va * vb * constant(tau_a, tau_b);
    let slack = 4.0 * (2.0 * covariance / secs).sqrt();
    let expected = found.journeys[0].at_most;
    let seen = mean(&|report| report.total.success_ratio.expect("a share").value);
    assert!((expected - a * b).abs() < 1e-12);
    // Requests of a few milliseconds that a failure interrupts are a thousandth of a share too few to matter.
    assert!((seen - expected).abs() < slack, "{seen}, expected {expected} ± {slack}");
}

#[test]
fn replicas_of_one_pool_fail_each_for_itself() {
    let (_, found) =
        of("u:client{writes=0} -publish-> q:queue*3{mttf_secs=90, mttr_secs=10} -consume-> w:worker");
    assert!((found.components[0].any - 0.999).abs() < 1e-12, "{found:?}");
    assert_eq!(found.components[0].replicas, 3);
    assert!((found.journeys[0].at_most - 0.999).abs() < 1e-12, "{found:?}");
}

/// The bounds of the formula for a journey to a store whose replicas are up for 90 % of the time, and what runs see.
fn store(writes: u32, replicas: u32, more: &str) -> (f64, f64, f64) {
    const RUNS: u64 = 4;
    let (drawing, found) = of(&format!(
        "u:client{{per_sec=5, writes={writes}}} -> db:database_sql*{replicas}{{slots=100, service_millis=1, mttf_secs=90, \
         mttr_secs=10, failover_secs=5{more}}}"
    ));
    let [journey] = found.journeys.try_into().expect("one journey");
    let reports = (1..=RUNS).map(|seed| run(&drawing, RunOptions { seed, ..options(4000.0) }));
    let seen = reports.map(|it| it.total.success_ratio.expect("a share").value).sum::<f64>() / RUNS as f64;
    (journey.at_least, seen, journey.at_most)
}

/// Of 16,000 s: spells of a few seconds, four standard deviations as above.
const SLACK: f64 = 0.025;

#[test]
fn a_quorum_needs_so_many_replicas() {
    let (at_least, seen, at_most) = store(1, 2, ", write_quorum=2");
    assert!((at_most - 0.81).abs() < 1e-12, "{at_most}");
    assert!(at_least - SLACK < seen && seen < at_most + SLACK, "{at_least} {seen} {at_most}");
    // Two of three: 0.9³ + 3 × 0.9² × 0.1.
    let (at_least, seen, at_most) = store(1, 3, ", write_quorum=2");
    assert!((at_most - 0.972).abs() < 1e-12, "{at_most}");
    assert!(at_least - SLACK < seen && seen < at_most + SLACK, "{at_least} {seen} {at_most}");
    // A read that asks two asks one that is up.
    let (at_least, seen, at_most) = store(0, 3, ", read_quorum=2");
    assert!((at_most - 0.972).abs() < 1e-12 && at_least > 0.9, "{at_least} {at_most}");
    assert!(at_least - SLACK < seen && seen < at_most + SLACK, "{at_least} {seen} {at_most}");
}

#[test]
fn writes_lose_the_failover_time_of_each_failure() {
    let (at_least, seen, at_most) = store(1, 2, "");
    assert!((at_most - 0.99).abs() < 1e-12, "{at_most}");
    // After 90 s on average, five seconds, or as long as the repair if that is shorter: 10 × (1 - exp(-5 / 10)) = 3.93 s.
    assert!((at_least - 0.99 * 90.0 / 93.93).abs() < 1e-4, "{at_least}");
    assert!((seen - at_least).abs() < SLACK && seen < at_most, "{at_least} {seen} {at_most}");
}
