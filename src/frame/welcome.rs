//! What lies over the canvas at the start: what an empty drawing offers, or one sentence about what to try.

use editor::Action;
use leptos::prelude::*;

use super::action_shortcut;
use crate::{
    projects::{Projects, Saving},
    text::say,
    widgets::icon,
    workspace::{Dialog, Workspace},
};

#[component]
pub fn Welcome() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let projects = expect_context::<Projects>();
    // Not while the last drawing is still on its way.
    let is_empty = Memo::new(move |_| {
        workspace.document.with(|it| it.components.is_empty() && it.zones.is_empty())
            && projects.saving.get() != Saving::Starting
    });
    let key = |keys: String, label: &'static str| {
        view! {
            <li>
                <kbd>{keys}</kbd>
                <span>{say(label)}</span>
            </li>
        }
    };
    view! {
        <Show when=move || is_empty.get()>
            <div class="welcome">
                {icon("mark")}
                <h2>{say("welcome-title")}</h2>
                <p>{say("welcome-help")}</p>
                <div class="welcome-ways">
                    <button type="button" class="button primary" on:click=move |_| {
                        workspace.dialog.set(Some(Dialog::Blueprints));
                    }>{icon("blueprint")} {say("welcome-blueprint")}</button>
                    <button type="button" class="button" on:click=move |_| {
                        workspace.run(Action::OpenFile);
                    }>{icon("file")} {say("welcome-open")}</button>
                </div>
                <ul class="welcome-keys">
                    {key(action_shortcut(Action::FocusPalette), "welcome-key-palette")}
                    {key(action_shortcut(Action::Connect), "welcome-key-connect")}
                    {key(action_shortcut(Action::ShowCommandPalette), "welcome-key-commands")}
                </ul>
            </div>
        </Show>
    }
}

/// What to try with a drawing that was opened for somebody.
#[component]
pub fn Hint() -> impl IntoView {
    let projects = expect_context::<Projects>();
    move || {
        projects.hint.get().map(|hint| {
            view! {
                <div class="hint" role="note">
                    {icon("advice")}
                    <span>{hint.text}</span>
                    <button
                        type="button"
                        class="icon-button small"
                        aria-label=say("close")
                        on:click=move |_| projects.hint.set(None)
                    >
                        {icon("close")}
                    </button>
                </div>
            }
        })
    }
}
