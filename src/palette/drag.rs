//! Dragging a kind from the palette onto the canvas.

use editor::{Input, Modifiers};
use leptos::{ev, prelude::*};
use model::{Kind, Point};
use wasm_bindgen::JsCast;
use web_sys::{DomRect, Element};

use crate::{browser::is_apple, workspace::Workspace};

/// A press that has moved less is a click.
const SLACK_PIXELS: f64 = 4.0;

/// A kind that is being dragged and has not reached the canvas yet, and where the pointer is in the window.
pub type Carried = RwSignal<Option<(Kind, f64, f64)>>;

/// One press on an entry of the palette.
#[derive(Clone)]
struct Press {
    kind: Kind,
    pointer: i32,
    start: (f64, f64),
    canvas: Option<DomRect>,
    has_moved: bool,
    is_over: bool,
}

/// The drag that is going on, if any.
#[derive(Clone, Copy)]
pub struct Drag {
    workspace: Workspace,
    press: StoredValue<Option<Press>, LocalStorage>,
    carried: Carried,
    /// The click that follows a drag is not a click.
    swallow_click: StoredValue<bool>,
}

impl Drag {
    pub fn new(workspace: Workspace, carried: Carried) -> Self {
        let drag =
            Self { workspace, press: StoredValue::new_local(None), carried, swallow_click: StoredValue::new(false) };
        let keys = window_event_listener(ev::keydown, move |event| {
            if event.key() == "Escape" && drag.press.with_value(|it| it.as_ref().is_some_and(|it| it.has_moved)) {
                event.prevent_default();
                drag.cancel();
            }
        });
        on_cleanup(move || {
            keys.remove();
            drag.cancel();
        });
        drag
    }

    pub fn down(self, kind: Kind, event: &ev::PointerEvent) {
        self.swallow_click.set_value(false);
        // A finger scrolls the list; a tap adds.
        if event.button() != 0 || event.pointer_type() == "touch" {
            return;
        }
        self.press.set_value(Some(Press {
            kind,
            pointer: event.pointer_id(),
            start: (f64::from(event.client_x()), f64::from(event.client_y())),
            canvas: None,
            has_moved: false,
            is_over: false,
        }));
    }

    pub fn moved(self, event: &ev::PointerEvent) {
        let Some(mut press) = self.press.get_value() else { return };
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        if !press.has_moved {
            if (x - press.start.0).hypot(y - press.start.1) < SLACK_PIXELS {
                return;
            }
            press.has_moved = true;
            press.canvas = document().get_element_by_id("stage").map(|it| it.get_bounding_client_rect());
            if let Some(target) = event.current_target().and_then(|it| it.dyn_into::<Element>().ok()) {
                let _ = target.set_pointer_capture(press.pointer);
            }
        }
        let over = press.canvas.as_ref().and_then(|canvas| inside(canvas, x, y));
        let kind = press.kind;
        match over {
            Some(at) => {
                self.carried.set(None);
                self.workspace.dispatch(Input::PaletteDrag { kind, at, modifiers: modifiers(event) });
            }
            None => {
                if press.is_over {
                    self.workspace.dispatch(Input::PaletteCancel);
                }
                self.carried.set(Some((kind, x, y)));
            }
        }
        press.is_over = over.is_some();
        self.press.set_value(Some(press));
    }

    pub fn up(self, event: &ev::PointerEvent) {
        let Some(press) = self.press.try_update_value(Option::take).flatten() else { return };
        self.carried.set(None);
        if !press.has_moved {
            return;
        }
        self.swallow_click.set_value(true);
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        match press.canvas.as_ref().and_then(|canvas| inside(canvas, x, y)) {
            Some(at) => {
                let kind = press.kind;
                self.workspace.dispatch(Input::PaletteDrop { kind, at, modifiers: modifiers(event) });
                self.workspace.layout.focus_canvas();
            }
            None => {
                self.workspace.dispatch(Input::PaletteCancel);
            }
        }
    }

    pub fn cancel(self) {
        let Some(Some(press)) = self.press.try_update_value(Option::take) else { return };
        let _ = self.carried.try_set(None);
        self.swallow_click.set_value(true);
        if press.is_over {
            self.workspace.dispatch(Input::PaletteCancel);
        }
    }

    /// Whether a click event is a click of its own.
    pub fn is_click(self) -> bool {
        !self.swallow_click.try_update_value(std::mem::take).unwrap_or_default()
    }
}

fn inside(canvas: &DomRect, x: f64, y: f64) -> Option<Point> {
    let at = Point::new(x - canvas.left(), y - canvas.top());
    let is_inside = at.x >= 0.0 && at.y >= 0.0 && at.x <= canvas.width() && at.y <= canvas.height();
    is_inside.then_some(at)
}

fn modifiers(event: &ev::PointerEvent) -> Modifiers {
    let ctrl = if is_apple() { event.meta_key() } else { event.ctrl_key() };
    Modifiers { shift: event.shift_key(), alt: event.alt_key(), ctrl }
}
