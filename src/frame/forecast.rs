//! The estimate in the top bar, as long as no run has measured the drawing that is shown.

use leptos::prelude::*;
use model::{Arg, Message};
use sim::estimate::Estimate;

use crate::{
    run::Run,
    text::{say, say_message},
    workspace::Workspace,
};

/// Mean latency over all journeys, or which component cannot keep up.
#[component]
pub fn ForecastHeadline() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let run = expect_context::<Run>();
    let is_measured = Memo::new(move |_| run.is_active() || (run.report.with(Option::is_some) && !run.is_stale()));
    move || {
        if is_measured.get() {
            return None;
        }
        let (text, is_bad) = workspace.forecast.with(|it| headline(it.estimate.as_ref()?, workspace))?;
        Some(view! {
            <span class="forecast figures estimate" class:bad=is_bad title=say("estimate-title-long")>
                {text}
            </span>
        })
    }
}

fn headline(estimate: &Estimate, workspace: Workspace) -> Option<(String, bool)> {
    if let Some(over) = estimate.components.iter().find(|it| it.is_overloaded) {
        let name = workspace.document.with(|it| it.component(over.id).map(|it| it.name.clone()))?;
        return Some((say_message(&Message::new("estimate-over").with("name", name)), true));
    }
    let total_per_sec: f64 = estimate.journeys.iter().map(|it| it.per_sec).sum();
    let weighted = estimate.journeys.iter().map(|it| Some(it.latency_millis? * it.per_sec)).sum::<Option<f64>>()?;
    let mean = (total_per_sec > 0.0).then(|| weighted / total_per_sec)?;
    Some((say_message(&Message::new("estimate-mean").with("latency", Arg::Millis(mean))), false))
}
