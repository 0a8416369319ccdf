//! How many replicas people may take away, and what they may not bring back.

use model::{Architecture, scenario::Change};
use sim::{Report, report::What};

use crate::{
    common::{change_at, component, drawing, options, place, run, zone},
    fleet,
};

/// When a slow component is quick again that is restarted at 10 s: the first second of the five over which
/// the first quick median was taken.
fn restarted_at(budget: &str) -> usize {
    let mut shop = fleet(4, 20.0, budget);
    // 10 ms become 100 ms.
    let slow = Change::new("slow", place(&shop, "api")).with("factor", 10.0);
    change_at(&mut shop, 0.0, slow);
    let restart = Change::new("restart", place(&shop, "api"));
    change_at(&mut shop, 10.0, restart);
    let report = run(&shop, options(60.0));
    // With a budget of all four nobody answers while they boot.
    assert_eq!(report.total.failed == 0, !budget.ends_with('4'), "{budget}");
    let quick = |it: &Option<f32>| it.is_some_and(|millis| millis < 50.0);
    let later = report.series.seconds[10..].iter().position(|it| quick(&it.p50_millis));
    // The median of five seconds stands at the last of them.
    10 + later.expect("it is quick again") - 4
}

#[test]
fn a_disruption_budget_makes_a_restart_go_in_groups_and_lose_nothing() {
    // Four replicas, one at a time, 5 s each: 10 + 4 x 5. Two at a time: 10 + 2 x 5. Three, then the one that is left: the same.
    assert_eq!(restarted_at(", max_unavailable=1"), 30);
    assert_eq!(restarted_at(", max_unavailable=2"), 20);
    assert_eq!(restarted_at(", max_unavailable=3"), 20);
    // All at once.
    assert_eq!(restarted_at(", max_unavailable=4"), 15);
}

#[test]
fn a_disruption_budget_slows_a_rolling_update_down() {
    let replaced = |budget: &str| -> Vec<(f64, u32)> {
        let mut shop = fleet(4, 50.0, budget);
        let update = Change::new("rolling-update", place(&shop, "api"));
        change_at(&mut shop, 10.0, update.with("max_unavailable", 4.0).with("max_surge", 0.0));
        let report = run(&shop, options(60.0));
        let replaced = report.happenings.iter().filter_map(|it| match it.what {
            What::Replaced { replicas, .. } => Some((it.at_secs, replicas)),
            _ => None,
        });
        replaced.collect()
    };
    // The deploy looks a second after it began, and when replicas have booted.
    assert_eq!(replaced(""), [(16.0, 4)]);
    assert_eq!(replaced(", max_unavailable=2"), [(16.0, 2), (21.0, 4)]);
    assert_eq!(replaced(", max_unavailable=1"), [(16.0, 1), (21.0, 2), (26.0, 3), (31.0, 4)]);
}

/// Four replicas in zone a and two in zone b, of which each boots for five seconds.
fn two_zones(more: &str) -> Architecture {
    drawing(&format!(
        "u:client{{per_sec=50}} -> lb:load_balancer -> api:api_server{{slots=10, service_millis=10, boot_secs=5{more}}}; \
         [a: api*4]; [b: api*2]"
    ))
}

/// Requests that were answered.
fn served(report: &Report, seconds: std::ops::Range<usize>) -> u32 {
    report.series.seconds[seconds].iter().map(|it| it.succeeded).sum()
}

#[test]
fn a_drained_zone_keeps_as_many_as_the_budget_demands() {
    // The share of the traffic that a fault in zone a hits says how many replicas there still get some.
    let hit = |budget: &str| {
        let mut shop = two_zones(budget);
        let drain = Change::new("drain-zone", zone(&shop, "a")).lasting(60.0);
        change_at(&mut shop, 10.0, drain);
        let loss = Change::new("zone-loss", zone(&shop, "a")).lasting(60.0);
        change_at(&mut shop, 20.0, loss);
        let report = run(&shop, options(40.0));
        assert_eq!(report.series.seconds[..20].iter().map(|it| it.failed).sum::<u32>(), 0);
        assert!(served(&report, 11..20) > 350);
        // Until the balancer has noticed, whoever is sent there is refused.
        let failed: u32 = report.series.seconds[20..24].iter().map(|it| it.failed).sum();
        f64::from(failed) / f64::from(failed + served(&report, 20..24))
    };
    // All four have gone; a budget of six lets them go as well.
    assert_eq!(hit(""), 0.0);
    assert_eq!(hit(", max_unavailable=6"), 0.0);
    // At least five of six stay: three in the zone. At least four: two there, of four in all.
    let three = hit(", max_unavailable=1");
    assert!((three - 3.0 / 5.0).abs() < 0.12, "{three}");
    let two = hit(", max_unavailable=2");
    assert!((two - 2.0 / 4.0).abs() < 0.12, "{two}");
}

#[test]
fn who_boots_in_a_zone_that_is_lost_stays_down() {
    // Ten a second from each of four replicas in zone a and two in zone b, all busy.
    let mut shop = drawing(
        "u:client{per_sec=100} -> lb:load_balancer -> api:api_server{slots=1, service_millis=100, \
         service_distribution=constant, fixed_delay_millis=0, queue_limit=5, boot_secs=5, max_unavailable=1}; \
         [a: api*4]; [b: api*2]",
    );
    let restart = Change::new("restart", place(&shop, "api"));
    change_at(&mut shop, 10.0, restart);
    // The first replica, which is in zone a, boots until 15 s.
    let loss = Change::new("zone-loss", zone(&shop, "a")).lasting(30.0);
    change_at(&mut shop, 12.0, loss);
    let report = run(&shop, options(100.0));
    assert!((195..=205).contains(&served(&report, 30..40)), "{}", served(&report, 30..40));
    // The restart goes on then, one after the other.
    assert!((495..=520).contains(&served(&report, 55..65)), "{}", served(&report, 55..65));
    assert!((595..=605).contains(&served(&report, 85..95)), "{}", served(&report, 85..95));
}

#[test]
fn what_two_faults_hold_comes_back_with_the_last_of_them() {
    let mut shop = fleet(2, 50.0, "");
    for (at, lasts) in [(10.0, 30.0), (15.0, 10.0)] {
        let crash = Change::new("crash", place(&shop, "api")).lasting(lasts);
        change_at(&mut shop, at, crash);
    }
    let report = run(&shop, options(60.0));
    assert_eq!(served(&report, 12..40), 0);
    let up = component(&report, "api").up_ratio.expect("a share").value;
    assert!((up - 0.5).abs() < 1e-9, "{up}");
}

#[test]
fn what_two_faults_of_one_moment_hold_comes_back_with_the_last_of_them() {
    let mut shop = drawing("u:client{per_sec=50} -> api:api_server; [a: api]");
    let loss = Change::new("zone-loss", zone(&shop, "a")).lasting(30.0);
    change_at(&mut shop, 10.0, loss);
    let crash = Change::new("crash", place(&shop, "api")).lasting(10.0);
    change_at(&mut shop, 10.0, crash);
    let report = run(&shop, options(60.0));
    assert_eq!(served(&report, 12..40), 0);
    assert!(served(&report, 41..60) > 600);
}

#[test]
fn who_is_restarted_while_a_zone_is_lost_serves_when_it_is_back() {
    // Everything is in the zone: the boot ends long before it comes back.
    let mut shop = drawing(
        "u:client{per_sec=50} -> api:api_server{slots=10, service_millis=10, boot_secs=5}; [a: api*2]",
    );
    let loss = Change::new("zone-loss", zone(&shop, "a")).lasting(30.0);
    change_at(&mut shop, 10.0, loss);
    let restart = Change::new("restart", place(&shop, "api"));
    change_at(&mut shop, 15.0, restart);
    let report = run(&shop, options(60.0));
    assert_eq!(served(&report, 11..40), 0);
    assert!(served(&report, 52..60) > 300);
}

/// Replicas that never fail by load, of which each boots for five seconds.
fn calm(replicas: u32, more: &str) -> Architecture {
    drawing(&format!(
        "u:client{{per_sec=100}} -> lb:load_balancer{{health_check_secs=0.5}} -> api:api_server*{replicas}{{slots=10, \
         service_millis=5, boot_secs=5{more}}}"
    ))
}

fn up_secs(report: &Report, of_secs: f64) -> f64 {
    component(report, "api").up_ratio.expect("a share").value * of_secs
}

#[test]
fn what_fails_by_chance_does_not_return_to_a_lost_zone() {
    let mut shop = drawing(
        "u:client{per_sec=50} -> api:api_server{slots=10, service_millis=10, mttf_secs=20, mttr_secs=2}; [a: api*2]",
    );
    let loss = Change::new("zone-loss", zone(&shop, "a")).lasting(200.0);
    change_at(&mut shop, 10.0, loss);
    // Some twenty returns of its replicas are due until then.
    assert_eq!(served(&run(&shop, options(250.0)), 11..210), 0);
}

#[test]
fn who_boots_is_not_brought_up_by_the_end_of_a_fault() {
    let of = |step: &str| {
        let mut shop = calm(2, "");
        let step = Change::new(step, place(&shop, "api"));
        change_at(&mut shop, 10.0, step);
        // It begins and ends while they boot.
        let crash = Change::new("crash", place(&shop, "api")).lasting(1.5);
        change_at(&mut shop, 12.0, crash);
        up_secs(&run(&shop, options(30.0)), 30.0)
    };
    assert!((of("restart") - 25.0).abs() < 1e-9, "{}", of("restart"));
    // A deploy looks a second after it was ordered.
    assert!((of("recreate") - 25.0).abs() < 1e-9, "{}", of("recreate"));
}

#[test]
fn a_drained_zone_stays_drained_when_a_fault_there_ends() {
    let mut shop = two_zones("");
    let drain = Change::new("drain-zone", zone(&shop, "a")).lasting(60.0);
    change_at(&mut shop, 10.0, drain);
    for (at, name) in [(15.0, "a"), (30.0, "b")] {
        let loss = Change::new("zone-loss", zone(&shop, name)).lasting(5.0);
        change_at(&mut shop, at, loss);
    }
    let report = run(&shop, options(100.0));
    let failed = |seconds: std::ops::Range<usize>| -> u32 {
        report.series.seconds[seconds].iter().map(|it| it.failed).sum()
    };
    // Nobody was there any more; later, everybody was in the other zone.
    assert_eq!(failed(0..30), 0);
    assert_eq!(served(&report, 31..35), 0);
    // The balancer's check takes its time.
    assert_eq!(failed(50..100), 0);
    assert!(served(&report, 50..60) > 400);
}

#[test]
fn replicas_come_back_that_were_drained_when_the_last_others_failed() {
    // Half is drained, then the other half crashes; the drain is over before the crash.
    let mut shop = two_zones("");
    let drain = Change::new("drain-zone", zone(&shop, "a")).lasting(20.0);
    change_at(&mut shop, 10.0, drain);
    let loss = Change::new("zone-loss", zone(&shop, "b")).lasting(60.0);
    change_at(&mut shop, 15.0, loss);
    let report = run(&shop, options(60.0));
    assert_eq!(served(&report, 16..30), 0);
    assert!(served(&report, 50..60) > 400, "{}", served(&report, 50..60));
}

#[test]
fn drained_replicas_lose_what_they_still_work_on_when_their_zone_is_lost() {
    let mut shop = drawing(
        "u:client{per_sec=20} -> lb:load_balancer -> api:api_server{slots=100, service_millis=10000, \
         service_distribution=constant}; [a: api*2]; [b: api*2]",
    );
    let drain = Change::new("drain-zone", zone(&shop, "a")).lasting(60.0);
    change_at(&mut shop, 20.0, drain);
    let loss = Change::new("zone-loss", zone(&shop, "a")).lasting(60.0);
    change_at(&mut shop, 21.0, loss);
    let report = run(&shop, options(40.0));
    // Twenty a second for ten seconds, less one, in two of four replicas.
    assert!((60..=120).contains(&report.total.failed), "{}", report.total.failed);
}

#[test]
fn a_restart_takes_its_time_whether_or_not_there_is_a_budget() {
    for budget in ["", ", max_unavailable=1"] {
        let mut shop = calm(3, budget);
        let crash = Change::new("crash", place(&shop, "api"));
        change_at(&mut shop, 10.0, crash);
        let restart = Change::new("restart", place(&shop, "api"));
        change_at(&mut shop, 20.0, restart);
        // Down for ten seconds, and five to boot.
        let up = up_secs(&run(&shop, options(60.0)), 60.0);
        assert!((up - 45.0).abs() < 1e-9, "{budget}: {up}");
    }
}

#[test]
fn a_restart_with_a_budget_begins_with_what_is_down() {
    let mut shop = calm(4, ", max_unavailable=1");
    let crash = Change::new("crash", place(&shop, "api")).with("share", 0.25);
    change_at(&mut shop, 10.0, crash);
    let slow = Change::new("slow", place(&shop, "api")).with("factor", 10.0);
    change_at(&mut shop, 10.0, slow);
    let restart = Change::new("restart", place(&shop, "api"));
    change_at(&mut shop, 20.0, restart);
    let report = run(&shop, options(60.0));
    // One after the other: four times five seconds; then what is wrong is put right.
    let quick = |it: &sim::report::Second| it.p50_millis.is_some_and(|millis| millis < 20.0);
    let at = 20 + report.series.seconds[20..].iter().position(quick).expect("it is quick again");
    assert!((40..=45).contains(&at), "{at}");
}

#[test]
fn a_second_restart_loses_none_of_those_that_boot() {
    // Three replicas carry 300 of 340 a second, four 400.
    let mut shop = fleet(4, 340.0, ", max_unavailable=1");
    for at in [10.0, 12.0] {
        let restart = Change::new("restart", place(&shop, "api"));
        change_at(&mut shop, at, restart);
    }
    let report = run(&shop, options(100.0));
    let api = component(&report, "api").id;
    let queue = &report.series.components.iter().find(|it| it.id == api).expect("a series").queue;
    assert!(queue[30] > 300 && queue[95] < 100, "{} {}", queue[30], queue[95]);
}

#[test]
fn zones_that_are_drained_at_the_same_time_do_not_free_each_other() {
    let mut shop = drawing(
        "u:client{per_sec=60} -> lb:load_balancer{algorithm=round_robin} -> api:api_server{slots=100, service_millis=10, \
         max_unavailable=4}; [a: api*2]; [b: api*2]; [c: api*2]",
    );
    for (at, name, lasts) in [(10.0, "a", 20.0), (12.0, "b", 60.0)] {
        let drain = Change::new("drain-zone", zone(&shop, name)).lasting(lasts);
        change_at(&mut shop, at, drain);
    }
    // The share of the traffic that zone b gets when a is back says whether b is drained still.
    let loss = Change::new("zone-loss", zone(&shop, "b")).lasting(5.0);
    change_at(&mut shop, 40.0, loss);
    assert_eq!(run(&shop, options(50.0)).total.failed, 0);
}

#[test]
fn a_second_drain_leaves_the_first_one_waiting_for_its_budget() {
    // At most one is missing. A replica of zone a goes; when nobody drains a any more, one of b.
    let mut shop = drawing(
        "u:client{per_sec=60} -> lb:load_balancer{health_check_secs=5} -> api:api_server{slots=100, service_millis=10, \
         max_unavailable=1}; [a: api*2]; [b: api*2]; [c: api*2]",
    );
    for (at, name, lasts) in [(10.0, "a", 20.0), (12.0, "b", 60.0)] {
        let drain = Change::new("drain-zone", zone(&shop, name)).lasting(lasts);
        change_at(&mut shop, at, drain);
    }
    let loss = Change::new("zone-loss", zone(&shop, "b")).lasting(5.0);
    change_at(&mut shop, 40.0, loss);
    let report = run(&shop, options(50.0));
    // Until it is noticed one of five is refused; were b not drained at all, two of six.
    let failed: u32 = report.series.seconds[40..45].iter().map(|it| it.failed).sum();
    assert!((35..=85).contains(&failed), "{failed}");
}

#[test]
fn failing_by_chance_is_not_cured_by_a_restart() {
    let mut shop = drawing(
        "u:client{per_sec=5} -> api:api_server{slots=10, service_millis=1, boot_secs=1, mttf_secs=30, mttr_secs=5}",
    );
    for step in ["restart", "repair"] {
        let step = Change::new(step, place(&shop, "api"));
        change_at(&mut shop, 5.0, step);
    }
    // A sixth or seventh of the time.
    let up = up_secs(&run(&shop, options(1000.0)), 1.0);
    assert!((0.75..0.93).contains(&up), "{up}");
}

#[test]
fn a_store_loses_no_write_when_the_zone_of_its_primary_is_drained() {
    let mut shop = drawing(
        "u:client{per_sec=100, writes=1} -> db:database_sql{slots=100, service_millis=1, failover_secs=30}; [a: db]; [b: db]",
    );
    let drain = Change::new("drain-zone", zone(&shop, "a")).lasting(20.0);
    change_at(&mut shop, 10.0, drain);
    let report = run(&shop, options(50.0));
    assert_eq!(report.total.failed, 0);
    let failover = component(&report, "db").failover.expect("a store with replicas");
    assert_eq!((failover.failovers, failover.lost_writes), (0, 0));
}

/// Two replicas in zone b and two in zone a, of which the first one is down from 5 s on; zone a is drained, or zone b, and lost at 30 s.
/// Returns the share that fails then.
fn hit_after_a_crash(budget: u32, drained: &str, more: impl Fn(&mut Architecture)) -> f64 {
    let mut shop = drawing(&format!(
        "u:client{{per_sec=200}} -> a:api_server{{slots=50, service_millis=1, boot_secs=5, max_unavailable={budget}}}; \
         [b: a*2]; [a: a*2]"
    ));
    let crash = Change::new("crash", place(&shop, "a")).with("share", 0.25).lasting(15.0);
    change_at(&mut shop, 5.0, crash);
    let drain = Change::new("drain-zone", zone(&shop, drained)).lasting(60.0);
    change_at(&mut shop, 10.0, drain);
    more(&mut shop);
    let loss = Change::new("zone-loss", zone(&shop, drained)).lasting(60.0);
    change_at(&mut shop, 35.0, loss);
    let report = run(&shop, options(44.0));
    let failed: u32 = report.series.seconds[36..44].iter().map(|it| it.failed).sum();
    f64::from(failed) / f64::from(failed + served(&report, 36..44))
}

#[test]
fn who_was_down_when_its_zone_was_drained_does_not_come_back_there() {
    // The other one there is drained at once, as two may be missing.
    assert_eq!(hit_after_a_crash(2, "b", |_| {}), 0.0);
}

#[test]
fn who_comes_to_a_zone_whose_drain_waits_for_its_budget_does_not_serve() {
    // Three of four are ready, so that nobody may go. Of four that come two stand there: two of six serve there at last.
    let more = |shop: &mut Architecture| {
        let scale = Change::new("scale", place(shop, "a")).with("replicas", 8.0);
        change_at(shop, 12.0, scale);
    };
    let hit = hit_after_a_crash(1, "a", more);
    assert!((hit - 2.0 / 6.0).abs() < 0.06, "{hit}");
}
