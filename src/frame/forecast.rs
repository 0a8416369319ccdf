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

/// From this share of requests on it is worth a word that they fail.
const NOTABLE_FAILURES: f64 = 0.000_5;

/// What the estimate says of the whole drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Foretold {
    /// Mean latency of what succeeds and how much does not, or which component cannot keep up.
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
    let mean = Arg::Millis(estimate.mean_latency_millis()?);
    let failed = estimate.failed_ratio();
    let message = if failed < NOTABLE_FAILURES {
        Message::new("estimate-mean")
    } else {
        Message::new("estimate-mean-failing").with("failing", Arg::Ratio(failed))
    };
    let text = say_message(&message.with("latency", mean));
    Some(Foretold { text, is_bad: false, caveats })
}
