//! What brokers hold, and what stores publish.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

mod common;

use common::{component, drawing, options, run_text};
use model::{
    Place,
    scenario::{Action, Change, ScenarioEvent},
};

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
    architecture.scenario.events = vec![ScenarioEvent { at_secs: 5.0, action: Action::Change(crash) }];
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
    shop.scenario.events.push(ScenarioEvent { at_secs: 10.0, action: Action::Change(fewer) });
    let report = common::run(&shop, options(40.0));
    let handled = report.connections.iter().find(|it| it.mean_backlog.is_some()).unwrap().succeeded as f64;
    // A hundred a second, then the fifty that one worker can do. Poisson for ten seconds, four standard deviations.
    assert!((handled - (1000.0 + 30.0 * 50.0)).abs() < 130.0, "{handled}");
}
