//! Workloads.

use super::{Fields, Json, MAX_TIME, Message};
use crate::workload::{
    Access, Arrivals, MAX_BATCH, MAX_POPULATION, MAX_PRIORITY, Pattern, RequestClass, Workload,
    replay::{MAX_POINTS, RatePoint},
};

const MAX_PER_SEC: f64 = 1.0e7;
const MAX_WORTH: f64 = 1.0e9;
const MAX_USERS: u32 = 10_000_000;
const PATTERNS: [&str; 10] =
    ["constant", "ramp", "step", "spike", "wave", "burst", "two_state", "replay", "sessions", "users"];

pub fn workload(mut fields: Fields<'_>) -> Workload {
    let pattern = pattern(&mut fields);
    let arrivals = fields.choice(
        "arrivals",
        &[Arrivals::Poisson, Arrivals::Even],
        |it| match it {
            Arrivals::Poisson => "poisson",
            Arrivals::Even => "even",
        },
        Arrivals::default(),
    );
    let mut classes = Vec::new();
    for json in fields.list("classes") {
        let place = fields.place().clone();
        let Some(mut inner) = Fields::new(json, place, fields.notices()) else { continue };
        classes.push(RequestClass {
            name: inner.text("name"),
            weight: inner.number("weight", 0.0..=1.0e9, 1.0),
            access: inner.choice(
                "access",
                &[Access::Read, Access::Write],
                |it| match it {
                    Access::Read => "read",
                    Access::Write => "write",
                },
                Access::default(),
            ),
            priority: inner.count("priority", 0..=MAX_PRIORITY.into(), 0) as u8,
            worth_dollars: inner.number("worth_dollars", 0.0..=MAX_WORTH, 0.0),
        });
    }
    if classes.iter().all(|it| it.weight == 0.0) {
        fields.notices().add(fields.note("file-no-classes"));
        classes = Workload::default().classes;
    }
    let batch = fields.count("batch", 1..=MAX_BATCH, 1);
    let population = fields.optional_count("population", 1..=MAX_POPULATION);
    Workload { pattern, arrivals, batch, population, classes }
}

fn pattern(fields: &mut Fields<'_>) -> Pattern {
    fn rate(fields: &mut Fields<'_>, key: &'static str, default: f64) -> f64 {
        fields.number(key, 0.0..=MAX_PER_SEC, default)
    }
    fn secs(fields: &mut Fields<'_>, key: &'static str, default: f64) -> f64 {
        fields.number(key, 0.0..=MAX_TIME, default)
    }
    // A period of zero would repeat without end.
    fn period(fields: &mut Fields<'_>, key: &'static str) -> f64 {
        fields.number(key, 0.001..=MAX_TIME, 60.0)
    }
    match fields.choice("pattern", &PATTERNS, |it| it, "constant") {
        "ramp" => Pattern::Ramp {
            from_per_sec: rate(fields, "from_per_sec", 0.0),
            to_per_sec: rate(fields, "to_per_sec", 100.0),
            over_secs: secs(fields, "over_secs", 60.0),
        },
        "step" => Pattern::Step {
            before_per_sec: rate(fields, "before_per_sec", 100.0),
            after_per_sec: rate(fields, "after_per_sec", 200.0),
            at_secs: secs(fields, "at_secs", 20.0),
        },
        "spike" => Pattern::Spike {
            base_per_sec: rate(fields, "base_per_sec", 100.0),
            peak_per_sec: rate(fields, "peak_per_sec", 500.0),
            at_secs: secs(fields, "at_secs", 20.0),
            for_secs: secs(fields, "for_secs", 10.0),
        },
        "wave" => Pattern::Wave {
            mean_per_sec: rate(fields, "mean_per_sec", 100.0),
            amplitude_per_sec: rate(fields, "amplitude_per_sec", 50.0),
            period_secs: period(fields, "period_secs"),
        },
        "burst" => Pattern::Burst {
            base_per_sec: rate(fields, "base_per_sec", 100.0),
            burst_per_sec: rate(fields, "burst_per_sec", 500.0),
            burst_secs: secs(fields, "burst_secs", 5.0),
            every_secs: period(fields, "every_secs"),
        },
        "two_state" => Pattern::TwoState {
            low_per_sec: rate(fields, "low_per_sec", 50.0),
            high_per_sec: rate(fields, "high_per_sec", 500.0),
            low_secs: period(fields, "low_secs"),
            high_secs: period(fields, "high_secs"),
        },
        "replay" => Pattern::Replay { points: points(fields) },
        "sessions" => Pattern::Sessions {
            sessions_per_sec: rate(fields, "sessions_per_sec", 10.0),
            requests_each: fields.number("requests_each", 1.0..=1.0e6, 5.0),
            think_secs: secs(fields, "think_secs", 5.0),
        },
        "users" => Pattern::Users {
            users: fields.count("users", 0..=MAX_USERS, 100),
            think_secs: secs(fields, "think_secs", 5.0),
        },
        _ => Pattern::Constant { per_sec: rate(fields, "per_sec", 100.0) },
    }
}

/// Measured rates: pairs of a time and a rate, in order of time.
fn points(fields: &mut Fields<'_>) -> Vec<RatePoint> {
    let mut points: Vec<RatePoint> = Vec::new();
    let mut is_wrong = false;
    for json in fields.list("points") {
        let found = match json.items() {
            [at, rate] => at.number().zip(rate.number()),
            _ => None,
        };
        let found = found.map(|(at_secs, per_sec)| RatePoint { at_secs, per_sec });
        let fits = |it: &RatePoint| {
            it.is_allowed()
                && points.last().is_none_or(|last| last.at_secs <= it.at_secs)
                && points.len() < MAX_POINTS
        };
        match found.filter(fits) {
            Some(point) => points.push(point),
            None => is_wrong = true,
        }
    }
    if is_wrong || points.is_empty() {
        let found = fields.json("points").unwrap_or(&Json::Null);
        fields.wrong("points", found, Message::new("file-expected-points").with("limit", MAX_POINTS));
    }
    if points.is_empty() {
        points.push(RatePoint { at_secs: 0.0, per_sec: 100.0 });
    }
    points
}
