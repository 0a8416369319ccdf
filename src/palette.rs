//! The left region: what can be added, and the drawing as a list.

use leptos::prelude::*;

#[component]
pub fn LeftPanel() -> impl IntoView {
    view! { <div class="palette"></div> }
}
