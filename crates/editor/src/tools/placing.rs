//! A component comes from the palette.

use std::collections::BTreeSet;

use model::{
    Component, ComponentId, Edit, Item, Kind, Message, Placement, Point, Rect, ZoneId, component::CARD,
};

use super::Tool;
use crate::{
    announce,
    editor::Editor,
    geometry::{nearby::free_place, snap::point_on_grid},
    input::{Input, Modifiers},
    overlay::{Cursor, Ghost, Overlay},
    placement,
    response::Response,
};

/// Space between cards that are placed side by side, in world units.
pub const GAP: f64 = 48.0;

/// A kind over the canvas.
#[derive(Debug)]
pub struct Placing {
    kind: Kind,
    rect: Rect,
    drop_zone: Option<ZoneId>,
}

/// The palette's drag has reached the canvas.
pub fn start(editor: &Editor, kind: Kind, at: Point, modifiers: Modifiers, response: &mut Response) -> Tool {
    let rect = Rect::at(place_under(editor, at, modifiers), CARD);
    response.overlay_changed = true;
    let drop_zone = placement::zone_at(editor, rect.center(), &BTreeSet::new());
    Tool::Placing(Placing { kind, rect, drop_zone })
}

impl Placing {
    pub fn overlay(&self, overlay: &mut Overlay) {
        overlay.ghost = Some(Ghost { kind: self.kind, rect: self.rect });
        overlay.drop_zone = self.drop_zone;
        overlay.cursor = Cursor::Copy;
    }
}

impl Tool {
    // Implemented on the tool because a drag may begin and end with the same input.
    pub(super) fn place(self, editor: &mut Editor, input: &Input, response: &mut Response) -> Self {
        response.handled = true;
        match input {
            Input::PaletteDrag { kind, at, modifiers } => start(editor, *kind, *at, *modifiers, response),
            Input::PaletteDrop { kind, at, modifiers } => {
                add_at(editor, *kind, place_under(editor, *at, *modifiers), response);
                response.overlay_changed = true;
                Self::Idle
            }
            Input::PaletteCancel | Input::PointerCancel { .. } | Input::Blur => {
                response.overlay_changed = true;
                Self::Idle
            }
            _ => self,
        }
    }
}

impl Placing {
    pub fn input(self, editor: &mut Editor, input: &Input, response: &mut Response) -> Tool {
        Tool::Placing(self).place(editor, input, response)
    }
}

/// Adds a component without a pointer: where a double click asked for it, else near the middle of the view, where
/// nothing else lies.
pub fn add_component(editor: &mut Editor, kind: Kind, response: &mut Response) {
    let view = editor.camera.visible(editor.viewport);
    let center = editor.add_at.take().unwrap_or(view.center());
    let corner = point_on_grid(center.offset(-CARD.width / 2.0, -CARD.height / 2.0));
    let step = (CARD.width + GAP, CARD.height + GAP);
    let at = free_place(Rect::at(corner, CARD), step, |it| {
        editor.index.components_in(&it.grown(GAP / 4.0)).is_empty()
    });
    add_at(editor, kind, at, response);
    editor.reveal(Rect::at(at, CARD), response);
}

fn place_under(editor: &Editor, at: Point, modifiers: Modifiers) -> Point {
    let corner = editor.world(at).offset(-CARD.width / 2.0, -CARD.height / 2.0);
    if modifiers.alt { corner } else { point_on_grid(corner) }
}

fn add_at(editor: &mut Editor, kind: Kind, at: Point, response: &mut Response) {
    let id = ComponentId(editor.document().next_id);
    let name = editor.fresh_name(&Message::computed(format!("kind-{}", kind.id)));
    let mut component = Component::new(id, kind, name.clone(), at);
    let zone = placement::zone_at(editor, component.rect().center(), &BTreeSet::new());
    component.placements = vec![Placement { zone, replicas: component.replicas() }];
    let label = Message::new("step-add").with("name", name);
    if editor.change(&Edit::AddComponent(component), label, response) {
        let item = Item::Component(id);
        editor.set_selection([item].into(), response);
        editor.set_focused(Some(item), response);
        response.say.push(announce::added(editor, item));
    }
}
