//! Replicas that come and go while a new version is rolled out.

use model::{Architecture, scenario::Change};
use sim::{Report, report::What};

use crate::{
    common::{change_at, component, options, place, run},
    fleet, scalings,
};

fn deploy(shop: &mut Architecture, at_secs: f64, change: &'static str, settings: &[(&'static str, f64)]) {
    let mut change = Change::new(change, place(shop, "api"));
    for (key, value) in settings {
        change = change.with(key, *value);
    }
    change_at(shop, at_secs, change);
}

fn scale(shop: &mut Architecture, at_secs: f64, replicas: f64) {
    deploy(shop, at_secs, "scale", &[("replicas", replicas)]);
}

fn is_done(report: &Report) -> bool {
    report.happenings.iter().any(|it| it.what == What::DeployDone)
}

const ONE_BY_ONE: &[(&str, f64)] = &[("max_unavailable", 1.0), ("max_surge", 0.0)];

#[test]
fn a_deploy_ends_also_if_there_are_fewer_replicas_than_at_its_beginning() {
    let mut shop = fleet(4, 50.0, "");
    deploy(&mut shop, 10.0, "rolling-update", ONE_BY_ONE);
    scale(&mut shop, 12.0, 2.0);
    let report = run(&shop, options(60.0));
    assert!(is_done(&report), "{:?}", report.happenings);
    assert_eq!(report.total.failed, 0);
    // Only two had to change.
    let changed = |it: &&sim::report::Happening| matches!(it.what, What::Replaced { .. });
    assert_eq!(report.happenings.iter().filter(changed).count(), 2);
}

#[test]
fn the_end_of_a_surge_leaves_those_that_were_asked_for_meanwhile() {
    let mut shop = fleet(3, 50.0, "");
    deploy(&mut shop, 10.0, "rolling-update", &[]);
    scale(&mut shop, 12.0, 6.0);
    let report = run(&shop, options(60.0));
    assert!(is_done(&report));
    assert_eq!(scalings(&report).last().map(|it| it.1), Some(6), "{:?}", report.happenings);
}

#[test]
fn a_surge_leaves_those_that_boot_when_it_begins() {
    let mut shop = fleet(2, 50.0, "");
    scale(&mut shop, 8.0, 5.0);
    deploy(&mut shop, 10.0, "rolling-update", &[]);
    let report = run(&shop, options(60.0));
    assert!(is_done(&report));
    assert_eq!(scalings(&report).last().map(|it| it.1), Some(5), "{:?}", report.happenings);
}

#[test]
fn who_is_changing_when_a_deploy_is_rolled_back_finishes_first() {
    let mut shop = fleet(8, 50.0, "");
    let mut broken = ONE_BY_ONE.to_vec();
    broken.push(("error_ratio", 1.0));
    deploy(&mut shop, 10.0, "rolling-update", &broken);
    // The first one boots from 11 s to 16 s, and back at once.
    deploy(&mut shop, 12.0, "roll-back", &[]);
    let report = run(&shop, options(60.0));
    assert_eq!(report.total.failed, 0);
    assert_eq!(component(&report, "api").up_ratio.expect("a share").value, 1.0);
}

#[test]
fn a_second_set_has_no_more_machines_than_there_are_replicas() {
    let mut shop = fleet(2, 20.0, "");
    deploy(&mut shop, 10.0, "blue-green", &[("slower", 0.1), ("keep_secs", 0.0)]);
    // It boots from 11 s to 16 s.
    scale(&mut shop, 13.0, 1.0);
    let report = run(&shop, options(60.0));
    assert!(is_done(&report));
    let stairs = &component(&report, "api").replica_secs;
    let secs = |replicas: u32| stairs.iter().find(|it| it.replicas == replicas).map_or(0.0, |it| it.secs);
    // Two until 11 s, four until 13 s, one and its second one until 16 s, then one.
    assert!((13.0..=15.0).contains(&secs(2)) && secs(3) == 0.0 && secs(1) > 40.0, "{stairs:?}");
}

#[test]
fn a_surge_that_takes_no_time_to_boot_has_the_new_version() {
    let mut shop = fleet(1, 50.0, ", boot_secs=0");
    deploy(&mut shop, 10.5, "rolling-update", &[("max_unavailable", 0.0), ("error_ratio", 1.0)]);
    let report = run(&shop, options(20.0));
    // Half of the requests, until the others are done a second later.
    let failed = report.series.seconds[10].failed;
    assert!((5..=20).contains(&failed), "{failed}");
}
