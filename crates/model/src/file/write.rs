//! A drawing to a JSON tree: fixed order of keys, nothing that equals its default.
//!
//! Structs are taken apart field by field, so that a new field does not compile until it has a place in the file.

use super::{VERSION, json::Json};
use crate::{
    architecture::Architecture,
    component::{Component, Placement, Value},
    connection::Connection,
    finding::{Place, Suppression},
    geometry::{Point, Rect},
    objective::{Budgeting, BurnScheme, Indicator, Objective},
    scenario::{Action, Change, RunSettings, Scenario, ScenarioEvent},
    zone::Zone,
};

mod object;
mod planning;
mod policy;
mod traffic;
mod watching;

use object::{Object, list, number, text, whole};
pub use policy::{collection_id, jitter_id, spread_id, until_id};

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
        operations,
        planning,
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
        .put_object("operations", watching::operations(operations))
        .put_object("planning", planning::planning(planning))
        .put_list("suppressions", suppressions, suppression)
        .put_unless("next_id", *next_id, highest.saturating_add(1), whole)
        .into()
}

fn component(component: &Component) -> Json {
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
        .put_some("workload", workload.as_ref(), traffic::workload)
        .into()
}

fn connection(connection: &Connection) -> Json {
    let Connection { id, from, to, relation, policy } = connection;
    Object::new()
        .put("id", whole(id.0))
        .put("from", whole(from.0))
        .put("to", whole(to.0))
        .put("relation", text(relation.id()))
        .put_object("policy", policy::policy(policy))
        .into()
}

fn zone(zone: &Zone) -> Json {
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

fn run_settings(settings: RunSettings) -> Object {
    let RunSettings { seed, duration_secs, warm_up_secs, replications, precision } = settings;
    let default = RunSettings::default();
    Object::new()
        .put_unless("seed", seed, default.seed, Json::Whole)
        .put_unless("duration_secs", duration_secs, default.duration_secs, number)
        .put_some("warm_up_secs", warm_up_secs, number)
        .put_unless("replications", replications, default.replications, whole)
        .put_unless("precision", precision, default.precision, number)
}

fn event(event: &ScenarioEvent) -> Json {
    let ScenarioEvent { at_secs, action } = event;
    let object = Object::new().put("at_secs", number(*at_secs));
    let (action, component) = match action {
        Action::TakeDown { component } => ("take_down", component),
        Action::BringUp { component } => ("bring_up", component),
        Action::FailPrimary { component } => ("fail_primary", component),
        Action::Flush { component } => ("flush", component),
        Action::Change(it) => return change(object, it).into(),
    };
    object.put("action", text(action)).put("component", whole(component.0)).into()
}

fn change(object: Object, it: &Change) -> Object {
    let Change { change, place, lasts_secs, settings } = it;
    let object = object.put("action", text(change));
    let object = match place {
        Place::Component(id) => object.put("component", whole(id.0)),
        Place::Connection(id) => object.put("connection", whole(id.0)),
        Place::Zone(id) => object.put("zone", whole(id.0)),
        Place::Architecture => object,
    };
    let object = object.put_some("lasts_secs", *lasts_secs, number);
    let settings = settings.iter().fold(Object::new(), |all, (key, value)| all.put(key, number(*value)));
    object.put_object("settings", settings)
}

fn objective(objective: &Objective) -> Json {
    let Objective { journey, indicator, target, window_days, budgeting, burn } = objective;
    let object = Object::new().put_unless_empty("journey", journey).put("indicator", text(indicator.id()));
    let object = match *indicator {
        Indicator::LatencyBelow { millis } => object.put("millis", number(millis)),
        Indicator::Freshness { secs } => object.put("secs", number(secs)),
        Indicator::Availability | Indicator::Correctness => object,
    }
    .put("target", number(*target))
    .put("window_days", number(*window_days));
    match *budgeting {
        Budgeting::Occurrences => object,
        Budgeting::Timeslices { slice_secs, good_ratio } => object
            .put("budgeting", text("timeslices"))
            .put("slice_secs", number(slice_secs))
            .put("good_ratio", number(good_ratio)),
    }
    .put_unless("burn", *burn, BurnScheme::default(), |it| text(it.id()))
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
