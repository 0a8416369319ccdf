//! The keyboard walks through the drawing.
//!
//! Focus is where the keyboard is; selection is what actions are about. Walking moves the focus alone while nothing is
//! selected; when something is, the selection goes along.

use model::{ComponentId, Item, Point};

pub use crate::geometry::nearby::Direction;
use crate::{announce, editor::Editor, geometry::nearby::nearest_towards, outline, response::Response};

pub fn has_focus(editor: &Editor) -> bool {
    current(editor).is_some()
}

// Where the keyboard is, or would be.
fn current(editor: &Editor) -> Option<Item> {
    editor.focused.or_else(|| editor.selection.first().copied())
}

/// To the nearest component in that direction.
pub fn towards(editor: &mut Editor, response: &mut Response, direction: Direction) {
    let Some(from) = current(editor).and_then(|it| editor.index.bounds_of(it)) else {
        enter(editor, response);
        return;
    };
    let next = nearest_towards(from.center(), direction, centers(editor));
    if let Some(id) = next {
        go(editor, Item::Component(id), response);
    }
}

/// To the next or previous component in reading order, around the end.
pub fn step(editor: &mut Editor, response: &mut Response, forward: bool) {
    let order = outline::reading_order(editor);
    let at = current(editor).and_then(|item| order.iter().position(|it| Item::Component(*it) == item));
    let n = order.len();
    let next = match (at, forward) {
        _ if n == 0 => return,
        (None, _) => {
            enter(editor, response);
            return;
        }
        (Some(at), true) => (at + 1) % n,
        (Some(at), false) => (at + n - 1) % n,
    };
    go(editor, Item::Component(order[next]), response);
}

/// To the first or last component in reading order.
pub fn end(editor: &mut Editor, response: &mut Response, last: bool) {
    let order = outline::reading_order(editor);
    let found = if last { order.last() } else { order.first() };
    if let Some(id) = found {
        go(editor, Item::Component(*id), response);
    }
}

/// From a component to a connection that starts (or ends) there; from a connection to its end (or start). Pressed again
/// on a connection from the same component, `[` and `]` therefore alternate between lines and boxes.
pub fn follow(editor: &mut Editor, response: &mut Response, outgoing: bool) {
    let next = match current(editor) {
        Some(Item::Component(id)) => {
            let ways = editor.index.connections_of(id).into_iter().filter_map(|it| editor.connection(it));
            let mut ways = ways.filter(|it| if outgoing { it.from == id } else { it.to == id });
            ways.next().map(|it| Item::Connection(it.id))
        }
        Some(Item::Connection(id)) => {
            editor.connection(id).map(|it| Item::Component(if outgoing { it.to } else { it.from }))
        }
        Some(Item::Zone(_)) | None => None,
    };
    match next {
        Some(next) => go(editor, next, response),
        None => response.say.push(announce::no_way(outgoing)),
    }
}

pub fn select_focused(editor: &mut Editor, response: &mut Response) {
    let Some(item) = current(editor) else { return };
    let mut selection = editor.selection.clone();
    if !selection.remove(&item) {
        selection.insert(item);
    }
    editor.set_selection(selection, response);
    response.say.push(announce::selected(editor));
}

// Nothing has the focus yet: the component nearest to the middle of the view gets it.
fn enter(editor: &mut Editor, response: &mut Response) {
    let middle = editor.camera.visible(editor.viewport).center();
    let nearest = centers(editor).min_by(|a, b| a.1.distance(middle).total_cmp(&b.1.distance(middle)));
    if let Some((id, _)) = nearest {
        go(editor, Item::Component(id), response);
    }
}

fn centers(editor: &Editor) -> impl Iterator<Item = (ComponentId, Point)> {
    editor.document().components.iter().map(|it| (it.id, it.rect().center()))
}

fn go(editor: &mut Editor, to: Item, response: &mut Response) {
    if !editor.selection.is_empty() {
        editor.set_selection([to].into(), response);
    }
    editor.set_focused(Some(to), response);
    if let Some(bounds) = editor.index.bounds_of(to) {
        editor.reveal(bounds, response);
    }
    response.say.push(editor.describe(to));
}
