//! All incidents of the drawing: those that are not over first.

use leptos::prelude::*;
use model::Message;
use ops::incidents::{Status, words};

use super::{
    Incidents, declare::Declare, on_call::{OnCallCard, OnCallResults, is_just_over}, trends::TrendsView,
};
use crate::{
    text::{say, say_message},
    widgets::icon,
};

#[component]
pub fn List() -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    // The last one on top.
    let numbers = move |is_over: bool| {
        Memo::new(move |_| {
            incidents.with(|book| {
                let all = book.cases().iter().rev().map(|it| &it.incident);
                all.filter(|it| it.status.is_over() == is_over).map(|it| it.number).collect::<Vec<_>>()
            })
        })
    };
    let (open, over) = (numbers(false), numbers(true));
    let is_just_over = is_just_over(incidents);
    view! {
        <div class="incident-list">
            <div class="incident-column">
                <section aria-labelledby="incidents-open">
                    <h3 id="incidents-open">{say("incidents-open")}</h3>
                    <Show when=move || open.with(Vec::is_empty)>
                        <p class="muted">{say("incidents-none")}</p>
                    </Show>
                    <ul class="incident-rows">
                        <For each=move || open.get() key=|it| *it let:number>
                            <Row number/>
                        </For>
                    </ul>
                    <Declare/>
                </section>
                <Show when=move || !over.with(Vec::is_empty)>
                    <section aria-labelledby="incidents-over">
                        <h3 id="incidents-over">{say("incidents-over")}</h3>
                        <ul class="incident-rows">
                            <For each=move || over.get() key=|it| *it let:number>
                                <Row number/>
                            </For>
                        </ul>
                        <TrendsView/>
                    </section>
                </Show>
            </div>
            <div class="incident-column">
                <Show when=move || is_just_over.get()>
                    <OnCallResults/>
                </Show>
                <OnCallCard/>
                <Show when=move || !is_just_over.get()>
                    <OnCallResults/>
                </Show>
            </div>
        </div>
    }
}

#[component]
fn Row(number: u32) -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let case = Memo::new(move |_| incidents.case(number));
    let head = move || {
        case.with(|case| {
            let it = &case.as_ref()?.incident;
            Some(view! {
                <span class=severity_class(it.severity)>{it.severity.id()}</span>
                <span class="incident-title">{format!("#{number} {}", it.title)}</span>
            })
        })
    };
    let facts = move || {
        case.with(|case| {
            let it = &case.as_ref()?.incident;
            let place = it.service.map(|service| format!("{} · ", incidents.name(service))).unwrap_or_default();
            let opened = Message::new("incident-opened-at").with("moment", incidents.say_moment(it, it.opened_at_secs));
            let needs_answer = it.acknowledged.is_none() && it.status == Status::Open;
            Some(view! {
                <span class="incident-status">
                    {say_message(&words::status(it.status))}
                    {needs_answer.then(|| view! { " · " <strong>{say("incident-unanswered")}</strong> })}
                </span>
                <span class="muted">{place} {say_message(&opened)}</span>
            })
        })
    };
    view! {
        <li>
            <button type="button" class="incident-row" on:click=move |_| incidents.shown.set(Some(number))>
                <span class="incident-head">{head} {icon("chevron-right")}</span>
                <span class="incident-facts">{facts}</span>
            </button>
        </li>
    }
}

/// Colors go with the letters, never instead of them.
pub const fn severity_class(it: ops::incidents::Severity) -> &'static str {
    match it {
        ops::incidents::Severity::P1 => "severity p1",
        ops::incidents::Severity::P2 => "severity p2",
        ops::incidents::Severity::P3 => "severity p3",
        ops::incidents::Severity::P4 => "severity p4",
    }
}
