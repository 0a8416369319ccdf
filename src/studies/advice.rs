//! What would save money: each piece of advice has been run, and can be applied.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Architecture, Arg, Message};
use ops::plan::{Advise, advice::{Advised, Advices}};
use sim::Measured;

use super::{Question, Studies, pane::Pane};
use crate::{
    dashboard::{FigureTable, figure},
    text::{say, say_message},
    workspace::Workspace,
};

#[component]
pub fn Advice() -> impl IntoView {
    let studies = expect_context::<Studies>();
    let workspace = expect_context::<Workspace>();
    let start = Callback::new(move |()| {
        let document = studies.document();
        let study = Advise::new(Arc::clone(&document), Studies::options(&document));
        studies.begin(Question::Advice, study, document, studies.advice);
    });
    // How machines are bought changes no run, but what can be saved by it.
    let is_stale = Signal::derive(move || {
        studies.advice.with(|it| {
            it.as_ref().is_some_and(|it| {
                workspace.document.with(|now| !it.about.runs_like(now) || it.about.components != now.components)
            })
        })
    });
    let hindrance =
        Signal::derive(move || studies.promises_nothing().then_some("study-cheapest-needs-objective"));
    view! {
        <Pane
            question=Question::Advice
            about="study-advice-about"
            start="study-advice-start"
            on_start=start
            hindrance
            is_stale
        >
            {move || {
                studies
                    .advice
                    .get()
                    .map(|found| {
                        view! { <Answer found=found.answer.clone() about=Arc::clone(&found.about) is_stale/> }
                    })
            }}
        </Pane>
    }
}

#[component]
fn Answer(found: Advices, about: Arc<Architecture>, is_stale: Signal<bool>) -> impl IntoView {
    let id = if found.advised.is_empty() && found.left == 0 { "advice-none" } else { "advice-now" };
    let now = Message::new(id).with("dollars", Arg::Dollars(found.dollars)).with("runs", found.runs);
    let broken = found.broken.clone().map(|why| Message::new("advice-now-broken").with("why", why));
    let left = (found.left > 0).then(|| Message::new("advice-left").with("left", found.left));
    let breaks = found.advised.iter().any(|it| it.broken.is_some()) && found.broken.is_none();
    let has_advice = !found.advised.is_empty();
    let rows = found.advised.into_iter().map(|it| view! { <Row it about=Arc::clone(&about) is_stale/> });
    let rows = rows.collect_view();
    view! {
        <p>{say_message(&now)}</p>
        {broken.map(|it| view! { <p class="report-note">{say_message(&it)}</p> })}
        {has_advice
            .then(|| {
                view! {
                    <FigureTable
                        label="study-advice"
                        heads=&["advice-what", "advice-saves", "advice-p99", "advice-kept", "advice-apply"]
                    >
                        {rows}
                    </FigureTable>
                }
            })}
        {breaks.then(|| view! { <p class="muted">{say("advice-breaks")}</p> })}
        {left.map(|it| view! { <p class="report-note">{say_message(&it)}</p> })}
    }
}

#[component]
fn Row(it: Advised, about: Arc<Architecture>, is_stale: Signal<bool>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let advice = say_message(&it.advice.message(&about));
    let saves = Message::new("advice-saves-of")
        .with("share", Arg::Ratio(it.share))
        .with("dollars", figure(Some(exact_if_sure(it.saves)), Arg::Dollars));
    let kept = match (it.broken, it.unless_drained) {
        (Some(why), _) => Message::new("advice-no").with("why", why),
        (None, Some(why)) => Message::new("advice-yes-drained").with("why", why),
        (None, None) => Message::new("advice-yes"),
    };
    let label = Message::new("advice-apply-it").with("advice", advice.as_str());
    let step = Message::new("step-apply-advice").with("advice", advice.as_str());
    let edit = it.edit;
    view! {
        <tr>
            <th scope="row">{advice}</th>
            <td>{say_message(&saves)}</td>
            <td>{it.p99_millis.map_or_else(|| say("too-few-samples"), signed)}</td>
            <td>{say_message(&kept)}</td>
            <td>
                <button
                    type="button"
                    class="button small"
                    aria-label=say_message(&label)
                    disabled=is_stale
                    on:click=move |_| {
                        workspace.commit(&edit, step.clone());
                        workspace.announce(say_message(&Message::new("study-applied").with("what", step.clone())));
                    }
                >
                    {say("advice-apply")}
                </button>
            </td>
        </tr>
    }
}

/// Without an interval that would be written as zero, or in digits that the value has not.
fn exact_if_sure(it: Measured) -> Measured {
    let least = 0.005_f64.max(it.value.abs() / 1e3);
    Measured { half_width: it.half_width.filter(|half| *half >= least), ..it }
}

/// A difference in milliseconds with its sign.
fn signed(it: Measured) -> String {
    let sign = match it.value {
        value if value > 0.0 => "+",
        value if value < 0.0 => "−",
        // An interval has that sign already.
        _ if it.told_half_width().is_some() => "",
        _ => "±",
    };
    format!("{sign}{}", figure(Some(Measured { value: it.value.abs(), ..it }), Arg::Millis))
}
