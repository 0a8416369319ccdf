//! Where a line is written on without hiding what is drawn.

use model::{Rect, Size};

use super::path::Path;

/// Shares of the line that are tried, its middle first.
const SHARES: [f64; 7] = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];
/// Heights of the label that it may lie above or below the line, the line itself first.
pub const NEAR: [f64; 9] = [0.0, -1.2, 1.2, -2.4, 2.4, -3.6, 3.6, -4.8, 4.8];
/// Nowhere else: with many labels it must be clear what each is about.
pub const ON_LINE: [f64; 1] = [0.0];

/// Where the middle of a label goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    pub rect: Rect,
    /// There is no place for it that is free.
    pub covers: bool,
}

/// The first free place on the line, or as far from it as `steps` say, within `view`; where there is none, the one that
/// hides least of what is `taken`. All in the same units.
pub fn place(path: &Path, size: Size, view: &Rect, taken: &[Rect], steps: &[f64]) -> Placed {
    let near: Vec<&Rect> = taken.iter().filter(|it| it.overlaps(view)).collect();
    let mut best: Option<(f64, Rect)> = None;
    for step in steps {
        for share in SHARES {
            let at = path.point_at(share).offset(0.0, step * size.height);
            let rect = within(Rect::at(at.offset(-size.width / 2.0, -size.height / 2.0), size), view);
            let hidden: f64 = near.iter().map(|it| shared_area(it, &rect)).sum();
            if hidden == 0.0 {
                return Placed { rect, covers: false };
            }
            if best.is_none_or(|(least, _)| hidden < least) {
                best = Some((hidden, rect));
            }
        }
    }
    Placed { rect: best.map_or(*view, |it| it.1), covers: true }
}

/// Where labels in one row begin. Each has a place that its middle should be at and a width, from left to right; none
/// covers the one before, and none leaves `from` to `until` as long as there is room for all.
pub fn in_row(labels: &[(f64, f64)], (from, until): (f64, f64), gap: f64) -> Vec<f64> {
    let mut free = from;
    let mut begins = Vec::with_capacity(labels.len());
    for (middle, width) in labels {
        let begin = (middle - width / 2.0).max(free);
        free = begin + width + gap;
        begins.push(begin);
    }
    let mut end = until;
    for (begin, (_, width)) in begins.iter_mut().zip(labels).rev() {
        *begin = begin.min(end - width);
        end = *begin - gap;
    }
    begins
}

/// Moved into the view, as far as it fits.
fn within(rect: Rect, view: &Rect) -> Rect {
    let x = rect.x.min(view.right() - rect.width).max(view.x);
    let y = rect.y.min(view.bottom() - rect.height).max(view.y);
    Rect { x, y, ..rect }
}

fn shared_area(a: &Rect, b: &Rect) -> f64 {
    let width = a.right().min(b.right()) - a.x.max(b.x);
    let height = a.bottom().min(b.bottom()) - a.y.max(b.y);
    width.max(0.0) * height.max(0.0)
}

#[cfg(test)]
mod tests {
    use model::Point;

    use super::*;

    const LABEL: Size = Size::new(120.0, 22.0);
    const VIEW: Rect = Rect::new(0.0, 0.0, 390.0, 500.0);

    fn line(from: (f64, f64), to: (f64, f64)) -> Path {
        Path::line(Point::new(from.0, from.1), Point::new(to.0, to.1))
    }

    fn free(path: &Path, taken: &[Rect]) -> Rect {
        let placed = place(path, LABEL, &VIEW, taken, &NEAR);
        assert!(!placed.covers && taken.iter().all(|it| !it.overlaps(&placed.rect)), "{placed:?}");
        assert!(VIEW.encloses(&placed.rect), "{placed:?}");
        placed.rect
    }

    #[test]
    fn with_room_it_lies_in_the_middle_of_the_line() {
        let rect = free(&line((50.0, 200.0), (350.0, 200.0)), &[]);
        assert_eq!(rect.center(), Point::new(200.0, 200.0));
    }

    #[test]
    fn between_cards_that_stand_close_it_goes_where_none_is() {
        // On a phone: a line of 40 between two cards, and another card right above it.
        let cards = [
            Rect::new(20.0, 180.0, 150.0, 56.0),
            Rect::new(210.0, 180.0, 150.0, 56.0),
            Rect::new(110.0, 120.0, 150.0, 50.0),
        ];
        let rect = free(&line((170.0, 208.0), (210.0, 208.0)), &cards);
        assert!(rect.y > 236.0, "below the cards: {rect:?}");
    }

    #[test]
    fn at_the_edge_of_the_screen_all_of_it_is_seen() {
        free(&line((-200.0, 3.0), (60.0, 3.0)), &[]);
    }

    #[test]
    fn where_everything_is_taken_it_says_so() {
        let path = line((50.0, 200.0), (350.0, 200.0));
        assert!(place(&path, LABEL, &VIEW, &[VIEW], &NEAR).covers);
        let card = Rect::new(0.0, 150.0, 390.0, 100.0);
        assert!(place(&path, LABEL, &VIEW, &[card], &ON_LINE).covers);
    }

    #[test]
    fn labels_in_a_row_are_centered_where_they_can_be() {
        assert_eq!(in_row(&[(50.0, 30.0), (200.0, 100.0)], (0.0, 300.0), 8.0), [35.0, 150.0]);
    }

    #[test]
    fn labels_in_a_row_make_room_for_each_other_and_stay_inside() {
        // Two lines close to each other at the right edge, and one beyond the left.
        let begins = in_row(&[(5.0, 30.0), (280.0, 30.0), (285.0, 100.0)], (0.0, 300.0), 8.0);
        assert_eq!(begins, [0.0, 162.0, 200.0]);
    }
}
