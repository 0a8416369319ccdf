//! The clipboard: selected parts of a drawing as readable JSON, and back with fresh ids.
//!
//! What is copied is itself a file of the usual format: saved from a text editor it opens, and the content of a file
//! can be pasted.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    architecture::{Architecture, ComponentId, ConnectionId, Item, ZoneId},
    component::{Component, Placement},
    connection::{Condition, Connection},
    edit::Edit,
    file::{self, Counted, LoadError},
    geometry::{Point, Rect},
    text::Message,
    zone::Zone,
};

/// Where pasted things go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PasteAt {
    /// That far from where they were copied.
    Offset(Point),
    /// The middle of their outline goes there.
    Center(Point),
}

/// What pasting does.
#[derive(Clone, Debug, PartialEq)]
pub struct Pasted {
    /// Adds everything as one step.
    pub edit: Edit,
    /// What is new, for selecting it.
    pub items: Vec<Item>,
    /// What had to be put right in the text.
    pub notices: Vec<Message>,
}

/// Why nothing can be pasted.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PasteError {
    #[error("the clipboard holds no part of a drawing")]
    NotADrawing(LoadError),
    #[error("the clipboard holds an empty drawing")]
    Empty,
    #[error("with what is pasted the drawing would have {found} {what:?}, more than {limit}")]
    TooMany { what: Counted, found: usize, limit: usize },
}

impl PasteError {
    /// The same for people, through the message table.
    pub fn message(&self) -> Message {
        match self {
            // Somebody else's text on the clipboard is the usual case; its first wrong comma helps nobody.
            Self::NotADrawing(LoadError::NotJson { .. } | LoadError::NotADrawing | LoadError::Empty) => {
                Message::new("paste-not-a-drawing")
            }
            Self::NotADrawing(error) => error.message(),
            Self::Empty => Message::new("paste-empty"),
            Self::TooMany { what, found, limit } => {
                LoadError::TooMany { what: *what, found: *found, limit: *limit }.message()
            }
        }
    }
}

/// `items` as text. A zone brings what lies in it; a connection comes along if both its ends do.
pub fn copy(architecture: &Architecture, items: &[Item]) -> String {
    let items: BTreeSet<_> = items.iter().copied().collect();
    let inside = |zone: Option<ZoneId>| {
        architecture.zones_around(zone).iter().any(|it| items.contains(&Item::Zone(it.id)))
    };
    let zones: Vec<_> = architecture.zones.iter().filter(|it| inside(Some(it.id))).cloned().collect();
    let zone_ids: BTreeSet<_> = zones.iter().map(|it| it.id).collect();
    let components: Vec<_> = architecture
        .components
        .iter()
        .filter(|it| items.contains(&Item::Component(it.id)) || inside(it.zone()))
        .cloned()
        .collect();
    let ids: BTreeSet<_> = components.iter().map(|it| it.id).collect();
    let connections: Vec<_> = architecture
        .connections
        .iter()
        .filter(|it| ids.contains(&it.from) && ids.contains(&it.to))
        .cloned()
        .collect();
    let connection_ids: BTreeSet<_> = connections.iter().map(|it| it.id).collect();

    let mut part = Architecture { components, connections, zones, ..Architecture::default() };
    for zone in &mut part.zones {
        zone.parent = zone.parent.filter(|it| zone_ids.contains(it));
    }
    for component in &mut part.components {
        leave_zones(component, &zone_ids);
    }
    for connection in &mut part.connections {
        if matches!(connection.policy.on, Condition::OnMissOf(id) if !connection_ids.contains(&id)) {
            connection.policy.on = Condition::Always;
        }
    }
    file::save_part(&part)
}

// Replicas in zones that are not copied stand outside every zone, added up.
fn leave_zones(component: &mut Component, zones: &BTreeSet<ZoneId>) {
    let mut kept: Vec<Placement> = Vec::new();
    for placement in &component.placements {
        let zone = placement.zone.filter(|it| zones.contains(it));
        match kept.iter_mut().find(|it| it.zone == zone) {
            Some(same) => same.replicas = same.replicas.saturating_add(placement.replicas),
            None => kept.push(Placement { zone, replicas: placement.replicas }),
        }
    }
    component.placements = kept;
}

/// What pasting `text` into `architecture` adds. A component that comes without a zone and lands in one is placed
/// there.
///
/// # Errors
/// [`PasteError`] if the text is no drawing, is empty, or makes the drawing larger than a file may be.
pub fn paste(architecture: &Architecture, text: &str, at: PasteAt) -> Result<Pasted, PasteError> {
    let loaded = file::load(text).map_err(PasteError::NotADrawing)?;
    let part = loaded.architecture;
    let outline = part
        .components
        .iter()
        .map(Component::rect)
        .chain(part.zones.iter().map(|it| it.rect))
        .reduce(|all, it| all.union(&it))
        .ok_or(PasteError::Empty)?;
    refuse_too_many(architecture, &part)?;
    let by = match at {
        PasteAt::Offset(by) => by,
        PasteAt::Center(center) => Point::new(center.x - outline.center().x, center.y - outline.center().y),
    };

    let old_ids = part.zones.iter().map(|it| it.id.0);
    let old_ids = old_ids.chain(part.components.iter().map(|it| it.id.0));
    let old_ids = old_ids.chain(part.connections.iter().map(|it| it.id.0));
    let fresh: BTreeMap<u32, u32> = old_ids.zip(architecture.next_id..).collect();
    let fresh = |id: u32| fresh.get(&id).copied().unwrap_or(id);

    let (mut edits, mut items) = (Vec::new(), Vec::new());
    for zone in part.zones {
        let Rect { x, y, width, height } = zone.rect;
        let id = ZoneId(fresh(zone.id.0));
        let parent = zone.parent.map(|it| ZoneId(fresh(it.0)));
        let rect = Rect::new(x + by.x, y + by.y, width, height);
        items.push(Item::Zone(id));
        edits.push(Edit::AddZone(Zone { id, parent, rect, ..zone }));
    }
    for mut component in part.components {
        component.id = ComponentId(fresh(component.id.0));
        component.at = component.at.offset(by.x, by.y);
        for placement in &mut component.placements {
            placement.zone = placement.zone.map(|it| ZoneId(fresh(it.0)));
        }
        if let [Placement { zone: zone @ None, .. }] = component.placements.as_mut_slice() {
            let center = Rect::at(component.at, crate::component::CARD).center();
            // Parents come first, so the last one found is the innermost.
            *zone = architecture.zones.iter().rev().find(|it| it.rect.contains(center)).map(|it| it.id);
        }
        items.push(Item::Component(component.id));
        edits.push(Edit::AddComponent(component));
    }
    for connection in part.connections {
        let mut policy = connection.policy;
        if let Condition::OnMissOf(lookup) = &mut policy.on {
            *lookup = ConnectionId(fresh(lookup.0));
        }
        let id = ConnectionId(fresh(connection.id.0));
        let (from, to) = (ComponentId(fresh(connection.from.0)), ComponentId(fresh(connection.to.0)));
        items.push(Item::Connection(id));
        edits.push(Edit::AddConnection(Connection { id, from, to, relation: connection.relation, policy }));
    }
    Ok(Pasted { edit: Edit::Many(edits), items, notices: loaded.notices })
}

fn refuse_too_many(architecture: &Architecture, part: &Architecture) -> Result<(), PasteError> {
    let sums = [
        (Counted::Components, architecture.components.len() + part.components.len(), file::MAX_COMPONENTS),
        (
            Counted::Connections,
            architecture.connections.len() + part.connections.len(),
            file::MAX_CONNECTIONS,
        ),
        (Counted::Zones, architecture.zones.len() + part.zones.len(), file::MAX_ZONES),
    ];
    match sums.into_iter().find(|(_, found, limit)| found > limit) {
        Some((what, found, limit)) => Err(PasteError::TooMany { what, found, limit }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    const EVERY_FIELD: &str = include_str!("../../../tests/files/every-field.json");

    fn drawing() -> Architecture {
        file::load(EVERY_FIELD).expect("it is readable").architecture
    }

    #[test]
    fn a_copy_is_readable_and_whole() {
        let items = [Item::Component(ComponentId(2)), Item::Component(ComponentId(4))];
        // The cache stays behind, so the query behind it is no longer on a miss; the zones stay, so replicas add up.
        expect![[r#"
            {
              "plimsoll": 2,
              "components": [
                {
                  "id": 2,
                  "kind": "api_server",
                  "name": "API",
                  "at": { "x": 260, "y": 40 },
                  "placements": [{ "replicas": 3 }]
                },
                { "id": 4, "kind": "database_sql", "name": "Orders", "at": { "x": 520, "y": 140 } }
              ],
              "connections": [
                {
                  "id": 7,
                  "from": 2,
                  "to": 4,
                  "relation": "call",
                  "policy": {
                    "step": 2,
                    "probability": 0.5,
                    "calls_per_request": 2,
                    "cancel_on_timeout": true,
                    "backoff_base_millis": 50,
                    "backoff_cap_millis": 1000,
                    "jitter": "none",
                    "retry_budget": 0.1,
                    "breaker": { "failures": 3, "open_secs": 10 },
                    "bulkhead": 20,
                    "latency_millis": 0.25,
                    "weight": 2,
                    "synchronous": true,
                    "collection": "scrape",
                    "sample_ratio": 0.01
                  }
                }
              ]
            }
        "#]]
        .assert_eq(&copy(&drawing(), &items));
    }

    #[test]
    fn a_zone_brings_what_lies_in_it() {
        let copied = file::load(copy(&drawing(), &[Item::Zone(ZoneId(10))])).expect("it is a file");
        let names: Vec<_> = copied.architecture.zones.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["Frankfurt", "a", "b", "Private", "Rack 4"]);
        assert_eq!(copied.architecture.components.len(), 1);
        assert_eq!(copied.notices, vec![]);
    }

    #[test]
    fn pasting_gives_fresh_ids_and_keeps_inner_connections() {
        let before = drawing();
        let items = [1, 2, 3, 4, 12].map(|it| Item::Component(ComponentId(it)));
        let text = copy(&before, &items);
        let pasted = paste(&before, &text, PasteAt::Offset(Point::new(0.0, 1000.0))).expect("it pastes");
        assert_eq!(pasted.items.len(), 8);
        let after = before.edited(&pasted.edit).expect("ids are free");
        assert_eq!(after.next_id, before.next_id + 8);
        let copied = &after.connections[before.connections.len()..];
        assert_eq!(copied.len(), 3);
        assert_eq!(copied[2].policy.on, Condition::OnMissOf(copied[1].id));
        assert!(copied.iter().all(|it| it.from.0 >= before.next_id && it.to.0 >= before.next_id));
        assert_eq!(after.components[before.components.len() + 1].at, Point::new(260.0, 1040.0));
    }

    #[test]
    fn what_lands_in_a_zone_is_placed_there() {
        let before = drawing();
        let text = copy(&before, &[Item::Component(ComponentId(4))]);
        let pasted = paste(&before, &text, PasteAt::Center(Point::new(340.0, 280.0))).expect("it pastes");
        let after = before.edited(&pasted.edit).expect("ids are free");
        let new = after.components.last().expect("one was added");
        assert_eq!(new.zone(), Some(ZoneId(8)));
        assert_eq!(new.rect().center(), Point::new(340.0, 280.0));
    }

    #[test]
    fn other_text_is_refused_politely() {
        let say = |text: &str| {
            let refused = paste(&drawing(), text, PasteAt::Offset(Point::default())).expect_err("refused");
            crate::text::Texts::english().say(&refused.message())
        };
        expect!["The clipboard holds no part of a drawing"].assert_eq(&say("Dear all, {}"));
        expect!["The clipboard holds no part of a drawing"].assert_eq(&say("{\"a\": 1}"));
        expect!["The clipboard holds a drawing without any component or zone"]
            .assert_eq(&say("{\"plimsoll\": 2, \"components\": []}"));
        expect!["The file is nested more than 64 levels deep; a drawing needs fewer than ten"]
            .assert_eq(&say(&"[".repeat(1000)));
        let many = format!("{{\"plimsoll\": 2, \"components\": [{}{{}}]}}", "{},".repeat(9_998));
        expect!["The file has 10,010 components; up to 10,000 can be read. Split the drawing"]
            .assert_eq(&say(&many));
    }
}
