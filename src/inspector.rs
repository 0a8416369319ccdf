//! Everything about what is selected.

use leptos::prelude::*;

#[component]
pub fn Inspector() -> impl IntoView {
    view! { <div class="inspector"></div> }
}
