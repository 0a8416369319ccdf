//! How users fare: what was promised, the four golden signals, budgets and alerts.

use leptos::prelude::*;
use model::Arg;
use ops::{alerts::Alert, panels::Source};
use sim::report::{Second, why_missing};

use super::{
    boards::{Empty, Shows, panels},
    busiest,
    chart::{Chart, ChartData},
    panel::PanelCard,
    plot::{Line, Stroke},
    report,
    shared::{Axis, Dashboards, EventsLine},
};
use crate::{
    operate::Operations,
    run::{Left, Run, users_unseen},
    text::{say, say_message},
    widgets::icon,
    workspace::Workspace,
};

#[component]
pub fn Overview() -> impl IntoView {
    let run = expect_context::<Run>();
    view! {
        <div class="overview">
            {move || run.report.get().map(|report| view! { <report::Answer report/> })}
            <Charts/>
        </div>
    }
}

#[component]
fn Charts() -> impl IntoView {
    let run = expect_context::<Run>();
    let workspace = expect_context::<Workspace>();
    let dashboards = expect_context::<Dashboards>();
    let axis = Axis::of(run, workspace);
    let (cursor, zoom) = (run.moment, dashboards.zoom);
    // What nobody saw is missing.
    let seen = Signal::derive(move || run.seen_seconds());
    let hides_users = Memo::new(move |_| run.hides_users());
    let signal = move |title: &'static str, unit: fn(f64) -> Arg, at_least: fn(&[Second]) -> f64, lines: &[Series]| {
        let lines: Vec<Series> = lines.to_vec();
        Signal::derive(move || ChartData {
            title: say(title),
            // Without any line the card says why.
            lines: if hides_users.get().is_some() {
                Vec::new()
            } else {
                seen.with(|seconds| lines.iter().map(|it| it.line(seconds, axis.across.get().from)).collect())
            },
            left: run.left.with(|left| left_lines(left.as_deref(), |it| lines.iter().map(|line| line.line(&it.seconds, axis.across.get().from)).collect())),
            marks: axis.marks.get(),
            across: axis.across.get(),
            now: axis.now.get(),
            at_least: seen.with(|seconds| at_least(seconds)),
            unit,
            missing: (title == "chart-latency").then(|| seen.with(|seconds| why_no_latency(seconds))),
        })
    };
    let saturation = Signal::derive(move || ChartData {
        title: say("chart-load"),
        lines: workspace.document.with(|document| {
            run.loads.with(|it| busiest::lines(it, document, |id| run.sees(id)))
        }),
        left: workspace.document.with(|document| {
            run.left.with(|left| left_lines(left.as_deref(), |it| busiest::lines(&it.loads, document, |_| true)))
        }),
        marks: axis.marks.get(),
        across: axis.across.get(),
        now: axis.now.get(),
        at_least: 1.0,
        unit: Arg::Ratio,
        missing: None,
    });
    let golden = vec![
        signal("chart-traffic", Arg::PerSec, |_| 1.0, &[
            Series("chart-succeeded", "--series-1", Stroke::Solid, |it, secs| per_sec(it.succeeded, secs)),
            Series("chart-generated", "--series-4", Stroke::Dotted, |it, secs| per_sec(it.generated, secs)),
        ]),
        signal("chart-latency", Arg::Millis, |_| 1.0, &[
            Series("report-p50", "--series-1", Stroke::Solid, |it, _| it.p50_millis.map(f64::from)),
            Series("report-p95", "--series-2", Stroke::Dashed, |it, _| it.p95_millis.map(f64::from)),
            Series("report-p99", "--series-3", Stroke::Bold, |it, _| it.p99_millis.map(f64::from)),
        ]),
        signal("chart-errors", Arg::PerSec, notable_failures, &[
            Series("chart-failed", "--series-3", Stroke::Solid, |it, secs| per_sec(it.failed, secs)),
        ]),
    ];
    // An empty frame does not say why it is empty.
    let hides_all = Memo::new(move |_| run.is_foggy() && saturation.with(|it| it.lines.is_empty()));
    let budgets = [Shows { title: "panel-budgets", source: || Source::Budgets, empty: Empty::Say("panel-no-objectives") }];
    let (more, made) = panels(&budgets);
    dashboards.charts.set(golden.iter().copied().chain([saturation]).chain(made).collect());
    view! {
        <div class="charts">
            {golden.into_iter().map(|data| move || match hides_users.get() {
                Some(why) => view! { <PanelCard data empty=say(users_unseen(why))/> }.into_any(),
                None => view! { <Chart data cursor zoom/> }.into_any(),
            }).collect_view()}
            {move || if hides_all.get() {
                view! { <PanelCard data=saturation empty=say("panel-unseen")/> }.into_any()
            } else {
                view! { <Chart data=saturation cursor zoom/> }.into_any()
            }}
            <EventsLine/>
            {more}
            <Alerts/>
        </div>
    }
}

/// Why a percentile was never given.
fn why_no_latency(seconds: &[Second]) -> &'static str {
    why_missing(seconds.iter().map(|it| u64::from(it.succeeded)).sum())
}

/// A hundredth of the traffic: one failure among thousands is not to fill the chart.
fn notable_failures(seconds: &[Second]) -> f64 {
    let most = seconds.iter().map(|it| it.generated).max().unwrap_or(0);
    (f64::from(most) / 100.0).max(1.0)
}

/// What fires, what is pending, and what fired last.
#[component]
fn Alerts() -> impl IntoView {
    let operations = expect_context::<Operations>();
    let workspace = expect_context::<Workspace>();
    let is_watched = Memo::new(move |_| {
        workspace.document.with(|it| !it.operations.alerts.is_empty() || !it.objectives.is_empty())
    });
    let list = move || {
        if !is_watched.get() {
            return view! { <p class="muted">{say("alerts-none-set")}</p> }.into_any();
        }
        operations.active.with(|all| {
            if all.is_empty() {
                return view! { <p class="muted">{icon("check")} " " {say("alerts-quiet")}</p> }.into_any();
            }
            let row = |it: &Alert| {
                let (class, icon_name, id, since) = match it.fired_secs {
                    Some(at) => ("verdict missed", "error", "operate-mark", at),
                    None => ("verdict warned", "advice", "alerts-pending", it.active_secs),
                };
                let name = it.labels.get("alertname").unwrap_or_default();
                view! {
                    <li>
                        <span class=class>{icon(icon_name)} {say_message(&model::Message::new(id).with("name", name))}</span>
                        <span>{operations.about_with_severity(&it.labels)}</span>
                        <span class="muted figures">
                            {say_message(&model::Message::new("alerts-since").with("at", Arg::Moment(since)))}
                        </span>
                    </li>
                }
            };
            view! { <ul class="alert-now">{all.iter().map(row).collect_view()}</ul> }.into_any()
        })
    };
    view! {
        <section class="chart alerts-card" aria-labelledby="alerts-card">
            <div class="chart-head"><h3 class="chart-title" id="alerts-card">{say("alerts-card")}</h3></div>
            <div class="card-body">{list}</div>
        </section>
    }
}

/// Label, color, stroke and value of a line, second by second; the value also gets the second's length.
#[derive(Clone, Copy)]
struct Series(&'static str, &'static str, Stroke, fn(&Second, f64) -> Option<f64>);

/// Counted in a second that may have been shorter.
fn per_sec(count: u32, secs: f64) -> Option<f64> {
    (secs > 0.0).then(|| f64::from(count) / secs)
}

impl Series {
    /// `from_secs`: where the run began.
    fn line(self, seconds: &[Second], from_secs: f64) -> Line {
        let Self(label, token, stroke, value) = self;
        let lengths = Second::lengths_secs(seconds, from_secs);
        let points = seconds.iter().zip(lengths).filter_map(|(it, secs)| Some((it.at_secs, value(it, secs)?))).collect();
        Line { label: say(label), token, stroke, points }
    }
}

/// What was left, from where it parts from what is now.
fn left_lines(left: Option<&Left>, lines: impl Fn(&Left) -> Vec<Line>) -> Vec<Line> {
    let Some(left) = left else { return Vec::new() };
    let parted = |mut line: Line| {
        line.points.retain(|it| it.0 >= left.at_secs);
        let label = model::Message::new("chart-line-left").with("line", line.label);
        Line { label: say_message(&label), ..line }
    };
    lines(left).into_iter().map(parted).collect()
}
