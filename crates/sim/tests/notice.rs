//! When callers hear that replicas went down or came back: after their own checks, and not because of somebody else's.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

mod common;

use common::{drawing, id, options, run};
use model::{
    Architecture, ComponentId, Place,
    scenario::{Action, Change, ScenarioEvent},
};

const FAST: &str = "slots=1000, service_millis=1, fixed_delay_millis=0";

/// Requests that were refused during 60 s, give or take four standard deviations of so many.
#[track_caller]
fn check_refused(mut architecture: Architecture, events: &[(f64, Action)], expected: f64) {
    let event =
        |(at_secs, action): &(f64, Action)| ScenarioEvent { at_secs: *at_secs, action: action.clone() };
    architecture.scenario.events = events.iter().map(event).collect();
    let refused = run(&architecture, options(60.0)).total.failed as f64;
    assert!((refused - expected).abs() < 4.0 * expected.sqrt(), "{refused}, expected {expected}");
}

/// So many seconds long, a share of the replicas does not run.
fn crash(at: ComponentId, share: f64, secs: f64) -> Action {
    Action::Change(Change::new("crash", Place::Component(at)).with("share", share).lasting(secs))
}

#[test]
fn a_check_is_begun_anew_by_an_outage_soon_after_another() {
    let shop = drawing(&format!(
        "u:client{{per_sec=400}} -> lb:load_balancer{{algorithm=round_robin, health_check_secs=1}}; \
         lb -> a:api_server{{{FAST}}}; lb -> b:api_server{{{FAST}}}"
    ));
    let component = id(&shop, "a");
    // Half of the requests meet it: half a second that nobody notices, and the second until the other outage is noticed.
    // In between, the check that follows the first return looks, and must not take the second outage for noticed.
    let events = [
        (2.0, Action::TakeDown { component }),
        (2.5, Action::BringUp { component }),
        (3.2, Action::TakeDown { component }),
        (20.0, Action::BringUp { component }),
    ];
    check_refused(shop, &events, 200.0 * 0.5 + 200.0);
}

#[test]
fn callers_without_a_balancer_hear_of_each_replica_after_its_own_ten_seconds() {
    let shop = drawing(&format!("u:client{{per_sec=300}} -> s:api_server*3{{{FAST}}}"));
    let s = id(&shop, "s");
    // A third for ten seconds. The two others share what it had; then one of them fails, too: a half for ten seconds.
    let events = [(5.0, crash(s, 0.34, 50.0)), (16.0, crash(s, 0.67, 39.0))];
    check_refused(shop, &events, 1000.0 + 1500.0);
}

#[test]
fn a_planned_change_says_nothing_about_who_has_crashed() {
    let shop = drawing(&format!(
        "u:client{{per_sec=300}} -> lb:load_balancer{{algorithm=round_robin, health_check_secs=2}} -> a:api_server*3{{{FAST}}}"
    ));
    let a = id(&shop, "a");
    let fewer = Change::new("scale", Place::Component(a)).with("replicas", 2.0);
    // A third, and half when another one has gone, until the check has had its two seconds.
    let events = [(5.0, crash(a, 0.34, 50.0)), (5.5, Action::Change(fewer))];
    check_refused(shop, &events, 100.0 * 0.5 + 150.0 * 1.5);
}

#[test]
fn readers_of_a_store_hear_of_a_lost_replica_no_later_than_others() {
    let shop = |failover: f64| {
        drawing(&format!(
            "u:client{{per_sec=300, writes=0}} -> d:database_sql*2{{{FAST}, failover_secs={failover}, queue_limit=1000}}"
        ))
    };
    let lost = |it: &Architecture| [(5.0, Action::FailPrimary { component: id(it, "d") })];
    // Half of the reads, for ten seconds, or until another replica takes the writes.
    let slow = shop(40.0);
    check_refused(slow.clone(), &lost(&slow), 1500.0);
    let quick = shop(4.0);
    check_refused(quick.clone(), &lost(&quick), 600.0);
}

#[test]
fn no_instance_of_a_function_is_warm_that_was_not_there() {
    // Ten at once every second, with instances that stay warm for less: all of them start cold.
    let mut shop =
        drawing("u:client{per_sec=10} -> f:lambda_function*2{concurrency_limit=20, keep_warm_secs=0.05}");
    let workload = shop.components[0].workload.as_mut().unwrap();
    (workload.batch, workload.arrivals) = (10, model::workload::Arrivals::Even);
    let cold = |it: &Architecture| common::component(&run(it, options(20.5)), "f").cold_starts;
    assert_eq!(cold(&shop), 200);
    let action = crash(id(&shop, "f"), 0.5, 0.77);
    shop.scenario.events = vec![ScenarioEvent { at_secs: 5.2, action }];
    assert_eq!(cold(&shop), 200);
}

#[test]
fn a_replica_that_was_down_already_is_noticed_no_later_because_the_others_fail_too() {
    let shop = drawing(&format!("u:client{{per_sec=300}} -> s:api_server*2{{{FAST}}}"));
    let s = id(&shop, "s");
    // Half for ten seconds; of the second in which nothing is up, one half lies in them.
    let events = [(5.0, crash(s, 0.5, 50.0)), (14.0, crash(s, 1.0, 1.0))];
    check_refused(shop, &events, 1500.0 + 150.0);
}
