//! Which regions are shown and how large they are. Remembered by the browser, not part of a drawing.

use editor::Question;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use super::moves::has_focus;
use crate::{browser::{settings, watch}, dashboard::Board};

/// A region beside the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
    Bottom,
}

/// What the left region shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LeftTab {
    #[default]
    Palette,
    Outline,
}

/// What the bottom region shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum BottomTab {
    #[default]
    Findings,
    Results,
    Objectives,
    Studies,
    Scenario,
    Incidents,
}

impl BottomTab {
    pub const ALL: [Self; 6] =
        [Self::Findings, Self::Results, Self::Objectives, Self::Studies, Self::Scenario, Self::Incidents];

    /// Message id.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Findings => "tab-findings",
            Self::Results => "tab-results",
            Self::Objectives => "tab-operate",
            Self::Studies => "tab-studies",
            Self::Scenario => "tab-scenario",
            Self::Incidents => "tab-incidents",
        }
    }

    pub const fn icon(self) -> &'static str {
        match self {
            Self::Findings => "findings",
            Self::Results => "chart",
            Self::Objectives => "objectives",
            Self::Studies => "studies",
            Self::Scenario => "scenario",
            Self::Incidents => "warning",
        }
    }
}

/// A region's size in CSS pixels (width, or height of the bottom one) and whether it is hidden.
#[derive(Clone, Copy)]
pub struct Panel {
    pub size: RwSignal<f64>,
    pub is_folded: RwSignal<bool>,
}

/// The regions. On a narrow screen they are drawers over the canvas, one at a time.
#[derive(Clone, Copy)]
pub struct Layout {
    pub left: Panel,
    pub right: Panel,
    pub bottom: Panel,
    pub left_tab: RwSignal<LeftTab>,
    pub bottom_tab: RwSignal<BottomTab>,
    /// Which question is open, and which dashboard.
    pub question: RwSignal<Question>,
    pub board: RwSignal<Board>,
    pub shows_minimap: RwSignal<bool>,
    pub is_narrow: ReadSignal<bool>,
    pub drawer: RwSignal<Option<Side>>,
    /// Something is on its way from the palette to the canvas.
    pub is_carrying: RwSignal<bool>,
    /// How many regions have their content: the page begins with the drawing alone.
    n_built: RwSignal<usize>,
    /// How many moves of the keyboard wait for what they lead to.
    pub(super) n_moves: StoredValue<usize>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Stored {
    left: (f64, bool),
    right: (f64, bool),
    bottom: (f64, bool),
    left_tab: LeftTab,
    bottom_tab: BottomTab,
    minimap: bool,
}

impl Default for Stored {
    fn default() -> Self {
        Self {
            left: (Side::Left.initial(), false),
            right: (Side::Right.initial(), false),
            bottom: (Side::Bottom.initial(), false),
            left_tab: LeftTab::default(),
            bottom_tab: BottomTab::default(),
            minimap: true,
        }
    }
}

impl Side {
    /// With the palette one can draw; the others come when a drawing is there.
    pub const IN_TURN: [Self; 3] = [Self::Left, Self::Right, Self::Bottom];

    /// Smallest and largest size in CSS pixels.
    pub const fn bounds(self) -> (f64, f64) {
        match self {
            Self::Left => (184.0, 420.0),
            Self::Right => (248.0, 560.0),
            Self::Bottom => (120.0, 640.0),
        }
    }

    pub fn initial(self) -> f64 {
        let length = |it: Result<JsValue, JsValue>| it.ok().and_then(|it| it.as_f64());
        let is_small = length(window().inner_width()).is_some_and(|it| it < 1200.0);
        match self {
            Self::Left if is_small => 204.0,
            Self::Left => 216.0,
            Self::Right if is_small => 264.0,
            Self::Right => 312.0,
            // Charts want height; the drawing wants more of it.
            Self::Bottom => (length(window().inner_height()).unwrap_or(900.0) * 0.31).clamp(220.0, 320.0).round(),
        }
    }

    /// Id of the region's element.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Left => "region-left",
            Self::Right => "region-right",
            Self::Bottom => "region-bottom",
        }
    }

    pub const fn class(self) -> &'static str {
        match self {
            Self::Left => "panel left",
            Self::Right => "panel right",
            Self::Bottom => "panel bottom",
        }
    }
}

impl Layout {
    pub fn new() -> Self {
        let stored: Stored = settings::load("layout").unwrap_or_default();
        let panel = |side: Side, (size, is_folded): (f64, bool)| {
            let (min, max) = side.bounds();
            Panel { size: RwSignal::new(size.clamp(min, max)), is_folded: RwSignal::new(is_folded) }
        };
        let layout = Self {
            left: panel(Side::Left, stored.left),
            right: panel(Side::Right, stored.right),
            bottom: panel(Side::Bottom, stored.bottom),
            left_tab: RwSignal::new(stored.left_tab),
            bottom_tab: RwSignal::new(stored.bottom_tab),
            question: RwSignal::new(Question::default()),
            board: RwSignal::new(Board::default()),
            shows_minimap: RwSignal::new(stored.minimap),
            // A tablet held upright and a phone held sideways, too: fingers need room, and three regions leave none to the drawing.
            // The style sheets say the same, in em: where letters are twice as large there is room for half as many.
            is_narrow: watch::media("(max-width: 44.9375em), (max-width: 56.1875em) and (pointer: coarse), (max-width: 56.1875em) and (max-height: 37.4375em), (max-height: 31.1875em) and (pointer: coarse)"),
            drawer: RwSignal::new(None),
            is_carrying: RwSignal::new(false),
            n_built: RwSignal::new(0),
            n_moves: StoredValue::new(0),
        };
        Effect::watch(
            move || layout.stored(),
            |now, before, _| {
                if before != Some(now) {
                    settings::save("layout", now);
                }
            },
            false,
        );
        layout
    }

    fn stored(self) -> Stored {
        let panel = |it: Panel| (it.size.get(), it.is_folded.get());
        Stored {
            left: panel(self.left),
            right: panel(self.right),
            bottom: panel(self.bottom),
            left_tab: self.left_tab.get(),
            bottom_tab: self.bottom_tab.get(),
            minimap: self.shows_minimap.get(),
        }
    }

    pub const fn panel(self, side: Side) -> Panel {
        match side {
            Side::Left => self.left,
            Side::Right => self.right,
            Side::Bottom => self.bottom,
        }
    }

    /// Gives the next region its content.
    pub fn build_region(self) {
        self.n_built.update(|it| *it += 1);
    }

    /// Whether the region has had its turn.
    pub fn is_built(self, side: Side) -> bool {
        Side::IN_TURN.iter().take(self.n_built.get()).any(|it| *it == side)
    }

    /// Whether the region can be seen now.
    pub fn is_shown(self, side: Side) -> bool {
        if self.is_narrow.get() {
            self.drawer.get() == Some(side)
        } else {
            !self.panel(side).is_folded.get()
        }
    }

    pub fn toggle(self, side: Side) {
        if untrack(|| self.is_shown(side)) {
            self.hide(side);
        } else {
            self.show(side);
        }
    }

    pub fn show(self, side: Side) {
        if self.is_narrow.get_untracked() {
            self.drawer.set(Some(side));
        } else {
            self.panel(side).is_folded.set(false);
        }
    }

    pub fn hide(self, side: Side) {
        let had_focus = has_focus(side.id());
        if self.is_narrow.get_untracked() {
            self.drawer.set(None);
        } else {
            self.panel(side).is_folded.set(true);
        }
        if had_focus {
            self.focus_canvas();
        }
    }

    /// Lets nothing lie over the drawing.
    pub fn uncover(self) {
        if self.is_narrow.get_untracked()
            && let Some(side) = self.drawer.get_untracked()
        {
            self.hide(side);
        }
    }

    /// Shows what runs have found.
    pub fn show_results(self) {
        self.bottom_tab.set(BottomTab::Results);
        self.show(Side::Bottom);
    }

    /// Shows what happens on purpose during runs.
    pub fn show_scenario(self) {
        self.bottom_tab.set(BottomTab::Scenario);
        self.show(Side::Bottom);
    }
}
