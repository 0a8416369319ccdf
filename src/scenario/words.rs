//! Events in words.

use model::{
    Architecture, Arg, Message,
    finding::Place,
    scenario::{Action, ScenarioEvent},
};
use sim::changes::{self, Sort, Unit};

use super::{definition_of, stays};
use crate::text::{say, say_arg, say_message};

/// The event in words, without its time: "Product cache down", "Slow: API server".
pub fn say_action(document: &Architecture, action: &Action) -> String {
    let (id, component) = match action {
        Action::TakeDown { component } => ("mark-down", component),
        Action::BringUp { component } => ("mark-up", component),
        Action::FailPrimary { component } => ("mark-primary", component),
        Action::Flush { component } => ("mark-flush", component),
        Action::Change(change) => {
            let what = match changes::find(&change.change) {
                Some(definition) => say_message(&definition.label()),
                // From a newer version, perhaps: it does nothing here.
                None => change.change.clone(),
            };
            if change.place == Place::Architecture {
                return what;
            }
            let message = Message::new("mark-change").with("change", what);
            return say_message(&message.with("place", say_place(document, change.place)));
        }
    };
    say_message(&Message::new(id).with("name", say_place(document, Place::Component(*component))))
}

/// What a place is called.
pub fn say_place(document: &Architecture, place: Place) -> String {
    match place {
        Place::Component(id) => document.component_name(id).to_owned(),
        Place::Connection(id) => document.connection_name(id).unwrap_or_default(),
        Place::Zone(id) => document.zone(id).map(|it| it.name.clone()).unwrap_or_default(),
        Place::Architecture => say("event-whole-drawing"),
    }
}

pub fn say_secs(secs: f64) -> String {
    say_arg(&Arg::Moment(secs))
}

/// With its time: "Slow: API server, from 20 s for 30 s".
pub fn event_message(document: &Architecture, event: &ScenarioEvent) -> Message {
    let id = match event.action.lasts_secs() {
        Some(_) => "event-said-lasting",
        None if stays(&event.action) => "event-said-open",
        None => "event-said-once",
    };
    let message = Message::new(id)
        .with("what", say_action(document, &event.action))
        .with("at", Arg::Moment(event.at_secs));
    match event.action.lasts_secs() {
        Some(secs) => message.with("lasts", Arg::Moment(secs)),
        None => message,
    }
}

/// Settings that are not the usual ones: " (Share: 1%)".
pub fn say_settings(action: &Action) -> String {
    let Action::Change(change) = action else { return String::new() };
    let settings = changes::find(&change.change).map_or(&[][..], |it| it.settings);
    let said = settings.iter().filter_map(|it| {
        let value = *change.settings.get(it.key)?;
        let value = match it.unit {
            Unit::Ratio => say_arg(&Arg::Ratio(value)),
            Unit::Factor => format!("{}×", say_arg(&Arg::Number(value))),
            Unit::Millis => say_arg(&Arg::Millis(value)),
            Unit::Seconds => say_secs(value),
            Unit::PerSecond => say_arg(&Arg::PerSec(value)),
            Unit::Count => say_arg(&Arg::Number(value)),
            Unit::Switch => say(if value >= 0.5 { "setting-on" } else { "setting-off" }),
        };
        Some(format!("{}: {value}", say_message(&it.label())))
    });
    let said: Vec<_> = said.collect();
    if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) }
}

/// Name of the page of the list on which it stands, and its CSS class.
pub fn sort_of(action: &Action) -> (&'static str, &'static str) {
    match definition_of(action).map(|it| it.sort) {
        Some(sort) => (sort_label(sort), sort_class(sort)),
        None => ("event-sort-step", "step"),
    }
}

pub const fn sort_label(sort: Sort) -> &'static str {
    match sort {
        Sort::Fault => "event-sort-fault",
        Sort::Traffic => "event-sort-traffic",
        Sort::Deploy => "event-sort-deploy",
        Sort::Operator => "event-sort-operator",
    }
}

pub const fn sort_class(sort: Sort) -> &'static str {
    match sort {
        Sort::Fault => "fault",
        Sort::Traffic => "traffic",
        Sort::Deploy => "deploy",
        Sort::Operator => "operator",
    }
}
