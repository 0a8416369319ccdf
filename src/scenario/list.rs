//! All events in order of time.

use leptos::prelude::*;
use model::{Message, scenario::ScenarioEvent};

use super::{ScenarioEditing, say_event, words::{say_action, say_secs, say_settings, sort_of}};
use crate::{
    text::{say, say_message},
    widgets::icon,
    workspace::Workspace,
};

/// A row chooses its event.
#[component]
pub fn EventList() -> impl IntoView {
    let editing = expect_context::<ScenarioEditing>();
    let workspace = expect_context::<Workspace>();
    let row = move |index: usize, event: &ScenarioEvent| {
        let (label, removal) = workspace.document.with(|document| {
            let removal = Message::new("event-remove").with("event", say_event(document, event));
            let settings = say_settings(&event.action);
            (format!("{}{settings}", say_action(document, &event.action)), say_message(&removal))
        });
        let (sort, class) = sort_of(&event.action);
        let time = match event.action.lasts_secs() {
            Some(secs) => format!("{} – {}", say_secs(event.at_secs), say_secs(event.at_secs + secs)),
            None => say_secs(event.at_secs),
        };
        view! {
            <li>
                <button
                    type="button"
                    class="event-row"
                    aria-pressed=move || (editing.chosen.get() == Some(index)).to_string()
                    on:click=move |_| {
                        editing.chosen.set(Some(index));
                        workspace.layout.show_scenario();
                    }
                >
                    <span class="event-time figures">{time}</span>
                    <span class=format!("event-dot {class}") aria-hidden="true"></span>
                    <span class="event-label">{label} " " <span class="muted">{say(sort)}</span></span>
                </button>
                <button
                    type="button"
                    class="icon-button small"
                    aria-label=removal.clone()
                    title=removal
                    on:click=move |_| editing.remove(index)
                >
                    {icon("close")}
                </button>
            </li>
        }
    };
    view! {
        <ol class="event-list" aria-label=say("event-list")>
            {move || {
                let events = workspace.document.with(|it| it.scenario.events.clone());
                events.iter().enumerate().map(|(index, it)| row(index, it)).collect_view()
            }}
        </ol>
    }
}
