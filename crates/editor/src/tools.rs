//! Gestures as small state machines, one file per phase.

use model::ComponentId;

use crate::{
    editor::Editor,
    input::Input,
    overlay::{Overlay, TargetVerdict},
    response::Response,
};

/// What the pointer or the keyboard is in the middle of.
#[derive(Debug, Default)]
pub enum Tool {
    #[default]
    Idle,
}

/// Gives an input to whoever is responsible for it.
pub fn handle(editor: &mut Editor, input: &Input, response: &mut Response) {
    match input {
        Input::Resize(size) => {
            editor.set_viewport(*size);
            response.view_changed = true;
        }
        Input::KeyDown(key) => editor.key_action(key, response),
        Input::Wheel { dx, dy, .. } => editor.look(editor.camera.panned(-dx, -dy), response),
        _ => {}
    }
}

impl Tool {
    pub fn cancel(self, _editor: &mut Editor, _response: &mut Response) {}
    pub fn wants_frames(&self, _editor: &Editor) -> bool {
        false
    }
    pub fn overlay(&self, _editor: &Editor) -> Overlay {
        Overlay::default()
    }
    pub fn verdict_of(&self, _editor: &Editor, _id: ComponentId) -> Option<TargetVerdict> {
        None
    }
}
