//! Bars under the top bar: states of the whole page that last and need to be known.

use leptos::prelude::*;

use crate::{
    browser::{updates::Updates, watch},
    projects::{ProjectNotice, Projects},
    text::say,
    widgets::icon,
};

#[component]
pub fn Notices() -> impl IntoView {
    let is_online = watch::online();
    let updates = expect_context::<Updates>();
    let projects = expect_context::<Projects>();
    let reload = move |_| {
        leptos::task::spawn_local(async move {
            projects.flush_and_wait().await;
            updates.activate();
        });
    };
    view! {
        <ProjectNotice/>
        <Show when=move || updates.is_waiting.get()>
            <div class="notice" role="status">
                {icon("refresh")}
                <span>{say("update-waiting")}</span>
                <button type="button" class="button small" on:click=reload>
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
