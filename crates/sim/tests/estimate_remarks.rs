//! What the estimate does not count it says: wherever it makes no remark it agrees with a run, for every kind with each of
//! its settings and for every policy, one at a time.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

mod common;
#[path = "kinds/mod.rs"]
mod kinds;

use common::{drawing, in_parallel};
use model::{Architecture, Kind, Value, catalog::When, workload::Pattern};
use sim::{
    Estimate, Report, RunOptions, estimate,
    estimate::{ComponentEstimate, Verdict},
    report::{ComponentReport, Measured},
    run_replications,
};

const REPLICATIONS: u32 = 4;
/// In one replication.
const REQUESTS: f64 = 12_000.0;

/// How far the estimate may be from a run: of latencies and rates as a share, of the rest in points; each beside what chance
/// does to the run.
const LATENCY: f64 = 0.12;
const RATE: f64 = 0.05;
const UTILIZATION: f64 = 0.04;
const FAILED: f64 = 0.02;

/// What came of a drawing.
enum Found {
    /// The estimate says that it does not quite apply.
    Remarked,
    Agrees,
    Differs(String),
}

fn compare(what: &str, architecture: &Architecture) -> Found {
    let Some(guess) = estimate(architecture) else { return Found::Remarked };
    if !guess.caveats.is_empty() || guess.stability.iter().any(|it| it.verdict != Verdict::Stable) {
        return Found::Remarked;
    }
    let rate: f64 = guess.journeys.iter().map(|it| it.per_sec).sum();
    let duration_secs = (REQUESTS / rate).clamp(60.0, 600.0);
    let warm_up_secs = duration_secs / 5.0;
    let options = RunOptions { seed: 5, duration_secs, warm_up_secs, replications: REPLICATIONS };
    let report = run_replications(architecture, options).unwrap();
    let differences = differences(architecture, &guess, &report, duration_secs * f64::from(REPLICATIONS));
    if differences.is_empty() {
        return Found::Agrees;
    }
    Found::Differs(format!("{what}: {}", differences.join("; ")))
}

fn differences(architecture: &Architecture, guess: &Estimate, report: &Report, secs: f64) -> Vec<String> {
    let mut found = Vec::new();
    let half = |it: &Measured| it.half_width.unwrap_or(0.0);
    match (guess.mean_latency_millis(), &report.total.latency.mean_millis) {
        (Some(guess), Some(run)) => {
            if is_off(guess - run.value, LATENCY * run.value + 2.0 * half(run)) {
                found.push(format!("latency {guess:.2}, run {:.2} ± {:.2}", run.value, half(run)));
            }
        }
        (None, Some(run)) => found.push(format!("no latency, run {:.2}", run.value)),
        // Where nothing is answered, there is none.
        (_, None) => {}
    }
    let failed = report.total.failed as f64 / report.total.generated as f64;
    if is_off(guess.failed_ratio() - failed, FAILED + 0.1 * failed) {
        found.push(format!("{:.3} fail, run {failed:.3}", guess.failed_ratio()));
    }
    let both = guess.components.iter().zip(&report.components);
    for (component, (guess, run)) in architecture.components.iter().zip(both) {
        found.extend(of_a_component(&component.name, guess, run, secs));
    }
    found
}

/// No number is, too.
fn is_off(difference: f64, most: f64) -> bool {
    difference.is_nan() || difference.abs() > most
}

fn of_a_component(name: &str, guess: &ComponentEstimate, run: &ComponentReport, secs: f64) -> Vec<String> {
    let mut found = Vec::new();
    let rate = run.arrived as f64 / secs;
    if is_off(guess.arrivals_per_sec - rate, RATE * rate + 0.5) {
        found.push(format!("{name} gets {:.1}/s, run {rate:.1}", guess.arrivals_per_sec));
    }
    if let (Some(guess), Some(run)) = (guess.utilization, run.utilization)
        && is_off(guess - run.value, UTILIZATION + 2.0 * run.half_width.unwrap_or(0.0))
    {
        found.push(format!("{name} is at {guess:.3}, run {:.3}", run.value));
    }
    found
}

/// Compares all; of how many the estimate makes no remark.
fn compare_all(drawings: &[(String, Architecture)]) -> usize {
    let found = in_parallel(drawings.len(), |i| compare(&drawings[i].0, &drawings[i].1));
    let agree = found.iter().filter(|it| matches!(it, Found::Agrees)).count();
    let remarked = found.iter().filter(|it| matches!(it, Found::Remarked)).count();
    println!("{agree} agree, {remarked} with a remark");
    let differ: Vec<&str> = found
        .iter()
        .filter_map(|it| if let Found::Differs(it) = it { Some(it.as_str()) } else { None })
        .collect();
    assert!(differ.is_empty(), "{} differ:\n{}", differ.len(), differ.join("\n"));
    agree
}

/// Settings whose steady state is not that of some minutes: a name that is looked up once in a minute by so many that they are
/// in each other's way.
fn takes_longer(kind: &str, key: &str, value: &Value) -> bool {
    let number = if let Value::Number(it) = value { *it } else { 0.0 };
    kind == "dns" && key == "service_millis" && number > 100.0
}

#[test]
fn every_setting_of_every_kind_is_counted_or_remarked_on() {
    let mut drawings = Vec::new();
    for kind in Kind::all() {
        let mut base = kinds::harness(kind);
        base.scenario.events.clear();
        let x = base.components.iter().position(|it| it.name == "x").unwrap();
        for param in kind.all_params() {
            let values = kinds::alternatives(&base.components[x], param);
            let values = values.into_iter().filter(|it| !takes_longer(kind.id, param.key, it)).take(3);
            // From somewhat too much to somewhat busy, and to hardly so.
            for (value, share) in values.zip([0.6, 0.3, 0.6]) {
                let mut changed = base.clone();
                for workload in changed.components.iter_mut().filter_map(|it| it.workload.as_mut()) {
                    if let Pattern::Constant { per_sec } = &mut workload.pattern {
                        *per_sec *= share;
                    }
                }
                let params = &mut changed.components[x].params;
                match param.when {
                    When::Set(key) => drop(params.insert(key.to_owned(), kinds::on(key))),
                    When::Is(key, choice) | When::OneOf(key, &[choice, ..]) => {
                        drop(params.insert(key.to_owned(), Value::Text(choice.to_owned())))
                    }
                    _ => {}
                }
                let what = format!("{} {}={value:?}", kind.id, param.key);
                params.insert(param.key.to_owned(), value);
                // Most are other names of the same behavior.
                if !drawings.iter().any(|(_, it): &(String, Architecture)| is_same(it, &changed)) {
                    drawings.push((what, changed));
                }
            }
        }
    }
    let agree = compare_all(&drawings);
    assert!(agree > 450, "{agree}");
}

/// Whether two drawings are simulated alike: kinds and names are not looked at.
fn is_same(one: &Architecture, other: &Architecture) -> bool {
    let specs = |it: &Architecture| it.components.iter().map(model::Component::spec).collect::<Vec<_>>();
    let loads = |it: &Architecture| it.components.iter().map(|it| it.workload.clone()).collect::<Vec<_>>();
    one.connections == other.connections && specs(one) == specs(other) && loads(one) == loads(other)
}

#[test]
fn functions_that_cool_down_are_counted_or_remarked_on() {
    let mut drawings = Vec::new();
    for per_sec in [0.5, 2.0, 8.0, 40.0] {
        for (keep_warm, cold) in [(1.0, 500.0), (5.0, 500.0), (60.0, 2000.0), (600.0, 500.0)] {
            for millis in [20.0, 400.0] {
                let text = format!(
                    "u:client{{per_sec={per_sec}}} -{{latency_millis=1}}-> f:lambda_function{{keep_warm_secs={keep_warm}, cold_start_millis={cold}, service_millis={millis}}}"
                );
                drawings.push((text.clone(), drawing(&text)));
            }
        }
    }
    let agree = compare_all(&drawings);
    assert!(agree > 6, "{agree}");
}

#[test]
fn slow_modes_are_counted_or_remarked_on() {
    let mut drawings = Vec::new();
    for (share, factor) in [(0.05, 10.0), (0.3, 4.0), (0.7, 2.0)] {
        for caller in ["holds_slot=false", "slots=1000, holds_slot=true", "slots=30, holds_slot=true"] {
            for policy in
                ["optional=false", "timeout_millis=400", "timeout_millis=400, attempts=3", "bulkhead=12"]
            {
                let text = format!(
                    "u:client{{per_sec=80}} -{{latency_millis=1}}-> a:api_server{{service_millis=3, {caller}}} \
                     -{{latency_millis=1, {policy}}}-> p:payment_gateway{{service_millis=100, rate_limit_per_sec=1000, \
                     slow_share={share}, slow_factor={factor}, slow_spell_secs=1}}"
                );
                drawings.push((text.clone(), drawing(&text)));
            }
        }
    }
    let agree = compare_all(&drawings);
    assert!(agree > 6, "{agree}");
}

#[test]
fn calls_and_messages_at_one_component_are_counted_or_remarked_on() {
    let mut drawings = Vec::new();
    for (called, published) in [(10.0, 30.0), (30.0, 10.0), (45.0, 45.0), (2.0, 2.0)] {
        for slots in [1, 2, 20] {
            let text = format!(
                "u:client{{per_sec={called}}} -{{latency_millis=1}}-> w:microservice{{slots={slots}, service_millis=9}}; \
                 p:client{{per_sec={published}}} -publish-> q:queue -consume-> w"
            );
            drawings.push((text.clone(), drawing(&text)));
        }
    }
    let agree = compare_all(&drawings);
    assert!(agree > 1, "{agree}");
}

const POLICIES: [&str; 37] = [
    "timeout_millis=30",
    "timeout_millis=60",
    "timeout_millis=30, timeout_spread=exponential",
    "timeout_millis=100, timeout_spread=exponential",
    "timeout_millis=10, timeout_until=begun",
    "timeout_millis=30, cancel_on_timeout=true",
    "timeout_millis=30, cancel_on_timeout=true, timeout_until=begun",
    "attempts=3",
    "attempts=3, timeout_millis=60",
    "attempts=3, timeout_millis=60, timeout_spread=exponential",
    "attempts=3, retry_budget=0.1",
    "attempts=3, jitter=none",
    "attempts=3, jitter=equal, backoff_base_millis=50",
    "attempts=3, timeout_millis=60, retry_budget=0.02",
    "attempts=3, timeout_millis=60, cancel_on_timeout=true",
    "breaker={failures=5, open_secs=30}",
    "breaker={ratio=0.5, window_secs=1}",
    "attempts=2, breaker={ratio=0.2, window_secs=1}",
    "hedge=p95",
    "bulkhead=2",
    "bulkhead=5",
    "bulkhead=20",
    "bulkhead=2, attempts=3",
    "bulkhead={calls=2, queue_limit=100}",
    "bulkhead={calls=4, queue_limit=100}",
    "bulkhead={calls=12, queue_limit=100}",
    "bulkhead={calls=2, queue_limit=100, max_wait_millis=5}",
    "bulkhead={calls=20, queue_limit=100, adaptive_limit_millis=20}",
    "bulkhead={calls=3, queue_limit=10}, attempts=3, timeout_millis=60",
    "optional=true",
    "optional=true, timeout_millis=30",
    "calls_per_request=2",
    "calls_per_request=2, timeout_millis=100",
    "probability=0.5",
    "on=write",
    "on=read, timeout_millis=60",
    "propagate_deadline=true, timeout_millis=60",
];

#[test]
fn every_policy_is_counted_or_remarked_on() {
    let mut drawings = Vec::new();
    for error in [0.0, 0.05, 0.3] {
        // Rather busy, and hardly so; two calls of a request still find room.
        for (slots, millis) in [(1, 5.0), (4, 20.0), (40, 30.0)] {
            for policy in POLICIES {
                for (outer, inner) in [(policy, "optional=false"), ("optional=false", policy)] {
                    let text = format!(
                        "u:client{{per_sec=80, writes=0.3}} -{{latency_millis=1, {outer}}}-> a:api_server{{slots=200, service_millis=3, error_ratio=0}}; \
                         a -{{latency_millis=1, {inner}}}-> b:microservice{{slots={slots}, service_millis={millis}, error_ratio={error}, queue_limit=100}}; \
                         a -{{latency_millis=1, step=2}}-> c:grpc_server{{slots=10, service_millis=10, error_ratio=0}}"
                    );
                    drawings.push((text.clone(), drawing(&text)));
                }
            }
        }
    }
    let agree = compare_all(&drawings);
    assert!(agree > 250, "{agree}");
}
