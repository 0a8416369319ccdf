//! The document that a person draws. A plain value: whoever holds two of them can compare them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    alert::Operations,
    catalog::PURCHASE_KEYS,
    component::{Component, Value},
    connection::Connection,
    finding::Suppression,
    objective::Objective,
    planning::Planning,
    scenario::{Action, RunSettings, Scenario},
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
    /// How it is watched: the operators' clock and their alert rules.
    pub operations: Operations,
    /// What is planned with it: growth, and what a failure costs.
    pub planning: Planning,
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
            operations: Operations::default(),
            planning: Planning::default(),
            suppressions: Vec::new(),
            next_id: 1,
        }
    }
}

impl Architecture {
    /// Whether a run of the other drawing gives the same numbers: names, places, notes and what is promised change none.
    pub fn runs_like(&self, other: &Self) -> bool {
        // Taken apart, so that a new field does not compile until somebody has decided.
        let Self {
            name: _,
            note: _,
            components,
            connections,
            zones,
            settings,
            scenario,
            // What is promised of it is judged after the run, and who watches changes nothing.
            objectives: _,
            operations: _,
            planning: _,
            suppressions: _,
            next_id,
        } = self;
        let zone = |a: &Zone, b: &Zone| {
            let Zone { id, kind, name: _, rect: _, parent, region } = a;
            (id, kind, parent, region) == (&b.id, &b.kind, &b.parent, &b.region)
        };
        // How machines are bought matters only to who takes them back.
        let takes_spot = scenario.events.iter().any(|it| match &it.action {
            Action::Change(change) => change.change == "spot-reclaim",
            _ => false,
        });
        let component = |a: &Component, b: &Component| {
            let Component { id, kind, name: _, at: _, params, placements, workload, unknown_kind } = a;
            let sends_alike = match (workload, &b.workload) {
                (Some(a), Some(b)) => a.sends_like(b),
                (a, b) => a.is_none() == b.is_none(),
            };
            (id, kind) == (&b.id, &b.kind)
                && (params == &b.params || !takes_spot && same_but_bought(params, &b.params))
                && (placements, unknown_kind) == (&b.placements, &b.unknown_kind)
                && sends_alike
        };
        (settings, scenario, next_id) == (&other.settings, &other.scenario, &other.next_id)
            && *connections == other.connections
            && zones.len() == other.zones.len()
            && zones.iter().zip(&other.zones).all(|(a, b)| zone(a, b))
            && components.len() == other.components.len()
            && components.iter().zip(&other.components).all(|(a, b)| component(a, b))
    }

    pub fn component(&self, id: ComponentId) -> Option<&Component> {
        self.components.iter().find(|it| it.id == id)
    }

    /// Empty if there is none of that id.
    pub fn component_name(&self, id: ComponentId) -> &str {
        self.component(id).map_or("", |it| it.name.as_str())
    }

    /// What people call a connection: "API → Database".
    pub fn connection_name(&self, id: ConnectionId) -> Option<String> {
        let it = self.connection(id)?;
        Some(format!("{} → {}", self.component_name(it.from), self.component_name(it.to)))
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

fn same_but_bought(a: &BTreeMap<String, Value>, b: &BTreeMap<String, Value>) -> bool {
    let is_run = |it: &(&String, &Value)| !PURCHASE_KEYS.contains(&it.0.as_str());
    a.iter().filter(is_run).eq(b.iter().filter(is_run))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        component::Placement,
        geometry::{Point, Rect},
        notation,
        zone::ZoneKind,
    };

    fn drawing() -> Architecture {
        let mut drawing = notation::parse("users:client -> api:api_server").unwrap();
        let (id, rect) = (ZoneId(90), Rect::default());
        let name = "Frankfurt".to_owned();
        drawing.zones.push(Zone { id, kind: ZoneKind::Region, name, rect, parent: None, region: None });
        drawing
    }

    #[test]
    fn names_and_places_change_no_run() {
        let mut other = drawing();
        (other.name, other.note) = ("Shop".to_owned(), "Try this".to_owned());
        other.components[0].name = "People".to_owned();
        other.components[1].at = Point::new(7.0, 7.0);
        other.zones[0].name = "Paris".to_owned();
        other.zones[0].rect.width = 70.0;
        other.components[0].workload.get_or_insert_default().classes[0].worth_dollars = 3.0;
        assert!(drawing().runs_like(&other));
    }

    #[test]
    fn how_machines_are_bought_changes_no_run_unless_somebody_takes_them_back() {
        use crate::{
            finding::Place,
            scenario::{Change, ScenarioEvent},
        };
        let spot = |mut it: Architecture| {
            it.components[1].params.insert("purchase".to_owned(), Value::Text("spot".to_owned()));
            it
        };
        assert!(drawing().runs_like(&spot(drawing())));
        let mut reclaimed = drawing();
        let change = Change::new("spot-reclaim", Place::Component(reclaimed.components[1].id));
        reclaimed.scenario.events = vec![ScenarioEvent { at_secs: 5.0, action: Action::Change(change) }];
        assert!(!reclaimed.runs_like(&spot(reclaimed.clone())));
    }

    #[test]
    fn what_the_engine_reads_changes_a_run() {
        let changes: [fn(&mut Architecture); 6] = [
            |it| it.components[1].placements = vec![Placement { zone: None, replicas: 2 }],
            |it| it.connections[0].policy.attempts += 1,
            |it| it.zones[0].region = Some("us-east".to_owned()),
            |it| it.settings.seed += 1,
            |it| it.components[0].workload.get_or_insert_default().classes[0].weight += 1.0,
            |it| drop(it.components.pop()),
        ];
        for change in changes {
            let mut other = drawing();
            change(&mut other);
            assert!(!drawing().runs_like(&other) && !other.runs_like(&drawing()));
        }
    }
}
