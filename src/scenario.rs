//! What happens on purpose during every run: a line of time with bars, a list, and a form for the event that is chosen.

use leptos::prelude::*;
use model::{
    Architecture, Edit, Item, Message, Scenario,
    finding::Place,
    scenario::{Action, ScenarioEvent},
};
use sim::{
    changes::{self, Definition},
    presets::Plan,
};

use crate::{
    text::{say, say_message},
    widgets::icon,
    workspace::Workspace,
};

mod form;
mod kinds;
mod list;
mod ready_made;
mod track;
mod words;

pub use list::EventList;
pub use track::Track;
pub use words::say_action;

/// Which event is looked at, and what a gesture is making of it; cheap to copy, handed down as a context.
#[derive(Clone, Copy)]
pub struct ScenarioEditing {
    workspace: Workspace,
    pub chosen: RwSignal<Option<usize>>,
    /// The chosen event as the gesture that goes on would leave it; the drawing has not changed yet.
    pub draft: RwSignal<Option<ScenarioEvent>>,
}

impl ScenarioEditing {
    pub fn new(workspace: Workspace) -> Self {
        Self { workspace, chosen: RwSignal::new(None), draft: RwSignal::new(None) }
    }

    /// The events with the draft in its place.
    fn events(self) -> Vec<ScenarioEvent> {
        let mut events = self.workspace.document.with(|it| it.scenario.events.clone());
        if let (Some(index), Some(draft)) = (self.chosen.get(), self.draft.get())
            && let Some(place) = events.get_mut(index)
        {
            *place = draft;
        }
        events
    }

    /// The chosen event, draft or not.
    fn event(self) -> Option<ScenarioEvent> {
        let index = self.chosen.get()?;
        self.events().get(index).cloned()
    }

    fn scenario_untracked(self) -> Scenario {
        self.workspace.document.with_untracked(|it| it.scenario.clone())
    }

    /// Puts another event in place of the chosen one: one step to undo.
    fn replace(self, event: ScenarioEvent) {
        let Some(index) = self.chosen.get_untracked() else { return };
        let (next, place) = editor::scenario::replaced(&self.scenario_untracked(), index, event);
        self.commit(next, Some(place), "step-set-scenario");
    }

    /// Changes the chosen event: one step to undo.
    fn change(self, change: impl FnOnce(&mut ScenarioEvent)) {
        if let Some(mut event) = untrack(|| self.event()) {
            change(&mut event);
            self.replace(event);
        }
    }

    pub fn remove(self, index: usize) {
        let next = editor::scenario::without(&self.scenario_untracked(), index);
        self.commit(next, None, "step-remove-event");
        self.workspace.announce(say("event-removed"));
    }

    /// Adds the likeliest event: to what is selected in the drawing, at the cursor of the charts.
    pub fn add(self) {
        let workspace = self.workspace;
        let event = workspace.document.with_untracked(|document| {
            let action = untrack(|| self.likely_action(document))?;
            let cursor = workspace.simulation.moment.get_untracked().filter(|it| *it >= 0.0);
            let at_secs = cursor.unwrap_or(document.settings.duration_secs / 3.0).round();
            Some(ScenarioEvent { at_secs, action })
        });
        let Some(event) = event else { return };
        let (next, place) = editor::scenario::with(&self.scenario_untracked(), event);
        self.commit(next, Some(place), "step-add-event");
    }

    /// Adds a ready-made list: one step to undo.
    fn add_list(self, label: Message, plan: &Plan) {
        let workspace = self.workspace;
        let edit = workspace
            .document
            .with_untracked(|it| editor::scenario::with_list(it, &plan.events, plan.duration_secs));
        self.draft.set(None);
        self.chosen.set(None);
        workspace.commit(&edit, label);
    }

    fn likely_action(self, document: &Architecture) -> Option<Action> {
        let selected = self.workspace.selection.with(|it| it.iter().next().map(place_of));
        let on_selected = selected.and_then(|place| Some((changes::possible(document, place).next()?, place)));
        let anywhere = || changes::all().find_map(|it| Some((it, *changes::places(document, it).first()?)));
        let (definition, place) = on_selected.or_else(anywhere)?;
        Some(Action::Change(definition.usual(place)))
    }

    fn commit(self, next: Scenario, chosen: Option<usize>, step: &'static str) {
        self.draft.set(None);
        self.chosen.set(chosen);
        if next != self.scenario_untracked() {
            self.workspace.commit(&Edit::SetScenario(next), Message::new(step));
        }
    }
}

const fn place_of(item: &Item) -> Place {
    match item {
        Item::Component(id) => Place::Component(*id),
        Item::Connection(id) => Place::Connection(*id),
        Item::Zone(id) => Place::Zone(*id),
    }
}

/// The entry of the simulator's list that an event is, if it is one.
fn definition_of(action: &Action) -> Option<&'static Definition> {
    match action {
        Action::Change(change) => changes::find(&change.change),
        Action::TakeDown { .. } | Action::BringUp { .. } | Action::FailPrimary { .. } | Action::Flush { .. } => None,
    }
}

/// Whether an event without an end holds from then on.
pub fn stays(action: &Action) -> bool {
    definition_of(action).is_some_and(|it| it.usual_secs.is_some())
}

/// The tab: everything about the scenario.
#[component]
pub fn ScenarioPanel() -> impl IntoView {
    let editing = expect_context::<ScenarioEditing>();
    let workspace = expect_context::<Workspace>();
    let is_empty = Memo::new(move |_| {
        workspace.document.with(|it| it.scenario.events.is_empty())
            && workspace.simulation.by_hand.with(Vec::is_empty)
    });
    let is_chosen = Memo::new(move |_| editing.event().is_some());
    let is_hidden = workspace.simulation.is_blind;
    view! {
        <Show when=move || is_hidden.get()>
            <p class="empty">{say("on-call-hidden")}</p>
        </Show>
        <div class="scenario" hidden=move || is_hidden.get()>
            <div class="scenario-head">
                <p class="study-about">{say("scenario-about")}</p>
                <div class="scenario-buttons">
                    <AddButton/>
                    <ready_made::ReadyMadeButton/>
                </div>
            </div>
            <Show when=move || !is_empty.get() fallback=|| view! { <p class="empty">{say("scenario-none")}</p> }>
                <Track/>
                <div class="scenario-parts">
                    <EventList/>
                    <Show when=move || is_chosen.get()>
                        <form::EventForm/>
                    </Show>
                </div>
            </Show>
        </div>
    }
}

/// Adds an event and goes to what there is to say about it.
#[component]
pub fn AddButton() -> impl IntoView {
    let editing = expect_context::<ScenarioEditing>();
    let workspace = expect_context::<Workspace>();
    let has_place = Memo::new(move |_| workspace.document.with(|it| editing.likely_action(it).is_some()));
    let add = move |_| {
        editing.add();
        workspace.layout.show_scenario();
        workspace.layout.focus_on(crate::frame::Side::Bottom, form::FIRST_FIELD);
    };
    view! {
        <button type="button" class="button small" disabled=move || !has_place.get() on:click=add>
            {icon("plus")}
            <span>{say("event-add")}</span>
        </button>
        <Show when=move || !has_place.get()>
            <p class="muted small">{say("event-add-where")}</p>
        </Show>
    }
}

/// "Slow: API server, from 20 s for 30 s".
fn say_event(document: &Architecture, event: &ScenarioEvent) -> String {
    say_message(&words::event_message(document, event))
}
