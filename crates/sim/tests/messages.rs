//! What brokers hold, and what stores publish.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

mod common;

use common::{change_at, component, drawing, options, run_text};
use model::{Place, scenario::Change, workload::Arrivals};
use sim::report::FailureCause;

#[test]
fn the_series_of_a_broker_shows_the_messages_that_it_holds() {
    let report = run_text(
        "u:client{per_sec=100} -publish-> jobs:queue -consume-> w:worker{slots=1, service_millis=20}",
        30.0,
    );
    let id = component(&report, "jobs").id;
    let series = report.series.components.iter().find(|it| it.id == id).unwrap();
    // 100 come and 50 are done each second.
    let (early, late) = (series.queue[9], series.queue[29]);
    assert!((350..750).contains(&early) && (1200..1900).contains(&late), "{early} {late}");
}

#[test]
fn a_store_publishes_its_writes_only() {
    let text = "u:client{per_sec=200, writes=0.25} -> db:database_sql{slots=50, cdc=true} -publish-> log:event_bus -consume-> w:worker{slots=50}";
    let report = run_text(text, 40.0);
    let share = component(&report, "log").arrived as f64 / component(&report, "db").arrived as f64;
    assert!((share - 0.25).abs() < 0.02, "{share}");
    let estimate = sim::estimate(&drawing(text)).unwrap();
    let of = |name: &str| estimate.components.iter().find(|it| it.id == component(&report, name).id).unwrap();
    assert!((of("w").arrivals_per_sec - 50.0).abs() < 1e-6, "{:?}", of("w"));
}

#[test]
fn more_workers_than_partitions_have_nothing_to_do() {
    let text = |partitions: &str| {
        format!(
            "u:client{{per_sec=100}} -publish-> jobs:queue{{{partitions}}} -consume-> w:worker*4{{slots=1, service_millis=20}}"
        )
    };
    let busy =
        |partitions: &str| component(&run_text(&text(partitions), 30.0), "w").utilization.unwrap().value;
    // Two of four are busy all the time, or all of them half of it.
    assert!((busy("partitions=2") - 0.5).abs() < 0.02, "{}", busy("partitions=2"));
    assert!((busy("") - 0.5).abs() < 0.05, "{}", busy(""));
    let report = run_text(&text("partitions=2"), 30.0);
    let lag = report.connections.iter().find(|it| it.most_in_partition.is_some()).unwrap();
    let (all, one) = (lag.most_backlog.unwrap().value, lag.most_in_partition.unwrap().value);
    // Two at 100 % wander far; four at 50 % do not.
    assert!(one > 15.0 && one < all && all < 2.0 * one, "{all} {one}");
    let report = run_text(&text(""), 30.0);
    let lag = report.connections.iter().find(|it| it.most_backlog.is_some()).unwrap();
    assert!(lag.most_backlog.unwrap().value < 15.0 && lag.most_in_partition.is_none());
}

#[test]
fn more_slots_than_partitions_do_nothing() {
    let done = |partitions: u32| {
        let text = format!(
            "u:client{{per_sec=500}} -publish-> jobs:queue{{partitions={partitions}}} \
             -consume{{latency_millis=0}}-> w:worker{{slots=4, service_millis=10, service_distribution=constant}}"
        );
        component(&run_text(&text, 20.0), "w").succeeded
    };
    // More come than are done: one message of 10 ms after the other in each partition, but for the first moments.
    assert!((1990..=2000).contains(&done(1)), "{}", done(1));
    assert!((3980..=4000).contains(&done(2)), "{}", done(2));
    assert!((7960..=8000).contains(&done(16)), "{}", done(16));
}

#[test]
fn a_message_that_fails_holds_up_those_behind_it() {
    let waiting = |partitions: &str| {
        let report = run_text(
            &format!(
                "u:client{{per_sec=20}} -publish-> jobs:queue{{max_deliveries=5{partitions}}} \
                 -consume{{backoff_base_millis=2000}}-> w:worker{{slots=50, service_millis=1, error_ratio=0.02}}"
            ),
            60.0,
        );
        report.connections.iter().find_map(|it| it.mean_backlog).unwrap().value
    };
    // One in fifty holds up its partition for a second on average.
    assert!(
        waiting("") < 0.01 && waiting(", partitions=2") > 0.4,
        "{} {}",
        waiting(""),
        waiting(", partitions=2")
    );
}

#[test]
fn partitions_of_a_worker_that_is_lost_go_to_the_others() {
    let mut architecture = drawing(
        "u:client{per_sec=100} -publish-> jobs:queue{partitions=6} -consume-> w:worker*3{slots=2, service_millis=10}",
    );
    let worker = architecture.components.iter().find(|it| it.name == "w").unwrap().id;
    let crash = Change::new("crash", Place::Component(worker)).lasting(10.0).with("share", 0.34);
    change_at(&mut architecture, 5.0, crash);
    let report = common::run(&architecture, options(30.0));
    let consumed = report.connections.iter().find(|it| it.most_backlog.is_some()).unwrap();
    // Nothing is left behind, and what was interrupted came again.
    assert!(
        report.total.generated - consumed.succeeded < 12,
        "{} {}",
        report.total.generated,
        consumed.succeeded
    );
    assert!(consumed.most_backlog.unwrap().value < 60.0, "{:?}", consumed.most_backlog);
}

#[test]
fn publishers_wait_while_the_broker_is_full() {
    let run = |when: &str| {
        run_text(
            &format!(
                "u:client{{users=20, think_secs=0.01}} -> a:api_server{{slots=5, service_millis=1}} -publish-> \
                 jobs:queue{{slots=50, service_millis=0.1, fixed_delay_millis=0, max_messages=10, publishing_when_full={when}}} -consume-> w:worker{{slots=1, service_millis=20}}"
            ),
            40.0,
        )
    };
    let (waiting, refused) = (run("wait"), run("refuse"));
    assert_eq!(waiting.total.failed, 0);
    assert!(refused.total.failed > 4 * refused.total.succeeded);
    // The workers set the pace of everybody, and the servers in between are all taken.
    let per_sec = waiting.total.throughput_per_sec.unwrap().value;
    assert!((per_sec - 50.0).abs() < 2.0, "{per_sec}");
    let busy = |it: &sim::Report| component(it, "a").utilization.unwrap().value;
    assert!(busy(&waiting) > 0.99 && busy(&refused) < 0.8, "{} {}", busy(&waiting), busy(&refused));
    assert!(component(&waiting, "jobs").mean_in_queue.unwrap().value > 9.9);
}

#[test]
fn workers_that_were_let_go_fetch_nothing_more() {
    let text = "u:client{per_sec=100} -publish-> jobs:queue -consume-> w:worker*4{slots=1, service_millis=20, \
                service_distribution=constant}";
    let mut shop = drawing(text);
    let workers = Place::Component(shop.components.iter().find(|it| it.name == "w").unwrap().id);
    let fewer = Change::new("scale", workers).with("replicas", 1.0);
    change_at(&mut shop, 10.0, fewer);
    let report = common::run(&shop, options(40.0));
    let handled = report.connections.iter().find(|it| it.mean_backlog.is_some()).unwrap().succeeded as f64;
    // A hundred a second, then the fifty that one worker can do. Poisson for ten seconds, four standard deviations.
    assert!((handled - (1000.0 + 30.0 * 50.0)).abs() < 130.0, "{handled}");
}

#[test]
fn a_message_is_about_what_its_request_was_about() {
    let text = "u:client{per_sec=100, writes=0.3} -publish-> jobs:queue -consume-> w:worker{slots=100, service_millis=1}; \
                w -> c:cache_redis{cache_mode=read_through, cache_model=keys, cached_keys=100, popularity=0, capacity_items=100, slots=100}; \
                c -> db:database_sql{slots=1000}; w -call{on=write}-> s:microservice{slots=100}";
    let report = run_text(text, 120.0);
    let found = |name: &str| component(&report, name);
    let share = found("s").arrived as f64 / found("w").arrived as f64;
    assert!((share - 0.3).abs() < 0.02, "{share}");
    // A write makes its item void, and a read finds what was read after the last write. Writes themselves never hit.
    let hits = found("c").hits as f64 / found("c").arrived as f64;
    assert!((hits - 0.7 * 0.7).abs() < 0.03, "{hits}");
}

#[test]
fn what_a_full_broker_turns_away_is_counted() {
    let report = run_text(
        "u:client{per_sec=100} -publish-> jobs:queue{max_messages=100} -consume-> w:worker{slots=1, service_millis=100}",
        30.0,
    );
    let jobs = component(&report, "jobs");
    let full = jobs.failed_by_cause.iter().find(|it| it.cause == FailureCause::BrokerFull).unwrap().count;
    // All but the answers that are still on their way.
    assert!(full > 1000 && full - report.total.failed < 5, "{full} {}", report.total.failed);
    let refused = jobs.probability_of_rejection.unwrap().value;
    assert!((refused - full as f64 / jobs.arrived as f64).abs() < 1e-9, "{refused}");
}

#[test]
fn nobody_waits_beside_an_idle_worker() {
    // Three work on messages of ten milliseconds that come every five: two are busy at any time, in turn.
    let mut shop = drawing(
        "u:client{per_sec=200} -publish-> jobs:queue{slots=100, service_millis=1, service_distribution=constant} -consume-> \
         w:worker*3{slots=1, service_millis=10, service_distribution=constant}",
    );
    shop.components[0].workload.as_mut().unwrap().arrivals = Arrivals::Even;
    let report = common::run(&shop, options(20.0));
    let consumed = report.connections.iter().find(|it| it.most_backlog.is_some()).unwrap();
    assert_eq!(consumed.most_backlog.unwrap().value, 0.0);
    assert!(report.total.generated - consumed.succeeded < 5);
}

#[test]
fn a_consumer_of_two_brokers_serves_both() {
    // The second broker's consumers are numbered after the first one's.
    let report = run_text(
        "u:client{per_sec=50} -publish-> one:queue -consume-> w:worker{slots=10, service_millis=5}; \
         v:mobile_app{per_sec=50} -publish-> two:event_bus; two -consume-> w; \
         two -consume-> x:stream_processing{slots=10, service_millis=5}; two -consume-> y:microservice{slots=10, service_millis=5}",
        20.0,
    );
    let arrived = |name: &str| component(&report, name).arrived as i64;
    assert!((arrived("w") - arrived("one") - arrived("two")).abs() < 5, "{}", arrived("w"));
    assert!((arrived("x") - arrived("two")).abs() < 5 && (arrived("y") - arrived("two")).abs() < 5);
}

#[test]
fn messages_are_as_old_when_they_are_fetched_as_littles_law_says() {
    let report = run_text(
        "u:client{per_sec=80} -publish-> jobs:queue -consume-> w:worker{slots=1, service_millis=10, service_distribution=constant}",
        200.0,
    );
    let consumed = report.connections.iter().find(|it| it.mean_backlog.is_some()).unwrap();
    let age_secs = consumed.mean_latency_millis.unwrap().value / 1000.0;
    let waiting = age_secs * consumed.attempts as f64 / 200.0;
    // Those that wait at the end have not been fetched.
    assert!((waiting / consumed.mean_backlog.unwrap().value - 1.0).abs() < 0.01, "{waiting}");
}

#[test]
fn failed_deliveries_are_counted_with_their_cause() {
    let report = run_text(
        "u:client{per_sec=50} -publish-> jobs:queue{max_deliveries=3} -consume{backoff_base_millis=10}-> \
         w:worker{slots=20, service_millis=1, error_ratio=0.2}",
        60.0,
    );
    let consumed = report.connections.iter().find(|it| it.mean_backlog.is_some()).unwrap();
    let failed = component(&report, "w").failed;
    let [cause] = &consumed.failed_by_cause[..] else { panic!("{:?}", consumed.failed_by_cause) };
    assert!(
        cause.cause == FailureCause::Error && failed > 500 && cause.count.abs_diff(failed) < 3,
        "{cause:?} {failed}"
    );
}

#[test]
fn idle_workers_take_turns() {
    // One worker stands beside the database, the other in another zone.
    let mut shop = drawing(
        "[r: [az1: w:worker{slots=1, service_millis=1}, d:database_sql{slots=100}]; [az2: w]]; \
         u:client{per_sec=10} -publish-> jobs:queue -consume-> w; w -> d",
    );
    let source = shop.components.iter_mut().find_map(|it| it.workload.as_mut()).unwrap();
    source.arrivals = Arrivals::Even;
    let report = common::run(&shop, options(20.05));
    let [w, d] = ["w", "d"].map(|name| component(&report, name));
    assert_eq!((w.arrived, d.arrived), (200, 200));
    let call = report.connections.iter().find(|it| it.to == d.id).unwrap();
    let network = call.mean_latency_millis.unwrap().value - d.sojourn.mean_millis.unwrap().value;
    assert!((network - 2.0 * (0.25 + 1.0) / 2.0).abs() < 0.02, "{network}");
}

#[test]
fn consumers_that_are_given_up_at_random_lose_as_many_as_the_exponential_law_says() {
    let report = run_text(
        "u:client{per_sec=50} -publish-> jobs:queue{max_deliveries=1} \
         -consume{timeout_millis=100, timeout_spread=exponential}-> w:worker{slots=100, service_millis=100, service_distribution=constant}",
        100.0,
    );
    let consumed = report.connections.iter().find(|it| it.mean_backlog.is_some()).unwrap();
    let share = consumed.dead_letters as f64 / consumed.attempts as f64;
    // As long as the work takes on average, and so late in e^-1 of the cases; of 5,000 the standard deviation is 0.7 %.
    assert!((share - 0.632).abs() < 0.025, "{share}");
}
