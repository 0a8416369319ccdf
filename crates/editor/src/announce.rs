//! What the live region says and what undo steps are called.

use model::{ComponentId, ConnectionId, Item, Message, Relation, ZoneId};

use crate::editor::Editor;

/// The name a person gave, for texts.
pub fn component_name(editor: &Editor, id: ComponentId) -> String {
    editor.component(id).map(|it| it.name.clone()).unwrap_or_default()
}

pub fn zone_name(editor: &Editor, id: ZoneId) -> String {
    editor.zone(id).map(|it| it.name.clone()).unwrap_or_default()
}

/// "Connect Client to API server".
pub fn connect_label(editor: &Editor, from: ComponentId, to: ComponentId) -> Message {
    named_ends("step-connect", editor, from, to)
}

pub fn connected(editor: &Editor, from: ComponentId, to: ComponentId, relation: Relation) -> Message {
    named_ends("say-connected", editor, from, to)
        .with("relation", Message::computed(format!("relation-{}", relation.id())))
}

pub fn refused(editor: &Editor, from: ComponentId, to: ComponentId, why: &Message) -> Message {
    named_ends("say-refused", editor, from, to).with("why", why.clone())
}

/// A text with the names of both ends.
pub fn named_ends(id: &'static str, editor: &Editor, from: ComponentId, to: ComponentId) -> Message {
    Message::new(id).with("from", component_name(editor, from)).with("to", component_name(editor, to))
}

/// "Cache", "Client to API server", "3 things".
pub fn items<'a>(editor: &Editor, items: impl IntoIterator<Item = &'a Item>) -> Message {
    let items: Vec<_> = items.into_iter().collect();
    match items.as_slice() {
        [item] => name(editor, **item),
        items => Message::new("editor-things").with("count", items.len()),
    }
}

/// What a thing is called in a sentence.
pub fn name(editor: &Editor, item: Item) -> Message {
    let named = |name: String| Message::new("editor-named").with("name", name);
    match item {
        Item::Component(id) => named(component_name(editor, id)),
        Item::Zone(id) => named(zone_name(editor, id)),
        Item::Connection(id) => connection_name(editor, id),
    }
}

fn connection_name(editor: &Editor, id: ConnectionId) -> Message {
    match editor.connection(id) {
        Some(it) => named_ends("editor-connection", editor, it.from, it.to),
        None => Message::new("editor-connection"),
    }
}
