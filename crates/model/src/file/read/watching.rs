//! How the system is watched: the operators' clock, alert rules, routing.

use std::collections::BTreeMap;

use super::{Fields, Json, MAX_TIME, Message, Notices, place_in_list};
use crate::{
    alert::{AlertRule, Operations, Panel, Routing, Shows},
    architecture::{ComponentId, ConnectionId},
    finding::Place,
};

/// More rules than this are left out.
pub const MAX_ALERTS: usize = 500;
/// More panels than this are left out.
pub const MAX_PANELS: usize = 100;
/// Labels, and annotations, of a rule.
const MAX_LABELS: usize = 50;

pub fn operations(fields: Option<Fields<'_>>) -> Operations {
    let default = Operations::default();
    let Some(mut fields) = fields else { return default };
    let alerts = fields.list("alerts");
    if alerts.len() > MAX_ALERTS {
        let note = fields.note("file-too-many-alerts").with("found", alerts.len());
        fields.notices().add(note.with("limit", MAX_ALERTS));
    }
    let panels = fields.list("panels");
    if panels.len() > MAX_PANELS {
        let note = fields.note("file-too-many-panels").with("found", panels.len());
        fields.notices().add(note.with("limit", MAX_PANELS));
    }
    let notices = fields.notices();
    let panel = |(index, json): (usize, &Json)| panel(index, json, notices);
    let rule = |(index, json): (usize, &Json)| alert(index, json, notices);
    Operations {
        clock_factor: fields.number("clock_factor", 1.0..=86_400.0, default.clock_factor),
        evaluation_secs: fields.number("evaluation_secs", 1.0..=86_400.0, default.evaluation_secs),
        sees_all: fields.flag("sees_all", default.sees_all),
        alerts: alerts.iter().take(MAX_ALERTS).enumerate().filter_map(rule).collect(),
        routing: routing(fields.object("routing")),
        panels: panels.iter().take(MAX_PANELS).enumerate().filter_map(panel).collect(),
    }
}

fn panel(index: usize, json: &Json, notices: &Notices) -> Option<Panel> {
    let mut fields = Fields::new(json, place_in_list("panels", index), notices)?;
    let title = fields.text("title");
    let expr = fields.optional_text("expr").map(str::to_owned);
    let measure = fields.optional_text("measure").map(str::to_owned);
    // A place that is gone is kept: the panel says so, and undoing brings it back.
    let component = fields.optional_count("component", 0..=u32::MAX);
    let connection = fields.optional_count("connection", 0..=u32::MAX);
    let shows = match (expr, measure) {
        (Some(expr), _) => Shows::Expression(expr),
        (None, Some(measure)) => {
            let component = component.map(|it| Place::Component(ComponentId(it)));
            let place = component.or(connection.map(|it| Place::Connection(ConnectionId(it))));
            Shows::Measure { measure, place }
        }
        (None, None) => {
            notices.add(fields.note("file-empty-panel"));
            return None;
        }
    };
    Some(Panel { title, shows })
}

fn alert(index: usize, json: &Json, notices: &Notices) -> Option<AlertRule> {
    let mut fields = Fields::new(json, place_in_list("alerts", index), notices)?;
    Some(AlertRule {
        name: fields.text("name"),
        expr: fields.text("expr"),
        for_secs: fields.number("for_secs", 0.0..=MAX_TIME, 0.0),
        labels: texts(fields.object("labels")),
        annotations: texts(fields.object("annotations")),
    })
}

fn texts(fields: Option<Fields<'_>>) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    let Some(mut fields) = fields else { return texts };
    for (key, json) in fields.all() {
        match json.text() {
            Some(text) if texts.len() < MAX_LABELS => {
                texts.insert(key.clone(), text.to_owned());
            }
            _ => fields.wrong(key, json, Message::new("file-expected-text")),
        }
    }
    texts
}

fn routing(fields: Option<Fields<'_>>) -> Routing {
    let default = Routing::default();
    let Some(mut fields) = fields else { return default };
    let group_by = fields.json("group_by").map(|json| {
        let labels: Vec<String> = json.items().iter().filter_map(|it| Some(it.text()?.to_owned())).collect();
        if !matches!(json, Json::List(items) if items.len() == labels.len()) {
            fields.wrong("group_by", json, Message::new("file-expected-list"));
        }
        labels
    });
    Routing {
        group_by: group_by.unwrap_or(default.group_by),
        group_wait_secs: fields.number("group_wait_secs", 0.0..=MAX_TIME, default.group_wait_secs),
        group_interval_secs: fields.number(
            "group_interval_secs",
            1.0..=MAX_TIME,
            default.group_interval_secs,
        ),
        repeat_interval_secs: fields.number(
            "repeat_interval_secs",
            1.0..=MAX_TIME,
            default.repeat_interval_secs,
        ),
    }
}
