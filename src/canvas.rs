//! The drawing.

use leptos::prelude::*;

/// Components, connections and zones, and everything done with a pointer.
#[component]
pub fn Canvas() -> impl IntoView {
    view! { <div class="canvas" tabindex="0" data-first=""></div> }
}
