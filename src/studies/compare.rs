//! What a change does: the drawing as it is now beside one that was kept, under the same luck.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Arg, Message};
use sim::{
    Measured,
    study::{
        Compare, Comparison,
        compare::Difference,
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
    let nines = comparison.bounded_nines().map(|(before, after)| {
        view! {
            <tr>
                <th scope="row">{say("study-nines")}</th>
                <td>{say_arg(&before.arg())}</td>
                <td>{say_arg(&after.arg())}</td>
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

/// Runs saved, beyond which the number is not written out.
const MOST_LUCK: f64 = 1000.0;

fn row(it: &Difference) -> impl IntoView + use<> {
    let (label, unit) = it.figure.words();
    let luck = match it.variance_saved {
        None => "–".to_owned(),
        // Where next to nothing is left, the number says no more than that.
        Some(saved) if saved > MOST_LUCK => say_message(&Message::new("study-luck-more").with("times", Arg::Number(MOST_LUCK))),
        Some(saved) => say_message(&Message::new("study-luck-times").with("times", Arg::Number(saved))),
    };
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
    let size = Measured { value: it.difference.value.abs(), ..it.difference };
    format!("{}{}, {}", it.sign(), figure(Some(size), unit), say(it.label()))
}
