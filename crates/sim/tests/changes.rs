//! Changes to a running system: that they begin and end, what they do, and that nothing else is touched.

mod common;

use common::{change_at, component, drawing, options, place, run};
use model::{
    Architecture,
    finding::Place,
    scenario::{Action, Change},
};
use sim::{Report, Session, SimTime, report::FailureCause};

const POOL: &str = "slots=10, service_millis=10, service_distribution=exponential, fixed_delay_millis=0";

/// The connection that ends at a component.
fn way(architecture: &Architecture, name: &str) -> Place {
    let Place::Component(id) = place(architecture, name) else { unreachable!() };
    Place::Connection(architecture.incoming(id).next().expect("a connection").id)
}

fn mean_between(report: &Report, from: usize, to: usize) -> f64 {
    let seconds = &report.series.seconds[from..to];
    let p50: Vec<f64> = seconds.iter().filter_map(|it| it.p50_millis).map(f64::from).collect();
    p50.iter().sum::<f64>() / p50.len() as f64
}

#[test]
fn slowness_comes_and_goes() {
    let mut shop =
        drawing(&format!("u:client{{per_sec=200}} -call{{latency_millis=0}}-> api:api_server{{{POOL}}}"));
    let change = Change::new("slow", place(&shop, "api")).lasting(10.0).with("factor", 3.0);
    change_at(&mut shop, 10.0, change);
    let report = run(&shop, options(30.0));
    let (before, during, after) =
        (mean_between(&report, 2, 10), mean_between(&report, 12, 19), mean_between(&report, 22, 30));
    assert!((during / before - 3.0).abs() < 0.3, "{before} ms, then {during} ms");
    assert!((after / before - 1.0).abs() < 0.1, "{before} ms before, {after} ms after");
}

#[test]
fn a_change_touches_no_other_draw() {
    let text = format!(
        "u:client{{per_sec=100}} -call-> api:api_server{{{POOL}}} -> db:database_sql\nv:client{{per_sec=100}} -call-> other:api_server{{{POOL}}}"
    );
    let calm = drawing(&text);
    let mut broken = calm.clone();
    let change = Change::new("slow", place(&broken, "api")).lasting(5.0);
    change_at(&mut broken, 5.0, change);
    let (calm, broken) = (run(&calm, options(20.0)), run(&broken, options(20.0)));
    let sojourn = |report: &Report| component(report, "other").sojourn;
    assert_eq!(sojourn(&calm), sojourn(&broken));
    assert_ne!(component(&calm, "api").sojourn, component(&broken, "api").sojourn);
}

#[test]
fn slicing_and_snapshots_change_nothing() {
    let mut shop =
        drawing(&format!("u:client{{per_sec=300}} -> lb:load_balancer -> api:api_server*3{{{POOL}}}"));
    let events = [
        (2.0, Change::new("slow", place(&shop, "api")).lasting(3.0)),
        (3.0, Change::new("traffic", place(&shop, "u")).lasting(4.0).with("factor", 2.0)),
        (4.0, Change::new("packet-loss", way(&shop, "api")).lasting(2.0)),
        (5.0, Change::new("crash", place(&shop, "api")).lasting(2.0).with("share", 0.4)),
        (6.0, Change::new("scale", place(&shop, "api")).with("replicas", 5.0)),
    ];
    events.into_iter().for_each(|(at, change)| change_at(&mut shop, at, change));
    let whole = run(&shop, options(12.0));
    let mut session = Session::new(&shop, options(12.0)).expect("a run");
    while !session.advance(SimTime::NEVER, 777).is_done {
        session = session.clone();
        session.check_conservation().expect("conservation");
    }
    assert_eq!(session.report(), whole);
}

#[test]
fn what_is_done_by_hand_repeats_as_scenario() {
    let mut shop = drawing(&format!("u:client{{per_sec=300}} -call-> api:api_server{{{POOL}}}"));
    let change = Change::new("slow", place(&shop, "api")).lasting(3.0);
    let mut session = Session::new(&shop, options(10.0)).expect("a run");
    session.advance(SimTime::from_secs(4.0), u64::MAX);
    session.apply(&Action::Change(change));
    session.advance(SimTime::NEVER, u64::MAX);
    let by_hand = session.report();
    shop.scenario.events = by_hand.scenario.clone();
    assert_eq!(run(&shop, options(10.0)).digest, by_hand.digest);
}

#[test]
fn a_tenth_of_lost_packets_costs_their_resending() {
    let text = format!(
        "u:client{{per_sec=200}} -call{{latency_millis=1}}-> api:api_server{{{POOL}, service_distribution=constant}}"
    );
    let text = text.replacen("service_distribution=exponential, ", "", 1);
    let mut shop = drawing(&text);
    let loss = Change::new("packet-loss", way(&shop, "api")).with("share", 0.1);
    change_at(&mut shop, 0.0, loss);
    let report = run(&shop, options(100.0));
    // Each way: the sum over k losses in a row, p^k (1 - p), of 200 ms x (2^k - 1) is 200 p / (1 - 2p) = 25 ms.
    let mean = report.total.latency.mean_millis.expect("answers").value;
    assert!((mean - (10.0 + 2.0 + 50.0)).abs() < 4.0, "{mean}");
    assert_eq!(report.total.failed, 0);
}

#[test]
fn more_traffic_is_so_much_more_and_only_for_so_long() {
    let mut shop = drawing("u:client{per_sec=100} -> api:api_server");
    let change = Change::new("traffic", place(&shop, "u")).lasting(10.0).with("factor", 4.0);
    change_at(&mut shop, 10.0, change);
    let report = run(&shop, options(30.0));
    let sent = |from: usize, to: usize| -> u32 {
        report.series.seconds[from..to].iter().map(|it| it.generated).sum()
    };
    // Poisson counts: four standard deviations.
    for (from, to, expected) in [(0, 10, 1000.0f64), (10, 20, 4000.0), (20, 30, 1000.0)] {
        let found = f64::from(sent(from, to));
        assert!(
            (found - expected).abs() < 4.0 * expected.sqrt(),
            "{found} from {from} s, expected {expected}"
        );
    }
}

#[test]
fn users_come_and_leave() {
    let mut shop = drawing("u:client{users=50, think_secs=1} -> api:api_server");
    let change = Change::new("traffic", place(&shop, "u")).lasting(20.0).with("factor", 2.0);
    change_at(&mut shop, 20.0, change);
    let report = run(&shop, options(60.0));
    let sent = |from: usize, to: usize| -> f64 {
        report.series.seconds[from..to].iter().map(|it| f64::from(it.generated)).sum::<f64>()
            / (to - from) as f64
    };
    assert!((sent(0, 20) - 48.0).abs() < 6.0, "{}", sent(0, 20));
    assert!((sent(22, 40) - 96.0).abs() < 9.0, "{}", sent(22, 40));
    assert!((sent(44, 60) - 48.0).abs() < 6.0, "{}", sent(44, 60));
}

#[test]
fn a_lost_share_of_the_replicas_is_taken_out_by_the_balancer() {
    let mut shop =
        drawing(&format!("u:client{{per_sec=400}} -> lb:load_balancer -> api:api_server*4{{{POOL}}}"));
    let change = Change::new("crash", place(&shop, "api")).lasting(20.0).with("share", 0.5);
    change_at(&mut shop, 10.0, change);
    let report = run(&shop, options(60.0));
    let failed =
        |from: usize, to: usize| -> u32 { report.series.seconds[from..to].iter().map(|it| it.failed).sum() };
    assert_eq!(failed(0, 10), 0);
    // Half of the requests, until the health check notices.
    assert!(failed(10, 12) > 300, "{}", failed(10, 12));
    assert_eq!(failed(21, 60), 0);
    let causes: Vec<_> = report.errors.iter().map(|it| it.cause).collect();
    assert!(causes.contains(&FailureCause::Refused), "{causes:?}");
}

#[test]
fn more_replicas_carry_more_and_cost_more() {
    let one = "slots=1, service_millis=10, fixed_delay_millis=0, boot_secs=0";
    let mut shop =
        drawing(&format!("u:client{{per_sec=150}} -> lb:load_balancer -> api:api_server{{{one}}}"));
    let change = Change::new("scale", place(&shop, "api")).with("replicas", 3.0);
    change_at(&mut shop, 10.0, change);
    let report = run(&shop, options(60.0));
    let api = component(&report, "api");
    let queue = &report.series.components.iter().find(|it| it.id == api.id).expect("a series").queue;
    assert!(queue[9] > 300, "{}", queue[9]);
    assert!(queue[50] < 20, "{}", queue[50]);
    let utilization = api.utilization.expect("a bound").value;
    assert!((0.0..=1.0).contains(&utilization), "{utilization}");
}
