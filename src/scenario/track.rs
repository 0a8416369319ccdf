//! The line of time: an event is a bar, or a mark if it happens in an instant. Bars are dragged, their ends too; keys do
//! the same.

use leptos::{ev, html, prelude::*};
use model::{Message, scenario::ScenarioEvent};
use editor::scenario::{Extent, extent, moved, resized, rows, scale_step_secs};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{ScenarioEditing, say_event, stays, words::{say_action, say_secs, sort_of}};
use crate::{
    follow::follow,
    text::{say, say_message},
    workspace::Workspace,
};

/// A press that has moved less is a click.
const SLACK_PIXELS: f64 = 3.0;
/// Room for a mark, and for a letter of a label.
const MARK_PIXELS: f64 = 22.0;
const LETTER_PIXELS: f64 = 7.2;
const ROW_PIXELS: usize = 30;
/// Marks of the scale are at least so far apart.
const SCALE_PIXELS: f64 = 64.0;

/// A bar as it lies on the line.
#[derive(Clone, Debug, PartialEq)]
struct Bar {
    event: ScenarioEvent,
    extent: Extent,
    label: String,
    said: String,
    row: usize,
    /// There is no room for the label at its right.
    is_flipped: bool,
    /// Nor at its left.
    is_clipped: bool,
}

/// A drag that goes on.
#[derive(Clone)]
struct Drag {
    /// The event as it was.
    event: ScenarioEvent,
    extent: Extent,
    moves_end: bool,
    start_x: f64,
    has_moved: bool,
}

#[component]
pub fn Track() -> impl IntoView {
    let editing = expect_context::<ScenarioEditing>();
    let workspace = expect_context::<Workspace>();
    let run = workspace.simulation;
    let area = NodeRef::<html::Div>::new();
    let width = RwSignal::new(0.0_f64);
    follow(move || {
        if let Some(area) = area.get() {
            crate::browser::resize::observe(&area, move |wide, _| width.set(wide));
        }
    });
    let until_secs = Memo::new(move |_| until_secs(workspace));
    let bars = Memo::new(move |_| {
        let events = editing.events();
        workspace.document.with(|document| lay_out(document, &events, until_secs.get(), width.get()))
    });
    // What was done by hand in the run lies under what was planned; it has happened, so it cannot be moved.
    let by_hand = Memo::new(move |_| {
        let events = run.by_hand.get();
        workspace.document.with(|document| lay_out(document, &events, until_secs.get(), width.get()))
    });
    let n_rows = |bars: &Vec<Bar>| bars.iter().map(|it| it.row + 1).max().unwrap_or(0);
    let drag = StoredValue::new(None::<Drag>);
    let secs_at = move |x: f64| x / width.get_untracked().max(1.0) * until_secs.get_untracked();
    let gesture = Gesture { editing, drag, until_secs };

    let share = move |secs: f64| format!("{:.3}%", secs / until_secs.get().max(1e-9) * 100.0);
    let scale = move || {
        let most = (width.get() / SCALE_PIXELS).max(1.0) as usize;
        let (until, step) = (until_secs.get(), scale_step_secs(until_secs.get(), most));
        let n = (until / step + 1e-9) as usize;
        (0..=n)
            .map(|it| it as f64 * step)
            .map(|at| view! { <span style:left=share(at)>{if at > 0.0 { say_secs(at) } else { "0".to_owned() }}</span> })
            .collect_view()
    };
    let now_secs = Memo::new(move |_| run.live.with(|it| it.as_ref().map(|it| it.now_secs)).filter(|it| *it >= 0.0 && run.is_active()));
    let n_bars = Memo::new(move |_| bars.with(Vec::len));
    let height = move || format!("{}px", ROW_PIXELS * (bars.with(n_rows) + by_hand.with(n_rows)).max(1));
    let done = move || {
        let above = bars.with(n_rows);
        let bar = |it: &Bar| view! { <Done bar=it.clone() above until_secs/> };
        by_hand.with(|all| all.iter().map(bar).collect_view())
    };
    view! {
        <div class="track" role="group" aria-label=say("scenario-track")>
            <div
                class="track-area"
                node_ref=area
                style:height=height
                on:pointermove=move |event: ev::PointerEvent| {
                    if let Some(area) = area.get_untracked() {
                        let x = f64::from(event.client_x()) - area.get_bounding_client_rect().left();
                        run.moment.set(Some(secs_at(x).round()).filter(|it| (0.0..=until_secs.get_untracked()).contains(it)));
                    }
                }
                on:pointerleave=move |_| run.moment.set(None)
            >
                <div class="track-grid" aria-hidden="true">{scale}</div>
                {move || (0..n_bars.get()).map(|index| view! { <BarButton index bars width gesture/> }).collect_view()}
                {done}
                <div class="track-line" hidden=move || run.moment.get().is_none_or(|it| it < 0.0) style:left=move || share(run.moment.get().unwrap_or(0.0))></div>
                <div class="track-line now" hidden=move || now_secs.get().is_none() style:left=move || share(now_secs.get().unwrap_or(0.0))></div>
            </div>
        </div>
    }
}

/// Something that was done by hand.
#[component]
fn Done(bar: Bar, above: usize, until_secs: Memo<f64>) -> impl IntoView {
    let share = move |secs: f64| format!("{:.3}%", secs / until_secs.get().max(1e-9) * 100.0);
    let at_secs = bar.event.at_secs;
    let (_, sort) = sort_of(&bar.event.action);
    let (shape, ends_secs) = match bar.extent {
        Extent::Instant => ("instant", None),
        Extent::Until(end_secs) => ("lasting", Some(end_secs)),
        Extent::Open => ("open", Some(f64::INFINITY)),
    };
    let fit = if bar.is_flipped { "flipped" } else if bar.is_clipped { "clipped" } else { "" };
    let said = say_message(&Message::new("scenario-done-by-hand").with("event", bar.said.as_str()));
    view! {
        <span
            class=format!("bar done {shape} {sort} {fit}")
            role="img"
            aria-label=said.clone()
            title=said
            style:left=move || share(at_secs)
            style:width=move || ends_secs.map(|it| share((it.min(until_secs.get()) - at_secs).max(0.0)))
            style:top=format!("{}px", (above + bar.row) * ROW_PIXELS)
        >
            <span class="bar-label">{bar.label}</span>
        </span>
    }
}

/// The line spans the run, and every event.
fn until_secs(workspace: Workspace) -> f64 {
    workspace.document.with(|it| {
        it.scenario.events.iter().map(|it| it.at_secs).fold(it.settings.duration_secs, f64::max).max(1.0)
    })
}

fn lay_out(document: &model::Architecture, events: &[ScenarioEvent], until_secs: f64, width: f64) -> Vec<Bar> {
    let px_per_sec = width.max(1.0) / until_secs;
    let bar = |event: &ScenarioEvent| {
        let label = say_action(document, &event.action);
        let label_pixels = MARK_PIXELS + label.chars().count() as f64 * LETTER_PIXELS;
        let extent = extent(event, stays(&event.action));
        let from = event.at_secs * px_per_sec;
        let until = match extent {
            Extent::Instant => from + MARK_PIXELS,
            Extent::Until(end_secs) => (end_secs * px_per_sec).min(width).max(from + MARK_PIXELS),
            Extent::Open => width,
        };
        let is_too_long = from + label_pixels > width;
        let is_flipped = is_too_long && from > label_pixels;
        let is_clipped = is_too_long && !is_flipped;
        let room = if is_flipped { (from - label_pixels, until) } else { (from, until.max(from + label_pixels)) };
        let said = say_event(document, event);
        (Bar { event: event.clone(), extent, label, said, row: 0, is_flipped, is_clipped }, room)
    };
    let (mut bars, rooms): (Vec<_>, Vec<_>) = events.iter().map(bar).unzip();
    for (bar, row) in bars.iter_mut().zip(rows(&rooms)) {
        bar.row = row;
    }
    bars
}

/// What dragging and keys do to the chosen event.
#[derive(Clone, Copy)]
struct Gesture {
    editing: ScenarioEditing,
    drag: StoredValue<Option<Drag>>,
    until_secs: Memo<f64>,
}

impl Gesture {
    fn begin(self, index: usize, bar: &Bar, moves_end: bool, event: &ev::PointerEvent) {
        if event.button() != 0 || !event.is_primary() {
            return;
        }
        event.stop_propagation();
        if let Some(target) = event.current_target().and_then(|it| it.dyn_into::<Element>().ok()) {
            let _ = target.set_pointer_capture(event.pointer_id());
        }
        self.editing.draft.set(None);
        self.editing.chosen.set(Some(index));
        self.drag.set_value(Some(Drag {
            event: bar.event.clone(),
            extent: bar.extent,
            moves_end,
            start_x: f64::from(event.client_x()),
            has_moved: false,
        }));
    }

    fn go_on(self, event: &ev::PointerEvent, secs_per_pixel: f64) {
        let Some(mut drag) = self.drag.get_value() else { return };
        let by_pixels = f64::from(event.client_x()) - drag.start_x;
        drag.has_moved |= by_pixels.abs() >= SLACK_PIXELS;
        if drag.has_moved {
            let by_secs = by_pixels * secs_per_pixel;
            self.editing.draft.set(Some(self.changed(&drag.event, drag.extent, drag.moves_end, by_secs)));
        }
        self.drag.set_value(Some(drag));
    }

    fn changed(self, event: &ScenarioEvent, extent: Extent, moves_end: bool, by_secs: f64) -> ScenarioEvent {
        let until_secs = self.until_secs.get_untracked();
        // Of a bar that leaves the line, the end that is seen is moved.
        let extent = if matches!(extent, Extent::Until(end_secs) if end_secs > until_secs) { Extent::Open } else { extent };
        if moves_end { resized(event, extent, by_secs, until_secs) } else { moved(event, by_secs) }
    }

    /// What the gesture made becomes part of the drawing.
    fn finish(self, had_focus: bool) {
        self.drag.set_value(None);
        let Some(event) = self.editing.draft.get_untracked() else { return };
        let workspace = self.editing.workspace;
        let said = workspace.document.with_untracked(|it| say_event(it, &event));
        self.editing.replace(event);
        workspace.announce(said);
        if had_focus {
            // It may have passed another one: the keyboard stays with the event, not with its place.
            if let Some(index) = self.editing.chosen.get_untracked() {
                focus_bar(index);
            }
        }
    }

    fn cancel(self) {
        self.drag.set_value(None);
        self.editing.draft.set(None);
    }

    /// Whether the key is one of a bar's.
    fn key(self, index: usize, bar: &Bar, event: &ev::KeyboardEvent) -> bool {
        let by_secs = if event.shift_key() { 10.0 } else { 1.0 };
        let by_secs = match event.key().as_str() {
            "ArrowLeft" => -by_secs,
            "ArrowRight" => by_secs,
            "Delete" | "Backspace" => {
                self.editing.remove(index);
                focus_bar(index.saturating_sub(1));
                return true;
            }
            "Escape" if self.editing.draft.with_untracked(Option::is_some) => {
                self.cancel();
                return true;
            }
            _ => return false,
        };
        if self.editing.chosen.get_untracked() != Some(index) {
            self.editing.draft.set(None);
            self.editing.chosen.set(Some(index));
        }
        // Until the key is let go it is one gesture.
        self.editing.draft.set(Some(self.changed(&bar.event, bar.extent, event.alt_key(), by_secs)));
        true
    }
}

/// After the bars have followed the drawing.
fn focus_bar(index: usize) {
    request_animation_frame(move || {
        let bar = document().get_element_by_id(&bar_id(index)).and_then(|it| it.dyn_into::<HtmlElement>().ok());
        let _ = bar.map(|it| it.focus());
    });
}

fn bar_id(index: usize) -> String {
    format!("scenario-bar-{index}")
}

#[component]
fn BarButton(index: usize, bars: Memo<Vec<Bar>>, width: RwSignal<f64>, gesture: Gesture) -> impl IntoView {
    let bar = Memo::new(move |_| bars.with(|it| it.get(index).cloned()));
    let until_secs = gesture.until_secs;
    let share = move |secs: f64| format!("{:.3}%", secs / until_secs.get().max(1e-9) * 100.0);
    let class = move || {
        bar.with(|it| {
            let Some(it) = it else { return String::new() };
            let shape = match it.extent {
                Extent::Instant => "instant",
                Extent::Until(_) => "lasting",
                Extent::Open => "open",
            };
            let (_, sort) = sort_of(&it.event.action);
            let fit = if it.is_flipped { "flipped" } else if it.is_clipped { "clipped" } else { "" };
            format!("bar {shape} {sort} {fit}")
        })
    };
    let left = move || bar.with(|it| it.as_ref().map(|it| share(it.event.at_secs)));
    let long = move || {
        bar.with(|it| {
            let it = it.as_ref()?;
            let end_secs = match it.extent {
                Extent::Instant => return None,
                Extent::Until(end_secs) => end_secs.min(until_secs.get()),
                Extent::Open => until_secs.get(),
            };
            Some(share((end_secs - it.event.at_secs).max(0.0)))
        })
    };
    let top = move || bar.with(|it| it.as_ref().map(|it| format!("{}px", it.row * ROW_PIXELS)));
    let secs_per_pixel = move || until_secs.get_untracked() / width.get_untracked().max(1.0);
    let has_end = Memo::new(move |_| bar.with(|it| it.as_ref().is_some_and(|it| it.extent != Extent::Instant)));
    let press = move |moves_end: bool, event: &ev::PointerEvent| {
        if let Some(bar) = bar.get_untracked() {
            gesture.begin(index, &bar, moves_end, event);
        }
    };
    view! {
        <button
            type="button"
            id=bar_id(index)
            class=class
            style:left=left
            style:width=long
            style:top=top
            aria-label=move || bar.with(|it| it.as_ref().map(|it| it.said.clone()))
            aria-description=say("scenario-keys")
            aria-pressed=move || (gesture.editing.chosen.get() == Some(index)).to_string()
            title=move || bar.with(|it| it.as_ref().map(|it| it.said.clone()))
            on:click=move |_| gesture.editing.chosen.set(Some(index))
            on:pointerdown=move |event| press(false, &event)
            on:pointermove=move |event| gesture.go_on(&event, secs_per_pixel())
            on:pointerup=move |_| gesture.finish(true)
            on:pointercancel=move |_| gesture.cancel()
            on:blur=move |_| gesture.finish(false)
            on:keyup=move |event: ev::KeyboardEvent| {
                if event.key().starts_with("Arrow") {
                    gesture.finish(true);
                }
            }
            on:keydown=move |event: ev::KeyboardEvent| {
                if let Some(bar) = bar.get_untracked()
                    && gesture.key(index, &bar, &event)
                {
                    event.prevent_default();
                    event.stop_propagation();
                }
            }
        >
            <span class="bar-label">{move || bar.with(|it| it.as_ref().map(|it| it.label.clone()))}</span>
            <Show when=move || has_end.get()>
                <span class="bar-end" aria-hidden="true" on:pointerdown=move |event| press(true, &event)></span>
            </Show>
        </button>
    }
}
