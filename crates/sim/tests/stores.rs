//! Replicas of stores: lag, quorums, failover.

mod common;

use common::{change_at, component, drawing, failures, options, run, run_text};
use model::scenario::{Action, Change, ScenarioEvent};
use sim::{Report, report::FailureCause};

const FAST: &str =
    "slots=1000, service_millis=1, service_distribution=constant, fixed_delay_millis=0, write_factor=1";

fn store(writes: f64, more: &str) -> String {
    format!(
        "u:client{{per_sec=100, writes={writes}}} -call{{latency_millis=0}}-> db:database_sql*3{{{FAST}, {more}}}"
    )
}

#[track_caller]
fn mean(report: &Report) -> f64 {
    report.total.latency.mean_millis.expect("answers").value
}

#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found}, expected {expected} ± {tolerance}");
}

#[test]
fn a_write_waits_for_its_quorum() {
    near(mean(&run_text(&store(1.0, "replication_lag_millis=20"), 20.0)), 1.0, 1e-6);
    // Own work, the lag, and the work of the others, which is side by side.
    near(mean(&run_text(&store(1.0, "replication_lag_millis=20, write_quorum=2"), 20.0)), 22.0, 1e-6);
    near(mean(&run_text(&store(1.0, "replication_lag_millis=20, write_quorum=3"), 20.0)), 22.0, 1e-6);
    // More than there are is all of them.
    near(mean(&run_text(&store(1.0, "write_quorum=9"), 20.0)), 2.0, 1e-6);
    // Reads do not wait for writes.
    near(mean(&run_text(&store(0.0, "replication_lag_millis=20, write_quorum=3"), 20.0)), 1.0, 1e-6);
}

#[test]
fn what_other_replicas_repeat_is_own_work_of_its_own() {
    for (writes, quorum) in
        [(1.0, "replication_lag_millis=20"), (1.0, "write_quorum=3"), (0.0, "read_quorum=2")]
    {
        let report = run_text(&store(writes, quorum), 20.0);
        near(component(&report, "db").mean_service_millis.expect("work").value, 1.0, 2e-3);
    }
    // Also when it has to wait for a slot, or shares one.
    for discipline in ["fifo", "sharing"] {
        let text = store(1.0, &format!("replication_lag_millis=20, discipline={discipline}"));
        let report = run_text(&text.replace("slots=1000", "slots=1"), 20.0);
        near(component(&report, "db").mean_service_millis.expect("work").value, 1.0, 2e-3);
    }
}

#[test]
fn a_read_quorum_asks_several() {
    let busy = |quorum: u32| {
        let report = run_text(&store(0.0, &format!("read_quorum={quorum}")), 60.0);
        (mean(&report), component(&report, "db").mean_slots_busy.expect("slots").value)
    };
    let (alone, two, three) = (busy(1), busy(2), busy(3));
    near(alone.0, 1.0, 1e-6);
    near(two.0, 2.0, 1e-6);
    near(three.1, 3.0 * alone.1, 0.02);
    near(two.1, 2.0 * alone.1, 0.02);
}

/// When, and what happens to the store.
type Event = (f64, fn(model::ComponentId) -> Action);

fn failing(more: &str, events: &[Event]) -> Report {
    let mut architecture = drawing(&store(0.5, more));
    let component = architecture.components[1].id;
    architecture.scenario.events = events
        .iter()
        .map(|(at_secs, action)| ScenarioEvent { at_secs: *at_secs, action: action(component) })
        .collect();
    run(&architecture, options(40.0))
}

#[test]
fn writes_fail_until_another_replica_takes_over() {
    let report = failing("failover_secs=10", &[(10.0, |component| Action::FailPrimary { component })]);
    // 50 writes per second for ten seconds, and a third of the 50 reads.
    near(failures(&report, FailureCause::Refused) as f64, 500.0 + 500.0 / 3.0, 110.0);
    let late = report.series.seconds.iter().filter(|it| it.at_secs > 20.5);
    assert_eq!(late.map(|it| it.failed).sum::<u32>(), 0);
    let never = failing("failover_secs=1000", &[(10.0, |component| Action::FailPrimary { component })]);
    // Readers do not wait for that: after ten seconds they ask the others.
    near(failures(&never, FailureCause::Refused) as f64, 1500.0 + 500.0 / 3.0, 140.0);
    // It comes back before anybody took over.
    let back = failing(
        "failover_secs=1000",
        &[
            (10.0, |component| Action::FailPrimary { component }),
            (12.0, |component| Action::BringUp { component }),
        ],
    );
    near(failures(&back, FailureCause::Refused) as f64, 133.0, 50.0);
}

/// Writes that were refused, of a hundred a second, by a store with a replica in each of two zones that are lost for a while.
fn refused_writes(at: &[(f64, f64, &'static str)], secs: std::ops::Range<usize>) -> u32 {
    let text = format!(
        "u:client{{per_sec=100, writes=1}} -call{{latency_millis=0}}-> db:database_sql{{{FAST}, failover_secs=5}}; [a: db]; [b: db]"
    );
    let mut shop = drawing(&text);
    for (at_secs, lasts, name) in at {
        let zone = shop.zones.iter().find(|it| it.name == *name).expect("a zone").id;
        let loss = Change::new("zone-loss", model::Place::Zone(zone)).lasting(*lasts);
        change_at(&mut shop, *at_secs, loss);
    }
    let report = run(&shop, options(40.0));
    report.series.seconds[secs].iter().map(|it| it.failed).sum()
}

#[test]
fn who_is_back_first_takes_the_writes_after_all_were_down() {
    // The second replica is down from 8 to 12 s, the first one, the primary, from 10 s on: at 15 s the failover time is over.
    let early = [(8.0, 4.0, "b"), (10.0, 60.0, "a")];
    assert!(refused_writes(&early, 10..15) > 400);
    assert_eq!(refused_writes(&early, 16..40), 0);
    // It is over already when the second replica is back at 20 s.
    let late = [(8.0, 12.0, "b"), (10.0, 60.0, "a")];
    assert!(refused_writes(&late, 10..20) > 800);
    assert_eq!(refused_writes(&late, 21..40), 0);
}

#[test]
fn a_failover_waits_for_its_time_after_each_failure() {
    // The primary fails at 10 s for 2 s, and at 14 s again: another one takes over at 19 s, not at 15 s.
    let twice = [(10.0, 2.0, "a"), (14.0, 60.0, "a")];
    assert!(refused_writes(&twice, 14..19) > 400);
    assert_eq!(refused_writes(&twice, 20..40), 0);
}

#[test]
fn the_causes_of_a_stores_failures_add_up_to_them() {
    let causes = |more: &str, events: &[Event]| {
        let report = failing(more, events);
        let store = component(&report, "db").clone();
        let of = |cause| store.failed_by_cause.iter().filter(|it| it.cause == cause).map(|it| it.count).sum();
        let (errors, quorums): (u64, u64) = (of(FailureCause::Error), of(FailureCause::NoQuorum));
        (store.failed, errors, quorums)
    };
    // Copies of writes that fail at the other replicas are nobody's requests.
    let (failed, errors, _) = causes("error_ratio=0.4", &[]);
    assert!(failed > 100 && errors == failed, "{errors} of {failed}");
    // Of a store that cannot reach enough of its replicas, that is why.
    let (failed, errors, quorums) = causes("error_ratio=0.4, write_quorum=3", &[]);
    assert!(quorums > 100 && errors + quorums == failed, "{errors} and {quorums} of {failed}");
}

#[test]
fn telemetry_of_a_store_is_about_requests_and_not_about_repeated_writes() {
    let text = format!("{}; db -observe-> traces:apm{{slots=1000}}", store(1.0, "replication_lag_millis=0"));
    let report = run_text(&text, 20.0);
    let (asked, told) = (component(&report, "db").succeeded, report.connections[1].attempts);
    assert!(asked > 1900 && told == asked, "{told} copies of {asked} requests");
    // What is traced works half a millisecond more; the two other replicas repeat it without.
    near(component(&report, "db").mean_slots_busy.expect("slots").value, 100.0 * 3.5e-3, 0.02);
}

#[test]
fn a_quorum_that_cannot_be_had_fails() {
    let down: &[Event] = &[(10.0, |component| Action::FailPrimary { component })];
    // Two of three are left: enough for two, not for three.
    let two = failing("failover_secs=1, write_quorum=2", down);
    assert_eq!(failures(&two, FailureCause::NoQuorum), 0);
    let three = failing("failover_secs=1, write_quorum=3", down);
    near(failures(&three, FailureCause::NoQuorum) as f64, 29.0 * 50.0, 150.0);
}

/// The third of three replicas is down: reads that want two answers get them from those that are left.
#[test]
fn a_read_quorum_asks_those_that_are_up() {
    let refused = |quorum: u32| {
        let mut shop = drawing(&format!(
            "u:client{{per_sec=50, writes=0}}; [a: db:database_sql*2{{{FAST}, read_quorum={quorum}}}]; [b: db]; u -> db"
        ));
        let zone = shop.zones.iter().find(|it| it.name == "b").expect("a zone").id;
        let change = Change::new("zone-loss", model::finding::Place::Zone(zone)).lasting(20.0);
        change_at(&mut shop, 10.0, change);
        let report = run(&shop, options(40.0));
        (failures(&report, FailureCause::NoQuorum), report.total.failed)
    };
    // Those that came to the one that is down are refused; nobody else misses a thing.
    let (missed, _) = refused(2);
    assert_eq!(missed, 0);
    let (missed, failed) = refused(3);
    assert!(missed > 500 && failed >= missed, "{missed} {failed}");
}

#[test]
fn reads_are_stale_where_a_write_is_still_under_way() {
    // Ten writes a second, poisson; a write is at the others 100 ms and its work of 1 ms after it is done.
    let stale = |more: &str| {
        let text = format!(
            "u:client{{per_sec=200, writes=0.05}} -call{{latency_millis=0}}-> db:database_sql*2{{{FAST}, {more}}}"
        );
        component(&run_text(&text, 200.0), "db").staleness.expect("a store with replicas")
    };
    let ratio = |more: &str| stale(more).ratio.expect("reads").value;
    // Half of the reads go to the other replica, where something is missing 1 - e^(-10 × 0.101) of the time. 2,000 writes make
    // some 700 spells: a standard deviation of about 0.008.
    let expected = 0.5 * (1.0 - libm::exp(-1.01));
    near(ratio("replication_lag_millis=100"), expected, 0.03);
    // Nobody reads elsewhere; or somebody who is asked knows it.
    assert_eq!(stale("replication_lag_millis=100, reads_from=primary").stale_reads, 0);
    assert_eq!(stale("replication_lag_millis=100, read_quorum=2").stale_reads, 0);
    assert_eq!(stale("replication_lag_millis=100, write_quorum=2").stale_reads, 0);
}

#[test]
fn reads_that_ask_others_make_nobody_stale() {
    // Two of five are asked: their answers need not overlap with a write, but nobody writes.
    let text =
        store(0.0, "read_quorum=2, replication_lag_millis=100").replace("database_sql*3", "database_sql*5");
    let report = run_text(&text, 20.0);
    assert_eq!(component(&report, "db").staleness.expect("a store with replicas").stale_reads, 0);
}

/// The primary is down from 5 s on, failover takes 5 s and is off for a while: how many were refused in some seconds.
fn refused_while_failover_is_off(from_secs: f64, lasts_secs: f64) -> impl Fn(std::ops::Range<usize>) -> u32 {
    let text = format!(
        "u:client{{per_sec=100, writes=1}} -call{{latency_millis=0}}-> db:database_sql*2{{{FAST}, failover_secs=5}}"
    );
    let mut shop = drawing(&text);
    let db = common::place(&shop, "db");
    change_at(&mut shop, 5.0, Change::new("primary-loss", db).lasting(60.0));
    change_at(&mut shop, from_secs, Change::new("failover-stuck", db).lasting(lasts_secs));
    let report = run(&shop, options(40.0));
    assert_eq!(component(&report, "db").failover.expect("replicas").failovers, 1);
    move |secs| report.series.seconds[secs].iter().map(|it| it.failed).sum()
}

#[test]
fn a_failover_that_is_switched_on_late_takes_place_a_failover_time_later() {
    let refused = refused_while_failover_is_off(8.0, 6.0);
    assert!(refused(5..19) > 1200, "{}", refused(5..19));
    assert_eq!(refused(20..40), 0);
}

#[test]
fn a_failover_that_is_switched_on_late_is_also_one_of_the_second_primary() {
    let text = format!(
        "u:client{{per_sec=100, writes=1}} -call{{latency_millis=0}}-> db:database_sql*2{{{FAST}, failover_secs=1}}"
    );
    let mut shop = drawing(&text);
    let db = common::place(&shop, "db");
    // The first one is there again when the second one, which has taken over, goes down; failover is off from 8 to 14 s.
    change_at(&mut shop, 2.0, Change::new("primary-loss", db).lasting(3.0));
    change_at(&mut shop, 7.5, Change::new("primary-loss", db).lasting(60.0));
    change_at(&mut shop, 8.0, Change::new("failover-stuck", db).lasting(6.0));
    let report = run(&shop, options(40.0));
    assert_eq!(component(&report, "db").failover.expect("replicas").failovers, 2);
    let refused = |secs: std::ops::Range<usize>| -> u32 {
        report.series.seconds[secs].iter().map(|it| it.failed).sum()
    };
    assert!(refused(8..14) > 500, "{}", refused(8..14));
    assert_eq!(refused(15..40), 0);
}

#[test]
fn a_failover_by_hand_while_the_primary_is_down_is_one() {
    let text =
        format!("u:client{{per_sec=100, writes=1}} -> db:database_sql*2{{{FAST}, failover_secs=1000}}");
    let mut shop = drawing(&text);
    let db = common::place(&shop, "db");
    change_at(&mut shop, 5.0, Change::new("primary-loss", db).lasting(60.0));
    change_at(&mut shop, 8.0, Change::new("fail-over", db));
    let failover = component(&run(&shop, options(20.0)), "db").failover.expect("replicas");
    assert_eq!(failover.failovers, 1);
    assert!((failover.recovery_secs.expect("a failover").value - 3.0).abs() < 1e-9);
}

#[test]
fn a_failover_that_is_on_again_in_time_takes_place_as_if_it_had_not_been_off() {
    let refused = refused_while_failover_is_off(6.0, 2.0);
    assert!(refused(5..10) > 400, "{}", refused(5..10));
    assert_eq!(refused(11..40), 0);
}

#[test]
fn readers_of_a_store_that_fell_apart_avoid_replicas_that_are_down() {
    let mut shop = drawing(&store(0.0, "failover_secs=1000"));
    let db = common::place(&shop, "db");
    // The first of three, whose place nobody takes; ten seconds later everybody knows. A few users see the third alone.
    change_at(&mut shop, 2.0, Change::new("crash", db).with("share", 0.3).lasting(60.0));
    change_at(&mut shop, 14.0, Change::new("split-brain", db).with("share", 0.01).lasting(60.0));
    let report = run(&shop, options(40.0));
    let failed: u32 = report.series.seconds[15..].iter().map(|it| it.failed).sum();
    assert_eq!(failed, 0);
}

/// Reads that are stale at a store which falls apart for ten seconds.
fn stale_reads_apart(writes: f64, replicas: u32, reads_from: &str, share: f64) -> u64 {
    let mut shop = drawing(&format!(
        "u:client{{per_sec=200, writes={writes}}} -> \
         db:database_sql*{replicas}{{slots=50, service_millis=1, reads_from={reads_from}}}"
    ));
    let split = Change::new("split-brain", common::place(&shop, "db")).with("share", share).lasting(10.0);
    change_at(&mut shop, 6.0, split);
    component(&run(&shop, options(20.0)), "db").staleness.expect("a store with replicas").stale_reads
}

#[test]
fn who_sees_the_smaller_side_of_a_store_reads_what_is_stale() {
    // 140 reads a second, of which half do not see what the other half writes.
    let stale = stale_reads_apart(0.3, 2, "primary", 0.5);
    assert!((550..=850).contains(&stale), "{stale}");
}

#[test]
fn nothing_is_stale_on_either_side_that_the_other_one_did_not_write() {
    assert_eq!(stale_reads_apart(0.0, 2, "primary", 0.5), 0);
    // Of 190 reads a second a third are at the second replica, which has the ten writes a second about a millisecond later.
    let stale = stale_reads_apart(0.05, 3, "all_replicas", 0.001);
    assert!(stale < 100, "{stale}");
    // Everybody is on the smaller side, and no write was under way when the store fell apart.
    assert_eq!(stale_reads_apart(0.3, 2, "primary", 1.0), 0);
}
