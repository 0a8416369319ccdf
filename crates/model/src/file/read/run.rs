//! How the drawing is run and judged: settings, scenario, objectives, suppressions.

use std::collections::BTreeMap;

use super::{Fields, Ids, Json, MAX_TIME, Message, Names, Notices, place_in_list, snippet};
use crate::{
    connection::Connection,
    finding::{Place, Suppression},
    lean,
    objective::{Budgeting, BurnScheme, Indicator, Objective},
    scenario::{Action, Change, RunSettings, Scenario, ScenarioEvent},
};

pub fn settings(fields: Option<Fields<'_>>) -> RunSettings {
    let default = RunSettings::default();
    let Some(mut fields) = fields else { return default };
    let seed = fields.json("seed").map(|json| {
        if json.whole().is_none() {
            fields.wrong("seed", json, Message::new("file-expected-seed"));
        }
        json.whole().unwrap_or(default.seed)
    });
    RunSettings {
        seed: seed.unwrap_or(default.seed),
        duration_secs: fields.number("duration_secs", 0.001..=MAX_TIME, default.duration_secs),
        warm_up_secs: fields.optional_number("warm_up_secs", 0.0..=MAX_TIME),
        replications: fields.count("replications", 1..=10_000, default.replications),
        precision: fields.number("precision", 0.0..=0.5, default.precision),
    }
}

/// Most events of a scenario, and most settings of one.
pub const MAX_EVENTS: usize = 1_000;
const MAX_SETTINGS: usize = 32;
/// Longest name of a change or of a setting of it.
const MAX_NAME: usize = 64;

/// `kept`: the connections that were not left out.
pub fn scenario(
    list: &[Json],
    ids: &Ids,
    names: &Names<'_>,
    kept: &[Connection],
    notices: &Notices,
) -> Scenario {
    let kept = lean::set(kept.iter().map(|it| it.id));
    let mut events = Vec::new();
    for (index, json) in list.iter().enumerate() {
        let Some(mut fields) = Fields::new(json, place_in_list("scenario", index), notices) else { continue };
        if index >= MAX_EVENTS {
            notices.add(fields.note("file-too-many-events").with("limit", MAX_EVENTS));
            fields.all();
            break;
        }
        let at_secs = fields.number("at_secs", -MAX_TIME..=MAX_TIME, 0.0);
        let exists = |it: &Place| !matches!(it, Place::Connection(id) if !kept.contains(id));
        let Some(place) = event_place(&mut fields, ids).filter(exists) else {
            fields.all();
            notices.add(fields.note("file-event-dropped").with("found", snippet(json)));
            continue;
        };
        let action = match (fields.optional_text("action"), place) {
            (Some("take_down"), Place::Component(component)) => Action::TakeDown { component },
            (Some("bring_up"), Place::Component(component)) => Action::BringUp { component },
            (Some("fail_primary"), Place::Component(component)) => Action::FailPrimary { component },
            (Some("flush"), Place::Component(component)) => Action::Flush { component },
            (Some(name @ ("take_down" | "bring_up" | "fail_primary" | "flush")), _) => {
                fields.all();
                let note = fields.note("file-action-needs-component").with("found", snippet(json));
                notices.add(note.with("action", name));
                continue;
            }
            (Some(name), place) if is_name(name) && !name.contains('_') => {
                Action::Change(change(&mut fields, name, place))
            }
            (_, place) => {
                fields.all();
                let note = fields.note("file-action-dropped").with("found", snippet(json));
                let name = if let Place::Component(component) = place { names.get(component) } else { "" };
                notices.add(note.with("component", name));
                continue;
            }
        };
        events.push(ScenarioEvent { at_secs, action });
    }
    // Stable, so that events at the same time keep their order.
    lean::sort_by(&mut events, |a, b| a.at_secs.total_cmp(&b.at_secs));
    Scenario { events }
}

/// What an event happens to: what the file names, which must exist, or the drawing as a whole.
fn event_place(fields: &mut Fields<'_>, ids: &Ids) -> Option<Place> {
    if let Some(json) = fields.json("component") {
        return ids.component(json).map(Place::Component);
    }
    if let Some(json) = fields.json("connection") {
        return ids.connection(json).map(Place::Connection);
    }
    if let Some(json) = fields.json("zone") {
        return ids.zone(json).map(Place::Zone);
    }
    Some(Place::Architecture)
}

fn change(fields: &mut Fields<'_>, name: &str, place: Place) -> Change {
    let lasts_secs = fields.optional_number("lasts_secs", 0.0..=MAX_TIME);
    let mut settings = BTreeMap::new();
    if let Some(mut inner) = fields.object("settings") {
        for (key, json) in inner.all().iter().take(MAX_SETTINGS) {
            match json.number().filter(|it| it.is_finite() && is_name(key)) {
                Some(value) => drop(settings.insert(key.clone(), value)),
                None => inner.wrong(key, json, Message::new("file-expected-value")),
            }
        }
    }
    Change { change: name.to_owned(), place, lasts_secs, settings }
}

fn is_name(text: &str) -> bool {
    (1..=MAX_NAME).contains(&text.len())
        && text.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, b'-' | b'_'))
}

pub fn objectives(list: &[Json], notices: &Notices) -> Vec<Objective> {
    let objective = |(index, json)| {
        let mut fields = Fields::new(json, place_in_list("objectives", index), notices)?;
        let known = ["availability", "latency_below", "freshness", "correctness"];
        let indicator = fields.choice("indicator", &known, |it| it, "availability");
        let indicator = match indicator {
            "latency_below" => {
                Indicator::LatencyBelow { millis: fields.number("millis", 0.0..=MAX_TIME, 500.0) }
            }
            "freshness" => Indicator::Freshness { secs: fields.number("secs", 0.0..=MAX_TIME, 60.0) },
            "correctness" => Indicator::Correctness,
            _ => Indicator::Availability,
        };
        let budgeting =
            match fields.choice("budgeting", &["occurrences", "timeslices"], |it| it, "occurrences") {
                "timeslices" => Budgeting::Timeslices {
                    slice_secs: fields.number("slice_secs", 1.0..=86_400.0, 60.0),
                    good_ratio: fields.number("good_ratio", 0.0..=1.0, 0.99),
                },
                _ => Budgeting::Occurrences,
            };
        Some(Objective {
            journey: fields.text("journey"),
            indicator,
            target: fields.number("target", 0.0..=1.0, 0.999),
            window_days: fields.number("window_days", 0.0001..=3660.0, 28.0),
            budgeting,
            burn: fields.choice("burn", &BurnScheme::ALL, BurnScheme::id, BurnScheme::default()),
        })
    };
    list.iter().enumerate().filter_map(objective).collect()
}

/// `kept`: the connections that were not left out.
pub fn suppressions(list: &[Json], ids: &Ids, kept: &[Connection], notices: &Notices) -> Vec<Suppression> {
    let kept = lean::set(kept.iter().map(|it| it.id));
    let suppression = |(index, json)| {
        let mut fields = Fields::new(json, place_in_list("suppressions", index), notices)?;
        let (rule, reason) = (fields.text("rule"), fields.text("reason"));
        let place = fields.json("place").and_then(|it| place(it, ids));
        let exists = |it: &Place| !matches!(it, Place::Connection(id) if !kept.contains(id));
        let Some(place) = place.filter(exists) else {
            notices.add(fields.note("file-suppression-dropped").with("rule", rule));
            return None;
        };
        Some(Suppression { rule, place, reason })
    };
    list.iter().enumerate().filter_map(suppression).collect()
}

fn place(json: &Json, ids: &Ids) -> Option<Place> {
    if json.text() == Some("architecture") {
        return Some(Place::Architecture);
    }
    let component = || Some(Place::Component(ids.component(json.get("component")?)?));
    let connection = || Some(Place::Connection(ids.connection(json.get("connection")?)?));
    let zone = || Some(Place::Zone(ids.zone(json.get("zone")?)?));
    component().or_else(connection).or_else(zone)
}
