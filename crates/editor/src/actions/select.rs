//! What is selected.

use std::collections::BTreeSet;

use model::{Item, lean};

use crate::{announce, editor::Editor, response::Response};

pub fn has_content(editor: &Editor) -> bool {
    let document = editor.document();
    !document.components.is_empty() || !document.zones.is_empty()
}

pub fn has_selection(editor: &Editor) -> bool {
    !editor.selection.is_empty()
}

pub fn has_components(editor: &Editor) -> bool {
    !editor.target_components().is_empty()
}

pub fn all(editor: &mut Editor, response: &mut Response) {
    let document = editor.document();
    let components = document.components.iter().map(|it| Item::Component(it.id));
    let connections = document.connections.iter().map(|it| Item::Connection(it.id));
    let zones = document.zones.iter().map(|it| Item::Zone(it.id));
    let everything = lean::set(components.chain(connections).chain(zones));
    editor.set_selection(everything, response);
    response.say.push(announce::selected(editor));
}

pub fn none(editor: &mut Editor, response: &mut Response) {
    editor.set_selection(BTreeSet::new(), response);
    response.say.push(announce::selected(editor));
}

/// Everything that can be reached from the selected components along connections, in both directions.
pub fn connected(editor: &mut Editor, response: &mut Response) {
    let mut found = editor.targets();
    let mut open = editor.target_components();
    while let Some(component) = open.pop() {
        for id in editor.index.connections_of(component) {
            let Some(connection) = editor.connection(id) else { continue };
            found.insert(Item::Connection(id));
            for end in [connection.from, connection.to] {
                if found.insert(Item::Component(end)) {
                    open.push(end);
                }
            }
        }
    }
    editor.set_selection(found, response);
    response.say.push(announce::selected(editor));
}
