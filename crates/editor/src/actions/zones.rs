//! Zones around things and empty ones.

use std::collections::BTreeSet;

use model::{ComponentId, Edit, Item, Message, Rect, Size, Zone, ZoneId, ZoneKind, component::CARD, lean};

use crate::{
    editor::Editor,
    geometry::{
        nearby::free_place,
        snap::{GRID, on_grid},
    },
    hit::ZONE_TAB_HEIGHT,
    placement,
    response::Response,
    tools::GAP,
};

/// Space between a zone's border and what it is drawn around, in world units.
const MARGIN: f64 = 4.0 * GRID;

pub fn can_group(editor: &Editor) -> bool {
    !editor.target_components().is_empty()
}

/// A zone around the selected components, of the kind that comes after the zone they are in.
pub fn group(editor: &mut Editor, response: &mut Response) {
    let components = editor.target_components();
    let zones = lean::set(components.iter().filter_map(|id| editor.component(*id)).map(|it| it.zone()));
    let common = if zones.len() == 1 { zones.first().copied().flatten() } else { None };
    let kind = match common.and_then(|id| editor.zone(id)).map(|it| it.kind) {
        Some(ZoneKind::Region) => ZoneKind::AvailabilityZone,
        Some(ZoneKind::Network | ZoneKind::Host) => ZoneKind::Host,
        Some(ZoneKind::AvailabilityZone) | None => ZoneKind::Network,
    };
    let rects = components.iter().filter_map(|id| editor.rect_of(*id));
    let Some(inner) = rects.reduce(|all, it| all.union(&it)) else { return };
    let grown = inner.grown(MARGIN);
    let rect = Rect { y: grown.y - ZONE_TAB_HEIGHT, height: grown.height + ZONE_TAB_HEIGHT, ..grown };
    let around = editor.document().zones_around(common);
    let parent = around.iter().find(|it| it.kind < kind).map(|it| it.id);
    let zone = new_zone(editor, kind, rect, parent);
    let (id, name) = (zone.id, zone.name.clone());
    let placed = components.iter().filter_map(|component| {
        let placements = placement::placements_in(editor.component(*component)?, Some(id));
        Some(Edit::Place { component: *component, placements })
    });
    let edits = std::iter::once(Edit::AddZone(zone)).chain(placed).collect();
    let label = Message::new("step-group").with("name", name.as_str());
    if editor.change(&Edit::Many(edits), label, response) {
        let count = components.len();
        response.say.push(Message::new("say-grouped").with("name", name).with("count", count));
        editor.set_selection([Item::Zone(id)].into(), response);
        editor.set_focused(Some(Item::Zone(id)), response);
    }
}

pub fn can_leave(editor: &Editor) -> bool {
    let in_zone = |id: ComponentId| editor.component(id).is_some_and(|it| it.zone().is_some());
    editor.target_components().into_iter().any(in_zone)
}

/// Takes the selected components out of their zone, into the zone around it, and puts them where they are seen to be
/// outside: to the right of it.
pub fn leave(editor: &mut Editor, response: &mut Response) {
    let mut edits = Vec::new();
    let mut taken: Vec<Rect> = Vec::new();
    for id in editor.target_components() {
        let Some(component) = editor.component(id) else { continue };
        let Some(zone) = component.zone().and_then(|it| editor.zone(it)) else { continue };
        let beside = Rect { x: on_grid(zone.rect.right() + GAP), ..component.rect() };
        let at = free_place(beside, (CARD.width + GAP, CARD.height + GAP), |it| {
            let grown = it.grown(GAP / 4.0);
            !zone.rect.overlaps(it)
                && editor.index.components_in(&grown).is_empty()
                && !taken.iter().any(|other| other.overlaps(&grown))
        });
        let rect = Rect::at(at, CARD);
        taken.push(rect);
        // Whatever lies there now takes it, as if it had been dragged there.
        let zone = placement::zone_at(editor, rect.center(), &BTreeSet::new());
        edits.push(Edit::Move { components: vec![(id, at)], zones: Vec::new() });
        edits.push(Edit::Place { component: id, placements: placement::placements_in(component, zone) });
    }
    let count = taken.len();
    if editor.change(&Edit::Many(edits), Message::new("step-leave-zone").with("count", count), response) {
        response.say.push(Message::new("say-left-zone").with("count", count));
        if let Some(bounds) = taken.into_iter().reduce(|all, it| all.union(&it)) {
            editor.reveal(bounds, response);
        }
    }
}

/// How large a new zone is, in world units.
pub const fn size_of(kind: ZoneKind) -> Size {
    match kind {
        ZoneKind::Region => Size::new(960.0, 560.0),
        ZoneKind::AvailabilityZone => Size::new(560.0, 400.0),
        ZoneKind::Network => Size::new(480.0, 320.0),
        ZoneKind::Host => Size::new(320.0, 240.0),
    }
}

/// A zone where somebody let it go. It takes in what it comes to lie around.
pub fn drop_at(editor: &mut Editor, kind: ZoneKind, rect: Rect, response: &mut Response) {
    let zone = new_zone(editor, kind, rect, placement::holder_of(editor, kind, &rect));
    let (id, name) = (zone.id, zone.name.clone());
    let edit = placement::edit_for_new_zone(editor, zone);
    if editor.change(&edit, Message::new("step-add").with("name", name.as_str()), response) {
        response.say.push(Message::new("say-added-zone").with("name", name));
        editor.set_selection([Item::Zone(id)].into(), response);
        editor.set_focused(Some(Item::Zone(id)), response);
    }
}

/// An empty zone near the middle of the view, over nothing but zones that can hold it.
pub fn add(editor: &mut Editor, response: &mut Response, kind: ZoneKind) {
    let Size { width, height } = size_of(kind);
    let center = editor.camera.visible(editor.viewport).center();
    let wanted = Rect::new(on_grid(center.x - width / 2.0), on_grid(center.y - height / 2.0), width, height);
    let holder = |rect: &Rect| placement::holder_of(editor, kind, rect);
    let at = free_place(wanted, (160.0, 160.0), |rect| {
        let grown = rect.grown(GAP / 2.0);
        let holders = lean::set(editor.document().zones_around(holder(rect)).iter().map(|it| it.id));
        editor.index.components_in(&grown).is_empty()
            && editor.document().zones.iter().all(|it| holders.contains(&it.id) || !it.rect.overlaps(&grown))
    });
    let rect = Rect::new(at.x, at.y, width, height);
    let zone = new_zone(editor, kind, rect, holder(&rect));
    let (id, name) = (zone.id, zone.name.clone());
    if editor.change(&Edit::AddZone(zone), Message::new("step-add").with("name", name.as_str()), response) {
        response.say.push(Message::new("say-added-zone").with("name", name));
        editor.set_selection([Item::Zone(id)].into(), response);
        editor.set_focused(Some(Item::Zone(id)), response);
        editor.reveal(rect, response);
    }
}

fn new_zone(editor: &Editor, kind: ZoneKind, rect: Rect, parent: Option<ZoneId>) -> Zone {
    let name = editor.fresh_name(&Message::new(kind.label()));
    Zone { id: ZoneId(editor.document().next_id), kind, name, rect, parent, region: None }
}
