//! Copies: through the clipboard as readable JSON, or at once.

use model::{
    Edit, Item, Message, Point,
    fragment::{self, PasteAt},
    lean,
};

use crate::{
    announce,
    editor::Editor,
    geometry::snap::{GRID, on_grid},
    response::{Request, Response},
};

/// How far a copy lies from its original, to the right and down, in world units.
const OFFSET: f64 = 4.0 * GRID;

/// Connections alone are not copied: they belong to their ends.
pub fn can_copy(editor: &Editor) -> bool {
    editor.targets().iter().any(|it| !matches!(it, Item::Connection(_)))
}

pub fn copy(editor: &mut Editor, response: &mut Response) {
    let targets = editor.targets();
    write(editor, &targets.iter().copied().collect::<Vec<_>>(), response);
    response.say.push(Message::new("say-copied").with("what", announce::items(editor, &targets)));
}

pub fn cut(editor: &mut Editor, response: &mut Response) {
    let targets = editor.targets();
    let items: Vec<_> = targets.iter().copied().collect();
    write(editor, &items, response);
    // What went to the clipboard leaves the drawing: with a zone also what is in it.
    let (components, zones) = crate::placement::carried_by(editor, &targets);
    let all = components.into_iter().map(Item::Component).chain(zones.into_iter().map(Item::Zone));
    let gone: Vec<_> = all.chain(items).collect();
    let name = announce::items(editor, &targets);
    if editor.change(&Edit::Remove(gone), Message::new("step-cut").with("what", name.clone()), response) {
        response.say.push(Message::new("say-cut").with("what", name));
    }
}

fn write(editor: &mut Editor, items: &[Item], response: &mut Response) {
    // The first paste of what is still there goes beside it.
    editor.pasted = (String::new(), 0);
    response.requests.push(Request::WriteClipboard(fragment::copy(editor.document(), items)));
}

pub fn paste(editor: &mut Editor, text: &str, response: &mut Response) {
    if editor.pasted.0 != text {
        editor.pasted = (text.to_owned(), 0);
    }
    let n_before = f64::from(editor.pasted.1);
    // Under the pointer if it is over the canvas; else where it came from if that is in view; else in the middle.
    let view = editor.camera.visible(editor.viewport);
    let offset = OFFSET * (n_before + 1.0);
    let at = match editor.pointer {
        Some(at) => {
            let at = editor.world(at);
            PasteAt::Center(at.offset(OFFSET * n_before, OFFSET * n_before))
        }
        None => PasteAt::Offset(Point::new(offset, offset)),
    };
    let mut pasted = fragment::paste(editor.document(), text, at, editor.older);
    if let (Ok(there), None) = (&pasted, editor.pointer) {
        let lands_in_view = rects_added(&there.edit).any(|it| view.overlaps(&it));
        if !lands_in_view {
            let middle = view.center().offset(OFFSET * n_before, OFFSET * n_before);
            pasted = fragment::paste(editor.document(), text, PasteAt::Center(middle), editor.older);
        }
    }
    match pasted {
        Ok(pasted) => {
            editor.pasted.1 += 1;
            response.requests.extend(pasted.notices.into_iter().map(Request::Notice));
            let edit = on_the_grid(pasted.edit);
            add(editor, &edit, pasted.items, "step-paste", "say-pasted", response);
        }
        Err(error) => {
            response.say.push(error.message());
            response.requests.push(Request::Notice(error.message()));
        }
    }
}

pub fn duplicate(editor: &mut Editor, response: &mut Response) {
    let items: Vec<_> = editor.targets().into_iter().collect();
    let text = fragment::copy(editor.document(), &items);
    let at = PasteAt::Offset(Point::new(OFFSET, OFFSET));
    match fragment::paste(editor.document(), &text, at, None) {
        Ok(copy) => add(editor, &copy.edit, copy.items, "step-duplicate", "say-duplicated", response),
        Err(error) => response.requests.push(Request::Notice(error.message())),
    }
}

fn add(
    editor: &mut Editor,
    edit: &Edit,
    items: Vec<Item>,
    step: &'static str,
    say: &'static str,
    response: &mut Response,
) {
    let n_things = items.iter().filter(|it| !matches!(it, Item::Connection(_))).count();
    if editor.change(edit, Message::new(step).with("count", n_things), response) {
        let first = items.iter().copied().find(|it| !matches!(it, Item::Connection(_)));
        editor.set_focused(first, response);
        editor.set_selection(lean::set(items), response);
        response.say.push(Message::new(say).with("count", n_things));
    }
}

// All by the same distance, so that what was in line stays in line.
fn on_the_grid(edit: Edit) -> Edit {
    let Some(corner) = rects_added(&edit).next().map(|it| Point::new(it.x, it.y)) else { return edit };
    let (dx, dy) = (on_grid(corner.x) - corner.x, on_grid(corner.y) - corner.y);
    let Edit::Many(edits) = edit else { return edit };
    let shifted = edits.into_iter().map(|it| match it {
        Edit::AddComponent(mut component) => {
            component.at = component.at.offset(dx, dy);
            Edit::AddComponent(component)
        }
        Edit::AddZone(mut zone) => {
            (zone.rect.x, zone.rect.y) = (zone.rect.x + dx, zone.rect.y + dy);
            Edit::AddZone(zone)
        }
        other => other,
    });
    Edit::Many(shifted.collect())
}

fn rects_added(edit: &Edit) -> impl Iterator<Item = model::Rect> {
    let edits = if let Edit::Many(edits) = edit { edits.as_slice() } else { std::slice::from_ref(edit) };
    edits.iter().filter_map(|it| match it {
        Edit::AddComponent(component) => Some(component.rect()),
        Edit::AddZone(zone) => Some(zone.rect),
        _ => None,
    })
}
