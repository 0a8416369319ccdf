//! What callers do about slow and failing callees: breakers by share, deadlines, hedges, answers that are enough,
//! deliveries that time out, captured changes.

mod common;

use common::{FAST, component, connection, drawing, failures, mean, near, options, run, run_text};
use model::scenario::{Action, ScenarioEvent};
use sim::{Report, report::FailureCause};

/// It waits for itself: the slot that a cancelled request leaves goes to nobody whom only that request wanted.
#[test]
fn who_was_asked_for_by_who_has_just_left_does_not_begin() {
    let text = format!(
        "u:client{{per_sec=2}} -{{timeout_millis=50, cancel_on_timeout=true}}-> \
         a:api_server{{slots=1, holds_slot=true, service_millis=1, service_distribution=constant, fixed_delay_millis=0}} \
         -{{propagate_deadline=true}}-> b:microservice{{{FAST}}}; b -{{propagate_deadline=true}}-> a"
    );
    let report = run_text(&text, 20.0);
    let a = component(&report, "a");
    let late = a.failed_by_cause.iter().find(|it| it.cause == FailureCause::DeadlineExceeded);
    let own = a.failed_by_cause.iter().find(|it| it.cause == FailureCause::Timeout);
    let (late, own) = (late.map_or(0, |it| it.count), own.map_or(0, |it| it.count));
    assert!(own > 20 && late + 3 >= own, "{late} of {own}");
}

#[test]
fn a_breaker_opens_at_a_share_of_failures() {
    let text = |errors: f64, breaker: &str| {
        format!(
            "u:client{{per_sec=100}} -call{{breaker={{{breaker}}}}}-> a:api_server{{{FAST}, error_ratio={errors}}}"
        )
    };
    let by_ratio = "ratio=0.5, window_secs=10, min_calls=20, open_secs=5";
    // Below the share it never opens: 50 of 100 calls where 30 are expected is eleven standard deviations off.
    let below = run_text(&text(0.2, by_ratio), 60.0);
    assert_eq!(failures(&below, FailureCause::BreakerOpen), 0);
    // Above, it is open nearly all the time: some 0.2 s of calls in every 5 s.
    let above = run_text(&text(0.8, by_ratio), 60.0);
    let open = failures(&above, FailureCause::BreakerOpen) as f64 / above.total.generated as f64;
    assert!(open > 0.9, "{open}");
    // Three successes are needed to close: with every fifth failing half of the tries open it again.
    let closing = |probes: u32| {
        let report = run_text(&text(0.7, &format!("{by_ratio}, probes={probes}")), 400.0);
        component(&report, "a").arrived as f64
    };
    assert!(closing(10) < closing(1) / 2.0);
}

#[test]
fn a_breaker_closes_when_all_who_try_succeed() {
    let text = |probes: u32| {
        format!(
            "u:client{{per_sec=100}} -call{{breaker={{failures=3, open_secs=1, probes={probes}}}}}-> a:api_server{{{FAST}}}"
        )
    };
    for probes in [1, 2, 5] {
        let mut architecture = drawing(&text(probes));
        let component = architecture.components[1].id;
        let event = |at_secs, action| ScenarioEvent { at_secs, action };
        architecture.scenario.events =
            vec![event(5.0, Action::TakeDown { component }), event(7.5, Action::BringUp { component })];
        let report = run(&architecture, options(60.0));
        // Three that fail, and one or more of those who try while it is down; the rest is refused until shortly after 8 s.
        let open = failures(&report, FailureCause::BreakerOpen) as f64;
        near(open, 300.0, 70.0);
        assert!((4..20).contains(&(report.total.failed - open as u64)), "{}", report.total.failed);
    }
}

#[test]
fn a_deadline_that_is_passed_on_saves_the_work_for_nobody() {
    let text = |deadline: bool| {
        format!(
            "u:client{{per_sec=150}} -call{{timeout_millis=100, propagate_deadline={deadline}}}-> \
             a:api_server{{slots=1, service_millis=10, fixed_delay_millis=0}} -> b:microservice{{{FAST}}}"
        )
    };
    let (without, with) = (run_text(&text(false), 60.0), run_text(&text(true), 60.0));
    let good = |report: &Report| report.total.succeeded as f64 / report.total.generated as f64;
    assert!(good(&without) < 0.05, "{}", good(&without));
    // First come, first served still serves many just before they are given up.
    assert!(good(&with) > 0.25, "{}", good(&with));
    let a = component(&with, "a");
    let unwanted = a.failed_by_cause.iter().find(|it| it.cause == FailureCause::DeadlineExceeded);
    assert!(unwanted.expect("requests that nobody wanted").count > 2000);
    // Nobody is asked on behalf of a request that has been given up.
    let (asked, wanted) = (component(&with, "b").arrived as f64, with.total.succeeded as f64);
    near(asked / wanted, 1.1, 0.15);
    assert!(component(&without, "b").arrived as f64 > 10.0 * without.total.succeeded as f64);
}

#[test]
fn a_function_at_its_limit_throttles_also_where_deadlines_are_passed_on() {
    for passes_on in [false, true] {
        let report = run_text(
            &format!(
                "u:client{{per_sec=50}} -{{latency_millis=0, propagate_deadline={passes_on}}}-> \
                 f:lambda_function{{concurrency_limit=1, service_millis=100}}"
            ),
            20.0,
        );
        assert!(report.total.failed > 100);
        assert_eq!(failures(&report, FailureCause::Throttled), report.total.failed, "{passes_on}");
    }
}

#[test]
fn a_hedge_cuts_the_tail_for_a_little_load() {
    let text = |hedge: &str| {
        format!(
            "u:client{{per_sec=200}} -call{{latency_millis=0{hedge}}}-> a:api_server{{slots=10000, fixed_delay_millis=0, \
             service_distribution=histogram, service_histogram=\"10:95 1000:5\"}}"
        )
    };
    let plain = run_text(&text(""), 100.0);
    near(plain.total.latency.p99_millis.unwrap().value, 1000.0, 10.0);
    let hedged = run_text(&text(", hedge={after_millis=20}"), 100.0);
    near(hedged.total.latency.p99_millis.unwrap().value, 30.0, 1.0);
    // Of 100 requests 5 are late; of those one in twenty is late again and ends with the first try.
    near(mean(&hedged), 0.95 * 10.0 + 0.05 * (0.95 * 30.0 + 0.05 * 1000.0), 0.5);
    let link = connection(&hedged, "u", "a");
    near(link.attempts as f64 / hedged.total.generated as f64, 1.05, 0.01);
    // One in twenty is later than 95 % of the others.
    let learned = run_text(
        "u:client{per_sec=200} -call{latency_millis=0, hedge=p95}-> a:api_server{slots=10000, service_millis=10, fixed_delay_millis=0}",
        100.0,
    );
    near(connection(&learned, "u", "a").attempts as f64 / learned.total.generated as f64, 1.05, 0.02);
}

#[test]
fn a_hedge_saves_a_request_whose_first_try_fails() {
    let text = |hedge: &str| {
        format!(
            "u:client{{per_sec=100}} -call{{latency_millis=0{hedge}}}-> a:api_server{{slots=1000, service_millis=50, fixed_delay_millis=0, \
             service_distribution=constant, error_ratio=0.2}}"
        )
    };
    near(run_text(&text(""), 100.0).total.success_ratio.unwrap().value, 0.8, 0.02);
    // Both tries are on their way when the first one fails.
    near(run_text(&text(", hedge={after_millis=10}"), 100.0).total.success_ratio.unwrap().value, 0.96, 0.01);
}

#[test]
fn some_answers_of_a_step_are_enough() {
    let text = |policy: &str, first: &str| {
        let to = |name: &str, millis: u32, more: &str| {
            format!(
                "a -call{{latency_millis=0{policy}}}-> {name}:microservice{{slots=1000, service_millis={millis}, fixed_delay_millis=0, \
                 service_distribution=constant{more}}}"
            )
        };
        format!(
            "u:client{{per_sec=50}} -call{{latency_millis=0}}-> a:web_server{{{FAST}}}; {}; {}; {}",
            to("x", 10, first),
            to("y", 20, ""),
            to("z", 30, "")
        )
    };
    near(mean(&run_text(&text("", ""), 20.0)), 31.0, 1e-6);
    near(mean(&run_text(&text(", enough=2", ""), 20.0)), 21.0, 1e-6);
    near(mean(&run_text(&text(", enough=1", ""), 20.0)), 11.0, 1e-6);
    // One of three fails: two answers are still to be had, three are not.
    let failing = run_text(&text(", enough=2", ", error_ratio=1"), 20.0);
    assert_eq!(failing.total.failed, 0);
    near(mean(&failing), 31.0, 1e-6);
    let all = run_text(&text(", enough=3", ", error_ratio=1"), 20.0);
    assert_eq!(all.total.succeeded, 0);
    // What is not awaited is done all the same.
    let late = run_text(&text(", enough=1", ""), 20.0);
    near(component(&late, "z").arrived as f64, component(&late, "x").arrived as f64, 1.0);
}

#[test]
fn a_slow_consumer_gets_the_message_again() {
    let text = |millis: u32| {
        format!(
            "u:client{{per_sec=20}} -> a:api_server{{{FAST}}} -publish-> jobs:queue{{max_deliveries=3}}; \
             jobs -consume{{timeout_millis=100, backoff_base_millis=10}}-> w:worker{{slots=100, service_millis={millis}, service_distribution=constant}}"
        )
    };
    let quick = run_text(&text(50), 60.0);
    assert_eq!(connection(&quick, "jobs", "w").dead_letters, 0);
    near(connection(&quick, "jobs", "w").attempts as f64, component(&quick, "jobs").succeeded as f64, 10.0);
    // Three deliveries, all of them late: the work is done three times, and the message is given up.
    let slow = run_text(&text(300), 60.0);
    let published = component(&slow, "jobs").succeeded as f64;
    near(connection(&slow, "jobs", "w").dead_letters as f64, published, 20.0);
    near(component(&slow, "w").succeeded as f64, 3.0 * published, 60.0);
}

#[test]
fn a_store_publishes_the_changes_that_it_captures() {
    let text = |cdc: bool| {
        format!(
            "u:client{{per_sec=100, writes=0.3}} -call{{latency_millis=0}}-> db:database_sql*2{{{FAST}, write_factor=1, cdc={cdc}}} \
             -publish{{latency_millis=20}}-> changes:message_broker -consume-> w:worker{{{FAST}}}"
        )
    };
    let on = run_text(&text(true), 60.0);
    let writes = on.journeys.iter().find(|it| it.name == "write").unwrap().succeeded as f64;
    near(component(&on, "changes").arrived as f64, writes, 5.0);
    near(component(&on, "w").succeeded as f64, writes, 10.0);
    // The write does not wait for it.
    near(mean(&on), 1.0, 1e-6);
    assert_eq!(component(&run_text(&text(false), 10.0), "changes").arrived, 0);
}
