//! Which requests take a connection, as the options of a list.

use leptos::prelude::*;
use model::{ConnectionId, Message, catalog::BehaviorKind, connection::Condition, lean};

use super::policy::Fields;
use crate::text::{say, say_message};

/// A condition as the value of an option.
pub fn condition_value(condition: &Condition) -> String {
    match condition {
        Condition::Always => "always".into(),
        Condition::Read => "read".into(),
        Condition::Write => "write".into(),
        Condition::Class(name) => format!("class:{name}"),
        Condition::OnMissOf(id) => format!("miss:{}", id.0),
    }
}

/// The condition that an option's value stands for.
pub fn condition_of(value: &str) -> Condition {
    match value.split_once(':') {
        Some(("class", name)) => Condition::Class(name.to_owned()),
        Some(("miss", id)) => id.parse().map_or(Condition::Always, |it| Condition::OnMissOf(ConnectionId(it))),
        _ if value == "read" => Condition::Read,
        _ if value == "write" => Condition::Write,
        _ => Condition::Always,
    }
}

/// The fixed ones, every request class of the drawing, and every cache that the same caller asks.
pub fn condition_options(fields: Fields) -> Vec<(String, String)> {
    let Fields { policy, workspace, id } = fields;
    let mut options = vec![
        ("always".to_owned(), say("condition-always")),
        ("read".to_owned(), say("condition-read")),
        ("write".to_owned(), say("condition-write")),
    ];
    workspace.document.with(|document| {
        let mut classes: Vec<&str> = document
            .components
            .iter()
            .filter_map(|it| it.workload.as_ref())
            .flat_map(|it| it.classes.iter().map(|it| it.name.as_str()))
            .collect();
        lean::sort(&mut classes);
        classes.dedup();
        for name in classes {
            let label = say_message(&Message::new("condition-class").with("name", name));
            options.push((format!("class:{name}"), label));
        }
        let Some(own) = document.connection(id) else { return };
        for other in document.outgoing(own.from).filter(|it| it.id != id) {
            let target = document.component(other.to);
            if let Some(cache) = target.filter(|it| it.kind.behavior == BehaviorKind::Cache) {
                let label = say_message(&Message::new("condition-miss").with("name", cache.name.as_str()));
                options.push((format!("miss:{}", other.id.0), label));
            }
        }
    });
    // What a file says is kept, also when this drawing has no such class or cache.
    let now = condition_value(&policy.get().on);
    if options.iter().all(|(value, _)| *value != now) {
        let label = say_message(&Message::new("condition-other").with("name", now.as_str()));
        options.push((now, label));
    }
    options
}
