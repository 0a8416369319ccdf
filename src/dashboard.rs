//! What a run shows: charts while it goes on, the report afterwards.

use leptos::prelude::*;

#[component]
pub fn Dashboard() -> impl IntoView {
    view! { <div class="dashboard"></div> }
}
