//! Results that others have published, found again.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

mod common;

use common::{drawing, options, run};
use model::workload::Pattern;
use sim::RunOptions;

/// Dean and Barroso, The Tail at Scale (2013): if one answer in 100 is slow, a request that needs 100 servers is slow in
/// 63 % of all cases; with one in 10,000 and 2,000 servers it is nearly one in five.
#[test]
fn the_tail_at_scale() {
    let slow = |servers: u32, one_in: f64, secs: f64| {
        // An exponential answer takes more than a second once in `one_in` times.
        let mean = 1e3 / libm::log(one_in);
        let mut text = String::from("u:client{per_sec=20}");
        for i in 0..servers {
            text += &format!(
                "; u -{{latency_millis=0, timeout_millis=1000}}-> s{i}:microservice{{slots=1000, service_millis={mean}, fixed_delay_millis=0}}"
            );
        }
        1.0 - run(&drawing(&text), options(secs)).total.success_ratio.unwrap().value
    };
    // Four standard errors of so many requests.
    assert!((slow(1, 100.0, 400.0) - 0.01).abs() < 0.0045);
    assert!((slow(100, 100.0, 100.0) - 0.634).abs() < 0.044);
    assert!((slow(2000, 10_000.0, 25.0) - 0.181).abs() < 0.07);
}

/// Share of the requests of the last minute that succeed, ten minutes after a surge of ten seconds left a queue behind.
fn goodput_after_a_surge(per_sec: f64, policy: &str, server: &str) -> f64 {
    let text = format!(
        "u:client -{{latency_millis=0, timeout_millis=1000, {policy}}}-> \
         s:api_server{{slots=1, service_millis=10, fixed_delay_millis=0, {server}}}"
    );
    let mut architecture = drawing(&text);
    let surge = Pattern::Spike {
        base_per_sec: per_sec,
        peak_per_sec: per_sec + 100.0,
        at_secs: 30.0,
        for_secs: 10.0,
    };
    architecture.components[0].workload.as_mut().unwrap().pattern = surge;
    let seeds = 5;
    let mut sum = 0.0;
    for seed in 0..seeds {
        let report = run(&architecture, RunOptions { seed, ..options(640.0) });
        let rows = report.series.seconds.iter().filter(|it| it.at_secs > 580.0);
        let (good, all) = rows.fold((0, 0), |(good, all), it| (good + it.succeeded, all + it.generated));
        sum += f64::from(good) / f64::from(all);
    }
    sum / f64::from(seeds as u32)
}

const ENDLESS: &str = "queue_limit=1000000";
const FOUR: &str = "attempts=4, backoff_base_millis=100, jitter=none";

/// Bronson, Aghayev, Charapko, Zhu, Metastable Failures in Distributed Systems (HotOS 2021), and Huang and others,
/// Metastable Failures in the Wild (OSDI 2022): a passing trigger leaves a system that retries in a bad state for good,
/// at a load that it carried before.
#[test]
fn retries_keep_an_overload_alive() {
    let quiet = goodput_after_a_surge(80.0, "attempts=1", ENDLESS);
    assert!(quiet > 0.97, "without retries the queue drains: {quiet}");
    let storm = goodput_after_a_surge(80.0, FOUR, ENDLESS);
    assert!(storm < 0.02, "four tries of 80/s are more than 100/s: {storm}");
    let jitter = goodput_after_a_surge(80.0, "attempts=4, backoff_base_millis=100, jitter=full", ENDLESS);
    assert!(jitter < 0.02, "jitter spreads them and leaves as many: {jitter}");
    let cancelled = goodput_after_a_surge(80.0, &format!("{FOUR}, cancel_on_timeout=true"), ENDLESS);
    assert!(cancelled > 0.97, "what nobody waits for is not served either: {cancelled}");
    let half = goodput_after_a_surge(40.0, FOUR, ENDLESS);
    assert!(half < 0.02, "four tries of 40/s are more than 100/s: {half}");
    let quarter = goodput_after_a_surge(20.0, FOUR, ENDLESS);
    assert!(quarter > 0.97, "four tries of 20/s are not: {quarter}");
}

#[test]
fn a_storm_ends_with_a_budget_a_bound_a_breaker_or_the_newest_first() {
    let budget = goodput_after_a_surge(80.0, &format!("{FOUR}, retry_budget=0.1"), ENDLESS);
    assert!(budget > 0.97, "a budget of 10 %: {budget}");
    let newest = goodput_after_a_surge(80.0, FOUR, "queue_limit=1000000, discipline=lifo");
    assert!(newest > 0.97, "last come, first served: {newest}");
    let bound = goodput_after_a_surge(80.0, FOUR, "queue_limit=50");
    assert!(bound > 0.97, "a queue of half a second: {bound}");
    let breaker =
        goodput_after_a_surge(80.0, &format!("{FOUR}, breaker={{failures=5, open_secs=5}}"), ENDLESS);
    assert!(breaker > 0.97, "a breaker: {breaker}");
}

/// Mitzenmacher (2001): the choice of two ends most of the waiting of chance, and a third adds little. Least of all is
/// not needed.
#[test]
fn the_power_of_two_choices() {
    let wait = |algorithm: &str| {
        let text = format!(
            "u:client{{per_sec=9000}} -{{latency_millis=0}}-> lb:load_balancer{{algorithm={algorithm}, slots=100000, service_millis=0.001, fixed_delay_millis=0}} \
             -{{latency_millis=0}}-> s:api_server*100{{slots=1, service_millis=10, {}}}",
            common::BARE
        );
        let report = run(&drawing(&text), RunOptions { warm_up_secs: 3.0, ..options(20.0) });
        common::component(&report, "s").wait.mean_millis.unwrap().value
    };
    let (chance, two, all) = (wait("random"), wait("two_choices"), wait("least_connections"));
    println!("mean wait: random {chance:.1} ms, two choices {two:.1} ms, least connections {all:.1} ms");
    // In theory 90, 16.1 and nearly none.
    assert!(chance > 4.5 * two && two > 4.0 * all, "{chance} {two} {all}");
}
