//! Where everything of a drawing is at this moment, also in the middle of a drag: rectangles, routes, and what is near
//! a place. Follows the document step by step instead of being built anew.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use model::{
    Architecture, Component, ComponentId, Connection, ConnectionId, Item, Point, Rect, Zone, ZoneId,
    component::CARD, lean,
};

use super::{
    grid::{Cells, Grid},
    path::Path,
    route::{lane, route},
};

/// Ids are small numbers that nobody chooses to collide: one multiplication spreads them (Knuth, TAOCP 3, §6.4). The
/// default hasher takes most of the time of a frame that shows 5,000 components.
#[derive(Clone, Copy, Debug, Default)]
struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32(u32::from(*byte));
        }
    }

    fn write_u32(&mut self, id: u32) {
        self.0 = (self.0.rotate_left(5) ^ u64::from(id)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

type ById<K, V> = HashMap<K, V, BuildHasherDefault<IdHasher>>;

/// Live geometry. Agrees with the document except for what [`Index::move_components`] and [`Index::set_zone`] moved.
#[derive(Clone, Debug, Default)]
pub struct Index {
    components: ById<ComponentId, Card>,
    connections: ById<ConnectionId, Line>,
    zones: ById<ZoneId, (usize, Rect)>,
    /// All ids in drawing order, for views that show nearly everything.
    in_order: (Vec<ComponentId>, Vec<ConnectionId>),
    /// Connections of the same two components, in order of their ids; they share the way side by side.
    pairs: ById<(ComponentId, ComponentId), Vec<ConnectionId>>,
    component_grid: Grid<ComponentId>,
    connection_grid: Grid<ConnectionId>,
    generation: u64,
}

#[derive(Clone, Debug)]
struct Card {
    /// Position in `Architecture::components`, which is the drawing order.
    slot: usize,
    rect: Rect,
    cells: Cells,
    /// Connections that start or end here, in no particular order.
    connections: Vec<ConnectionId>,
    seen: u64,
}

#[derive(Clone, Debug)]
struct Line {
    slot: usize,
    from: ComponentId,
    to: ComponentId,
    path: Path,
    bounds: Rect,
    cells: Cells,
    seen: u64,
}

impl Index {
    pub fn new(document: &Architecture) -> Self {
        let mut index = Self::default();
        index.follow(document);
        index
    }

    /// Catches up with a changed document; only what differs is moved and routed again.
    pub fn follow(&mut self, document: &Architecture) {
        self.generation += 1;
        let generation = self.generation;
        self.zones = document.zones.iter().enumerate().map(|(slot, it)| (it.id, (slot, it.rect))).collect();
        self.in_order = (
            document.components.iter().map(|it| it.id).collect(),
            document.connections.iter().map(|it| it.id).collect(),
        );
        let mut moved = Vec::new();
        for (slot, component) in document.components.iter().enumerate() {
            if let Some(card) = self.components.get_mut(&component.id) {
                (card.slot, card.seen) = (slot, generation);
                if card.rect != component.rect() {
                    moved.push((component.id, component.at));
                }
                continue;
            }
            let rect = component.rect();
            let cells = Cells::of_rect(&rect);
            self.component_grid.insert(component.id, &cells);
            let card = Card { slot, rect, cells, connections: Vec::new(), seen: generation };
            self.components.insert(component.id, card);
        }
        self.move_components(moved.into_iter());
        for (slot, connection) in document.connections.iter().enumerate() {
            if let Some(line) = self.connections.get_mut(&connection.id) {
                (line.slot, line.seen) = (slot, generation);
                if (line.from, line.to) == (connection.from, connection.to) {
                    continue;
                }
                self.remove_line(connection.id);
            }
            self.add_line(slot, connection);
        }
        if self.connections.len() > document.connections.len() {
            let mut gone: Vec<_> =
                self.connections.iter().filter(|(_, it)| it.seen != generation).map(|(id, _)| *id).collect();
            lean::sort(&mut gone);
            gone.into_iter().for_each(|id| self.remove_line(id));
        }
        if self.components.len() > document.components.len() {
            let grid = &mut self.component_grid;
            self.components.retain(|id, card| {
                let stays = card.seen == generation;
                if !stays {
                    grid.remove(*id, &card.cells);
                }
                stays
            });
        }
    }

    /// Shows components elsewhere until the document says so too.
    pub fn move_components(&mut self, moves: impl Iterator<Item = (ComponentId, Point)>) {
        let mut touched = Vec::new();
        for (id, at) in moves {
            let Some(card) = self.components.get_mut(&id) else { continue };
            card.rect = Rect::at(at, CARD);
            touched.extend_from_slice(&card.connections);
            let cells = Cells::of_rect(&card.rect);
            if cells != card.cells {
                self.component_grid.remove(id, &card.cells);
                self.component_grid.insert(id, &cells);
                card.cells = cells;
            }
        }
        // A connection between two of them is routed once.
        lean::sort(&mut touched);
        touched.dedup();
        for id in touched {
            self.reroute(id);
        }
    }

    /// Shows a zone with another outline until the document says so too.
    pub fn set_zone(&mut self, id: ZoneId, rect: Rect) {
        if let Some((_, live)) = self.zones.get_mut(&id) {
            *live = rect;
        }
    }

    pub fn rect_of(&self, id: ComponentId) -> Option<Rect> {
        self.components.get(&id).map(|it| it.rect)
    }

    pub fn zone_rect(&self, id: ZoneId) -> Option<Rect> {
        self.zones.get(&id).map(|it| it.1)
    }

    pub fn path_of(&self, id: ConnectionId) -> Option<&Path> {
        self.connections.get(&id).map(|it| &it.path)
    }

    /// The rectangle around anything.
    pub fn bounds_of(&self, item: Item) -> Option<Rect> {
        match item {
            Item::Component(id) => self.rect_of(id),
            Item::Connection(id) => self.connections.get(&id).map(|it| it.bounds),
            Item::Zone(id) => self.zone_rect(id),
        }
    }

    /// `document` must be the one last followed.
    pub fn component<'a>(&self, document: &'a Architecture, id: ComponentId) -> Option<&'a Component> {
        document.components.get(self.components.get(&id)?.slot)
    }

    pub fn connection<'a>(&self, document: &'a Architecture, id: ConnectionId) -> Option<&'a Connection> {
        document.connections.get(self.connections.get(&id)?.slot)
    }

    pub fn zone<'a>(&self, document: &'a Architecture, id: ZoneId) -> Option<&'a Zone> {
        document.zones.get(self.zones.get(&id)?.0)
    }

    /// Whether the document last followed holds it.
    pub fn contains(&self, item: Item) -> bool {
        match item {
            Item::Component(id) => self.components.contains_key(&id),
            Item::Connection(id) => self.connections.contains_key(&id),
            Item::Zone(id) => self.zones.contains_key(&id),
        }
    }

    /// Connections that start or end at `id`, in drawing order.
    pub fn connections_of(&self, id: ComponentId) -> Vec<ConnectionId> {
        let mut found = self.components.get(&id).map(|it| it.connections.clone()).unwrap_or_default();
        self.sort_connections(&mut found);
        found
    }

    /// Components that touch `area`, in drawing order: the last is on top.
    pub fn components_in(&self, area: &Rect) -> Vec<ComponentId> {
        if self.component_grid.is_wide(area) {
            let touches =
                |id: &&ComponentId| self.components.get(id).is_some_and(|it| it.rect.overlaps(area));
            return self.in_order.0.iter().filter(touches).copied().collect();
        }
        let mut found = Vec::new();
        self.component_grid.each_near(area, |id| {
            if let Some(card) = self.components.get(&id)
                && card.rect.overlaps(area)
            {
                found.push((card.slot, id));
            }
        });
        in_order(found)
    }

    /// Connections whose bounds touch `area`, in drawing order.
    pub fn connections_in(&self, area: &Rect) -> Vec<ConnectionId> {
        // A straight line has bounds without an area, which would overlap nothing.
        let area = area.grown(1.0);
        if self.connection_grid.is_wide(&area) {
            let touches = |id: &&ConnectionId| {
                self.connections.get(id).is_some_and(|it| it.bounds.grown(0.5).overlaps(&area))
            };
            return self.in_order.1.iter().filter(touches).copied().collect();
        }
        let mut found = Vec::new();
        self.connection_grid.each_near(&area, |id| {
            if let Some(line) = self.connections.get(&id)
                && line.bounds.grown(0.5).overlaps(&area)
            {
                found.push((line.slot, id));
            }
        });
        in_order(found)
    }

    /// The rectangle around all components and zones; `None` for an empty drawing.
    pub fn content_bounds(&self) -> Option<Rect> {
        let cards = self.components.values().map(|it| it.rect);
        cards.chain(self.zones.values().map(|it| it.1)).reduce(|all, rect| all.union(&rect))
    }

    fn sort_connections(&self, ids: &mut [ConnectionId]) {
        lean::sort_by_key(ids, |id| self.connections.get(id).map(|it| it.slot));
    }

    fn add_line(&mut self, slot: usize, connection: &Connection) {
        let (from, to, seen) = (connection.from, connection.to, self.generation);
        let line = Line {
            slot,
            from,
            to,
            path: Path::default(),
            bounds: Rect::default(),
            cells: Cells::Nowhere,
            seen,
        };
        self.connections.insert(connection.id, line);
        for end in [from, to] {
            if let Some(card) = self.components.get_mut(&end) {
                card.connections.push(connection.id);
            }
        }
        let pair = self.pairs.entry((from.min(to), from.max(to))).or_default();
        let place = pair.binary_search(&connection.id).unwrap_or_else(|place| place);
        pair.insert(place, connection.id);
        for id in pair.clone() {
            self.reroute(id);
        }
    }

    fn remove_line(&mut self, id: ConnectionId) {
        let Some(line) = self.connections.remove(&id) else { return };
        self.connection_grid.remove(id, &line.cells);
        for end in [line.from, line.to] {
            if let Some(card) = self.components.get_mut(&end) {
                card.connections.retain(|it| *it != id);
            }
        }
        let key = (line.from.min(line.to), line.from.max(line.to));
        let Some(pair) = self.pairs.get_mut(&key) else { return };
        pair.retain(|it| *it != id);
        let rest = pair.clone();
        if rest.is_empty() {
            self.pairs.remove(&key);
        }
        for id in rest {
            self.reroute(id);
        }
    }

    fn reroute(&mut self, id: ConnectionId) {
        let Some(line) = self.connections.get_mut(&id) else { return };
        let (Some(from), Some(to)) = (self.components.get(&line.from), self.components.get(&line.to)) else {
            return;
        };
        let pair = self.pairs.get(&(line.from.min(line.to), line.from.max(line.to)));
        let lane = pair
            .map_or(0.0, |pair| lane(pair.iter().position(|it| *it == id).unwrap_or_default(), pair.len()));
        line.path = route(&from.rect, &to.rect, lane);
        line.bounds = line.path.bounds();
        let cells = line.path.cells();
        if cells != line.cells {
            self.connection_grid.remove(id, &line.cells);
            self.connection_grid.insert(id, &cells);
            line.cells = cells;
        }
    }
}

fn in_order<T: Copy + Ord>(mut found: Vec<(usize, T)>) -> Vec<T> {
    lean::sort(&mut found);
    found.dedup();
    found.into_iter().map(|(_, id)| id).collect()
}

#[cfg(test)]
mod tests;
