//! Bars under the top bar: states of the whole page that last and need to be known.

use leptos::prelude::*;

use crate::{browser::watch, text::say, widgets::icon};

#[component]
pub fn Notices() -> impl IntoView {
    let is_online = watch::online();
    view! {
        <Show when=move || !is_online.get()>
            <div class="notice" role="status">
                {icon("offline")}
                <span>{say("offline")}</span>
            </div>
        </Show>
    }
}
