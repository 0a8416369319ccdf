//! A component or a zone comes from the palette.

use std::collections::BTreeSet;

use model::{
    Component, ComponentId, Edit, Item, Kind, Message, Placement, Point, Rect, Size, ZoneId, component::CARD,
};

use super::Tool;
use crate::{
    actions::zones,
    announce,
    editor::Editor,
    geometry::{nearby::free_place, snap::point_on_grid},
    input::{Input, Modifiers, Offer},
    overlay::{Cursor, Ghost, Overlay},
    placement,
    response::Response,
};

/// Space between cards that are placed side by side, in world units.
pub const GAP: f64 = 48.0;

/// Something over the canvas.
#[derive(Debug)]
pub struct Placing {
    offer: Offer,
    rect: Rect,
    drop_zone: Option<ZoneId>,
}

/// The palette's drag has reached the canvas.
pub fn start(
    editor: &Editor,
    offer: Offer,
    at: Point,
    modifiers: Modifiers,
    response: &mut Response,
) -> Tool {
    let rect = rect_under(editor, offer, at, modifiers);
    response.overlay_changed = true;
    let drop_zone = match offer {
        Offer::Component(_) => placement::zone_at(editor, rect.center(), &BTreeSet::new()),
        Offer::Zone(kind) => placement::holder_of(editor, kind, &rect),
    };
    Tool::Placing(Placing { offer, rect, drop_zone })
}

impl Placing {
    pub fn overlay(&self, overlay: &mut Overlay) {
        overlay.ghost = Some(Ghost { offer: self.offer, rect: self.rect });
        overlay.drop_zone = self.drop_zone;
        overlay.cursor = Cursor::Copy;
    }
}

impl Tool {
    // Implemented on the tool because a drag may begin and end with the same input.
    pub(super) fn place(self, editor: &mut Editor, input: &Input, response: &mut Response) -> Self {
        response.handled = true;
        match input {
            Input::PaletteDrag { offer, at, modifiers } => start(editor, *offer, *at, *modifiers, response),
            Input::PaletteDrop { offer, at, modifiers } => {
                let rect = rect_under(editor, *offer, *at, *modifiers);
                match *offer {
                    Offer::Component(kind) => add_at(editor, kind, Point::new(rect.x, rect.y), response),
                    Offer::Zone(kind) => zones::drop_at(editor, kind, rect, response),
                }
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

/// Adds something without a pointer.
pub fn add(editor: &mut Editor, offer: Offer, response: &mut Response) {
    match offer {
        Offer::Component(kind) => add_component(editor, kind, response),
        Offer::Zone(kind) => zones::add(editor, response, kind),
    }
}

/// Adds a component without a pointer: where a double click asked for it, else near the middle of the view, where
/// nothing else lies.
fn add_component(editor: &mut Editor, kind: Kind, response: &mut Response) {
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

/// The pointer holds what it carries in the middle.
fn rect_under(editor: &Editor, offer: Offer, at: Point, modifiers: Modifiers) -> Rect {
    let size: Size = match offer {
        Offer::Component(_) => CARD,
        Offer::Zone(kind) => zones::size_of(kind),
    };
    let corner = editor.world(at).offset(-size.width / 2.0, -size.height / 2.0);
    Rect::at(if modifiers.alt { corner } else { point_on_grid(corner) }, size)
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
