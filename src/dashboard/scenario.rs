//! What was done to the last run by hand, and the offer to make it part of the drawing.

use leptos::prelude::*;
use model::{
    Architecture, Edit, Message, Scenario,
    finding::Place,
    scenario::{Action, Change},
};

use crate::{
    run::Run,
    text::{say, say_message},
    workspace::Workspace,
};

/// The event in words, without its time: "Product cache down".
pub fn say_action(document: &Architecture, action: &Action) -> String {
    let (id, component) = match action {
        Action::TakeDown { component } => ("mark-down", component),
        Action::BringUp { component } => ("mark-up", component),
        Action::FailPrimary { component } => ("mark-primary", component),
        Action::Flush { component } => ("mark-flush", component),
        Action::Change(change) => return say_change(document, change),
    };
    let name = document.component(*component).map(|it| it.name.clone()).unwrap_or_default();
    say_message(&Message::new(id).with("name", name))
}

/// A change out of the simulator's list: "Slow: API server".
fn say_change(document: &Architecture, change: &Change) -> String {
    let what = match sim::changes::find(&change.change) {
        Some(definition) => say_message(&definition.label()),
        // From a newer version, perhaps: it does nothing here.
        None => change.change.clone(),
    };
    let connected = |id| document.component(id).map_or("", |it| it.name.as_str());
    let place = match change.place {
        Place::Component(id) => connected(id).to_owned(),
        Place::Connection(id) => document
            .connection(id)
            .map(|it| format!("{} → {}", connected(it.from), connected(it.to)))
            .unwrap_or_default(),
        Place::Zone(id) => document.zone(id).map(|it| it.name.clone()).unwrap_or_default(),
        Place::Architecture => return what,
    };
    say_message(&Message::new("mark-change").with("change", what).with("place", place))
}

/// The offer to keep what was done by hand; nothing if nothing was.
#[component]
pub fn KeepByHand() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let run = expect_context::<Run>();
    let planned = Memo::new(move |_| workspace.document.with(|it| it.scenario.events.clone()));
    // The log holds the planned events as well, in order of time.
    let by_hand = Memo::new(move |_| {
        let logged = run.report.with(|report| report.as_ref().map(|it| it.scenario.clone()))?;
        planned.with(|planned| (logged.len() > planned.len()).then_some(logged))
    });
    let keep = move |_| {
        let Some(events) = by_hand.get_untracked() else { return };
        workspace.commit(&Edit::SetScenario(Scenario { events }), Message::new("step-keep-events"));
        // Just this has run: the numbers on the screen are those of the drawing as it is now.
        run.adopt(workspace.document.get_untracked());
    };
    move || {
        by_hand.with(|logged| {
            let n_new = logged.as_ref()?.len() - planned.with(Vec::len);
            let text = say_message(&Message::new("scenario-by-hand").with("count", n_new));
            Some(view! {
                <p class="report-note offer">
                    <span>{text}</span>
                    <button type="button" class="button" on:click=keep>{say("scenario-keep")}</button>
                </p>
            })
        })
    }
}
