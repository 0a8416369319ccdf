//! A drawing to a JSON tree: fixed order of keys, nothing that equals its default.
//!
//! Structs are taken apart field by field, so that a new field does not compile until it has a place in the file.

use super::{VERSION, json::Json};
use crate::{
    architecture::Architecture,
    component::{Component, Placement, Value},
    connection::{Collection, Condition, Connection, Jitter, Policy},
    finding::{Place, Suppression},
    geometry::{Point, Rect},
    objective::{Indicator, Objective},
    scenario::{Action, RunSettings, Scenario, ScenarioEvent},
    workload::{Arrivals, Pattern, RequestClass, Workload},
    zone::Zone,
};

/// The whole file.
pub fn document(architecture: &Architecture) -> Json {
    let Architecture {
        name,
        note,
        components,
        connections,
        zones,
        settings,
        scenario: Scenario { events },
        objectives,
        suppressions,
        next_id,
    } = architecture;
    let highest = components
        .iter()
        .map(|it| it.id.0)
        .chain(connections.iter().map(|it| it.id.0))
        .chain(zones.iter().map(|it| it.id.0))
        .max()
        .unwrap_or(0);
    Object::new()
        .put("plimsoll", whole(VERSION))
        .put_unless_empty("name", name)
        .put_unless_empty("note", note)
        .put("components", list(components, component))
        .put("connections", list(connections, connection))
        .put_list("zones", zones, zone)
        .put_object("settings", run_settings(*settings))
        .put_list("scenario", events, event)
        .put_list("objectives", objectives, objective)
        .put_list("suppressions", suppressions, suppression)
        .put_unless("next_id", *next_id, highest.saturating_add(1), whole)
        .into()
}

pub fn component(component: &Component) -> Json {
    let Component { id, kind, name, at, params, placements, workload, unknown_kind } = component;
    let kind = unknown_kind.as_deref().unwrap_or(kind.id);
    let params = params.iter().fold(Object::new(), |object, (key, it)| object.put(key, value(it)));
    Object::new()
        .put("id", whole(id.0))
        .put("kind", text(kind))
        .put("name", text(name))
        .put("at", point(*at))
        .put_object("params", params)
        .put_unless("placements", placements.as_slice(), &[Placement { zone: None, replicas: 1 }], |it| {
            list(it, placement)
        })
        .put_some("workload", workload.as_ref(), self::workload)
        .into()
}

pub fn connection(connection: &Connection) -> Json {
    let Connection { id, from, to, relation, policy } = connection;
    Object::new()
        .put("id", whole(id.0))
        .put("from", whole(from.0))
        .put("to", whole(to.0))
        .put("relation", text(relation.id()))
        .put_object("policy", self::policy(policy))
        .into()
}

pub fn zone(zone: &Zone) -> Json {
    let Zone { id, kind, name, rect: Rect { x, y, width, height }, parent, region } = zone;
    let rect = Object::new()
        .put("x", number(*x))
        .put("y", number(*y))
        .put("width", number(*width))
        .put("height", number(*height));
    Object::new()
        .put("id", whole(id.0))
        .put("kind", text(kind.id()))
        .put("name", text(name))
        .put_some("parent", *parent, |it| whole(it.0))
        .put_some("region", region.as_deref(), text)
        .put_object("rect", rect)
        .into()
}

fn point(point: Point) -> Json {
    Object::new().put("x", number(point.x)).put("y", number(point.y)).into()
}

fn value(value: &Value) -> Json {
    match value {
        Value::Flag(flag) => Json::Flag(*flag),
        Value::Number(it) => number(*it),
        Value::Text(it) => text(it),
    }
}

fn placement(placement: &Placement) -> Json {
    let Placement { zone, replicas } = placement;
    Object::new().put_some("zone", *zone, |it| whole(it.0)).put("replicas", whole(*replicas)).into()
}

fn workload(workload: &Workload) -> Json {
    let Workload { pattern, arrivals, classes } = workload;
    pattern_fields(pattern)
        .put_unless("arrivals", *arrivals, Arrivals::default(), |it| {
            text(match it {
                Arrivals::Poisson => "poisson",
                Arrivals::Even => "even",
            })
        })
        .put("classes", list(classes, request_class))
        .into()
}

fn pattern_fields(pattern: &Pattern) -> Object {
    let object = Object::new().put("pattern", text(pattern_id(pattern)));
    match *pattern {
        Pattern::Constant { per_sec } => object.put("per_sec", number(per_sec)),
        Pattern::Ramp { from_per_sec, to_per_sec, over_secs } => object
            .put("from_per_sec", number(from_per_sec))
            .put("to_per_sec", number(to_per_sec))
            .put("over_secs", number(over_secs)),
        Pattern::Step { before_per_sec, after_per_sec, at_secs } => object
            .put("before_per_sec", number(before_per_sec))
            .put("after_per_sec", number(after_per_sec))
            .put("at_secs", number(at_secs)),
        Pattern::Spike { base_per_sec, peak_per_sec, at_secs, for_secs } => object
            .put("base_per_sec", number(base_per_sec))
            .put("peak_per_sec", number(peak_per_sec))
            .put("at_secs", number(at_secs))
            .put("for_secs", number(for_secs)),
        Pattern::Wave { mean_per_sec, amplitude_per_sec, period_secs } => object
            .put("mean_per_sec", number(mean_per_sec))
            .put("amplitude_per_sec", number(amplitude_per_sec))
            .put("period_secs", number(period_secs)),
        Pattern::Burst { base_per_sec, burst_per_sec, burst_secs, every_secs } => object
            .put("base_per_sec", number(base_per_sec))
            .put("burst_per_sec", number(burst_per_sec))
            .put("burst_secs", number(burst_secs))
            .put("every_secs", number(every_secs)),
        Pattern::Users { users, think_secs } => {
            object.put("users", whole(users)).put("think_secs", number(think_secs))
        }
    }
}

const fn pattern_id(pattern: &Pattern) -> &'static str {
    match pattern {
        Pattern::Constant { .. } => "constant",
        Pattern::Ramp { .. } => "ramp",
        Pattern::Step { .. } => "step",
        Pattern::Spike { .. } => "spike",
        Pattern::Wave { .. } => "wave",
        Pattern::Burst { .. } => "burst",
        Pattern::Users { .. } => "users",
    }
}

fn request_class(class: &RequestClass) -> Json {
    let RequestClass { name, weight, access } = class;
    let access = match access {
        crate::workload::Access::Read => "read",
        crate::workload::Access::Write => "write",
    };
    Object::new().put("name", text(name)).put("weight", number(*weight)).put("access", text(access)).into()
}

fn policy(policy: &Policy) -> Object {
    let Policy {
        step,
        on,
        probability,
        calls_per_request,
        optional,
        timeout_millis,
        cancel_on_timeout,
        attempts,
        backoff_base_millis,
        backoff_cap_millis,
        jitter,
        retry_budget,
        breaker,
        bulkhead,
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
        .put_unless("cancel_on_timeout", *cancel_on_timeout, default.cancel_on_timeout, Json::Flag)
        .put_unless("attempts", *attempts, default.attempts, whole)
        .put_unless("backoff_base_millis", *backoff_base_millis, default.backoff_base_millis, number)
        .put_unless("backoff_cap_millis", *backoff_cap_millis, default.backoff_cap_millis, number)
        .put_unless("jitter", *jitter, default.jitter, |it| text(jitter_id(it)))
        .put_some("retry_budget", *retry_budget, number)
        .put_some("breaker", *breaker, |it| {
            Object::new().put("failures", whole(it.failures)).put("open_secs", number(it.open_secs)).into()
        })
        .put_some("bulkhead", *bulkhead, whole)
        .put_some("latency_millis", *latency_millis, number)
        .put_unless("weight", *weight, default.weight, number)
        .put_unless("synchronous", *synchronous, default.synchronous, Json::Flag)
        .put_unless("collection", *collection, default.collection, |it| text(collection_id(it)))
        .put_unless("sample_ratio", *sample_ratio, default.sample_ratio, number)
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

fn run_settings(settings: RunSettings) -> Object {
    let RunSettings { seed, duration_secs, warm_up_secs, replications } = settings;
    let default = RunSettings::default();
    Object::new()
        .put_unless("seed", seed, default.seed, Json::Whole)
        .put_unless("duration_secs", duration_secs, default.duration_secs, number)
        .put_unless("warm_up_secs", warm_up_secs, default.warm_up_secs, number)
        .put_unless("replications", replications, default.replications, whole)
}

fn event(event: &ScenarioEvent) -> Json {
    let ScenarioEvent { at_secs, action } = event;
    let (action, component) = match action {
        Action::TakeDown { component } => ("take_down", component),
        Action::BringUp { component } => ("bring_up", component),
    };
    Object::new()
        .put("at_secs", number(*at_secs))
        .put("action", text(action))
        .put("component", whole(component.0))
        .into()
}

fn objective(objective: &Objective) -> Json {
    let Objective { journey, indicator, target, window_days } = objective;
    let object = Object::new().put_unless_empty("journey", journey);
    match indicator {
        Indicator::Availability => object.put("indicator", text("availability")),
        Indicator::LatencyBelow { millis } => {
            object.put("indicator", text("latency_below")).put("millis", number(*millis))
        }
    }
    .put("target", number(*target))
    .put("window_days", number(*window_days))
    .into()
}

fn suppression(suppression: &Suppression) -> Json {
    let Suppression { rule, place, reason } = suppression;
    let place = match place {
        Place::Component(id) => Object::new().put("component", whole(id.0)).into(),
        Place::Connection(id) => Object::new().put("connection", whole(id.0)).into(),
        Place::Zone(id) => Object::new().put("zone", whole(id.0)).into(),
        Place::Architecture => text("architecture"),
    };
    Object::new().put("rule", text(rule)).put("place", place).put("reason", text(reason)).into()
}

fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}

fn whole(number: u32) -> Json {
    Json::Whole(u64::from(number))
}

const fn number(number: f64) -> Json {
    Json::Number(number)
}

fn list<T>(items: &[T], json: impl Fn(&T) -> Json) -> Json {
    Json::List(items.iter().map(json).collect())
}

/// An object under construction.
pub struct Object(Vec<(String, Json)>);

impl Object {
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    pub fn put(mut self, key: &str, value: Json) -> Self {
        self.0.push((key.to_owned(), value));
        self
    }

    fn put_unless<T: PartialEq>(self, key: &str, value: T, default: T, json: impl FnOnce(T) -> Json) -> Self {
        if value == default { self } else { self.put(key, json(value)) }
    }

    fn put_unless_empty(self, key: &str, value: &str) -> Self {
        self.put_unless(key, value, "", text)
    }

    fn put_some<T>(self, key: &str, value: Option<T>, json: impl FnOnce(T) -> Json) -> Self {
        match value {
            Some(value) => self.put(key, json(value)),
            None => self,
        }
    }

    fn put_list<T>(self, key: &str, items: &[T], json: impl Fn(&T) -> Json) -> Self {
        if items.is_empty() { self } else { self.put(key, list(items, json)) }
    }

    fn put_object(self, key: &str, object: Self) -> Self {
        if object.0.is_empty() { self } else { self.put(key, object.into()) }
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Self {
        Self::Object(object.0)
    }
}
