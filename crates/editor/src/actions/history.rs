//! Back and forward.

use model::{History, Message};

use crate::{editor::Editor, response::Response};

pub fn can_undo(editor: &Editor) -> bool {
    editor.undo_label().is_some()
}

pub fn undo(editor: &mut Editor, response: &mut Response) {
    if let Some(label) = editor.travel(History::undo, response) {
        response.say.push(Message::new("say-undone").with("step", label));
    }
}

pub fn can_redo(editor: &Editor) -> bool {
    editor.redo_label().is_some()
}

pub fn redo(editor: &mut Editor, response: &mut Response) {
    if let Some(label) = editor.travel(History::redo, response) {
        response.say.push(Message::new("say-redone").with("step", label));
    }
}
