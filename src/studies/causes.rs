//! What the last run's failures were made of: the same run without one cause at a time.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Arg, Message};
use sim::study::{Counterfactual, Counterfactuals, counterfactual::WhatIf};

use super::{Question, Studies, pane::Pane};
use crate::{
    dashboard::{FigureTable, figure, figure_or_dash},
    text::{say, say_arg, say_message},
};

#[component]
pub fn Causes() -> impl IntoView {
    let studies = expect_context::<Studies>();
    let run = studies.run;
    let start = Callback::new(move |()| {
        let Some((ran, options, report)) = run.as_it_ran() else { return };
        let Some(subject) = run.subject_untracked() else { return };
        let study = WhatIf::new(&ran, &report, options);
        if study.is_empty() {
            studies.refuse(Question::Causes, "study-causes-none");
        } else {
            studies.begin(Question::Causes, study, subject, studies.causes);
        }
    });
    view! {
        <Pane
            question=Question::Causes
            about="study-causes-about"
            start="study-causes-start"
            on_start=start
            hindrance=studies.without_run()
            is_stale=studies.stale(studies.causes)
        >
            {move || {
                studies.causes.get().map(|found| view! { <Answer found=Arc::new(found.answer.clone())/> })
            }}
        </Pane>
    }
}

#[component]
fn Answer(found: Arc<Counterfactuals>) -> impl IntoView {
    let heads = &["study-change", "study-failures", "report-failed", "study-mean", "report-p99"];
    view! {
        <p>{best(&found)}</p>
        <FigureTable label="study-causes" heads>
            <tr>
                <th scope="row">{say("study-as-it-was")}</th>
                <td>"–"</td>
                <td>{figure(Some(found.failed_ratio), Arg::Ratio)}</td>
                <td>{figure_or_dash(found.mean_millis, Arg::Millis)}</td>
                <td>{figure_or_dash(found.p99_millis, Arg::Millis)}</td>
            </tr>
            {found.changes.iter().map(row).collect_view()}
        </FigureTable>
    }
}

fn row(it: &Counterfactual) -> impl IntoView + use<> {
    view! {
        <tr>
            <th scope="row">{say_message(&it.change)}</th>
            <td>{vanished(it).unwrap_or_else(|| "–".to_owned())}</td>
            <td>{figure(Some(it.failed_ratio), Arg::Ratio)}</td>
            <td>{figure_or_dash(it.mean_millis, Arg::Millis)}</td>
            <td>{figure_or_dash(it.p99_millis, Arg::Millis)}</td>
        </tr>
    }
}

/// How many failures go away, unless that may be chance.
fn vanished(it: &Counterfactual) -> Option<String> {
    let share = it.vanished?;
    if it.failed_difference.is_nothing() {
        return Some(say("study-same"));
    }
    if it.failed_difference.may_be_chance() {
        return Some(say("study-within-chance"));
    }
    let id = if share >= 0.0 { "study-vanish" } else { "study-multiply" };
    Some(say_message(&Message::new(id).with("share", Arg::Ratio(share.abs()))))
}

/// The most helpful change in a sentence.
fn best(found: &Counterfactuals) -> String {
    let Some(best) = found.changes.first() else { return say("study-progress-first") };
    match (best.vanished, vanished(best)) {
        (Some(share), Some(words)) if share > 0.0 => {
            let message = Message::new("study-causes-best").with("change", best.change.clone()).with("effect", words);
            say_message(&message)
        }
        _ => {
            let mean = best.mean_difference.map_or(0.0, |it| it.value);
            let message = Message::new("study-causes-no-failures")
                .with("change", best.change.clone())
                .with("mean", say_arg(&Arg::Millis(mean.abs())));
            if mean < 0.0 { say_message(&message) } else { say("study-causes-nothing-helps") }
        }
    }
}
