//! Smooth lines made of cubic Bézier curves, as a canvas draws them.

use model::{Point, Rect};

use super::grid::{CELL, Cells};

/// One cubic Bézier curve; it starts where the previous one ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cubic {
    pub control_1: Point,
    pub control_2: Point,
    pub to: Point,
}

/// A smooth line: `moveTo(start)`, then a `bezierCurveTo` for each curve.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path {
    pub start: Point,
    /// Never empty in a path that connects something.
    pub curves: Vec<Cubic>,
}

impl Path {
    /// One curve from `start` to `to`.
    pub fn cubic(start: Point, control_1: Point, control_2: Point, to: Point) -> Self {
        Self { start, curves: vec![Cubic { control_1, control_2, to }] }
    }

    pub fn line(start: Point, to: Point) -> Self {
        Self::cubic(start, between(start, to, 1.0 / 3.0), between(start, to, 2.0 / 3.0), to)
    }

    pub fn end(&self) -> Point {
        self.curves.last().map_or(self.start, |it| it.to)
    }

    /// The same line drawn from its end.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let pieces: Vec<_> = self.pieces().collect();
        let curves = pieces
            .into_iter()
            .rev()
            .map(|(from, it)| Cubic { control_1: it.control_2, control_2: it.control_1, to: from })
            .collect();
        Self { start: self.end(), curves }
    }

    /// The curves with the points at which they start.
    pub fn pieces(&self) -> impl Iterator<Item = (Point, Cubic)> {
        let starts = std::iter::once(self.start).chain(self.curves.iter().map(|it| it.to));
        starts.zip(self.curves.iter().copied())
    }

    /// The point at `t`, 0.0 at the start to 1.0 at the end; each curve takes the same share.
    pub fn point_at(&self, t: f64) -> Point {
        let scaled = t.clamp(0.0, 1.0) * self.curves.len() as f64;
        let piece = (scaled as usize).min(self.curves.len().saturating_sub(1));
        self.pieces()
            .nth(piece)
            .map_or(self.start, |(from, curve)| curve.point_at(from, scaled - piece as f64))
    }

    /// A rectangle around the line: that of its control points, so it may be a little too large.
    pub fn bounds(&self) -> Rect {
        self.curves
            .iter()
            .flat_map(|it| [it.control_1, it.control_2, it.to])
            .fold(Rect::new(self.start.x, self.start.y, 0.0, 0.0), |bounds, point| {
                bounds.union(&Rect::new(point.x, point.y, 0.0, 0.0))
            })
    }

    /// The cells of the grid that the line passes through.
    pub fn cells(&self) -> Cells {
        // A line within one cell, which most are, needs no sampling.
        let bounds = self.bounds();
        if bounds.width.max(bounds.height) < CELL {
            return Cells::of_rect(&bounds);
        }
        let mut points = vec![self.start];
        self.each_segment(|_, to| points.push(to));
        Cells::of_line(&points)
    }

    /// Length in world units, within a few per cent.
    pub fn length(&self) -> f64 {
        let mut length = 0.0;
        self.each_segment(|from, to| length += from.distance(to));
        length
    }

    /// How far `point` is from the line, within a fraction of a unit for lines as they occur in drawings.
    pub fn distance(&self, point: Point) -> f64 {
        let mut nearest = f64::INFINITY;
        self.each_segment(|from, to| nearest = nearest.min(distance_to_segment(point, from, to)));
        nearest
    }

    /// Whether any of the line lies in `rect`.
    pub fn touches(&self, rect: &Rect) -> bool {
        if !self.bounds().grown(0.01).overlaps(&rect.grown(0.01)) {
            return false;
        }
        let mut hit = false;
        self.each_segment(|from, to| hit = hit || segment_touches(from, to, rect));
        hit
    }

    fn each_segment(&self, mut visit: impl FnMut(Point, Point)) {
        const STEPS: u32 = 16;
        for (from, curve) in self.pieces() {
            let mut last = from;
            for step in 1..=STEPS {
                let next = curve.point_at(from, f64::from(step) / f64::from(STEPS));
                visit(last, next);
                last = next;
            }
        }
    }
}

impl Cubic {
    /// The point at `t` (0.0 to 1.0) of the curve that starts at `from`.
    pub fn point_at(&self, from: Point, t: f64) -> Point {
        let u = 1.0 - t;
        let (a, b, c, d) = (u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t);
        Point::new(
            a * from.x + b * self.control_1.x + c * self.control_2.x + d * self.to.x,
            a * from.y + b * self.control_1.y + c * self.control_2.y + d * self.to.y,
        )
    }
}

fn between(a: Point, b: Point, t: f64) -> Point {
    Point::new(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)
}

fn distance_to_segment(point: Point, from: Point, to: Point) -> f64 {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length_squared = dx * dx + dy * dy;
    if length_squared == 0.0 {
        return point.distance(from);
    }
    let t = ((point.x - from.x) * dx + (point.y - from.y) * dy) / length_squared;
    point.distance(between(from, to, t.clamp(0.0, 1.0)))
}

// Liang-Barsky: what of the segment is left after cutting it off at the four sides.
fn segment_touches(from: Point, to: Point, rect: &Rect) -> bool {
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    for (delta, room) in [
        (-dx, from.x - rect.x),
        (dx, rect.right() - from.x),
        (-dy, from.y - rect.y),
        (dy, rect.bottom() - from.y),
    ] {
        if delta == 0.0 {
            if room < 0.0 {
                return false;
            }
        } else if delta < 0.0 {
            enter = enter.max(room / delta);
        } else {
            leave = leave.min(room / delta);
        }
    }
    enter <= leave
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve() -> Path {
        Path::cubic(
            Point::new(0.0, 0.0),
            Point::new(50.0, 0.0),
            Point::new(50.0, 100.0),
            Point::new(100.0, 100.0),
        )
    }

    #[test]
    fn starts_and_ends_where_it_should() {
        assert_eq!(curve().point_at(0.0), Point::new(0.0, 0.0));
        assert_eq!(curve().point_at(1.0), Point::new(100.0, 100.0));
        assert_eq!(curve().point_at(0.5), Point::new(50.0, 50.0));
    }

    #[test]
    fn distance_is_zero_on_the_line_and_grows_beside_it() {
        assert!(curve().distance(Point::new(50.0, 50.0)) < 0.5);
        assert!(
            (Path::line(Point::new(0.0, 0.0), Point::new(10.0, 0.0)).distance(Point::new(5.0, 7.0)) - 7.0)
                .abs()
                < 1e-9
        );
    }

    #[test]
    fn touches_sees_a_line_that_passes_through_without_a_point_inside() {
        let line = Path::line(Point::new(-100.0, 5.0), Point::new(100.0, 5.0));
        assert!(line.touches(&Rect::new(0.0, 0.0, 1.0, 10.0)));
        assert!(!line.touches(&Rect::new(0.0, 6.0, 1.0, 10.0)));
        // Inside the bounds of the curve, but away from it.
        assert!(!curve().touches(&Rect::new(80.0, 5.0, 10.0, 10.0)));
    }
}
