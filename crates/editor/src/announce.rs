//! What the live region says and what undo steps are called.

use model::{ComponentId, ConnectionId, Item, Message, Relation, ZoneId};

use crate::{editor::Editor, overlay::TargetVerdict};

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

/// "Cache selected", "3 things selected", "Nothing selected".
pub fn selected(editor: &Editor) -> Message {
    if editor.selection.is_empty() {
        return Message::new("say-nothing-selected");
    }
    Message::new("say-selected").with("what", items(editor, &editor.selection))
}

/// "Cache, Redis cache, added".
pub fn added(editor: &Editor, item: Item) -> Message {
    Message::new("say-added").with("what", editor.describe(item))
}

/// "Move Cache", "Move 3 things into Zone A".
pub fn move_label(editor: &Editor, moved: &[Item], entered: Option<ZoneId>) -> Message {
    let what = items(editor, movable(moved));
    match entered {
        Some(zone) => Message::new("step-move-into").with("what", what).with("zone", zone_name(editor, zone)),
        None => Message::new("step-move").with("what", what),
    }
}

/// Where it is now, as one would tell somebody who does not see it: in which zone, beside what.
pub fn moved(editor: &Editor, moved: &[Item], entered: Option<ZoneId>, delta: (f64, f64)) -> Message {
    let what = items(editor, movable(moved));
    if let Some(zone) = entered {
        return Message::new("say-moved-into").with("what", what).with("zone", zone_name(editor, zone));
    }
    let neighbor = match movable(moved).collect::<Vec<_>>().as_slice() {
        [Item::Component(id)] => nearest_neighbor(editor, *id),
        _ => None,
    };
    if let Some((id, neighbor)) = neighbor {
        return Message::new(id).with("what", what).with("neighbor", neighbor);
    }
    let (dx, dy) = delta;
    let towards = match (dx.abs() >= dy.abs(), dx > 0.0, dy > 0.0) {
        _ if delta == (0.0, 0.0) => "say-moved",
        (true, true, _) => "say-moved-right",
        (true, false, _) => "say-moved-left",
        (false, _, true) => "say-moved-down",
        (false, _, false) => "say-moved-up",
    };
    Message::new(towards).with("what", what)
}

/// There is no connection that way.
pub const fn no_way(outgoing: bool) -> Message {
    Message::new(if outgoing { "say-no-outgoing" } else { "say-no-incoming" })
}

/// A component that could be the other end of a connection, and whether it can.
pub fn target(
    editor: &Editor,
    id: ComponentId,
    verdict: &TargetVerdict,
    position: Option<usize>,
    n_possible: usize,
) -> Message {
    let name = component_name(editor, id);
    let relation = verdict.relations().first().map(|it| Message::computed(format!("relation-{}", it.id())));
    let message = match verdict {
        TargetVerdict::Possible(_) => Message::new("say-target-possible"),
        TargetVerdict::Warning(_, why) => Message::new("say-target-warning").with("why", why.clone()),
        TargetVerdict::Impossible(why) => {
            return Message::new("say-target-impossible").with("name", name).with("why", why.clone());
        }
    };
    message
        .with("name", name)
        .with("relation", relation.unwrap_or_else(|| Message::new("relation-call")))
        .with("position", position.unwrap_or_default())
        .with("count", n_possible)
}

// Connections that are selected too move by themselves.
fn movable(items: &[Item]) -> impl Iterator<Item = &Item> {
    items.iter().filter(|it| !matches!(it, Item::Connection(_)))
}

// The nearest other component and the text that says on which side of it this one lies.
fn nearest_neighbor(editor: &Editor, id: ComponentId) -> Option<(&'static str, String)> {
    const REACH: f64 = 800.0;
    let rect = editor.rect_of(id)?;
    let center = rect.center();
    let near = editor.index.components_in(&rect.grown(REACH)).into_iter().filter(|it| *it != id);
    let (neighbor, at) = near
        .filter_map(|it| Some((it, editor.rect_of(it)?.center())))
        .min_by(|a, b| a.1.distance(center).total_cmp(&b.1.distance(center)))?;
    let (dx, dy) = (center.x - at.x, center.y - at.y);
    let side = match (dx.abs() >= dy.abs(), dx > 0.0, dy > 0.0) {
        (true, true, _) => "say-moved-right-of",
        (true, false, _) => "say-moved-left-of",
        (false, _, true) => "say-moved-below",
        (false, _, false) => "say-moved-above",
    };
    Some((side, component_name(editor, neighbor)))
}
