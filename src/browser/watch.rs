//! Facts about the browser that change while the page is open, as signals.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, prelude::Closure};

/// Whether a media query matches, now and later.
pub fn media(query: &str) -> ReadSignal<bool> {
    let list = window().match_media(query).ok().flatten();
    let (matches, set_matches) = signal(list.as_ref().is_some_and(web_sys::MediaQueryList::matches));
    if let Some(list) = list {
        let on_change = Closure::<dyn FnMut(web_sys::MediaQueryListEvent)>::new(
            move |event: web_sys::MediaQueryListEvent| set_matches.set(event.matches()),
        );
        let _ = list.add_event_listener_with_callback("change", on_change.as_ref().unchecked_ref());
        // The page asks for a few queries once and listens as long as it lives.
        on_change.forget();
        std::mem::forget(list);
    }
    matches
}

/// Whether the browser has a network.
pub fn online() -> ReadSignal<bool> {
    let (is_online, set_online) = signal(window().navigator().on_line());
    for (event, value) in [("online", true), ("offline", false)] {
        let handle = window_event_listener_untyped(event, move |_| set_online.set(value));
        on_cleanup(move || handle.remove());
    }
    is_online
}
