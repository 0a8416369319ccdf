//! When replicas are ready, and what comes of it.

use std::ops::Range;

use model::{
    Architecture, Place,
    scenario::{Action, Change, ScenarioEvent},
};
use sim::{Report, report::What};

use crate::common::{change_at, component, drawing, options, place, run};

/// In which seconds a component was up.
fn up(report: &Report, name: &str) -> Vec<bool> {
    let id = component(report, name).id;
    report.series.components.iter().find(|it| it.id == id).expect("a series").up.clone()
}

fn failed_share(report: &Report, seconds: Range<usize>) -> f64 {
    let seconds = &report.series.seconds[seconds];
    let failed: u32 = seconds.iter().map(|it| it.failed).sum();
    let answered: u32 = seconds.iter().map(|it| it.succeeded).sum();
    f64::from(failed) / f64::from(failed + answered)
}

/// A chain of three programs, of which the last takes longest to boot.
fn chain(readiness: &str) -> Architecture {
    let program = |name: &str, boot: u32| {
        format!("{name}:microservice{{slots=50, service_millis=2, boot_secs={boot}, readiness={readiness}}}")
    };
    drawing(&format!(
        "u:client{{per_sec=50}} -> {} -> {} -> {}",
        program("a", 2),
        program("b", 4),
        program("c", 12)
    ))
}

fn after_power_loss(readiness: &str) -> Report {
    let mut shop = chain(readiness);
    let loss = Change::new("power-loss", Place::Architecture).lasting(10.0);
    change_at(&mut shop, 10.0, loss);
    run(&shop, options(60.0))
}

/// The first second in which it is up after the power was back at 20 s.
fn first_up(report: &Report, name: &str) -> usize {
    20 + up(report, name)[20..].iter().position(|it| *it).expect("it comes back")
}

#[test]
fn a_cold_start_comes_up_in_order() {
    let report = after_power_loss("needs_at_start");
    assert!(up(&report, "a")[11..19].iter().all(|it| !it));
    let [a, b, c] = ["a", "b", "c"].map(|it| first_up(&report, it));
    assert!((32..=33).contains(&c), "{c}");
    assert!(c <= b && b <= a && a <= c + 3, "{a} {b} {c}");
    assert_eq!(failed_share(&report, 40..60), 0.0);
    // Who looks at nothing is up when it has booted, and fails what comes.
    let report = after_power_loss("booted");
    let [a, b, c] = ["a", "b", "c"].map(|it| first_up(&report, it));
    assert!((22..=23).contains(&a) && (24..=25).contains(&b) && (32..=33).contains(&c), "{a} {b} {c}");
    assert!(failed_share(&report, 26..31) == 1.0);
    assert_eq!(failed_share(&report, 45..60), 0.0);
}

/// Three replicas, a tenth of whose requests asks a database that is gone from 10 s to 40 s.
fn shared(readiness: &str) -> Report {
    let mut shop = drawing(&format!(
        "u:client{{per_sec=200}} -> lb:load_balancer -> api:api_server*3{{slots=50, service_millis=2, \
         readiness={readiness}, probe_secs=5}} -{{probability=0.1}}-> db:database_sql"
    ));
    let crash = Change::new("crash", place(&shop, "db")).lasting(30.0);
    change_at(&mut shop, 10.0, crash);
    run(&shop, options(70.0))
}

#[test]
fn a_probe_of_what_all_share_takes_all_of_them_out() {
    // A tenth asks it, and fails.
    for kind in ["booted", "needs_at_start"] {
        let report = shared(kind);
        let share = failed_share(&report, 17..40);
        assert!((share - 0.1).abs() < 0.02, "{kind}: {share}");
    }
    let report = shared("needs_always");
    let before = failed_share(&report, 11..15);
    assert!((before - 0.1).abs() < 0.05, "{before}");
    assert_eq!(failed_share(&report, 18..40), 1.0);
    assert_eq!(failed_share(&report, 55..70), 0.0);
    let noted: Vec<_> = report.happenings.iter().map(|it| it.what).collect();
    assert_eq!(noted, [What::Unready, What::Ready]);
    let at = report.happenings[0].at_secs;
    assert!((15.0..=17.0).contains(&at), "{at}");
}

#[test]
fn a_new_version_waits_for_what_it_needs() {
    let done = |readiness: &str| {
        let mut shop = chain(readiness);
        let crash = Change::new("crash", place(&shop, "c")).lasting(25.0);
        change_at(&mut shop, 10.0, crash);
        let update = Change::new("rolling-update", place(&shop, "b"));
        change_at(&mut shop, 12.0, update);
        let report = run(&shop, options(60.0));
        let done = report.happenings.iter().find(|it| it.what == What::DeployDone).expect("an end");
        done.at_secs
    };
    assert!(done("booted") < 30.0, "{}", done("booted"));
    let waited = done("needs_at_start");
    assert!((35.0..45.0).contains(&waited), "{waited}");
}

#[test]
fn a_deploy_may_follow_one_that_waits() {
    let mut shop = chain("needs_at_start");
    let crash = Change::new("crash", place(&shop, "c")).lasting(25.0);
    change_at(&mut shop, 10.0, crash);
    let update = Change::new("rolling-update", place(&shop, "b"));
    let update = update.with("max_unavailable", 1.0).with("max_surge", 0.0);
    change_at(&mut shop, 12.0, update.clone());
    // The only replica has booted at 17 s and waits.
    change_at(&mut shop, 25.5, update);
    let report = run(&shop, options(60.0));
    let times: Vec<f64> = report.happenings.iter().map(|it| it.at_secs).collect();
    assert!(times.is_sorted() && times.len() >= 3, "{times:?}");
    assert!(failed_share(&report, 13..35) == 1.0 && failed_share(&report, 45..60) == 0.0);
}

/// Two replicas, each in a zone of its own, whose database is in a third; one zone is cut off from 10 s to 40 s.
fn parted(readiness: &str, change: &str) -> Report {
    let mut shop = drawing(&format!(
        "u:client{{per_sec=200}} -> lb:load_balancer{{algorithm=round_robin}}; [eu: [a: api:api_server{{slots=500, service_millis=2, \
         readiness={readiness}, probe_secs=5}}]; [b: api]; [c: db:database_sql{{slots=50, service_millis=5}}]]; \
         lb -> api -{{timeout_millis=500}}-> db"
    ));
    let zone = shop.zones.iter().find(|it| it.name == "b").expect("a zone").id;
    change_at(&mut shop, 10.0, Change::new(change, Place::Zone(zone)).lasting(30.0));
    run(&shop, options(60.0))
}

#[test]
fn a_replica_that_cannot_reach_what_it_needs_is_not_ready_and_the_others_are() {
    for change in ["partition", "partition-one-way"] {
        let blind = failed_share(&parted("needs_at_start", change), 12..40);
        assert!((blind - 0.5).abs() < 0.05, "{change}: {blind}");
        let report = parted("needs_always", change);
        let before = failed_share(&report, 11..15);
        assert!((before - 0.5).abs() < 0.1, "{change}: {before}");
        assert_eq!(failed_share(&report, 18..60), 0.0, "{change}");
        let noted: Vec<_> = report.happenings.iter().map(|it| it.what).collect();
        assert_eq!(noted, [What::Unready, What::Ready], "{change}");
    }
}

#[test]
fn who_restarts_on_the_wrong_side_waits_for_the_way_to_be_mended() {
    let mut shop = chain("needs_at_start");
    let way =
        shop.connections.iter().find(|it| shop.component(it.to).unwrap().name == "c").expect("a way").id;
    let cut = Change::new("partition", Place::Connection(way)).lasting(20.0);
    change_at(&mut shop, 10.0, cut);
    let restart = Change::new("restart", place(&shop, "b"));
    change_at(&mut shop, 12.0, restart);
    let report = run(&shop, options(60.0));
    let back = 13 + up(&report, "b")[13..].iter().position(|it| *it).expect("it comes back");
    assert!((30..=32).contains(&back), "{back}");
    assert_eq!(failed_share(&report, 35..60), 0.0);
}

/// What is drawn behind a balancer is there for those whom the balancer can bring to it.
#[test]
fn a_balancer_is_as_good_as_the_targets_that_it_reaches() {
    let mut shop = drawing(
        "u:client{per_sec=50} -> a:microservice{slots=50, service_millis=2, boot_secs=2, readiness=needs_at_start} \
         -> lb:load_balancer{health_check_secs=1} -> c:microservice",
    );
    let way =
        shop.connections.iter().find(|it| shop.component(it.to).unwrap().name == "c").expect("a way").id;
    change_at(&mut shop, 10.0, Change::new("partition", Place::Connection(way)).lasting(20.0));
    let restart = Change::new("restart", place(&shop, "a"));
    change_at(&mut shop, 12.0, restart);
    let report = run(&shop, options(60.0));
    // The balancer finds out a second after the way is mended.
    let back = 13 + up(&report, "a")[13..].iter().position(|it| *it).expect("it comes back");
    assert!((31..=33).contains(&back), "{back}");
}

/// The new replica stands in a zone that is cut off: it comes when it can reach what it needs, however fast it boots.
#[test]
fn a_new_replica_waits_where_it_stands() {
    for boot_secs in [0, 2] {
        waits_where_it_stands(boot_secs);
    }
}

fn waits_where_it_stands(boot_secs: u32) {
    let mut shop = drawing(&format!(
        "u:client{{per_sec=50}} -> lb:load_balancer; [eu: [a: api:api_server{{slots=50, service_millis=2, \
         boot_secs={boot_secs}, readiness=needs_at_start}}]; [b: api]; [c: db:database_sql]]; lb -> api -> db"
    ));
    let zone = shop.zones.iter().find(|it| it.name == "b").expect("a zone").id;
    change_at(&mut shop, 10.0, Change::new("partition", Place::Zone(zone)).lasting(20.0));
    let more = Change::new("scale", place(&shop, "api")).with("replicas", 4.0);
    change_at(&mut shop, 12.0, more);
    let report = run(&shop, options(60.0));
    let scaled = report.happenings.iter().filter_map(|it| match it.what {
        What::Scaled { to, .. } => Some((it.at_secs, to)),
        _ => None,
    });
    let scaled: Vec<_> = scaled.collect();
    assert!(matches!(scaled[..], [(first, 3), (last, 4)] if first < 16.0 && last >= 30.0), "{scaled:?}");
}

#[test]
fn who_waits_looks_again_every_second_whoever_brings_it_up() {
    let mut shop = drawing(
        "u:client{per_sec=50} -> a:api_server{slots=50, service_millis=2, boot_secs=0.4, readiness=needs_at_start} \
         -> d:microservice",
    );
    let way =
        shop.connections.iter().find(|it| shop.component(it.to).unwrap().name == "d").expect("a way").id;
    change_at(&mut shop, 10.0, Change::new("partition", Place::Connection(way)).lasting(10.35));
    let restart = Change::new("restart", place(&shop, "a"));
    change_at(&mut shop, 12.0, restart);
    // It looked at 20.2 s, before the way is mended, and looks again at 21.2 s; the looks since 12.4 s are over.
    let Place::Component(component) = place(&shop, "a") else { panic!("a component") };
    let by_hand = ScenarioEvent { at_secs: 20.2, action: Action::BringUp { component } };
    shop.scenario.events.push(by_hand);
    let report = run(&shop, options(30.0));
    assert_eq!(failed_share(&report, 12..21), 1.0);
    assert_eq!(failed_share(&report, 22..30), 0.0);
}

/// Of two replicas the second one is cut off and gets nothing new. It goes, and when all is well another one comes in its place.
#[test]
fn who_comes_in_the_place_of_one_that_was_not_ready_serves() {
    let mut shop = drawing(
        "u:client{per_sec=50} -> lb:load_balancer; [eu: [a: api:api_server{slots=50, service_millis=2, boot_secs=1, \
         readiness=needs_always, probe_secs=2}]; [b: api]; [c: db:database_sql]]; lb -> api -{timeout_millis=500}-> db",
    );
    let zone = shop.zones.iter().find(|it| it.name == "b").expect("a zone").id;
    change_at(&mut shop, 10.0, Change::new("partition", Place::Zone(zone)).lasting(20.0));
    let api = place(&shop, "api");
    change_at(&mut shop, 20.0, Change::new("scale", api).with("replicas", 1.0));
    change_at(&mut shop, 40.0, Change::new("scale", api).with("replicas", 2.0));
    // From then on it is alone, which the balancer notices after five seconds.
    change_at(&mut shop, 50.0, Change::new("crash", api).with("share", 0.5));
    let report = run(&shop, options(70.0));
    assert_eq!(failed_share(&report, 56..70), 0.0);
}

#[test]
fn who_is_not_ready_is_up_also_when_others_go() {
    let mut shop = drawing(
        "u:client{per_sec=50} -> lb:load_balancer -> api:api_server*2{readiness=needs_always, probe_secs=2} \
         -{timeout_millis=500}-> db:database_sql",
    );
    let (api, db) = (place(&shop, "api"), place(&shop, "db"));
    change_at(&mut shop, 10.0, Change::new("crash", db).lasting(20.0));
    change_at(&mut shop, 20.0, Change::new("scale", api).with("replicas", 1.0));
    let report = run(&shop, options(60.0));
    assert_eq!(failed_share(&report, 20..30), 1.0);
    assert!(up(&report, "api").iter().all(|it| *it));
}

#[test]
fn what_was_brought_up_without_power_does_not_boot_again() {
    let mut shop = drawing("u:client{per_sec=100} -> api:api_server{boot_secs=10}");
    let Place::Component(api) = place(&shop, "api") else { panic!("a component") };
    change_at(&mut shop, 10.0, Change::new("power-loss", Place::Architecture).lasting(10.0));
    let by_hand = ScenarioEvent { at_secs: 15.0, action: Action::BringUp { component: api } };
    shop.scenario.events.push(by_hand);
    let report = run(&shop, options(40.0));
    assert_eq!(failed_share(&report, 16..40), 0.0);
}

#[test]
fn who_looks_sees_what_holds_at_that_moment() {
    let mut shop = drawing(
        "u:client{per_sec=20} -> a:api_server{readiness=needs_always, probe_secs=0} -> db:database_sql",
    );
    // After four seconds everybody has forgotten the address.
    let failure = Change::new("dns-failure", place(&shop, "db")).with("ttl", 4.0).lasting(20.0);
    change_at(&mut shop, 10.0, failure);
    let report = run(&shop, options(40.0));
    let noted = report.happenings.iter().map(|it| (it.at_secs, it.what));
    assert_eq!(noted.collect::<Vec<_>>(), [(14.0, What::Unready), (30.0, What::Ready)]);
}
