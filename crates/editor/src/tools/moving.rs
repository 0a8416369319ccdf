//! Components and zones follow the pointer.

use model::{Item, Point, Rect, ZoneId, lean};

use super::{Drag, Tool, carried::Carried, drag};
use crate::{
    editor::Editor,
    geometry::snap::{PULL, snap},
    input::{Input, Pointer},
    overlay::{Cursor, Guide, Overlay},
    placement,
    response::Response,
};

/// Neighbors looked at for guide lines; more would only clutter the screen.
const MAX_NEIGHBORS: usize = 200;

/// How far away a neighbor may be, in world units.
const REACH: f64 = 1200.0;

/// A move that is going on.
#[derive(Debug)]
pub struct Moving {
    /// What was grabbed; its corner goes onto the grid, its place decides which zone lights up.
    grabbed: Item,
    carried: Carried,
    /// World units.
    grabbed_at: Point,
    pointer: Pointer,
    guides: Vec<Guide>,
    drop_zone: Option<ZoneId>,
}

impl Moving {
    /// Grabs `grabbed` together with the rest of the selection.
    pub fn start(editor: &Editor, grabbed: Item, pointer: Pointer) -> Tool {
        let Some(carried) = Carried::new(editor, &editor.selection) else { return Tool::Idle };
        let grabbed_at = editor.world(pointer.at);
        Tool::Moving(Self { grabbed, carried, grabbed_at, pointer, guides: Vec::new(), drop_zone: None })
    }

    pub fn input(mut self, editor: &mut Editor, input: &Input, response: &mut Response) -> Tool {
        match drag(editor, input, self.pointer, response) {
            Drag::To(pointer) => self.follow(editor, pointer, response),
            Drag::Drop(pointer) => {
                self.follow(editor, pointer, response);
                let moved: Vec<_> = editor.selection.iter().copied().collect();
                self.carried.commit(editor, &moved, response);
                response.overlay_changed = true;
                return Tool::Idle;
            }
            Drag::Cancel => {
                Tool::Moving(self).cancel(editor, response);
                return Tool::Idle;
            }
            Drag::Other => {}
        }
        Tool::Moving(self)
    }

    pub fn cancel(self, editor: &mut Editor, response: &mut Response) {
        self.carried.restore(editor, response);
    }

    pub fn overlay(&self, overlay: &mut Overlay) {
        overlay.guides.clone_from(&self.guides);
        overlay.drop_zone = self.drop_zone;
        overlay.cursor = Cursor::Move;
    }

    fn follow(&mut self, editor: &mut Editor, pointer: Pointer, response: &mut Response) {
        self.pointer = pointer;
        let now = editor.world(pointer.at);
        let (mut dx, mut dy) = (now.x - self.grabbed_at.x, now.y - self.grabbed_at.y);
        // Shift keeps to the axis along which the pointer has gone further.
        let (mut free_x, mut free_y) = (true, true);
        if pointer.modifiers.shift {
            (free_x, free_y) = (dx.abs() >= dy.abs(), dx.abs() < dy.abs());
            (dx, dy) = (if free_x { dx } else { 0.0 }, if free_y { dy } else { 0.0 });
        }
        self.guides.clear();
        if !pointer.modifiers.alt {
            let correction = self.snapped(editor, dx, dy, free_x, free_y);
            (dx, dy) = (dx + correction.0, dy + correction.1);
        }
        self.carried.show(editor, dx, dy, response);
        self.drop_zone = self.zone_under(editor);
        response.overlay_changed = true;
        response.handled = true;
    }

    fn snapped(&mut self, editor: &Editor, dx: f64, dy: f64, free_x: bool, free_y: bool) -> (f64, f64) {
        let start = &self.carried.bounds;
        let moving = Rect { x: start.x + dx, y: start.y + dy, ..*start };
        // Only what can be seen can be aligned with, and nobody aligns with what is far away.
        let seen = editor.camera.visible(editor.viewport);
        let Some(area) = common(&seen, &moving.grown(REACH)) else { return (0.0, 0.0) };
        let components = editor.index.components_in(&area).into_iter().filter(|id| !self.carried.has(*id));
        let mut neighbors: Vec<Rect> = components.filter_map(|id| editor.rect_of(id)).collect();
        let center = moving.center();
        if neighbors.len() > MAX_NEIGHBORS {
            let far = |it: &Rect| it.center().distance(center);
            neighbors.select_nth_unstable_by(MAX_NEIGHBORS, |a, b| far(a).total_cmp(&far(b)));
            neighbors.truncate(MAX_NEIGHBORS);
        }
        if let Item::Zone(_) = self.grabbed {
            let zones = editor.document().zones.iter().map(|it| it.id);
            neighbors
                .extend(zones.filter(|id| !self.carried.has_zone(*id)).filter_map(|id| editor.zone_rect(id)));
        }
        let corner = match self.grabbed {
            Item::Component(id) => editor.component(id).map(|it| it.at),
            Item::Zone(id) => editor.zone(id).map(|it| Point::new(it.rect.x, it.rect.y)),
            Item::Connection(_) => None,
        };
        let corner = corner.unwrap_or(Point::new(start.x, start.y)).offset(dx, dy);
        let snap = snap(&moving, corner, &neighbors, PULL / editor.camera.zoom);
        self.guides = snap
            .lines
            .into_iter()
            .filter(|(from, to)| if from.x == to.x { free_x } else { free_y })
            .map(|(from, to)| Guide { from, to })
            .collect();
        (if free_x { snap.dx } else { 0.0 }, if free_y { snap.dy } else { 0.0 })
    }

    // The zone that would take what was grabbed, if that is not where it is already.
    fn zone_under(&self, editor: &Editor) -> Option<ZoneId> {
        let Item::Component(id) = self.grabbed else { return None };
        let except = lean::set(self.carried.zones());
        let zone = placement::zone_at(editor, editor.rect_of(id)?.center(), &except)?;
        (editor.component(id)?.zone() != Some(zone)).then_some(zone)
    }
}

fn common(a: &Rect, b: &Rect) -> Option<Rect> {
    let (x, y) = (a.x.max(b.x), a.y.max(b.y));
    let rect = Rect::new(x, y, a.right().min(b.right()) - x, a.bottom().min(b.bottom()) - y);
    (rect.width > 0.0 && rect.height > 0.0).then_some(rect)
}
