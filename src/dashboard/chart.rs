//! A chart of lines over simulated time: drawn on a canvas, with a legend that gives values at the cursor, and a table
//! of the same numbers for whoever prefers to read.

use leptos::{ev, html, prelude::*};
use model::{Arg, Message, lean};

use super::plot::{self, LEFT, Line, Mark, Plot, RIGHT};
use crate::{
    follow::follow,
    browser::theme::Theme,
    text::{or_dash, say, say_arg, say_message},
};

/// What a chart shows.
#[derive(Clone, Debug)]
pub struct ChartData {
    pub title: String,
    pub lines: Vec<Line>,
    /// How the lines went before the run was taken back, if it was: drawn faint, with columns of their own.
    pub left: Vec<Line>,
    pub marks: Vec<Mark>,
    pub across: Across,
    /// Upper end of the axis if the lines stay below it.
    pub at_least: f64,
    /// Gives a value its unit.
    pub unit: fn(f64) -> Arg,
}

/// The axis from left to right.
#[derive(Clone, Copy, Debug)]
pub struct Across {
    /// What it stands for, as a column head.
    pub title: &'static str,
    /// How much there is before zero: the warm-up, which is shown but counts in no figure.
    pub warm_up: f64,
    pub until: f64,
    /// The cursor moves in such steps.
    pub step: f64,
    /// Values further apart are not connected: between them there was none.
    pub reach: f64,
    pub unit: fn(f64) -> Arg,
}

impl Across {
    /// Simulated time in seconds.
    pub const fn secs(until: f64) -> Self {
        Self { title: "chart-time", warm_up: 0.0, until, step: 1.0, reach: REACH_SECS, unit: |secs| Arg::Millis(secs * 1e3) }
    }

    fn say(self, at: f64) -> String {
        say_arg(&(self.unit)(at))
    }

    /// The same for whoever does not see the shade.
    fn say_fully(self, at: f64) -> String {
        let said = self.say(at);
        if at > 0.0 || self.warm_up <= 0.0 {
            return said;
        }
        say_message(&Message::new("chart-in-warm-up").with("at", said))
    }

    /// Share of the axis that lies before a place.
    fn share(self, at: f64) -> f64 {
        (at + self.warm_up) / (self.until + self.warm_up).max(1e-9)
    }

    fn at_share(self, share: f64) -> f64 {
        share * (self.until + self.warm_up) - self.warm_up
    }

    /// "Warm-up of 4 s, left out of all figures".
    pub fn say_warm_up(self) -> Option<String> {
        let length = (self.unit)(self.warm_up);
        (self.warm_up > 0.0).then(|| say_message(&Message::new("chart-warm-up").with("length", length)))
    }
}

/// A second or two without enough answers for a percentile is no gap; an outage is.
const REACH_SECS: f64 = 3.0;

/// Rows of the table at most: a long run is shown in equal steps.
const MAX_ROWS: usize = 300;

/// `cursor`: where all charts of one axis point at.
#[component]
pub fn Chart(#[prop(into)] data: Signal<ChartData>, cursor: RwSignal<Option<f64>>) -> impl IntoView {
    let canvas = NodeRef::<html::Canvas>::new();
    let theme = expect_context::<Theme>();
    // In CSS pixels; the panel decides both.
    let size = RwSignal::new((0.0, 0.0));
    let width = Memo::new(move |_| size.get().0);
    let shows_table = RwSignal::new(false);
    watch_size(canvas, size);
    follow(move || {
        theme.is_dark.track();
        theme.is_high_contrast.track();
        size.track();
        let Some(canvas) = canvas.get() else { return };
        data.with(|data| {
            let plot = Plot {
                lines: &data.lines,
                left: &data.left,
                marks: &data.marks,
                from: -data.across.warm_up,
                reach: data.across.reach,
                until: data.across.until,
                at_least: data.at_least,
                value_label: &|value| say_arg(&(data.unit)(value)),
                // Zero is zero in every unit.
                across_label: &|at| if at.abs() < 1e-6 { "0".to_owned() } else { data.across.say(at) },
            };
            if let Err(problem) = plot::draw(&canvas, &plot) {
                leptos::logging::warn!("a chart could not be drawn: {problem}");
            }
        });
    });

    let at_x = move |x: f64| {
        let share = (x - LEFT) / (width.get_untracked() - LEFT - RIGHT);
        let across = data.with_untracked(|it| it.across);
        (0.0..=1.0).contains(&share).then(|| (across.at_share(share) / across.step).round() * across.step)
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let Across { warm_up, until, step, .. } = data.with_untracked(|it| it.across);
        let from = -warm_up;
        let now = cursor.get_untracked();
        let next = match event.key().as_str() {
            "ArrowLeft" => Some((now.unwrap_or(until) - step).max(from)),
            "ArrowRight" => Some((now.unwrap_or(from) + step).min(until)),
            "Home" => Some(from),
            "End" => Some(until),
            "Escape" if now.is_some() => None,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        cursor.set(next);
    };
    let cursor_left = move || {
        let share = data.with(|it| it.across).share(cursor.get()?);
        Some(format!("{}px", LEFT + share * (width.get() - LEFT - RIGHT)))
    };
    let warm_up_width = move || {
        let share = data.with(|it| it.across).share(0.0);
        (share > 0.0).then(|| format!("{}px", share * (width.get() - LEFT - RIGHT)))
    };
    let table_label = move || say(if shows_table.get() { "chart-hide-table" } else { "chart-show-table" });
    view! {
        <div class="chart" role="group" aria-label=move || data.with(|it| it.title.clone())>
            <div class="chart-head">
                <span class="chart-title">{move || data.with(|it| it.title.clone())}</span>
                <Moment data cursor/>
                <button
                    type="button"
                    class="chart-table-button"
                    aria-expanded=move || shows_table.get().to_string()
                    on:click=move |_| shows_table.update(|it| *it = !*it)
                >
                    {table_label}
                </button>
                <Legend data cursor/>
            </div>
            <div
                class="chart-plot"
                role="slider"
                tabindex="0"
                aria-label=say("chart-cursor")
                aria-description=say("chart-keys")
                aria-valuemin=move || data.with(|it| -it.across.warm_up)
                aria-valuemax=move || data.with(|it| it.across.until)
                aria-valuenow=move || cursor.get().unwrap_or_else(|| data.with(|it| it.across.until))
                aria-valuetext=move || data.with(|it| read_out(it, cursor.get()))
                on:keydown=on_key
                on:pointermove=move |event| cursor.set(at_x(f64::from(event.offset_x())))
                on:pointerleave=move |_| cursor.set(None)
                hidden=move || shows_table.get()
            >
                {move || warm_up_width().map(|width| view! { <div class="chart-warm-up" style:width=width></div> })}
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
        </div>
    }
}

/// Each line's sample and name, with its value at the cursor, or its last one.
#[component]
fn Legend(data: Signal<ChartData>, cursor: RwSignal<Option<f64>>) -> impl IntoView {
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
                        <output class="figures">{value}</output>
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
    let point = match cursor {
        // Where there is no value the last one before it holds.
        Some(at) => line.points.iter().rev().find(|it| it.0 < at + data.across.step / 2.0),
        None => line.points.last(),
    };
    or_dash(point.map(|it| it.1), data.unit)
}

/// All lines at the cursor in words: "12 s: p50 35 ms, p95 99 ms".
fn read_out(data: &ChartData, cursor: Option<f64>) -> String {
    let at = data.across.say_fully(cursor.unwrap_or(data.across.until));
    let values: Vec<_> =
        data.lines.iter().map(|it| format!("{} {}", it.label, value_at(data, it, cursor))).collect();
    format!("{at}: {}", values.join(", "))
}

/// Where the cursor is.
#[component]
fn Moment(data: Signal<ChartData>, cursor: RwSignal<Option<f64>>) -> impl IntoView {
    let text = move || cursor.get().map(|at| data.with(|it| it.across.say(at)));
    view! { <span class="chart-at figures">{text}</span> }
}

/// The same numbers in rows.
#[component]
fn Table(data: Signal<ChartData>) -> impl IntoView {
    move || {
        data.with(|data| {
            let columns = || data.lines.iter().chain(&data.left);
            let mut moments: Vec<f64> = columns().flat_map(|it| &it.points).map(|it| it.0).collect();
            lean::sort_by(&mut moments, f64::total_cmp);
            moments.dedup();
            let every = moments.len().div_ceil(MAX_ROWS).max(1);
            let row = |at: f64| {
                let cell = |line: &Line| {
                    let value = line.points.iter().find(|it| it.0 == at);
                    view! { <td>{or_dash(value.map(|it| it.1), data.unit)}</td> }
                };
                view! {
                    <tr>
                        <th scope="row">{data.across.say_fully(at)}</th>
                        {columns().map(cell).collect_view()}
                    </tr>
                }
            };
            let head = columns().map(|it| view! { <th scope="col">{it.label.clone()}</th> });
            view! {
                <div class="chart-table" role="group" tabindex="0" aria-label=data.title.clone()>
                    <table class="figures">
                        <caption class="visually-hidden">
                            {data.title.clone()} " " {data.across.say_warm_up()}
                        </caption>
                        <thead>
                            <tr>
                                <th scope="col">{say(data.across.title)}</th>
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

/// Keeps `size` at the canvas's width and height in CSS pixels.
fn watch_size(canvas: NodeRef<html::Canvas>, size: RwSignal<(f64, f64)>) {
    follow(move || {
        let Some(canvas) = canvas.get() else { return };
        crate::browser::resize::observe(&canvas, move |width, height| size.set((width, height)));
    });
}
