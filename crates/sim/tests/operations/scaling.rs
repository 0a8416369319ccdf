//! Replicas that come and go while something is wrong.

use model::{Architecture, finding::Place, scenario::Change};
use sim::Report;

use crate::common::{change_at, component, drawing, options, place, run, zone};

/// Requests that failed.
fn failed(report: &Report, seconds: std::ops::Range<usize>) -> u32 {
    report.series.seconds[seconds].iter().map(|it| it.failed).sum()
}

/// Two replicas in two zones, that anybody calls at random: who is down is noticed after ten seconds.
fn pair(boot_secs: f64) -> Architecture {
    drawing(&format!(
        "u:client{{per_sec=200}} -> a:api_server{{slots=50, service_millis=1, boot_secs={boot_secs}}}; [x: a]; [y: a]"
    ))
}

fn scale(shop: &mut Architecture, at_secs: f64, replicas: f64) {
    let scale = Change::new("scale", place(shop, "a")).with("replicas", replicas);
    change_at(shop, at_secs, scale);
}

#[test]
fn a_zone_takes_those_that_came_later_with_it() {
    let mut shop = pair(1.0);
    // Three of six in each zone.
    scale(&mut shop, 2.0, 6.0);
    let loss = Change::new("zone-loss", zone(&shop, "x")).lasting(30.0);
    change_at(&mut shop, 10.0, loss);
    let refused = failed(&run(&shop, options(15.0)), 10..15);
    assert!((400..=600).contains(&refused), "{refused}");
}

#[test]
fn who_comes_to_a_place_that_is_lost_waits_for_its_end() {
    let mut shop = pair(1.0);
    let loss = Change::new("zone-loss", zone(&shop, "x")).lasting(20.0);
    change_at(&mut shop, 1.0, loss);
    // Four of eight would stand there. All are told at once who comes; one was noticed before.
    scale(&mut shop, 15.0, 8.0);
    let again = Change::new("zone-loss", zone(&shop, "x")).lasting(30.0);
    change_at(&mut shop, 40.0, again);
    let report = run(&shop, options(45.0));
    assert_eq!(failed(&report, 12..40), 0);
    let refused = failed(&report, 40..45);
    assert!((400..=600).contains(&refused), "{refused}");
}

#[test]
fn a_share_is_one_of_those_that_are_there() {
    let mut shop = pair(0.0);
    scale(&mut shop, 2.0, 10.0);
    let crash = Change::new("crash", place(&shop, "a")).with("share", 0.5).lasting(30.0);
    change_at(&mut shop, 10.0, crash);
    let refused = failed(&run(&shop, options(15.0)), 10..15);
    assert!((400..=600).contains(&refused), "{refused}");
}

#[test]
fn who_comes_while_all_others_boot_serves() {
    let mut shop = pair(10.0);
    scale(&mut shop, 2.0, 3.0);
    let restart = Change::new("restart", place(&shop, "a"));
    change_at(&mut shop, 5.0, restart);
    let report = run(&shop, options(40.0));
    let served = |seconds: std::ops::Range<usize>| -> u32 {
        report.series.seconds[seconds].iter().map(|it| it.succeeded).sum()
    };
    // Nobody from 5 s on; the third one from 12 s on, which gets a third of the calls at least.
    assert_eq!(served(6..12), 0);
    assert!(served(12..15) > 150, "{}", served(12..15));
    // None is left out when the others are back.
    assert_eq!(failed(&report, 26..40), 0);
}

#[test]
fn nobody_serves_when_only_those_are_left_that_are_down() {
    let mut shop =
        drawing("u:client{per_sec=200} -> lb:load_balancer -> a:api_server*4{slots=50, service_millis=1}");
    let crash = Change::new("crash", place(&shop, "a")).with("share", 0.5).lasting(20.0);
    change_at(&mut shop, 5.0, crash);
    scale(&mut shop, 10.0, 2.0);
    let report = run(&shop, options(20.0));
    assert_eq!(report.series.seconds[11..20].iter().map(|it| it.succeeded).sum::<u32>(), 0);
    // A component of which nothing is up is down.
    let up = component(&report, "a").up_ratio.expect("a figure").value;
    assert!((0.49..0.51).contains(&up), "{up}");
}

#[test]
fn those_that_finish_their_work_lose_it_in_an_outage() {
    let mut shop = drawing(
        "u:client{per_sec=20} -> lb:load_balancer -> a:api_server*2{slots=500, service_millis=20000, \
         service_distribution=constant}",
    );
    scale(&mut shop, 10.0, 1.0);
    let crash = Change::new("crash", place(&shop, "a")).lasting(60.0);
    change_at(&mut shop, 12.0, crash);
    let report = run(&shop, options(40.0));
    assert_eq!(report.total.succeeded, 0);
}

#[test]
fn the_only_replica_that_is_left_is_not_drained() {
    let mut shop = pair(1.0);
    scale(&mut shop, 2.0, 1.0);
    let drain = Change::new("drain-zone", zone(&shop, "x")).lasting(30.0);
    change_at(&mut shop, 10.0, drain);
    assert_eq!(run(&shop, options(20.0)).total.failed, 0);
}

#[test]
fn who_was_added_by_hand_fails_by_chance_like_the_others() {
    let mut shop = drawing("u:client{per_sec=200} -> a:api_server{slots=50, service_millis=1, boot_secs=0}");
    scale(&mut shop, 1.0, 20.0);
    let Place::Component(id) = place(&shop, "a") else { panic!("a component") };
    let failures = Change::new("random-failures", Place::Component(id)).with("mttf", 5.0).with("mttr", 5.0);
    change_at(&mut shop, 2.0, failures);
    let report = run(&shop, options(60.0));
    // Half of the time each; who is down is noticed after ten seconds, mostly too late.
    let share = f64::from(failed(&report, 20..60)) / (200.0 * 40.0);
    assert!((0.35..0.65).contains(&share), "{share}");
}

#[test]
fn who_comes_back_to_a_place_that_is_lost_fetches_no_messages() {
    let mut shop = drawing(
        "u:client{per_sec=50} -> api:api_server{slots=100, service_millis=1} -publish-> q:queue \
         -consume-> a:worker{slots=2, service_millis=100, boot_secs=0}; [x: a]; [y: a]",
    );
    let loss = Change::new("zone-loss", zone(&shop, "y")).lasting(50.0);
    change_at(&mut shop, 1.0, loss);
    for at in 10..30 {
        scale(&mut shop, f64::from(at), if at % 2 == 0 { 1.0 } else { 2.0 });
    }
    let report = run(&shop, options(40.0));
    let consumed = report.connections.iter().find(|it| it.mean_backlog.is_some()).expect("a subscription");
    // Those that the loss itself interrupted, and no others.
    assert_eq!(consumed.failed_by_cause.iter().map(|it| it.count).sum::<u64>(), 2);
}
