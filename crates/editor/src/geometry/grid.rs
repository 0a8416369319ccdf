//! Finds what is near a place without looking at everything: a uniform grid of square cells.

use std::collections::HashMap;

use model::{Point, Rect};

/// Side of a cell in world units; a cell holds a handful of cards.
pub const CELL: f64 = 600.0;
/// Something that would lie in more cells than this is kept aside and looked at every time.
const MAX_CELLS: usize = 2048;

/// Column and row.
pub type Cell = (i32, i32);

/// Things by the cells they lie in. Answers may hold a thing twice and things that are near but outside: whoever
/// asks tests exactly, and sorts.
#[derive(Clone, Debug)]
pub struct Grid<T> {
    pub(super) cells: HashMap<Cell, Vec<T>>,
    oversized: Vec<T>,
}

/// Where a thing has been put; needed to take it out again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cells {
    /// Not in the grid.
    #[default]
    Nowhere,
    /// All cells from the first to the second, both included.
    Block(Cell, Cell),
    Single(Vec<Cell>),
    Oversized,
}

impl<T> Default for Grid<T> {
    fn default() -> Self {
        Self { cells: HashMap::new(), oversized: Vec::new() }
    }
}

impl<T: Copy + PartialEq> Grid<T> {
    /// Puts a thing where `cells` says.
    pub fn insert(&mut self, thing: T, cells: &Cells) {
        match cells {
            Cells::Oversized => self.oversized.push(thing),
            cells => cells.each(|cell| self.cells.entry(cell).or_default().push(thing)),
        }
    }

    /// Takes out a thing that was put there.
    pub fn remove(&mut self, thing: T, cells: &Cells) {
        let take = |things: &mut Vec<T>| {
            if let Some(at) = things.iter().position(|it| *it == thing) {
                things.swap_remove(at);
            }
        };
        if *cells == Cells::Oversized {
            take(&mut self.oversized);
            return;
        }
        cells.each(|cell| {
            if let Some(things) = self.cells.get_mut(&cell) {
                take(things);
                if things.is_empty() {
                    self.cells.remove(&cell);
                }
            }
        });
    }

    /// Whether `area` has more cells than there are: looking at everything is then no more work than looking near.
    pub fn is_wide(&self, area: &Rect) -> bool {
        count(cell_at(area.x, area.y), cell_at(area.right(), area.bottom())) >= self.cells.len()
    }

    /// Calls `visit` with everything that may touch `area`.
    pub fn each_near(&self, area: &Rect, mut visit: impl FnMut(T)) {
        self.oversized.iter().copied().for_each(&mut visit);
        let (first, last) = (cell_at(area.x, area.y), cell_at(area.right(), area.bottom()));
        if self.is_wide(area) {
            // Zoomed far out: most of those cells are empty. The order does not matter to anybody who sorts.
            for (cell, things) in &self.cells {
                if (first.0..=last.0).contains(&cell.0) && (first.1..=last.1).contains(&cell.1) {
                    things.iter().copied().for_each(&mut visit);
                }
            }
            return;
        }
        for column in first.0..=last.0 {
            for row in first.1..=last.1 {
                if let Some(things) = self.cells.get(&(column, row)) {
                    things.iter().copied().for_each(&mut visit);
                }
            }
        }
    }
}

impl Cells {
    /// The cells that a rectangle lies in.
    pub fn of_rect(rect: &Rect) -> Self {
        let (first, last) = (cell_at(rect.x, rect.y), cell_at(rect.right(), rect.bottom()));
        if count(first, last) > MAX_CELLS { Self::Oversized } else { Self::Block(first, last) }
    }

    /// The cells that a line through these points lies in.
    pub fn of_line(points: &[Point]) -> Self {
        let mut cells = Vec::new();
        for ends in points.windows(2) {
            let bounds = Rect::between(ends[0], ends[1]);
            let (first, last) = (cell_at(bounds.x, bounds.y), cell_at(bounds.right(), bounds.bottom()));
            if cells.len() + count(first, last) > MAX_CELLS {
                return Self::Oversized;
            }
            Self::Block(first, last).each(|cell| {
                if !cells.contains(&cell) {
                    cells.push(cell);
                }
            });
        }
        Self::Single(cells)
    }

    fn each(&self, mut visit: impl FnMut(Cell)) {
        match self {
            Self::Nowhere | Self::Oversized => {}
            Self::Single(cells) => cells.iter().copied().for_each(visit),
            Self::Block(first, last) => {
                for column in first.0..=last.0 {
                    for row in first.1..=last.1 {
                        visit((column, row));
                    }
                }
            }
        }
    }
}

fn count(first: Cell, last: Cell) -> usize {
    let side =
        |from: i32, to: i32| usize::try_from(i64::from(to) - i64::from(from) + 1).unwrap_or(usize::MAX);
    side(first.0, last.0).saturating_mul(side(first.1, last.1))
}

// The conversion saturates, so that even absurd coordinates from a file have a cell.
fn cell_at(x: f64, y: f64) -> Cell {
    ((x / CELL).floor() as i32, (y / CELL).floor() as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(grid: &Grid<u32>, area: Rect) -> Vec<u32> {
        let mut found = Vec::new();
        grid.each_near(&area, |it| found.push(it));
        found.sort_unstable();
        found.dedup();
        found
    }

    #[test]
    fn finds_what_was_put_there_until_it_is_taken_out() {
        let mut grid = Grid::default();
        let (here, far) = (
            Cells::of_rect(&Rect::new(-10.0, 0.0, 50.0, 50.0)),
            Cells::of_rect(&Rect::new(5000.0, 0.0, 1.0, 1.0)),
        );
        grid.insert(1, &here);
        grid.insert(2, &far);
        assert_eq!(near(&grid, Rect::new(0.0, 0.0, 10.0, 10.0)), [1]);
        assert_eq!(near(&grid, Rect::new(-1e9, -1e9, 2e9, 2e9)), [1, 2]);
        grid.remove(1, &here);
        assert_eq!(near(&grid, Rect::new(-1e9, -1e9, 2e9, 2e9)), [2]);
    }

    #[test]
    fn absurd_sizes_do_not_fill_the_memory() {
        let mut grid = Grid::default();
        let cells = Cells::of_line(&[Point::new(-1e300, 0.0), Point::new(1e300, 1e300)]);
        assert_eq!(cells, Cells::Oversized);
        grid.insert(7, &cells);
        assert_eq!(near(&grid, Rect::new(0.0, 0.0, 1.0, 1.0)), [7]);
    }
}
