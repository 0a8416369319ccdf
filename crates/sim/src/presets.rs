//! Ready-made lists of events: a trigger or a progression, put where a drawing has a place for it.
//!
//! A storm of retries, a stampede, a herd or a backlog is what becomes of the trigger in this drawing, or does not: that
//! is what a run is for.

use model::{
    Architecture, Component, Connection, Message, Relation, ZoneKind,
    connection::Condition,
    finding::Place,
    graph::Graph,
    scenario::{Action, Change, ScenarioEvent},
    spec::Behavior,
};

use crate::changes::{find, hits};

mod lists;

pub use lists::PRESETS;

/// An entry of the list; texts are `preset-<id>`, `preset-<id>-about`, `preset-<id>-look` and `preset-<id>-needs`.
#[derive(Debug)]
pub struct Preset {
    pub id: &'static str,
    /// What would happen in a drawing, in order of time; nothing, if the drawing lacks what it needs.
    events: fn(&Stage<'_>) -> Option<Vec<ScenarioEvent>>,
    /// Time to recover after the last event is over, in seconds.
    recovery_secs: f64,
}

/// Events for a drawing, and how long a run takes that shows them and what comes after.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub events: Vec<ScenarioEvent>,
    pub duration_secs: f64,
}

impl Preset {
    /// What would happen in a drawing. `None`: it lacks what the preset needs.
    pub fn plan(&self, architecture: &Architecture) -> Option<Plan> {
        let stage = Stage { architecture, graph: Graph::new(architecture) };
        let events = (self.events)(&stage)?;
        let over = |it: &ScenarioEvent| it.at_secs + it.action.lasts_secs().unwrap_or(0.0);
        let last = events.iter().map(over).fold(0.0, f64::max);
        Some(Plan { events, duration_secs: last + self.recovery_secs })
    }

    pub fn label(&self) -> Message {
        Message::computed(format!("preset-{}", self.id))
    }

    pub fn about(&self) -> Message {
        Message::computed(format!("preset-{}-about", self.id))
    }

    /// What to look at while it runs, and what it teaches.
    pub fn look(&self) -> Message {
        Message::computed(format!("preset-{}-look", self.id))
    }

    /// What a drawing must have for it.
    pub fn needs(&self) -> Message {
        Message::computed(format!("preset-{}-needs", self.id))
    }
}

/// The entry of that name.
pub fn preset(id: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|it| it.id == id)
}

/// A drawing in which places for events are looked for.
struct Stage<'a> {
    architecture: &'a Architecture,
    graph: Graph<'a>,
}

impl<'a> Stage<'a> {
    /// The component with the most traffic among those; of equals the first one drawn.
    fn busiest(&self, is_wanted: impl Fn(&Component, Place) -> bool) -> Option<Place> {
        let rates = &self.graph.traffic().at_per_sec;
        let mut best: Option<(f64, Place)> = None;
        for (component, &rate) in self.architecture.components.iter().zip(rates) {
            let place = Place::Component(component.id);
            if rate > 0.0 && best.is_none_or(|(most, _)| rate > most) && is_wanted(component, place) {
                best = Some((rate, place));
            }
        }
        best.map(|(_, place)| place)
    }

    /// The same, to which an entry of the list can happen.
    fn busiest_for(&self, change: &str) -> Option<Place> {
        let definition = find(change)?;
        self.busiest(|_, place| (definition.hits)(self.architecture, place))
    }

    /// What does the most work for others: a service or a store, not what passes requests on.
    fn worker(&self) -> Option<Place> {
        let passes_on = |it: &Component| matches!(it.spec().behavior, Behavior::Balancer { .. });
        self.busiest(|it, place| {
            hits::own_server(self.architecture, place)
                && hits::called(self.architecture, place)
                && !passes_on(it)
        })
    }

    /// The call with the most traffic among those.
    fn busiest_call(&self, is_wanted: impl Fn(&'a Connection) -> bool) -> Option<&'a Connection> {
        let rates = &self.graph.traffic().over_per_sec;
        let mut best: Option<(f64, &Connection)> = None;
        for (connection, &rate) in self.architecture.connections.iter().zip(rates) {
            let is_call = hits::call(self.architecture, Place::Connection(connection.id));
            if is_call && rate > 0.0 && best.is_none_or(|(most, _)| rate > most) && is_wanted(connection) {
                best = Some((rate, connection));
            }
        }
        best.map(|(_, connection)| connection)
    }

    /// The first zone, other than a region, that can be lost while others go on.
    fn zone(&self) -> Option<Place> {
        let is_lost = |place: Place| hits::used_zone(self.architecture, place);
        let zones = self.architecture.zones.iter();
        let zones = zones.filter(|it| it.kind == ZoneKind::AvailabilityZone).map(|it| Place::Zone(it.id));
        let mut zones = zones.filter(|it| is_lost(*it));
        let first = zones.next();
        first.filter(|_| zones.next().is_some())
    }

    /// A cache beside or before a store: somebody asks elsewhere when it does not know.
    fn cache(&self) -> Option<Place> {
        let is_backed = |id| {
            let after_miss = |it: &Connection| match it.policy.on {
                Condition::OnMissOf(lookup) => {
                    self.architecture.connection(lookup).is_some_and(|it| it.to == id)
                }
                _ => it.from == id && it.relation == Relation::Call,
            };
            self.architecture.connections.iter().any(after_miss)
        };
        self.busiest(|it, place| hits::cache(self.architecture, place) && is_backed(it.id))
    }
}

fn at(at_secs: f64, change: Change) -> ScenarioEvent {
    ScenarioEvent { at_secs, action: Action::Change(change) }
}
