//! No dead knobs: every parameter of every kind and every field of a policy changes the run, the cost or the findings.

mod common;
#[path = "kinds/mod.rs"]
mod kinds;

use std::collections::BTreeMap;

use common::{drawing, id, options};
use model::{
    Architecture, ComponentId, ConnectionId, Kind, Relation, Value,
    catalog::{ParamShape, When},
    connection::{Breaker, Bulkhead, Collection, Condition, Hedge, Jitter, TimeoutSpread, TimeoutUntil},
    cost::{Usage, monthly_cost},
    rules,
};
use serde_json::{Value as Json, json};
use sim::{RunOptions, Session, SimTime};

const SECS: f64 = 8.0;

/// Everything that a person can see of a drawing: run, cost and findings.
fn seen(architecture: &Architecture) -> String {
    let run = match Session::new(architecture, RunOptions { warm_up_secs: 0.0, ..options(SECS) }) {
        Ok(mut session) => {
            session.advance(SimTime::NEVER, u64::MAX);
            session.report().digest
        }
        Err(error) => error.to_string(),
    };
    let requests_per_sec: BTreeMap<ComponentId, f64> = sim::estimate(architecture)
        .into_iter()
        .flat_map(|it| it.components)
        .map(|it| (it.id, it.arrivals_per_sec))
        .collect();
    let cost = monthly_cost(architecture, &Usage { requests_per_sec, ..Usage::default() });
    let findings: Vec<_> =
        rules::check(architecture).into_iter().map(|it| (it.rule, it.severity, it.message)).collect();
    format!("{run} {cost:?} {findings:?}")
}

#[test]
fn every_parameter_changes_something() {
    let mut dead = Vec::new();
    for kind in Kind::all() {
        for param in kind.all_params() {
            let mut base = kinds::harness(kind);
            let Some(x) = base.components.iter_mut().find(|it| it.name == "x") else { panic!("{kind:?}") };
            // What a size decides is only seen where nobody set it by hand.
            let is_rule = [
                "service_distribution",
                "discipline",
                "when_full",
                "publishing_when_full",
                "reads_from",
                "algorithm",
                "cache_mode",
                "cache_model",
                "scaling",
                "burst",
                "readiness",
                "user_limits",
            ]
            .contains(&param.key);
            if matches!(param.shape, ParamShape::Choice(_)) && !is_rule {
                x.params.clear();
            }
            match param.when {
                When::Always => {}
                When::Set(key) => drop(x.params.insert(key.to_owned(), kinds::on(key))),
                When::Is(key, choice) | When::OneOf(key, &[choice, ..]) => {
                    drop(x.params.insert(key.to_owned(), Value::Text(choice.to_owned())))
                }
                When::OneOf(_, []) => panic!("{}: never active", param.key),
            }
            let values = kinds::alternatives(x, param);
            let before = seen(&base);
            let is_alive = values.iter().any(|value| {
                let mut changed = base.clone();
                for it in changed.components.iter_mut().filter(|it| it.name == "x") {
                    it.params.insert(param.key.to_owned(), value.clone());
                }
                seen(&changed) != before
            });
            if !is_alive {
                dead.push(format!("{}.{}", kind.id, param.key));
            }
        }
    }
    assert!(dead.is_empty(), "{} parameters change nothing: {}", dead.len(), dead.join(", "));
}

/// A drawing that uses every relation, and the connection that a policy is set on.
const POLICIES: &str = "u:client{per_sec=400, writes=0.3} -> lb:load_balancer; lb -> api:api_server{slots=12, error_ratio=0.1}; \
    lb -> other:api_server#2{slots=12}; api -> cache:cache_redis; api -> db:database_sql{slots=10, service_millis=25, error_ratio=0.2}; \
    db -replicate-> copy:database_nosql; api -publish-> jobs:queue{max_deliveries=4}; jobs -consume-> w:worker{error_ratio=0.3}; \
    api -observe-> apm; other -> db";

fn policies() -> Architecture {
    drawing(&POLICIES.replace("other:api_server#2", "other:microservice"))
}

fn link(architecture: &Architecture, from: &str, to: &str) -> ConnectionId {
    architecture.between(id(architecture, from), id(architecture, to)).next().expect("a connection").id
}

#[track_caller]
fn policy_matters(
    what: &str,
    (from, to): (&str, &str),
    base: impl Fn(&mut model::Policy),
    change: impl Fn(&mut model::Policy),
) {
    let mut before = policies();
    let id = link(&before, from, to);
    let lookup = link(&before, "api", "cache");
    let set = |architecture: &mut Architecture, change: &dyn Fn(&mut model::Policy)| {
        for it in architecture.connections.iter_mut().filter(|it| it.id == id) {
            change(&mut it.policy);
            if matches!(it.policy.on, Condition::OnMissOf(_)) {
                it.policy.on = Condition::OnMissOf(lookup);
            }
        }
    };
    set(&mut before, &base);
    let mut after = before.clone();
    set(&mut after, &change);
    let digest = |architecture: &Architecture| common::run(architecture, options(SECS)).digest;
    assert_ne!(digest(&before), digest(&after), "{what} of {from} -> {to} changes nothing");
}

#[test]
fn every_field_of_a_policy_changes_a_run() {
    let db = ("api", "db");
    let nothing = |_: &mut model::Policy| {};
    let breaking = Breaker { failures: 2, open_secs: 1.0, ..Breaker::default() };
    let retrying = |it: &mut model::Policy| (it.attempts, it.timeout_millis) = (3, Some(60.0));
    policy_matters("step", db, nothing, |it| it.step = 2);
    policy_matters("on read", db, nothing, |it| it.on = Condition::Read);
    policy_matters("on write", db, nothing, |it| it.on = Condition::Write);
    policy_matters("on class", db, nothing, |it| it.on = Condition::Class("write".into()));
    policy_matters("on miss", db, nothing, |it| it.on = Condition::OnMissOf(ConnectionId(0)));
    policy_matters("probability", db, nothing, |it| it.probability = 0.5);
    policy_matters("calls_per_request", db, nothing, |it| it.calls_per_request = 2);
    policy_matters("optional", db, nothing, |it| it.optional = Some(true));
    policy_matters("timeout_millis", db, nothing, |it| it.timeout_millis = Some(30.0));
    policy_matters("timeout_spread", db, retrying, |it| it.timeout_spread = TimeoutSpread::Exponential);
    policy_matters("timeout_until", db, retrying, |it| it.timeout_until = TimeoutUntil::Begun);
    policy_matters("cancel_on_timeout", db, retrying, |it| it.cancel_on_timeout = true);
    policy_matters("attempts", db, nothing, |it| it.attempts = 3);
    policy_matters("backoff_base_millis", db, retrying, |it| it.backoff_base_millis = 10.0);
    policy_matters("backoff_cap_millis", db, retrying, |it| it.backoff_cap_millis = 5.0);
    policy_matters("jitter", db, retrying, |it| it.jitter = Jitter::None);
    policy_matters("jitter", db, retrying, |it| it.jitter = Jitter::Equal);
    policy_matters("retry_budget", db, retrying, |it| it.retry_budget = Some(0.02));
    policy_matters("breaker", db, nothing, |it| it.breaker = Some(breaking));
    let in_a_row = |it: &mut model::Policy| it.breaker = Some(breaking);
    policy_matters("breaker.failures", db, in_a_row, |it| {
        it.breaker = Some(Breaker { failures: 6, ..breaking })
    });
    policy_matters("breaker.open_secs", db, in_a_row, |it| {
        it.breaker = Some(Breaker { open_secs: 3.0, ..breaking })
    });
    let broken = |it: &mut model::Policy| it.breaker = Some(Breaker { ratio: Some(0.1), ..breaking });
    policy_matters("breaker.ratio", db, |it| it.breaker = Some(breaking), broken);
    let other = |change: fn(&mut Breaker)| {
        move |it: &mut model::Policy| {
            broken(it);
            it.breaker.as_mut().map(change);
        }
    };
    policy_matters("breaker.window_secs", db, broken, other(|it| it.window_secs = 0.01));
    policy_matters("breaker.min_calls", db, broken, other(|it| it.min_calls = 200));
    policy_matters("breaker.probes", db, broken, other(|it| it.probes = 4));
    policy_matters("hedge", db, nothing, |it| it.hedge = Some(Hedge::P95));
    policy_matters("hedge", db, nothing, |it| it.hedge = Some(Hedge::AfterMillis(20.0)));
    policy_matters("propagate_deadline", ("lb", "api"), retrying, |it| it.propagate_deadline = true);
    policy_matters("enough", db, nothing, |it| it.enough = Some(1));
    policy_matters("consume timeout", ("jobs", "w"), nothing, |it| it.timeout_millis = Some(10.0));
    policy_matters("bulkhead", db, nothing, |it| it.bulkhead = Some(Bulkhead::of(3)));
    let tight = |it: &mut model::Policy| it.bulkhead = Some(Bulkhead::of(2));
    let waiting = |it: &mut model::Policy| it.bulkhead = Some(Bulkhead { queue_limit: 9, ..Bulkhead::of(2) });
    let with = |change: fn(&mut Bulkhead)| {
        move |it: &mut model::Policy| {
            it.bulkhead.as_mut().map(change);
        }
    };
    policy_matters("bulkhead.queue_limit", db, tight, with(|it| it.queue_limit = 5));
    policy_matters("bulkhead.max_wait_millis", db, waiting, with(|it| it.max_wait_millis = Some(3.0)));
    policy_matters(
        "bulkhead.adaptive_limit_millis",
        db,
        waiting,
        with(|it| it.adaptive_limit_millis = Some(5.0)),
    );
    policy_matters("latency_millis", db, nothing, |it| it.latency_millis = Some(9.0));
    policy_matters("weight", ("lb", "api"), nothing, |it| it.weight = 3.0);
    policy_matters("synchronous", ("db", "copy"), nothing, |it| it.synchronous = true);
    policy_matters("collection", ("api", "apm"), nothing, |it| it.collection = Collection::Scrape);
    policy_matters("sample_ratio", ("api", "apm"), nothing, |it| it.sample_ratio = 0.1);
    // Messages, too.
    policy_matters("publish probability", ("api", "jobs"), nothing, |it| it.probability = 0.5);
    policy_matters("consume probability", ("jobs", "w"), nothing, |it| it.probability = 0.5);
    let slow = |it: &mut model::Policy| it.timeout_millis = Some(10.0);
    policy_matters("consume spread", ("jobs", "w"), slow, |it| {
        it.timeout_spread = TimeoutSpread::Exponential
    });
    policy_matters("consume backoff", ("jobs", "w"), nothing, |it| it.backoff_base_millis = 900.0);
    policy_matters("consume jitter", ("jobs", "w"), nothing, |it| it.jitter = Jitter::None);
    assert_eq!(Relation::ALL.iter().filter(|it| it.carries_requests()).count(), 4);
}

#[test]
fn every_field_of_a_workload_changes_a_run() {
    // Who goes where depends on the user, who is first on the class, and how long a write takes is another matter.
    let base = drawing(
        "u:client -> lb:load_balancer{algorithm=hash}; lb -> a:api_server{slots=1, service_millis=9, discipline=priority}; \
         lb -> b:microservice{slots=3, service_millis=20, discipline=priority}; a -> db:database_sql; b -> db",
    );
    let digest = |workload: &Json| {
        let mut architecture = base.clone();
        architecture.components[0].workload =
            Some(serde_json::from_value(workload.clone()).expect("a workload"));
        common::run(&architecture, RunOptions { warm_up_secs: 0.0, ..options(SECS) }).digest
    };
    let classes = json!([
        { "name": "read", "weight": 3.0, "access": "read", "priority": 1 },
        { "name": "write", "weight": 1.0, "access": "write", "priority": 1 }
    ]);
    let patterns = [
        json!({ "pattern": "constant", "per_sec": 90.0, "batch": 2, "population": 9 }),
        json!({ "pattern": "ramp", "from_per_sec": 20.0, "to_per_sec": 90.0, "over_secs": 4.0 }),
        json!({ "pattern": "step", "before_per_sec": 20.0, "after_per_sec": 90.0, "at_secs": 3.0 }),
        json!({ "pattern": "spike", "base_per_sec": 20.0, "peak_per_sec": 90.0, "at_secs": 2.0, "for_secs": 3.0 }),
        json!({ "pattern": "wave", "mean_per_sec": 50.0, "amplitude_per_sec": 30.0, "period_secs": 4.0 }),
        json!({ "pattern": "burst", "base_per_sec": 20.0, "burst_per_sec": 90.0, "burst_secs": 1.0, "every_secs": 3.0 }),
        json!({ "pattern": "two_state", "low_per_sec": 20.0, "high_per_sec": 90.0, "low_secs": 1.0, "high_secs": 1.0 }),
        json!({ "pattern": "replay", "points": [{ "at_secs": 1.0, "per_sec": 50.0 }, { "at_secs": 5.0, "per_sec": 90.0 }] }),
        json!({ "pattern": "sessions", "sessions_per_sec": 9.0, "requests_each": 4.0, "think_secs": 0.2, "population": 5 }),
        json!({ "pattern": "users", "users": 20, "think_secs": 0.2 }),
    ];
    let mut tried = 0;
    for mut workload in patterns {
        workload["classes"] = classes.clone();
        let before = digest(&workload);
        let mut others =
            vec![("/arrivals".to_owned(), json!("even")), ("/classes/0/access".to_owned(), json!("write"))];
        // What is a number, wherever it stands.
        numbers(&workload, String::new(), &mut others);
        for (place, value) in others {
            if workload["pattern"] == "users" && place == "/arrivals" {
                continue;
            }
            let mut changed = workload.clone();
            match changed.pointer_mut(&place) {
                Some(it) => *it = value,
                None => changed[&place[1..]] = value,
            }
            assert_ne!(digest(&changed), before, "{place} of {workload} changes nothing");
            tried += 1;
        }
    }
    assert!(tried > 70, "{tried}");
}

/// Each number, and another one.
fn numbers(of: &Json, place: String, found: &mut Vec<(String, Json)>) {
    match of {
        Json::Number(it) if it.is_u64() => found.push((place, json!(it.as_u64().expect("whole") * 3))),
        Json::Number(it) => found.push((place, json!(it.as_f64().expect("a number") * 1.5))),
        Json::Array(all) => {
            all.iter().enumerate().for_each(|(i, it)| numbers(it, format!("{place}/{i}"), found))
        }
        Json::Object(all) => all.iter().for_each(|(key, it)| numbers(it, format!("{place}/{key}"), found)),
        _ => {}
    }
}
