//! Bars under the top bar: states of the whole page that last and need to be known.

use leptos::prelude::*;

use crate::{browser::{updates::Updates, watch}, text::say, widgets::icon};

#[component]
pub fn Notices() -> impl IntoView {
    let is_online = watch::online();
    let updates = expect_context::<Updates>();
    view! {
        <Show when=move || updates.is_waiting.get()>
            <div class="notice" role="status">
                {icon("refresh")}
                <span>{say("update-waiting")}</span>
                <button type="button" class="button small" on:click=move |_| updates.activate()>
                    {say("update-reload")}
                </button>
            </div>
        </Show>
        <Show when=move || !is_online.get()>
            <div class="notice" role="status">
                {icon("offline")}
                <span>{say("offline")}</span>
            </div>
        </Show>
    }
}
