//! Deleting, renaming, opening.

use model::{Edit, Item, Message};

use crate::{
    announce,
    editor::Editor,
    response::{Request, Response},
};

pub fn has_targets(editor: &Editor) -> bool {
    !editor.targets().is_empty()
}

/// Zones go alone: what is in them stays.
pub fn delete(editor: &mut Editor, response: &mut Response) {
    let targets = editor.targets();
    let name = announce::items(editor, &targets);
    let next = next_focus(editor, &targets);
    let edit = Edit::Remove(targets.into_iter().collect());
    if editor.change(&edit, Message::new("step-delete").with("what", name.clone()), response) {
        response.say.push(Message::new("say-deleted").with("what", name));
        // The keyboard does not fall back to the start of the drawing.
        editor.set_focused(next, response);
    }
}

// The nearest component that stays.
fn next_focus(editor: &Editor, gone: &std::collections::BTreeSet<Item>) -> Option<Item> {
    let center = editor.bounds_of_all(gone)?.center();
    let rest = editor.document().components.iter().filter(|it| !gone.contains(&Item::Component(it.id)));
    let distance = |it: &model::Component| it.rect().center().distance(center);
    rest.min_by(|a, b| distance(a).total_cmp(&distance(b))).map(|it| Item::Component(it.id))
}

pub fn can_rename(editor: &Editor) -> bool {
    target_to_rename(editor).is_some()
}

pub fn rename(editor: &mut Editor, response: &mut Response) {
    response.requests.extend(target_to_rename(editor).map(Request::Rename));
}

fn target_to_rename(editor: &Editor) -> Option<Item> {
    let targets = editor.targets();
    let only = targets.first().copied().filter(|_| targets.len() == 1)?;
    (!matches!(only, Item::Connection(_))).then_some(only)
}

pub fn open_inspector(editor: &mut Editor, response: &mut Response) {
    // The inspector shows the selection; from the keyboard there may be a focus only.
    let targets = editor.targets();
    editor.set_selection(targets, response);
    response.requests.push(Request::OpenInspector);
}

pub fn toggle_down(editor: &mut Editor, response: &mut Response) {
    response.requests.push(Request::ToggleDown(editor.target_components()));
}
