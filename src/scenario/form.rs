//! What there is to say about one event, made from its entry in the simulator's list.

use leptos::prelude::*;
use model::{
    Architecture, ComponentId,
    finding::Place,
    scenario::Action,
};
use sim::{
    blast::change_of,
    changes::{self, Definition, hits},
};

use super::{ScenarioEditing, kinds::ChangeKinds, stays, words::say_place};
use crate::{
    blast::BlastList,
    run::Run,
    text::{has_text, say, say_message},
    widgets::{NumberField, icon, source_link},
    workspace::Workspace,
};

mod setting;

use setting::SettingField;

/// Id of the field that the keyboard goes to when an event was added.
pub const FIRST_FIELD: &str = "event-what";

/// Of the chosen event.
#[component]
pub fn EventForm() -> impl IntoView {
    let editing = expect_context::<ScenarioEditing>();
    let run = expect_context::<Run>();
    let event = Memo::new(move |_| editing.event());
    let what = Memo::new(move |_| event.with(|it| it.as_ref().map(|it| name_of(&it.action)).unwrap_or_default()));
    let can_last = Memo::new(move |_| {
        event.with(|it| it.as_ref().is_some_and(|it| stays(&it.action) || it.action.lasts_secs().is_some()))
    });
    let settings = move || {
        // Made anew for another entry, not for another event of the same entry: its fields follow by themselves.
        let definition = changes::find(&what.get())?;
        Some(definition.settings.iter().map(|it| view! { <SettingField setting=it/> }).collect_view())
    };
    let about = move || changes::find(&what.get()).map(|it| view! { <About definition=it/> });
    view! {
        <section class="event-form" aria-label=say("event-form")>
            <div class="event-fields">
                <What/>
                <Target/>
                <label for="event-at">{say("event-at")}</label>
                <NumberField
                    id="event-at"
                    value=Signal::derive(move || event.with(|it| it.as_ref().map(|it| it.at_secs)))
                    unit=say("unit-name-seconds")
                    min=0.0
                    max=editor::scenario::LATEST_SECS
                    on_commit=move |number| editing.change(|it| it.at_secs = number.unwrap_or(it.at_secs))
                />
                <Show when=move || can_last.get()>
                    <label for="event-lasts">{say("event-lasts")}</label>
                    <NumberField
                        id="event-lasts"
                        value=Signal::derive(move || event.with(|it| it.as_ref()?.action.lasts_secs()))
                        placeholder=Signal::derive(|| Some(say("event-to-the-end")))
                        unit=say("unit-name-seconds")
                        min=0.001
                        max=editor::scenario::LATEST_SECS
                        on_commit=move |number| editing.change(|it| {
                            if let Action::Change(change) = &mut it.action {
                                change.lasts_secs = number;
                            }
                        })
                    />
                </Show>
                {settings}
            </div>
            <Show when=move || run.is_active()>
                <button
                    type="button"
                    class="button small"
                    on:click=move |_| {
                        if let Some(event) = event.get_untracked() {
                            run.apply(event.action);
                        }
                    }
                >
                    {icon("play")}
                    <span>{say("event-do-now")}</span>
                </button>
            </Show>
            {about}
            <section class="event-blast" aria-labelledby="event-blast">
                <h4 id="event-blast">{say("blast-title")}</h4>
                <BlastList change=Signal::derive(move || event.with(|it| it.as_ref().and_then(|it| change_of(&it.action))))/>
            </section>
        </section>
    }
}

/// Entry of the list, or single step; one that cannot happen to the present place takes the first that it can.
#[component]
fn What() -> impl IntoView {
    let editing = expect_context::<ScenarioEditing>();
    let workspace = expect_context::<Workspace>();
    let now = Memo::new(move |_| editing.event().map(|it| name_of(&it.action)).unwrap_or_default());
    let is_choosing = RwSignal::new(false);
    let label = move || {
        let name = now.get();
        match changes::find(&name) {
            Some(definition) => say_message(&definition.label()),
            // A single step that the list has no entry for, or an entry of a newer version.
            None => step_label(&name).map_or(name, say),
        }
    };
    let choose = move |wanted: &'static str| {
        is_choosing.set(false);
        let Some(before) = untrack(|| editing.event()) else { return };
        let place = workspace.document.with_untracked(|document| {
            let possible = places(document, wanted);
            let now = before.action.place();
            if possible.contains(&now) { Some(now) } else { possible.first().copied() }
        });
        if let Some(action) = place.and_then(|place| action_of(wanted, place)) {
            editing.change(|it| it.action = action);
        }
    };
    view! {
        <label id="event-what-label" for=FIRST_FIELD>{say("event-what")}</label>
        <button
            type="button"
            class="select event-what"
            id=FIRST_FIELD
            aria-labelledby="event-what-label event-what"
            aria-haspopup="dialog"
            on:click=move |_| is_choosing.set(true)
        >
            {label}
        </button>
        <Show when=move || is_choosing.get()>
            <ChangeKinds now=now.get_untracked() on_choose=choose on_close=move || is_choosing.set(false)/>
        </Show>
    }
}

/// What it happens to: what the simulator says it can happen to.
#[component]
fn Target() -> impl IntoView {
    let editing = expect_context::<ScenarioEditing>();
    let workspace = expect_context::<Workspace>();
    let action = Memo::new(move |_| editing.event().map(|it| it.action));
    let options = move || {
        let Some(action) = action.get() else { return Vec::new() };
        workspace.document.with(|document| {
            let mut found = places(document, &name_of(&action));
            if !found.contains(&action.place()) {
                // It does nothing there, but that is where it is.
                found.push(action.place());
            }
            let option = |place: Place| {
                let is_now = place == action.place();
                view! {
                    <option value=key_of(place) selected=is_now prop:selected=is_now>
                        {say_place(document, place)}
                    </option>
                }
            };
            found.into_iter().map(option).collect::<Vec<_>>()
        })
    };
    let choose = move |wanted: String| {
        let place = workspace.document.with_untracked(|document| {
            let name = action.with_untracked(|it| it.as_ref().map(name_of).unwrap_or_default());
            places(document, &name).into_iter().find(|it| key_of(*it) == wanted)
        });
        if let Some(place) = place {
            editing.change(|it| match &mut it.action {
                Action::Change(change) => change.place = place,
                step => {
                    if let Some(action) = action_of(&name_of(step), place) {
                        *step = action;
                    }
                }
            });
        }
    };
    view! {
        <label for="event-target">{say("event-target")}</label>
        <select class="select" id="event-target" on:change=move |event| choose(event_target_value(&event))>
            {options}
        </select>
    }
}

/// What it does, how it is noticed and what helps, as far as the list says.
#[component]
pub fn About(definition: &'static Definition) -> impl IntoView {
    let labels = ["event-does", "event-breaks", "event-recovers", "event-signs", "event-helps"];
    let parts = labels.into_iter().zip(definition.story()).filter(|(_, it)| has_text(&it.id));
    let parts = parts.map(|(label, it)| view! { <dt>{say(label)}</dt><dd>{say_message(&it)}</dd> });
    let source = definition.source.map(|it| source_link(it, it.title.to_owned()));
    view! {
        <div class="event-about">
            <dl>{parts.collect_view()}</dl>
            {source}
        </div>
    }
}

fn name_of(action: &Action) -> String {
    match action {
        Action::TakeDown { .. } => "take_down".to_owned(),
        Action::BringUp { .. } => "bring_up".to_owned(),
        Action::FailPrimary { .. } => "fail_primary".to_owned(),
        Action::Flush { .. } => "flush".to_owned(),
        Action::Change(change) => change.change.clone(),
    }
}

fn places(document: &Architecture, name: &str) -> Vec<Place> {
    if let Some(definition) = changes::find(name) {
        return changes::places(document, definition);
    }
    let components = document.components.iter().map(|it| Place::Component(it.id));
    match name {
        "take_down" | "bring_up" => components.filter(|it| hits::component(document, *it)).collect(),
        "fail_primary" => components.filter(|it| hits::store(document, *it)).collect(),
        "flush" => components.filter(|it| hits::cache(document, *it)).collect(),
        _ => Vec::new(),
    }
}

fn action_of(name: &str, place: Place) -> Option<Action> {
    if let Some(definition) = changes::find(name) {
        return Some(Action::Change(definition.usual(place)));
    }
    let Place::Component(component) = place else { return None };
    step_of(name, component)
}

fn step_of(name: &str, component: ComponentId) -> Option<Action> {
    Some(match name {
        "take_down" => Action::TakeDown { component },
        "bring_up" => Action::BringUp { component },
        "fail_primary" => Action::FailPrimary { component },
        "flush" => Action::Flush { component },
        _ => return None,
    })
}

fn step_label(name: &str) -> Option<&'static str> {
    match name {
        "take_down" => Some("event-take-down"),
        "bring_up" => Some("event-bring-up"),
        "fail_primary" => Some("event-fail-primary"),
        _ => None,
    }
}

/// A place as the value of an option.
fn key_of(place: Place) -> String {
    match place {
        Place::Component(id) => format!("component-{}", id.0),
        Place::Connection(id) => format!("connection-{}", id.0),
        Place::Zone(id) => format!("zone-{}", id.0),
        Place::Architecture => "architecture".to_owned(),
    }
}
