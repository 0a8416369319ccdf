//! The document that a person draws. A plain value: whoever holds two of them can compare them.

use serde::{Deserialize, Serialize};

use crate::{
    component::Component,
    connection::Connection,
    finding::Suppression,
    objective::Objective,
    scenario::{RunSettings, Scenario},
    zone::Zone,
};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);
    };
}
id!(
    /// Names a component for the life of the document; never given twice.
    ComponentId
);
id!(
    /// Names a connection for the life of the document; never given twice.
    ConnectionId
);
id!(
    /// Names a zone for the life of the document; never given twice.
    ZoneId
);

/// Anything that can be selected in a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Item {
    Component(ComponentId),
    Connection(ConnectionId),
    Zone(ZoneId),
}

/// A drawing: components, connections, zones, and how it is to be run.
///
/// Invariants, kept by [`crate::Edit`] and by loading: ids are unique and below `next_id`, both ends of every
/// connection exist, every placement and every zone parent names an existing zone, and zones nest without cycles.
#[derive(Clone, Debug, PartialEq)]
pub struct Architecture {
    pub name: String,
    /// What to try with this drawing, in the author's words.
    pub note: String,
    /// In drawing order: later ones lie on top.
    pub components: Vec<Component>,
    pub connections: Vec<Connection>,
    /// Parents come before their children.
    pub zones: Vec<Zone>,
    pub settings: RunSettings,
    pub scenario: Scenario,
    pub objectives: Vec<Objective>,
    pub suppressions: Vec<Suppression>,
    /// The next id to give. One counter serves all three sorts, so that an id is never reused.
    pub next_id: u32,
}

impl Default for Architecture {
    fn default() -> Self {
        Self {
            name: String::new(),
            note: String::new(),
            components: Vec::new(),
            connections: Vec::new(),
            zones: Vec::new(),
            settings: RunSettings::default(),
            scenario: Scenario::default(),
            objectives: Vec::new(),
            suppressions: Vec::new(),
            next_id: 1,
        }
    }
}

impl Architecture {
    pub fn component(&self, id: ComponentId) -> Option<&Component> {
        self.components.iter().find(|it| it.id == id)
    }

    pub fn connection(&self, id: ConnectionId) -> Option<&Connection> {
        self.connections.iter().find(|it| it.id == id)
    }

    pub fn zone(&self, id: ZoneId) -> Option<&Zone> {
        self.zones.iter().find(|it| it.id == id)
    }

    /// Connections that start at `id`, in drawing order.
    pub fn outgoing(&self, id: ComponentId) -> impl Iterator<Item = &Connection> {
        self.connections.iter().filter(move |it| it.from == id)
    }

    /// Connections that end at `id`, in drawing order.
    pub fn incoming(&self, id: ComponentId) -> impl Iterator<Item = &Connection> {
        self.connections.iter().filter(move |it| it.to == id)
    }

    /// The connection from `from` to `to` with that relation, if one is drawn.
    pub fn between(&self, from: ComponentId, to: ComponentId) -> impl Iterator<Item = &Connection> {
        self.connections.iter().filter(move |it| it.from == from && it.to == to)
    }

    /// `zone` and the zones around it, innermost first.
    pub fn zones_around(&self, zone: Option<ZoneId>) -> Vec<&Zone> {
        let mut found = Vec::new();
        let mut next = zone;
        while let Some(zone) = next.and_then(|id| self.zone(id)) {
            found.push(zone);
            next = zone.parent;
        }
        found
    }
}
