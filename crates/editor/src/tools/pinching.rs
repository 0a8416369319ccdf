//! Two fingers move and scale the view.

use model::Point;

use super::{Tool, panning::Panning};
use crate::{editor::Editor, input::Input, response::Response};

/// Two fingers on the canvas. Whatever one finger had begun is taken back, so that a pinch never moves a card.
#[derive(Debug)]
pub struct Pinching {
    ids: [i32; 2],
    middle: Point,
    distance: f64,
}

/// Whether this input puts the second finger down.
pub fn starts(editor: &Editor, input: &Input) -> bool {
    matches!(input, Input::PointerDown(it) if editor.fingers.contains_key(&it.id))
        && editor.fingers.len() == 2
        && !matches!(editor.tool, Tool::Pinching(_))
}

impl Pinching {
    pub fn start(editor: &Editor) -> Tool {
        let mut fingers = editor.fingers.iter();
        let (Some((a, at_a)), Some((b, at_b))) = (fingers.next(), fingers.next()) else { return Tool::Idle };
        let (middle, distance) = (middle(*at_a, *at_b), at_a.distance(*at_b));
        Tool::Pinching(Self { ids: [*a, *b], middle, distance })
    }

    pub fn input(mut self, editor: &mut Editor, input: &Input, response: &mut Response) -> Tool {
        response.handled = true;
        let [a, b] = self.ids.map(|id| editor.fingers.get(&id).copied());
        match (a, b) {
            (Some(a), Some(b)) => {
                if matches!(input, Input::PointerMove(_)) {
                    self.follow(editor, a, b, response);
                }
                Tool::Pinching(self)
            }
            (Some(at), None) => Panning::with_finger(self.ids[0], at),
            (None, Some(at)) => Panning::with_finger(self.ids[1], at),
            (None, None) => Tool::Idle,
        }
    }

    fn follow(&mut self, editor: &mut Editor, a: Point, b: Point, response: &mut Response) {
        let (middle, distance) = (middle(a, b), a.distance(b));
        // Fingers that nearly touch say little about the scale.
        let scale = if self.distance > 10.0 && distance > 10.0 { distance / self.distance } else { 1.0 };
        let camera = editor.camera.panned(middle.x - self.middle.x, middle.y - self.middle.y);
        editor.look(camera.zoomed_to(camera.zoom * scale, middle), response);
        (self.middle, self.distance) = (middle, distance);
    }
}

fn middle(a: Point, b: Point) -> Point {
    Point::new((a.x + b.x) / 2.0, (a.y + b.y) / 2.0)
}
