//! Replicas that are taken out gently, and what comes back when.

use model::{
    Architecture,
    finding::Place,
    scenario::{Action, Change, ScenarioEvent},
};
use sim::Report;

use crate::common::{change_at, component, drawing, options, place, run, zone};

fn failed(report: &Report, seconds: std::ops::Range<usize>) -> u32 {
    report.series.seconds[seconds].iter().map(|it| it.failed).sum()
}

/// Two replicas in two zones, called without a balancer: who is down is noticed after ten seconds.
fn pair(more: &str) -> Architecture {
    drawing(&format!(
        "u:client{{per_sec=100}} -> a:api_server{{slots=50, service_millis=1, boot_secs=2{more}}}; [x: a]; [y: a]"
    ))
}

#[test]
fn everybody_is_told_of_the_end_of_a_drain_also_if_nobody_else_serves() {
    let mut shop = pair("");
    let drain = Change::new("drain-zone", zone(&shop, "x")).lasting(10.0);
    change_at(&mut shop, 5.0, drain);
    let loss = Change::new("zone-loss", zone(&shop, "y")).lasting(40.0);
    change_at(&mut shop, 10.0, loss);
    let report = run(&shop, options(40.0));
    // It was told that it is gone; were it not told that it is back, all would go to the other one.
    assert_eq!(failed(&report, 21..40), 0);
}

#[test]
fn nobody_is_told_of_a_drain_where_nothing_serves_any_more() {
    let mut shop = drawing(
        "u:client{per_sec=50} -> lb:load_balancer{health_check_secs=10}; lb -> f:lambda_function; [x: f]; [y: f]",
    );
    let crash = Change::new("crash", place(&shop, "f")).lasting(2.0);
    change_at(&mut shop, 10.0, crash);
    let drain = Change::new("drain-zone", zone(&shop, "x"));
    change_at(&mut shop, 11.0, drain);
    let report = run(&shop, options(20.0));
    // The balancer has not noticed the crash when it is over, and the replica in the other zone serves.
    assert!(failed(&report, 10..13) > 80);
    assert_eq!(failed(&report, 13..20), 0);
}

#[test]
fn everybody_is_told_of_the_end_of_a_drain_also_where_all_replicas_are_one_pool() {
    let mut shop = drawing(
        "u:client{per_sec=50} -> lb:load_balancer{health_check_secs=5}; lb -> f:lambda_function; [x: f]; [y: f]",
    );
    let drain = Change::new("drain-zone", zone(&shop, "x")).lasting(11.0);
    change_at(&mut shop, 10.0, drain);
    let crash = Change::new("crash", place(&shop, "f")).lasting(8.0);
    change_at(&mut shop, 12.0, crash);
    let report = run(&shop, options(30.0));
    // The balancer has noticed the crash at 17 s, and would notice at 25 s that it is over.
    assert!(failed(&report, 18..20) > 60);
    assert_eq!(failed(&report, 22..30), 0);
}

#[test]
fn nobody_takes_the_users_of_a_drained_zone_away() {
    let text = "u:client{per_sec=100} -> a:api_server{slots=50, service_millis=1}; [x: u, a]; [y: u, a]";
    let quiet = drawing(text);
    let mut drained = quiet.clone();
    change_at(&mut drained, 5.0, Change::new("drain-zone", zone(&quiet, "x")).lasting(10.0));
    let [quiet, drained] = [quiet, drained].map(|it| run(&it, options(20.0)).total);
    assert_eq!(drained.generated, quiet.generated);
    assert_eq!(drained.failed, 0);
}

#[test]
fn who_was_brought_up_by_hand_is_not_brought_up_by_the_end_of_the_drain() {
    // Ten seconds after it is back they find it, whether or not the drain would have ended before.
    let served_by_both = |lasts: f64| {
        let mut shop = pair("");
        let drain = Change::new("drain-zone", zone(&shop, "x")).lasting(lasts);
        change_at(&mut shop, 5.0, drain);
        let Place::Component(component) = place(&shop, "a") else { panic!("a component") };
        let back = Action::BringUp { component };
        shop.scenario.events.push(ScenarioEvent { at_secs: 10.0, action: back });
        // Whoever it is found by is lost.
        let loss = Change::new("zone-loss", zone(&shop, "x")).lasting(40.0);
        change_at(&mut shop, 15.0, loss);
        failed(&run(&shop, options(18.0)), 15..18)
    };
    assert_eq!(served_by_both(60.0), 0);
    assert_eq!(served_by_both(7.0), 0);
}

#[test]
fn drained_replicas_lose_what_they_wait_for_without_a_slot() {
    // They hold no slot while they wait three seconds for the store.
    let mut shop = drawing(
        "u:client{per_sec=20} -> a:api_server{slots=50, service_millis=1, holds_slot=false} \
         -> db:database_sql{slots=1000, service_millis=3000, service_distribution=constant, write_factor=1}; [x: a]; [y: a]",
    );
    let drain = Change::new("drain-zone", zone(&shop, "x")).lasting(60.0);
    change_at(&mut shop, 10.0, drain);
    let crash = Change::new("zone-loss", zone(&shop, "x")).lasting(60.0);
    change_at(&mut shop, 11.0, crash);
    let report = run(&shop, options(20.0));
    // Those of the two seconds before the drain at one of two.
    assert!((10..=35).contains(&report.total.failed), "{}", report.total.failed);
}

#[test]
fn drained_replicas_lose_what_they_work_on_also_if_nobody_else_is_up() {
    let mut shop = drawing(
        "u:client{per_sec=20} -> a:api_server{slots=100, service_millis=5000, service_distribution=constant}; [x: a]; [y: a]",
    );
    let drain = Change::new("drain-zone", zone(&shop, "x")).lasting(60.0);
    change_at(&mut shop, 10.0, drain);
    for (at, name) in [(11.0, "y"), (12.0, "x")] {
        let loss = Change::new("zone-loss", zone(&shop, name)).lasting(60.0);
        change_at(&mut shop, at, loss);
    }
    let report = run(&shop, options(30.0));
    // Nobody is left who could answer after that.
    assert_eq!(report.series.seconds[13..].iter().map(|it| it.succeeded).sum::<u32>(), 0);
}

#[test]
fn a_replica_that_waits_for_answers_without_a_slot_is_paid_for_until_it_has_them() {
    let mut shop = drawing(
        "u:client{per_sec=20} -> lb:load_balancer -> a:api_server*2{slots=100, service_millis=1, holds_slot=false} \
         -> db:database_sql{slots=100, service_millis=3000, service_distribution=constant, write_factor=1}",
    );
    let one = Change::new("scale", place(&shop, "a")).with("replicas", 1.0);
    change_at(&mut shop, 10.0, one);
    let mean = component(&run(&shop, options(20.0)), "a").mean_replicas.expect("a figure").value;
    // Two for ten seconds and for the three that the last answers take, and one for seven.
    assert!((1.64..=1.71).contains(&mean), "{mean}");
}

#[test]
fn a_primary_that_is_up_hands_the_writes_over_at_a_failover_by_hand() {
    let mut shop = drawing(
        "u:client{per_sec=100, writes=1} -> db:database_sql*2{slots=100, service_millis=1, failover_secs=30}",
    );
    let switch = Change::new("fail-over", place(&shop, "db"));
    change_at(&mut shop, 5.0, switch);
    // The first replica, which takes the writes no more.
    let crash = Change::new("crash", place(&shop, "db")).with("share", 0.5).lasting(60.0);
    change_at(&mut shop, 10.0, crash);
    let report = run(&shop, options(20.0));
    assert_eq!(report.total.failed, 0);
    // Nothing failed.
    assert_eq!(component(&report, "db").failover.expect("a store with replicas").failovers, 0);
}

#[test]
fn a_drained_primary_that_nobody_could_relieve_is_relieved_by_the_first_that_is_back() {
    let mut shop = drawing(
        "u:client{per_sec=100, writes=1} -> db:database_sql{slots=100, service_millis=1, failover_secs=5}; [x: db]; [y: db]",
    );
    let loss = Change::new("zone-loss", zone(&shop, "y")).lasting(10.0);
    change_at(&mut shop, 5.0, loss);
    let drain = Change::new("drain-zone", zone(&shop, "x")).lasting(60.0);
    change_at(&mut shop, 10.0, drain);
    let report = run(&shop, options(30.0));
    assert!(failed(&report, 11..14) > 200);
    assert_eq!(failed(&report, 16..30), 0);
}

#[test]
fn a_consumer_that_is_restarted_fetches_nothing_before_it_has_booted() {
    // A crash has left messages behind; the restart mends it.
    let mut shop = drawing(
        "u:client{per_sec=50} -> a:api_server{slots=50, service_millis=1} -publish-> q:queue{max_deliveries=1} \
         -consume-> w:worker{slots=20, service_millis=1, boot_secs=3}",
    );
    let crash = Change::new("crash", place(&shop, "w")).lasting(60.0);
    change_at(&mut shop, 5.0, crash);
    let restart = Change::new("restart", place(&shop, "w"));
    change_at(&mut shop, 10.0, restart);
    let report = run(&shop, options(20.0));
    let given_out: u64 =
        report.connections.iter().filter(|it| it.mean_backlog.is_some()).map(|it| it.attempts).sum();
    assert_eq!(given_out, component(&report, "w").arrived, "whatever was given out has arrived");
}

#[test]
fn a_failure_at_the_moment_of_a_drain_is_noticed_in_its_own_time() {
    let mut shop =
        drawing("u:client{per_sec=90} -> a:api_server{slots=50, service_millis=1}; [x: a]; [y: a]; [z: a]");
    let loss = Change::new("zone-loss", zone(&shop, "x")).lasting(40.0);
    change_at(&mut shop, 10.0, loss);
    let drain = Change::new("drain-zone", zone(&shop, "y")).lasting(40.0);
    change_at(&mut shop, 10.0, drain);
    let report = run(&shop, options(30.0));
    // One of the two that they know of, for ten seconds.
    assert!((350..550).contains(&failed(&report, 10..20)), "{}", failed(&report, 10..20));
    assert_eq!(failed(&report, 21..30), 0);
}

#[test]
fn writes_are_lost_that_who_takes_over_has_not_been_sent_also_if_it_was_down_then() {
    let mut shop = drawing(
        "u:client{per_sec=10, writes=1} -> db:database_sql{slots=100, service_millis=1, failover_secs=1, \
         replication_lag_millis=10000}; [x: db]; [y: db]",
    );
    for (at, name, lasts) in [(20.0, "y", 5.0), (22.0, "x", 60.0)] {
        let loss = Change::new("zone-loss", zone(&shop, name)).lasting(lasts);
        change_at(&mut shop, at, loss);
    }
    let found = component(&run(&shop, options(30.0)), "db").failover.expect("a store with replicas");
    // Those of ten seconds.
    assert!(found.failovers == 1 && (70..130).contains(&found.lost_writes), "{found:?}");
}
