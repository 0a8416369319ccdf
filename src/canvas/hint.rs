//! A line of text beside the end of a connection that is being drawn: what it would mean, or why it cannot be.

use editor::{Editor, TargetVerdict};
use model::{Message, Point};
use web_sys::HtmlElement;

use crate::text::{say, say_message};

/// The element and what it shows.
pub struct Hint {
    element: HtmlElement,
    shown: Option<(String, &'static str)>,
}

impl Hint {
    pub fn new(element: HtmlElement) -> Self {
        Self { element, shown: None }
    }

    /// Follows the preview of a connection, if there is one over a component.
    pub fn show(&mut self, editor: &Editor) {
        let overlay = editor.overlay();
        let content = overlay.preview.as_ref().and_then(|preview| {
            let verdict = preview.verdict.as_ref()?;
            let end = if preview.reversed { preview.path.start } else { preview.path.end() };
            Some((text(verdict), class(verdict), editor.camera().screen_from_world(end)))
        });
        let Some((text, class, at)) = content else {
            if self.shown.take().is_some() {
                self.element.set_hidden(true);
            }
            return;
        };
        if self.shown.as_ref().is_none_or(|(before, _)| *before != text) {
            self.element.set_text_content(Some(&text));
        }
        if self.shown.as_ref().is_none_or(|(_, before)| *before != class) {
            self.element.set_class_name(class);
        }
        if self.shown.is_none() {
            self.element.set_hidden(false);
        }
        self.shown = Some((text, class));
        self.place(at, editor);
    }

    /// Beside the pointer, on the side where there is room.
    fn place(&self, at: Point, editor: &Editor) {
        const GAP: f64 = 18.0;
        let viewport = editor.viewport();
        let shift_x = if at.x > viewport.width * 0.6 { "-100%" } else { "0%" };
        let shift_y = if at.y > viewport.height * 0.7 { "-100%" } else { "0%" };
        let x = if shift_x == "0%" { at.x + GAP } else { at.x - GAP };
        let y = if shift_y == "0%" { at.y + GAP } else { at.y - GAP };
        let transform = format!("translate({x}px,{y}px) translate({shift_x},{shift_y})");
        self.element.style().set_property("transform", &transform).ok();
    }
}

fn text(verdict: &TargetVerdict) -> String {
    if let Some(why) = verdict.why() {
        return say_message(why);
    }
    match verdict.relations() {
        [relation] => say_message(&Message::computed(format!("relation-{}", relation.id()))),
        _ => say("canvas-several-relations"),
    }
}

const fn class(verdict: &TargetVerdict) -> &'static str {
    match verdict {
        TargetVerdict::Possible(_) => "canvas-hint possible",
        TargetVerdict::Warning(..) => "canvas-hint doubtful",
        TargetVerdict::Impossible(_) => "canvas-hint impossible",
    }
}
