//! The estimate in the top bar, as long as no run has measured the drawing that is shown.

use leptos::prelude::*;
use model::{Arg, Message};
use sim::estimate::Estimate;

use super::Side;
use crate::{
    text::{say, say_message},
    widgets::icon,
    workspace::Workspace,
};

/// What the estimate says of the whole drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Foretold {
    /// Mean latency over all journeys, or which component cannot keep up.
    pub text: String,
    pub is_bad: bool,
    /// Where it does not quite apply.
    pub caveats: Vec<Message>,
}

/// Nothing where a run has measured the drawing that is shown.
pub fn foretold(workspace: Workspace) -> Memo<Option<Foretold>> {
    let run = workspace.simulation;
    Memo::new(move |_| {
        let is_measured = run.is_active() || (run.report.with(Option::is_some) && !run.is_stale());
        if is_measured { None } else { workspace.forecast.with(|it| of(it.estimate.as_ref()?, workspace)) }
    })
}

/// With a sign where it does not quite apply; pressed, the inspector says why.
#[component]
pub fn ForecastHeadline() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let foretold = foretold(workspace);
    let explain = move |_| {
        // It is about the whole drawing, which the inspector shows while nothing is selected.
        workspace.change(|it| it.select([], false));
        workspace.layout.focus_on(Side::Right, "drawing-estimate");
    };
    move || {
        let Foretold { text, is_bad, caveats } = foretold.get()?;
        let mut title = vec![say("estimate-title-long")];
        title.extend(caveats.iter().map(say_message));
        Some(view! {
            <button
                type="button"
                class="button quiet forecast figures estimate"
                class:bad=is_bad
                title=title.join("\n")
                on:click=explain
            >
                {text}
                {(!caveats.is_empty()).then(|| view! {
                    {icon("advice")}
                    <span class="visually-hidden">{say("estimate-doubtful")}</span>
                })}
            </button>
        })
    }
}

fn of(estimate: &Estimate, workspace: Workspace) -> Option<Foretold> {
    let caveats = estimate.caveats.clone();
    if let Some(over) = estimate.components.iter().find(|it| it.is_overloaded) {
        let name = workspace.document.with(|it| it.component(over.id).map(|it| it.name.clone()))?;
        let text = say_message(&Message::new("estimate-over").with("name", name));
        return Some(Foretold { text, is_bad: true, caveats });
    }
    let total_per_sec: f64 = estimate.journeys.iter().map(|it| it.per_sec).sum();
    let weighted = estimate.journeys.iter().map(|it| Some(it.latency_millis? * it.per_sec)).sum::<Option<f64>>()?;
    let mean = (total_per_sec > 0.0).then(|| weighted / total_per_sec)?;
    let text = say_message(&Message::new("estimate-mean").with("latency", Arg::Millis(mean)));
    Some(Foretold { text, is_bad: false, caveats })
}
