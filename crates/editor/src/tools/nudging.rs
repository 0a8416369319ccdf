//! An arrow key moves the selection. However long the key is held, it is one undo step.

use std::collections::BTreeSet;

use model::Item;

use super::{Tool, carried::Carried, idle};
use crate::{
    editor::Editor,
    geometry::snap::GRID,
    input::{Input, Key},
    response::Response,
};

/// A move by keys that is going on.
#[derive(Debug)]
pub struct Nudging {
    carried: Carried,
    held: BTreeSet<String>,
}

impl Nudging {
    /// Begins if that key moves something.
    pub fn start(editor: &mut Editor, key: &Key, response: &mut Response) -> Option<Tool> {
        step(key)?;
        let carried = Carried::new(editor, &editor.selection)?;
        let nudging = Self { carried, held: BTreeSet::new() };
        Some(nudging.input(editor, &Input::KeyDown(key.clone()), response))
    }

    pub fn input(mut self, editor: &mut Editor, input: &Input, response: &mut Response) -> Tool {
        match input {
            Input::KeyDown(key) if step(key).is_some() => {
                let (dx, dy) = step(key).unwrap_or_default();
                let (so_far_x, so_far_y) = self.carried.delta();
                self.carried.show(editor, so_far_x + dx, so_far_y + dy, response);
                self.held.insert(key.key.clone());
                response.handled = true;
                Tool::Nudging(self)
            }
            // Shift alone makes the steps longer and ends nothing.
            Input::KeyDown(key) | Input::KeyUp(key) if key.key == "Shift" => Tool::Nudging(self),
            Input::KeyUp(key) => {
                self.held.remove(&key.key);
                if self.held.is_empty() {
                    self.commit(editor, response);
                    return Tool::Idle;
                }
                Tool::Nudging(self)
            }
            Input::PointerMove(_) | Input::Wheel { .. } | Input::Frame { .. } => Tool::Nudging(self),
            // Losing the keyboard is how a key may be let go without anybody being told.
            Input::Blur => {
                self.commit(editor, response);
                Tool::Idle
            }
            _ => {
                self.commit(editor, response);
                idle::input(editor, input, response)
            }
        }
    }

    pub fn cancel(self, editor: &mut Editor, response: &mut Response) {
        self.carried.restore(editor, response);
    }

    /// Makes the move part of the document.
    pub fn commit(self, editor: &mut Editor, response: &mut Response) {
        let moved: Vec<Item> = editor.selection.iter().copied().collect();
        self.carried.commit(editor, &moved, response);
    }
}

/// By how much a key moves things, in world units.
fn step(key: &Key) -> Option<(f64, f64)> {
    if key.modifiers.ctrl || key.modifiers.alt {
        return None;
    }
    let (dx, dy) = match key.key.as_str() {
        "ArrowLeft" => (-GRID, 0.0),
        "ArrowRight" => (GRID, 0.0),
        "ArrowUp" => (0.0, -GRID),
        "ArrowDown" => (0.0, GRID),
        _ => return None,
    };
    let times = if key.modifiers.shift { 10.0 } else { 1.0 };
    Some((dx * times, dy * times))
}
