//! The ground: dots of the grid, and zones as tinted rectangles with a name tab.

use editor::{Camera, Editor};
use model::{Rect, Size, Zone, ZoneId, ZoneKind};

use super::{surface::Surface, theme::Theme};

/// Distance of the dots in world units at zoom 1; doubled until they are [`MIN_GAP`] apart on the screen.
const GRID: f64 = 24.0;
/// CSS pixels.
const MIN_GAP: f64 = 18.0;
/// Corner of a zone, in world units.
const RADIUS: f64 = 12.0;
/// Height of the text in a name tab, in CSS pixels.
const TAB_TEXT: (f64, f64) = (10.5, 14.0);

/// Dots that show scale and motion.
pub fn draw_grid(surface: &Surface, camera: &Camera, viewport: Size, theme: &Theme) {
    let mut gap = GRID * camera.zoom;
    while gap < MIN_GAP {
        gap *= 2.0;
    }
    let context = &surface.context;
    context.set_fill_style_str(&theme.grid);
    let start = |offset: f64| offset.rem_euclid(gap);
    context.begin_path();
    let mut x = start(camera.offset.x);
    while x < viewport.width {
        let mut y = start(camera.offset.y);
        while y < viewport.height {
            // Whole pixels, so that the dots do not shimmer while panning.
            context.rect(x.round() - 1.0, y.round() - 1.0, 2.0, 2.0);
            y += gap;
        }
        x += gap;
    }
    context.fill();
}

/// Zones, parents below their children.
pub fn draw_zones(
    surface: &Surface,
    editor: &Editor,
    zones: &[ZoneId],
    theme: &Theme,
    state_of: impl Fn(ZoneId) -> ZoneState,
) {
    let camera = editor.camera();
    for id in zones {
        let (Some(zone), Some(rect)) = (editor.zone(*id), editor.zone_rect(*id)) else { continue };
        draw_zone(surface, zone, camera.rect_on_screen(rect), camera.zoom, theme, state_of(*id));
    }
    surface.dash(&[]);
    surface.context.set_global_alpha(1.0);
}

/// What is going on with a zone.
#[derive(Clone, Copy, Debug, Default)]
pub struct ZoneState {
    pub is_selected: bool,
    pub is_hovered: bool,
    pub is_focused: bool,
    /// It would take what is being dragged.
    pub is_drop_target: bool,
}

fn draw_zone(surface: &Surface, zone: &Zone, on_screen: Rect, zoom: f64, theme: &Theme, state: ZoneState) {
    let context = &surface.context;
    let color = theme.zone(zone.kind);
    let Rect { x, y, width, height } = on_screen;
    let radius = (RADIUS * zoom).clamp(2.0, 16.0);
    context.begin_path();
    // The radius is positive and finite, the only things this refuses.
    context.round_rect_with_f64(x, y, width, height, radius).ok();
    context.set_fill_style_str(color);
    context.set_global_alpha(if state.is_drop_target { 0.14 } else { 0.045 });
    context.fill();
    let is_marked = state.is_selected || state.is_drop_target || state.is_focused;
    context.set_global_alpha(if is_marked || state.is_hovered { 1.0 } else { 0.55 });
    context.set_stroke_style_str(if state.is_selected || state.is_focused { &theme.selection } else { color });
    context.set_line_width(if is_marked { 2.0 } else { 1.0 });
    surface.dash(match zone.kind {
        ZoneKind::Region | ZoneKind::Host => &[],
        ZoneKind::AvailabilityZone => &[7.0, 4.0],
        ZoneKind::Network => &[2.0, 3.0],
    });
    context.stroke();
    draw_tab(surface, zone, on_screen, zoom, theme);
}

fn draw_tab(surface: &Surface, zone: &Zone, on_screen: Rect, zoom: f64, theme: &Theme) {
    let context = &surface.context;
    let text_height = (12.0 * zoom).clamp(TAB_TEXT.0, TAB_TEXT.1);
    let height = text_height + 9.0;
    let icon = text_height + 1.0;
    let room = on_screen.width - icon - 26.0;
    // Too small for a name: the tint and the outline have to do.
    if room < 18.0 || on_screen.height < height {
        return;
    }
    context.set_font(&theme.font_of(600, text_height));
    let name = shortened(context, &zone.name, room);
    let text_width = context.measure_text(&name).map_or(0.0, |it| it.width());
    let color = theme.zone(zone.kind);
    let radius = (RADIUS * zoom).clamp(2.0, 16.0);
    let Rect { x, y, .. } = on_screen;
    let width = text_width + icon + 22.0;
    context.set_fill_style_str(color);
    context.set_global_alpha(0.16);
    context.begin_path();
    context.move_to(x + radius, y);
    context.line_to(x + width, y);
    context.line_to(x + width, y + height - 6.0);
    context.arc_to(x + width, y + height, x + width - 6.0, y + height, 6.0).ok();
    context.line_to(x, y + height);
    context.line_to(x, y + radius);
    context.arc_to(x, y, x + radius, y, radius).ok();
    context.close_path();
    context.fill();
    context.set_global_alpha(1.0);
    draw_zone_icon(surface, zone.kind, color, x + 9.0, y + (height - icon) / 2.0, icon);
    context.set_text_baseline("middle");
    context.set_text_align("left");
    context.fill_text(&name, x + icon + 14.0, y + height / 2.0 + 0.5).ok();
}

/// The sign of a kind of zone: what tells zones apart besides their tint.
fn draw_zone_icon(surface: &Surface, kind: ZoneKind, color: &str, x: f64, y: f64, size: f64) {
    let context = &surface.context;
    let at = |u: f64, v: f64| (x + u * size, y + v * size);
    context.set_stroke_style_str(color);
    context.set_line_width(1.3);
    surface.dash(&[]);
    context.begin_path();
    match kind {
        // A globe.
        ZoneKind::Region => {
            let (cx, cy) = at(0.5, 0.5);
            context.arc(cx, cy, size * 0.42, 0.0, std::f64::consts::TAU).ok();
            context.move_to(cx - size * 0.42, cy);
            context.line_to(cx + size * 0.42, cy);
            context.move_to(cx + size * 0.18, cy);
            context
                .ellipse(cx, cy, size * 0.18, size * 0.42, 0.0, 0.0, std::f64::consts::TAU)
                .ok();
        }
        // A building.
        ZoneKind::AvailabilityZone => {
            let (left, top) = at(0.2, 0.1);
            context.rect(left, top, size * 0.6, size * 0.8);
            for (u, v) in [(0.38, 0.32), (0.62, 0.32), (0.38, 0.55), (0.62, 0.55)] {
                let (dot_x, dot_y) = at(u, v);
                context.move_to(dot_x, dot_y);
                context.line_to(dot_x, dot_y + 1.5);
            }
        }
        // Three joined points.
        ZoneKind::Network => {
            let (top_x, top_y) = at(0.5, 0.2);
            for u in [0.18, 0.82] {
                let (end_x, end_y) = at(u, 0.8);
                context.move_to(top_x, top_y);
                context.line_to(end_x, end_y);
            }
            for (u, v) in [(0.5, 0.2), (0.18, 0.8), (0.82, 0.8)] {
                let (dot_x, dot_y) = at(u, v);
                context.move_to(dot_x + size * 0.12, dot_y);
                context.arc(dot_x, dot_y, size * 0.12, 0.0, std::f64::consts::TAU).ok();
            }
        }
        // A machine with two slots.
        ZoneKind::Host => {
            for v in [0.12, 0.54] {
                let (left, top) = at(0.1, v);
                context.rect(left, top, size * 0.8, size * 0.34);
            }
        }
    }
    context.stroke();
}

/// `text`, or as much of its start as fits into `room` CSS pixels, with an ellipsis.
pub fn shortened(context: &web_sys::CanvasRenderingContext2d, text: &str, room: f64) -> String {
    let width = context.measure_text(text).map_or(0.0, |it| it.width());
    if width <= room {
        return text.to_owned();
    }
    let n_chars = text.chars().count();
    // Letters differ in width; a cut in proportion, less one for the ellipsis, is near enough.
    let n_kept = ((n_chars as f64 * room / width) as usize).saturating_sub(1);
    let kept: String = text.chars().take(n_kept).collect();
    format!("{}…", kept.trim_end())
}
