//! What the last run's failures were made of: the same run without one cause at a time.

use std::sync::Arc;

use leptos::prelude::*;
use model::Arg;
use sim::{
    Measured,
    report::why_missing_of_several,
    study::{Counterfactual, Counterfactuals, counterfactual::WhatIf},
};

use super::{Question, Studies, pane::Pane};
use crate::{
    dashboard::{FigureTable, figure_or_dash, percentile, share},
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
            studies.causes.set(None);
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
    let studies = expect_context::<Studies>();
    let heads = &["study-change", "study-effect", "report-failed", "study-mean", "report-p99", "study-pairs"];
    let best = found.message().map(|it| say_message(&it));
    let is_under_way = move || studies.progress.with(Option::is_some);
    view! {
        <p>{move || best.clone().or_else(|| is_under_way().then(|| say("study-progress-first")))}</p>
        <FigureTable label="study-causes" heads>
            <tr>
                <th scope="row">{say("study-as-it-was")}</th>
                <td class="words">"–"</td>
                <td>{share(found.failed_ratio)}</td>
                <td>{figure_or_dash(found.mean_millis, Arg::Millis)}</td>
                <td>{slowest(found.p99_millis, found.mean_millis, found.failed_ratio)}</td>
                <td>"–"</td>
            </tr>
            {found.changes.iter().map(row).collect_view()}
        </FigureTable>
        <p class="muted small">{say("study-causes-intervals")}</p>
    }
}

fn row(it: &Counterfactual) -> impl IntoView + use<> {
    view! {
        <tr>
            <th scope="row">{say_message(&it.change)}</th>
            <td class="words">{say_message(&it.effect())}</td>
            <td>{share(it.failed_ratio)}</td>
            <td>{figure_or_dash(it.mean_millis, Arg::Millis)}</td>
            <td>{slowest(it.p99_millis, it.mean_millis, it.failed_ratio)}</td>
            <td>{say_arg(&it.replications.into())}</td>
        </tr>
    }
}

/// A p99, of runs in which some requests failed.
fn slowest(p99_millis: Option<Measured>, mean_millis: Option<Measured>, failed: Measured) -> String {
    percentile(p99_millis, why_missing_of_several(failed.value < 1.0, mean_millis.is_some()))
}
