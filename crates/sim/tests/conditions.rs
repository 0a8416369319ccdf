//! What holds while a change lasts, in its details: each was once different.

mod common;

use common::{change_at, component, drawing, options, place, run, zone};
use model::{
    Architecture, Component, ComponentId, Place, Placement, Rect, Zone, ZoneId, ZoneKind,
    scenario::Change,
    workload::{Arrivals, Pattern},
};
use sim::{
    Session, SimTime,
    report::{ConnectionReport, FailureCause, Report},
};

fn named(architecture: &Architecture, name: &str) -> ComponentId {
    let is_it = |it: &&Component| it.name == name;
    architecture.components.iter().find(is_it).unwrap_or_else(|| panic!("no {name}")).id
}

/// The connection between two components.
fn way<'a>(report: &'a Report, architecture: &Architecture, from: &str, to: &str) -> &'a ConnectionReport {
    let (from, to) = (named(architecture, from), named(architecture, to));
    let id = architecture.connections.iter().find(|it| it.from == from && it.to == to).expect("one").id;
    report.connections.iter().find(|it| it.id == id).expect("a row")
}

#[test]
fn poison_is_in_a_message_and_not_in_who_sent_it() {
    let mut shop = drawing(
        "u:client -> a:api_server -publish-> q:queue{max_deliveries=2} -consume-> w:worker; \
         v:client -> b:api_server -publish-> r:queue{max_deliveries=2} -consume-> w",
    );
    for source in ["u", "v"] {
        let id = named(&shop, source);
        let source = shop.components.iter_mut().find(|it| it.id == id).expect("a source");
        let workload = source.workload.as_mut().expect("a workload");
        workload.pattern = Pattern::Users { users: 1, think_secs: 0.02 };
    }
    let poison = Change::new("poison-message", place(&shop, "q")).with("share", 0.3);
    change_at(&mut shop, 0.0, poison);
    let report = run(&shop, options(30.0));
    let dead = |broker| {
        let row = way(&report, &shop, broker, "w");
        row.dead_letters as f64 / (row.dead_letters + row.succeeded) as f64
    };
    assert!((0.25..0.35).contains(&dead("q")), "{}", dead("q"));
    // The other broker's messages are good, though the same component handles them.
    assert_eq!(dead("r"), 0.0);
}

#[test]
fn what_a_limit_has_saved_up_is_kept_under_another_one() {
    let mut shop = drawing(
        "u:client{per_sec=2} -{latency_millis=0}-> a:api_gateway{rate_limit_per_sec=100, rate_limit_burst=1}",
    );
    let source = shop.components[0].workload.as_mut().expect("a workload");
    source.arrivals = Arrivals::Even;
    // There is a token again ten milliseconds after a request; ten seconds are needed from now on.
    let limit = Change::new("shed-load", place(&shop, "a")).with("per_sec", 0.1);
    change_at(&mut shop, 5.2, limit);
    let report = run(&shop, options(8.0));
    let refused = report.errors.iter().find(|it| it.cause == FailureCause::RateLimited).map(|it| it.count);
    // At 6, 6.5, 7 and 7.5 s.
    assert_eq!(refused, Some(4));
}

#[test]
fn what_a_store_captures_does_not_get_to_a_name_that_does_not_resolve() {
    let mut shop = drawing(
        "u:client{per_sec=50, writes=1} -> d:database_sql{cdc=true} -publish-> q:queue -consume-> w:worker",
    );
    let failure = Change::new("dns-failure", place(&shop, "q")).with("ttl", 0.0);
    change_at(&mut shop, 0.0, failure);
    let report = run(&shop, options(10.0));
    let row = way(&report, &shop, "d", "q");
    assert!(row.attempts > 400 && row.dropped == row.attempts, "{} of {}", row.dropped, row.attempts);
    assert_eq!(component(&report, "q").arrived, 0);
}

#[test]
fn a_refusal_takes_as_long_on_its_way_back() {
    let mut shop = drawing("u:client{per_sec=50} -{latency_millis=1, timeout_millis=150}-> a:api_server");
    for (change, setting, value) in [("dns-failure", "ttl", 0.0), ("latency", "millis", 200.0)] {
        let way = match change {
            "latency" => Place::Connection(shop.connections[0].id),
            _ => place(&shop, "a"),
        };
        change_at(&mut shop, 0.0, Change::new(change, way).with(setting, value));
    }
    let report = run(&shop, options(10.0));
    // 101 ms there and 101 ms back are more than 150 ms.
    assert!(report.errors.iter().all(|it| it.cause == FailureCause::Timeout), "{:?}", report.errors);
    assert_eq!(component(&report, "a").arrived, 0);
}

#[test]
fn a_refusal_is_lost_where_answers_are() {
    let mut shop = drawing("u:client{per_sec=50} -{latency_millis=1}-> a:api_server");
    let way = Place::Connection(shop.connections[0].id);
    change_at(&mut shop, 0.0, Change::new("certificate-expiry", way).with("renewal", 0.0));
    change_at(&mut shop, 0.0, Change::new("partition-one-way", way));
    let report = run(&shop, options(10.0));
    // Nobody hears anything before 127 s have passed.
    assert_eq!((report.total.failed, report.total.succeeded), (0, 0));
}

#[test]
fn an_answer_meets_the_trouble_of_the_place_from_which_it_was_asked_for() {
    // Three of four replicas are where their callee is, and the last one is cut off at 5 s. There who asks fails by another call, and is
    // gone when the callee answers after two seconds: long before 5 s, or shortly before the answer.
    const WIDE: &str = "slots=1000, service_distribution=constant, fixed_delay_millis=0";
    for (millis, is_told_to_go) in [(1, false), (1900, true)] {
        let mut shop = drawing(&format!(
            "[r: [x: a:api_server*3{{slots=1000}}, b:microservice{{{WIDE}, service_millis=2000}}]; \
             [y: a, c:grpc_server{{{WIDE}, service_millis={millis}, error_ratio=1}}]]; \
             u:client{{per_sec=200}} -> a; a -> b; a -> c"
        ));
        if is_told_to_go {
            let fewer = Change::new("scale", place(&shop, "a")).with("replicas", 3.0);
            change_at(&mut shop, 4.9, fewer);
        }
        let cut = Change::new("partition", zone(&shop, "y"));
        change_at(&mut shop, 5.0, cut);
        let report = run(&shop, options(6.9));
        // Of 50 a second from there those that were answered before, and of 150 those that were sent before 4.9 s.
        let answered = way(&report, &shop, "a", "b").succeeded as f64;
        assert!((answered - 50.0 * 3.0 - 150.0 * 4.9).abs() < 50.0, "{millis}: {answered}");
    }
}

#[test]
fn work_that_takes_no_time_is_done_before_the_next_request_comes() {
    let failed = |discipline: &str| {
        let mut shop = drawing(&format!(
            "u:client{{per_sec=50}} -{{latency_millis=1}}-> a:api_server{{holds_slot=false}}; \
             a -{{latency_millis=1}}-> b:microservice*2{{slots=1, queue_limit=0, discipline={discipline}}}"
        ));
        // Two calls at once; one of the replicas fails them at once, too.
        let mut second = shop.connections[1].clone();
        second.id = model::ConnectionId(shop.next_id);
        shop.next_id += 1;
        shop.connections.push(second);
        let hole = Change::new("black-hole", place(&shop, "b"));
        change_at(&mut shop, 0.0, hole);
        let report = run(&shop, options(10.0));
        assert!(component(&report, "b").arrived > 800);
        component(&report, "b").failed_by_cause.clone()
    };
    // Nobody is interrupted, as all are alike.
    assert_eq!(failed("fifo"), failed("preemptive"));
}

#[test]
fn a_user_who_asked_for_what_is_all_the_rage_is_himself_again() {
    let mut shop = drawing("u:client -> lb:load_balancer{algorithm=hash} -> a:api_server*4{slots=100}");
    let source = shop.components[0].workload.as_mut().expect("a workload");
    source.pattern = Pattern::Users { users: 200, think_secs: 0.1 };
    let rage = Change::new("hot-key", place(&shop, "u")).with("share", 0.5).lasting(2.0);
    let balancer = named(&shop, "a");
    let spread = |shop: &Architecture| {
        // One of the replicas is gone: who always meets that one fails.
        let mut shop = shop.clone();
        change_at(&mut shop, 4.0, Change::new("crash", Place::Component(balancer)).with("share", 0.25));
        let report = run(&shop, options(4.9));
        report.total.failed as f64
    };
    let before = spread(&shop);
    change_at(&mut shop, 1.0, rage);
    let after = spread(&shop);
    assert!(before > 50.0 && (after / before - 1.0).abs() < 0.2, "{before} {after}");
}

#[test]
fn users_who_come_back_are_no_more_than_before() {
    let mut shop =
        drawing("u:client -> a:api_server{slots=10, service_millis=2000, service_distribution=constant}");
    let source = shop.components[0].workload.as_mut().expect("a workload");
    source.pattern = Pattern::Users { users: 10, think_secs: 0.01 };
    // All are waiting for their answers while there are to be none of them.
    let away = Change::new("traffic", place(&shop, "u")).with("factor", 0.0).lasting(0.5);
    change_at(&mut shop, 1.0, away);
    let report = run(&shop, options(20.0));
    assert_eq!(report.total.in_flight_at_end, 10);
    assert!(report.total.generated <= 10 * 10, "{}", report.total.generated);
}

#[test]
fn more_traffic_does_not_change_which_of_two_rates_holds() {
    let mut shop = drawing("u:client -> a:api_server");
    let source = shop.components[0].workload.as_mut().expect("a workload");
    source.pattern =
        Pattern::TwoState { low_per_sec: 0.0, high_per_sec: 50.0, low_secs: 20.0, high_secs: 20.0 };
    let sent = |shop: &Architecture| -> Vec<bool> {
        run(shop, options(200.0)).series.seconds.iter().map(|it| it.generated > 10).collect()
    };
    let calm = sent(&shop);
    for second in 0..40 {
        let at_secs = f64::from(second) * 5.0 + 0.5;
        let more = Change::new("traffic", place(&shop, "u")).with("factor", 1.2).lasting(2.0);
        change_at(&mut shop, at_secs, more);
    }
    let busy = sent(&shop);
    let differ = calm.iter().zip(&busy).filter(|it| it.0 != it.1).count();
    // Where it switches within a second, that second may be on either side.
    assert!(differ < 10, "{differ} of {} seconds", calm.len());
}

#[test]
fn a_pause_that_is_drawn_out_is_no_time_in_the_queue() {
    let wait = |server: &str, stalls: &[(f64, f64)]| {
        let mut shop = drawing(&format!("u:client{{per_sec=50}} -> a:api_server{{{server}}}"));
        for (at_secs, lasts) in stalls {
            let stall = Change::new("stall", place(&shop, "a")).lasting(*lasts);
            change_at(&mut shop, *at_secs, stall);
        }
        component(&run(&shop, options(10.0)), "a").wait.mean_millis.expect("answers").value
    };
    let (drawn_out, at_once) = ([(1.0, 2.0), (2.0, 3.0)], [(1.0, 4.0)]);
    // There is a slot for everybody, and nobody is more important.
    let of = |discipline: &str| wait(&format!("slots=1000, discipline={discipline}"), &drawn_out);
    assert_eq!(of("preemptive"), of("fifo"));
    // Who shares a slot waits for the others, and as long as if all had known from the start when the pause ends.
    let shared = "slots=1, service_millis=10, discipline=sharing";
    assert!(wait(shared, &drawn_out) > 1.0);
    assert_eq!(wait(shared, &drawn_out), wait(shared, &at_once));
}

#[test]
fn another_replica_takes_the_writes_of_one_that_is_not_well() {
    let mut shop = drawing("u:client{per_sec=100, writes=1} -> d:database_sql*2");
    let hole = Change::new("black-hole", place(&shop, "d"));
    change_at(&mut shop, 1.0, hole);
    let failed = |shop: &Architecture| run(shop, options(10.0)).total.failed;
    assert!(failed(&shop) > 800);
    let other = Change::new("fail-over", place(&shop, "d"));
    change_at(&mut shop, 2.0, other);
    assert!(failed(&shop) < 150, "{}", failed(&shop));
}

#[test]
fn who_is_at_work_when_a_pause_is_drawn_out_goes_on() {
    let answered = |first_lasts: f64| {
        let mut shop = drawing(
            "u:client{per_sec=20} -{latency_millis=1}-> \
             a:api_server{slots=1000, service_millis=500, service_distribution=constant, fixed_delay_millis=0}",
        );
        for (at_secs, lasts) in [(1.0, first_lasts), (1.1, 2.0)] {
            let stall = Change::new("stall", place(&shop, "a")).lasting(lasts);
            change_at(&mut shop, at_secs, stall);
        }
        run(&shop, options(3.0)).series.seconds[1].succeeded
    };
    // Those that came in the half second before, whether it is drawn out or as long from the start.
    assert_eq!(answered(0.2), answered(2.1));
    assert!(answered(0.2) > 8);
}

#[test]
fn who_waits_for_the_end_of_a_pause_waits_for_one_that_begins_then() {
    for order in ["fifo", "preemptive", "sharing"] {
        let mut shop = drawing(&format!(
            "u:client{{per_sec=50}} -> a:api_server{{discipline={order}, slots=1000, service_millis=5}}"
        ));
        for (at_secs, lasts) in [(2.0, 3.0), (5.0, 3.0)] {
            let stall = Change::new("stall", place(&shop, "a")).lasting(lasts);
            change_at(&mut shop, at_secs, stall);
        }
        let seconds = run(&shop, options(10.0)).series.seconds;
        let answered: u32 = seconds[3..8].iter().map(|it| it.succeeded).sum();
        assert_eq!(answered, 0, "{order}");
        assert!(seconds[8].succeeded > 200, "{order}");
    }
}

#[test]
fn who_shares_slots_goes_on_when_a_pause_ends_that_was_drawn_out() {
    let mut shop = drawing(
        "u:client{per_sec=100} -{latency_millis=1}-> a:api_server*2{discipline=sharing, slots=1000, service_millis=5}",
    );
    for (at_secs, lasts) in [(2.0, 1.0), (2.5, 2.0)] {
        let stall = Change::new("stall", place(&shop, "a")).lasting(lasts);
        change_at(&mut shop, at_secs, stall);
    }
    // It ends at 4.5 s, and nobody comes from 2.4 s on.
    let nobody = Change::new("traffic", place(&shop, "u")).with("factor", 0.0);
    change_at(&mut shop, 2.4, nobody);
    let report = run(&shop, options(10.0));
    let answered: Vec<u32> = report.series.seconds[2..6].iter().map(|it| it.succeeded).collect();
    assert!(answered[0] < 5 && answered[1] == 0 && answered[2] > 25 && answered[3] == 0, "{answered:?}");
    assert_eq!(report.total.in_flight_at_end, 0);
}

#[test]
fn slots_go_out_of_use_also_where_others_wait_for_them() {
    let mut shop = drawing(
        "u:client{per_sec=800} -> a:api_server{slots=4, service_millis=10, service_distribution=constant, holds_slot=false}",
    );
    let exhausted = Change::new("pool-exhaustion", place(&shop, "a")).with("left", 0.5).with("over", 0.0);
    change_at(&mut shop, 5.0, exhausted);
    let seconds = run(&shop, options(10.0)).series.seconds;
    let answered = (seconds[4].succeeded, seconds[6].succeeded);
    assert!((396..=404).contains(&answered.0) && (196..=204).contains(&answered.1), "{answered:?}");
}

#[test]
fn shared_slots_that_are_kept_for_messages_go_out_of_use_when_these_are_done() {
    let mut shop = drawing(
        "u:client{per_sec=60} -publish-> q:queue -consume{latency_millis=100}-> \
         w:worker{slots=8, service_millis=20, service_distribution=constant, discipline=sharing}",
    );
    // Some begin and end before what is on its way has come, some while others last.
    for (at_secs, lasts, left) in [
        (2.0, 0.05, 0.0),
        (3.0, 0.5, 0.25),
        (3.05, 0.3, 0.0),
        (5.0, 0.15, 0.0),
        (5.05, 0.3, 0.5),
        (7.0, 1.0, 0.125),
    ] {
        let exhausted =
            Change::new("pool-exhaustion", place(&shop, "w")).with("left", left).with("over", 0.0);
        change_at(&mut shop, at_secs, exhausted.lasting(lasts));
    }
    let mut session = Session::new(&shop, options(12.0)).expect("a run");
    for at in 1..600 {
        session.advance(SimTime::from_secs(f64::from(at) * 0.02), u64::MAX);
        session.check_conservation().expect("conservation");
    }
    // In the end all slots are there again: less than eight could not fetch 60 a second.
    let report = session.report();
    let series = report.series.components.iter().find(|it| it.id == named(&shop, "w")).expect("a series");
    assert!(series.throughput_per_sec[10..].iter().all(|it| *it >= 60), "{:?}", series.throughput_per_sec);
}

#[test]
fn users_in_a_lost_place_send_nothing() {
    let mut shop = drawing("u:client{per_sec=100} -> a:api_server{slots=100}");
    let zone = ZoneId(shop.next_id);
    shop.next_id += 1;
    let (kind, rect) = (ZoneKind::AvailabilityZone, Rect::default());
    shop.zones.push(Zone { id: zone, kind, name: "z".into(), rect, parent: None, region: None });
    shop.components[0].placements = [Some(zone), None].map(|zone| Placement { zone, replicas: 1 }).to_vec();
    change_at(&mut shop, 0.0, Change::new("zone-loss", Place::Zone(zone)));
    for users in [0, 100] {
        let workload = shop.components[0].workload.as_mut().expect("a workload");
        if users > 0 {
            workload.pattern = Pattern::Users { users, think_secs: 1.0 };
        }
        let sent = run(&shop, options(20.0)).total.generated;
        assert!((800..1200).contains(&sent), "{sent}");
    }
}

#[test]
fn a_breaker_that_is_switched_on_again_begins_closed() {
    let mut shop = drawing("u:client{per_sec=50} -> a:api_server -> b:microservice");
    let way = Place::Connection(shop.connections[1].id);
    let errors = Change::new("error-rate", place(&shop, "b")).with("share", 1.0);
    change_at(&mut shop, 1.0, errors.lasting(4.0));
    let breaker = Change::new("enable-breaker", way).with("failures", 3.0).with("open_secs", 60.0);
    change_at(&mut shop, 2.0, breaker.clone().lasting(2.0));
    change_at(&mut shop, 7.0, breaker);
    let report = run(&shop, options(15.0));
    // It opened at once, for a minute; but that was another one.
    let failed =
        |secs: std::ops::Range<usize>| report.series.seconds[secs].iter().map(|it| it.failed).sum::<u32>();
    assert!(failed(2..4) > 60);
    assert_eq!(failed(6..15), 0);
}
