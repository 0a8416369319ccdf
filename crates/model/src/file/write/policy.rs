//! Policies of connections.

use super::object::{Object, number, text, whole};
use crate::{
    connection::{
        Breaker, Bulkhead, Collection, Condition, Hedge, Jitter, Policy, TimeoutSpread, TimeoutUntil,
    },
    file::json::Json,
};

pub fn policy(policy: &Policy) -> Object {
    let Policy {
        step,
        on,
        probability,
        calls_per_request,
        optional,
        timeout_millis,
        timeout_spread,
        timeout_until,
        cancel_on_timeout,
        attempts,
        backoff_base_millis,
        backoff_cap_millis,
        jitter,
        retry_budget,
        breaker,
        bulkhead,
        hedge,
        propagate_deadline,
        enough,
        latency_millis,
        weight,
        synchronous,
        collection,
        sample_ratio,
    } = policy;
    let default = Policy::default();
    Object::new()
        .put_unless("step", *step, default.step, whole)
        .put_unless("on", on, &default.on, condition)
        .put_unless("probability", *probability, default.probability, number)
        .put_unless("calls_per_request", *calls_per_request, default.calls_per_request, whole)
        .put_some("optional", *optional, Json::Flag)
        .put_some("timeout_millis", *timeout_millis, number)
        .put_unless("timeout_spread", *timeout_spread, default.timeout_spread, |it| text(spread_id(it)))
        .put_unless("timeout_until", *timeout_until, default.timeout_until, |it| text(until_id(it)))
        .put_unless("cancel_on_timeout", *cancel_on_timeout, default.cancel_on_timeout, Json::Flag)
        .put_unless("attempts", *attempts, default.attempts, whole)
        .put_unless("backoff_base_millis", *backoff_base_millis, default.backoff_base_millis, number)
        .put_unless("backoff_cap_millis", *backoff_cap_millis, default.backoff_cap_millis, number)
        .put_unless("jitter", *jitter, default.jitter, |it| text(jitter_id(it)))
        .put_some("retry_budget", *retry_budget, number)
        .put_some("breaker", *breaker, breaker_fields)
        .put_some("bulkhead", *bulkhead, bulkhead_fields)
        .put_some("hedge", *hedge, |it| match it {
            Hedge::AfterMillis(millis) => Object::new().put("after_millis", number(millis)).into(),
            Hedge::P95 => text("p95"),
        })
        .put_unless("propagate_deadline", *propagate_deadline, default.propagate_deadline, Json::Flag)
        .put_some("enough", *enough, whole)
        .put_some("latency_millis", *latency_millis, number)
        .put_unless("weight", *weight, default.weight, number)
        .put_unless("synchronous", *synchronous, default.synchronous, Json::Flag)
        .put_unless("collection", *collection, default.collection, |it| text(collection_id(it)))
        .put_unless("sample_ratio", *sample_ratio, default.sample_ratio, number)
}

fn breaker_fields(breaker: Breaker) -> Json {
    let Breaker { failures, open_secs, ratio, window_secs, min_calls, probes } = breaker;
    let default = Breaker::default();
    Object::new()
        .put("failures", whole(failures))
        .put("open_secs", number(open_secs))
        .put_some("ratio", ratio, number)
        .put_unless("window_secs", window_secs, default.window_secs, number)
        .put_unless("min_calls", min_calls, default.min_calls, whole)
        .put_unless("probes", probes, default.probes, whole)
        .into()
}

/// Only a number where further calls fail.
fn bulkhead_fields(bulkhead: Bulkhead) -> Json {
    let Bulkhead { calls, queue_limit, max_wait_millis, adaptive_limit_millis } = bulkhead;
    if bulkhead == Bulkhead::of(calls) {
        return whole(calls);
    }
    Object::new()
        .put("calls", whole(calls))
        .put_unless("queue_limit", queue_limit, 0, whole)
        .put_some("max_wait_millis", max_wait_millis, number)
        .put_some("adaptive_limit_millis", adaptive_limit_millis, number)
        .into()
}

fn condition(condition: &Condition) -> Json {
    match condition {
        Condition::Always => text("always"),
        Condition::Read => text("read"),
        Condition::Write => text("write"),
        Condition::Class(name) => Object::new().put("class", text(name)).into(),
        Condition::OnMissOf(id) => Object::new().put("on_miss_of", whole(id.0)).into(),
    }
}

pub const fn spread_id(spread: TimeoutSpread) -> &'static str {
    match spread {
        TimeoutSpread::Fixed => "fixed",
        TimeoutSpread::Exponential => "exponential",
    }
}

pub const fn until_id(until: TimeoutUntil) -> &'static str {
    match until {
        TimeoutUntil::Answered => "answered",
        TimeoutUntil::Begun => "begun",
    }
}

pub const fn jitter_id(jitter: Jitter) -> &'static str {
    match jitter {
        Jitter::None => "none",
        Jitter::Equal => "equal",
        Jitter::Full => "full",
    }
}

pub const fn collection_id(collection: Collection) -> &'static str {
    match collection {
        Collection::Push => "push",
        Collection::Scrape => "scrape",
    }
}
