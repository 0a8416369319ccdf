//! The next thing in a direction, and the next free place.

use model::{Point, Rect, lean};

/// A way to go on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Left,
    Right,
    Up,
    Down,
}

/// What an arrow key leads to from `from`: the nearest one in a cone of 45° to both sides, measured so that what lies
/// straight ahead wins over what is nearer but off to the side. If the cone is empty, the half plane is searched.
pub fn nearest_towards<T: Copy>(
    from: Point,
    direction: Direction,
    candidates: impl Iterator<Item = (T, Point)>,
) -> Option<T> {
    candidates
        .filter_map(|(it, at)| {
            let (ahead, aside) = match direction {
                Direction::Left => (from.x - at.x, at.y - from.y),
                Direction::Right => (at.x - from.x, at.y - from.y),
                Direction::Up => (from.y - at.y, at.x - from.x),
                Direction::Down => (at.y - from.y, at.x - from.x),
            };
            let aside = aside.abs();
            (ahead > 1.0).then_some((it, aside > ahead, ahead + 2.0 * aside))
        })
        .min_by(|a, b| a.1.cmp(&b.1).then(a.2.total_cmp(&b.2)))
        .map(|(it, ..)| it)
}

/// The place nearest to `wanted` at which a rectangle of its size satisfies `is_free`; places tried lie `step` apart on
/// growing rings. After some thousand tries the wanted place is taken, free or not.
pub fn free_place(wanted: Rect, step: (f64, f64), is_free: impl Fn(&Rect) -> bool) -> Point {
    const RINGS: i32 = 40;
    for ring in 0..=RINGS {
        let mut on_ring: Vec<_> = (-ring..=ring)
            .flat_map(|row| (-ring..=ring).map(move |column| (column, row)))
            .filter(|(column, row)| column.abs().max(row.abs()) == ring)
            .collect();
        lean::sort_by_key(&mut on_ring, |(column, row)| (column * column + row * row, *row < 0, *column < 0));
        for (column, row) in on_ring {
            let rect = Rect {
                x: wanted.x + f64::from(column) * step.0,
                y: wanted.y + f64::from(row) * step.1,
                ..wanted
            };
            if is_free(&rect) {
                return Point::new(rect.x, rect.y);
            }
        }
    }
    Point::new(wanted.x, wanted.y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn straight_ahead_wins_over_near_but_aside() {
        let candidates = [("ahead", Point::new(300.0, 10.0)), ("aside", Point::new(150.0, 140.0))];
        let found = nearest_towards(Point::new(0.0, 0.0), Direction::Right, candidates.into_iter());
        assert_eq!(found, Some("ahead"));
    }

    #[test]
    fn something_steep_is_better_than_nothing_but_backwards_is_not() {
        let go = |direction| {
            nearest_towards(Point::new(0.0, 0.0), direction, [("steep", Point::new(10.0, 200.0))].into_iter())
        };
        assert_eq!(go(Direction::Right), Some("steep"));
        assert_eq!(go(Direction::Left), None);
    }

    #[test]
    fn finds_the_nearest_gap() {
        let wanted = Rect::new(0.0, 0.0, 10.0, 10.0);
        assert_eq!(free_place(wanted, (20.0, 20.0), |_| true), Point::new(0.0, 0.0));
        let taken = Rect::new(-5.0, -5.0, 20.0, 20.0);
        assert_eq!(free_place(wanted, (20.0, 20.0), |it| !it.overlaps(&taken)), Point::new(20.0, 0.0));
    }
}
