//! How a connection runs from one card to another.
//!
//! The one place that decides it. Routes around other cards come later and will take the cards in the way as a further
//! argument; whoever calls [`route`] caches the result per connection and asks again only when an end has moved.

use model::{Point, Rect};

use super::path::Path;

/// Distance between connections of the same two components, in world units.
pub const LANE: f64 = 16.0;

/// A side of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
    Top,
    Bottom,
}

impl Side {
    /// The middle of that side of `rect`, moved along the side by `shift`.
    pub fn point(self, rect: &Rect, shift: f64) -> Point {
        let center = rect.center();
        match self {
            Self::Left => Point::new(rect.x, center.y + shift),
            Self::Right => Point::new(rect.right(), center.y + shift),
            Self::Top => Point::new(center.x + shift, rect.y),
            Self::Bottom => Point::new(center.x + shift, rect.bottom()),
        }
    }

    /// `point` moved straight away from the side.
    fn away(self, point: Point, by: f64) -> Point {
        match self {
            Self::Left => point.offset(-by, 0.0),
            Self::Right => point.offset(by, 0.0),
            Self::Top => point.offset(0.0, -by),
            Self::Bottom => point.offset(0.0, by),
        }
    }

    const fn opposite(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
            Self::Top => Self::Bottom,
            Self::Bottom => Self::Top,
        }
    }
}

/// The sides at which a connection leaves one card and reaches the other: those that face each other over the wider gap.
pub fn facing_sides(from: &Rect, to: &Rect) -> (Side, Side) {
    let gap_x = (to.x - from.right()).max(from.x - to.right());
    let gap_y = (to.y - from.bottom()).max(from.y - to.bottom());
    let (start, end) = (from.center(), to.center());
    let leave = if gap_x >= gap_y {
        if end.x >= start.x { Side::Right } else { Side::Left }
    } else if end.y >= start.y {
        Side::Bottom
    } else {
        Side::Top
    };
    (leave, leave.opposite())
}

/// A smooth line between two cards. `lane` is the place among the connections of the same pair, in lanes from the
/// middle: ±0.5 for two of them. The same lane is the same place whichever of the two ends comes first.
pub fn route(from: &Rect, to: &Rect, lane: f64) -> Path {
    let (leave, reach) = facing_sides(from, to);
    // Never beyond the side of the card, however many connections there are.
    let room = match leave {
        Side::Left | Side::Right => from.height.min(to.height),
        Side::Top | Side::Bottom => from.width.min(to.width),
    } / 2.0
        - 8.0;
    let shift = (lane * LANE).clamp(-room.max(0.0), room.max(0.0));
    curve(leave.point(from, shift), leave, reach.point(to, shift), reach)
}

/// A smooth line from a card to a point that is not a card yet, such as the pointer.
pub fn route_to_point(from: &Rect, to: Point) -> Path {
    let (leave, reach) = facing_sides(from, &Rect::new(to.x, to.y, 0.0, 0.0));
    curve(leave.point(from, 0.0), leave, to, reach)
}

fn curve(start: Point, leave: Side, end: Point, reach: Side) -> Path {
    let straight = match leave {
        Side::Left | Side::Right => (end.x - start.x).abs(),
        Side::Top | Side::Bottom => (end.y - start.y).abs(),
    };
    let bend = (straight / 2.0).clamp(12.0, 160.0);
    Path::cubic(start, leave.away(start, bend), reach.away(end, bend), end)
}

/// The lane of the connection at `place` (from 0) among `n` of the same pair.
pub fn lane(place: usize, n: usize) -> f64 {
    place as f64 - (n.saturating_sub(1)) as f64 / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Rect = Rect::new(0.0, 0.0, 176.0, 72.0);

    #[test]
    fn leaves_towards_the_other_card() {
        let to = |x: f64, y: f64| facing_sides(&A, &Rect::new(x, y, 176.0, 72.0)).0;
        assert_eq!(to(400.0, 0.0), Side::Right);
        assert_eq!(to(-400.0, 50.0), Side::Left);
        assert_eq!(to(50.0, 300.0), Side::Bottom);
        assert_eq!(to(-20.0, -300.0), Side::Top);
    }

    #[test]
    fn there_and_back_do_not_lie_on_each_other() {
        let b = Rect::new(400.0, 100.0, 176.0, 72.0);
        let there = route(&A, &b, lane(0, 2));
        let back = route(&b, &A, lane(1, 2));
        assert!((there.start.y - back.end().y).abs() >= LANE - 1e-9);
        assert!((there.end().y - back.start.y).abs() >= LANE - 1e-9);
    }

    #[test]
    fn ends_touch_the_cards_even_when_there_are_many() {
        let b = Rect::new(400.0, 100.0, 176.0, 72.0);
        for place in 0..20 {
            let path = route(&A, &b, lane(place, 20));
            assert!(A.grown(0.001).contains(path.start) && b.grown(0.001).contains(path.end()));
        }
    }
}
