//! What brokers hold, and what stores publish.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

mod common;

use common::{component, drawing, run_text};

#[test]
fn the_series_of_a_broker_shows_the_messages_that_it_holds() {
    let report = run_text(
        "u:client{per_sec=100} -publish-> jobs:queue -consume-> w:worker{slots=1, service_millis=20}",
        30.0,
    );
    let id = component(&report, "jobs").id;
    let series = report.series.components.iter().find(|it| it.id == id).unwrap();
    // 100 come and 50 are done each second.
    let (early, late) = (series.queue[9], series.queue[29]);
    assert!((350..750).contains(&early) && (1200..1900).contains(&late), "{early} {late}");
}

#[test]
fn a_store_publishes_its_writes_only() {
    let text = "u:client{per_sec=200, writes=0.25} -> db:database_sql{slots=50, cdc=true} -publish-> log:event_bus -consume-> w:worker{slots=50}";
    let report = run_text(text, 40.0);
    let share = component(&report, "log").arrived as f64 / component(&report, "db").arrived as f64;
    assert!((share - 0.25).abs() < 0.02, "{share}");
    let estimate = sim::estimate(&drawing(text)).unwrap();
    let of = |name: &str| estimate.components.iter().find(|it| it.id == component(&report, name).id).unwrap();
    assert!((of("w").arrivals_per_sec - 50.0).abs() < 1e-6, "{:?}", of("w"));
}
