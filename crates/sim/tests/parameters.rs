//! No dead knobs: every parameter of every kind and every field of a policy changes the run, the cost or the findings.

mod common;
#[path = "kinds/mod.rs"]
mod kinds;

use std::collections::BTreeMap;

use common::{drawing, options};
use model::{
    Architecture, ComponentId, ConnectionId, Kind, Relation, Value,
    catalog::{ParamShape, When},
    connection::{Breaker, Collection, Condition, Hedge, Jitter, TimeoutSpread, TimeoutUntil},
    cost::{Usage, monthly_cost},
    rules,
};
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
                // So often that a run of seconds sees it.
                When::Set("mttf_secs") => drop(x.params.insert("mttf_secs".to_owned(), Value::Number(1.0))),
                When::Set(key) => drop(x.params.insert(key.to_owned(), Value::Number(50.0))),
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
    let id = |name: &str| architecture.components.iter().find(|it| it.name == name).expect(name).id;
    architecture.between(id(from), id(to)).next().expect("a connection").id
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
    policy_matters("bulkhead", db, nothing, |it| it.bulkhead = Some(3));
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
