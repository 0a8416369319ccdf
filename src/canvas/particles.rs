//! Requests on their way, as dots: discs go out, small ones come back, diamonds have failed.

use editor::{Camera, Path};
use model::{ConnectionId, Point, Rect};

use super::{surface::Surface, theme::Theme, trips::Trips};

/// Draws what is on the screen; the surface is in CSS pixels.
pub fn draw_particles<'a>(
    surface: &Surface,
    trips: &Trips,
    camera: &Camera,
    theme: &Theme,
    path_of: impl Fn(ConnectionId) -> Option<&'a Path>,
) {
    let (width, height) = surface.size();
    let screen = Rect::new(-8.0, -8.0, width + 16.0, height + 16.0);
    let radius = (3.2 * camera.zoom).clamp(1.5, 4.5);
    // One path per look; the color only repeats what the shape says.
    let (mut requests, mut answers, mut failures) = (Vec::new(), Vec::new(), Vec::new());
    trips.each(|connection, share, is_answer, failed| {
        let Some(path) = path_of(connection) else { return };
        let at = camera.screen_from_world(path.point_at(share));
        if screen.contains(at) {
            match (failed, is_answer) {
                (true, _) => failures.push(at),
                (false, false) => requests.push(at),
                (false, true) => answers.push(at),
            }
        }
    });
    discs(surface, &answers, radius * 0.62, &theme.answer);
    discs(surface, &requests, radius, &theme.request);
    diamonds(surface, &failures, radius * 1.5, &theme.request_failed);
}

fn discs(surface: &Surface, places: &[Point], radius: f64, color: &str) {
    let context = &surface.context;
    context.begin_path();
    for at in places {
        context.move_to(at.x + radius, at.y);
        // The radius is positive, the only thing this refuses.
        context.arc(at.x, at.y, radius, 0.0, std::f64::consts::TAU).ok();
    }
    context.set_fill_style_str(color);
    context.fill();
}

fn diamonds(surface: &Surface, places: &[Point], radius: f64, color: &str) {
    let context = &surface.context;
    context.begin_path();
    for at in places {
        context.move_to(at.x, at.y - radius);
        context.line_to(at.x + radius, at.y);
        context.line_to(at.x, at.y + radius);
        context.line_to(at.x - radius, at.y);
        context.close_path();
    }
    context.set_fill_style_str(color);
    context.fill();
}
