//! The failure stories: each happens as its note says, and what the note offers against it helps as much as it says.
#![cfg(not(target_arch = "wasm32"))]

use std::ops::RangeInclusive;

use model::{
    Architecture, ComponentId,
    component::Value,
    connection::{Breaker, Bulkhead, Hedge, Policy},
    scenario::{Action, ScenarioEvent},
    workload::Pattern,
};
use sim::{Report, RunOptions, study};

#[path = "blueprints/files.rs"]
mod files;

use files::{load, run_for};

fn run(drawing: &Architecture) -> Report {
    run_for(drawing, drawing.settings.duration_secs)
}

/// The drawing with one difference.
fn with(drawing: &Architecture, change: impl FnOnce(&mut Architecture)) -> Architecture {
    let mut changed = drawing.clone();
    change(&mut changed);
    assert_ne!(changed, *drawing, "the change changes something");
    changed
}

fn id(drawing: &Architecture, name: &str) -> ComponentId {
    drawing.components.iter().find(|it| it.name == name).map(|it| it.id).expect("it is in the drawing")
}

/// Sets a parameter of the component of that name.
fn set(drawing: &mut Architecture, name: &str, key: &str, value: Value) {
    let component = drawing.components.iter_mut().find(|it| it.name == name).expect("it is in the drawing");
    assert_eq!(component.check_param(key, &value), Ok(()));
    component.params.insert(key.into(), value);
}

/// The policy of the only connection between the two.
fn policy<'a>(drawing: &'a mut Architecture, from: &str, to: &str) -> &'a mut Policy {
    let (from, to) = (id(drawing, from), id(drawing, to));
    let mut between = drawing.connections.iter_mut().filter(|it| it.from == from && it.to == to);
    &mut between.next().expect("they are connected").policy
}

/// Takes the component down at one second and brings it up at another.
fn outage(drawing: &mut Architecture, name: &str, from_secs: f64, to_secs: f64) {
    let component = id(drawing, name);
    drawing.scenario.events.extend([
        ScenarioEvent { at_secs: from_secs, action: Action::TakeDown { component } },
        ScenarioEvent { at_secs: to_secs, action: Action::BringUp { component } },
    ]);
}

/// Requests sent and answered well between two seconds, both per second.
fn rates(report: &Report, from_secs: f64, to_secs: f64) -> (f64, f64) {
    let during = |it: &&sim::report::Second| it.at_secs > from_secs && it.at_secs <= to_secs;
    let (mut sent, mut answered, mut n_seconds) = (0.0, 0.0, 0.0);
    for second in report.series.seconds.iter().filter(during) {
        sent += f64::from(second.generated);
        answered += f64::from(second.succeeded);
        n_seconds += 1.0;
    }
    (sent / n_seconds, answered / n_seconds)
}

/// Share of what was sent that was answered. Slightly more than 1 where a backlog is worked off.
fn answered(report: &Report, from_secs: f64, to_secs: f64) -> f64 {
    let (sent, answered) = rates(report, from_secs, to_secs);
    answered / sent
}

#[track_caller]
fn assert_in(value: f64, range: RangeInclusive<f64>) {
    assert!(range.contains(&value), "{value} is not in {range:?}");
}

/// Everybody, or as good as.
const ALL: RangeInclusive<f64> = 0.99..=1.05;

#[test]
fn a_retry_storm_outlives_its_trigger() {
    let storm = load("retry-storm");
    let after = |drawing: &Architecture| answered(&run(drawing), 60.0, 90.0);
    let report = run(&storm);
    assert_in(answered(&report, 0.0, 20.0), ALL);
    assert_in(rates(&report, 60.0, 90.0).0, 480.0..=520.0);
    assert_in(answered(&report, 60.0, 90.0), 0.0..=0.001);
    // What does not help.
    assert_in(after(&with(&storm, |it| outage(it, "Shop", 40.0, 42.0))), 0.0..=0.001);
    assert_in(
        after(&with(&storm, |it| policy(it, "Shop", "Database").timeout_millis = Some(1000.0))),
        0.0..=0.001,
    );
    // What does.
    assert_in(after(&with(&storm, |it| outage(it, "Shop", 40.0, 45.0))), ALL);
    assert_in(after(&with(&storm, |it| policy(it, "Shop", "Database").retry_budget = Some(0.1))), ALL);
    assert_in(after(&with(&storm, |it| policy(it, "Shop", "Database").cancel_on_timeout = true)), ALL);
    assert_in(after(&with(&storm, |it| set(it, "Database", "queue_limit", Value::Number(50.0)))), ALL);
    assert_in(after(&with(&storm, |it| set(it, "Database", "discipline", Value::Text("lifo".into())))), ALL);
}

/// The page's own experiment comes to the same end.
#[test]
fn a_trial_of_the_retry_storm_finds_it_and_its_cures() {
    let storm = load("retry-storm");
    let mut trial = study::recovery::Trial::new(&storm, RunOptions::from(storm.settings)).expect("it surges");
    let answer = study::conduct(&mut trial).expect("it runs").expect("it is over");
    let (drawn, cures) = answer.cases.split_first().expect("the drawing is a case");
    assert_eq!(drawn.recovered_after_secs, None);
    assert_in(drawn.after_ratio, 0.0..=0.001);
    for cure in cures {
        assert!(cure.recovered_after_secs.is_some(), "{:?}", cure.change);
    }
    assert!(cures.len() >= 6, "{} cures", cures.len());
}

#[test]
fn a_cache_comes_back_and_the_site_does_not() {
    let site = load("cache-outage");
    let report = run(&site);
    assert_in(answered(&report, 0.0, 20.0), ALL);
    assert_in(answered(&report, 20.0, 30.0), 0.1..=0.3);
    assert_in(answered(&report, 60.0, 90.0), 0.58..=0.62);
    let cures: [fn(&mut Architecture); 3] = [
        |it| policy(it, "News site", "Articles").attempts = 1,
        |it| policy(it, "News site", "Articles").retry_budget = Some(0.1),
        |it| set(it, "Articles", "discipline", Value::Text("lifo".into())),
    ];
    for cure in cures {
        assert_in(answered(&run(&with(&site, cure)), 60.0, 90.0), ALL);
    }
    let report = run(&with(&site, |it| set(it, "Articles", "discipline", Value::Text("lifo".into()))));
    assert_in(answered(&report, 20.0, 30.0), 0.75..=0.85);
}

#[test]
fn a_flushed_cache_stays_empty_when_answers_come_too_late_to_be_kept() {
    let site = load("cache-stampede");
    let report = run(&site);
    assert_in(answered(&report, 20.0, 30.0), ALL);
    assert_in(answered(&report, 60.0, 90.0), 0.69..=0.75);
    let single = with(&site, |it| set(it, "Cache", "coalescing", Value::Flag(true)));
    assert_in(answered(&run(&single), 30.0, 35.0), 0.99..=1.01);
    let cures: [fn(&mut Architecture); 2] = [
        |it| set(it, "Articles", "discipline", Value::Text("lifo".into())),
        |it| policy(it, "News site", "Articles").cancel_on_timeout = true,
    ];
    for cure in cures {
        let report = run(&with(&site, cure));
        assert_in(answered(&report, 30.0, 35.0), 0.945..=0.975);
        assert_in(answered(&report, 60.0, 90.0), ALL);
    }
}

#[test]
fn a_queue_of_people_who_have_left_takes_the_goodput() {
    let drawn = load("overload");
    let report = run(&drawn);
    assert_in(answered(&report, 0.0, 20.0), ALL);
    assert_in(rates(&report, 20.0, 40.0).1, 150.0..=250.0);
    assert_in(rates(&report, 40.0, 60.0).1, 10.0..=100.0);
    assert_in(answered(&report, 60.0, 90.0), ALL);
    let cures: [fn(&mut Architecture); 3] = [
        |it| set(it, "Search service", "discipline", Value::Text("lifo".into())),
        |it| set(it, "Search service", "queue_limit", Value::Number(100.0)),
        |it| set(it, "Search service", "max_wait_millis", Value::Number(500.0)),
    ];
    for cure in cures {
        let report = run(&with(&drawn, cure));
        assert_in(rates(&report, 20.0, 40.0).1, 970.0..=1030.0);
        assert_in(answered(&report, 40.0, 60.0), 0.99..=1.1);
    }
}

#[test]
fn least_connections_prefers_the_server_that_fails_fast() {
    let drawn = load("fast-failing-server");
    let algorithm = |drawing: &Architecture, it: &'static str| {
        with(drawing, |drawing| set(drawing, "Load balancer", "algorithm", Value::Text(it.into())))
    };
    let tries =
        |drawing: &Architecture| with(drawing, |it| policy(it, "Visitors", "Load balancer").attempts = 3);
    let failed = |drawing: &Architecture| 1.0 - answered(&run(drawing), 20.0, 50.0);
    let report = run(&drawn);
    assert_in(answered(&report, 0.0, 20.0), ALL);
    assert_in(answered(&report, 51.0, 70.0), ALL);
    let least = failed(&drawn);
    assert_in(least, 0.71..=0.75);
    let round = algorithm(&drawn, "round_robin");
    assert_in(failed(&round), 0.19..=0.21);
    assert_in(failed(&algorithm(&drawn, "two_choices")), 0.38..=0.42);
    let breaker = with(&drawn, |it| {
        policy(it, "Load balancer", "Broken server").breaker = Some(Breaker::default());
    });
    assert!(failed(&breaker) > least + 0.05, "the breaker makes it worse");
    assert_in(failed(&tries(&drawn)), 0.5..=0.6);
    assert_in(failed(&tries(&round)), 0.0..=0.015);
    let noticed = with(&drawn, |it| set(it, "Load balancer", "health_check_secs", Value::Number(5.0)));
    assert_in(failed(&noticed), 0.10..=0.14);
}

/// Share of a journey's requests that succeeded.
fn success(report: &Report, journey: &str) -> f64 {
    let journey = report.journeys.iter().find(|it| it.name == journey).expect("it is in the report");
    journey.success_ratio.expect("requests ended").value
}

#[test]
fn a_slow_service_takes_the_threads_of_those_who_do_not_need_it() {
    let drawn = load("starved-threads");
    let report = run(&drawn);
    assert_in(success(&report, "browse"), 0.65..=0.70);
    let of = |name| report.components.iter().find(|it| it.name == name).expect("it is in the report");
    let busy = |name| of(name).utilization.expect("it has slots").value;
    assert_in(busy("Shop"), 0.45..=0.6);
    assert_in(of("Shop").own_work_utilization.expect("it has slots").value, 0.05..=0.07);
    assert_in(busy("Catalog"), 0.0..=0.1);
    let cures: [fn(&mut Architecture); 3] = [
        |it| policy(it, "Shop", "Recommendations").bulkhead = Some(Bulkhead::of(20)),
        |it| policy(it, "Shop", "Recommendations").timeout_millis = Some(300.0),
        |it| set(it, "Shop", "holds_slot", Value::Flag(false)),
    ];
    for cure in cures {
        let cured = with(&drawn, cure);
        let report = run(&cured);
        assert_in(success(&report, "browse"), 0.999..=1.0);
        assert_in(success(&report, "recommend"), 0.5..=0.75);
    }
    let optional = with(&drawn, |it| {
        let call = policy(it, "Shop", "Recommendations");
        (call.timeout_millis, call.optional) = (Some(300.0), Some(true));
    });
    assert_in(success(&run(&optional), "recommend"), 0.999..=1.0);
}

#[test]
fn three_layers_of_three_tries_make_twenty_seven() {
    let drawn = load("layered-retries");
    let heard_per_sec = |drawing: &Architecture| {
        let report = run(drawing);
        assert_in(answered(&report, 22.0, 40.0), 0.0..=0.01);
        assert_in(answered(&report, 60.0, 90.0), ALL);
        let database = id(drawing, "Orders");
        let series = report.series.components.iter().find(|it| it.id == database).expect("it has work");
        let seconds = report.series.seconds.iter().zip(&series.errors_per_sec);
        let of_outage: Vec<_> = seconds
            .filter(|(it, _)| it.at_secs > 25.0 && it.at_secs <= 40.0)
            .map(|(_, errors)| f64::from(*errors))
            .collect();
        of_outage.iter().sum::<f64>() / of_outage.len() as f64
    };
    let once =
        |from: &str, to: &str, drawing: &Architecture| with(drawing, |it| policy(it, from, to).attempts = 1);
    assert_in(heard_per_sec(&drawn), 2600.0..=2900.0);
    let two = once("Phones", "API gateway", &drawn);
    assert_in(heard_per_sec(&two), 850.0..=1000.0);
    let one = once("API gateway", "Order service", &two);
    assert_in(heard_per_sec(&one), 280.0..=340.0);
    let budgets = with(&drawn, |it| {
        it.connections.iter_mut().for_each(|it| it.policy.retry_budget = Some(0.1));
    });
    assert_in(heard_per_sec(&budgets), 130.0..=150.0);
}

#[test]
fn asking_ten_shards_meets_the_slow_one_every_tenth_time() {
    let drawn = load("fan-out");
    let p95 = |report: &Report, journey: &str| {
        let journey = report.journeys.iter().find(|it| it.name == journey).expect("it is in the report");
        journey.latency.p95_millis.expect("there are enough of them").value
    };
    let report = run(&drawn);
    assert_in(p95(&report, "ask one shard"), 5.0..=10.0);
    assert_in(p95(&report, "search all"), 200.0..=210.0);
    for shard in report.components.iter().filter(|it| it.name.starts_with("Shard")) {
        assert_in(shard.load_ratio.expect("it has slots").value, 0.0..=0.02);
    }
    let shards = |drawing: &mut Architecture, change: fn(&mut Policy)| {
        let service = id(drawing, "Search service");
        let calls = drawing.connections.iter_mut().filter(|it| it.from == service);
        calls.for_each(|it| change(&mut it.policy));
    };
    let calls = |report: &Report| report.connections.iter().map(|it| it.attempts).sum::<u64>() as f64;
    let hedged = run(&with(&drawn, |it| {
        shards(it, |it| it.hedge = Some(Hedge::AfterMillis(10.0)));
    }));
    let of_all = |journey: &&sim::report::Journey| journey.name == "search all";
    let slowest = hedged.journeys.iter().find(of_all).and_then(|it| it.latency.p99_millis);
    assert_in(slowest.expect("there are enough of them").value, 10.0..=20.0);
    assert_in(calls(&hedged) / calls(&report), 1.005..=1.015);
    let left_out = run(&with(&drawn, |it| {
        shards(it, |it| (it.timeout_millis, it.optional) = (Some(50.0), Some(true)));
    }));
    assert_in(p95(&left_out, "search all"), 50.0..=55.0);
    assert_in(success(&left_out, "search all"), 1.0..=1.0);
}

#[test]
fn capacity_that_comes_a_minute_late_finds_a_queue_of_people_who_have_left() {
    let drawn = load("late-capacity");
    let report = run(&drawn);
    assert_in(answered(&report, 20.0, 80.0), 0.03..=0.06);
    assert_in(answered(&report, 80.0, 120.0), 0.57..=0.63);
    let back_at = |at_secs| {
        with(&drawn, |it| {
            let events = it.scenario.events.iter_mut();
            let back = events.filter(|it| matches!(it.action, Action::BringUp { .. }));
            back.for_each(|it| it.at_secs = at_secs);
        })
    };
    assert_in(answered(&run(&back_at(22.0)), 20.0, 80.0), ALL);
    assert_in(answered(&run(&back_at(30.0)), 20.0, 80.0), 0.69..=0.73);
    let short = run(&with(&drawn, |it| {
        set(it, "Servers", "queue_limit", Value::Number(100.0));
        set(it, "Servers that come and go", "queue_limit", Value::Number(100.0));
    }));
    assert_in(answered(&short, 20.0, 80.0), 0.53..=0.57);
    assert_in(answered(&short, 82.0, 120.0), ALL);
}

/// No failure story, but its line has numbers, too.
#[test]
fn twice_as_many_people_in_the_chat_wait_for_each_other() {
    let chat = load("chat");
    let of = |drawing: &Architecture| {
        // As the page does: how long it takes to settle is left out.
        let options = sim::warm_up::options(drawing).expect("it runs");
        let total = sim::run_replications(drawing, options).expect("it runs").total;
        assert_eq!(total.failed, 0);
        [total.throughput_per_sec, total.latency.mean_millis].map(|it| it.expect("many answers").value)
    };
    let phones = id(&chat, "Phones");
    let doubled = with(&chat, |it| {
        let mut sources = it.components.iter_mut().filter(|it| it.id == phones);
        let workload = sources.next().and_then(|it| it.workload.as_mut()).expect("it sends");
        let Pattern::Users { users, .. } = &mut workload.pattern else { panic!("people wait") };
        *users *= 2;
    });
    let (usual, more) = (of(&chat), of(&doubled));
    assert_in(more[0] / usual[0], 1.6..=1.75);
    assert_in(more[1] / usual[1], 17.0..=19.5);
}
