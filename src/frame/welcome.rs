//! What an empty drawing offers: where to start, and the keys to know.

use editor::Action;
use leptos::prelude::*;

use super::action_shortcut;
use crate::{
    text::say,
    widgets::icon,
    workspace::{Dialog, Workspace},
};

#[component]
pub fn Welcome() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let is_empty = Memo::new(move |_| {
        workspace.document.with(|it| it.components.is_empty() && it.zones.is_empty())
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
