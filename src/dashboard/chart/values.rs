//! Values of the lines at the cursor.

use leptos::prelude::*;
use model::Arg;

use super::{Across, ChartData, Line, say_mark};
use crate::text::{say, say_arg};

/// Each line's sample and name, with its value at the cursor, or its last one.
#[component]
pub fn Legend(data: Signal<ChartData>, cursor: RwSignal<Option<f64>>) -> impl IntoView {
    let entries = move || {
        data.with(|data| {
            let entry = |line: &Line| {
                let value = value_at(data, line, cursor.get());
                let class = format!("chart-sample {} {}", &line.token[2..], line.stroke.class());
                view! {
                    <span class="chart-key" title=line.label.clone()>
                        <span class=class aria-hidden="true"></span>
                        <span class="ellipsis">{line.label.clone()}</span>
                        " "
                        // No output element: those are read out whenever they change, in every chart every second.
                        <span class="figures chart-value">{value}</span>
                    </span>
                }
            };
            data.lines.iter().map(entry).collect_view()
        })
    };
    view! { <span class="chart-legend">{entries}</span> }
}

/// The value of a line at the cursor, or its last one.
fn value_at(data: &ChartData, line: &Line, cursor: Option<f64>) -> String {
    let Some(at) = cursor else {
        return match line.points.last() {
            Some(it) if !data.across.holds(it.0, data.now) => say("chart-no-data"),
            Some(it) => say_arg(&(data.unit)(it.1)),
            None => data.missing.map_or_else(|| "–".to_owned(), say),
        };
    };
    let end = line.points.partition_point(|it| it.0 < at + data.across.step / 2.0);
    let before = end.checked_sub(1).and_then(|it| line.points.get(it));
    let Some(&(before_at, value)) = before else { return say("chart-no-data") };
    // Between two points that are connected the earlier one holds; a gap has no value.
    let is_there = before_at > at - data.across.step / 2.0;
    let is_connected = match line.points.get(end) {
        Some(after) => after.0 - before_at <= data.across.reach,
        None => data.across.holds(before_at, data.now),
    };
    if is_there || is_connected { say_arg(&(data.unit)(value)) } else { say("chart-no-data") }
}

/// All lines at the cursor in words, and what happened there: "12 s: p50 35 ms, p95 99 ms; Slow: API server".
pub fn read_out(data: &ChartData, across: Across, cursor: Option<f64>) -> String {
    let at = cursor.unwrap_or(across.until);
    let said = across.say_fully(at);
    let values: Vec<_> =
        data.lines.iter().map(|it| format!("{} {}", it.label, value_at(data, it, cursor))).collect();
    let mut text = format!("{said}: {}", values.join(", "));
    if cursor.is_some() {
        for mark in data.marks.iter().filter(|it| it.is_at(at, across.step / 2.0)) {
            text.push_str("; ");
            text.push_str(&say_mark(across, mark));
        }
    }
    text
}

/// Where the cursor is.
#[component]
pub fn Moment(across: Memo<Across>, cursor: RwSignal<Option<f64>>) -> impl IntoView {
    let text = move || cursor.get().map(|at| across.get().say(at));
    view! { <span class="chart-at figures">{text}</span> }
}

/// A value in the unit that files name beside it: plain numbers for machines.
pub fn plain(unit: fn(f64) -> Arg) -> &'static str {
    match unit(1.0) {
        Arg::Millis(_) => "ms",
        Arg::Moment(_) => "s",
        Arg::PerSec(_) => "1/s",
        Arg::Ratio(_) => "ratio",
        Arg::Dollars(_) => "USD",
        Arg::Text(_) | Arg::Count(_) | Arg::Number(_) | Arg::Message(_) => "",
    }
}
