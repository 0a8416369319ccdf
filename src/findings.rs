//! Everything that is wrong with the drawing, each with its reason and its fixes.

use leptos::prelude::*;

#[component]
pub fn Findings() -> impl IntoView {
    view! { <div class="findings"></div> }
}
