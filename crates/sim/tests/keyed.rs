//! What keyed draws are for: an edit changes nothing that it should not, and two designs can be compared under the same
//! luck.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

mod common;

use common::{component, drawing, options, run};
use model::{Value, workload::Pattern};
use sim::{
    RunOptions,
    random::{Draw, Purpose, Ziggurat, mix, stream},
};

/// Servers for everybody: what one does is no matter of the others, so every change that reaches them is a draw that
/// changed.
const APART: &str = "u:client{per_sec=200, writes=0.3} -{optional=true}-> a:api_server{slots=100000, service_millis=5, error_ratio=0.1}; \
    u -{optional=true}-> b:microservice*3{slots=100000, service_millis=7}; u -{probability=0.4, optional=true}-> c:grpc_server{slots=100000, service_millis=9}; \
    u -> cache:cache_redis{slots=100000, hit_ratio=0.5}; u -{on={miss_of=cache}, optional=true}-> d:database_sql{slots=100000}";

#[test]
fn a_change_of_one_component_leaves_all_draws_of_the_others() {
    let before = run(&drawing(APART), options(20.0));
    let names = ["a", "b", "c", "cache", "d"];
    for changed in ["a", "b", "c", "d"] {
        let mut architecture = drawing(APART);
        let it = architecture.components.iter_mut().find(|it| it.name == changed).unwrap();
        it.params.insert("service_millis".into(), Value::Number(31.0));
        it.params.insert("service_distribution".into(), Value::Text("lognormal".into()));
        it.placements[0].replicas += 1;
        let after = run(&architecture, options(20.0));
        assert_ne!(component(&before, changed).sojourn, component(&after, changed).sojourn);
        for other in names.iter().filter(|it| **it != changed) {
            assert_eq!(component(&before, other), component(&after, other), "{changed} changed {other}");
        }
    }
}

#[test]
fn another_policy_elsewhere_leaves_all_draws() {
    let before = run(&drawing(APART), options(20.0));
    let text = APART.replace("u -> cache", "u -{timeout_millis=900, attempts=3, jitter=full}-> cache");
    let after = run(&drawing(&text), options(20.0));
    for it in ["a", "b", "c", "cache", "d"] {
        assert_eq!(component(&before, it), component(&after, it), "{it}");
    }
}

fn variance(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    values.iter().map(|it| (it - mean) * (it - mean)).sum::<f64>() / (n - 1.0)
}

/// By how much the same luck shrinks the variance of "what do 5 % more requests cost". From 60 pairs it comes out anywhere
/// between six and twelve; from a thousand it is 8.7.
fn saved(mean_latency: impl Fn(u64, f64) -> f64) -> f64 {
    let pairs = 240;
    let differences = |seed_of_other: fn(u64) -> u64| -> Vec<f64> {
        (0..pairs).map(|it| mean_latency(seed_of_other(it), 336.0) - mean_latency(it, 320.0)).collect()
    };
    variance(&differences(|it| it + 10_000)) / variance(&differences(|it| it))
}

/// Four servers at 80 %, picked at random.
#[test]
fn the_same_luck_saves_most_of_the_variance() {
    let keyed = saved(|seed, per_sec| {
        let text = format!(
            "u:client{{per_sec={per_sec}}} -{{latency_millis=0}}-> s:api_server*4{{slots=1, service_millis=10, {}}}",
            common::BARE
        );
        let report = run(&drawing(&text), RunOptions { seed, warm_up_secs: 5.0, ..options(30.0) });
        report.total.latency.mean_millis.unwrap().value
    });
    let shared = saved(one_global_stream);
    println!("variance saved: {keyed:.1} times with keyed draws, {shared:.1} times with one global stream");
    assert!(keyed > 7.0, "{keyed}");
    assert!(shared < 1.5, "{shared}");
}

#[test]
fn what_sessions_ask_for_does_not_depend_on_how_soon_they_are_answered() {
    // Some six thousand sessions of five requests each; only those that still go on when the run ends differ. Were they other
    // sessions, some 350 requests would.
    let asked = |service_millis: f64| {
        let mut architecture =
            drawing(&format!("u:client -> s:api_server{{slots=100000, service_millis={service_millis}}}"));
        let pattern = Pattern::Sessions { sessions_per_sec: 100.0, requests_each: 5.0, think_secs: 0.01 };
        architecture.components[0].workload.as_mut().unwrap().pattern = pattern;
        run(&architecture, options(60.0)).total.generated
    };
    let (quick, slow) = (asked(1.0), asked(6.0));
    assert!(quick > 25_000 && quick.abs_diff(slow) < 40, "{quick} {slow}");
}

/// The same four servers, simulated as most programs do: draws come from one stream in the order in which they are
/// needed.
fn one_global_stream(seed: u64, per_sec: f64) -> f64 {
    let ziggurat = Ziggurat::new();
    let stream = stream(seed, 1, Purpose::Service);
    let mut drawn = 0;
    let mut draw = || {
        drawn += 1;
        Draw::new(stream, mix(drawn))
    };
    let (mut queues, mut ends) = (vec![Vec::<f64>::new(); 4], [f64::INFINITY; 4]);
    let (mut arrival, mut sum, mut count) = (0.0, 0.0, 0.0);
    loop {
        let first = (0..4).min_by(|a, b| ends[*a].total_cmp(&ends[*b])).unwrap();
        let now = f64::min(arrival, ends[first]);
        if now > 35.0 {
            return sum / count * 1e3;
        }
        if arrival <= ends[first] {
            arrival = now + ziggurat.exponential(&mut draw()) / per_sec;
            let to = draw().below(4) as usize;
            queues[to].push(now);
            if queues[to].len() == 1 {
                ends[to] = now + ziggurat.exponential(&mut draw()) / 100.0;
            }
        } else {
            let came = queues[first].remove(0);
            if came > 5.0 {
                sum += now - came;
                count += 1.0;
            }
            let is_idle = queues[first].is_empty();
            ends[first] =
                if is_idle { f64::INFINITY } else { now + ziggurat.exponential(&mut draw()) / 100.0 };
        }
    }
}
