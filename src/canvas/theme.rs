//! The colors of the drawing, read from the style sheet so that canvas and cards always agree.

use std::rc::Rc;

use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{load::Tone, stroke::Ink};

/// A CSS color, ready to be given to a canvas.
pub type Color = Rc<str>;

/// All colors and fonts that canvases use. Read again when the theme changes.
#[derive(Debug)]
pub struct Theme {
    pub ground: Color,
    pub grid: Color,
    pub card: Color,
    pub card_line: Color,
    pub load_line: Color,
    pub hatch: Color,
    pub text: Color,
    pub guide: Color,
    pub selection: Color,
    pub selection_soft: Color,
    pub possible: Color,
    pub doubtful: Color,
    /// Requests, their answers, and those that fail, as they move.
    pub request: Color,
    pub answer: Color,
    pub request_failed: Color,
    pub error: Color,
    pub warning: Color,
    /// Of a connection, by [`Ink`].
    line: [Color; Ink::ALL.len()],
    /// Water in a hull, by [`Tone`].
    water: [Color; Tone::ALL.len()],
    /// Outlines of zones, by kind.
    zone: [Color; model::ZoneKind::ALL.len()],
    font: String,
}

impl Theme {
    /// Reads the tokens as they hold at `root`. A probe element resolves them, because the value of a custom property
    /// itself may still hold `var()` or a system color.
    pub fn read(root: &HtmlElement) -> Option<Self> {
        let probe: HtmlElement =
            web_sys::window()?.document()?.create_element("span").ok()?.dyn_into().ok()?;
        probe.set_hidden(true);
        // The tokens themselves are the reader's colors then; forcing them would make them all the same.
        probe.style().set_property("forced-color-adjust", "none").ok();
        root.append_child(&probe).ok()?;
        let color = |token: &str| -> Color {
            probe.style().set_property("color", &format!("var(--{token})")).ok();
            computed(&probe, "color").into()
        };
        let theme = Self {
            ground: color("canvas"),
            grid: color("grid"),
            card: color("card"),
            card_line: color("card-line"),
            load_line: color("load-line"),
            hatch: color("hull-hatch-far"),
            text: color("text"),
            guide: color("guide"),
            selection: color("selection"),
            selection_soft: color("selection-soft"),
            possible: color("possible"),
            doubtful: color("doubtful"),
            request: color("request"),
            answer: color("answer"),
            request_failed: color("request-failed"),
            error: color("error"),
            warning: color("warning"),
            line: ["edge-off-path", "edge", "edge-async", "edge-strained", "edge-bad"].map(color),
            water: ["card", "hull-calm", "hull-busy", "hull-over", "hull-down"].map(color),
            zone: ["zone-region", "zone-availability-zone", "zone-network", "zone-host"].map(color),
            font: computed(root, "font-family"),
        };
        probe.remove();
        Some(theme)
    }

    pub const fn line(&self, ink: Ink) -> &Color {
        &self.line[ink as usize]
    }

    pub const fn water(&self, tone: Tone) -> &Color {
        &self.water[tone as usize]
    }

    pub const fn zone(&self, kind: model::ZoneKind) -> &Color {
        &self.zone[kind as usize]
    }

    /// A font of `pixels` height for a canvas.
    pub fn font_of(&self, weight: u32, pixels: f64) -> String {
        format!("{weight} {pixels}px {}", self.font)
    }
}

/// The computed value of a property.
fn computed(element: &Element, property: &str) -> String {
    web_sys::window()
        .and_then(|window| window.get_computed_style(element).ok().flatten())
        .and_then(|style| style.get_property_value(property).ok())
        .unwrap_or_default()
}
