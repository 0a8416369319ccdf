//! Whether the drawing comes back from a surge, and which cures make it.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Arg, Message};
use sim::{
    estimate::{Stability, Verdict},
    study::{
        Recoveries, Recovery,
        recovery::{LENGTH_SECS, TRIGGER_AT_SECS, TRIGGER_UNTIL_SECS, Trial},
    },
};

use super::{Question, Studies, pane::Pane};
use crate::{
    dashboard::{Across, Chart, ChartData, FigureTable, Line, Mark, STYLES, Sort, Stroke},
    text::{say, say_arg, say_message},
    workspace::Workspace,
};

#[component]
pub fn Surge() -> impl IntoView {
    let studies = expect_context::<Studies>();
    let start = Callback::new(move |()| {
        let document = studies.document();
        match Trial::new(&document, Studies::options(&document)) {
            Some(study) => studies.begin(Question::Recovery, study, document, studies.recoveries),
            None => studies.refuse(Question::Recovery, "study-recovery-no-rate"),
        }
    });
    view! {
        <Pane
            question=Question::Recovery
            about="study-recovery-about"
            start="study-recovery-start"
            on_start=start
            is_stale=studies.stale(studies.recoveries)
        >
            <Verdicts/>
            {move || {
                studies.recoveries.get().map(|found| view! { <Answer found=Arc::new(found.answer.clone())/> })
            }}
        </Pane>
    }
}

/// What the estimate says of each connection that tries again, while drawing.
#[component]
fn Verdicts() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let rows = move || {
        workspace.forecast.with(|forecast| {
            let stability = forecast.estimate.as_ref().map(|it| it.stability.clone()).unwrap_or_default();
            let rows = stability.iter().map(|it| view! { <li>{verdict(workspace, it)}</li> }).collect_view();
            if stability.is_empty() {
                view! { <p class="estimated">{say("stability-no-retries")}</p> }.into_any()
            } else {
                view! { <ul class="verdicts estimated">{rows}</ul> }.into_any()
            }
        })
    };
    view! {
        <section aria-label=say("stability-title")>
            <h3>{say("stability-title")}</h3>
            {rows}
        </section>
    }
}

/// A verdict in words.
pub fn verdict(workspace: Workspace, it: &Stability) -> String {
    workspace.document.with(|document| {
        let name = |id| document.component_name(id).to_owned();
        let ends = document.connection(it.connection).map(|it| (name(it.from), name(it.to)));
        let (from, to) = ends.unwrap_or_default();
        let message = |id| {
            Message::new(id).with("from", from.clone()).with("to", to.clone()).with("bottleneck", name(it.bottleneck))
        };
        let metastable = if it.layers_above > 0 { "stability-metastable-layers" } else { "stability-metastable" };
        say_message(&match it.verdict {
            Verdict::Stable => message("stability-stable"),
            Verdict::Metastable { tips_at, capacity_left, stuck_at } => message(metastable)
                .with("tips", Arg::Number(tips_at))
                .with("lost", Arg::Ratio(1.0 - capacity_left))
                .with("tries", Arg::Number(stuck_at)),
            Verdict::Collapsed => message("stability-collapsed").with("tries", Arg::Number(it.amplification)),
        })
    })
}

#[component]
fn Answer(found: Arc<Recoveries>) -> impl IntoView {
    let cursor = RwSignal::new(None);
    let line = |(it, (token, stroke)): (&Recovery, (&'static str, Stroke))| Line {
        label: label(it),
        token,
        stroke,
        points: it.goodput_per_sec.iter().enumerate().map(|(i, it)| (i as f64 + 1.0, f64::from(*it))).collect(),
    };
    let data = ChartData {
        title: say("study-goodput"),
        lines: found.cases.iter().zip(STYLES).map(line).collect(),
        left: Vec::new(),
        marks: vec![
            Mark { at: TRIGGER_AT_SECS, until: Some(TRIGGER_UNTIL_SECS), label: say("study-surge-lasts"), sort: Sort::Traffic },
        ]
        .into(),
        across: Across::secs(LENGTH_SECS),
        now: LENGTH_SECS,
        at_least: 1.0,
        unit: Arg::PerSec,
        missing: None,
    };
    let row = |it: &Recovery| {
        let back = match it.recovered_after_secs {
            Some(0.0) => say("study-recovered-at-once"),
            Some(secs) => say_message(
                &Message::new("study-recovered").with("after", Arg::Millis(secs * 1000.0)),
            ),
            None => say("study-not-recovered"),
        };
        view! {
            <tr>
                <th scope="row">{label(it)}</th>
                <td>{say_arg(&Arg::Ratio(it.before_ratio))}</td>
                <td>{say_arg(&Arg::Ratio(it.after_ratio))}</td>
                <td class="words">{back}</td>
            </tr>
        }
    };
    let heads = &["study-change", "study-answered-before", "study-answered-after", "study-comes-back"];
    let surge = Message::new("study-surge").with("times", Arg::Number(found.surge));
    view! {
        <p>{say_message(&surge)}</p>
        <div class="charts wide">
            <Chart data=Signal::stored(data) cursor/>
        </div>
        <FigureTable label="study-recovery" heads>{found.cases.iter().map(row).collect_view()}</FigureTable>
    }
}

fn label(it: &Recovery) -> String {
    it.change.as_ref().map_or_else(|| say("study-as-drawn"), say_message)
}
