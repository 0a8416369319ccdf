//! Components too small to read, or too many for cards: boxes on the canvas, filled by their load.

use model::{Rect, Severity, component::CARD};
use sim::blast::Reach;
use web_sys::CanvasRenderingContext2d;

use super::{load::Tone, surface::Surface, theme::Theme, zones::shortened};

/// A component as a box, in world units.
#[derive(Clone, Copy, Debug)]
pub struct Far<'a> {
    pub rect: Rect,
    pub name: &'a str,
    pub tone: Tone,
    /// Share of the hull under water, 0.0 to 1.0.
    pub fill: f64,
    /// Share of the hull below the load line.
    pub safe: Option<f64>,
    /// The worst that was found about it.
    pub found: Option<Severity>,
    /// Whether what is looked at would hit all requests here, or some.
    pub hit: Option<Reach>,
    pub is_selected: bool,
    pub is_dimmed: bool,
}

/// Below this zoom a box is one plain rectangle in the color of its load.
pub const BOXES_FROM: f64 = 0.15;
/// From this zoom a box has room for a name of [`SMALL_LABEL`] CSS pixels, from the next one for two lines of it, and from
/// the last one for two lines of [`LABEL`].
const LABELS_FROM: f64 = 0.2;
const TWO_LINES_FROM: f64 = 0.27;
const LARGE_LABELS_FROM: f64 = 0.34;
const LABEL: f64 = 10.0;
const SMALL_LABEL: f64 = 9.0;
/// Of a line, in letters.
const LINE: f64 = 1.1;
/// World units between the lines of a hatch, which tells the load without color.
const HATCH: f64 = 22.0;
/// World units.
const RADIUS: f64 = 8.0;

/// Draws components as boxes; the surface is in world units.
pub fn draw_far(surface: &Surface, boxes: &[Far<'_>], zoom: f64, theme: &Theme) {
    if zoom < BOXES_FROM { draw_blocks(surface, boxes, zoom, theme) } else { draw_boxes(surface, boxes, zoom, theme) }
    draw_marks(surface, boxes, zoom, theme);
}

/// One fill per tone.
fn draw_blocks(surface: &Surface, boxes: &[Far<'_>], zoom: f64, theme: &Theme) {
    let context = &surface.context;
    for tone in Tone::ALL {
        context.begin_path();
        let mut any = false;
        for it in boxes.iter().filter(|it| it.tone == tone) {
            context.rect(it.rect.x, it.rect.y, it.rect.width, it.rect.height);
            any = true;
        }
        if !any {
            continue;
        }
        context.set_fill_style_str(theme.water(tone));
        context.fill();
        if zoom > 0.08 || tone == Tone::Unknown || tone == Tone::Down {
            context.set_stroke_style_str(if tone == Tone::Down { &theme.error } else { &theme.card_line });
            context.set_line_width(1.0 / zoom);
            context.stroke();
        }
    }
}

fn draw_boxes(surface: &Surface, boxes: &[Far<'_>], zoom: f64, theme: &Theme) {
    let context = &surface.context;
    context.begin_path();
    for Far { rect, .. } in boxes {
        // The radius is positive and finite, the only things this refuses.
        context.round_rect_with_f64(rect.x, rect.y, rect.width, rect.height, RADIUS).ok();
    }
    context.set_fill_style_str(&theme.card);
    context.fill();
    for tone in Tone::ALL {
        context.begin_path();
        for it in boxes.iter().filter(|it| it.tone == tone) {
            let rect = it.rect;
            let height = if tone == Tone::Down { rect.height } else { rect.height * it.fill };
            let corner = RADIUS.min(height / 2.0);
            context.round_rect_with_f64(rect.x, rect.bottom() - height, rect.width, height, corner).ok();
        }
        context.set_fill_style_str(theme.water(tone));
        context.fill();
    }
    context.begin_path();
    for Far { rect, .. } in boxes {
        context.round_rect_with_f64(rect.x, rect.y, rect.width, rect.height, RADIUS).ok();
    }
    context.set_stroke_style_str(&theme.card_line);
    context.set_line_width(1.0 / zoom);
    context.stroke();
    draw_hatches(surface, boxes, zoom, theme);
    // The load line: a short stroke at the right edge.
    context.begin_path();
    for Far { rect, safe, .. } in boxes {
        if let Some(safe) = safe {
            let y = rect.bottom() - rect.height * safe;
            context.move_to(rect.right() - 24.0, y);
            context.line_to(rect.right() - 4.0, y);
        }
    }
    context.set_stroke_style_str(&theme.load_line);
    context.set_line_width((1.5_f64).max(1.0 / zoom));
    context.stroke();
    if zoom >= LABELS_FROM {
        draw_names(surface, boxes, zoom, theme);
    }
    for (severity, color) in [(Severity::Warning, &theme.warning), (Severity::Error, &theme.error)] {
        draw_flags(surface, boxes, severity, color);
    }
}

/// A mark at the corner: triangles for warnings, squares for errors. Advice can wait until somebody comes nearer.
fn draw_flags(surface: &Surface, boxes: &[Far<'_>], severity: Severity, color: &str) {
    const SIDE: f64 = 22.0;
    let context = &surface.context;
    context.begin_path();
    for Far { rect, .. } in boxes.iter().filter(|it| it.found == Some(severity)) {
        let (left, top) = (rect.right() - SIDE * 0.7, rect.y - SIDE * 0.3);
        if severity == Severity::Error {
            context.rect(left, top, SIDE, SIDE);
        } else {
            context.move_to(left + SIDE / 2.0, top);
            context.line_to(left + SIDE, top + SIDE);
            context.line_to(left, top + SIDE);
            context.close_path();
        }
    }
    context.set_fill_style_str(color);
    context.fill();
}

/// Lines over the water of those above their load line, crossed where they are saturated, as on cards.
fn draw_hatches(surface: &Surface, boxes: &[Far<'_>], zoom: f64, theme: &Theme) {
    let context = &surface.context;
    context.begin_path();
    for it in boxes.iter().filter(|it| matches!(it.tone, Tone::Strained | Tone::Sinking)) {
        let (left, right, bottom) = (it.rect.x, it.rect.right(), it.rect.bottom());
        let height = it.rect.height * it.fill;
        let mut x = left + HATCH;
        while x < right + height {
            // From the foot up to the right, cut at both sides of the box.
            let (from, to) = ((x - height).max(left), x.min(right));
            context.move_to(to, bottom - (x - to));
            context.line_to(from, bottom - (x - from));
            if it.tone == Tone::Sinking {
                let mirrored = |at: f64| left + right - at;
                context.move_to(mirrored(to), bottom - (x - to));
                context.line_to(mirrored(from), bottom - (x - from));
            }
            x += HATCH;
        }
    }
    context.set_stroke_style_str(&theme.hatch);
    context.set_line_width(1.0 / zoom);
    context.stroke();
}

fn draw_names(surface: &Surface, boxes: &[Far<'_>], zoom: f64, theme: &Theme) {
    let context = &surface.context;
    let has_two_lines = zoom >= TWO_LINES_FROM;
    let label = if zoom >= LARGE_LABELS_FROM { LABEL } else { SMALL_LABEL } / zoom;
    context.set_font(&theme.font_of(600, label));
    context.set_text_baseline("middle");
    context.set_text_align("left");
    context.set_fill_style_str(&theme.text);
    // A cut in proportion can be a little off.
    let room = CARD.width - 11.0 / zoom;
    for Far { rect, name, .. } in boxes {
        let (x, middle) = (rect.x + 3.0 / zoom, rect.center().y);
        let (first, rest) = if has_two_lines { two_lines(context, name, room) } else { (*name, "") };
        let above = if rest.is_empty() { 0.0 } else { LINE * label / 2.0 };
        context.fill_text(&shortened(context, first, room), x, middle - above).ok();
        if !rest.is_empty() {
            context.fill_text(&shortened(context, rest, room), x, middle + above).ok();
        }
    }
}

/// As many words as fit, and what is left of the name.
fn two_lines<'a>(context: &CanvasRenderingContext2d, name: &'a str, room: f64) -> (&'a str, &'a str) {
    let fits = |text: &str| context.measure_text(text).is_ok_and(|it| it.width() <= room);
    if fits(name) {
        return (name, "");
    }
    let mut breaks = name.char_indices().filter(|(_, letter)| letter.is_whitespace()).map(|(at, _)| at);
    match breaks.rfind(|at| fits(&name[..*at])) {
        Some(at) => (&name[..at], name[at..].trim_start()),
        None => (name, ""),
    }
}

/// What must be seen at every zoom: selection, components that are down, and those that cannot be connected.
fn draw_marks(surface: &Surface, boxes: &[Far<'_>], zoom: f64, theme: &Theme) {
    let context = &surface.context;
    context.begin_path();
    for Far { rect, .. } in boxes.iter().filter(|it| it.is_dimmed) {
        context.rect(rect.x - 1.0, rect.y - 1.0, rect.width + 2.0, rect.height + 2.0);
    }
    context.set_fill_style_str(&theme.ground);
    context.set_global_alpha(0.62);
    context.fill();
    context.set_global_alpha(1.0);
    context.begin_path();
    for Far { rect, .. } in boxes.iter().filter(|it| it.tone == Tone::Down) {
        context.move_to(rect.x, rect.y);
        context.line_to(rect.right(), rect.bottom());
        context.move_to(rect.right(), rect.y);
        context.line_to(rect.x, rect.bottom());
    }
    context.set_stroke_style_str(&theme.error);
    context.set_line_width(1.5 / zoom);
    context.stroke();
    // Around the box: whole where all requests are hit, dashed where some are.
    for (reach, dash) in [(Reach::Whole, &[][..]), (Reach::Part, &[4.0, 3.0])] {
        context.begin_path();
        for Far { rect, .. } in boxes.iter().filter(|it| it.hit == Some(reach)) {
            let by = 4.0 / zoom;
            context.rect(rect.x - by, rect.y - by, rect.width + 2.0 * by, rect.height + 2.0 * by);
        }
        surface.dash(&dash.iter().map(|it| it / zoom).collect::<Vec<f64>>());
        context.set_stroke_style_str(&theme.error);
        context.set_line_width(2.0 / zoom);
        context.stroke();
    }
    surface.dash(&[]);
    context.begin_path();
    for Far { rect, .. } in boxes.iter().filter(|it| it.is_selected) {
        context.round_rect_with_f64(rect.x, rect.y, rect.width, rect.height, RADIUS).ok();
    }
    context.set_stroke_style_str(&theme.selection);
    context.set_line_width(2.0 / zoom);
    context.stroke();
}
