//! What may be the cause, and how that is found out.

use leptos::{ev, prelude::*};
use model::Message;
use ops::incidents::{
    Command,
    parts::{HypothesisStatus, StepStatus},
    words,
};

use super::{
    Incidents,
    detail::Now,
    suggestions::Suggestions,
    unsent::{Unsent, UnsentField},
};
use crate::{
    inspector::SelectField,
    text::{say, say_message},
    widgets::{NumberField, icon},
};

#[component]
pub fn Investigation(number: u32, incident: Now) -> impl IntoView {
    view! {
        <div class="incident-columns">
            <Suggestions number incident/>
            <Hypotheses number incident/>
            <Steps number incident/>
        </div>
    }
}

const STATUSES: [HypothesisStatus; 4] = [
    HypothesisStatus::Proposed,
    HypothesisStatus::Investigating,
    HypothesisStatus::Confirmed,
    HypothesisStatus::Rejected,
];

pub const STEP_STATUSES: [StepStatus; 4] =
    [StepStatus::Pending, StepStatus::InProgress, StepStatus::Completed, StepStatus::Skipped];

/// How sure somebody is who has only just thought of it.
pub const FIRST_GUESS: f64 = 0.3;

#[component]
fn Hypotheses(number: u32, incident: Now) -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let n = Memo::new(move |_| incident.with(|it| it.as_ref().map_or(0, |it| it.hypotheses.len())));
    let field = Unsent::new(incidents, number, "hypothesis-text");
    let add = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if incidents.apply(number, Command::Propose { text: field.text(), confidence: FIRST_GUESS }) {
            field.clear();
        }
    };
    view! {
        <section aria-labelledby="incident-hypotheses">
            <h4 id="incident-hypotheses">{say("incident-hypotheses")}</h4>
            <ol class="part-rows">
                <For each=move || 0..n.get() key=|it| *it let:index>
                    <Hypothesis number incident index/>
                </For>
            </ol>
            <form class="add-part" aria-label=say("hypothesis-add") on:submit=add>
                <div class="labelled wide">
                    <label for=field.id()>{say("hypothesis-text")}</label>
                    <UnsentField field/>
                </div>
                <button type="submit" class="button small">{icon("plus")} <span>{say("hypothesis-add")}</span></button>
            </form>
        </section>
    }
}

#[component]
fn Hypothesis(number: u32, incident: Now, index: usize) -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let it = Memo::new(move |_| incident.with(|it| it.as_ref().and_then(|it| it.hypotheses.get(index).cloned())));
    let judge = move |status: Option<HypothesisStatus>, confidence: Option<f64>| {
        let Some(now) = it.get_untracked() else { return };
        let command = Command::Judge {
            hypothesis: index as u32,
            status: status.unwrap_or(now.status),
            confidence: confidence.unwrap_or(now.confidence),
        };
        incidents.apply(number, command);
    };
    let evidence = Unsent::new(incidents, number, format!("hypothesis-{index}-evidence"));
    let add = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if incidents.apply(number, Command::AddEvidence { hypothesis: index as u32, text: evidence.text() }) {
            evidence.clear();
        }
    };
    let of = |id: &'static str| say_message(&Message::new(id).with("number", index + 1));
    let field = |name: &str| format!("hypothesis-{index}-{name}");
    let statuses: Vec<_> =
        STATUSES.map(|it| (format!("{it:?}"), say_message(&words::hypothesis_status(it)))).into();
    view! {
        <li class="hypothesis">
            <p>{format!("{}. ", index + 1)} {move || it.with(|it| it.as_ref().map(|it| it.text.clone()))}</p>
            <div class="part-row">
                <label class="visually-hidden" for=field("status")>{of("hypothesis-status-of")}</label>
                <SelectField
                    id=field("status")
                    options=statuses
                    value=Signal::derive(move || it.with(|it| it.as_ref().map(|it| format!("{:?}", it.status)).unwrap_or_default()))
                    on_commit=move |wanted: String| {
                        judge(STATUSES.into_iter().find(|status| format!("{status:?}") == wanted), None);
                    }
                />
                <label class="visually-hidden" for=field("confidence")>{of("hypothesis-confidence-of")}</label>
                <NumberField
                    id=field("confidence")
                    value=Signal::derive(move || it.with(|it| it.as_ref().map(|it| (it.confidence * 100.0).round())))
                    unit=say("unit-name-percent")
                    min=0.0
                    max=100.0
                    on_commit=move |percent| judge(None, percent.map(|it| it / 100.0))
                />
            </div>
            <ul class="evidence">
                {move || it.with(|it| {
                    let all = it.as_ref().map(|it| it.evidence.clone()).unwrap_or_default();
                    all.into_iter().map(|it| view! { <li>{it}</li> }).collect_view()
                })}
            </ul>
            <form class="add-line" on:submit=add>
                <label class="visually-hidden" for=evidence.id()>{of("hypothesis-evidence-of")}</label>
                <UnsentField field=evidence placeholder=say("hypothesis-evidence")/>
                <button type="submit" class="button small">{say("hypothesis-add-evidence")}</button>
            </form>
        </li>
    }
}

#[component]
fn Steps(number: u32, incident: Now) -> impl IntoView {
    let incidents = expect_context::<Incidents>();
    let n = Memo::new(move |_| incident.with(|it| it.as_ref().map_or(0, |it| it.steps.len())));
    let statuses: Vec<_> = STEP_STATUSES.map(|it| (format!("{it:?}"), say_message(&words::step_status(it)))).into();
    let row = move |index: usize| {
        let it = Memo::new(move |_| incident.with(|it| it.as_ref().and_then(|it| it.steps.get(index).cloned())));
        let id = format!("step-{index}");
        let label = say_message(&Message::new("step-status-of").with("number", index + 1));
        view! {
            <li class="part-row">
                <span class="part-text">
                    {format!("{}. ", index + 1)} {move || it.with(|it| it.as_ref().map(|it| it.text.clone()))}
                </span>
                <label class="visually-hidden" for=id.clone()>{label}</label>
                <SelectField
                    id
                    options=statuses.clone()
                    value=Signal::derive(move || it.with(|it| it.as_ref().map(|it| format!("{:?}", it.status)).unwrap_or_default()))
                    on_commit=move |wanted: String| {
                        let status = STEP_STATUSES.into_iter().find(|status| format!("{status:?}") == wanted);
                        if let Some(status) = status {
                            incidents.apply(number, Command::SetStep { step: index as u32, status });
                        }
                    }
                />
            </li>
        }
    };
    let field = Unsent::new(incidents, number, "step-text");
    let add = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if incidents.apply(number, Command::AddStep { text: field.text(), hypothesis: None }) {
            field.clear();
        }
    };
    view! {
        <section aria-labelledby="incident-steps">
            <h4 id="incident-steps">{say("incident-steps")}</h4>
            <ol class="part-rows">
                <For each=move || 0..n.get() key=|it| *it let:index>{row(index)}</For>
            </ol>
            <form class="add-part" aria-label=say("incident-step-add") on:submit=add>
                <div class="labelled wide">
                    <label for=field.id()>{say("step-text")}</label>
                    <UnsentField field/>
                </div>
                <button type="submit" class="button small">{icon("plus")} <span>{say("incident-step-add")}</span></button>
            </form>
        </section>
    }
}
