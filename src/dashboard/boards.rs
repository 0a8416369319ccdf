//! The ready-made dashboards, and what makes charts of a list of panels.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Arg, Message};
use ops::panels::{Source, measure};

use super::{
    chart::{Chart, ChartData},
    fog::FogNote,
    panel::{PanelCard, Sources, chart_data, feed},
    plot::{Line, Stroke},
    shared::{Axis, Dashboards, EventsLine},
};
use crate::{
    run::{Run, users_unseen},
    text::{say, say_message, with_texts},
    workspace::Workspace,
};

/// A panel of a ready-made dashboard.
#[derive(Clone, Copy)]
pub struct Shows {
    pub title: &'static str,
    pub source: fn() -> Source,
    pub empty: Empty,
}

/// What stands where there is nothing to measure.
#[derive(Clone, Copy)]
pub enum Empty {
    /// Nothing: the drawing has no such thing.
    Hide,
    Say(&'static str),
}

fn of(id: &str) -> Source {
    // Ids of ready-made panels are in the list; a test of the page would find an empty panel.
    measure(id).map_or(Source::Budgets, |measure| Source::Measure { measure, place: None })
}

/// The unit of what a source gives.
pub fn unit_of(source: Option<&Source>) -> fn(f64) -> Arg {
    match source {
        Some(Source::Measure { measure, .. }) => measure.unit,
        Some(Source::Budgets) => Arg::Ratio,
        Some(Source::CostPerThousand) => Arg::Dollars,
        Some(Source::Expression(_)) | None => Arg::Number,
    }
}

const INFRASTRUCTURE: &[Shows] = &[
    Shows { title: "panel-cpu", source: || of("cpu"), empty: Empty::Say("panel-nothing") },
    Shows { title: "panel-memory", source: || of("memory"), empty: Empty::Say("panel-nothing") },
    Shows { title: "panel-load", source: || of("load"), empty: Empty::Say("panel-nothing") },
    Shows { title: "panel-queue", source: || of("queue"), empty: Empty::Say("panel-nothing") },
    Shows { title: "panel-replicas", source: || of("replicas-up"), empty: Empty::Say("panel-nothing") },
    Shows { title: "panel-connections", source: || of("slots-busy"), empty: Empty::Say("panel-nothing") },
    Shows { title: "panel-requests", source: || of("requests"), empty: Empty::Say("panel-nothing") },
    Shows { title: "panel-p95", source: || of("p95-latency"), empty: Empty::Hide },
    Shows { title: "panel-failed-share", source: || of("failed-share"), empty: Empty::Hide },
    Shows { title: "panel-calls", source: || of("calls"), empty: Empty::Hide },
    Shows { title: "panel-retries", source: || of("call-retries"), empty: Empty::Hide },
    Shows { title: "panel-breakers", source: || of("breakers-open"), empty: Empty::Hide },
    Shows { title: "panel-hits", source: || of("hit-share"), empty: Empty::Hide },
    Shows { title: "panel-stale-reads", source: || of("stale-reads"), empty: Empty::Hide },
    Shows { title: "panel-backlog", source: || of("backlog"), empty: Empty::Hide },
];

const BUSINESS: &[Shows] = &[
    Shows { title: "panel-completed", source: || of("journey-completed"), empty: Empty::Say("panel-no-journeys") },
    Shows { title: "panel-completed-total", source: || of("journey-completed-total"), empty: Empty::Say("panel-no-journeys") },
    Shows { title: "panel-failed-total", source: || of("journey-failed-total"), empty: Empty::Say("panel-no-journeys") },
    Shows { title: "panel-revenue", source: || of("revenue"), empty: Empty::Say("panel-no-worth") },
    Shows { title: "panel-revenue-lost", source: || of("revenue-lost"), empty: Empty::Say("panel-no-worth") },
    Shows { title: "panel-cost", source: || Source::CostPerThousand, empty: Empty::Say("panel-no-cost") },
];

/// The charts of panels, and their data for files.
pub fn panels(shows: &[Shows]) -> (AnyView, Vec<Signal<ChartData>>) {
    let run = expect_context::<Run>();
    let workspace = expect_context::<Workspace>();
    let axis = Axis::of(run, workspace);
    let sources: Sources = Arc::new(shows.iter().map(|it| Some((it.source)())).collect());
    let units: Vec<fn(f64) -> Arg> = sources.iter().map(|it| unit_of(it.as_ref())).collect();
    let found = feed(Signal::stored(sources));
    let titled = |(index, it): (usize, &Shows)| {
        let title = Signal::stored(say(it.title));
        chart_data(title, found, index, Signal::stored(units[index]), axis)
    };
    let data: Vec<Signal<ChartData>> = shows.iter().enumerate().map(titled).collect();
    let card = |(index, (data, it)): (usize, (&Signal<ChartData>, &Shows))| {
        let data = *data;
        match it.empty {
            Empty::Say(id) => {
                let dark = move || found.with(|all| all.get(index).and_then(|it| it.dark));
                let empty = Signal::derive(move || say(dark().map_or(id, users_unseen)));
                view! { <PanelCard data empty/> }.into_any()
            }
            Empty::Hide => {
                let is_there = Memo::new(move |_| data.with(|it| !it.lines.is_empty()));
                view! { <Show when=move || is_there.get()><PanelCard data empty=String::new()/></Show> }.into_any()
            }
        }
    };
    let cards = data.iter().zip(shows).enumerate().map(card).collect_view();
    let hidden: Vec<(Signal<ChartData>, &'static str)> = data
        .iter()
        .zip(shows)
        .filter(|(_, it)| matches!(it.empty, Empty::Hide))
        .map(|(data, it)| (*data, it.title))
        .collect();
    let missing = Memo::new(move |_| {
        let gone: Vec<String> =
            hidden.iter().filter(|it| it.0.with(|it| it.lines.is_empty())).map(|it| say(it.1)).collect();
        (!gone.is_empty()).then(|| {
            let titles = with_texts(|it| it.list(&gone));
            say_message(&Message::new("panels-missing").with("titles", titles))
        })
    });
    let missing = move || missing.get().map(|it| view! { <p class="panels-missing muted small">{it}</p> });
    (view! { {cards} {missing} }.into_any(), data)
}

#[component]
pub fn Infrastructure() -> impl IntoView {
    let dashboards = expect_context::<Dashboards>();
    let (cards, data) = panels(INFRASTRUCTURE);
    dashboards.charts.set(data);
    view! {
        <FogNote/>
        <div class="charts many"><EventsLine/>{cards}</div>
    }
}

#[component]
pub fn Business() -> impl IntoView {
    let run = expect_context::<Run>();
    let workspace = expect_context::<Workspace>();
    let dashboards = expect_context::<Dashboards>();
    let axis = Axis::of(run, workspace);
    let (cards, data) = panels(BUSINESS);
    let waiting = Signal::derive(move || ChartData {
        title: say("panel-waiting"),
        lines: vec![Line {
            label: say("panel-waiting-line"),
            token: "--series-1",
            stroke: Stroke::Solid,
            points: run.seen_seconds().iter().map(|it| (it.at_secs, f64::from(it.in_flight))).collect(),
        }],
        left: Vec::new(),
        marks: axis.marks.get(),
        across: axis.across.get(),
        now: axis.now.get(),
        at_least: 4.0,
        unit: Arg::Count,
        missing: None,
    });
    dashboards.charts.set(std::iter::once(waiting).chain(data).collect());
    let (cursor, zoom) = (run.moment, dashboards.zoom);
    let hides_users = Memo::new(move |_| run.hides_users());
    view! {
        <div class="charts many">
            <EventsLine/>
            {move || match hides_users.get() {
                Some(why) => view! { <PanelCard data=waiting empty=say(users_unseen(why))/> }.into_any(),
                None => view! { <Chart data=waiting cursor zoom/> }.into_any(),
            }}
            {cards}
        </div>
    }
}
