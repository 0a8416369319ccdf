//! Draws lines over time, or over load, on a canvas with plotters. Knows pixels and colors, nothing of the project.

use plotters::{coord::Shift, prelude::*};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

mod marked;
mod marks;

use marked::Marked;
pub use marks::{Mark, Sort};

/// Space around the plotted area in CSS pixels; the pointer is mapped with the same figures.
pub const LEFT: f64 = 52.0;
pub const RIGHT: f64 = 16.0;
pub const TOP: f64 = 15.0;
const BOTTOM: f64 = 20.0;
/// Of everything written on it.
const FONT: &str = "system-ui, sans-serif";

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

/// Colors and strokes for lines that nothing else tells apart; as many as can be.
pub const STYLES: [(&str, Stroke); 7] = [
    ("--series-3", Stroke::Bold),
    ("--series-1", Stroke::Solid),
    ("--series-2", Stroke::Dashed),
    ("--series-4", Stroke::Dotted),
    ("--series-5", Stroke::Solid),
    ("--series-1", Stroke::Dashed),
    ("--series-2", Stroke::Dotted),
];

/// What to draw and the words for the axis.
pub struct Plot<'a> {
    pub lines: &'a [Line],
    /// Drawn faint, under the others.
    pub left: &'a [Line],
    pub marks: &'a [Mark],
    pub from: f64,
    /// Points that are further apart have nothing between them, not even a line.
    pub reach: f64,
    pub until: f64,
    /// Upper end of the axis if the lines stay below it.
    pub at_least: f64,
    /// Places with a label, from left to right.
    pub across_marks: &'a [f64],
    pub value_label: &'a dyn Fn(f64) -> String,
    pub across_label: &'a dyn Fn(f64) -> String,
}

/// The part of a line that can be seen. Where it leaves the axis it is cut between its points.
fn visible(points: &[(f64, f64)], from: f64, until: f64, reach: f64) -> Vec<(f64, f64)> {
    let first = points.partition_point(|it| it.0 < from);
    let last = points.partition_point(|it| it.0 <= until);
    let cut = |at: f64, before: usize, after: usize| {
        let (a, b) = (points.get(before)?, points.get(after)?);
        let is_inside = a.0 < at && at < b.0 && b.0 - a.0 <= reach;
        is_inside.then(|| (at, a.1 + (b.1 - a.1) * (at - a.0) / (b.0 - a.0)))
    };
    let begin = first.checked_sub(1).and_then(|before| cut(from, before, first));
    let end = last.checked_sub(1).and_then(|before| cut(until, before, last));
    begin.into_iter().chain(points[first..last.max(first)].iter().copied()).chain(end).collect()
}

/// The lowest and the highest value that the axis shows: round numbers around every line, and zero.
fn axis(lines: &[Vec<(f64, f64)>], at_least: f64) -> (f64, f64) {
    let values = || lines.iter().flatten().map(|it| it.1);
    let lowest = values().fold(0.0, f64::min);
    let bottom = if lowest < 0.0 { -axis_top(-lowest, 0.0) } else { 0.0 };
    (bottom, axis_top(values().fold(at_least, f64::max), at_least))
}

/// A round number above the highest value.
fn axis_top(highest: f64, at_least: f64) -> f64 {
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
///
/// # Errors
/// What plotters says when the canvas cannot be drawn on.
pub fn draw(canvas: &HtmlCanvasElement, plot: &Plot<'_>) -> Result<(), String> {
    let ratio = web_sys::window().map_or(1.0, |it| it.device_pixel_ratio());
    let (width, height) = (f64::from(canvas.client_width()), f64::from(canvas.client_height()));
    if width < LEFT + RIGHT + 20.0 || height < TOP + BOTTOM + 10.0 {
        return Ok(());
    }
    canvas.set_width((width * ratio).round() as u32);
    canvas.set_height((height * ratio).round() as u32);
    let palette = Palette::of(canvas).ok_or("the canvas has no 2D context")?;
    let backend = CanvasBackend::with_canvas_object(canvas.clone()).ok_or("the canvas has no size")?;
    on(&backend.into_drawing_area(), plot, &palette, ratio).map_err(|error| error.to_string())
}

type Area = DrawingArea<CanvasBackend, Shift>;
type Failure = DrawingAreaErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>;

fn on(area: &Area, plot: &Plot<'_>, palette: &Palette, ratio: f64) -> Result<(), Failure> {
    let px = |css: f64| (css * ratio).round() as i32;
    let faint = plot.left.iter().map(|it| (it, 0.4));
    let lines: Vec<(&Line, f64)> = faint.chain(plot.lines.iter().map(|it| (it, 1.0))).collect();
    let points: Vec<Vec<(f64, f64)>> =
        lines.iter().map(|it| visible(&it.0.points, plot.from, plot.until, plot.reach)).collect();
    let (bottom, top) = axis(&points, plot.at_least);
    let range = plot.from..plot.until.max(plot.from + 1e-9);
    let across = Marked { range, marks: plot.across_marks.to_vec() };
    let mut chart = ChartBuilder::on(area)
        .margin_top(px(TOP))
        .margin_right(px(RIGHT))
        .set_label_area_size(LabelAreaPosition::Left, px(LEFT))
        .set_label_area_size(LabelAreaPosition::Bottom, px(BOTTOM))
        .build_cartesian_2d(across, bottom..top)?;
    let font = (FONT, 11.0 * ratio).into_font().color(&palette.quiet);
    chart
        .configure_mesh()
        .disable_x_mesh()
        .bold_line_style(palette.grid.stroke_width(px(1.0).unsigned_abs()))
        .light_line_style(TRANSPARENT)
        .axis_style(palette.grid.stroke_width(px(1.0).unsigned_abs()))
        .label_style(font.clone())
        .x_labels(plot.across_marks.len().max(1))
        .y_labels(4)
        .x_label_formatter(&|at| (plot.across_label)(*at))
        .y_label_formatter(&|value| (plot.value_label)(*value))
        .draw()?;
    let plane = chart.plotting_area();
    let (ceiling, floor) = (plane.map_coordinate(&(plot.from, top)).1, plane.map_coordinate(&(plot.from, bottom)).1);
    let x_of = |at: f64| plane.map_coordinate(&(at, top)).0;
    marks::draw(area, plot, palette, &x_of, (ceiling, floor), ratio)?;
    for ((line, alpha), points) in lines.iter().zip(&points) {
        let color = palette.color(line.token).mix(*alpha);
        let style = |css: f64| color.stroke_width(px(css).unsigned_abs().max(1));
        for part in points.chunk_by(|a, b| b.0 - a.0 <= plot.reach) {
            let points = part.iter().copied();
            if let [point] = part {
                chart.draw_series(std::iter::once(Circle::new(*point, px(1.5), color.filled())))?;
            }
            match line.stroke {
                Stroke::Solid => chart.draw_series(LineSeries::new(points, style(1.5)))?,
                Stroke::Bold => chart.draw_series(LineSeries::new(points, style(2.5)))?,
                Stroke::Dashed => {
                    chart.draw_series(DashedLineSeries::new(points, px(6.0), px(3.0), style(1.5)))?
                }
                Stroke::Dotted => {
                    chart.draw_series(DashedLineSeries::new(points, px(2.0), px(2.0), style(1.5)))?
                }
            };
        }
    }
    area.present()
}

/// The colors of the canvas's theme, as the style sheet has them at this moment.
struct Palette {
    style: web_sys::CssStyleDeclaration,
    context: CanvasRenderingContext2d,
    text: RGBColor,
    quiet: RGBColor,
    grid: RGBColor,
}

impl Palette {
    fn of(canvas: &HtmlCanvasElement) -> Option<Self> {
        let style = web_sys::window()?.get_computed_style(canvas).ok()??;
        let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        let mut palette = Self { style, context, text: BLACK, quiet: BLACK, grid: BLACK };
        palette.text = palette.color("--text-2");
        palette.quiet = palette.color("--text-3");
        palette.grid = palette.color("--line");
        Some(palette)
    }

    /// The canvas context turns every way of writing an opaque color into `#rrggbb`.
    fn color(&self, token: &str) -> RGBColor {
        let value = self.style.get_property_value(token).unwrap_or_default();
        self.context.set_fill_style_str(value.trim());
        let hex = self.context.fill_style().as_string().unwrap_or_default();
        let channel = |at: usize| hex.get(at..at + 2).and_then(|it| u8::from_str_radix(it, 16).ok());
        match (channel(1), channel(3), channel(5)) {
            (Some(red), Some(green), Some(blue)) => RGBColor(red, green, blue),
            _ => RGBColor(128, 128, 128),
        }
    }
}

impl Stroke {
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
