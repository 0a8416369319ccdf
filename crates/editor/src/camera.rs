//! Which part of the world is on the screen. View state: never saved, never undone.

use model::{Point, Rect, Size};

/// Zoom of the smallest and the largest view.
pub const ZOOM_RANGE: (f64, f64) = (0.05, 4.0);
/// Fitting a small drawing does not blow it up beyond this.
pub const MAX_FIT_ZOOM: f64 = 1.25;
/// A drawing is opened no smaller than this on a canvas that is [`NARROW`]: a phone has no room for all of it, but names
/// that can be read and a way on by pan or fit.
pub const READABLE_ZOOM: f64 = 0.55;
/// Width of a canvas in CSS pixels below which that holds.
pub const NARROW: f64 = 480.0;
/// Space left free around what is fitted, in screen units.
pub const FIT_PADDING: f64 = 48.0;

/// `screen = world * zoom + offset`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// Where the world's origin is on the screen, in CSS pixels.
    pub offset: Point,
    /// CSS pixels per world unit.
    pub zoom: f64,
}

impl Default for Camera {
    fn default() -> Self {
        Self { offset: Point::new(0.0, 0.0), zoom: 1.0 }
    }
}

impl Camera {
    pub fn world_from_screen(&self, screen: Point) -> Point {
        Point::new((screen.x - self.offset.x) / self.zoom, (screen.y - self.offset.y) / self.zoom)
    }

    pub fn screen_from_world(&self, world: Point) -> Point {
        Point::new(world.x * self.zoom + self.offset.x, world.y * self.zoom + self.offset.y)
    }

    pub fn rect_on_screen(&self, world: Rect) -> Rect {
        let top_left = self.screen_from_world(Point::new(world.x, world.y));
        Rect::new(top_left.x, top_left.y, world.width * self.zoom, world.height * self.zoom)
    }

    /// The part of the world that a canvas of that size shows.
    pub fn visible(&self, viewport: Size) -> Rect {
        let top_left = self.world_from_screen(Point::new(0.0, 0.0));
        Rect::new(top_left.x, top_left.y, viewport.width / self.zoom, viewport.height / self.zoom)
    }

    /// Moved so that the drawing follows a finger by `dx`, `dy` screen units.
    #[must_use]
    pub fn panned(self, dx: f64, dy: f64) -> Self {
        Self { offset: self.offset.offset(dx, dy), ..self }
    }

    /// At another zoom, with the world's point under `fixed` (screen) staying where it is.
    #[must_use]
    pub fn zoomed_to(self, zoom: f64, fixed: Point) -> Self {
        let zoom = zoom.clamp(ZOOM_RANGE.0, ZOOM_RANGE.1);
        let world = self.world_from_screen(fixed);
        Self { offset: Point::new(fixed.x - world.x * zoom, fixed.y - world.y * zoom), zoom }
    }

    /// Showing all of `content` in the middle of the canvas.
    #[must_use]
    pub fn fitting(content: Rect, viewport: Size) -> Self {
        // A small canvas cannot spare as much.
        let room = |length: f64| (length - 2.0 * FIT_PADDING.min(length * 0.05)).max(1.0);
        let zoom = (room(viewport.width) / content.width.max(1.0))
            .min(room(viewport.height) / content.height.max(1.0))
            .clamp(ZOOM_RANGE.0, MAX_FIT_ZOOM);
        Self { offset: Point::new(0.0, 0.0), zoom }.centered_on(content.center(), viewport)
    }

    /// The first view of a drawing: all of it where that can be read, else where it begins.
    #[must_use]
    pub fn opening(content: Rect, viewport: Size) -> Self {
        const MARGIN: f64 = 24.0;
        let all = Self::fitting(content, viewport);
        if all.zoom >= READABLE_ZOOM || viewport.width >= NARROW {
            return all;
        }
        let close = Self { zoom: READABLE_ZOOM, ..all }.centered_on(content.center(), viewport);
        let start = close.rect_on_screen(content);
        // What is wider than the canvas begins at its left edge, where traffic comes from; what is higher, at the top.
        let back = |start: f64| (MARGIN - start).max(0.0);
        close.panned(back(start.x), back(start.y))
    }

    /// With the world's point in the middle of the canvas.
    #[must_use]
    pub fn centered_on(self, world: Point, viewport: Size) -> Self {
        let offset = Point::new(
            viewport.width / 2.0 - world.x * self.zoom,
            viewport.height / 2.0 - world.y * self.zoom,
        );
        Self { offset, ..self }
    }

    /// Moved as little as possible so that `rect` (world) is on the canvas with a margin in screen units.
    #[must_use]
    pub fn revealing(self, rect: Rect, viewport: Size, margin: f64) -> Self {
        let on_screen = self.rect_on_screen(rect);
        let shift = |start: f64, length: f64, room: f64| {
            let margin = margin.min((room - length).max(0.0) / 2.0);
            if start < margin {
                margin - start
            } else if start + length > room - margin {
                (room - margin - length).max(margin) - start
            } else {
                0.0
            }
        };
        self.panned(
            shift(on_screen.x, on_screen.width, viewport.width),
            shift(on_screen.y, on_screen.height, viewport.height),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEWPORT: Size = Size::new(800.0, 600.0);

    #[test]
    fn zooming_keeps_the_point_under_the_cursor() {
        let camera = Camera { offset: Point::new(13.0, -7.0), zoom: 0.8 };
        let cursor = Point::new(320.0, 111.0);
        let before = camera.world_from_screen(cursor);
        let after = camera.zoomed_to(2.5, cursor).world_from_screen(cursor);
        assert!(before.distance(after) < 1e-9);
    }

    #[test]
    fn fit_shows_everything_and_does_not_blow_up_small_drawings() {
        let wide = Rect::new(-500.0, 40.0, 4000.0, 300.0);
        assert!(Camera::fitting(wide, VIEWPORT).visible(VIEWPORT).encloses(&wide));
        let small = Rect::new(0.0, 0.0, 10.0, 10.0);
        assert!((Camera::fitting(small, VIEWPORT).zoom - MAX_FIT_ZOOM).abs() < 1e-9);
    }

    #[test]
    fn a_phone_opens_a_drawing_where_it_begins_large_enough_to_read() {
        let phone = Size::new(390.0, 640.0);
        let wide = Rect::new(100.0, 40.0, 1400.0, 300.0);
        let camera = Camera::opening(wide, phone);
        assert!((camera.zoom - READABLE_ZOOM).abs() < 1e-9);
        let shown = camera.rect_on_screen(wide);
        assert!(shown.x >= 0.0 && shown.x < 40.0, "{shown:?}");
        assert!((shown.center().y - 320.0).abs() < 1e-9, "what fits stays in the middle: {shown:?}");
        // Where there is room, and where all of it can be read, all of it is shown.
        assert_eq!(Camera::opening(wide, VIEWPORT), Camera::fitting(wide, VIEWPORT));
        let small = Rect::new(0.0, 0.0, 400.0, 300.0);
        assert_eq!(Camera::opening(small, phone), Camera::fitting(small, phone));
    }

    #[test]
    fn reveal_moves_no_further_than_needed() {
        let camera = Camera::default();
        assert_eq!(camera.revealing(Rect::new(100.0, 100.0, 50.0, 50.0), VIEWPORT, 24.0), camera);
        let moved = camera.revealing(Rect::new(900.0, 100.0, 50.0, 50.0), VIEWPORT, 24.0);
        assert!((moved.rect_on_screen(Rect::new(900.0, 100.0, 50.0, 50.0)).right() - 776.0).abs() < 1e-9);
    }
}
