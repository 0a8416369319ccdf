//! A line between two regions that can be dragged, and moved by keys.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Which way a region grows when its splitter moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grows {
    Right,
    Left,
    Up,
}

/// Sets `size` (CSS pixels) between `min` and `max`. Arrows move by 16 px, a double click goes back to `initial`.
#[component]
pub fn Splitter(
    /// Read out: what is being sized.
    #[prop(into)]
    label: String,
    grows: Grows,
    size: RwSignal<f64>,
    min: f64,
    max: f64,
    initial: f64,
) -> impl IntoView {
    // Pointer position and size when the drag began.
    let drag = RwSignal::new(None::<(f64, f64)>);
    let is_vertical = grows != Grows::Up;
    let along = move |event: &ev::PointerEvent| f64::from(if is_vertical { event.client_x() } else { event.client_y() });
    let set = move |wanted: f64| size.set(wanted.clamp(min, max).round());
    let end = move |_: ev::PointerEvent| drag.set(None);
    let on_key = move |event: ev::KeyboardEvent| {
        let now = size.get_untracked();
        let wanted = match (event.key().as_str(), grows) {
            ("ArrowRight", Grows::Right) | ("ArrowLeft", Grows::Left) | ("ArrowUp", Grows::Up) => now + 16.0,
            ("ArrowLeft", Grows::Right) | ("ArrowRight", Grows::Left) | ("ArrowDown", Grows::Up) => now - 16.0,
            ("Home", _) => min,
            ("End", _) => max,
            ("Enter", _) => initial,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        set(wanted);
    };
    view! {
        <div
            class="splitter"
            class:dragging=move || drag.get().is_some()
            role="separator"
            tabindex="0"
            aria-label=label
            aria-orientation=if is_vertical { "vertical" } else { "horizontal" }
            aria-valuemin=min
            aria-valuemax=max
            aria-valuenow=move || size.get()
            on:pointerdown=move |event: ev::PointerEvent| {
                event.prevent_default();
                if let Some(target) = event.target().and_then(|it| it.dyn_into::<Element>().ok()) {
                    let _ = target.set_pointer_capture(event.pointer_id());
                }
                drag.set(Some((along(&event), size.get_untracked())));
            }
            on:pointermove=move |event: ev::PointerEvent| {
                let Some((from, size_before)) = drag.get_untracked() else { return };
                let by = along(&event) - from;
                set(size_before + if grows == Grows::Right { by } else { -by });
            }
            on:pointerup=end
            on:pointercancel=end
            on:dblclick=move |_| set(initial)
            on:keydown=on_key
        ></div>
    }
}
