//! What happens during a run: the drawing's scenario, and what was done by hand in the last run.

use std::sync::Arc;

use leptos::prelude::*;
use model::{
    Architecture, Arg, Edit, Message, Scenario,
    scenario::{Action, ScenarioEvent},
};

use crate::{
    run::Run,
    text::{say, say_arg, say_message},
    widgets::icon,
    workspace::Workspace,
};

/// The event in words, without its time: "Product cache down".
pub fn say_action(document: &Architecture, action: &Action) -> String {
    let (id, component) = match action {
        Action::TakeDown { component } => ("mark-down", component),
        Action::BringUp { component } => ("mark-up", component),
    };
    let name = document.component(*component).map(|it| it.name.clone()).unwrap_or_default();
    say_message(&Message::new(id).with("name", name))
}

/// The events of the drawing, each with a way to remove it, and the offer to keep what was done by hand.
#[component]
pub fn ScenarioView() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let run = expect_context::<Run>();
    let events = Memo::new(move |_| workspace.document.with(|it| it.scenario.events.clone()));
    let by_hand = Memo::new(move |_| {
        run.report.with(|report| {
            let logged = report.as_ref().map(|it| it.scenario.clone())?;
            events.with(|planned| (logged != *planned && logged.len() > planned.len()).then_some(logged))
        })
    });
    let set = move |events: Vec<ScenarioEvent>, label: &'static str| {
        workspace.commit(&Edit::SetScenario(Scenario { events }), Message::new(label));
    };
    let remove = move |index: usize| {
        let mut left = events.get_untracked();
        left.remove(index);
        set(left, "step-remove-event");
    };
    let keep = move |_| {
        if let Some(logged) = by_hand.get_untracked() {
            set(logged, "step-keep-events");
            // Just this has run: the numbers on the screen are those of the drawing as it is now.
            run.adopt(workspace.document.get_untracked());
        }
    };
    let row = move |(index, event): (usize, ScenarioEvent)| {
        let text = workspace.document.with_untracked(|it: &Arc<Architecture>| say_action(it, &event.action));
        let label = say_message(&Message::new("scenario-remove").with("event", text.clone()));
        view! {
            <li>
                <span class="cause-time figures">{say_arg(&Arg::Millis(event.at_secs * 1e3))}</span>
                <span>{text}</span>
                <button type="button" class="icon-button small" aria-label=label.clone() title=label on:click=move |_| remove(index)>
                    {icon("close")}
                </button>
            </li>
        }
    };
    let offer = move || {
        by_hand.with(|it| {
            it.as_ref().map(|logged| {
                let n_new = logged.len() - events.with(Vec::len);
                let text = say_message(&Message::new("scenario-by-hand").with("count", n_new));
                view! {
                    <p class="report-note offer">
                        <span>{text}</span>
                        <button type="button" class="button" on:click=keep>{say("scenario-keep")}</button>
                    </p>
                }
            })
        })
    };
    view! {
        {offer}
        <Show when=move || !events.with(Vec::is_empty)>
            <section aria-label=say("scenario")>
                <h3>{say("scenario")}</h3>
                <ol class="causes">{move || events.get().into_iter().enumerate().map(row).collect_view()}</ol>
            </section>
        </Show>
    }
}
