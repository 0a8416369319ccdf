//! Where dragged things come to rest: in line with their neighbors, or else on the grid.

use model::{Point, Rect};

/// Distance between lines of the grid, in world units.
pub const GRID: f64 = 8.0;
/// How near to a neighbor's line a thing is pulled onto it, in screen units.
pub const PULL: f64 = 6.0;

/// A correction, and the lines that explain it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snap {
    pub dx: f64,
    pub dy: f64,
    /// From one point to another, in world units.
    pub lines: Vec<(Point, Point)>,
}

/// The nearest value on the grid.
pub fn on_grid(value: f64) -> f64 {
    (value / GRID).round() * GRID
}

/// The nearest point on the grid.
pub fn point_on_grid(point: Point) -> Point {
    Point::new(on_grid(point.x), on_grid(point.y))
}

/// Moves `moving` so that an edge or its middle lies in line with that of a neighbor no further than `pull` away.
/// Where there is none, `anchor` (a corner of what is being dragged) goes onto the grid.
pub fn snap(moving: &Rect, anchor: Point, neighbors: &[Rect], pull: f64) -> Snap {
    let columns = |it: &Rect| [it.x, it.center().x, it.right()];
    let rows = |it: &Rect| [it.y, it.center().y, it.bottom()];
    let dx = nearest(columns(moving), neighbors.iter().map(columns), pull);
    let dy = nearest(rows(moving), neighbors.iter().map(rows), pull);
    let mut snap = Snap {
        dx: dx.unwrap_or_else(|| on_grid(anchor.x) - anchor.x),
        dy: dy.unwrap_or_else(|| on_grid(anchor.y) - anchor.y),
        lines: Vec::new(),
    };
    let rest = Rect { x: moving.x + snap.dx, y: moving.y + snap.dy, ..*moving };
    // One line for each column and row in which they now agree, as long as all that lie on it.
    if dx.is_some() {
        for x in columns(&rest) {
            let on_line = neighbors.iter().filter(|it| columns(it).iter().any(|column| same(*column, x)));
            if let Some(span) = on_line.copied().reduce(|all, it| all.union(&it)) {
                let span = span.union(&rest);
                snap.lines.push((Point::new(x, span.y), Point::new(x, span.bottom())));
            }
        }
    }
    if dy.is_some() {
        for y in rows(&rest) {
            let on_line = neighbors.iter().filter(|it| rows(it).iter().any(|row| same(*row, y)));
            if let Some(span) = on_line.copied().reduce(|all, it| all.union(&it)) {
                let span = span.union(&rest);
                snap.lines.push((Point::new(span.x, y), Point::new(span.right(), y)));
            }
        }
    }
    snap
}

fn nearest(moving: [f64; 3], neighbors: impl Iterator<Item = [f64; 3]>, pull: f64) -> Option<f64> {
    neighbors
        .flat_map(|lines| {
            // Edges snap to edges and middles to middles; a middle on an edge is no alignment anyone wants.
            let edges = [(0, 0), (0, 2), (2, 0), (2, 2), (1, 1)];
            edges.map(|(theirs, ours)| lines[theirs] - moving[ours])
        })
        .filter(|it| it.abs() <= pull)
        .min_by(|a, b| a.abs().total_cmp(&b.abs()))
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.01
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_to_the_grid_when_alone() {
        let moving = Rect::new(3.0, 13.0, 176.0, 72.0);
        let snap = snap(&moving, Point::new(3.0, 13.0), &[], 6.0);
        assert_eq!((snap.dx, snap.dy, snap.lines.len()), (-3.0, 3.0, 0));
    }

    #[test]
    fn a_neighbor_in_line_wins_over_the_grid() {
        let neighbor = Rect::new(300.0, 11.0, 176.0, 72.0);
        let moving = Rect::new(0.0, 13.0, 176.0, 72.0);
        let snap = snap(&moving, Point::new(0.0, 13.0), &[neighbor], 6.0);
        assert_eq!((snap.dx, snap.dy), (0.0, -2.0));
        // Same height: top, middle and bottom agree.
        assert_eq!(snap.lines.len(), 3);
        assert_eq!(snap.lines[0], (Point::new(0.0, 11.0), Point::new(476.0, 11.0)));
    }
}
