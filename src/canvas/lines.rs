//! Draws connections: lines alike in one stroke, and an arrow head at the callee.

use editor::Path;
use model::{Arg, Connection, Message, Point, lean};

use super::{
    load::Basis,
    stroke::{Dash, Stroke},
    surface::Surface,
    theme::Theme,
    traffic::{Failing, Rate},
};
use crate::text::{say, say_arg, say_message};

/// What a line says when asked: relation, traffic, why it is red, and what its policy adds.
pub fn label(connection: &Connection, rate: Option<Rate>) -> String {
    let mut parts = vec![say_message(&Message::computed(format!("relation-{}", connection.relation.id())))];
    parts.extend(rate.map(rate_text));
    parts.extend(rate.and_then(|it| it.failing).map(failing_text));
    let policy = &connection.policy;
    if let Some(timeout) = policy.timeout_millis {
        parts.push(say_message(&Message::new("canvas-timeout").with("timeout", Arg::Millis(timeout))));
    }
    if policy.attempts > 1 {
        parts.push(say_message(&Message::new("canvas-attempts").with("attempts", policy.attempts)));
    }
    for (is_set, id) in [
        (policy.breaker.is_some(), "canvas-breaker"),
        (policy.bulkhead.is_some(), "canvas-bulkhead"),
        (policy.optional == Some(true), "canvas-optional"),
    ] {
        if is_set {
            parts.push(say(id));
        }
    }
    parts.join(" · ")
}

/// Traffic, and where the number comes from.
pub fn rate_text(rate: Rate) -> String {
    let per_sec = say_arg(&Arg::PerSec(rate.per_sec));
    match rate.basis {
        Basis::Simulated => per_sec,
        Basis::Estimated => format!("{per_sec} {}", say("canvas-estimate")),
        Basis::Stale => format!("{per_sec} {}", say("canvas-stale")),
    }
}

fn failing_text(failing: Failing) -> String {
    let (id, share) = match failing {
        Failing::Now(share) => ("canvas-failing", share),
        Failing::InRun(share) => ("canvas-failed", share),
    };
    say_message(&Message::new(id).with("share", Arg::Ratio(share)))
}

/// How much of a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Curves with patterns and arrow heads.
    Full,
    /// Curves with arrow heads.
    Plain,
    /// Straight, and only the color.
    Coarse,
}

/// Draws `lines` in world units; sorts them by look first.
pub fn draw_lines(
    surface: &Surface,
    lines: &mut [(Stroke, &Path)],
    zoom: f64,
    detail: Detail,
    theme: &Theme,
) {
    let context = &surface.context;
    if detail == Detail::Coarse {
        for (stroke, _) in lines.iter_mut() {
            *stroke = Stroke { ink: stroke.ink, dash: Dash::Solid, width: stroke.width / 3 };
        }
    }
    lean::sort_by_key(lines, |(stroke, _)| *stroke);
    for group in lines.chunk_by(|a, b| a.0 == b.0) {
        let stroke = group[0].0;
        let color = theme.line(stroke.ink);
        // Never thinner than a pixel: a hairline over the whole drawing flickers while zooming.
        let thickness = stroke.thickness().max(1.0 / zoom);
        context.set_stroke_style_str(color);
        context.set_line_width(thickness);
        set_dash(surface, if detail == Detail::Full { stroke.dash } else { Dash::Solid }, thickness);
        context.begin_path();
        for (_, path) in group {
            match detail {
                Detail::Coarse => {
                    context.move_to(path.start.x, path.start.y);
                    let end = path.end();
                    context.line_to(end.x, end.y);
                }
                Detail::Full | Detail::Plain => trace(surface, path, head_length(thickness) * 0.7),
            }
        }
        context.stroke();
        if detail != Detail::Coarse {
            context.set_fill_style_str(color);
            context.begin_path();
            for (_, path) in group {
                trace_head(surface, path, thickness);
            }
            context.fill();
        }
    }
    surface.dash(&[]);
}

/// Draws one line in a color and thickness of its own, with an arrow head.
pub fn draw_line(surface: &Surface, path: &Path, color: &str, thickness: f64, dash: Dash) {
    let context = &surface.context;
    context.set_stroke_style_str(color);
    context.set_fill_style_str(color);
    context.set_line_width(thickness);
    set_dash(surface, dash, thickness);
    context.begin_path();
    trace(surface, path, head_length(thickness) * 0.7);
    context.stroke();
    surface.dash(&[]);
    context.begin_path();
    trace_head(surface, path, thickness);
    context.fill();
}

fn set_dash(surface: &Surface, dash: Dash, thickness: f64) {
    surface.context.set_line_cap(if dash == Dash::Dotted { "round" } else { "butt" });
    match dash {
        Dash::Solid => surface.dash(&[]),
        Dash::Dashed => surface.dash(&[5.0 + thickness, 4.0 + thickness]),
        Dash::Dotted => surface.dash(&[0.1, 2.5 + 1.5 * thickness]),
    }
}

/// Adds a path to the current one, ending `short` units before its end so that the arrow's tip stays sharp.
fn trace(surface: &Surface, path: &Path, short: f64) {
    surface.context.move_to(path.start.x, path.start.y);
    let last = path.curves.len().saturating_sub(1);
    for (i, curve) in path.curves.iter().enumerate() {
        let to = if i == last { pulled_back(path, short) } else { curve.to };
        surface.context.bezier_curve_to(
            curve.control_1.x,
            curve.control_1.y,
            curve.control_2.x,
            curve.control_2.y,
            to.x,
            to.y,
        );
    }
}

fn trace_head(surface: &Surface, path: &Path, thickness: f64) {
    let (tip, direction) = (path.end(), end_direction(path));
    let length = head_length(thickness);
    let half = length * 0.42;
    let base = tip.offset(-direction.x * length, -direction.y * length);
    let context = &surface.context;
    context.move_to(tip.x, tip.y);
    context.line_to(base.x - direction.y * half, base.y + direction.x * half);
    context.line_to(base.x + direction.y * half, base.y - direction.x * half);
    context.close_path();
}

fn head_length(thickness: f64) -> f64 {
    7.0 + 1.7 * thickness
}

fn pulled_back(path: &Path, by: f64) -> Point {
    let direction = end_direction(path);
    path.end().offset(-direction.x * by, -direction.y * by)
}

/// Unit vector in which the path arrives.
fn end_direction(path: &Path) -> Point {
    let end = path.end();
    let before = path.curves.last().map_or(path.start, |it| it.control_2);
    let distance = before.distance(end);
    if distance < 1e-6 {
        return Point::new(1.0, 0.0);
    }
    Point::new((end.x - before.x) / distance, (end.y - before.y) / distance)
}
