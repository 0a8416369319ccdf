//! Incidents of the open drawing: who is paged, what is known, what was done, what is learnt.

use leptos::prelude::*;

use crate::{
    text::say,
    widgets::icon,
};

mod declare;
mod detail;
mod follow;
mod investigation;
mod keep;
mod list;
mod on_call;
mod over;
mod response;
mod review;
mod runbook;
mod seen;
mod signals;
mod state;
mod suggestions;
mod timeline;
mod to_do;
mod trends;
mod unsent;

pub use state::{Incidents, clock};

use keep::Keeping;

#[component]
pub fn IncidentsPanel() -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let shown = Memo::new(move |_| {
        let number = incidents.shown.get()?;
        incidents.with(|book| book.case(number).is_some()).then_some(number)
    });
    view! {
        <div class="incidents">
            <KeepingNotice/>
            {move || match shown.get() {
                Some(number) => view! { <detail::Detail number/> }.into_any(),
                None => view! { <list::List/> }.into_any(),
            }}
        </div>
    }
}

/// What has to be decided about keeping.
#[component]
fn KeepingNotice() -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let button = move |label: &'static str, action: fn(Incidents)| view! {
        <button type="button" class="button small" on:click=move |_| action(incidents)>{say(label)}</button>
    };
    let bar = move |text: &'static str, buttons: AnyView| {
        view! {
            <div class="notice warning" role="alert">
                {icon("warning")}
                <span>{say(text)}</span>
                {buttons}
            </div>
        }
        .into_any()
    };
    move || match incidents.keeping.get() {
        Keeping::Nothing | Keeping::Underway | Keeping::Kept => ().into_any(),
        Keeping::Failed(_) => bar("incidents-not-kept", button("incidents-try-again", Incidents::use_mine).into_any()),
        Keeping::Elsewhere => bar("incidents-elsewhere", ().into_any()),
        Keeping::Conflict => bar(
            "incidents-conflict",
            (button("conflict-theirs", Incidents::use_theirs), button("conflict-mine", Incidents::use_mine)).into_any(),
        ),
        Keeping::Unreadable => bar("incidents-unreadable", button("incidents-replace", Incidents::use_mine).into_any()),
    }
}
