//! Moves the keyboard between the drawing and the regions.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{BottomTab, Layout, Side};
use crate::{follow::after_paint, widgets::shown};

/// Some of what regions show is built a few frames after they are.
const FRAMES_TO_WAIT: u32 = 30;

/// The keyboard is on its way until this is dropped.
struct Move(Layout);

impl Layout {
    /// Shows a region and moves the keyboard to what it is for: the element marked `data-first`, or the region.
    pub fn focus(self, side: Side) {
        self.show(side);
        // The region has its content after the next effects.
        self.move_focus(move || focus_in(side.id()));
    }

    /// Shows a region and moves the keyboard to one element in it.
    pub fn focus_on(self, side: Side, id: impl Into<String>) {
        self.show(side);
        let (id, way) = (id.into(), Move::begin(self));
        request_animation_frame(move || focus_when_there(id, FRAMES_TO_WAIT, way));
    }

    /// The same in the bottom region.
    pub fn focus_in_tab(self, tab: BottomTab, id: impl Into<String>) {
        self.bottom_tab.set(tab);
        self.focus_on(Side::Bottom, id);
    }

    /// Shows what a tab of the bottom region has, and moves the keyboard there.
    pub fn focus_tab(self, tab: BottomTab) {
        self.bottom_tab.set(tab);
        self.focus(Side::Bottom);
    }

    /// Does with the next frame what moves the keyboard.
    pub fn move_focus(self, act: impl FnOnce() + 'static) {
        let way = Move::begin(self);
        request_animation_frame(move || {
            act();
            drop(way);
        });
    }

    /// The keyboard may be nowhere now: it is on its way.
    pub fn is_moving_focus(self) -> bool {
        self.n_moves.get_value() > 0
    }

    /// Moves the keyboard to the drawing.
    pub fn focus_canvas(self) {
        if self.is_narrow.get_untracked() {
            self.drawer.set(None);
        }
        focus_in("stage");
    }

    /// Moves the keyboard to the next region that is shown, or back.
    pub fn cycle_focus(self, forward: bool) {
        let mut order = vec!["stage"];
        order.extend(
            [Side::Left, Side::Right, Side::Bottom]
                .into_iter()
                .filter(|side| untrack(|| self.is_shown(*side)))
                .map(Side::id),
        );
        order.push("top-bar");
        let now = order.iter().position(|id| has_focus(id));
        let next = match (now, forward) {
            (None, _) => 0,
            (Some(now), true) => (now + 1) % order.len(),
            (Some(now), false) => (now + order.len() - 1) % order.len(),
        };
        match order[next] {
            // A drawer would lie over it.
            "stage" => self.focus_canvas(),
            region => focus_in(region),
        }
    }
}

impl Move {
    fn begin(layout: Layout) -> Self {
        layout.n_moves.update_value(|it| *it += 1);
        Self(layout)
    }
}

impl Drop for Move {
    fn drop(&mut self) {
        // The page may be another one by then.
        self.0.n_moves.try_update_value(|it| *it -= 1);
    }
}

/// What stands in a part that can be folded is unfolded.
fn focus_when_there(id: String, n_frames: u32, way: Move) {
    let Some(element) = document().get_element_by_id(&id).and_then(|it| it.dyn_into::<HtmlElement>().ok()) else {
        if n_frames > 0 {
            after_paint(move || focus_when_there(id, n_frames - 1, way));
        }
        return;
    };
    drop(way);
    if let Ok(Some(details)) = element.closest("details") {
        let _ = details.set_attribute("open", "");
    }
    let _ = element.focus();
    // What is read from its heading on begins at the top.
    if element.tag_name() == "SUMMARY" {
        element.scroll_into_view();
    }
}

pub fn has_focus(id: &str) -> bool {
    let region = document().get_element_by_id(id);
    region.is_some_and(|it| it.contains(document().active_element().as_deref()))
}

fn focus_in(id: &str) {
    let Some(region) = document().get_element_by_id(id) else { return };
    let wanted = [
        "[data-first]",
        "[role=tab][aria-selected=true]",
        ".panel-scroll :is(input, select, textarea, button):not(:disabled)",
        "button:not(:disabled), [tabindex='0'], input",
    ]
        .iter()
        .find_map(|selector| shown(&region, selector).into_iter().next())
        .or_else(|| region.dyn_into().ok());
    if let Some(element) = wanted {
        let _ = element.focus();
    }
}
