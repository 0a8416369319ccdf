//! A chart of lines over simulated time: drawn on a canvas, with a legend that gives values at the cursor, and a table
//! of the same numbers for whoever prefers to read.

use leptos::{ev, html, prelude::*};
use model::Arg;

use super::plot::{self, LEFT, Line, Mark, Plot, RIGHT};
use crate::{
    browser::theme::Theme,
    text::{say, say_arg},
};

/// What a chart shows.
#[derive(Clone, Debug)]
pub struct ChartData {
    pub title: String,
    pub lines: Vec<Line>,
    pub marks: Vec<Mark>,
    pub until_secs: f64,
    /// Upper end of the axis if the lines stay below it.
    pub at_least: f64,
    /// Gives a value its unit.
    pub unit: fn(f64) -> Arg,
}

/// Rows of the table at most: a long run is shown in equal steps.
const MAX_ROWS: usize = 300;

/// `cursor`: the moment that all charts point at, in seconds.
#[component]
pub fn Chart(#[prop(into)] data: Signal<ChartData>, cursor: RwSignal<Option<f64>>) -> impl IntoView {
    let canvas = NodeRef::<html::Canvas>::new();
    let theme = expect_context::<Theme>();
    let width = RwSignal::new(0.0);
    let shows_table = RwSignal::new(false);
    watch_width(canvas, width);
    Effect::new(move || {
        theme.is_dark.track();
        theme.is_high_contrast.track();
        width.track();
        let Some(canvas) = canvas.get() else { return };
        data.with(|data| {
            let plot = Plot {
                lines: &data.lines,
                marks: &data.marks,
                until_secs: data.until_secs,
                at_least: data.at_least,
                value_label: &|value| say_arg(&(data.unit)(value)),
                secs_label: &|secs| say_arg(&Arg::Millis(secs * 1e3)),
            };
            if let Err(problem) = plot::draw(&canvas, &plot) {
                leptos::logging::warn!("a chart could not be drawn: {problem}");
            }
        });
    });

    let secs_at = move |x: f64| {
        let share = (x - LEFT) / (width.get_untracked() - LEFT - RIGHT);
        let until_secs = data.with_untracked(|it| it.until_secs);
        (0.0..=1.0).contains(&share).then_some((share * until_secs).round())
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let until_secs = data.with_untracked(|it| it.until_secs);
        let now_secs = cursor.get_untracked();
        let next_secs = match event.key().as_str() {
            "ArrowLeft" => Some((now_secs.unwrap_or(until_secs) - 1.0).max(0.0)),
            "ArrowRight" => Some((now_secs.unwrap_or(0.0) + 1.0).min(until_secs)),
            "Home" => Some(0.0),
            "End" => Some(until_secs),
            "Escape" if now_secs.is_some() => None,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        cursor.set(next_secs);
    };
    let cursor_left = move || {
        let share = cursor.get()? / data.with(|it| it.until_secs).max(1e-3);
        Some(format!("{}px", LEFT + share * (width.get() - LEFT - RIGHT)))
    };
    let table_label = move || say(if shows_table.get() { "chart-hide-table" } else { "chart-show-table" });
    view! {
        <figure class="chart">
            <figcaption class="chart-head">
                <span class="chart-title">{move || data.with(|it| it.title.clone())}</span>
                <Moment cursor/>
                <button
                    type="button"
                    class="chart-table-button"
                    aria-expanded=move || shows_table.get().to_string()
                    on:click=move |_| shows_table.update(|it| *it = !*it)
                >
                    {table_label}
                </button>
                <Legend data cursor/>
            </figcaption>
            <div
                class="chart-plot"
                role="group"
                tabindex="0"
                aria-label=move || data.with(|it| it.title.clone())
                aria-description=say("chart-keys")
                on:keydown=on_key
                on:pointermove=move |event| cursor.set(secs_at(f64::from(event.offset_x())))
                on:pointerleave=move |_| cursor.set(None)
                hidden=move || shows_table.get()
            >
                <canvas node_ref=canvas aria-hidden="true"></canvas>
                <div
                    class="chart-cursor"
                    hidden=move || cursor.get().is_none()
                    style:left=move || cursor_left().unwrap_or_default()
                ></div>
            </div>
            <Show when=move || shows_table.get()>
                <Table data/>
            </Show>
        </figure>
    }
}

/// Each line's sample and name, with its value at the cursor, or its last one.
#[component]
fn Legend(data: Signal<ChartData>, cursor: RwSignal<Option<f64>>) -> impl IntoView {
    let entries = move || {
        data.with(|data| {
            let entry = |line: &Line| {
                let value = match cursor.get() {
                    // Where a second gave no value the last one before it holds.
                    Some(secs) => line.points.iter().rev().find(|it| it.0 < secs + 0.5),
                    None => line.points.last(),
                };
                let value = value.map_or_else(|| "–".to_owned(), |it| say_arg(&(data.unit)(it.1)));
                let class = format!("chart-sample {} {}", &line.token[2..], line.stroke.class());
                view! {
                    <span class="chart-key">
                        <span class=class aria-hidden="true"></span>
                        {line.label.clone()}
                        " "
                        <output class="figures">{value}</output>
                    </span>
                }
            };
            data.lines.iter().map(entry).collect_view()
        })
    };
    view! { <span class="chart-legend">{entries}</span> }
}

/// The moment the cursor is at.
#[component]
fn Moment(cursor: RwSignal<Option<f64>>) -> impl IntoView {
    let text = move || cursor.get().map(|secs| say_arg(&Arg::Millis(secs * 1e3)));
    view! { <span class="chart-at figures">{text}</span> }
}

/// The same numbers, one row per second.
#[component]
fn Table(data: Signal<ChartData>) -> impl IntoView {
    move || {
        data.with(|data| {
            let mut moments: Vec<f64> = data.lines.iter().flat_map(|it| &it.points).map(|it| it.0).collect();
            moments.sort_by(f64::total_cmp);
            moments.dedup();
            let every = moments.len().div_ceil(MAX_ROWS).max(1);
            let row = |secs: f64| {
                let cell = |line: &Line| {
                    let value = line.points.iter().find(|it| it.0 == secs);
                    let value = value.map_or_else(|| "–".to_owned(), |it| say_arg(&(data.unit)(it.1)));
                    view! { <td>{value}</td> }
                };
                view! {
                    <tr>
                        <th scope="row">{say_arg(&Arg::Millis(secs * 1e3))}</th>
                        {data.lines.iter().map(cell).collect_view()}
                    </tr>
                }
            };
            let head = data.lines.iter().map(|it| view! { <th scope="col">{it.label.clone()}</th> });
            view! {
                <div class="chart-table">
                    <table class="figures">
                        <caption class="visually-hidden">{data.title.clone()}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{say("chart-time")}</th>
                                {head.collect_view()}
                            </tr>
                        </thead>
                        <tbody>{moments.into_iter().step_by(every).map(row).collect_view()}</tbody>
                    </table>
                </div>
            }
        })
    }
}

/// Keeps `width` at the canvas's width in CSS pixels.
fn watch_width(canvas: NodeRef<html::Canvas>, width: RwSignal<f64>) {
    Effect::new(move || {
        let Some(canvas) = canvas.get() else { return };
        crate::browser::resize::observe(&canvas, move |across, _| width.set(across));
    });
}
