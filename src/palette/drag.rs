//! Dragging something from the palette onto the canvas. A mouse drags at once; a finger scrolls the list, and picks up
//! what it rests on.

use std::time::Duration;

use editor::{Input, Modifiers, Offer};
use leptos::{ev, prelude::*};
use model::Point;
use wasm_bindgen::JsCast;
use web_sys::{DomRect, Element};

use crate::{browser::is_apple, workspace::Workspace};

/// A press that has moved less is a click.
const SLACK_PIXELS: f64 = 4.0;
/// Fingers are less steady.
const TOUCH_SLACK_PIXELS: f64 = 10.0;
/// A finger that rests so long picks up.
const REST: Duration = Duration::from_millis(280);

/// What is being dragged and has not reached the canvas yet, and where the pointer is in the window.
pub type Carried = RwSignal<Option<(Offer, f64, f64)>>;

/// One press on an entry of the palette.
#[derive(Clone)]
struct Press {
    offer: Offer,
    pointer: i32,
    is_touch: bool,
    start: (f64, f64),
    target: Option<Element>,
    canvas: Option<DomRect>,
    /// It is being carried.
    is_up: bool,
    is_over: bool,
    /// Has left the place where it was pressed.
    has_moved: bool,
}

/// The drag that is going on, if any.
#[derive(Clone, Copy)]
pub struct Drag {
    workspace: Workspace,
    press: StoredValue<Option<Press>, LocalStorage>,
    rest: StoredValue<Option<TimeoutHandle>>,
    carried: Carried,
    /// The click that follows a drag is not a click.
    swallow_click: StoredValue<bool>,
}

impl Drag {
    pub fn new(workspace: Workspace, carried: Carried) -> Self {
        let drag = Self {
            workspace,
            press: StoredValue::new_local(None),
            rest: StoredValue::new(None),
            carried,
            swallow_click: StoredValue::new(false),
        };
        let keys = window_event_listener(ev::keydown, move |event| {
            if event.key() == "Escape" && drag.is_carrying() {
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

    pub fn down(self, offer: Offer, event: &ev::PointerEvent) {
        self.swallow_click.set_value(false);
        if event.button() != 0 || !event.is_primary() {
            return;
        }
        let is_touch = event.pointer_type() == "touch";
        self.press.set_value(Some(Press {
            offer,
            pointer: event.pointer_id(),
            is_touch,
            start: (f64::from(event.client_x()), f64::from(event.client_y())),
            target: event.current_target().and_then(|it| it.dyn_into().ok()),
            canvas: None,
            is_up: false,
            is_over: false,
            has_moved: false,
        }));
        if is_touch {
            self.rest.set_value(set_timeout_with_handle(move || self.pick_up(), REST).ok());
        }
    }

    pub fn moved(self, event: &ev::PointerEvent) {
        let Some(press) = self.press.get_value() else { return };
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        let (dx, dy) = (x - press.start.0, y - press.start.1);
        let slack = if press.is_touch { TOUCH_SLACK_PIXELS } else { SLACK_PIXELS };
        if dx.hypot(dy) >= slack {
            let _ = self.press.try_update_value(|it| it.as_mut().map(|it| it.has_moved = true));
            if !press.is_up {
                // Up and down scrolls the list; sideways leads out of it.
                if press.is_touch && dy.abs() > dx.abs() {
                    self.forget();
                    return;
                }
                self.pick_up();
            }
        }
        if self.is_carrying() {
            self.carry(x, y, modifiers(event));
        }
    }

    /// From here on the press is a drag.
    fn pick_up(self) {
        self.stop_resting();
        let Some(mut press) = self.press.get_value() else { return };
        press.canvas = document().get_element_by_id("stage").map(|it| it.get_bounding_client_rect());
        if let Some(target) = &press.target {
            let _ = target.set_pointer_capture(press.pointer);
        }
        press.is_up = true;
        let (x, y) = press.start;
        self.carried.set(Some((press.offer, x, y)));
        // A drawer would cover the canvas that it is carried to.
        self.workspace.layout.is_carrying.set(true);
        self.press.set_value(Some(press));
    }

    fn carry(self, x: f64, y: f64, modifiers: Modifiers) {
        let Some(mut press) = self.press.get_value() else { return };
        let over = press.canvas.as_ref().and_then(|canvas| inside(canvas, x, y));
        let offer = press.offer;
        match over {
            Some(at) => {
                self.carried.set(None);
                self.workspace.dispatch(Input::PaletteDrag { offer, at, modifiers });
            }
            None => {
                if press.is_over {
                    self.workspace.dispatch(Input::PaletteCancel);
                }
                self.carried.set(Some((offer, x, y)));
            }
        }
        press.is_over = over.is_some();
        self.press.set_value(Some(press));
    }

    pub fn up(self, event: &ev::PointerEvent) {
        let Some(press) = self.press.get_value() else { return };
        self.forget();
        if !press.is_up {
            return;
        }
        self.swallow_click.set_value(true);
        let offer = press.offer;
        if !press.has_moved {
            // A slow tap is a tap.
            self.workspace.dispatch(Input::PaletteAdd { offer });
            return;
        }
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        match press.canvas.as_ref().and_then(|canvas| inside(canvas, x, y)) {
            Some(at) => {
                self.workspace.dispatch(Input::PaletteDrop { offer, at, modifiers: modifiers(event) });
                self.workspace.layout.focus_canvas();
            }
            None => {
                self.workspace.dispatch(Input::PaletteCancel);
            }
        }
    }

    pub fn cancel(self) {
        let Some(press) = self.press.try_get_value().flatten() else { return };
        self.forget();
        if press.is_up {
            self.swallow_click.set_value(true);
        }
        if press.is_over {
            self.workspace.dispatch(Input::PaletteCancel);
        }
    }

    /// Whether a click event is a click of its own.
    pub fn is_click(self) -> bool {
        !self.swallow_click.try_update_value(std::mem::take).unwrap_or_default()
    }

    /// Something is on its way to the canvas.
    pub fn is_carrying(self) -> bool {
        self.press.try_with_value(|it| it.as_ref().is_some_and(|it| it.is_up)).unwrap_or_default()
    }

    /// While a finger rests on an entry it is about to carry it, not to ask for a menu.
    pub fn context_menu(self, event: &ev::MouseEvent) {
        if self.press.with_value(|it| it.as_ref().is_some_and(|it| it.is_touch)) {
            event.prevent_default();
        }
    }

    fn forget(self) {
        self.stop_resting();
        let _ = self.press.try_set_value(None);
        let _ = self.carried.try_set(None);
        let _ = self.workspace.layout.is_carrying.try_set(false);
    }

    fn stop_resting(self) {
        if let Some(Some(rest)) = self.rest.try_update_value(Option::take) {
            rest.clear();
        }
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
