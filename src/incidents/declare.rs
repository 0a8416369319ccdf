//! A person opens an incident.

use leptos::{ev, html, prelude::*};
use model::ComponentId;
use ops::incidents::{Severity, words};

use super::Incidents;
use crate::{
    inspector::SelectField,
    text::{say, say_message},
    widgets::icon,
};

#[component]
pub fn Declare() -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let is_open = RwSignal::new(false);
    let title = NodeRef::<html::Input>::new();
    let severity = RwSignal::new(Severity::P3);
    let service = RwSignal::new(None::<ComponentId>);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(typed) = title.get_untracked().map(|it| it.value()) else { return };
        if incidents.declare(&typed, severity.get_untracked(), service.get_untracked()).is_some() {
            is_open.set(false);
        }
    };
    Effect::new(move || {
        if let Some(title) = title.get() {
            let _ = title.focus();
        }
    });
    view! {
        <Show
            when=move || is_open.get()
            fallback=move || view! {
                <button type="button" class="button small" on:click=move |_| is_open.set(true)>
                    {icon("plus")}
                    <span>{say("declare")}</span>
                </button>
            }
        >
            <form class="declare" aria-label=say("declare") on:submit=submit>
                <div class="labelled wide">
                    <label for="declare-title">{say("declare-title")}</label>
                    <input node_ref=title id="declare-title" class="input" type="text" maxlength="160" autocomplete="off"/>
                </div>
                <div class="labelled">
                    <label for="declare-severity">{say("incident-severity")}</label>
                    <SelectField
                        id="declare-severity"
                        options=severities()
                        value=Signal::derive(move || severity.get().id().to_owned())
                        on_commit=move |it: String| severity.set(Severity::parse(&it).unwrap_or(Severity::P3))
                    />
                </div>
                <div class="labelled">
                    <label for="declare-service">{say("incident-service")}</label>
                    <SelectField
                        id="declare-service"
                        options=services(incidents, true)
                        value=Signal::derive(move || service.get().map(|it| it.0.to_string()).unwrap_or_default())
                        on_commit=move |it: String| service.set(it.parse().ok().map(ComponentId))
                    />
                </div>
                <p class="muted small wide">{move || say_message(&words::times(severity.get()))}</p>
                <button type="submit" class="button primary">{say("declare-do")}</button>
                <button type="button" class="button" on:click=move |_| is_open.set(false)>{say("cancel")}</button>
            </form>
        </Show>
    }
}

/// What a severity can be.
pub fn severities() -> Vec<(String, String)> {
    Severity::ALL.map(|it| (it.id().to_owned(), say_message(&words::severity(it)))).into()
}

/// What an incident can be about: components that serve, and perhaps the system as a whole.
pub fn services(incidents: Incidents, with_none: bool) -> Signal<Vec<(String, String)>> {
    Signal::derive(move || {
        let none = with_none.then(|| (String::new(), say("incident-whole")));
        incidents.workspace.document.with(|document| {
            let serving = document.components.iter().filter(|it| !it.kind.is_source());
            none.into_iter().chain(serving.map(|it| (it.id.0.to_string(), it.name.clone()))).collect()
        })
    })
}
