//! Deploys that meet faults, budgets and other deploys.

use model::{finding::Place, scenario::Change};
use sim::{
    Report,
    report::{FailureCause, What},
};

use crate::{
    common::{change_at, component, drawing, options, place, run},
    fleet,
};

fn deploy(
    shop: &mut model::Architecture,
    at_secs: f64,
    change: &'static str,
    settings: &[(&'static str, f64)],
) {
    let mut change = Change::new(change, place(shop, "api"));
    for (key, value) in settings {
        change = change.with(key, *value);
    }
    change_at(shop, at_secs, change);
}

fn failed(report: &Report, seconds: std::ops::Range<usize>) -> u32 {
    report.series.seconds[seconds].iter().map(|it| it.failed).sum()
}

fn queue(report: &Report) -> &[u32] {
    let api = component(report, "api").id;
    &report.series.components.iter().find(|it| it.id == api).expect("a series").queue
}

fn at(report: &Report, what: What) -> f64 {
    let found = report.happenings.iter().find(|it| it.what == what);
    found.unwrap_or_else(|| panic!("no {what:?} in {:?}", report.happenings)).at_secs
}

const NONE_MISSING: &[(&str, f64)] = &[("max_unavailable", 0.0), ("max_surge", 1.0)];

#[test]
fn a_single_replica_goes_only_when_its_surge_has_booted() {
    let mut shop = fleet(1, 20.0, "");
    deploy(&mut shop, 10.0, "rolling-update", NONE_MISSING);
    let report = run(&shop, options(60.0));
    assert_eq!(report.total.failed, 0);
    let up = component(&report, "api").up_ratio.expect("a share").value;
    assert!((up - 1.0).abs() < 1e-9, "{up}");
    // The surge has booted at 15 s and takes the place of the replica.
    let done = at(&report, What::DeployDone);
    assert!((15.0..=16.0).contains(&done), "{done}");
}

#[test]
fn a_rolling_update_never_has_fewer_than_it_says() {
    // Three replicas carry 300 a second, four 400.
    let mut shop = fleet(4, 280.0, "");
    deploy(&mut shop, 10.0, "rolling-update", &[("max_unavailable", 1.0), ("max_surge", 2.0)]);
    let report = run(&shop, options(60.0));
    assert!(report.happenings.iter().any(|it| it.what == What::DeployDone));
    let queue = queue(&report);
    assert!(queue[10..30].iter().all(|it| *it < 150), "{:?}", &queue[10..30]);
}

#[test]
fn a_rolling_update_begins_with_replicas_that_are_down() {
    let mut shop = fleet(3, 20.0, "");
    let crash = Change::new("crash", place(&shop, "api")).with("share", 0.34).lasting(35.0);
    change_at(&mut shop, 5.0, crash);
    deploy(&mut shop, 10.0, "rolling-update", NONE_MISSING);
    let report = run(&shop, options(80.0));
    // A look, and five seconds to boot; for the others all three must be there.
    let replaced = at(&report, What::Replaced { replicas: 1, of: 3 });
    assert!((15.0..=17.0).contains(&replaced), "{replaced}");
    assert!(at(&report, What::Replaced { replicas: 2, of: 3 }) >= 45.0);
    at(&report, What::DeployDone);
}

#[test]
fn a_second_deploy_leaves_nothing_of_the_first_one_behind() {
    let outcome = |first: &'static str, second: &'static str| {
        let mut shop = fleet(3, 100.0, "");
        let settings = |it: &str| if it == "blue-green" { &[("keep_secs", 5.0)][..] } else { &[] };
        deploy(&mut shop, 10.0, first, settings(first));
        deploy(&mut shop, 13.0, second, settings(second));
        let report = run(&shop, options(100.0));
        let done = report.happenings.iter().filter(|it| it.what == What::DeployDone).count();
        assert_eq!(done, 1, "{first}, {second}: {:?}", report.happenings);
        let stairs = component(&report, "api").replica_secs.clone();
        // All three serve and are paid for, if that ever changed; what was there for a deploy alone is gone.
        let secs = |replicas: u32| stairs.iter().find(|it| it.replicas == replicas).map_or(0.0, |it| it.secs);
        assert!(stairs.is_empty() || secs(3) > 60.0, "{first}, {second}: {stairs:?}");
        report
    };
    for (first, second) in [
        ("blue-green", "blue-green"),
        ("blue-green", "rolling-update"),
        ("rolling-update", "blue-green"),
        ("rolling-update", "rolling-update"),
        ("recreate", "rolling-update"),
        ("canary", "recreate"),
    ] {
        let report = outcome(first, second);
        // Two of three replicas could not carry it.
        let queue = queue(&report)[95];
        assert!(queue < 60, "{first}, {second}: {queue}");
    }
}

#[test]
fn a_rolling_update_takes_as_many_waves_as_in_kubernetes() {
    // As many as may be missing and too many boot at a time, and those that are too many take the place of the last ones.
    let done_after = |replicas: u32, settings: &'static [(&'static str, f64)]| {
        let mut shop = fleet(replicas, 20.0, "");
        deploy(&mut shop, 10.0, "rolling-update", settings);
        let report = run(&shop, options(120.0));
        assert_eq!(report.total.failed, 0);
        at(&report, What::DeployDone) - 10.0
    };
    // Five seconds to boot: three replicas in two waves, ten in five, all at once in one.
    for (replicas, settings, waves) in [
        (3, &[][..], 2.0),
        (10, &[], 5.0),
        (4, &[("max_unavailable", 0.0), ("max_surge", 4.0)], 1.0),
        (4, &[("max_unavailable", 2.0), ("max_surge", 0.0)], 2.0),
    ] {
        let took = done_after(replicas, settings);
        // It is looked at every second.
        assert!((5.0 * waves..=5.0 * waves + 1.0).contains(&took), "{replicas} replicas: {took} s");
    }
}

#[test]
fn the_first_set_of_a_switch_is_kept_for_a_while_and_comes_back_at_once() {
    let shop_of = |keep: f64, back_at: f64| {
        let mut shop = fleet(4, 100.0, "");
        deploy(&mut shop, 10.0, "blue-green", &[("error_ratio", 1.0), ("keep_secs", keep)]);
        deploy(&mut shop, back_at, "roll-back", &[]);
        let report = run(&shop, options(100.0));
        let mean = component(&report, "api").mean_replicas.expect("a figure").value;
        (at(&report, What::RollbackDone), failed(&report, 0..100), mean)
    };
    // Booted at 15 s; what came until the switch back at 25 s failed, and nothing after it. Eight were paid for from 10 s to 25 s.
    let (done, failures, mean) = shop_of(60.0, 25.0);
    assert!((done - 25.0).abs() < 0.1, "{done}");
    assert!((900..1100).contains(&failures), "{failures}");
    assert!((mean - (4.0 + 4.0 * 15.0 / 100.0)).abs() < 0.05, "{mean}");
    // The first set is gone at 20 s: the old version has to boot again, as a second set.
    let (done, _, mean) = shop_of(5.0, 25.0);
    assert!((30.0..=31.0).contains(&done), "{done}");
    assert!((mean - (4.0 + 4.0 * 15.0 / 100.0)).abs() < 0.1, "{mean}");
}

#[test]
fn rolling_back_twice_is_rolling_back_once() {
    let outcome = |times: &[f64]| {
        let mut shop = fleet(4, 100.0, "");
        deploy(&mut shop, 10.0, "rolling-update", &[("error_ratio", 0.5)]);
        for at_secs in times {
            deploy(&mut shop, *at_secs, "roll-back", &[]);
        }
        let report = run(&shop, options(100.0));
        (at(&report, What::RollbackDone), failed(&report, 70..100), report.total.failed)
    };
    let once = outcome(&[40.0]);
    assert_eq!(once.1, 0);
    assert_eq!(outcome(&[40.0, 43.0]), once);
}

#[test]
fn rolling_back_at_once_keeps_the_old_version() {
    for strategy in ["rolling-update", "blue-green", "recreate", "canary"] {
        let mut shop = fleet(4, 100.0, "");
        deploy(&mut shop, 10.0, strategy, &[("slower", 3.0)]);
        deploy(&mut shop, 10.5, "roll-back", &[]);
        let report = run(&shop, options(60.0));
        assert!(!report.happenings.iter().any(|it| it.what == What::DeployDone), "{strategy}");
        at(&report, What::RollbackDone);
        assert_eq!(report.total.failed, 0, "{strategy}");
    }
    // Of a second set that still boots nobody sees anything.
    let mut shop = fleet(4, 100.0, "");
    deploy(&mut shop, 10.0, "blue-green", &[("error_ratio", 1.0)]);
    deploy(&mut shop, 13.0, "roll-back", &[]);
    let report = run(&shop, options(60.0));
    assert_eq!(report.total.failed, 0);
    let mean = component(&report, "api").mean_replicas.expect("a figure").value;
    assert!(mean < 4.2, "{mean}");
}

#[test]
fn a_feature_is_on_for_some_requests_and_off_again() {
    let shop_of = |settings: &[(&str, f64)]| {
        let mut shop = drawing(
            "u:client{per_sec=400} -call{latency_millis=0}-> api:api_server{slots=1000, service_millis=10, \
             service_distribution=constant, fixed_delay_millis=0}",
        );
        let mut flag = Change::new("feature-flag", place(&shop, "api")).lasting(20.0);
        for (key, value) in settings {
            flag = flag.with(key, *value);
        }
        change_at(&mut shop, 20.0, flag);
        run(&shop, options(60.0))
    };
    // A tenth takes ten times as long; the others are as they were, and nothing lies in between.
    let slow = shop_of(&[("share", 0.1), ("slower", 10.0)]);
    let p50_and_p95 = |seconds: std::ops::Range<usize>| -> Vec<(f32, f32)> {
        let known = slow.series.seconds[seconds].iter().filter_map(|it| it.p50_millis.zip(it.p95_millis));
        known.collect()
    };
    let during = p50_and_p95(24..39);
    assert!(!during.is_empty());
    assert!(during.iter().all(|(half, most)| (*half - 10.0).abs() < 0.1 && *most > 98.0), "{during:?}");
    let calm = [p50_and_p95(0..20), p50_and_p95(45..60)].concat();
    assert!(calm.len() > 5 && calm.iter().all(|(_, most)| *most < 10.2), "{calm:?}");
    // Half of 8,000 requests, of which a fifth fail: 800, give or take four standard deviations.
    let failing = shop_of(&[("share", 0.5), ("error_ratio", 0.2), ("slower", 1.0)]);
    assert!((693..=907).contains(&failed(&failing, 0..60)), "{}", failed(&failing, 0..60));
    assert_eq!(failed(&failing, 0..20) + failed(&failing, 41..60), 0);
}

#[test]
fn who_is_not_changed_yet_keeps_the_version_before() {
    const ONE_BY_ONE: &[(&str, f64)] = &[("max_unavailable", 1.0), ("max_surge", 0.0)];
    let mut shop = fleet(4, 100.0, "");
    let bad = [ONE_BY_ONE, &[("error_ratio", 0.5)]].concat();
    deploy(&mut shop, 10.0, "rolling-update", &bad);
    deploy(&mut shop, 50.0, "rolling-update", ONE_BY_ONE);
    deploy(&mut shop, 90.0, "roll-back", &[]);
    let report = run(&shop, options(130.0));
    // Four times five seconds: half of all fail, fewer and fewer, nobody, and half again.
    assert!((350..650).contains(&failed(&report, 35..45)), "{}", failed(&report, 35..45));
    assert!(failed(&report, 51..56) > 150, "{}", failed(&report, 51..56));
    assert_eq!(failed(&report, 72..90), 0);
    assert!((350..650).contains(&failed(&report, 115..125)), "{}", failed(&report, 115..125));
}

#[test]
fn a_canary_is_judged_where_slots_are_shared_or_work_is_interrupted() {
    for order in ["fifo", "sharing", "preemptive"] {
        let mut shop = fleet(4, 100.0, &format!(", discipline={order}"));
        deploy(&mut shop, 10.0, "canary", &[("share", 0.25), ("step_secs", 10.0), ("error_ratio", 0.5)]);
        let report = run(&shop, options(60.0));
        let went_back = at(&report, What::RollbackBegan { automatic: true });
        assert!((25.0..=28.0).contains(&went_back), "{order}: {went_back}");
    }
}

#[test]
fn what_a_canary_did_before_it_crashed_counts() {
    let mut shop = fleet(1, 4.0, "");
    deploy(&mut shop, 5.0, "canary", &[("step_secs", 10.0), ("error_ratio", 0.5)]);
    let crash = Change::new("crash", place(&shop, "api")).lasting(30.0);
    change_at(&mut shop, 19.0, crash);
    let went_back = at(&run(&shop, options(60.0)), What::RollbackBegan { automatic: true });
    assert!((20.0..=23.0).contains(&went_back), "{went_back}");
}

#[test]
fn a_change_that_has_ended_is_over_for_what_happens_at_the_same_moment() {
    // Ten are at work when the end of the slow way lets the deploy go on; their callers learn it at once.
    let mut shop = drawing(
        "u:client{per_sec=20} -> api:api_server{slots=50, service_millis=500, service_distribution=constant}",
    );
    let latency = Change::new("latency", Place::Connection(shop.connections[0].id));
    change_at(&mut shop, 1.0, latency.with("millis", 4000.0).lasting(9.2));
    deploy(&mut shop, 9.5, "recreate", &[]);
    let report = run(&shop, options(10.9));
    let interrupted = report.errors.iter().filter(|it| it.cause == FailureCause::Interrupted);
    let interrupted = interrupted.map(|it| it.count).sum::<u64>();
    assert!(interrupted > 3, "{interrupted}");
}

#[test]
fn a_deploy_that_ends_says_nothing_of_who_was_brought_up_by_hand() {
    // Drained at 11 s and brought up at 12 s, which the balancer notices after its health check. The deploy is done at 16 s.
    let begins_again = |replicas: u32| {
        let mut shop = fleet(replicas, 20.0, "");
        for it in &mut shop.components {
            if it.name == "lb" {
                it.params.insert("health_check_secs".into(), model::Value::Number(20.0));
            }
        }
        deploy(
            &mut shop,
            10.0,
            "rolling-update",
            &[("max_unavailable", f64::from(replicas)), ("max_surge", 0.0)],
        );
        let Place::Component(component) = place(&shop, "api") else { unreachable!("a component") };
        let action = model::scenario::Action::BringUp { component };
        shop.scenario.events.push(model::scenario::ScenarioEvent { at_secs: 12.0, action });
        let seconds = run(&shop, options(60.0)).series.seconds;
        assert!(seconds[13].succeeded == 0, "nobody is asked");
        13 + seconds[13..].iter().position(|it| it.succeeded > 0).expect("it is asked again")
    };
    assert_eq!([1, 2].map(begins_again), [32, 32]);
}
