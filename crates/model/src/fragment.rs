//! The clipboard: selected parts of a drawing as readable JSON, and back with fresh ids.
//!
//! What is copied is itself a file of the usual format: saved from a text editor it opens, and the content of a file
//! can be pasted.

use std::collections::BTreeSet;

use crate::{
    architecture::{Architecture, ComponentId, ConnectionId, Item, ZoneId},
    component::{Component, Placement},
    connection::{Condition, Connection},
    edit::Edit,
    file::{self, Counted, LoadError, Older},
    geometry::{Point, Rect},
    lean,
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
    let items = lean::set(items.iter().copied());
    let inside = |zone: Option<ZoneId>| {
        architecture.zones_around(zone).iter().any(|it| items.contains(&Item::Zone(it.id)))
    };
    let zones: Vec<_> = architecture.zones.iter().filter(|it| inside(Some(it.id))).cloned().collect();
    let zone_ids = lean::set(zones.iter().map(|it| it.id));
    let components: Vec<_> = architecture
        .components
        .iter()
        .filter(|it| items.contains(&Item::Component(it.id)) || inside(it.zone()))
        .cloned()
        .collect();
    let ids = lean::set(components.iter().map(|it| it.id));
    let connections: Vec<_> = architecture
        .connections
        .iter()
        .filter(|it| ids.contains(&it.from) && ids.contains(&it.to))
        .cloned()
        .collect();
    let connection_ids = lean::set(connections.iter().map(|it| it.id));

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

/// What pasting `text` into `architecture` adds; without `older` it cannot be a file of an older version. A component that comes without a zone and lands in one is placed
/// there.
///
/// # Errors
/// [`PasteError`] if the text is no drawing, is empty, or makes the drawing larger than a file may be.
pub fn paste(
    architecture: &Architecture,
    text: &str,
    at: PasteAt,
    older: Option<Older>,
) -> Result<Pasted, PasteError> {
    let loaded = file::load_with(text, older).map_err(PasteError::NotADrawing)?;
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
    let fresh = lean::map(old_ids.zip(architecture.next_id..));
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
mod tests;
