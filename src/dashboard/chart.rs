//! A chart of lines over simulated time: drawn on a canvas, with a legend that gives values at the cursor, and a table
//! of the same numbers for whoever prefers to read.

use std::sync::Arc;

use leptos::{ev, html, prelude::*};
use model::Arg;

use super::{
    export,
    plot::{self, LEFT, Line, Mark, Plot, RIGHT},
};
use crate::{
    browser::theme::Theme,
    follow::follow,
    text::{say, say_arg, say_message},
    widgets::icon,
};

mod across;
mod pointing;
mod table;
mod values;

pub use across::Across;
pub use pointing::Zoom;

use pointing::Pointing;
use table::Table;
pub use values::plain;
use values::{Legend, Moment, read_out};

/// A mark of the axis from left to right, and the space after it.
const MARK_PIXELS: f64 = 58.0;

/// What a chart shows.
#[derive(Clone, Debug)]
pub struct ChartData {
    pub title: String,
    pub lines: Vec<Line>,
    /// How the lines went before the run was taken back, if it was: drawn faint, with columns of their own.
    pub left: Vec<Line>,
    pub marks: Arc<Vec<Mark>>,
    pub across: Across,
    /// Up to where it is known: a line that ended long before it has no present value.
    pub now: f64,
    /// Upper end of the axis if the lines stay below it.
    pub at_least: f64,
    /// Gives a value its unit.
    pub unit: fn(f64) -> Arg,
    /// Message id of why a line without any point has none; without it a dash says that it does not apply.
    pub missing: Option<&'static str>,
}

/// `cursor`: where all charts of one axis point at. `zoom`: which part of the axis all of them show; without it always all.
#[component]
pub fn Chart(
    #[prop(into)] data: Signal<ChartData>,
    cursor: RwSignal<Option<f64>>,
    #[prop(optional)] zoom: Option<Zoom>,
    /// What else can be done with it, beside its title.
    #[prop(optional, into)]
    more: Option<ViewFn>,
) -> impl IntoView {
    let canvas = NodeRef::<html::Canvas>::new();
    let theme = expect_context::<Theme>();
    // In CSS pixels; the panel decides both.
    let size = RwSignal::new((0.0, 0.0));
    let width = Memo::new(move |_| size.get().0);
    let shows_table = RwSignal::new(false);
    watch_size(canvas, size);
    let across = Memo::new(move |_| {
        let across = data.with(|it| it.across);
        zoom.and_then(|it| it.range.get()).map_or(across, |it| across.zoomed(it))
    });
    follow(move || {
        theme.is_dark.track();
        theme.is_high_contrast.track();
        size.track();
        let across = across.get();
        let Some(canvas) = canvas.get() else { return };
        data.with(|data| {
            let plot = Plot {
                lines: &data.lines,
                left: &data.left,
                marks: &data.marks,
                from: across.from,
                reach: across.reach,
                until: across.until,
                at_least: data.at_least,
                across_marks: &across.marks(((size.get_untracked().0 - LEFT - RIGHT) / MARK_PIXELS) as usize),
                value_label: &|value| say_arg(&(data.unit)(value)),
                // Zero is zero in every unit.
                across_label: &|at| if at.abs() < 1e-6 { "0".to_owned() } else { across.say(at) },
            };
            if let Err(problem) = plot::draw(&canvas, &plot) {
                leptos::logging::warn!("a chart could not be drawn: {problem}");
            }
        });
    });

    let pointing = Pointing { across, whole: Signal::derive(move || data.with(|it| it.across)), width, cursor, zoom, stays: StoredValue::new(false) };
    // A click, and no press: the chart may be scrolled away while it is read.
    let clicked = window_event_listener(ev::click, move |event| pointing.pressed_elsewhere(&event));
    on_cleanup(move || clicked.remove());
    let left_of = move |at: f64| LEFT + across.get().share(at) * (width.get() - LEFT - RIGHT);
    let cursor_left = move || {
        let at = cursor.get().filter(|it| across.get().contains(*it))?;
        Some(format!("{}px", left_of(at)))
    };
    let span = move |from: f64, until: f64| {
        let across = across.get();
        let (from, until) = (from.max(across.from), until.min(across.until));
        (from < until).then(|| (format!("{}px", left_of(from)), format!("{}px", left_of(until) - left_of(from))))
    };
    let warm_up = move || span(f64::NEG_INFINITY, 0.0);
    let selected = move || zoom?.selected.get().and_then(|(a, b)| span(a.min(b), a.max(b)));
    let table_label = move || say(if shows_table.get() { "chart-hide-table" } else { "chart-show-table" });
    let title = move || data.with(|it| it.title.clone());
    let shade = |class: &'static str, (left, width): (String, String)| {
        view! { <div class=class style:left=left style:width=width></div> }
    };
    view! {
        <div class="chart" role="group" aria-label=title>
            <div class="chart-head">
                <span class="chart-title">{title}</span>
                <Moment across cursor/>
                <span class="chart-buttons">
                    {more.map(|it| it.run())}
                    <button
                        type="button"
                        class="chart-button"
                        aria-label=say("chart-csv")
                        title=say("chart-csv")
                        on:click=move |_| data.with_untracked(|it| export::download(&it.title, std::slice::from_ref(it)))
                    >
                        {icon("download")}
                    </button>
                    <button
                        type="button"
                        class="chart-button"
                        aria-expanded=move || shows_table.get().to_string()
                        on:click=move |_| shows_table.update(|it| *it = !*it)
                    >
                        {table_label}
                    </button>
                </span>
                <Legend data cursor/>
            </div>
            <div
                class="chart-plot"
                class:zooms=zoom.is_some()
                role="slider"
                tabindex="0"
                aria-label=move || say(across.get().cursor_label())
                aria-description=move || data.with(|it| describe(it, across.get(), zoom.is_some()))
                aria-valuemin=move || across.get().from
                aria-valuemax=move || across.get().until
                aria-valuenow=move || cursor.get().unwrap_or_else(|| across.get().until)
                aria-valuetext=move || data.with(|it| read_out(it, across.get(), cursor.get()))
                on:keydown=move |event| pointing.on_key(&event)
                on:pointerdown=move |event| pointing.press(&event)
                on:pointermove=move |event| pointing.move_to(&event)
                on:pointerup=move |_| pointing.release()
                on:pointercancel=move |_| pointing.cancel()
                on:pointerleave=move |_| pointing.leave()
                on:dblclick=move |_| pointing.show_all()
                hidden=move || shows_table.get()
            >
                {move || warm_up().map(|it| shade("chart-warm-up", it))}
                <canvas node_ref=canvas aria-hidden="true"></canvas>
                {move || selected().map(|it| shade("chart-selected", it))}
                <div
                    class="chart-cursor"
                    hidden=move || cursor_left().is_none()
                    style:left=move || cursor_left().unwrap_or_default()
                ></div>
            </div>
            <Show when=move || shows_table.get()>
                <Table data across/>
            </Show>
        </div>
    }
}

/// Which keys there are, and the places that are named above the chart.
fn describe(data: &ChartData, across: Across, zooms: bool) -> String {
    let keys = say(match (across.is_time(), zooms) {
        (true, true) => "chart-keys-zoom",
        (true, false) => "chart-keys",
        (false, _) => "chart-keys-axis",
    });
    let places: Vec<String> = data.marks.iter().filter(|it| it.is_place()).map(|it| say_mark(across, it)).collect();
    if places.is_empty() { keys } else { format!("{}. {keys}", places.join("; ")) }
}

/// A mark in words, with its times: "20 s to 50 s: Slow: API server".
pub fn say_mark(across: Across, mark: &Mark) -> String {
    let message = model::Message::new(match mark.until {
        None => "chart-mark",
        Some(until) if until.is_finite() => "chart-mark-lasting",
        Some(_) => "chart-mark-open",
    });
    let message = message.with("at", across.say(mark.at)).with("what", mark.label.clone());
    say_message(&match mark.until.filter(|it| it.is_finite()) {
        Some(until) => message.with("until", across.say(until)),
        None => message,
    })
}

/// Keeps `size` at the canvas's width and height in CSS pixels.
fn watch_size(canvas: NodeRef<html::Canvas>, size: RwSignal<(f64, f64)>) {
    follow(move || {
        let Some(canvas) = canvas.get() else { return };
        crate::browser::resize::observe(&canvas, move |width, height| size.set((width, height)));
    });
}
