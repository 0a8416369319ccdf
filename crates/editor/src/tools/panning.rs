//! The view follows the pointer or the wheel.

use model::Point;

use super::Tool;
use crate::{
    editor::Editor,
    input::{Input, Modifiers, Pointer},
    response::Response,
};

/// How far from the canvas's edge a drag begins to scroll it, in screen units.
const EDGE: f64 = 28.0;
/// Scrolling at the very edge, in screen units per millisecond.
const EDGE_SPEED: f64 = 0.9;

/// A view that is being dragged.
#[derive(Debug)]
pub struct Panning {
    id: i32,
    last: Point,
}

impl Panning {
    pub fn start(editor: &mut Editor, pointer: Pointer) -> Tool {
        if let Some(used) = &mut editor.space {
            *used = true;
        }
        Tool::Panning(Self { id: pointer.id, last: pointer.at })
    }

    /// Goes on with the finger that is left of two.
    pub const fn with_finger(id: i32, at: Point) -> Tool {
        Tool::Panning(Self { id, last: at })
    }

    pub fn input(self, editor: &mut Editor, input: &Input, response: &mut Response) -> Tool {
        response.handled = true;
        match input {
            Input::PointerMove(now) if now.id == self.id => {
                let camera = editor.camera.panned(now.at.x - self.last.x, now.at.y - self.last.y);
                editor.look(camera, response);
                Tool::Panning(Self { last: now.at, ..self })
            }
            Input::PointerUp(now) if now.id == self.id => {
                response.overlay_changed = true;
                Tool::Idle
            }
            Input::PointerCancel { .. } | Input::Blur => {
                response.overlay_changed = true;
                Tool::Idle
            }
            _ => Tool::Panning(self),
        }
    }
}

/// Scrolls, or with Ctrl (and for a pinch on a track pad) zooms to the pointer.
pub fn wheel(
    editor: &mut Editor,
    at: Point,
    (dx, dy): (f64, f64),
    modifiers: Modifiers,
    response: &mut Response,
) {
    response.handled = true;
    let camera = if modifiers.ctrl {
        // One notch of a wheel (100 px) is a step of about 1.5; a pinch sends many small ones.
        editor.camera.zoomed_to(editor.camera.zoom * (-dy.clamp(-200.0, 200.0) / 250.0).exp(), at)
    } else if modifiers.shift && dx == 0.0 {
        // A wheel that turns one way only scrolls sideways with Shift.
        editor.camera.panned(-dy, 0.0)
    } else {
        editor.camera.panned(-dx, -dy)
    };
    editor.look(camera, response);
}

/// By how much the view should move while a drag rests near the edge, in screen units; `None` away from it.
pub fn edge_scroll(editor: &Editor, elapsed_millis: f64) -> Option<(f64, f64)> {
    let at = editor.pointer?;
    let speed = |at: f64, length: f64| {
        if length < 4.0 * EDGE {
            return 0.0;
        }
        let (near_start, near_end) = (EDGE - at, at - (length - EDGE));
        let share = if near_start > 0.0 { near_start } else { -near_end.max(0.0) } / EDGE;
        share.clamp(-1.0, 1.0) * EDGE_SPEED * elapsed_millis.clamp(0.0, 100.0)
    };
    let (dx, dy) = (speed(at.x, editor.viewport.width), speed(at.y, editor.viewport.height));
    (dx != 0.0 || dy != 0.0).then_some((dx, dy))
}
