//! A document to text.

use std::fmt::Write;

use serde_json::Value as Json;

use super::{build::default_zone_kind, kind_named, lex::is_plain, parse::short, settings::classes};
use crate::{
    architecture::{Architecture, ZoneId},
    component::{Component, Value},
    connection::{Condition, Connection, Policy},
    verdict::relations_between,
    workload::{Pattern, Workload},
};

/// The drawing as text: components, then connections, then zones, one statement a line.
///
/// What the notation has no words for is left out: positions, other traffic patterns than a constant one or users,
/// other request classes than read and write, scenario, settings, objectives, regions of zones, suppressions.
pub fn print(document: &Architecture) -> String {
    let labels = labels(document);
    let mut text = String::new();
    for (component, label) in document.components.iter().zip(&labels) {
        text.push_str(label);
        text.push_str(&kind(component));
        if let [only] = component.placements.as_slice()
            && only.zone.is_none()
            && only.replicas != 1
        {
            let _ = write!(text, "*{}", only.replicas);
        } else if component.placements.len() > 1 {
            for placement in component.placements.iter().filter(|it| it.zone.is_none()) {
                let _ = write!(text, "*{}", placement.replicas);
            }
        }
        block(&mut text, &settings(component));
        text.push('\n');
    }
    for connection in &document.connections {
        let (Some(from), Some(to)) =
            (position(document, connection, true), position(document, connection, false))
        else {
            continue;
        };
        let (a, b) = (&document.components[from], &document.components[to]);
        let usual = relations_between(a.kind, b.kind).first().copied().unwrap_or(crate::Relation::Call);
        let fields = policy(document, &labels, connection);
        let _ = write!(text, "{} ", labels[from]);
        if connection.relation != usual || !fields.is_empty() {
            text.push('-');
        }
        if connection.relation != usual {
            text.push_str(connection.relation.id());
        }
        block(&mut text, &fields);
        let _ = writeln!(text, "-> {}", labels[to]);
    }
    for zone in document.zones.iter().filter(|it| it.parent.is_none()) {
        print_zone(&mut text, document, &labels, zone.id);
        text.push('\n');
    }
    text
}

fn position(document: &Architecture, connection: &Connection, start: bool) -> Option<usize> {
    let id = if start { connection.from } else { connection.to };
    document.components.iter().position(|it| it.id == id)
}

/// Names, with a number where an earlier component has the same.
fn labels(document: &Architecture) -> Vec<String> {
    let names = document.components.iter().map(|it| it.name.as_str());
    names
        .clone()
        .enumerate()
        .map(|(at, name)| {
            let n_earlier = names.clone().take(at).filter(|it| *it == name).count();
            let label = quoted(name);
            if n_earlier == 0 { label } else { format!("{label}#{}", n_earlier + 1) }
        })
        .collect()
}

fn quoted(name: &str) -> String {
    if is_plain(name) {
        name.into()
    } else {
        format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

fn kind(component: &Component) -> String {
    match &component.unknown_kind {
        Some(id) => format!(":?{}", quoted(id)),
        None if kind_named(&component.name) == Some(component.kind) => String::new(),
        None => format!(":{}", component.kind.id),
    }
}

fn block(text: &mut String, fields: &[String]) {
    if !fields.is_empty() {
        let _ = write!(text, "{{{}}}", fields.join(", "));
    }
}

fn settings(component: &Component) -> Vec<String> {
    let mut found: Vec<_> = component
        .params
        .iter()
        .map(|(key, value)| match value {
            Value::Flag(flag) => format!("{key}={flag}"),
            Value::Number(number) => format!("{key}={number}"),
            Value::Text(text) => format!("{key}={}", quoted(text)),
        })
        .collect();
    if let Some(workload) = &component.workload {
        let usual = Workload::default();
        match workload.pattern {
            Pattern::Constant { per_sec } if workload.pattern != usual.pattern => {
                found.push(format!("per_sec={per_sec}"));
            }
            Pattern::Users { users, think_secs } => {
                found.push(format!("users={users}"));
                found.push(format!("think_secs={think_secs}"));
            }
            _ => {}
        }
        if workload.batch != 1 {
            found.push(format!("batch={}", workload.batch));
        }
        if let Some(population) = workload.population {
            found.push(format!("population={population}"));
        }
        let total: f64 = workload.classes.iter().map(|it| it.weight).sum();
        let writes =
            workload.classes.iter().find(|it| it.name == "write").map_or(0.0, |it| it.weight / total);
        if workload.classes != usual.classes && workload.classes == classes(writes) {
            found.push(format!("writes={writes}"));
        }
    }
    found
}

fn policy(document: &Architecture, labels: &[String], connection: &Connection) -> Vec<String> {
    let (Ok(Json::Object(usual)), Ok(Json::Object(fields))) =
        (serde_json::to_value(Policy::default()), serde_json::to_value(&connection.policy))
    else {
        return Vec::new();
    };
    let differing = fields.iter().filter(|(key, value)| usual.get(*key) != Some(value));
    differing
        .map(|(key, value)| match connection.policy.on {
            Condition::OnMissOf(lookup) if key == "on" => {
                let looked_up = document.connection(lookup).map(|it| it.to);
                let at = document.components.iter().position(|it| Some(it.id) == looked_up);
                // A quoted label with a number cannot be split again, so the whole is quoted.
                let label = at.map_or_else(String::new, |at| labels[at].replace('"', ""));
                format!("on={{miss_of={}}}", quoted(&label))
            }
            _ => format!("{key}={}", json(value)),
        })
        .collect()
}

fn json(value: &Json) -> String {
    match value {
        Json::String(text) => quoted(text),
        Json::Object(fields) => {
            let fields: Vec<_> = fields.iter().map(|(key, value)| format!("{key}={}", json(value))).collect();
            format!("{{{}}}", fields.join(", "))
        }
        // 200.0 is written 200.
        Json::Number(number) => number.as_f64().map_or_else(|| number.to_string(), |it| it.to_string()),
        other => other.to_string(),
    }
}

fn print_zone(text: &mut String, document: &Architecture, labels: &[String], id: ZoneId) {
    let Some(zone) = document.zone(id) else { return };
    let children: Vec<_> = document.zones.iter().filter(|it| it.parent == Some(id)).collect();
    text.push('[');
    if zone.kind != default_zone_kind(!children.is_empty()) {
        let _ = write!(text, "{} ", short(zone.kind));
    }
    let _ = write!(text, "{}:", quoted(&zone.name));
    let mut first = true;
    for (component, label) in document.components.iter().zip(labels) {
        for placement in component.placements.iter().filter(|it| it.zone == Some(id)) {
            text.push_str(if first { " " } else { ", " });
            first = false;
            text.push_str(label);
            if placement.replicas != 1 {
                let _ = write!(text, "*{}", placement.replicas);
            }
        }
    }
    for child in children {
        text.push_str(if first { " " } else { "; " });
        first = false;
        print_zone(text, document, labels, child.id);
    }
    text.push(']');
}
