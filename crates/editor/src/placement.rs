//! Which zone a thing lies in, and the edits that follow when it is put elsewhere.

use std::collections::BTreeSet;

use model::{
    Component, ComponentId, Edit, Item, Placement, Point, Rect, Zone, ZoneId, ZoneKind, component::CARD, lean,
};

use crate::editor::Editor;

/// The innermost zone at a point of the world, except for those.
pub fn zone_at(editor: &Editor, point: Point, except: &BTreeSet<ZoneId>) -> Option<ZoneId> {
    let zones = editor.document().zones.iter().rev().map(|it| it.id);
    zones
        .filter(|id| !except.contains(id))
        .find(|id| editor.zone_rect(*id).is_some_and(|it| it.contains(point)))
}

/// `zone` and all zones inside it.
pub fn zones_within(editor: &Editor, zone: ZoneId) -> BTreeSet<ZoneId> {
    let mut within = lean::set([zone]);
    // Parents come before their children, so one pass finds all.
    for it in &editor.document().zones {
        if it.parent.is_some_and(|parent| within.contains(&parent)) {
            within.insert(it.id);
        }
    }
    within
}

/// Components drawn in one of those zones.
pub fn components_within(editor: &Editor, zones: &BTreeSet<ZoneId>) -> Vec<ComponentId> {
    let inside = |it: &&Component| it.zone().is_some_and(|zone| zones.contains(&zone));
    editor.document().components.iter().filter(inside).map(|it| it.id).collect()
}

/// Where a component's replicas run once it is drawn in `zone`: those it was drawn with go along, the others stay.
pub fn placements_in(component: &Component, zone: Option<ZoneId>) -> Vec<Placement> {
    let mut placements = component.placements.clone();
    if let Some(first) = placements.first_mut() {
        first.zone = zone;
    }
    let mut merged: Vec<Placement> = Vec::new();
    for placement in placements {
        match merged.iter_mut().find(|it| it.zone == placement.zone) {
            Some(same) => same.replicas = same.replicas.saturating_add(placement.replicas),
            None => merged.push(placement),
        }
    }
    merged
}

/// The edit that puts components and zones where they have been dragged (live geometry already shows them there), with
/// the placements that this changes. A thing that crossed no zone's border keeps its place, whatever the drawing
/// looks like. The second value is the zone that everything went into, if it is one.
pub fn edit_for_moves(
    editor: &Editor,
    components: Vec<(ComponentId, Point)>,
    zones: Vec<(ZoneId, Rect)>,
) -> (Edit, Option<ZoneId>) {
    let carried = lean::set(zones.iter().map(|it| it.0));
    let mut edits = Vec::new();
    let mut entered = BTreeSet::new();
    for (id, at) in &components {
        let Some(component) = editor.component(*id) else { continue };
        if component.zone().is_some_and(|it| carried.contains(&it)) {
            continue;
        }
        let zone = zone_at(editor, Rect::at(*at, CARD).center(), &carried);
        if zone != component.zone() && zone != document_zone_at(editor, component.rect().center(), &carried) {
            edits.push(Edit::Place { component: *id, placements: placements_in(component, zone) });
            entered.extend(zone);
        }
    }
    for (id, rect) in &zones {
        edits.extend(parent_edit(editor, *id, rect, &carried).inspect(|it| {
            if let Edit::SetParent { parent, .. } = it {
                entered.extend(*parent);
            }
        }));
    }
    let moved = lean::set(components.iter().map(|it| it.0));
    edits.extend(taken_in(editor, &carried, &moved));
    edits.insert(0, Edit::Move { components, zones });
    let entered = if entered.len() == 1 { entered.first().copied() } else { None };
    (Edit::Many(edits), entered)
}

// A zone that comes to lie under components takes them in, unless they belong to somebody else: what looks as if it were
// in a zone is in it.
fn taken_in(editor: &Editor, zones: &BTreeSet<ZoneId>, moved: &BTreeSet<ComponentId>) -> Vec<Edit> {
    let none = BTreeSet::new();
    let mut edits = Vec::new();
    for zone in zones {
        let Some(rect) = editor.zone_rect(*zone) else { continue };
        let around = editor.document().zones_around(Some(*zone));
        for id in editor.index.components_in(&rect) {
            let Some(component) = editor.component(id).filter(|_| !moved.contains(&id)) else { continue };
            let is_free = component.zone().is_none_or(|it| around.iter().any(|outer| outer.id == it));
            let center = component.rect().center();
            let was_covered = document_zone_at(editor, center, &none).is_some_and(|it| zones.contains(&it));
            if is_free && !was_covered && zone_at(editor, center, &none) == Some(*zone) {
                edits.push(Edit::Place { component: id, placements: placements_in(component, Some(*zone)) });
            }
        }
    }
    edits
}

/// The innermost zone that could hold a zone of that kind there.
pub fn holder_of(editor: &Editor, kind: ZoneKind, rect: &Rect) -> Option<ZoneId> {
    let zones = editor.document().zones.iter().rev();
    zones.filter(|it| it.kind < kind).find(|it| it.rect.encloses(rect)).map(|it| it.id)
}

/// The edit that adds a zone where it was dropped: it comes between the zone it lies in and what lies directly there.
pub fn edit_for_new_zone(editor: &Editor, zone: Zone) -> Edit {
    let (id, kind, rect, parent) = (zone.id, zone.kind, zone.rect, zone.parent);
    let inner = |it: &&Zone| it.kind > kind && it.parent == parent && rect.encloses(&it.rect);
    let zones = editor.document().zones.iter().filter(inner);
    let zones: Vec<_> = zones.map(|it| Edit::SetParent { zone: it.id, parent: Some(id) }).collect();
    let within = editor.index.components_in(&rect).into_iter().filter_map(|it| editor.component(it));
    let within = within.filter(|it| it.zone() == parent && rect.contains(it.rect().center()));
    let placed: Vec<_> =
        within.map(|it| Edit::Place { component: it.id, placements: placements_in(it, Some(id)) }).collect();
    Edit::Many(std::iter::once(Edit::AddZone(zone)).chain(zones).chain(placed).collect())
}

/// The edit for a resized zone: what it now covers goes into it, what it no longer covers goes out of it.
pub fn edit_for_resize(editor: &Editor, id: ZoneId, rect: Rect) -> Edit {
    let none = BTreeSet::new();
    let mut edits = vec![Edit::Move { components: Vec::new(), zones: vec![(id, rect)] }];
    for component in &editor.document().components {
        let center = component.rect().center();
        let (before, after) = (document_zone_at(editor, center, &none), zone_at(editor, center, &none));
        if before != after && component.zone() != after {
            edits.push(Edit::Place { component: component.id, placements: placements_in(component, after) });
        }
    }
    edits.extend(parent_edit(editor, id, &rect, &none));
    for inner in &editor.document().zones {
        edits.extend((inner.id != id).then(|| parent_edit(editor, inner.id, &inner.rect, &none)).flatten());
    }
    Edit::Many(edits)
}

// Another parent, if the zone has crossed a border on the way to `rect`.
fn parent_edit(editor: &Editor, id: ZoneId, rect: &Rect, carried: &BTreeSet<ZoneId>) -> Option<Edit> {
    let zone = editor.zone(id)?;
    if zone.parent.is_some_and(|it| carried.contains(&it)) {
        return None;
    }
    let inner = zones_within(editor, id);
    // The innermost zone that could hold it: a zone holds the kinds that come after its own.
    let around = |rect: &Rect, rect_of: &dyn Fn(&Zone) -> Rect| {
        let zones = editor.document().zones.iter().rev();
        zones
            .filter(|it| it.kind < zone.kind && !inner.contains(&it.id) && !carried.contains(&it.id))
            .find(|it| rect_of(it).encloses(rect))
            .map(|it| it.id)
    };
    let before = around(&zone.rect, &|it| it.rect);
    let after = around(rect, &|it| editor.zone_rect(it.id).unwrap_or(it.rect));
    (before != after && after != zone.parent).then_some(Edit::SetParent { zone: id, parent: after })
}

fn document_zone_at(editor: &Editor, point: Point, except: &BTreeSet<ZoneId>) -> Option<ZoneId> {
    let zones = editor.document().zones.iter().rev();
    zones.filter(|it| !except.contains(&it.id)).find(|it| it.rect.contains(point)).map(|it| it.id)
}

/// Everything that moves when these things move: zones take along what is in them. Connections follow by themselves.
pub fn carried_by<'a>(
    editor: &Editor,
    items: impl IntoIterator<Item = &'a Item>,
) -> (BTreeSet<ComponentId>, BTreeSet<ZoneId>) {
    let (mut components, mut zones) = (BTreeSet::new(), BTreeSet::new());
    for item in items {
        match item {
            Item::Component(id) => {
                components.insert(*id);
            }
            Item::Zone(id) => zones.extend(zones_within(editor, *id)),
            Item::Connection(_) => {}
        }
    }
    if !zones.is_empty() {
        components.extend(components_within(editor, &zones));
    }
    (components, zones)
}
