//! Calls that wait for a place among those in flight.

mod common;

use common::{FAST, connection, drawing, failures, mean, near, options, run_text};
use model::text::Texts;
use sim::{
    report::FailureCause,
    study::{self, Sweep},
};

#[test]
fn a_bulkhead_lets_calls_wait_and_gives_up_who_waits_too_long() {
    // Two places, each for 100 ms: twenty calls per second.
    let text = |bulkhead: &str| {
        format!(
            "u:client{{per_sec=30}} -> a:api_server{{{FAST}}} -call{{latency_millis=0, bulkhead={{calls=2, {bulkhead}}}}}-> \
             b:microservice{{slots=1000, service_millis=100, service_distribution=constant, fixed_delay_millis=0}}"
        )
    };
    let refusing = run_text(&text("queue_limit=3"), 60.0);
    near(refusing.total.succeeded as f64, 1180.0, 20.0);
    assert!(failures(&refusing, FailureCause::BulkheadFull) > 400);
    let calls = connection(&refusing, "a", "b");
    assert_eq!(calls.most_waiting.expect("a room").value, 3.0);
    // Who waits third waits for less than two ends of service.
    assert!((80.0..150.0).contains(&calls.mean_wait_millis.expect("a room").value), "{calls:?}");
    let drawn = drawing(&text("queue_limit=3"));
    let said: Vec<String> =
        refusing.waits_for_places(&drawn).iter().map(|it| Texts::english().say(it)).collect();
    assert!(said[0].starts_with("Calls from a to b waited "), "{said:?}");
    assert!(said[0].ends_with("for a place in the bulkhead, up to 3 of them at once"), "{said:?}");
    let giving_up = run_text(&text("queue_limit=1000, max_wait_millis=250"), 60.0);
    near(giving_up.total.succeeded as f64, 1200.0, 15.0);
    assert_eq!(failures(&giving_up, FailureCause::BulkheadFull), 0);
    assert!(failures(&giving_up, FailureCause::BulkheadWait) > 400);
    let calls = connection(&giving_up, "a", "b");
    assert!((150.0..=250.0).contains(&calls.mean_wait_millis.expect("a room").value), "{calls:?}");
}

#[test]
fn a_second_try_does_not_wait_for_a_place() {
    let report = run_text(
        "u:client{users=1, think_secs=0.1} -{latency_millis=0, bulkhead={calls=1, queue_limit=5}, hedge={after_millis=20}}-> \
         a:api_server{slots=10, service_millis=100, service_distribution=constant, fixed_delay_millis=0}",
        20.0,
    );
    // The first try has the only place, and a second one that waited for it would come too late.
    let calls = connection(&report, "u", "a");
    let full = calls.failed_by_cause.iter().find(|it| it.cause == FailureCause::BulkheadFull);
    assert!(full.expect("second tries").count + 1 >= report.total.generated, "{calls:?}");
    assert_eq!(calls.most_waiting.expect("a room").value, 0.0);
}

#[test]
fn an_adaptive_bulkhead_finds_how_many_calls_are_answered_in_time() {
    // One and a half times what ten slots can do; whoever is let through waits in their queue.
    let run = |adaptive: &str| {
        let text = format!(
            "u:client{{per_sec=1500}} -call{{latency_millis=0, bulkhead={{calls=400{adaptive}}}}}-> \
             s:api_server{{slots=10, service_millis=10, queue_limit=1000000, fixed_delay_millis=0}}"
        );
        let report = run_text(&text, 60.0);
        (report.total.succeeded as f64 / 60.0, mean(&report))
    };
    let (fixed, adaptive) = (run(""), run(", adaptive_limit_millis=50"));
    near(fixed.0, 1000.0, 20.0);
    near(fixed.1, 400.0, 10.0);
    near(adaptive.0, 1000.0, 30.0);
    assert!((25.0..60.0).contains(&adaptive.1), "{adaptive:?}");
}

#[test]
fn a_bulkhead_is_a_limit_whether_calls_wait_or_fail() {
    for (bulkhead, carries) in [("{calls=4, queue_limit=1000000}", 1.0), ("4", 0.22)] {
        let text = format!(
            "u:client{{per_sec=100}} -> a:api_server{{slots=1000, service_millis=1}} \
             -{{bulkhead={bulkhead}, latency_millis=0}}-> b:microservice{{slots=1000, service_millis=10, fixed_delay_millis=0}}"
        );
        let study = &mut Sweep::new(&drawing(&text), options(20.0));
        let curve = study::conduct(study).expect("runs").expect("an answer");
        let narrowest = curve.narrowest.expect("a limit");
        assert_eq!(narrowest.name, "a → b");
        // Four places for 10 ms each: 400 calls per second; Erlang's formula loses 1% of 87.
        assert!((narrowest.factor / (4.0 * carries) - 1.0).abs() < 0.02, "{narrowest:?}");
        let over = curve.points.last().expect("a point");
        assert_eq!(over.estimate_millis.is_none(), carries == 1.0, "{over:?}");
    }
}
