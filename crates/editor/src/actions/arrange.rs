//! Where the selected things lie.

use model::{ComponentId, Edit, Item, Message, Point, Rect, ZoneId, lean};

use crate::{
    announce,
    editor::Editor,
    geometry::snap::GRID,
    placement,
    response::Response,
    tools::carried::{Carried, commit_move},
};

/// What is lined up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Center,
    Right,
    Top,
    Middle,
    Bottom,
}

pub fn can_move(editor: &Editor) -> bool {
    editor.selection.iter().any(|it| !matches!(it, Item::Connection(_)))
}

/// Moves the selection by that many steps of the grid.
pub fn nudge(editor: &mut Editor, response: &mut Response, steps_x: f64, steps_y: f64) {
    let Some(mut carried) = Carried::new(editor, &editor.selection) else { return };
    let moved: Vec<_> = editor.selection.iter().copied().collect();
    carried.show(editor, steps_x * GRID, steps_y * GRID, response);
    carried.commit(editor, &moved, response);
}

pub fn can_align(editor: &Editor) -> bool {
    editor.target_components().len() >= 2
}

pub fn can_distribute(editor: &Editor) -> bool {
    editor.target_components().len() >= 3
}

pub fn align(editor: &mut Editor, response: &mut Response, align: Align) {
    let cards = cards(editor);
    let Some(all) = cards.iter().map(|it| it.1).reduce(|all, it| all.union(&it)) else { return };
    let moves = cards.iter().map(|(id, rect)| {
        let at = match align {
            Align::Left => Point::new(all.x, rect.y),
            Align::Center => Point::new(all.center().x - rect.width / 2.0, rect.y),
            Align::Right => Point::new(all.right() - rect.width, rect.y),
            Align::Top => Point::new(rect.x, all.y),
            Align::Middle => Point::new(rect.x, all.center().y - rect.height / 2.0),
            Align::Bottom => Point::new(rect.x, all.bottom() - rect.height),
        };
        (*id, at)
    });
    let moves = moves.collect();
    move_to(editor, moves, response);
}

/// Equal gaps between the first and the last, which stay.
pub fn distribute(editor: &mut Editor, response: &mut Response, horizontally: bool) {
    let mut cards = cards(editor);
    let start = |it: &Rect| if horizontally { it.x } else { it.y };
    lean::sort_by(&mut cards, |a, b| start(&a.1).total_cmp(&start(&b.1)));
    let (Some(first), Some(last)) = (cards.first(), cards.last()) else { return };
    // All cards have the same size, so equal gaps are equal distances.
    let (from, step) = (start(&first.1), (start(&last.1) - start(&first.1)) / (cards.len() - 1) as f64);
    let moves = cards.iter().enumerate().map(|(place, (id, rect))| {
        let along = from + step * place as f64;
        (*id, if horizontally { Point::new(along, rect.y) } else { Point::new(rect.x, along) })
    });
    let moves = moves.collect();
    move_to(editor, moves, response);
}

pub fn bring_to_front(editor: &mut Editor, response: &mut Response) {
    let components = editor.target_components();
    let targets = components.iter().map(|it| Item::Component(*it)).collect::<Vec<_>>();
    let what = announce::items(editor, &targets);
    let label = Message::new("step-bring-to-front").with("what", what);
    editor.change(&Edit::BringToFront(components), label, response);
}

fn cards(editor: &Editor) -> Vec<(ComponentId, Rect)> {
    editor.target_components().into_iter().filter_map(|id| Some((id, editor.rect_of(id)?))).collect()
}

fn move_to(editor: &mut Editor, moves: Vec<(ComponentId, Point)>, response: &mut Response) {
    let items: Vec<_> = moves.iter().map(|it| Item::Component(it.0)).collect();
    editor.index.move_components(moves.iter().copied());
    let (edit, entered): (_, Option<ZoneId>) = placement::edit_for_moves(editor, moves, Vec::new());
    commit_move(editor, &edit, entered, &items, (0.0, 0.0), response);
}
