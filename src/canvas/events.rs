//! Listens to pointers and the wheel and passes on what they say.

use std::{cell::Cell, rc::Rc};

use editor::Input;
use leptos::{
    ev,
    prelude::{TimeoutHandle, set_timeout_with_handle},
    tachys::html::event::EventDescriptor,
    wasm_bindgen::{JsCast, closure::Closure, convert::FromWasmAbi},
};
use model::Point;
use web_sys::{AddEventListenerOptions, Event, HtmlElement, MouseEvent, PointerEvent, WheelEvent};

use super::pointer;
use crate::{browser::is_apple, workspace::Workspace};

/// A finger that rests this long asks for the context menu.
const LONG_PRESS: std::time::Duration = std::time::Duration::from_millis(500);

/// A listener that is taken off when dropped.
pub struct Listener {
    target: HtmlElement,
    event: String,
    callback: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls `act` for each such event on `target`. Never passive: `preventDefault` works.
    pub fn new<E>(target: &HtmlElement, event: E, mut act: impl FnMut(E::EventType) + 'static) -> Self
    where
        E: EventDescriptor,
        E::EventType: JsCast + FromWasmAbi,
    {
        let callback =
            Closure::<dyn FnMut(Event)>::new(move |event: Event| act(event.unchecked_into::<E::EventType>()));
        let options = AddEventListenerOptions::new();
        options.set_passive(false);
        let event = event.name().into_owned();
        target
            .add_event_listener_with_callback_and_add_event_listener_options(
                &event,
                callback.as_ref().unchecked_ref(),
                &options,
            )
            .ok();
        Self { target: target.clone(), event, callback }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.callback.as_ref().unchecked_ref();
        self.target.remove_event_listener_with_callback(&self.event, callback).ok();
    }
}

/// Starts listening on the canvas's root element.
pub fn listen(root: &HtmlElement, workspace: Workspace) -> Vec<Listener> {
    let is_mac = is_apple();
    // Measured when a gesture begins and not on each move: reading it can make the browser lay out the page.
    let origin = Rc::new(Cell::new(Point::default()));
    let long_press: Rc<Cell<Option<TimeoutHandle>>> = Rc::default();
    let has_rested = Rc::new(Cell::new(false));
    let measure = {
        let (root, origin) = (root.clone(), Rc::clone(&origin));
        move || {
            let rect = root.get_bounding_client_rect();
            origin.set(Point::new(rect.left(), rect.top()));
        }
    };
    let stop_press = {
        let long_press = Rc::clone(&long_press);
        move || {
            if let Some(timer) = long_press.take() {
                timer.clear();
            }
        }
    };
    let on_down = {
        let (root, origin, measure, stop_press) =
            (root.clone(), Rc::clone(&origin), measure.clone(), stop_press.clone());
        let has_rested = Rc::clone(&has_rested);
        move |event: PointerEvent| {
            if is_control(&event) {
                return;
            }
            measure();
            // Synthetic pointers cannot be captured, and need not be.
            root.set_pointer_capture(event.pointer_id()).ok();
            let said = pointer::pointer(&event, origin.get(), is_mac);
            stop_press();
            has_rested.set(false);
            if event.pointer_type() == "touch" {
                let has_rested = Rc::clone(&has_rested);
                let timer = set_timeout_with_handle(
                    move || {
                        has_rested.set(true);
                        workspace.dispatch(Input::LongPress { at: said.at, id: said.id });
                    },
                    LONG_PRESS,
                );
                long_press.set(timer.ok());
            }
            if workspace.dispatch(Input::PointerDown(said)) {
                event.prevent_default();
            }
        }
    };
    let on_move = {
        let origin = Rc::clone(&origin);
        move |event: PointerEvent| {
            // A captured pointer's events come from the canvas itself.
            if is_control(&event) {
                workspace.dispatch(Input::PointerLeave);
                return;
            }
            workspace.dispatch(Input::PointerMove(pointer::pointer(&event, origin.get(), is_mac)));
        }
    };
    let on_up = {
        let (origin, stop_press) = (Rc::clone(&origin), stop_press.clone());
        move |event: PointerEvent| {
            stop_press();
            if is_control(&event) {
                return;
            }
            workspace.dispatch(Input::PointerUp(pointer::pointer(&event, origin.get(), is_mac)));
        }
    };
    let on_cancel = move |event: PointerEvent| {
        stop_press();
        workspace.dispatch(Input::PointerCancel { id: event.pointer_id() });
    };
    let on_leave = move |event: PointerEvent| {
        // A captured pointer may leave and come back in the same gesture.
        if event.buttons() == 0 {
            workspace.dispatch(Input::PointerLeave);
        }
    };
    let on_double = {
        let origin = Rc::clone(&origin);
        move |event: MouseEvent| {
            if is_control(&event) {
                return;
            }
            let (at, modifiers) = (pointer::place(&event, origin.get()), pointer::modifiers(&event, is_mac));
            workspace.dispatch(Input::DoubleClick { at, modifiers });
        }
    };
    let on_wheel = {
        let (origin, measure) = (Rc::clone(&origin), measure.clone());
        move |event: WheelEvent| {
            measure();
            event.prevent_default();
            workspace.dispatch(pointer::wheel(&event, origin.get()));
        }
    };
    vec![
        Listener::new(root, ev::pointerdown, on_down),
        Listener::new(root, ev::pointermove, on_move),
        Listener::new(root, ev::pointerup, on_up),
        Listener::new(root, ev::pointercancel, on_cancel),
        Listener::new(root, ev::pointerleave, on_leave),
        Listener::new(root, ev::pointerenter, move |_| measure()),
        Listener::new(root, ev::dblclick, on_double),
        Listener::new(root, ev::wheel, on_wheel),
        // The menu that opened under the resting finger must not take its lifting for a press.
        Listener::new(root, ev::touchend, move |event: web_sys::TouchEvent| {
            if has_rested.take() && event.cancelable() {
                event.prevent_default();
            }
        }),
        // The editor opens its own menu where one is wanted.
        Listener::new(root, ev::contextmenu, |event: MouseEvent| event.prevent_default()),
    ]
}

/// Whether the event belongs to a control that lies on the canvas.
fn is_control(event: &Event) -> bool {
    let target = event.target().and_then(|it| it.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|it| matches!(it.closest(".canvas-control"), Ok(Some(_))))
}
