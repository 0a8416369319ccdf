//! What all dashboards share: which of them is shown, the part of time that is looked at, what happened, and the charts
//! that are on the screen.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    chart::{Across, ChartData, Zoom},
    plot::Mark,
};
use crate::{follow::follow, run::Run, scenario::Track, workspace::Workspace};

/// A dashboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Board {
    /// How users fare: golden signals, budgets, alerts.
    #[default]
    Overview,
    /// How the machines fare.
    Infrastructure,
    /// What it is all for.
    Business,
    /// What operators made for themselves.
    Own,
}

impl Board {
    pub const ALL: [Self; 4] = [Self::Overview, Self::Infrastructure, Self::Business, Self::Own];

    pub const fn label(self) -> &'static str {
        match self {
            Self::Overview => "board-overview",
            Self::Infrastructure => "board-infrastructure",
            Self::Business => "board-business",
            Self::Own => "board-own",
        }
    }
}

/// Cheap to copy, handed down as a context.
#[derive(Clone, Copy)]
pub struct Dashboards {
    pub chosen: RwSignal<Board>,
    pub zoom: Zoom,
    /// The charts of the dashboard that is shown, in their order.
    pub charts: RwSignal<Vec<Signal<ChartData>>>,
}

impl Dashboards {
    /// Needs a reactive owner that lives as long as the page.
    pub fn new(workspace: Workspace) -> Self {
        let dashboards =
            Self { chosen: workspace.layout.board, zoom: Zoom::new(), charts: RwSignal::new(Vec::new()) };
        let run = workspace.simulation;
        // Another run has another time.
        follow(move || {
            run.n_started.track();
            dashboards.zoom.show_all();
        });
        dashboards
    }
}

/// What happens in the run, under the same part of time as the charts beside it; nothing while it is hidden or there is none.
#[component]
pub fn EventsLine() -> impl IntoView {
    let run = expect_context::<Run>();
    let workspace = expect_context::<Workspace>();
    let zoom = expect_context::<Dashboards>().zoom;
    let has_events = Memo::new(move |_| {
        let is_planned = || workspace.document.with(|it| !it.scenario.events.is_empty());
        !run.is_blind.get() && (is_planned() || run.by_hand.with(|it| !it.is_empty()))
    });
    view! {
        <Show when=move || has_events.get()>
            <div class="chart-track"><Track zoom/></div>
        </Show>
    }
}

/// The axis spans the whole run from the start, so that the lines grow into it.
pub fn across(run: Run) -> Across {
    let (warm_up, planned) = run.live.with(|it| it.as_ref().map_or((0.0, 0.0), |it| (it.warm_up_secs, it.duration_secs)));
    let until = now_secs(run).max(planned).max(1.0);
    Across { from: -warm_up, ..Across::secs(until) }
}

/// Up to where the run is known.
pub fn now_secs(run: Run) -> f64 {
    run.seconds.with(|it| it.last().map_or(0.0, |it| it.at_secs))
}

/// What charts of a run need besides their lines; made once for all charts of a dashboard.
#[derive(Clone, Copy)]
pub struct Axis {
    pub across: Memo<Across>,
    pub now: Memo<f64>,
    pub marks: Memo<Arc<Vec<Mark>>>,
}

impl Axis {
    pub fn of(run: Run, workspace: Workspace) -> Self {
        let operations = expect_context();
        Self {
            across: Memo::new(move |_| across(run)),
            now: Memo::new(move |_| now_secs(run)),
            marks: Memo::new(move |_| Arc::new(super::happened::marks(run, workspace, operations))),
        }
    }
}
