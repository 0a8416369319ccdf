//! Connections by keys.

use model::{ComponentId, Edit, Item, Point, Relation};

use crate::{
    announce,
    connect_rules::{self, Anchor},
    editor::Editor,
    response::{Request, Response},
    tools::KeyboardConnecting,
};

pub fn can_connect(editor: &Editor) -> bool {
    anchor(editor).is_some() && editor.document().components.len() >= 2 || pair(editor).is_some()
}

/// With one component: choose where to, or where from. With two: connect the one chosen first to the other.
pub fn connect(editor: &mut Editor, response: &mut Response, reversed: bool) {
    if let Some((first, second)) = pair(editor) {
        let (from, to) = if reversed { (second, first) } else { (first, second) };
        let at = middle_on_screen(editor, [from, to]);
        editor.connect_or_refuse(from, to, at, response);
    } else if let Some(component) = anchor(editor) {
        editor.tool = KeyboardConnecting::start(editor, Anchor { component, reversed }, response);
    }
}

fn anchor(editor: &Editor) -> Option<ComponentId> {
    match editor.target_components().as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

// The keyboard is on the one that was chosen last.
fn pair(editor: &Editor) -> Option<(ComponentId, ComponentId)> {
    match editor.target_components().as_slice() {
        [a, b] if editor.focused == Some(Item::Component(*a)) => Some((*b, *a)),
        [a, b] => Some((*a, *b)),
        _ => None,
    }
}

pub fn can_reverse(editor: &Editor) -> bool {
    target_connection(editor).is_some()
}

/// Turns a connection around, if the rules allow it that way.
pub fn reverse(editor: &mut Editor, response: &mut Response) {
    let Some((id, from, to)) = target_connection(editor) else { return };
    let verdicts =
        connect_rules::verdicts(editor.document(), Anchor { component: to, reversed: false }, Some(id));
    let Some(verdict) = verdicts.get(&from) else { return };
    let Some(relation) = verdict.relations().first().copied() else {
        let why = verdict.why().cloned().unwrap_or_else(|| model::Message::new("connect-impossible"));
        let at = middle_on_screen(editor, [from, to]);
        response.say.push(announce::refused(editor, to, from, &why));
        response.requests.push(Request::Refused { from: to, to: from, why, offer_reverse: false, at });
        return;
    };
    turn(editor, id, (from, to), relation, response);
}

fn turn(
    editor: &mut Editor,
    id: model::ConnectionId,
    (from, to): (ComponentId, ComponentId),
    relation: Relation,
    response: &mut Response,
) {
    let label = announce::named_ends("step-reverse", editor, from, to);
    if editor.change(&Edit::Reverse { connection: id, relation }, label, response) {
        response.say.push(announce::connected(editor, to, from, relation));
    }
}

fn target_connection(editor: &Editor) -> Option<(model::ConnectionId, ComponentId, ComponentId)> {
    let targets = editor.targets();
    let Some(Item::Connection(id)) = targets.first().copied().filter(|_| targets.len() == 1) else {
        return None;
    };
    editor.connection(id).map(|it| (id, it.from, it.to))
}

fn middle_on_screen(editor: &Editor, ends: [ComponentId; 2]) -> Point {
    let [a, b] = ends.map(|id| editor.rect_of(id).unwrap_or_default().center());
    editor.camera.screen_from_world(Point::new((a.x + b.x) / 2.0, (a.y + b.y) / 2.0))
}
