//! Places for what a text leaves open: sources on the left, zones as boxes below each other.

use std::collections::BTreeMap;

use crate::{
    architecture::{Architecture, ZoneId},
    component::CARD,
    geometry::{Point, Rect},
    lean,
};

const GAP_X: f64 = 96.0;
const GAP_Y: f64 = 48.0;
/// Between a zone's outline and what is in it; the name tab needs some of it.
const MARGIN: f64 = 40.0;

/// Sets every position and outline; the same document always gets the same ones.
pub(super) fn lay_out(document: &mut Architecture) {
    let columns = columns(document);
    place(document, &columns, None, Point::default());
}

/// How many requests deep each component lies, by the longest way from a component that nothing calls.
fn columns(document: &Architecture) -> Vec<usize> {
    let index = lean::map(document.components.iter().enumerate().map(|(n, it)| (it.id, n)));
    let lines: Vec<_> = document
        .connections
        .iter()
        .filter_map(|it| Some((*index.get(&it.from)?, *index.get(&it.to)?)))
        .collect();
    let n_components = document.components.len();
    let mut into = vec![0; n_components];
    let mut out = vec![Vec::new(); n_components];
    for &(from, to) in &lines {
        into[to] += 1;
        out[from].push(to);
    }
    let mut columns = vec![0; n_components];
    let mut ready: Vec<_> = (0..n_components).rev().filter(|it| into[*it] == 0).collect();
    let mut done = vec![false; n_components];
    loop {
        while let Some(at) = ready.pop() {
            done[at] = true;
            for &to in &out[at] {
                if !done[to] {
                    columns[to] = columns[to].max(columns[at] + 1);
                    into[to] -= 1;
                    if into[to] == 0 {
                        ready.push(to);
                    }
                }
            }
        }
        // What is left lies on a cycle: start with the one that is named first.
        match done.iter().position(|it| !it) {
            Some(at) => {
                into[at] = 0;
                ready.push(at);
            }
            None => return columns,
        }
    }
}

/// Lays out what lies directly in `zone` from `origin` on; what the zone covers.
fn place(document: &mut Architecture, columns: &[usize], zone: Option<ZoneId>, origin: Point) -> Rect {
    let members: Vec<_> =
        (0..document.components.len()).filter(|it| document.components[*it].zone() == zone).collect();
    let leftmost = members.iter().map(|it| columns[*it]).min().unwrap_or(0);
    let mut rows: BTreeMap<usize, usize> = BTreeMap::new();
    let mut covered = Rect::at(origin, crate::geometry::Size::default());
    for at in members {
        let row = rows.entry(columns[at]).or_default();
        let x = (columns[at] - leftmost) as f64 * (CARD.width + GAP_X);
        let y = *row as f64 * (CARD.height + GAP_Y);
        document.components[at].at = origin.offset(x, y);
        *row += 1;
        covered = covered.union(&document.components[at].rect());
    }
    let children: Vec<_> =
        (0..document.zones.len()).filter(|it| document.zones[*it].parent == zone).collect();
    for child in children {
        let below = if covered.height > 0.0 { covered.bottom() + GAP_Y } else { origin.y };
        let inner = Point::new(origin.x + MARGIN, below + MARGIN);
        let inside = place(document, columns, Some(document.zones[child].id), inner);
        let outline = Rect::at(
            inner,
            crate::geometry::Size::new(inside.width.max(CARD.width), inside.height.max(CARD.height)),
        );
        document.zones[child].rect = outline.grown(MARGIN);
        covered = covered.union(&document.zones[child].rect);
    }
    covered
}
