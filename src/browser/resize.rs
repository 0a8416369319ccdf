//! Sizes of elements as signals.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, ResizeObserver};

/// Calls `on_size` with the element's width and height in CSS pixels, now and whenever they change, until the owner
/// is cleaned up.
pub fn observe(element: &Element, on_size: impl Fn(f64, f64) + 'static) {
    let watched = element.clone();
    let callback = Closure::<dyn FnMut()>::new(move || {
        on_size(f64::from(watched.client_width()), f64::from(watched.client_height()));
    });
    let Ok(observer) = ResizeObserver::new(callback.as_ref().unchecked_ref()) else { return };
    observer.observe(element);
    // The closure must live as long as the observer.
    let kept = StoredValue::new_local(Some((observer, callback)));
    on_cleanup(move || {
        if let Some((observer, _callback)) = kept.try_update_value(Option::take).flatten() {
            observer.disconnect();
        }
    });
}
