//! Replicas that are told to go and still have something to do.

use model::scenario::Change;

use crate::common::{change_at, component, drawing, options, place, run};

#[test]
fn a_replica_that_is_told_to_go_is_paid_for_until_it_is_idle() {
    // Two replicas of one slot with work of 20 s each, which came just before they were told that one has to go.
    let text = "u:client{per_sec=2} -> lb:load_balancer{algorithm=round_robin} -> api:api_server*2{slots=1, \
        service_millis=20000, service_distribution=constant, fixed_delay_millis=0, queue_limit=0}";
    let mut shop = drawing(text);
    let fewer = Change::new("scale", place(&shop, "api")).with("replicas", 1.0);
    change_at(&mut shop, 10.0, fewer);
    let report = run(&shop, options(60.0));
    let stairs = &component(&report, "api").replica_secs;
    let two = stairs.iter().find(|it| it.replicas == 2).expect("both were there").secs;
    // Told at 10 s, idle at about 20 s.
    assert!((19.0..24.0).contains(&two), "{stairs:?}");
}

#[test]
fn a_replica_that_is_wanted_again_before_it_is_idle_goes_on_with_what_it_has() {
    let text = "u:client{per_sec=2} -> lb:load_balancer{algorithm=round_robin} -> api:api_server*2{slots=1, boot_secs=1, \
        service_millis=20000, service_distribution=constant, fixed_delay_millis=0, queue_limit=0}";
    let mut shop = drawing(text);
    for (at_secs, replicas) in [(10.0, 1.0), (12.0, 2.0)] {
        let change = Change::new("scale", place(&shop, "api")).with("replicas", replicas);
        change_at(&mut shop, at_secs, change);
    }
    let report = run(&shop, options(60.0));
    let api = component(&report, "api");
    assert_eq!(api.mean_replicas.expect("a figure").value, 2.0);
    // Each of them does one at a time, from the first second on.
    assert!((4..=5).contains(&api.succeeded), "{}", api.succeeded);
}

/// Nobody works while no slot can be used, and whoever waits for one is still there.
#[test]
fn a_replica_where_requests_wait_for_slots_that_are_out_of_use_is_paid_for() {
    // Two until there are slots again at 15 s, or until one is told to go at 10 s; and for up to a second longer.
    for (left, least) in [(0.0, 1.75), (0.5, 1.5)] {
        let mut shop = drawing(
            "u:client{per_sec=20} -> lb:load_balancer -> api:api_server*2{slots=4, service_millis=1, service_distribution=constant}",
        );
        let api = place(&shop, "api");
        let exhausted = Change::new("pool-exhaustion", api).with("left", left).with("over", 0.0);
        change_at(&mut shop, 5.0, exhausted.lasting(10.0));
        change_at(&mut shop, 10.0, Change::new("scale", api).with("replicas", 1.0));
        let mean = component(&run(&shop, options(20.0)), "api").mean_replicas.expect("a figure").value;
        assert!((least - 0.01..=least + 0.06).contains(&mean), "{left}: {mean}");
    }
}

/// A replica that is to go finishes what it has, also where slots are shared and its requests only wait for somebody else.
#[test]
fn a_replica_that_waits_for_answers_is_paid_for_until_it_has_them() {
    for order in ["fifo", "sharing"] {
        let mut shop = drawing(&format!(
            "u:client{{per_sec=20}} -> lb:load_balancer -> api:api_server*2{{slots=100, service_millis=1, holds_slot=true, \
             discipline={order}}} -> db:database_sql{{slots=100, service_millis=3000, service_distribution=constant, write_factor=1}}"
        ));
        let one = Change::new("scale", place(&shop, "api")).with("replicas", 1.0);
        change_at(&mut shop, 10.0, one);
        let mean = component(&run(&shop, options(20.0)), "api").mean_replicas.expect("a figure").value;
        // Two for ten seconds and for the three that the last answers take, and one for seven.
        assert!((1.64..=1.71).contains(&mean), "{order}: {mean}");
    }
}
