//! A set of things on the move: shown elsewhere at each step, committed as one edit at the end, or put back.

use model::{ComponentId, Edit, Item, Point, Rect, ZoneId};

use crate::{announce, editor::Editor, placement, response::Response};

/// Components and zones with the places they started from.
#[derive(Clone, Debug)]
pub struct Carried {
    components: Vec<(ComponentId, Point)>,
    zones: Vec<(ZoneId, Rect)>,
    /// The rectangle around all of it at the start.
    pub bounds: Rect,
    /// Where it has been moved to.
    delta: (f64, f64),
}

impl Carried {
    /// What moves along with these things; `None` if nothing of it can be moved.
    pub fn new<'a>(editor: &Editor, items: impl IntoIterator<Item = &'a Item>) -> Option<Self> {
        let (components, zones) = placement::carried_by(editor, items);
        let components: Vec<_> =
            components.into_iter().filter_map(|id| Some((id, editor.component(id)?))).collect();
        let zones: Vec<_> = zones.into_iter().filter_map(|id| Some((id, editor.zone(id)?.rect))).collect();
        let rects = components.iter().map(|it| it.1.rect()).chain(zones.iter().map(|it| it.1));
        let bounds = rects.reduce(|all, it| all.union(&it))?;
        let components = components.into_iter().map(|(id, it)| (id, it.at)).collect();
        Some(Self { components, zones, bounds, delta: (0.0, 0.0) })
    }

    /// Whether a component is on the move; for large sets this is asked for each neighbor.
    pub fn has(&self, id: ComponentId) -> bool {
        self.components.binary_search_by_key(&id, |it| it.0).is_ok()
    }

    pub fn has_zone(&self, id: ZoneId) -> bool {
        self.zones.binary_search_by_key(&id, |it| it.0).is_ok()
    }

    pub fn zones(&self) -> impl Iterator<Item = ZoneId> {
        self.zones.iter().map(|it| it.0)
    }

    pub const fn delta(&self) -> (f64, f64) {
        self.delta
    }

    /// Shows everything that far from where it started, in world units.
    pub fn show(&mut self, editor: &mut Editor, dx: f64, dy: f64, response: &mut Response) {
        if (dx, dy) == self.delta {
            return;
        }
        self.delta = (dx, dy);
        editor.index.move_components(self.components.iter().map(|(id, at)| (*id, at.offset(dx, dy))));
        for (id, rect) in &self.zones {
            editor.index.set_zone(*id, Rect { x: rect.x + dx, y: rect.y + dy, ..*rect });
        }
        response.geometry_changed = true;
    }

    /// Makes the move part of the document, as one undo step.
    pub fn commit(self, editor: &mut Editor, moved: &[Item], response: &mut Response) {
        let (dx, dy) = self.delta;
        if self.delta == (0.0, 0.0) {
            return;
        }
        let components = self.components.into_iter().map(|(id, at)| (id, at.offset(dx, dy))).collect();
        let zones = self
            .zones
            .into_iter()
            .map(|(id, rect)| (id, Rect { x: rect.x + dx, y: rect.y + dy, ..rect }))
            .collect();
        let (edit, entered) = placement::edit_for_moves(editor, components, zones);
        commit_move(editor, &edit, entered, moved, (dx, dy), response);
    }

    /// Puts everything back on the screen.
    pub fn restore(mut self, editor: &mut Editor, response: &mut Response) {
        self.show(editor, 0.0, 0.0, response);
    }
}

/// Commits a move under its name and says what happened.
pub fn commit_move(
    editor: &mut Editor,
    edit: &Edit,
    entered: Option<ZoneId>,
    moved: &[Item],
    delta: (f64, f64),
    response: &mut Response,
) {
    let label = announce::move_label(editor, moved, entered);
    if editor.change(edit, label, response) {
        response.say.push(announce::moved(editor, moved, entered, delta));
    }
}
