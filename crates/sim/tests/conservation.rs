//! Nothing is lost and nothing is made up, whatever is drawn.

#[path = "conservation/any_drawing.rs"]
mod any_drawing;

use any_drawing::any_drawing;
use proptest::prelude::*;
use sim::{RunOptions, Session, SimTime};

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_comes_in_goes_out_or_is_there(architecture in any_drawing(), seed in any::<u64>()) {
        let options = RunOptions { seed, duration_secs: 2.5, warm_up_secs: 0.5, replications: 1 };
        // Where no source calls anybody there is nothing to run.
        prop_assume!(Session::new(&architecture, options).is_ok());
        let mut session = Session::new(&architecture, options).expect("a source");
        let mut last = SimTime(0);
        // Circles of calls with several calls each are many events in no time: look now and then, and stop in the end.
        for _ in 0..200 {
            let progress = session.advance(SimTime::NEVER, 10_000);
            prop_assert!(progress.now >= last, "time went back");
            last = progress.now;
            if let Err(broken) = session.check_conservation() {
                return Err(TestCaseError::fail(broken));
            }
            if progress.is_done {
                break;
            }
        }
        let report = session.report();
        let json = serde_json::to_value(&report).expect("json");
        prop_assert!(!has_null_number(&json), "a figure is no number");
        sim::estimate(&architecture).expect("a source");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn slices_and_snapshots_change_nothing(architecture in any_drawing(), seed in any::<u64>()) {
        let options = RunOptions { seed, duration_secs: 2.5, warm_up_secs: 0.5, replications: 1 };
        prop_assume!(Session::new(&architecture, options).is_ok());
        let mut whole = Session::new(&architecture, options).expect("a source");
        whole.advance(SimTime::NEVER, 200_000);
        let mut sliced = Session::new(&architecture, options).expect("a source");
        let mut left = 200_000u64;
        while left > 0 && !sliced.advance(SimTime::NEVER, left.min(977)).is_done {
            left -= left.min(977);
            sliced = sliced.clone();
        }
        prop_assert_eq!(whole.report(), sliced.report());
    }
}

/// A number that is not finite would become null in the middle of an object that must hold one.
fn has_null_number(json: &serde_json::Value) -> bool {
    match json {
        serde_json::Value::Object(fields) => {
            fields.get("value").is_some_and(serde_json::Value::is_null)
                || fields.values().any(has_null_number)
        }
        serde_json::Value::Array(items) => items.iter().any(has_null_number),
        _ => false,
    }
}
