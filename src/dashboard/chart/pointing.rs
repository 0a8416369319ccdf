//! What pointer and keys do on a chart: the cursor, and the part of the axis that all charts show.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::super::plot::{LEFT, RIGHT};
use super::Across;

/// Which part of the axis all charts show, and which part is being selected on one of them.
#[derive(Clone, Copy)]
pub struct Zoom {
    /// `None`: all of it.
    pub range: RwSignal<Option<(f64, f64)>>,
    /// Where a selection began and where it is now.
    pub selected: RwSignal<Option<(f64, f64)>>,
}

impl Zoom {
    pub fn new() -> Self {
        Self { range: RwSignal::new(None), selected: RwSignal::new(None) }
    }

    pub fn show_all(self) {
        self.selected.set(None);
        self.range.set(None);
    }

    /// Shows what was selected; less than two steps of it is a click.
    fn show_selected(self, step: f64) {
        if let Some((a, b)) = self.selected.get_untracked()
            && (b - a).abs() >= 2.0 * step
        {
            self.range.set(Some((a.min(b), a.max(b))));
        }
        self.selected.set(None);
    }
}

/// The pointer over a chart.
#[derive(Clone, Copy)]
pub struct Pointing {
    /// What is shown of the axis.
    pub across: Memo<Across>,
    /// All of it.
    pub whole: Signal<Across>,
    pub width: Memo<f64>,
    pub cursor: RwSignal<Option<f64>>,
    pub zoom: Option<Zoom>,
    /// The cursor was put by a finger, which covers what it reads: it stays when the finger is lifted.
    pub stays: StoredValue<bool>,
}

impl Pointing {
    fn share(self, event: &ev::PointerEvent) -> f64 {
        let target = event.current_target().and_then(|it| it.dyn_into::<Element>().ok());
        let left = target.map_or(0.0, |it| it.get_bounding_client_rect().left());
        (f64::from(event.client_x()) - left - LEFT) / (self.width.get_untracked() - LEFT - RIGHT)
    }

    pub fn press(self, event: &ev::PointerEvent) {
        let share = self.share(event);
        let is_touch = event.pointer_type() == "touch";
        self.stays.set_value(is_touch);
        if is_touch {
            // A tap does not move.
            self.point_at(share);
        }
        let Some(zoom) = self.zoom.filter(|_| event.button() == 0 && (0.0..=1.0).contains(&share)) else { return };
        if let Some(target) = event.current_target().and_then(|it| it.dyn_into::<Element>().ok()) {
            // Without it a selection ends at the edge; nothing is lost.
            let _ = target.set_pointer_capture(event.pointer_id());
        }
        let at = self.across.get_untracked().at_share(share);
        zoom.selected.set(Some((at, at)));
    }

    pub fn move_to(self, event: &ev::PointerEvent) {
        let share = self.share(event);
        let across = self.across.get_untracked();
        if let Some(zoom) = self.zoom
            && let Some((from, _)) = zoom.selected.get_untracked()
            && event.buttons() != 0
        {
            zoom.selected.set(Some((from, across.at_share(share.clamp(0.0, 1.0)))));
        }
        self.point_at(share);
    }

    fn point_at(self, share: f64) {
        let across = self.across.get_untracked();
        self.cursor.set((0.0..=1.0).contains(&share).then(|| across.at_share(share)));
    }

    pub fn leave(self) {
        if !self.stays.get_value() {
            self.cursor.set(None);
        }
    }

    /// Somebody pressed something: after that the reading of a finger is over, unless it was a chart.
    pub fn pressed_elsewhere(self, event: &ev::MouseEvent) {
        let at = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        let is_chart = at.is_some_and(|it| it.closest(".chart-plot").is_ok_and(|it| it.is_some()));
        if !is_chart && self.stays.get_value() {
            self.stays.set_value(false);
            self.cursor.set(None);
        }
    }

    pub fn release(self) {
        if let Some(zoom) = self.zoom {
            zoom.show_selected(self.across.get_untracked().step);
        }
    }

    pub fn cancel(self) {
        if let Some(zoom) = self.zoom {
            zoom.selected.set(None);
        }
    }

    pub fn show_all(self) {
        if let Some(zoom) = self.zoom {
            zoom.show_all();
        }
    }

    pub fn on_key(self, event: &ev::KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        if self.moves_cursor(event) || self.changes_zoom(event) {
            event.prevent_default();
            event.stop_propagation();
        }
    }

    fn moves_cursor(self, event: &ev::KeyboardEvent) -> bool {
        let Across { from, until, step, .. } = self.across.get_untracked();
        let now = self.cursor.get_untracked();
        let next = match event.key().as_str() {
            "ArrowLeft" => (now.unwrap_or(until) - step).max(from),
            "ArrowRight" => (now.unwrap_or(from) + step).min(until),
            "Home" => from,
            "End" => until,
            _ => return false,
        };
        if let Some(zoom) = self.zoom {
            let began = zoom.selected.get_untracked().map_or_else(|| now.unwrap_or(next), |it| it.0);
            zoom.selected.set(event.shift_key().then_some((began, next)));
        }
        self.cursor.set(Some(next));
        true
    }

    fn changes_zoom(self, event: &ev::KeyboardEvent) -> bool {
        let across = self.across.get_untracked();
        let is_pointing = self.cursor.with_untracked(Option::is_some);
        let Some(zoom) = self.zoom else {
            let leaves = event.key() == "Escape" && is_pointing;
            if leaves {
                self.cursor.set(None);
            }
            return leaves;
        };
        let middle = self.cursor.get_untracked().unwrap_or(across.from + across.length() / 2.0);
        let around = |half: f64| {
            let (whole, half) = (self.whole.get_untracked(), half.max(across.step));
            let from = (middle - half).min(whole.until - 2.0 * half).max(whole.from);
            let until = (from + 2.0 * half).min(whole.until);
            let is_whole = from <= whole.from && until >= whole.until;
            (!is_whole).then(|| (from.round(), until.round()))
        };
        match event.key().as_str() {
            "Enter" if zoom.selected.with_untracked(Option::is_some) => zoom.show_selected(across.step),
            "+" | "=" => zoom.range.set(around(across.length() / 4.0)),
            "-" if zoom.range.with_untracked(Option::is_some) => zoom.range.set(around(across.length())),
            "0" => zoom.show_all(),
            "Escape" if zoom.selected.with_untracked(Option::is_some) => zoom.selected.set(None),
            "Escape" if is_pointing => self.cursor.set(None),
            "Escape" if zoom.range.with_untracked(Option::is_some) => zoom.show_all(),
            _ => return false,
        }
        true
    }
}
