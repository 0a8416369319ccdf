//! What a change does: the drawing as it is now beside one that was kept, under the same luck.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Arg, Message};
use sim::{
    Measured,
    study::{
        Compare, Comparison,
        compare::{Counts, Difference, Figure, Nines},
    },
};

use super::{Question, Studies, pane::Pane};
use crate::{
    dashboard::{FigureTable, figure},
    text::{say, say_arg, say_message},
    workspace::Workspace,
};

#[component]
pub fn CompareTwo() -> impl IntoView {
    let studies = expect_context::<Studies>();
    let workspace = expect_context::<Workspace>();
    let start = Callback::new(move |()| {
        let Some(before) = studies.pinned.get_untracked() else { return };
        let document = studies.document();
        let study = Compare::new(before, Arc::clone(&document), Studies::options(&document));
        studies.begin(Question::Compare, study, document, studies.comparison);
    });
    let hindrance = move || match studies.pinned.get() {
        None => Some("study-compare-nothing-kept"),
        Some(pinned) if workspace.document.with(|now| pinned.runs_like(now)) => Some("study-compare-same"),
        Some(_) => None,
    };
    let keep = view! {
        <button
            type="button"
            class="button"
            on:click=move |_| studies.pinned.set(Some(studies.document()))
        >
            {move || say(if studies.pinned.with(Option::is_some) { "study-compare-keep-again" } else { "study-compare-keep" })}
        </button>
    };
    view! {
        <Pane
            question=Question::Compare
            about="study-compare-about"
            start="study-compare-start"
            on_start=start
            hindrance=Signal::derive(hindrance)
            is_stale=studies.stale(studies.comparison)
            controls=keep.into_any()
        >
            {move || studies.comparison.get().map(|found| view! { <Answer comparison=found.answer.clone()/> })}
        </Pane>
    }
}

#[component]
fn Answer(comparison: Comparison) -> impl IntoView {
    let pairs = Message::new("study-compare-pairs").with("pairs", comparison.replications);
    let heads = &["study-figure", "study-before", "study-after", "study-difference", "study-luck"];
    let nines = nines(comparison.before).zip(nines(comparison.after)).map(|(before, after)| {
        view! {
            <tr>
                <th scope="row">{say("study-nines")}</th>
                <td>{before}</td>
                <td>{after}</td>
                <td>"–"</td>
                <td>"–"</td>
            </tr>
        }
    });
    view! {
        <p>{say_message(&pairs)}</p>
        <FigureTable label="study-compare" heads>
            {comparison.differences.iter().map(row).collect_view()} {nines}
        </FigureTable>
    }
}

fn row(it: &Difference) -> impl IntoView + use<> {
    let (label, unit) = words(it.figure);
    let luck = it.variance_saved.map_or_else(
        || "–".to_owned(),
        |saved| say_message(&Message::new("study-luck-times").with("times", Arg::Number(saved))),
    );
    view! {
        <tr>
            <th scope="row">{say(label)}</th>
            <td>{figure(Some(it.before), unit)}</td>
            <td>{figure(Some(it.after), unit)}</td>
            <td>{change(it, unit)}</td>
            <td>{luck}</td>
        </tr>
    }
}

/// The difference with its sign and interval, and whether it is better, worse, or within chance.
fn change(it: &Difference, unit: fn(f64) -> Arg) -> String {
    let Measured { value, half_width } = it.difference;
    let sign = if value > 0.0 { "+" } else if value < 0.0 { "−" } else { "" };
    let size = figure(Some(Measured { value: value.abs(), half_width }), unit);
    let judged = if !it.is_significant() {
        "study-within-chance"
    } else if (value > 0.0) == it.figure.is_better_high() {
        "study-better"
    } else {
        "study-worse"
    };
    format!("{sign}{size}, {}", say(judged))
}

fn words(figure: Figure) -> (&'static str, fn(f64) -> Arg) {
    match figure {
        Figure::MeanMillis => ("study-mean", Arg::Millis),
        Figure::P50Millis => ("report-p50", Arg::Millis),
        Figure::P95Millis => ("report-p95", Arg::Millis),
        Figure::P99Millis => ("report-p99", Arg::Millis),
        Figure::SuccessRatio => ("report-succeeded", Arg::Ratio),
        Figure::ThroughputPerSec => ("report-throughput", Arg::PerSec),
        Figure::DollarsPerMonth => ("study-cost", Arg::Dollars),
    }
}

fn nines(counts: Counts) -> Option<String> {
    counts.nines().map(|it| match it {
        Nines::Exactly(nines) => say_arg(&Arg::Number(nines)),
        Nines::AtLeast(nines) => {
            say_message(&Message::new("study-nines-at-least").with("nines", Arg::Number(nines)))
        }
    })
}
