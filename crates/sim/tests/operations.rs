//! Autoscaling, deploys and what people on call do.

mod common;

#[path = "operations/autoscalers.rs"]
mod autoscalers;
#[path = "operations/deploys.rs"]
mod deploys;
#[path = "operations/disruptions.rs"]
mod disruptions;
#[path = "operations/drains.rs"]
mod drains;
#[path = "operations/leaving.rs"]
mod leaving;
#[path = "operations/readiness.rs"]
mod readiness;
#[path = "operations/rescaling.rs"]
mod rescaling;
#[path = "operations/scaling.rs"]
mod scaling;

use common::{change_at, component, drawing, options, place, run};
use model::{
    Architecture, Value,
    catalog::{Bought, ChargeKind},
    cost::{LineItem, monthly_cost},
    finding::Place,
    scenario::Change,
};
use sim::{
    Report, RunOptions, Session, SimTime,
    report::{FailureCause, What},
};

/// 100 requests per second and replica.
const POOL: &str = "slots=1, service_millis=10, fixed_delay_millis=0, queue_limit=100000, boot_secs=5";

fn fleet(replicas: u32, per_sec: f64, more: &str) -> Architecture {
    drawing(&format!(
        "u:client{{per_sec={per_sec}}} -> lb:load_balancer -> api:api_server*{replicas}{{{POOL}{more}}}"
    ))
}

/// Changes of the number of replicas: when, and to how many.
fn scalings(report: &Report) -> Vec<(f64, u32)> {
    let scaled = |it: &sim::report::Happening| match it.what {
        What::Scaled { to, .. } => Some((it.at_secs, to)),
        _ => None,
    };
    report.happenings.iter().filter_map(scaled).collect()
}

const HPA: &str = ", scaling=cpu, scaling_min=2, scaling_max=10, scaling_target=0.7";

#[test]
fn replicas_follow_the_load_up_after_a_minute_and_down_after_five() {
    let mut shop = fleet(2, 100.0, HPA);
    // 80 % of two replicas becomes 350 a second: 350 / (0.7 x 100) = 5 replicas.
    let more = Change::new("traffic", place(&shop, "u")).lasting(300.0).with("factor", 3.5);
    change_at(&mut shop, 60.0, more);
    let report = run(&shop, options(1000.0));
    let scalings = scalings(&report);
    let most = scalings.iter().map(|it| it.1).max().expect("it scales");
    let (first, last) = (scalings[0], scalings[scalings.len() - 1]);
    // Wanted during 60 s, seen at most a period later, then booted.
    assert!((60.0 + 60.0..=60.0 + 60.0 + 2.0 * 15.0 + 5.0).contains(&first.0), "{scalings:?}");
    // The queue that grew meanwhile is served as well, so that a few more may have come.
    assert!((5..=7).contains(&most), "{scalings:?}");
    assert!(last.0 >= 360.0 + 300.0 && last.0 <= 360.0 + 300.0 + 4.0 * 15.0, "{scalings:?}");
    assert_eq!(last.1, 2, "{scalings:?}");
    let mean = component(&report, "api").mean_replicas.expect("a figure").value;
    assert!(mean > 2.0 && mean < 7.0, "{mean}");
    // The same as a staircase, and what a bill is made of.
    let stairs = &component(&report, "api").replica_secs;
    assert_eq!((stairs[0].replicas, stairs[stairs.len() - 1].replicas), (2, most));
    let secs: f64 = stairs.iter().map(|it| it.secs).sum();
    let area: f64 = stairs.iter().map(|it| f64::from(it.replicas) * it.secs).sum();
    assert!((secs - 1000.0).abs() < 1e-6 && (area / secs - mean).abs() < 1e-6, "{stairs:?}");
    let bought = |keys: &[(&str, &str)]| {
        let mut shop = shop.clone();
        let api = shop.components.iter_mut().find(|it| it.name == "api").expect("api");
        api.params.extend(keys.iter().map(|(key, it)| ((*key).to_owned(), Value::Text((*it).to_owned()))));
        let id = api.id;
        monthly_cost(&shop, &report.usage()).components[&id].items.clone()
    };
    let hours = |items: &[LineItem], bought: Bought| -> f64 {
        let hours = items.iter().filter(|it| it.kind == ChargeKind::Hours && it.bought == bought);
        hours.map(|it| it.quantity).sum()
    };
    assert!((hours(&bought(&[]), Bought::OnDemand) - 730.0 * mean).abs() < 1e-6);
    // Two are always there; the others come as spot.
    let mixed = bought(&[("purchase", "one_year"), ("burst", "spot")]);
    assert!((hours(&mixed, Bought::OneYear) - 730.0 * 2.0).abs() < 1e-6);
    assert!((hours(&mixed, Bought::Spot) - 730.0 * (mean - 2.0)).abs() < 1e-6);
}

#[test]
fn of_processors_and_memory_the_scarcer_decides() {
    let settled = |cpu: f64, memory: f64| {
        let hpa = format!(
            ", scaling=cpu_memory, scaling_min=2, scaling_max=10, scaling_target={cpu}, scaling_memory_target={memory}"
        );
        let scalings = scalings(&run(&fleet(2, 100.0, &hpa), options(400.0)));
        scalings.last().map(|it| it.1)
    };
    // Two replicas at half load: 50 % of the processors, 30 % + 40 % / 2 = 50 % of the memory.
    assert_eq!(settled(0.65, 0.75), None);
    // 2 x 50 / 45 = 2.2 for the memory; three use 43 % of it.
    assert_eq!(settled(0.65, 0.45), Some(3));
    // 2 x 50 / 40 = 2.5 for the processors.
    assert_eq!(settled(0.4, 0.9), Some(3));
}

#[test]
fn an_autoscaler_never_leaves_its_bounds() {
    for (per_sec, expected) in [(5.0, 2), (900.0, 4)] {
        let shop = fleet(
            3,
            per_sec,
            ", scaling=cpu, scaling_min=2, scaling_max=4, scaling_up_secs=0, scaling_down_secs=0",
        );
        let report = run(&shop, options(120.0));
        assert_eq!(scalings(&report).last().map(|it| it.1), Some(expected), "{:?}", report.happenings);
    }
}

#[test]
fn an_autoscaler_leaves_the_number_alone_while_it_cools_down() {
    let scaled = |cooldown: u32| {
        let more = format!(
            ", scaling=cpu, scaling_min=2, scaling_max=20, scaling_up_secs=0, scaling_cooldown_secs={cooldown}"
        );
        scalings(&run(&fleet(2, 900.0, &more), options(300.0)))
    };
    let times = |cooldown| {
        let mut times: Vec<f64> = scaled(cooldown).iter().map(|it| it.0).collect();
        times.dedup();
        times
    };
    // From the first look to the next one, or to the first that is 100 s later.
    let (without, with) = (times(0), times(100));
    assert_eq!((without[0], without[1]), (20.0, 35.0), "{without:?}");
    assert_eq!((with[0], with[1]), (20.0, 125.0), "{with:?}");
    // What the queue that grew during the boot asks for is not ordered on top.
    let most = |cooldown| scaled(cooldown).iter().map(|it| it.1).max();
    assert!(most(100) < most(0), "{without:?} {with:?}");
}

#[test]
fn workers_follow_the_length_of_their_queue() {
    let shop = drawing(&format!(
        "u:client{{per_sec=150}} -> api:api_server{{slots=100}} -publish-> jobs:queue -consume-> w:worker{{{POOL}, scaling=queue, \
         scaling_queue=20, scaling_min=1, scaling_up_secs=0}}"
    ));
    let report = run(&shop, options(300.0));
    let jobs = component(&report, "jobs").id;
    let backlog = &report.series.components.iter().find(|it| it.id == jobs).expect("a series").queue;
    assert!(scalings(&report).iter().any(|it| it.1 >= 2), "{:?}", report.happenings);
    assert!(backlog[290] < 100, "{}", backlog[290]);
}

#[test]
fn a_schedule_brings_replicas_before_the_load_and_lets_them_go_after_it() {
    let when = ", scaling_scheduled=6, scaling_from_secs=40, scaling_until_secs=100, scaling_down_secs=60";
    let scaled = |more: &str| scalings(&run(&fleet(2, 100.0, &format!("{HPA}{more}")), options(240.0)));
    // Ordered at 40 s, booted 5 s later, all four at a time. The looks up to the one at 90 s recommend six, that at 105 s two
    // again; nothing but two was recommended for 60 s at 165 s.
    assert_eq!(scaled(when), [(45.0, 6), (165.0, 2)]);
    // What is warm serves the moment that the schedule starts.
    assert_eq!(scaled(&format!("{when}, scaling_warm=4")), [(40.0, 6), (165.0, 2)]);
    // Never above the most replicas, though a person may write so.
    assert_eq!(scaled(&format!("{when}, scaling_max=4")), [(45.0, 4), (165.0, 2)]);
    // Without a schedule half of two replicas' capacity is left alone.
    assert_eq!(scaled(""), []);
    // The times are those of the charts, whatever the warm-up.
    let shop = fleet(2, 100.0, &format!("{HPA}{when}"));
    let warm = RunOptions { warm_up_secs: 20.0, ..options(60.0) };
    assert_eq!(scalings(&run(&shop, warm)), [(45.0, 6)]);
}

#[test]
fn warm_replicas_serve_at_once() {
    let first = |warm: u32| {
        let more = format!(", scaling=cpu, scaling_up_secs=0, scaling_warm={warm}, boot_secs=40");
        let shop = fleet(2, 190.0, &more);
        scalings(&run(&shop, options(120.0)))[0].0
    };
    assert_eq!(first(4), 15.0);
    assert_eq!(first(0), 55.0);
}

#[test]
fn an_autoscaler_that_is_too_late_is_a_matter_of_its_boot_time() {
    let failed = |boot: u32| {
        let text = POOL.replace("boot_secs=5", &format!("boot_secs={boot}")).replace("100000", "200");
        let mut shop = drawing(&format!(
            "u:client{{per_sec=150}} -> lb:load_balancer -> api:api_server*2{{{text}, scaling=cpu, scaling_up_secs=0}}"
        ));
        let more = Change::new("traffic", place(&shop, "u")).with("factor", 4.0);
        change_at(&mut shop, 30.0, more);
        run(&shop, options(240.0)).total.failed
    };
    let (quick, slow) = (failed(5), failed(90));
    assert!(slow > 3 * quick, "{quick} with five seconds, {slow} with ninety");
}

#[test]
fn a_rolling_update_loses_no_request_and_never_has_too_few() {
    let mut shop = fleet(4, 150.0, "");
    let update =
        Change::new("rolling-update", place(&shop, "api")).with("max_surge", 0.0).with("slower", 2.0);
    change_at(&mut shop, 10.0, update);
    let report = run(&shop, options(120.0));
    assert_eq!(report.total.failed, 0);
    let replaced: Vec<_> = report
        .happenings
        .iter()
        .filter_map(|it| match it.what {
            What::Replaced { replicas, of: 4 } => Some((it.at_secs, replicas)),
            _ => None,
        })
        .collect();
    // One after the other, each booting for five seconds.
    assert_eq!(replaced.iter().map(|it| it.1).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert!(replaced[3].0 >= 30.0, "{replaced:?}");
    assert!(matches!(report.happenings.last().expect("an end").what, What::DeployDone));
    let service = component(&report, "api").mean_service_millis.expect("work").value;
    assert!(service > 15.0, "{service}");
}

#[test]
fn a_surge_keeps_all_replicas_serving_and_goes_again() {
    let mut shop = fleet(3, 150.0, "");
    let update = Change::new("rolling-update", place(&shop, "api")).with("max_unavailable", 0.0);
    change_at(&mut shop, 10.0, update);
    let report = run(&shop, options(120.0));
    assert_eq!(report.total.failed, 0);
    assert_eq!(scalings(&report).iter().map(|it| it.1).collect::<Vec<_>>(), [4, 3]);
}

#[test]
fn a_recreated_component_is_gone_while_it_boots() {
    let mut shop = fleet(3, 150.0, "");
    let update = Change::new("recreate", place(&shop, "api"));
    change_at(&mut shop, 10.0, update);
    let report = run(&shop, options(60.0));
    let failed: u32 = report.series.seconds[10..15].iter().map(|it| it.failed).sum();
    assert!(failed > 600, "{failed}");
    // Health checks take their time to find it again.
    let later: u32 = report.series.seconds[25..].iter().map(|it| it.failed).sum();
    assert_eq!(later, 0);
}

#[test]
fn blue_green_switches_at_once_and_costs_twice_for_a_while() {
    let mut shop = fleet(3, 150.0, "");
    let update = Change::new("blue-green", place(&shop, "api")).with("slower", 1.5).with("keep_secs", 0.0);
    change_at(&mut shop, 10.0, update);
    let report = run(&shop, options(50.0));
    assert_eq!(report.total.failed, 0);
    let mean = component(&report, "api").mean_replicas.expect("a figure").value;
    assert!((mean - (3.0 + 3.0 * 5.0 / 50.0)).abs() < 0.1, "{mean}");
}

#[test]
fn a_bad_canary_goes_back_by_itself_and_hurts_few() {
    let mut shop = fleet(10, 400.0, "");
    let canary = Change::new("canary", place(&shop, "api")).with("error_ratio", 0.3).with("step_secs", 20.0);
    change_at(&mut shop, 10.0, canary);
    let report = run(&shop, options(120.0));
    let went_back =
        report.happenings.iter().find(|it| matches!(it.what, What::RollbackBegan { automatic: true }));
    let at = went_back.expect("it goes back").at_secs;
    // Booted for 5 s, watched for 20 s.
    assert!((35.0..=38.0).contains(&at), "{at}");
    assert!(report.happenings.iter().any(|it| it.what == What::RollbackDone));
    // A tenth of the traffic, of which 30 % fail, for the time that it was watched and went back.
    let expected = 400.0 * 0.1 * 0.3 * (at - 15.0);
    let failed = report.total.failed as f64;
    assert!((0.6..1.5).contains(&(failed / expected)), "{failed}, expected about {expected}");
    let later: u32 = report.series.seconds[60..].iter().map(|it| it.failed).sum();
    assert_eq!(later, 0);
}

#[test]
fn a_slow_canary_goes_back_and_a_good_one_goes_through() {
    let outcome = |slower: f64| {
        let mut shop = fleet(10, 400.0, "");
        let canary =
            Change::new("canary", place(&shop, "api")).with("slower", slower).with("step_secs", 10.0);
        change_at(&mut shop, 10.0, canary);
        run(&shop, options(200.0)).happenings.last().expect("an end").what
    };
    assert_eq!(outcome(3.0), What::RollbackDone);
    assert_eq!(outcome(1.0), What::DeployDone);
}

#[test]
fn a_roll_back_by_hand_ends_the_failures_of_a_bad_version() {
    let mut shop = fleet(4, 200.0, "");
    let update = Change::new("rolling-update", place(&shop, "api")).with("error_ratio", 0.5);
    change_at(&mut shop, 10.0, update);
    let back = Change::new("roll-back", place(&shop, "api"));
    change_at(&mut shop, 80.0, back);
    let report = run(&shop, options(160.0));
    let failed =
        |from: usize, to: usize| -> u32 { report.series.seconds[from..to].iter().map(|it| it.failed).sum() };
    assert!(failed(60, 80) > 1500, "{}", failed(60, 80));
    assert_eq!(failed(110, 160), 0);
}

#[test]
fn a_restart_frees_what_was_broken() {
    let mut shop = fleet(2, 50.0, "");
    let slow = Change::new("slow", place(&shop, "api")).with("factor", 50.0);
    change_at(&mut shop, 10.0, slow);
    let restart = Change::new("restart", place(&shop, "api"));
    change_at(&mut shop, 30.0, restart);
    let report = run(&shop, options(80.0));
    let p50 =
        |at: usize| report.series.seconds[at..at + 6].iter().find_map(|it| it.p50_millis).expect("answers");
    assert!(p50(20) > 400.0, "{}", p50(20));
    assert!(p50(60) < 20.0, "{}", p50(60));
}

#[test]
fn shed_load_serves_the_rest() {
    let mut shop = fleet(1, 200.0, "");
    let shed = Change::new("shed-load", place(&shop, "api")).with("per_sec", 80.0);
    change_at(&mut shop, 20.0, shed);
    let report = run(&shop, options(120.0));
    let limited =
        report.errors.iter().find(|it| it.cause == FailureCause::RateLimited).expect("refusals").count;
    assert!((limited as f64 / (120.0 * 100.0) - 1.0).abs() < 0.05, "{limited}");
}

#[test]
fn a_breaker_switched_on_while_it_runs_opens() {
    let mut shop =
        drawing("u:client{per_sec=100} -> api:api_server{slots=200} -> db:database_sql{error_ratio=0.9}");
    let Place::Component(db) = place(&shop, "db") else { unreachable!() };
    let way = Place::Connection(shop.incoming(db).next().expect("a connection").id);
    let breaker = Change::new("enable-breaker", way);
    change_at(&mut shop, 10.0, breaker);
    let report = run(&shop, options(30.0));
    let open = report.errors.iter().find(|it| it.cause == FailureCause::BreakerOpen).expect("it opens").count;
    assert!(open > 1000, "{open}");
}

#[test]
fn slicing_changes_nothing_of_all_that() {
    let mut shop = fleet(4, 300.0, ", scaling=cpu, scaling_up_secs=0, scaling_period_secs=3");
    let events = [
        (5.0, Change::new("canary", place(&shop, "api")).with("step_secs", 5.0).with("error_ratio", 0.2)),
        (8.0, Change::new("traffic", place(&shop, "u")).with("factor", 2.0)),
        (60.0, Change::new("rolling-update", place(&shop, "api"))),
    ];
    events.into_iter().for_each(|(at, change)| change_at(&mut shop, at, change));
    let whole = run(&shop, options(100.0));
    assert!(scalings(&whole).iter().any(|it| it.1 > 5), "{:?}", whole.happenings);
    let mut session = Session::new(&shop, options(100.0)).expect("a run");
    while !session.advance(SimTime::NEVER, 999).is_done {
        session = session.clone();
        session.check_conservation().expect("conservation");
    }
    assert_eq!(session.report(), whole);
}
