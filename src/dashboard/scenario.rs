//! What was done to the last run by hand, and the offer to make it part of the drawing.

use leptos::prelude::*;
use model::{Edit, Message, Scenario};

use crate::{
    run::Run,
    text::{say, say_message},
    workspace::Workspace,
};

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
        // It is planned now.
        run.by_hand.set(Vec::new());
    };
    move || {
        by_hand.with(|logged| {
            let n_new = logged.as_ref()?.len() - planned.with(Vec::len);
            let text = say_message(&Message::new("scenario-by-hand").with("count", n_new));
            Some(view! {
                <p class="report-note asking">
                    <span>{text}</span>
                    <button type="button" class="button" on:click=keep>{say("scenario-keep")}</button>
                </p>
            })
        })
    }
}
