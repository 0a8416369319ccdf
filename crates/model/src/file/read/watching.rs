//! How the system is watched: the operators' clock, alert rules, routing.

use std::collections::BTreeMap;

use super::{Fields, Json, MAX_TIME, Message, Notices, place_in_list};
use crate::alert::{AlertRule, Operations, Routing};

/// More rules than this are left out.
pub const MAX_ALERTS: usize = 500;
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
    let notices = fields.notices();
    let rule = |(index, json): (usize, &Json)| alert(index, json, notices);
    Operations {
        clock_factor: fields.number("clock_factor", 1.0..=86_400.0, default.clock_factor),
        evaluation_secs: fields.number("evaluation_secs", 1.0..=86_400.0, default.evaluation_secs),
        sees_all: fields.flag("sees_all", default.sees_all),
        alerts: alerts.iter().take(MAX_ALERTS).enumerate().filter_map(rule).collect(),
        routing: routing(fields.object("routing")),
    }
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
