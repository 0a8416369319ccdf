//! What the estimate says of components that get more than they can do, and of those behind them: against runs.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

mod common;

use common::{component, drawing, options, run};
use sim::{RunOptions, estimate};

/// Arrivals at each component, and the mean latency, in the estimate and in a run that has settled.
#[track_caller]
fn check(text: &str, of_arrivals: f64, of_latency: f64) {
    let architecture = drawing(text);
    let found = estimate(&architecture).unwrap();
    let report = run(&architecture, RunOptions { warm_up_secs: 60.0, ..options(120.0) });
    for (it, at) in architecture.components.iter().zip(&found.components) {
        let (estimated, ran) = (at.arrivals_per_sec, component(&report, &it.name).arrived as f64 / 120.0);
        let is_near = (estimated / ran - 1.0).abs() < of_arrivals;
        assert!(is_near, "{text}: {estimated:.1}/s come to {}, in the run {ran:.1}/s", it.name);
    }
    let (estimated, ran) =
        (found.mean_latency_millis().unwrap(), report.total.latency.mean_millis.unwrap().value);
    assert!((estimated / ran - 1.0).abs() < of_latency, "{text}: {estimated:.0} ms, in the run {ran:.0} ms");
}

#[test]
fn what_is_turned_away_goes_no_further() {
    check(
        "u:client{per_sec=500} -> a:api_server{slots=4, service_millis=10, queue_limit=100, holds_slot=false} -> \
         db:database_sql{slots=10, service_millis=10}",
        0.02,
        0.02,
    );
    // A queue that is not full yet, but grows: 100 more wait each second.
    let endless = "u:client{per_sec=500} -> a:api_server{slots=4, service_millis=10, queue_limit=1000000, holds_slot=false} -> \
         db:database_sql{slots=10, service_millis=10}";
    check(endless, 0.02, f64::INFINITY);
}

#[test]
fn slots_that_wait_for_callees_let_no_more_through() {
    check(
        "u:client{per_sec=300} -> a:api_server{slots=4, service_millis=5, queue_limit=100, holds_slot=true} -> \
         db:database_sql{slots=10, service_millis=20}",
        0.02,
        0.03,
    );
    // Here it is the store that cannot do more, though it seldom has more to do than it could.
    check(
        "u:client{per_sec=300} -> a:api_server{slots=8, service_millis=2, queue_limit=100, holds_slot=true} -> \
         db:database_sql{slots=2, service_millis=20, queue_limit=100}",
        0.02,
        0.03,
    );
    check("u:client{per_sec=5000} -> a:api_server -> db:database_sql", 0.02, 0.03);
    check(
        "u:client{per_sec=900} -> a:api_server{slots=40, service_millis=5} -> b:microservice{slots=10, service_millis=10} -> \
         c:microservice{slots=5, service_millis=10} -> db:database_sql{slots=10, service_millis=20, queue_limit=50}",
        0.02,
        0.05,
    );
}

#[test]
fn who_is_turned_away_takes_no_time() {
    // Two of three calls are refused at once, so that slots enough are free for all: all come to the store.
    check(
        "u:client{per_sec=300} -> a:api_server{slots=200, service_millis=2, queue_limit=100, holds_slot=true} -> \
         db:database_sql{slots=2, service_millis=20, queue_limit=100}",
        0.02,
        0.03,
    );
}
