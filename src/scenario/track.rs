//! The line of time: an event is a bar, or a mark if it happens in an instant. Bars are dragged, their ends too; keys do
//! the same.

use leptos::{ev, html, prelude::*};
use model::{Message, scenario::ScenarioEvent};
use editor::scenario::{Extent, moved, resized, scale_step_secs};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{ScenarioEditing, say_event, words::{say_secs, sort_of}};
use crate::{
    dashboard::{Zoom, across},
    follow::follow,
    text::{say, say_message},
    workspace::Workspace,
};

mod bars;

use bars::{Bar, Span, lay_out};

/// A press that has moved less is a click.
const SLACK_PIXELS: f64 = 3.0;
const ROW_PIXELS: usize = 30;
/// Marks of the scale are at least so far apart.
const SCALE_PIXELS: f64 = 64.0;

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

/// `zoom`: beside charts, of which it shows the same part of time.
#[component]
pub fn Track(#[prop(optional)] zoom: Option<Zoom>) -> impl IntoView {
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
    let span = Memo::new(move |_| span(workspace, zoom));
    let bars = Memo::new(move |_| {
        let events = editing.events();
        workspace.document.with(|document| lay_out(document, &events, span.get(), width.get()))
    });
    // What was done by hand in the run lies under what was planned; it has happened, so it cannot be moved.
    let by_hand = Memo::new(move |_| {
        let events = run.by_hand.get();
        workspace.document.with(|document| lay_out(document, &events, span.get(), width.get()))
    });
    let n_rows = |bars: &Vec<Bar>| bars.iter().map(|it| it.row + 1).max().unwrap_or(0);
    let drag = StoredValue::new(None::<Drag>);
    let secs_at = move |x: f64| {
        let span = span.get_untracked();
        span.from + x / width.get_untracked().max(1.0) * span.length()
    };
    let gesture = Gesture { editing, drag, span };

    let share = move |secs: f64| span.get().place(secs);
    let scale = move || {
        let most = (width.get() / SCALE_PIXELS).max(1.0) as usize;
        let span = span.get();
        let step = scale_step_secs(span.length(), most);
        let first = (span.from / step - 1e-9).ceil() as i64;
        let n = (span.length() / step + 1e-9) as i64;
        (first..=first + n)
            .map(|it| it as f64 * step)
            .filter(|it| span.contains(*it))
            .map(|at| view! { <span style:left=share(at)>{if at.abs() > 1e-6 { say_secs(at) } else { "0".to_owned() }}</span> })
            .collect_view()
    };
    let now_secs = Memo::new(move |_| run.live.with(|it| it.as_ref().map(|it| it.now_secs)).filter(|it| *it >= 0.0 && run.is_active()));
    let n_bars = Memo::new(move |_| bars.with(Vec::len));
    let height = move || format!("{}px", ROW_PIXELS * (bars.with(n_rows) + by_hand.with(n_rows)).max(1));
    let done = move || {
        let above = bars.with(n_rows);
        let bar = |it: &Bar| view! { <Done bar=it.clone() above span/> };
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
                        run.moment.set(Some(secs_at(x).round()).filter(|it| span.get_untracked().contains(*it)));
                    }
                }
                on:pointerleave=move |_| run.moment.set(None)
            >
                <div class="track-grid" aria-hidden="true">{scale}</div>
                {move || (0..n_bars.get()).map(|index| view! { <BarButton index bars width gesture/> }).collect_view()}
                {done}
                <div class="track-line" hidden=move || run.moment.get().is_none_or(|it| !span.get().contains(it)) style:left=move || share(run.moment.get().unwrap_or(0.0))></div>
                <div class="track-line now" hidden=move || now_secs.get().is_none_or(|it| !span.get().contains(it)) style:left=move || share(now_secs.get().unwrap_or(0.0))></div>
            </div>
        </div>
    }
}

/// Something that was done by hand.
#[component]
fn Done(bar: Bar, above: usize, span: Memo<Span>) -> impl IntoView {
    let (_, sort) = sort_of(&bar.event.action);
    let shape = match bar.extent {
        Extent::Instant => "instant",
        Extent::Until(_) => "lasting",
        Extent::Open => "open",
    };
    let fit = bar.fit();
    let said = say_message(&Message::new("scenario-done-by-hand").with("event", bar.said.as_str()));
    let (label, row) = (bar.label.clone(), bar.row);
    let place = Memo::new(move |_| bar.place(span.get()));
    view! {
        <span
            class=format!("bar done {shape} {sort} {fit}")
            role="img"
            aria-label=said.clone()
            title=said
            hidden=move || place.get().is_none()
            style:left=move || place.get().map(|it| it.0)
            style:width=move || place.get().and_then(|it| it.1)
            style:top=format!("{}px", (above + row) * ROW_PIXELS)
        >
            <span class="bar-label">{label}</span>
        </span>
    }
}

/// The line spans the run, and every event; beside charts what they show.
fn span(workspace: Workspace, zoom: Option<Zoom>) -> Span {
    let run = workspace.simulation;
    let has_run = run.live.with(Option::is_some);
    let whole = zoom.filter(|_| has_run).map(|_| across(run));
    if let (Some(whole), Some(zoom)) = (whole, zoom) {
        let shown = zoom.range.get().map_or(whole, |it| whole.zoomed(it));
        return Span { from: shown.from, until: shown.until };
    }
    let until = workspace.document.with(|it| {
        it.scenario.events.iter().map(|it| it.at_secs).fold(it.settings.duration_secs, f64::max).max(1.0)
    });
    Span { from: 0.0, until }
}

/// What dragging and keys do to the chosen event.
#[derive(Clone, Copy)]
struct Gesture {
    editing: ScenarioEditing,
    drag: StoredValue<Option<Drag>>,
    span: Memo<Span>,
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
        let until_secs = self.span.get_untracked().until;
        // Of a bar that leaves the line, the end that is seen is moved.
        let extent = if matches!(extent, Extent::Until(end_secs) if end_secs > until_secs) { Extent::Open } else { extent };
        if moves_end { resized(event, extent, by_secs, until_secs) } else { moved(event, by_secs) }
    }

    /// What the gesture made becomes part of the drawing.
    fn finish(self, had_focus: bool) {
        // A bar that is taken away with the focus in it is left when nothing of it is there any more.
        self.drag.try_set_value(None);
        let Some(event) = self.editing.draft.try_get_untracked().flatten() else { return };
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
    let place = Memo::new(move |_| bar.with(|it| it.as_ref()?.place(gesture.span.get())));
    let class = move || {
        bar.with(|it| {
            let Some(it) = it else { return String::new() };
            let shape = match it.extent {
                Extent::Instant => "instant",
                Extent::Until(_) => "lasting",
                Extent::Open => "open",
            };
            let (_, sort) = sort_of(&it.event.action);
            let fit = it.fit();
            format!("bar {shape} {sort} {fit}")
        })
    };
    let top = move || bar.with(|it| it.as_ref().map(|it| format!("{}px", it.row * ROW_PIXELS)));
    let secs_per_pixel = move || gesture.span.get_untracked().length() / width.get_untracked().max(1.0);
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
            hidden=move || place.get().is_none()
            style:left=move || place.get().map(|it| it.0)
            style:width=move || place.get().and_then(|it| it.1)
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
