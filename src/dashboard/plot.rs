//! Draws lines over time, or over load, on a canvas. Knows pixels and colors, nothing of the project.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Space around the plotted area in CSS pixels; the pointer is mapped with the same figures.
pub const LEFT: f64 = 52.0;
pub const RIGHT: f64 = 16.0;
const TOP: f64 = 8.0;
const BOTTOM: f64 = 20.0;
const FONT: &str = "11px system-ui, sans-serif";
/// About so many labels along the upright axis.
const Y_STEPS: f64 = 4.0;
/// A label of the other axis and the space after it.
const X_STEP: f64 = 46.0;

/// One line, told apart from its neighbors by color and by dash.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub label: String,
    /// Custom property that holds its color, such as `--series-1`.
    pub token: &'static str,
    pub stroke: Stroke,
    /// Place on the axis and value, in order of place. A gap is a missing point, never a zero.
    pub points: Vec<(f64, f64)>,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    Solid,
    Dashed,
    Dotted,
    Bold,
}

/// A place to point at: a moment, a load.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    pub at: f64,
    pub label: String,
}

/// What to draw and the words for the axis.
pub struct Plot<'a> {
    pub lines: &'a [Line],
    pub marks: &'a [Mark],
    pub until: f64,
    /// Upper end of the axis if the lines stay below it.
    pub at_least: f64,
    pub value_label: &'a dyn Fn(f64) -> String,
    pub across_label: &'a dyn Fn(f64) -> String,
}

/// The highest value that the axis shows: a round number above every line.
pub fn axis_top(lines: &[Line], at_least: f64) -> f64 {
    let highest = lines.iter().flat_map(|it| &it.points).map(|it| it.1).fold(at_least, f64::max);
    if highest <= 0.0 || !highest.is_finite() {
        return 1.0;
    }
    let magnitude = 10_f64.powf(highest.log10().floor());
    // A line that only touches the top is hard to see; the smallest axis has no line at its top.
    let room = if highest > at_least { 1.02 } else { 1.0 };
    let steps = highest * room / magnitude;
    let round = [1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    round.into_iter().find(|it| *it >= steps).unwrap_or(15.0) * magnitude
}

/// Draws `plot` over the whole canvas at the screen's resolution.
pub fn draw(canvas: &HtmlCanvasElement, plot: &Plot<'_>) {
    let ratio = web_sys::window().map_or(1.0, |it| it.device_pixel_ratio());
    let (width, height) = (f64::from(canvas.client_width()), f64::from(canvas.client_height()));
    if width < LEFT + RIGHT + 20.0 || height < TOP + BOTTOM + 10.0 {
        return;
    }
    let Some(colors) = Colors::of(canvas) else { return };
    canvas.set_width((width * ratio).round() as u32);
    canvas.set_height((height * ratio).round() as u32);
    let Some(context) = context_of(canvas) else { return };
    // Setting the size has cleared the canvas and everything that was set on it. This cannot fail for finite numbers.
    let _ = context.scale(ratio, ratio);
    let top = axis_top(plot.lines, plot.at_least);
    let area = Area { context, colors, plot, width, height, ratio, top };
    area.draw_axes();
    for mark in plot.marks.iter().filter(|it| it.at <= plot.until) {
        area.draw_line(&[(mark.at, 0.0), (mark.at, top)], "--text-2", 1.0, &[3.0, 3.0]);
    }
    for line in plot.lines {
        let (thickness, dash) = line.stroke.pattern();
        area.draw_line(&line.points, line.token, thickness, dash);
    }
}

/// The steps of an axis from 0 to `end`: round, and about `wanted` of them.
fn steps(end: f64, wanted: f64) -> impl Iterator<Item = f64> {
    let least = end / wanted;
    let magnitude = 10_f64.powf(least.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0].into_iter().map(|it| it * magnitude).find(|it| *it >= least * 0.999);
    let step = step.unwrap_or(10.0 * magnitude);
    // What is a step but for rounding counts.
    (0..).map(move |n| f64::from(n) * step).take_while(move |it| *it <= end * 1.0001)
}

/// Where a plot is drawn; all lengths in CSS pixels.
struct Area<'a> {
    context: CanvasRenderingContext2d,
    colors: Colors,
    plot: &'a Plot<'a>,
    width: f64,
    height: f64,
    ratio: f64,
    /// Value at the upper end of the axis.
    top: f64,
}

impl Area<'_> {
    fn x(&self, across: f64) -> f64 {
        LEFT + across / self.plot.until.max(1e-9) * (self.width - LEFT - RIGHT)
    }

    fn y(&self, value: f64) -> f64 {
        self.height - BOTTOM - value / self.top * (self.height - TOP - BOTTOM)
    }

    /// In the middle of the screen's pixel, so that a line of one pixel is not spread over two.
    fn sharp(&self, at: f64) -> f64 {
        ((at * self.ratio).floor() + 0.5) / self.ratio
    }

    fn draw_axes(&self) {
        let context = &self.context;
        let (left, right, bottom) = (self.sharp(LEFT), self.width - RIGHT, self.y(0.0));
        context.set_fill_style_str(&self.colors.of_token("--text-3"));
        context.set_font(FONT);
        context.begin_path();
        context.set_text_align("right");
        context.set_text_baseline("middle");
        for value in steps(self.top, Y_STEPS) {
            let y = self.sharp(self.y(value));
            context.move_to(left, y);
            context.line_to(right, y);
            let _ = context.fill_text(&(self.plot.value_label)(value), LEFT - 6.0, y);
        }
        context.move_to(left, TOP);
        context.line_to(left, bottom);
        context.set_text_align("center");
        context.set_text_baseline("top");
        let x_steps = ((self.width - LEFT - RIGHT) / X_STEP).floor().max(1.0);
        for across in steps(self.plot.until.max(1e-9), x_steps) {
            let label = (self.plot.across_label)(across);
            // The last one must not reach out of the canvas.
            let half = context.measure_text(&label).map_or(0.0, |it| it.width() / 2.0);
            let _ = context.fill_text(&label, self.x(across).min(self.width - half), bottom + 5.0);
        }
        context.set_stroke_style_str(&self.colors.of_token("--line"));
        context.set_line_width(1.0 / self.ratio.min(1.0));
        context.stroke();
    }

    fn draw_line(&self, points: &[(f64, f64)], token: &str, thickness: f64, dash: &[f64]) {
        let context = &self.context;
        let _ = context.set_line_dash(&dash.iter().map(|it| JsValue::from(*it)).collect::<Array>());
        context.set_stroke_style_str(&self.colors.of_token(token));
        context.set_line_width(thickness);
        context.set_line_join("round");
        context.begin_path();
        for (across, value) in points {
            // Without a point before it, this one begins the line.
            context.line_to(self.x(*across), self.y(*value));
        }
        context.stroke();
    }
}

fn context_of(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// The colors of the canvas's theme, as the style sheet has them at this moment.
struct Colors(web_sys::CssStyleDeclaration);

impl Colors {
    fn of(canvas: &HtmlCanvasElement) -> Option<Self> {
        web_sys::window()?.get_computed_style(canvas).ok()?.map(Self)
    }

    fn of_token(&self, token: &str) -> String {
        self.0.get_property_value(token).unwrap_or_default().trim().to_owned()
    }
}

impl Stroke {
    /// Thickness in CSS pixels, and lengths of dashes and gaps.
    const fn pattern(self) -> (f64, &'static [f64]) {
        match self {
            Self::Solid => (1.5, &[]),
            Self::Bold => (2.5, &[]),
            Self::Dashed => (1.5, &[6.0, 3.0]),
            Self::Dotted => (1.5, &[2.0, 2.0]),
        }
    }

    /// Name of its CSS class in the legend.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Solid => "solid",
            Self::Dashed => "dashed",
            Self::Dotted => "dotted",
            Self::Bold => "bold",
        }
    }
}
