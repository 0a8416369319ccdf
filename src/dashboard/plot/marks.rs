//! What happened, on the charts: a line and a sign where it began, another where it ended, a shade or a strip in between. Signs
//! differ in shape, so that no color is needed to tell them apart.

use editor::geometry::label::in_row;
use model::lean;
use plotters::prelude::*;

use super::{Area, FONT, Failure, Palette, Plot};

/// What sort of thing happened: it decides on sign and color.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    Fault,
    Traffic,
    Deploy,
    Operator,
    /// By itself: scaling, a rollout that goes on.
    System,
    Alert,
    /// A place to point at: instead of a sign it has its name above its line.
    Plain,
}

impl Sort {
    /// Those with a sign.
    pub const ALL: [Self; 6] =
        [Self::Fault, Self::Traffic, Self::Deploy, Self::Operator, Self::System, Self::Alert];

    /// Name of its CSS class, and of its text.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Fault => "fault",
            Self::Traffic => "traffic",
            Self::Deploy => "deploy",
            Self::Operator => "operator",
            Self::System => "system",
            Self::Alert => "alert",
            Self::Plain => "plain",
        }
    }

    const fn is_disturbance(self) -> bool {
        matches!(self, Self::Fault | Self::Traffic)
    }

    const fn token(self) -> &'static str {
        match self {
            Self::Fault => "--error",
            Self::Traffic => "--series-2",
            Self::Deploy => "--series-5",
            Self::Operator => "--accent",
            Self::System => "--series-4",
            Self::Alert => "--warning",
            Self::Plain => "--text-2",
        }
    }

    /// Corners of its sign within a square from -1 to 1; the style sheet draws the same ones.
    const fn corners(self) -> &'static [(f64, f64)] {
        match self {
            Self::Fault => &[(-1.0, -1.0), (1.0, -1.0), (0.0, 1.0)],
            Self::Traffic => &[(-1.0, 1.0), (0.0, -1.0), (1.0, 1.0)],
            Self::Deploy => &[(0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)],
            Self::Operator => &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
            Self::System => {
                &[(-0.5, -1.0), (0.5, -1.0), (1.0, 0.0), (0.5, 1.0), (-0.5, 1.0), (-1.0, 0.0)]
            }
            Self::Alert => &[(-0.3, -1.0), (0.3, -1.0), (1.0, 0.6), (0.3, 0.6), (0.3, 1.0), (-0.3, 1.0), (-0.3, 0.6), (-1.0, 0.6)],
            Self::Plain => &[],
        }
    }
}

/// Something that happened, or a place to point at.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    pub at: f64,
    /// Until when it lasted; infinite: it still does. `None`: an instant.
    pub until: Option<f64>,
    pub label: String,
    pub sort: Sort,
}

/// Half of a sign's size in CSS pixels.
const SIGN: f64 = 4.0;

/// Draws the marks in pixels; `x_of` gives the place of a moment, `span` the plotted area from top to bottom.
pub fn draw(
    area: &Area,
    plot: &Plot<'_>,
    palette: &Palette,
    x_of: &dyn Fn(f64) -> i32,
    span: (i32, i32),
    ratio: f64,
) -> Result<(), Failure> {
    let px = |css: f64| (css * ratio).round() as i32;
    let (top, bottom) = span;
    let is_seen = |at: f64| (plot.from..=plot.until).contains(&at);
    for mark in plot.marks {
        let color = palette.color(mark.sort.token());
        if let Some(until) = mark.until
            && mark.at < plot.until
            && until > plot.from
        {
            let (from, until) = (x_of(mark.at.max(plot.from)), x_of(until.min(plot.until)));
            // What disturbs the system is a shade; what answers to it a strip, so that shades do not pile up.
            let (bottom, share) = if mark.sort.is_disturbance() { (bottom, 0.1) } else { (top + px(2.0), 0.6) };
            area.draw(&Rectangle::new([(from, top), (until, bottom)], color.mix(share).filled()))?;
        }
        let ends = [(Some(mark.at), true), (mark.until, false)];
        for (at, is_begin) in ends.into_iter().filter_map(|(at, is_begin)| Some((at.filter(|it| is_seen(*it))?, is_begin))) {
            let x = x_of(at);
            let dash = if is_begin { 4.0 } else { 1.0 };
            let stroke = color.stroke_width(px(1.0).unsigned_abs().max(1));
            for y in (top..bottom).step_by(px(dash + 3.0).unsigned_abs().max(1) as usize) {
                area.draw(&PathElement::new([(x, y), (x, (y + px(dash)).min(bottom))], stroke))?;
            }
            let y = top - px(SIGN + 2.0);
            let corner = |it: &(f64, f64)| (x + px(it.0 * SIGN), y + px(it.1 * SIGN));
            let mut corners: Vec<(i32, i32)> = mark.sort.corners().iter().map(corner).collect();
            // An end is hollow.
            if is_begin {
                area.draw(&Polygon::new(corners, color.filled()))?;
            } else if let Some(first) = corners.first().copied() {
                corners.push(first);
                area.draw(&PathElement::new(corners, color.stroke_width(px(1.2).unsigned_abs().max(1))))?;
            }
        }
    }
    name_places(area, plot, palette, x_of, top, ratio)
}

/// Space between two names in CSS pixels.
const GAP: f64 = 8.0;

/// Writes above its line what each place is called.
fn name_places(
    area: &Area,
    plot: &Plot<'_>,
    palette: &Palette,
    x_of: &dyn Fn(f64) -> i32,
    top: i32,
    ratio: f64,
) -> Result<(), Failure> {
    let mut places: Vec<&Mark> = plot
        .marks
        .iter()
        .filter(|it| it.is_place() && (plot.from..=plot.until).contains(&it.at))
        .collect();
    lean::sort_by(&mut places, |a, b| a.at.total_cmp(&b.at));
    // Plotters would measure with an element whose style the page's security policy blocks.
    palette.context.set_font(&format!("{}px {FONT}", 11.0 * ratio));
    let width_of = |text: &str| palette.context.measure_text(text).map_or(0.0, |it| it.width());
    let labels: Vec<(f64, f64)> =
        places.iter().map(|it| (f64::from(x_of(it.at)), width_of(&it.label))).collect();
    let font = (FONT, 11.0 * ratio).into_font().color(&palette.text);
    let width = f64::from(area.dim_in_pixel().0);
    for (place, begin) in places.iter().zip(in_row(&labels, (0.0, width), GAP * ratio)) {
        let at = (begin.round() as i32, top - (13.0 * ratio).round() as i32);
        area.draw(&Text::new(place.label.as_str(), at, font.clone()))?;
    }
    Ok(())
}

impl Mark {
    /// Whether it is a place to point at, and nothing that happened.
    pub fn is_place(&self) -> bool {
        self.sort == Sort::Plain
    }

    /// Whether it was going on at a moment, or happened at most `slack` away from it.
    pub fn is_at(&self, at: f64, slack: f64) -> bool {
        self.at - slack <= at && at <= self.until.unwrap_or(self.at) + slack
    }
}
