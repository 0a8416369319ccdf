//! What runs have shown: headline, dashboards of charts with one cursor, and the report.

use leptos::prelude::*;

use crate::{
    run::{Phase, Run},
    text::{say, say_message},
};

mod announce;
mod availability;
mod back;
mod blast;
mod boards;
pub mod busiest;
mod chart;
mod chooser;
mod controls;
mod costs;
mod export;
mod figures;
mod fog;
mod happened;
mod laws;
mod objectives;
mod overview;
mod own;
mod panel;
mod plot;
mod report;
pub mod scenario;
mod shared;
mod tiers;

pub use announce::follow;
pub use chart::Zoom;
pub use chooser::Chooser;
pub use controls::{Headline, RunControls};
pub use figures::{ComponentLink, FigureTable, figure, figure_or_dash, percentile, share};
pub use objectives::promise;
pub use shared::{Dashboards, across};

pub use chart::{Across, Chart, ChartData};
pub use plot::{Line, Mark, STYLES, Sort, Stroke};

pub use shared::Board;

#[component]
pub fn Dashboard() -> impl IntoView {
    let run = expect_context::<Run>();
    let dashboards = expect_context::<Dashboards>();
    // A run that was stopped early has a report and nothing to plot.
    let has_begun = move || run.seconds.with(|it| !it.is_empty()) || run.report.with(Option::is_some);
    let has_begun = Memo::new(move |_| has_begun());
    let board = move || match dashboards.chosen.get() {
        _ if !has_begun.get() && dashboards.chosen.get() != Board::Own => {
            view! { <p class="empty">{say("report-none")}</p> }.into_any()
        }
        Board::Overview => view! { <overview::Overview/> }.into_any(),
        Board::Infrastructure => view! { <boards::Infrastructure/> }.into_any(),
        Board::Business => view! { <boards::Business/> }.into_any(),
        Board::Own => view! { <own::Own/> }.into_any(),
    };
    let is_overview = Memo::new(move |_| dashboards.chosen.get() == Board::Overview);
    view! {
        <div class="dashboard">
            <chooser::Notes/>
            {move || trouble(run)}
            <Show when=move || run.is_stale()>
                <p class="report-note">{move || say(run.about_stale())}</p>
            </Show>
            <div class="board" id="tab-panel-dashboards" role="tabpanel" aria-label=move || say(dashboards.chosen.get().label())>
                {board}
            </div>
            <Show when=move || is_overview.get()>
                {move || run.report.get().map(|report| view! { <report::ReportView report/> })}
            </Show>
        </div>
    }
}

/// Why there is no run, and what to do.
fn trouble(run: Run) -> Option<AnyView> {
    let text = match run.phase.get() {
        Phase::Refused(message) => say_message(&message),
        Phase::Crashed(message) => say_message(&message),
        Phase::Idle | Phase::Running | Phase::Paused | Phase::Done => return None,
    };
    Some(view! { <p class="report-note error" role="alert">{text}</p> }.into_any())
}
