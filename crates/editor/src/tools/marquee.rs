//! A rectangle that selects.

use std::collections::BTreeSet;

use model::{Item, Point, Rect, lean};

use super::{Drag, Tool, drag};
use crate::{
    announce,
    editor::Editor,
    input::{Input, Pointer},
    overlay::{Marquee, Overlay},
    response::Response,
};

/// A selection that is going on. Takes components that it touches (with Alt: encloses), and connections and zones that
/// it encloses: touching them would pick up half the drawing, starting with the zone in which the drag began.
#[derive(Debug)]
pub struct Selecting {
    /// World units.
    start: Point,
    pointer: Pointer,
    rect: Rect,
    /// What was selected before.
    before: BTreeSet<Item>,
    /// With Shift or Ctrl at the start, what was selected stays so.
    adds: bool,
}

impl Selecting {
    pub fn start(editor: &Editor, pointer: Pointer) -> Tool {
        let start = editor.world(pointer.at);
        Tool::Marquee(Self {
            start,
            pointer,
            rect: Rect::new(start.x, start.y, 0.0, 0.0),
            before: editor.selection.clone(),
            adds: pointer.modifiers.shift || pointer.modifiers.ctrl,
        })
    }

    pub fn input(mut self, editor: &mut Editor, input: &Input, response: &mut Response) -> Tool {
        match drag(editor, input, self.pointer, response) {
            Drag::To(pointer) => self.follow(editor, pointer, response),
            Drag::Drop(pointer) => {
                self.follow(editor, pointer, response);
                if editor.selection.is_empty() {
                    editor.leave_all(response);
                }
                response.overlay_changed = true;
                if self.before != editor.selection {
                    response.say.push(announce::selected(editor));
                }
                return Tool::Idle;
            }
            Drag::Cancel => {
                Tool::Marquee(self).cancel(editor, response);
                return Tool::Idle;
            }
            Drag::Other => {}
        }
        Tool::Marquee(self)
    }

    pub fn cancel(self, editor: &mut Editor, response: &mut Response) {
        let before = lean::set(self.before.into_iter().filter(|it| editor.index.contains(*it)));
        editor.set_selection(before, response);
    }

    pub const fn overlay(&self, overlay: &mut Overlay) {
        overlay.marquee = Some(Marquee { rect: self.rect, enclosing: self.pointer.modifiers.alt });
    }

    fn follow(&mut self, editor: &mut Editor, pointer: Pointer, response: &mut Response) {
        self.pointer = pointer;
        self.rect = Rect::between(self.start, editor.world(pointer.at));
        let encloses = |item: Item| editor.index.bounds_of(item).is_some_and(|it| self.rect.encloses(&it));
        let components = editor.index.components_in(&self.rect).into_iter().map(Item::Component);
        let connections = editor.index.connections_in(&self.rect).into_iter().map(Item::Connection);
        let zones = editor.document().zones.iter().map(|it| Item::Zone(it.id));
        let mut selection = if self.adds { self.before.clone() } else { BTreeSet::new() };
        selection.extend(components.filter(|it| !pointer.modifiers.alt || encloses(*it)));
        selection.extend(connections.chain(zones).filter(|it| encloses(*it)));
        editor.set_selection(selection, response);
        response.overlay_changed = true;
        response.handled = true;
    }
}
