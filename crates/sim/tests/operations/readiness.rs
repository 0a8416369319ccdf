//! When replicas are ready, and what comes of it.

use std::ops::Range;

use model::{Architecture, scenario::Change};
use sim::{Report, report::What};

use crate::{
    common::{component, drawing, options, run},
    happen, place,
};

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
    let loss = Change::new("power-loss", model::finding::Place::Architecture).lasting(10.0);
    happen(&mut shop, 10.0, loss);
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
    happen(&mut shop, 10.0, crash);
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
        happen(&mut shop, 10.0, crash);
        let update = Change::new("rolling-update", place(&shop, "b"));
        happen(&mut shop, 12.0, update);
        let report = run(&shop, options(60.0));
        let done = report.happenings.iter().find(|it| it.what == What::DeployDone).expect("an end");
        done.at_secs
    };
    assert!(done("booted") < 30.0, "{}", done("booted"));
    let waited = done("needs_at_start");
    assert!((35.0..45.0).contains(&waited), "{waited}");
}
