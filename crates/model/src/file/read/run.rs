//! How the drawing is run and judged: settings, scenario, objectives, suppressions.

use super::{Fields, Ids, Json, MAX_TIME, Message, Names, Notices, place_in_list, snippet};
use crate::{
    connection::Connection,
    finding::{Place, Suppression},
    lean,
    objective::{Indicator, Objective},
    scenario::{Action, RunSettings, Scenario, ScenarioEvent},
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

pub fn scenario(list: &[Json], ids: &Ids, names: &Names<'_>, notices: &Notices) -> Scenario {
    let mut events = Vec::new();
    for (index, json) in list.iter().enumerate() {
        let Some(mut fields) = Fields::new(json, place_in_list("scenario", index), notices) else { continue };
        let at_secs = fields.number("at_secs", -MAX_TIME..=MAX_TIME, 0.0);
        let component = fields.json("component");
        let Some(component) = component.and_then(|it| ids.component(it)) else {
            fields.all();
            notices.add(fields.note("file-event-dropped").with("found", snippet(json)));
            continue;
        };
        let action = match fields.optional_text("action") {
            Some("take_down") => Action::TakeDown { component },
            Some("bring_up") => Action::BringUp { component },
            Some("fail_primary") => Action::FailPrimary { component },
            Some("flush") => Action::Flush { component },
            _ => {
                fields.all();
                let note = fields.note("file-action-dropped").with("found", snippet(json));
                notices.add(note.with("component", names.get(component)));
                continue;
            }
        };
        events.push(ScenarioEvent { at_secs, action });
    }
    // Stable, so that events at the same time keep their order.
    lean::sort_by(&mut events, |a, b| a.at_secs.total_cmp(&b.at_secs));
    Scenario { events }
}

pub fn objectives(list: &[Json], notices: &Notices) -> Vec<Objective> {
    let objective = |(index, json)| {
        let mut fields = Fields::new(json, place_in_list("objectives", index), notices)?;
        let indicator =
            fields.choice("indicator", &["availability", "latency_below"], |it| it, "availability");
        let indicator = match indicator {
            "latency_below" => {
                Indicator::LatencyBelow { millis: fields.number("millis", 0.0..=MAX_TIME, 500.0) }
            }
            _ => Indicator::Availability,
        };
        Some(Objective {
            journey: fields.text("journey"),
            indicator,
            target: fields.number("target", 0.0..=1.0, 0.999),
            window_days: fields.number("window_days", 0.0001..=3660.0, 28.0),
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
