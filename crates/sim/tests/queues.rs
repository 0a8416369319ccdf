//! Rules of queues: order, priorities, sharing, shedding, adaptive limits; against queueing theory where it has a formula.

mod common;

use common::{agrees, change_at, component, drawing, options, replicate, run, run_text};
use model::{
    Architecture, Place, Value,
    scenario::{Action, Change, ScenarioEvent},
    workload::Arrivals,
};
use sim::{Report, RunOptions, report::FailureCause, run_replications};

/// One slot, 10 ms on average, no other delays.
const ONE: &str = "slots=1, service_millis=10, fixed_delay_millis=0, holds_slot=false";

fn single(per_sec: f64, more: &str) -> String {
    format!(
        "u:client{{per_sec={per_sec}, writes=0.5}} -call{{latency_millis=0}}-> a:api_server{{{ONE}, {more}}}"
    )
}

/// Writes are more important than reads.
fn ranked(text: &str) -> Architecture {
    let mut architecture = drawing(text);
    for class in architecture
        .components
        .iter_mut()
        .filter_map(|it| it.workload.as_mut())
        .flat_map(|it| &mut it.classes)
    {
        class.priority = if class.name == "write" { 5 } else { 1 };
    }
    architecture
}

fn twenty(architecture: &Architecture, duration_secs: f64) -> Report {
    let options = RunOptions { seed: 7, duration_secs, warm_up_secs: 20.0, replications: 20 };
    run_replications(architecture, options).expect("a run")
}

#[track_caller]
fn latency(report: &Report, class: &str) -> Option<sim::Measured> {
    report.journeys.iter().find(|it| it.name == class).expect("a class").latency.mean_millis
}

#[track_caller]
fn failures(report: &Report, cause: FailureCause) -> u64 {
    let a = component(report, "a");
    a.failed_by_cause.iter().find(|it| it.cause == cause).map_or(0, |it| it.count)
}

#[test]
fn priorities_share_the_wait_as_cobham_says() {
    let report = twenty(&ranked(&single(80.0, "discipline=priority, queue_limit=1000000")), 400.0);
    // Cobham 1954: W = R / ((1 - s)(1 - s')), R = 8 ms of residual work; 0.4 of the load is above the reads.
    agrees("important", latency(&report, "write"), 10.0 + 8.0 / 0.6, 0.05);
    agrees("others", latency(&report, "read"), 10.0 + 8.0 / (0.6 * 0.2), 0.1);
    agrees("all waits", component(&report, "a").wait.mean_millis, 40.0, 0.1);
}

#[test]
fn interrupting_priorities_hide_the_others() {
    let report = twenty(&ranked(&single(80.0, "discipline=preemptive, queue_limit=1000000")), 400.0);
    // For the important ones the others are not there: M/M/1 with load 0.4.
    agrees("important", latency(&report, "write"), 10.0 / 0.6, 0.03);
    agrees("others", latency(&report, "read"), 10.0 / (0.6 * 0.2), 0.1);
    let a = component(&report, "a");
    agrees("own work", a.mean_service_millis, 10.0, 0.01);
    agrees("slots", a.mean_slots_busy, 0.8, 0.02);
}

#[test]
fn what_a_replica_repeats_of_an_urgent_write_is_as_urgent() {
    let text = "u:client{per_sec=310, writes=0.05} -{latency_millis=0}-> db:database_sql*2{slots=1, service_millis=8, write_factor=1, \
                service_distribution=constant, fixed_delay_millis=0, queue_limit=1000000, discipline=priority, write_quorum=2}";
    let report = run(&ranked(text), options(20.0));
    // Reads alone are more than both can do; a write waits at each of them for the end of one service at most, and now and then for
    // another write.
    assert!(latency(&report, "read").expect("answers").value > 1000.0);
    let write = latency(&report, "write").expect("answers").value;
    assert!((16.0..36.0).contains(&write), "{write}");
}

#[test]
fn sharing_depends_on_the_mean_only() {
    for distribution in ["constant", "exponential", "hyperexponential"] {
        let text = single(
            80.0,
            &format!("discipline=sharing, service_distribution={distribution}, queue_limit=1000000"),
        );
        let report = replicate(&text, 400.0, 20.0, 20);
        agrees(distribution, report.total.latency.mean_millis, 50.0, 0.1);
        let a = component(&report, "a");
        agrees("own work", a.mean_service_millis, 10.0, 0.03);
        agrees("slots", a.mean_slots_busy, 0.8, 0.03);
    }
}

#[test]
fn sharers_of_two_slots_do_not_slow_a_single_one() {
    let text = "u:client{per_sec=120} -call{latency_millis=0}-> a:api_server{slots=2, service_millis=10, fixed_delay_millis=0, \
        holds_slot=false, discipline=sharing, queue_limit=1000000}";
    let report = replicate(text, 300.0, 10.0, 20);
    // M/M/2 at load 0.6: the number present has the same law as with a queue.
    agrees("latency", report.total.latency.mean_millis, 10.0 / (1.0 - 0.36), 0.05);
}

#[test]
fn littles_law_holds_for_the_queue_of_every_discipline() {
    for discipline in ["fifo", "lifo", "priority", "preemptive", "sharing"] {
        let report = run(
            &ranked(&single(70.0, &format!("discipline={discipline}, queue_limit=1000000"))),
            options(2000.0),
        );
        let a = component(&report, "a");
        let per_milli = a.arrived as f64 / 2_000_000.0;
        let (queue, wait) = (a.mean_in_queue.unwrap().value, a.wait.mean_millis.unwrap().value);
        assert!(
            (queue - per_milli * wait).abs() < 0.01 * queue,
            "{discipline}: {queue} {}",
            per_milli * wait
        );
    }
}

#[test]
fn dropping_the_oldest_keeps_answers_fresh() {
    let median = |when_full: &str| {
        let report = run_text(&single(150.0, &format!("when_full={when_full}, queue_limit=50")), 60.0);
        (component(&report, "a").wait.p50_millis.unwrap().value, report)
    };
    let (rejecting, report) = median("reject");
    assert!(failures(&report, FailureCause::QueueFull) > 2000);
    let (dropping, report) = median("shed_oldest");
    assert_eq!(failures(&report, FailureCause::QueueFull), 0);
    assert!(failures(&report, FailureCause::Shed) > 2000);
    // Rejecting makes all wait for 50 before them. Dropping lets nobody wait longer than 50 others take to come: 1/3 s.
    assert!((rejecting - 490.0).abs() < 30.0, "{rejecting}");
    assert!((dropping - 320.0).abs() < 20.0, "{dropping}");
}

#[test]
fn a_full_queue_drops_the_unimportant() {
    let report = run(
        &ranked(&single(150.0, "discipline=priority, when_full=shed_oldest, queue_limit=20")),
        options(60.0),
    );
    let lost = |class: &str| {
        let journey = report.journeys.iter().find(|it| it.name == class).unwrap();
        journey.failed as f64 / journey.generated as f64
    };
    assert!(lost("write") < 0.001, "{}", lost("write"));
    assert!((lost("read") - 2.0 / 3.0).abs() < 0.05, "{}", lost("read"));
}

#[test]
fn nobody_is_served_after_the_longest_wait() {
    let report = run_text(&single(150.0, "max_wait_millis=100, queue_limit=1000000"), 60.0);
    let a = component(&report, "a");
    assert!(a.wait.p99_millis.unwrap().value <= 100.0 * 1.01);
    // Work goes on at full speed; the rest is dropped.
    assert!((failures(&report, FailureCause::Shed) as f64 - 3000.0).abs() < 300.0);
    assert!(a.own_work_utilization.unwrap().value > 0.98);
}

#[test]
fn who_has_waited_exactly_as_long_as_may_be_is_served() {
    // Three at once: the second waits for 10 ms, the third for 20 ms.
    let shed = |max_wait_millis: &str| {
        let text = format!(
            "u:client{{per_sec=30, batch=3}} -{{latency_millis=0}}-> a:api_server{{{ONE}, service_distribution=constant, \
             max_wait_millis={max_wait_millis}}}"
        );
        let mut shop = drawing(&text);
        shop.components[0].workload.as_mut().expect("a workload").arrivals = Arrivals::Even;
        let report = run(&shop, options(10.05));
        // Of those who are served.
        let waited = component(&report, "a").probability_of_waiting.expect("a figure").value;
        (failures(&report, FailureCause::Shed), report.total.generated / 3, waited)
    };
    let (none, _, waited) = shed("20");
    assert!(none == 0 && (waited - 2.0 / 3.0).abs() < 1e-9, "{none} {waited}");
    let (third, batches, waited) = shed("19.999");
    assert!(third == batches && (waited - 0.5).abs() < 1e-9, "{third} {batches} {waited}");
}

#[test]
fn who_finds_the_queue_full_does_not_count_for_the_adaptive_limit() {
    let text = "slots=4, queue_limit=1, service_distribution=constant, adaptive_limit_millis=1000";
    let mut shop = drawing(&single(300.0, "").replace("slots=1", text));
    // Of the four that may be there at once one can be served, and one can wait.
    let exhausted =
        Change::new("pool-exhaustion", common::place(&shop, "a")).with("left", 0.25).with("over", 0.0);
    change_at(&mut shop, 0.0, exhausted.lasting(60.0));
    let report = run(&shop, options(20.0));
    let a = component(&report, "a");
    assert!(a.succeeded > 1900, "{}", a.succeeded);
    assert_eq!(failures(&report, FailureCause::QueueFull), a.failed);
}

#[test]
fn an_adaptive_limit_keeps_latency_near_its_target() {
    let text = |more: &str| {
        format!(
            "u:client{{per_sec=1500}} -> a:api_server{{slots=10, service_millis=10, fixed_delay_millis=0, queue_limit=10000{more}}}"
        )
    };
    let report = run_text(&text(", adaptive_limit_millis=50"), 60.0);
    let a = component(&report, "a");
    assert!(failures(&report, FailureCause::ConcurrencyLimited) > 20_000);
    let latency = a.sojourn.p50_millis.unwrap().value;
    assert!((15.0..60.0).contains(&latency), "{latency}");
    assert!(a.utilization.unwrap().value > 0.9);
    assert!(component(&run_text(&text(""), 60.0), "a").sojourn.p50_millis.unwrap().value > 900.0);
}

#[test]
fn a_process_that_was_restarted_has_learned_no_limit() {
    // Ten come at once every second; of each ten all that are let in are answered too late, so that fewer are.
    let text = "u:client{per_sec=10} -call{latency_millis=0.1}-> \
                a:api_server{slots=10, service_millis=100, service_distribution=constant, adaptive_limit_millis=5}";
    let let_in = |events: &[(f64, bool)]| {
        let mut architecture = drawing(text);
        let component = architecture.components[1].id;
        let workload = architecture.components[0].workload.as_mut().expect("traffic");
        (workload.batch, workload.arrivals) = (10, Arrivals::Even);
        let event = |&(at_secs, is_up)| ScenarioEvent {
            at_secs,
            action: if is_up { Action::BringUp { component } } else { Action::TakeDown { component } },
        };
        architecture.scenario.events = events.iter().map(event).collect();
        let report = run(&architecture, options(32.5));
        report.series.components[0].throughput_per_sec[31]
    };
    assert_eq!(let_in(&[]), 1);
    assert_eq!(let_in(&[(30.5, false), (30.6, true)]), 10);
}

#[test]
fn heavy_tails_and_measured_times_lengthen_the_queue_as_their_variance_says() {
    let wait = |more: &str| {
        let report = replicate(&single(50.0, &format!("{more}, queue_limit=1000000")), 400.0, 10.0, 20);
        component(&report, "a").wait.mean_millis
    };
    // Pollaczek and Khinchine: 0.5 / 0.5 * (1 + scv) / 2 * 10 ms.
    agrees("H2", wait("service_distribution=hyperexponential, service_hyper_cv=2"), 25.0, 0.1);
    let measured = "service_distribution=histogram, service_histogram=\"5:1 15:1\"";
    agrees("measured", wait(measured), 5.0 * 1.25, 0.05);
    let pareto = "service_distribution=pareto, service_tail=3, service_spread=10";
    // Moments of the bounded Pareto from 1 to 10 with exponent 3: 1.5 × 0.99 / 0.999 and 3 × 0.9 / 0.999.
    let (mean, square) = (1.485 / 0.999, 2.7 / 0.999);
    let scv = square / (mean * mean) - 1.0;
    agrees("Pareto", wait(pareto), 5.0 * (1.0 + scv), 0.05);
}

#[test]
fn measured_times_bring_their_own_mean() {
    let mut architecture = drawing("u:client{per_sec=10} -> a:api_server{service_distribution=histogram}");
    let server = |it: &Architecture| it.components[1].spec().server;
    assert!(
        (server(&architecture).service.mean_millis - (5.0 * 70.0 + 20.0 * 25.0 + 100.0 * 5.0) / 100.0).abs()
            < 1e-9
    );
    architecture.components[1].params.insert("service_millis".into(), Value::Number(40.0));
    assert!((server(&architecture).service.mean_millis - 40.0).abs() < 1e-9);
}

#[test]
fn a_cancelled_request_leaves_every_kind_of_queue() {
    for discipline in ["lifo", "priority", "preemptive", "sharing"] {
        let text = format!(
            "u:client{{per_sec=300, writes=0.5}} -{{timeout_millis=50, cancel_on_timeout=true}}-> a:api_server{{{ONE}, discipline={discipline}}}"
        );
        let report = run(&ranked(&text), options(30.0));
        assert!(report.total.failed > 4000, "{discipline}");
        let a = component(&report, "a");
        assert!(a.mean_in_system.unwrap().value < 16.0, "{discipline}: {:?}", a.mean_in_system);
    }
}

/// Requests that hold their slots while they wait have all of them; messages come and go beside them.
#[test]
fn messages_are_not_counted_among_those_that_were_let_in() {
    let report = run_text(
        "u:client{per_sec=10, writes=0} -> w:worker{slots=2, queue_limit=0, service_millis=1, discipline=sharing, holds_slot=true} \
         -{on=read}-> far:microservice{slots=1000, service_millis=1000000}; \
         v:client{per_sec=50, writes=1} -publish-> q:queue -consume-> w",
        20.0,
    );
    assert!(component(&report, "w").succeeded > 900);
    assert_eq!(component(&report, "far").arrived, 2);
}

/// Four requests at once every second; something happens to the pool at 5.3 s.
fn shared(slots: u32, lasts_secs: f64, change: Change) -> Report {
    let mut shop = drawing(&format!(
        "u:client{{per_sec=4, batch=4}} -call{{latency_millis=0}}-> a:api_server{{slots={slots}, service_millis=10, \
         service_distribution=constant, fixed_delay_millis=0, discipline=sharing}}"
    ));
    let source = shop.components[0].workload.as_mut().expect("a workload");
    source.arrivals = Arrivals::Even;
    let change = Change { place: common::place(&shop, "a"), ..change };
    change_at(&mut shop, 5.3, change.lasting(lasts_secs));
    run(&shop, options(10.9))
}

fn whole_time_millis(report: &Report) -> f64 {
    let sojourn = &component(report, "a").sojourn;
    sojourn.mean_millis.expect("answers").value * sojourn.samples as f64
}

#[test]
fn fewer_shared_slots_slow_down_only_who_shares_them() {
    let exhausted =
        |left| Change::new("pool-exhaustion", Place::Architecture).with("left", left).with("over", 0.0);
    let as_drawn = whole_time_millis(&shared(8, 0.0, exhausted(1.0)));
    // Four at a time still have a slot each; then two for each slot.
    let half = whole_time_millis(&shared(8, 60.0, exhausted(0.5)));
    let quarter = whole_time_millis(&shared(8, 60.0, exhausted(0.25)));
    assert!((half - as_drawn).abs() < 0.1, "{half} {as_drawn}");
    assert!(quarter > 1.4 * as_drawn && quarter < 1.6 * as_drawn, "{quarter} {as_drawn}");
    // Nobody goes on without any, and all do when there are slots again.
    let none = shared(8, 2.5, exhausted(0.0));
    assert_eq!(none.total.failed + none.total.in_flight_at_end, 0);
    assert!(none.series.seconds[6].in_flight >= 4, "{}", none.series.seconds[6].in_flight);
}

#[test]
fn an_end_that_was_planned_before_an_outage_ends_nobody_after_it() {
    let mut shop = drawing(
        "u:client{per_sec=10} -{latency_millis=0}-> a:api_server{slots=1000, service_millis=900, service_distribution=constant, \
         fixed_delay_millis=0, discipline=sharing}",
    );
    shop.components[0].workload.as_mut().expect("a workload").arrivals = Arrivals::Even;
    // Before the first ones are done; those that come next are to be done 0.9 s later, and not when those would have been.
    let outage = Change::new("crash", common::place(&shop, "a")).lasting(0.02);
    change_at(&mut shop, 0.45, outage);
    let sojourn = component(&run(&shop, options(5.0)), "a").sojourn;
    assert!(sojourn.samples > 30, "{sojourn:?}");
    assert!(sojourn.standard_deviation_millis.expect("answers").value < 1e-3, "{sojourn:?}");
}

#[test]
fn a_pause_is_as_long_for_those_who_share_slots_as_for_others() {
    let report = shared(1, 2.5, Change::new("stall", Place::Architecture));
    // It ends at 7.8 s: eight or twelve have waited by then, and each has its ten milliseconds after it.
    let seconds = &report.series.seconds;
    assert!(seconds[6].in_flight >= 4 && seconds[8].in_flight <= 4, "{:?}", seconds[8]);
    assert_eq!(report.total.in_flight_at_end, 0);
    let longest = component(&report, "a").sojourn.mean_millis.unwrap().value;
    assert!(longest < 40.0 + 2500.0 * 12.0 / 40.0, "{longest}");
}

#[test]
fn who_has_waited_works_for_as_long_as_anybody() {
    // What takes more than four seconds does not fit into the word in which it is kept until then.
    for service_millis in [1.0, 8e3] {
        let per_sec = 800.0 / service_millis;
        let text = format!(
            "u:client{{per_sec={per_sec}, writes=0}} -{{latency_millis=0}}-> \
             a:api_server{{slots=1, queue_limit=1000, service_millis={service_millis}}}"
        );
        let report = run_text(&text, 10.0 * service_millis);
        let found = component(&report, "a").own_work_utilization.expect("a bound").value;
        assert!((found - 0.8).abs() < 0.06, "{service_millis}: {found}");
    }
}
