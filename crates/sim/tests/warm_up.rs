//! The end of the warm-up, found by a pilot run.

mod common;

use common::{drawing, options};
use sim::{RunOptions, warm_up};

fn found(text: &str, duration_secs: f64) -> warm_up::WarmUp {
    warm_up::find(&drawing(text), options(duration_secs)).expect("a run")
}

#[test]
fn a_light_load_settles_at_once() {
    let it =
        found("u:client{per_sec=200} -> s:api_server{slots=4, service_millis=5, fixed_delay_millis=0}", 60.0);
    assert!(it.has_settled && it.secs < 10.0, "{it:?}");
}

#[test]
fn a_heavy_load_takes_about_its_relaxation_time() {
    // M/M/1 at 90 %: the relaxation time is 2 / (μ (1 - √ρ)²) = 7.6 s for 100 per second (Abate and Whitt 1987).
    let it = found(
        "u:client{per_sec=90} -call{latency_millis=0}-> \
         s:api_server{slots=1, service_millis=10, fixed_delay_millis=0, queue_limit=1000000, holds_slot=false}",
        120.0,
    );
    assert!(it.has_settled && (1.0..40.0).contains(&it.secs), "{it:?}");
}

#[test]
fn an_overload_never_settles() {
    let it = found(
        "u:client{per_sec=150} -call{latency_millis=0}-> \
         s:api_server{slots=1, service_millis=10, fixed_delay_millis=0, queue_limit=1000000, holds_slot=false}",
        60.0,
    );
    assert!(!it.has_settled && it.secs == 30.0, "{it:?}");
}

#[test]
fn slices_change_nothing() {
    let architecture = drawing("u:client{per_sec=80} -> s:api_server{slots=1, service_millis=10}");
    let options = RunOptions { seed: 3, ..options(30.0) };
    let mut pilot = warm_up::Pilot::new(&architecture, options).expect("a run");
    let sliced = (0..1_000_000).find_map(|_| pilot.advance(97));
    assert_eq!(sliced, warm_up::find(&architecture, options).ok());
}

#[test]
fn the_bias_of_an_empty_start_goes_away() {
    // Means of short runs from empty are too short; cut as the pilot says they are not.
    let text = "u:client{per_sec=90} -call{latency_millis=0}-> \
        s:api_server{slots=1, service_millis=10, fixed_delay_millis=0, queue_limit=1000000, holds_slot=false}";
    let mean = |warm_up_secs: f64| {
        let report = common::replicate(text, 5.0, warm_up_secs, 400);
        report.total.latency.mean_millis.expect("a mean")
    };
    let (exact, empty, cut) = (100.0, mean(0.0), mean(found(text, 60.0).secs));
    assert!(empty.value < 0.9 * exact, "{empty:?}");
    assert!((cut.value - exact).abs() < (empty.value - exact).abs() / 2.0, "{empty:?} {cut:?}");
}
