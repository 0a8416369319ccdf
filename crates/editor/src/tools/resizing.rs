//! An edge or a corner of a zone follows the pointer.

use model::{Point, Rect, ZoneId};

use super::{Drag, Tool, drag, idle::resize_cursor};
use crate::{
    announce,
    editor::Editor,
    geometry::snap::point_on_grid,
    input::{Input, Pointer},
    overlay::Overlay,
    placement,
    response::Response,
};

/// Smallest zone, in world units: its name stays legible and grabbable.
pub const MIN_ZONE: (f64, f64) = (120.0, 80.0);

/// A zone that is being resized.
#[derive(Debug)]
pub struct Resizing {
    zone: ZoneId,
    /// -1 left or top edge, 1 right or bottom edge, 0 neither.
    edges: (i8, i8),
    start: Rect,
    grabbed_at: Point,
    pointer: Pointer,
}

impl Resizing {
    pub fn start(editor: &Editor, zone: ZoneId, edges: (i8, i8), pointer: Pointer) -> Tool {
        let Some(start) = editor.zone_rect(zone) else { return Tool::Idle };
        Tool::Resizing(Self { zone, edges, start, grabbed_at: editor.world(pointer.at), pointer })
    }

    pub fn input(mut self, editor: &mut Editor, input: &Input, response: &mut Response) -> Tool {
        match drag(editor, input, self.pointer, response) {
            Drag::To(pointer) => self.follow(editor, pointer, response),
            Drag::Drop(pointer) => {
                let rect = self.follow(editor, pointer, response);
                if rect != self.start {
                    let edit = placement::edit_for_resize(editor, self.zone, rect);
                    let name = announce::zone_name(editor, self.zone);
                    let label = model::Message::new("step-resize").with("name", name.as_str());
                    if editor.change(&edit, label, response) {
                        response.say.push(model::Message::new("say-resized").with("name", name));
                    }
                }
                return Tool::Idle;
            }
            Drag::Cancel => {
                Tool::Resizing(self).cancel(editor, response);
                return Tool::Idle;
            }
            Drag::Other => return Tool::Resizing(self),
        };
        Tool::Resizing(self)
    }

    pub fn cancel(self, editor: &mut Editor, response: &mut Response) {
        editor.index.set_zone(self.zone, self.start);
        response.geometry_changed = true;
    }

    pub const fn overlay(&self, overlay: &mut Overlay) {
        overlay.cursor = resize_cursor(self.edges.0, self.edges.1);
    }

    fn follow(&mut self, editor: &mut Editor, pointer: Pointer, response: &mut Response) -> Rect {
        self.pointer = pointer;
        let now = editor.world(pointer.at);
        let (dx, dy) = (now.x - self.grabbed_at.x, now.y - self.grabbed_at.y);
        let start = &self.start;
        let corners = (Point::new(start.x, start.y), Point::new(start.right(), start.bottom()));
        let moved = |corner: Point| {
            let moved = corner.offset(dx, dy);
            if pointer.modifiers.alt { moved } else { point_on_grid(moved) }
        };
        let (top_left, bottom_right) = (moved(corners.0), moved(corners.1));
        let (left, right) =
            side(self.edges.0, start.x, start.right(), top_left.x, bottom_right.x, MIN_ZONE.0);
        let (top, bottom) =
            side(self.edges.1, start.y, start.bottom(), top_left.y, bottom_right.y, MIN_ZONE.1);
        let rect = Rect::new(left, top, right - left, bottom - top);
        editor.index.set_zone(self.zone, rect);
        response.geometry_changed = true;
        response.overlay_changed = true;
        response.handled = true;
        rect
    }
}

// Both ends of one axis: the edge that is dragged stops before the other one.
fn side(edge: i8, start: f64, end: f64, moved_start: f64, moved_end: f64, min: f64) -> (f64, f64) {
    match edge {
        -1 => (moved_start.min(end - min), end),
        1 => (start, moved_end.max(start + min)),
        _ => (start, end),
    }
}
