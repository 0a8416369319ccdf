//! What runs have shown: headline, charts with one cursor, and the report.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Arg, Message};
use sim::report::Second;

use crate::{
    operate::Operations,
    run::{Left, Phase, Run},
    scenario::{Track, say_action},
    text::{say, say_message},
    workspace::Workspace,
};

mod announce;
mod back;
mod blast;
pub mod busiest;
mod chart;
mod controls;
mod figures;
mod laws;
mod objectives;
mod plot;
mod report;
pub mod scenario;

pub use announce::follow;
pub use controls::{Headline, RunControls};
pub use objectives::promise;
pub use figures::{ComponentLink, FigureTable, figure, figure_or_dash};

pub use chart::{Across, Chart, ChartData};
pub use plot::{Line, Mark, STYLES, Stroke};

#[component]
pub fn Dashboard() -> impl IntoView {
    let run = expect_context::<Run>();
    // A run that was stopped early has a report and nothing to plot.
    let has_begun = move || run.seconds.with(|it| !it.is_empty()) || run.report.with(Option::is_some);
    view! {
        <div class="dashboard">
            {move || trouble(run)}
            <Show when=move || run.is_stale()>
                <p class="report-note">{say("report-stale")}</p>
            </Show>
            <Show when=has_begun fallback=move || view! { <p class="empty">{say("report-none")}</p> }>
                <div class="overview">
                    {move || run.report.get().map(|report| view! { <report::Answer report/> })}
                    <Charts/>
                </div>
            </Show>
            {move || run.report.get().map(|report| view! { <report::ReportView report/> })}
        </div>
    }
}

/// Why there is no run, and what to do.
fn trouble(run: Run) -> Option<AnyView> {
    let text = match run.phase.get() {
        Phase::Refused(message) => say_message(&message),
        Phase::Crashed(details) => say_message(&Message::new("run-crashed").with("details", details)),
        Phase::Idle | Phase::Running | Phase::Paused | Phase::Done => return None,
    };
    Some(view! { <p class="report-note error" role="alert">{text}</p> }.into_any())
}

#[component]
fn Charts() -> impl IntoView {
    let run = expect_context::<Run>();
    let operations = expect_context::<Operations>();
    let workspace = expect_context::<Workspace>();
    let cursor = run.moment;
    let chart = move |title: &'static str, unit: fn(f64) -> Arg, at_least: f64, lines: &[Series]| {
        let lines: Vec<Series> = lines.to_vec();
        let data = Signal::derive(move || {
            let measured = run.seconds.get();
            ChartData {
                title: say(title),
                lines: lines.iter().map(|it| it.line(&measured)).collect(),
                left: run.left.with(|left| left_lines(left.as_deref(), |it| lines.iter().map(|line| line.line(&it.seconds)).collect())),
                marks: marks(run, workspace, operations),
                across: across(run, &measured),
                at_least,
                unit,
            }
        });
        view! { <Chart data cursor/> }
    };
    let has_events = Memo::new(move |_| {
        !run.is_blind.get() && workspace.document.with(|it| !it.scenario.events.is_empty())
    });
    let saturation = Signal::derive(move || ChartData {
        title: say("chart-load"),
        lines: workspace.document.with(|document| run.loads.with(|it| busiest::lines(it, document))),
        left: workspace.document.with(|document| {
            run.left.with(|left| left_lines(left.as_deref(), |it| busiest::lines(&it.loads, document)))
        }),
        marks: marks(run, workspace, operations),
        // While a run goes fast not every second is heard of.
        across: Across { reach: f64::INFINITY, ..across(run, &run.seconds.get()) },
        at_least: 1.0,
        unit: Arg::Ratio,
    });
    view! {
        <div class="charts">
            <Notes/>
            {chart("chart-throughput", Arg::PerSec, 1.0, &[
                Series("chart-succeeded", "--series-1", Stroke::Solid, |it| Some(f64::from(it.succeeded))),
                Series("chart-generated", "--series-4", Stroke::Dotted, |it| Some(f64::from(it.generated))),
            ])}
            {chart("chart-latency", Arg::Millis, 1.0, &[
                Series("report-p50", "--series-1", Stroke::Solid, |it| it.p50_millis.map(f64::from)),
                Series("report-p95", "--series-2", Stroke::Dashed, |it| it.p95_millis.map(f64::from)),
                Series("report-p99", "--series-3", Stroke::Bold, |it| it.p99_millis.map(f64::from)),
            ])}
            {chart("chart-errors", Arg::PerSec, 1.0, &[
                Series("chart-failed", "--series-3", Stroke::Solid, |it| Some(f64::from(it.failed))),
            ])}
            <Chart data=saturation cursor/>
            <Show when=move || has_events.get()>
                <div class="chart-track"><Track/></div>
            </Show>
        </div>
    }
}

/// What all charts show besides their lines, said once.
#[component]
fn Notes() -> impl IntoView {
    let run = expect_context::<Run>();
    let warm_up = Memo::new(move |_| across(run, &[]).say_warm_up());
    let left = Memo::new(move |_| run.left.with(Option::is_some).then(|| say("chart-left")));
    let note = |class: &'static str, text: Memo<Option<String>>| {
        move || {
            text.get().map(|text| {
                view! {
                    <span class="chart-key">
                        <span class=format!("chart-sample {class}") aria-hidden="true"></span>
                        {text}
                    </span>
                }
            })
        }
    };
    view! {
        <Show when=move || warm_up.with(Option::is_some) || left.with(Option::is_some)>
            <p class="chart-notes">{note("left", left)} {note("warm-up", warm_up)}</p>
        </Show>
    }
}

/// Label, color, stroke and value of a line, second by second.
#[derive(Clone, Copy)]
struct Series(&'static str, &'static str, Stroke, fn(&Second) -> Option<f64>);

impl Series {
    fn line(self, seconds: &[Second]) -> Line {
        let Self(label, token, stroke, value) = self;
        let points = seconds.iter().filter_map(|it| Some((it.at_secs, value(it)?))).collect();
        Line { label: say(label), token, stroke, points }
    }
}

/// The axis spans the whole run from the start, so that the lines grow into it.
fn across(run: Run, seconds: &[Second]) -> Across {
    let (warm_up, planned) = run.live.with(|it| it.as_ref().map_or((0.0, 0.0), |it| (it.warm_up_secs, it.duration_secs)));
    let until = seconds.last().map_or(0.0, |it| it.at_secs).max(planned).max(1.0);
    Across { warm_up, ..Across::secs(until) }
}

/// What was left, from where it parts from what is now.
fn left_lines(left: Option<&Left>, lines: impl Fn(&Left) -> Vec<Line>) -> Vec<Line> {
    let Some(left) = left else { return Vec::new() };
    let parted = |mut line: Line| {
        line.points.retain(|it| it.0 >= left.at_secs);
        let label = Message::new("chart-line-left").with("line", line.label);
        Line { label: say_message(&label), ..line }
    };
    lines(left).into_iter().map(parted).collect()
}

/// What happened on purpose, from the report once it is there and from the drawing before; and which alerts fired.
fn marks(run: Run, workspace: Workspace, operations: Operations) -> Vec<Mark> {
    let events = run.report.with(|it| it.as_ref().map(|it| it.scenario.clone()));
    let events = events.unwrap_or_else(|| {
        if run.is_blind.get() {
            return run.by_hand.get();
        }
        workspace.document.with(|it: &Arc<model::Architecture>| it.scenario.events.clone())
    });
    let label = |action| workspace.document.with(|it| say_action(it, action));
    let done = events.iter().map(|it| Mark { at: it.at_secs, label: label(&it.action) });
    let fired = |(at, name): (f64, String)| {
        Mark { at, label: say_message(&Message::new("operate-mark").with("name", name)) }
    };
    done.chain(operations.firings().into_iter().map(fired)).collect()
}
