//! Keeps the keyboard's place: when a key has removed the element that had the focus, what stands nearest gets it. Left on
//! nothing, letters would be commands to the drawing.

use std::time::Duration;

use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, HtmlElement};

use super::Layout;
use crate::widgets::shown;

/// What the Tab key stops at.
const STOPS: &str =
    ":is(button, input, select, textarea, a[href], summary, [tabindex='0']):not(:disabled, [tabindex='-1'])";
/// Most of what a key does is on the screen after the first, what is stored beforehand after the second.
const CHECKS: [Duration; 2] = [Duration::from_millis(100), Duration::from_millis(600)];

/// Where the focus was.
struct Trail {
    element: HtmlElement,
    /// The elements around it from the inside out, and which of their children was on the way.
    around: Vec<(Element, usize)>,
}

/// Listens as long as the frame is shown.
pub fn keep(layout: Layout) {
    let trail = StoredValue::new_local(None::<Trail>);
    let came = window_event_listener(ev::focusin, move |event| {
        trail.set_value(event.target().and_then(|it| it.dyn_into().ok()).map(Trail::to));
    });
    // Before anybody stops the event: menus and dialogs do.
    let on_key = Closure::<dyn FnMut()>::new(move || {
        for after in CHECKS {
            set_timeout(move || { trail.try_with_value(|it| it.as_ref().map(|it| it.restore(layout))); }, after);
        }
    });
    let callback: js_sys::Function = on_key.into_js_value().unchecked_into();
    let _ = window().add_event_listener_with_callback_and_bool("keyup", &callback, true);
    let callback = StoredValue::new_local(callback);
    on_cleanup(move || {
        came.remove();
        callback.with_value(|it| {
            let _ = window().remove_event_listener_with_callback_and_bool("keyup", it, true);
        });
    });
}

impl Trail {
    fn to(element: HtmlElement) -> Self {
        let mut around = Vec::new();
        let mut inner: Element = element.clone().unchecked_into();
        while let Some(outer) = inner.parent_element() {
            let before = std::iter::successors(inner.previous_element_sibling(), Element::previous_element_sibling);
            around.push((outer.clone(), before.count()));
            inner = outer;
        }
        Self { element, around }
    }

    /// Gives the focus to the nearest element, if nothing has it any more.
    fn restore(&self, layout: Layout) {
        let is_nowhere = document().active_element().is_none_or(|it| it.tag_name() == "BODY");
        // Whoever presses a key after a click on nothing means nothing.
        if !is_nowhere || self.element.is_connected() && is_stop(&self.element) {
            return;
        }
        // On a slow machine it is still on its way where a command leads.
        if layout.is_moving_focus() {
            return;
        }
        let is_inside = |it: &&(Element, usize)| it.0.is_connected() && it.0.id() != "stage" && it.0.tag_name() != "BODY";
        let nearest = self.around.iter().skip_while(|it| !it.0.is_connected()).take_while(is_inside);
        match nearest.into_iter().find_map(|(outer, place)| near(outer, *place)) {
            Some(found) => {
                let _ = found.focus();
            }
            None => layout.focus_canvas(),
        }
    }
}

fn is_stop(element: &HtmlElement) -> bool {
    element.offset_parent().is_some() && element.matches(STOPS).unwrap_or_default()
}

/// The first stop from the child at `place` on; else the last one before it.
fn near(outer: &Element, place: usize) -> Option<HtmlElement> {
    let children: Vec<Element> =
        std::iter::successors(outer.first_element_child(), Element::next_element_sibling).collect();
    let (before, after) = children.split_at(place.min(children.len()));
    after.iter().find_map(|it| stops(it).into_iter().next()).or_else(|| before.iter().rev().find_map(|it| stops(it).pop()))
}

fn stops(element: &Element) -> Vec<HtmlElement> {
    let own = element.clone().dyn_into::<HtmlElement>().ok().filter(is_stop);
    own.into_iter().chain(shown(element, STOPS)).collect()
}
