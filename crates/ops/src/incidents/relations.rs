//! Who calls whom.

use std::collections::BTreeMap;

use model::{Architecture, ComponentId};

/// The connections of a drawing that carry requests, both ways.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Relations {
    callees: BTreeMap<ComponentId, Vec<ComponentId>>,
    callers: BTreeMap<ComponentId, Vec<ComponentId>>,
}

impl Relations {
    pub fn of(drawing: &Architecture) -> Self {
        let mut relations = Self::default();
        for it in drawing.connections.iter().filter(|it| it.relation.carries_requests()) {
            relations.callees.entry(it.from).or_default().push(it.to);
            relations.callers.entry(it.to).or_default().push(it.from);
        }
        relations
    }

    /// Whether one of them calls the other.
    pub fn are_neighbors(&self, one: ComponentId, other: ComponentId) -> bool {
        let calls = |from, to| self.callees.get(&from).is_some_and(|it| it.contains(&to));
        calls(one, other) || calls(other, one)
    }

    /// Everything it depends on, with the number of calls in between, nearest first.
    pub fn below(&self, start: ComponentId) -> Vec<(ComponentId, u32)> {
        reached(&self.callees, start)
    }

    /// Everything that depends on it, nearest first.
    pub fn above(&self, start: ComponentId) -> Vec<(ComponentId, u32)> {
        reached(&self.callers, start)
    }

    /// How many calls lie between them, in whichever direction is shorter. `None`: neither depends on the other.
    pub fn distance(&self, one: ComponentId, other: ComponentId) -> Option<u32> {
        if one == other {
            return Some(0);
        }
        let find = |all: Vec<(ComponentId, u32)>| all.into_iter().find(|it| it.0 == other).map(|it| it.1);
        match (find(self.below(one)), find(self.above(one))) {
            (Some(below), Some(above)) => Some(below.min(above)),
            (below, above) => below.or(above),
        }
    }
}

fn reached(edges: &BTreeMap<ComponentId, Vec<ComponentId>>, start: ComponentId) -> Vec<(ComponentId, u32)> {
    let mut found: Vec<(ComponentId, u32)> = vec![(start, 0)];
    let mut at = 0;
    while at < found.len() {
        let (here, distance) = found[at];
        for next in edges.get(&here).into_iter().flatten() {
            if found.iter().all(|(it, _)| it != next) {
                found.push((*next, distance + 1));
            }
        }
        at += 1;
    }
    found.remove(0);
    found
}
