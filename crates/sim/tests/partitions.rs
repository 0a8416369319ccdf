//! Partitions of topics when workers come and go, and what is told about them.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

mod common;

use common::{drawing, options, run};
use model::{
    Architecture, ComponentId, Place,
    scenario::{Action, Change, ScenarioEvent},
};
use sim::{Report, RunOptions, report::ConnectionReport};

fn at(architecture: &mut Architecture, at_secs: f64, name: &str, action: impl Fn(ComponentId) -> Action) {
    let component = architecture.components.iter().find(|it| it.name == name).unwrap().id;
    architecture.scenario.events.push(ScenarioEvent { at_secs, action: action(component) });
}

fn consumed(report: &Report) -> &ConnectionReport {
    report.connections.iter().find(|it| it.most_in_partition.is_some()).unwrap()
}

#[test]
fn an_idle_worker_goes_on_with_the_partitions_of_one_that_is_lost() {
    let mut shop = drawing(
        "u:client{users=2, think_secs=0.05} -publish-> jobs:queue{partitions=16} -consume{backoff_base_millis=60000, \
         backoff_cap_millis=60000, jitter=none}-> w:worker*2{slots=1, service_millis=100, service_distribution=constant}",
    );
    at(&mut shop, 5.0, "u", |component| Action::TakeDown { component });
    let crash = |it| Action::Change(Change::new("crash", Place::Component(it)).with("share", 0.5));
    at(&mut shop, 5.05, "w", crash);
    for seed in 0..16 {
        let report = run(&shop, RunOptions { seed, ..options(30.0) });
        let left = (report.total.succeeded - consumed(&report).succeeded) as f64;
        // Nothing new comes that would remind the other worker. Only what stands behind the message that was interrupted waits.
        let one = consumed(&report).most_in_partition.unwrap().value;
        assert!(left <= one + 2.0, "seed {seed}: {left} {one}");
    }
}

#[test]
fn what_waits_when_the_measured_time_begins_is_the_longest_queue_if_it_only_shrinks() {
    // One user, so that all messages belong to one partition.
    let mut shop = drawing(
        "u:client{users=1, think_secs=0.05} -publish-> jobs:queue{partitions=2} -consume-> \
         w:worker{slots=1, service_millis=100, service_distribution=constant}",
    );
    at(&mut shop, 0.0, "u", |component| Action::TakeDown { component });
    let report = run(&shop, RunOptions { warm_up_secs: 10.0, ..options(30.0) });
    let found = consumed(&report);
    let (most, one) = (found.most_backlog.unwrap().value, found.most_in_partition.unwrap().value);
    // Twenty a second came for ten seconds, less the time that publishing takes, and ten a second were handled.
    assert!(one > 40.0 && one < 110.0 && most == one, "{most} {one}");
    assert!((found.succeeded as f64 - one).abs() < 3.0, "{} {one}", found.succeeded);
}
