//! What lies over the drawing for a moment: selection rectangle, guides, ports, handles, previews, labels of lines.

use editor::{Camera, Grip, Overlay, Path, PortSide, TargetVerdict, geometry::label};
use model::{Point, Rect, Size};

use super::{
    lines::draw_line,
    stroke::Dash,
    surface::Surface,
    theme::{Color, Theme},
};

/// CSS pixels.
const PORT: f64 = 6.0;
const HANDLE: f64 = 4.5;

/// Draws everything above the cards.
pub fn draw_overlay(surface: &Surface, overlay: &Overlay, camera: &Camera, theme: &Theme) {
    let context = &surface.context;
    if !overlay.guides.is_empty() {
        context.begin_path();
        for guide in &overlay.guides {
            let (from, to) = (camera.screen_from_world(guide.from), camera.screen_from_world(guide.to));
            // Half pixels keep a line of one pixel sharp.
            context.move_to(from.x.round() + 0.5, from.y.round() + 0.5);
            context.line_to(to.x.round() + 0.5, to.y.round() + 0.5);
        }
        context.set_stroke_style_str(&theme.guide);
        context.set_line_width(1.0);
        context.stroke();
    }
    if let Some(preview) = &overlay.preview {
        let color = preview_color(preview.verdict.as_ref(), theme);
        let is_possible = preview.verdict.as_ref().is_none_or(TargetVerdict::is_possible);
        surface.in_world(camera.zoom, camera.offset.x, camera.offset.y);
        let dash = if is_possible { Dash::Solid } else { Dash::Dashed };
        draw_line(surface, &preview.path, color, (2.0_f64).max(1.5 / camera.zoom), dash);
        surface.in_screen();
        let loose = if preview.reversed { preview.path.start } else { preview.path.end() };
        if !is_possible {
            draw_no_entry(surface, camera.screen_from_world(loose), theme);
        }
    }
    // While a connection is pulled, the whole card is the target; ports would only be in the way.
    let ports = if overlay.preview.is_some() { &[] } else { overlay.ports.as_slice() };
    for port in ports {
        let at = camera.screen_from_world(port.at);
        let radius = if port.hovered { PORT + 2.0 } else { PORT };
        disc(surface, at, radius, if port.hovered { &theme.selection } else { &theme.card }, &theme.selection);
        draw_port_arrow(surface, at, port.side, if port.hovered { &theme.card } else { &theme.selection });
    }
    for handle in &overlay.handles {
        let at = camera.screen_from_world(handle.at);
        match handle.grip {
            Grip::Zone { .. } => {
                context.begin_path();
                context.rect(at.x - HANDLE, at.y - HANDLE, 2.0 * HANDLE, 2.0 * HANDLE);
                fill_and_stroke(surface, &theme.card, &theme.selection);
            }
            Grip::From(_) | Grip::To(_) => disc(surface, at, HANDLE + 0.5, &theme.card, &theme.selection),
        }
    }
    if let Some(marquee) = overlay.marquee {
        let Rect { x, y, width, height } = camera.rect_on_screen(marquee.rect);
        context.begin_path();
        context.rect(x.round() + 0.5, y.round() + 0.5, width.round(), height.round());
        // A rectangle that takes whatever it touches is dashed, as in drawing programs.
        surface.dash(if marquee.enclosing { &[] } else { &[4.0, 3.0] });
        fill_and_stroke(surface, &theme.selection_soft, &theme.selection);
        surface.dash(&[]);
    }
}

/// Draws the place where a component from the palette would go, with the kind's name.
pub fn draw_ghost(surface: &Surface, rect: Rect, kind: &str, camera: &Camera, theme: &Theme) {
    let context = &surface.context;
    let Rect { x, y, width, height } = camera.rect_on_screen(rect);
    context.begin_path();
    context.round_rect_with_f64(x, y, width, height, 8.0 * camera.zoom).ok();
    surface.dash(&[5.0, 4.0]);
    fill_and_stroke(surface, &theme.selection_soft, &theme.selection);
    surface.dash(&[]);
    context.set_font(&theme.font_of(600, (13.0 * camera.zoom).max(9.0)));
    context.set_fill_style_str(&theme.text);
    context.set_text_align("center");
    context.set_text_baseline("middle");
    let kind = super::zones::shortened(context, kind, width - 12.0);
    context.fill_text(&kind, x + width / 2.0, y + height / 2.0).ok();
    context.set_text_align("left");
}

/// Height of a label, in CSS pixels.
const LABEL: f64 = 22.0;
/// Room around a label, in CSS pixels.
const AROUND_LABEL: f64 = 4.0;

/// What becomes of a label that finds no free place on its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pushes {
    /// Somebody asked for it: it goes beside the line, and hides cards if need be.
    Aside,
    /// It is left out.
    Out,
}

/// A label at a line: relation, traffic, policy. `taken`, in world units, is not to be hidden; the label is added to it.
pub fn draw_label(surface: &Surface, path: &Path, text: &str, pushes: Pushes, camera: &Camera, theme: &Theme, taken: &mut Vec<Rect>) {
    let context = &surface.context;
    context.set_font(&theme.font_of(500, 11.5));
    let width = context.measure_text(text).map_or(0.0, |it| it.width()) + 16.0;
    let (wide, high) = surface.size();
    let view = camera.visible(Size::new(wide, high)).grown(-AROUND_LABEL / camera.zoom);
    let size = Size::new((width + 2.0 * AROUND_LABEL) / camera.zoom, (LABEL + 2.0 * AROUND_LABEL) / camera.zoom);
    let steps: &[f64] = if pushes == Pushes::Aside { &label::NEAR } else { &label::ON_LINE };
    let placed = label::place(path, size, &view, taken, steps);
    if placed.covers && pushes == Pushes::Out {
        return;
    }
    taken.push(placed.rect);
    let at = camera.screen_from_world(placed.rect.center());
    context.begin_path();
    context.round_rect_with_f64(at.x - width / 2.0, at.y - LABEL / 2.0, width, LABEL, LABEL / 2.0).ok();
    fill_and_stroke(surface, &theme.card, &theme.card_line);
    context.set_fill_style_str(&theme.text);
    context.set_text_align("center");
    context.set_text_baseline("middle");
    context.fill_text(text, at.x, at.y + 0.5).ok();
    context.set_text_align("left");
}

fn preview_color<'a>(verdict: Option<&TargetVerdict>, theme: &'a Theme) -> &'a Color {
    match verdict {
        None | Some(TargetVerdict::Possible(_)) => &theme.possible,
        Some(TargetVerdict::Warning(..)) => &theme.doubtful,
        Some(TargetVerdict::Impossible(_)) => &theme.error,
    }
}

fn disc(surface: &Surface, at: Point, radius: f64, fill: &str, stroke: &str) {
    surface.context.begin_path();
    surface.context.arc(at.x, at.y, radius, 0.0, std::f64::consts::TAU).ok();
    fill_and_stroke(surface, fill, stroke);
}

fn fill_and_stroke(surface: &Surface, fill: &str, stroke: &str) {
    let context = &surface.context;
    context.set_fill_style_str(fill);
    context.fill();
    context.set_stroke_style_str(stroke);
    context.set_line_width(1.5);
    context.stroke();
}

/// A small arrow head inside a port that says which way the connection would run.
fn draw_port_arrow(surface: &Surface, at: Point, side: PortSide, color: &str) {
    let (dx, dy) = match side {
        PortSide::Output | PortSide::Input => (1.0, 0.0),
        PortSide::Top => (0.0, -1.0),
        PortSide::Bottom => (0.0, 1.0),
    };
    let context = &surface.context;
    context.begin_path();
    context.move_to(at.x - 1.5 * dx - 3.0 * dy, at.y - 1.5 * dy - 3.0 * dx);
    context.line_to(at.x + 2.0 * dx, at.y + 2.0 * dy);
    context.line_to(at.x - 1.5 * dx + 3.0 * dy, at.y - 1.5 * dy + 3.0 * dx);
    context.set_stroke_style_str(color);
    context.set_line_width(1.75);
    context.stroke();
}

/// The sign that says no, at the loose end of a line.
fn draw_no_entry(surface: &Surface, at: Point, theme: &Theme) {
    disc(surface, at, 8.0, &theme.card, &theme.error);
    let context = &surface.context;
    context.begin_path();
    context.move_to(at.x - 4.5, at.y + 4.5);
    context.line_to(at.x + 4.5, at.y - 4.5);
    context.stroke();
}
