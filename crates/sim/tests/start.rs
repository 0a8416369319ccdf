//! What is needed to serve again, whoever or whatever brings a component back.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

mod common;

use common::{component, drawing, id, options, run};
use model::{
    Architecture, Place,
    scenario::{Action, Change, ScenarioEvent},
    workload::Pattern,
};
use sim::Report;

fn at(architecture: &mut Architecture, at_secs: f64, action: Action) {
    architecture.scenario.events.push(ScenarioEvent { at_secs, action });
}

fn restart(architecture: &Architecture, name: &str) -> Action {
    Action::Change(Change::new("restart", Place::Component(id(architecture, name))))
}

#[track_caller]
fn is_down_for(report: &Report, secs: f64, of_secs: f64) {
    let down = (1.0 - component(report, "a").up_ratio.unwrap().value) * of_secs;
    assert!((down - secs).abs() < 0.01, "down for {down} s, expected {secs} s");
}

const GUARDED: &str = "u:client{per_sec=50} -> a:api_server{boot_secs=1}; a -secret-> vault:secret_manager";

#[test]
fn a_restarted_component_fetches_its_secrets_like_any_other() {
    let mut shop = drawing(GUARDED);
    let vault = id(&shop, "vault");
    at(&mut shop, 3.0, Action::TakeDown { component: vault });
    let again = restart(&shop, "a");
    at(&mut shop, 4.0, again);
    at(&mut shop, 9.5, Action::BringUp { component: vault });
    // It has booted at 5 s, and asks every second: the vault answers at 10 s.
    is_down_for(&run(&shop, options(20.0)), 6.0, 20.0);
}

#[test]
fn what_an_earlier_start_had_planned_is_void() {
    let mut shop = drawing(GUARDED);
    let (a, vault) = (id(&shop, "a"), id(&shop, "vault"));
    at(&mut shop, 2.0, Action::TakeDown { component: vault });
    for (secs, action) in [
        (3.0, Action::TakeDown { component: a }),
        (5.0, Action::BringUp { component: a }),
        (5.5, Action::TakeDown { component: a }),
        (5.7, Action::BringUp { component: a }),
        (6.9, Action::BringUp { component: vault }),
    ] {
        at(&mut shop, secs, action);
    }
    // The second start asks at 5.7, 6.7 and 7.7 s; the first would have asked at 7 s.
    is_down_for(&run(&shop, options(20.0)), 4.7, 20.0);
}

/// 500 messages in five seconds, of which each worker handles 50 a second.
fn batch(workers: u32) -> Architecture {
    let mut shop = drawing(&format!(
        "u:client -publish-> jobs:queue*2 -consume-> w:worker*{workers}{{slots=1, service_millis=20, service_distribution=constant}}"
    ));
    shop.components[0].workload.as_mut().unwrap().pattern =
        Pattern::Spike { base_per_sec: 0.0, peak_per_sec: 100.0, at_secs: 0.0, for_secs: 5.0 };
    shop
}

fn left(report: &Report) -> u64 {
    let consumed = report.connections.iter().find(|it| it.mean_backlog.is_some()).unwrap();
    report.total.succeeded - consumed.succeeded
}

#[test]
fn consumers_fetch_what_a_broker_kept_while_it_was_down() {
    let mut shop = batch(1);
    let crash = Change::new("crash", Place::Component(id(&shop, "jobs")));
    at(&mut shop, 6.0, Action::Change(crash.lasting(1.0).with("share", 0.5)));
    // Nothing new comes that would remind anybody: 10 s of work, and one second without the broker.
    assert_eq!(left(&run(&shop, options(20.0))), 0);
}

#[test]
fn a_worker_that_comes_back_beside_others_fetches_at_once() {
    let mut shop = batch(2);
    let w = id(&shop, "w");
    let crash = Change::new("crash", Place::Component(w)).with("share", 0.5);
    at(&mut shop, 1.0, Action::Change(crash));
    at(&mut shop, 6.0, Action::BringUp { component: w });
    // 1 s for two, 5 s for one: some 350 are done, and two need 1.5 s for the rest, one alone 3 s.
    let report = run(&shop, options(8.5));
    assert_eq!(left(&report), 0);
    assert!(report.total.generated > 400);
}

#[test]
fn who_is_drained_while_it_fetches_its_secrets_does_not_serve() {
    let mut shop =
        drawing("u:client{per_sec=50} -> a:api_server; [x: a]; [y: a]; a -secret-> vault:secret_manager");
    let (a, vault) = (id(&shop, "a"), id(&shop, "vault"));
    let x = shop.zones.iter().find(|it| it.name == "x").unwrap().id;
    at(&mut shop, 2.0, Action::TakeDown { component: vault });
    at(&mut shop, 3.0, Action::TakeDown { component: a });
    at(&mut shop, 4.0, Action::BringUp { component: a });
    at(&mut shop, 6.0, Action::Change(Change::new("drain-zone", Place::Zone(x))));
    at(&mut shop, 8.5, Action::BringUp { component: vault });
    // Both would be found ten seconds after the start, and then a loss of the drained one would be felt.
    at(&mut shop, 25.0, Action::Change(Change::new("zone-loss", Place::Zone(x))));
    let report = run(&shop, options(34.0));
    let failed: u32 = report.series.seconds[10..].iter().map(|it| it.failed).sum();
    assert_eq!(failed, 0);
}
