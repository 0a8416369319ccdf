//! Ready-made lists of events, and what becomes of them.

mod common;

use common::{component, drawing, failures};
use model::{Architecture, scenario::Action, text::Texts};
use sim::{
    Report, RunOptions, Session, SimTime, changes,
    presets::{PRESETS, preset},
    report::FailureCause,
};

/// Has whatever a preset needs.
const ALL: &str = "u:client{per_sec=100, writes=0.5} -> lb:load_balancer; [eu: [a: lb, api:api_server, db:database_sql]; [b: api, db, c:cache_redis, jobs:queue, w:worker]]; \
    lb -> api -> c; api -call{on={miss_of=c}, attempts=3, timeout_millis=500, breaker={failures=5, open_secs=5}}-> db; api -publish-> jobs -> w; api -> pay:payment_gateway";

#[test]
fn every_preset_has_texts_and_fits_a_drawing_that_has_everything() {
    let (drawing, texts) = (drawing(ALL), Texts::english());
    for it in PRESETS {
        for text in [it.label(), it.about(), it.look(), it.needs()] {
            assert!(texts.has(&text.id), "no text {}", text.id);
        }
        let plan = it.plan(&drawing).unwrap_or_else(|| panic!("{} does not fit", it.id));
        assert!(!plan.events.is_empty());
        assert!(plan.events.is_sorted_by_key(|it| it.at_secs), "{}", it.id);
        let last = plan.events.last().expect("an event");
        assert!(plan.duration_secs >= last.at_secs + last.action.lasts_secs().unwrap_or(0.0) + 30.0);
        for event in &plan.events {
            let Action::Change(change) = &event.action else { panic!("{}: no change", it.id) };
            let definition = changes::find(&change.change).unwrap_or_else(|| panic!("no {}", change.change));
            assert!((definition.hits)(&drawing, change.place), "{}: {}", it.id, change.change);
            for key in change.settings.keys() {
                assert!(definition.settings.iter().any(|it| it.key == key), "{}: {key}", it.id);
            }
        }
    }
}

#[test]
fn a_preset_is_offered_where_its_place_is() {
    let fits = |text: &str| -> Vec<&str> {
        let drawing = drawing(text);
        PRESETS.iter().filter(|it| it.plan(&drawing).is_some()).map(|it| it.id).collect()
    };
    assert_eq!(
        fits("u:client -> api:api_server"),
        ["error-progression", "latency-progression", "combined-stress", "budget-burn", "herd"]
    );
    assert!(fits("api:api_server").is_empty(), "without traffic nothing happens");
    assert!(
        fits("u:client -> api:api_server -> c:cache_redis; api -{on={miss_of=c}}-> db").contains(&"stampede")
    );
}

#[track_caller]
fn play(drawing: &mut Architecture, id: &str) -> Report {
    let plan = preset(id).expect(id).plan(drawing).expect("it fits");
    drawing.scenario.events = plan.events;
    let duration_secs = plan.duration_secs;
    let options = RunOptions { seed: 7, duration_secs, warm_up_secs: 0.0, replications: 1 };
    let mut session = Session::new(drawing, options).expect("a run");
    session.advance(SimTime::NEVER, u64::MAX);
    session.report()
}

/// Share of the requests that failed between two seconds.
fn errors(report: &Report, from: usize, to: usize) -> f64 {
    let seconds = &report.series.seconds[from..to];
    let failed: f64 = seconds.iter().map(|it| f64::from(it.failed)).sum();
    let answered: f64 = seconds.iter().map(|it| f64::from(it.succeeded)).sum();
    failed / (failed + answered)
}

#[test]
fn errors_progress() {
    let mut shop = drawing("u:client{per_sec=200} -> api:api_server");
    let report = play(&mut shop, "error-progression");
    for (from, expected) in [(30, 0.01), (90, 0.03), (150, 0.07)] {
        // Twelve thousand requests, four standard deviations.
        let found = errors(&report, from, from + 60);
        assert!((found - expected).abs() < 4.0 * (expected / 12_000.0f64).sqrt(), "{found}, not {expected}");
    }
    assert_eq!(errors(&report, 0, 30) + errors(&report, 212, 270), 0.0);
}

/// 300 requests a second for a service of 400, which waits for its callee at most half a second and tries up to five
/// times: with a longer queue than patience, the tries keep it busy by themselves.
fn storm(policy: &str) -> Architecture {
    drawing(&format!(
        "u:client{{per_sec=300}} -> web:web_server{{slots=10000, service_millis=1}} -call{{timeout_millis=500, attempts=5, backoff_base_millis=50{policy}}}-> \
         api:api_server{{slots=4, service_millis=10, fixed_delay_millis=0, queue_limit=2000}}"
    ))
}

#[test]
fn retries_outlast_their_trigger_and_a_budget_ends_them() {
    let report = play(&mut storm(""), "retry-storm");
    let last = report.series.seconds.len();
    assert_eq!(errors(&report, 0, 28), 0.0);
    assert!(errors(&report, last - 20, last) > 0.9, "{}", errors(&report, last - 20, last));
    let report = play(&mut storm(", retry_budget=0.1"), "retry-storm");
    assert_eq!(errors(&report, last - 20, last), 0.0);
}

#[test]
fn a_breaker_opens_and_closes() {
    let mut shop = drawing(
        "u:client{per_sec=100} -> web:web_server -call{breaker={failures=5, open_secs=5}}-> api:api_server",
    );
    let report = play(&mut shop, "breaker-transition");
    let open = failures(&report, FailureCause::BreakerOpen);
    // Open nearly all of 22.5 s.
    assert!((1500..2900).contains(&open), "{open}");
    let last = report.series.seconds.len();
    assert_eq!(errors(&report, 0, 30) + errors(&report, last - 45, last), 0.0);
}

#[test]
fn a_backlog_is_worked_off() {
    let mut shop = drawing(
        "u:client{per_sec=50, writes=0} -> api:api_server -publish-> jobs:queue -> w:worker{slots=1, service_millis=10, fixed_delay_millis=0}",
    );
    let report = play(&mut shop, "backlog");
    let jobs = component(&report, "jobs").id;
    let queue = &report.series.components.iter().find(|it| it.id == jobs).expect("a series").queue;
    // Fifty a second for a minute; then fifty a second are left over to work it off, which takes another minute.
    assert!((2600..3400).contains(&queue[89]), "{}", queue[89]);
    assert!((1000..2000).contains(&queue[119]), "{}", queue[119]);
    assert!(queue[175] < 100, "{}", queue[175]);
}

#[test]
fn lag_makes_a_lost_primary_cost_writes() {
    let mut shop = drawing("u:client{per_sec=100, writes=1} -> db:database_sql*2{failover_secs=10}");
    let report = play(&mut shop, "lag-then-loss");
    let failover = component(&report, "db").failover.expect("replicas");
    // Five seconds of a hundred writes; Poisson, four standard deviations.
    assert!((410..=590).contains(&failover.lost_writes), "{}", failover.lost_writes);
    assert!((failover.recovery_secs.expect("a failover").value - 10.0).abs() < 1e-6);
}
