//! In which order a request follows the connections of a component.

use std::collections::BTreeMap;

use model::{Relation, connection::Condition, lean, spec::Behavior};

use super::{Compiler, NONE, Range, Role};

/// Lookups of one component for whose misses other connections can wait.
const MAX_LOOKUPS: u32 = 16;

impl Compiler<'_> {
    /// Links that a request follows from `node`, step by step.
    pub(super) fn add_steps(&mut self, node: u32) {
        let followed: Vec<u32> = self.outgoing[node as usize]
            .iter()
            .copied()
            .filter(|&i| match self.connections[i as usize].relation {
                Relation::Call => true,
                // Stores hand their changes on behind the request's back.
                Relation::Publish => !matches!(self.network.nodes[node as usize].role, Role::Store { .. }),
                Relation::Replicate => self.connections[i as usize].policy.synchronous,
                _ => false,
            })
            .collect();
        let lookups = self.lookups(&followed);
        let steps = lean::map(followed.iter().map(|&i| (i, self.step(i, &followed, 0))));
        let mut order: Vec<(Step, u32)> = steps.iter().map(|(&i, &step)| (step, i)).collect();
        lean::sort(&mut order);

        let from = self.network.groups.len() as u32;
        let mut waiting: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let mut previous = None;
        for &(at, i) in &order {
            let lookup = lookups.iter().find(|(waits, _)| *waits == i).map(|(_, lookup)| *lookup);
            if let Some(lookup) = lookup {
                self.network.links[i as usize].unless_hit = self.network.links[lookup as usize].hit_bit;
                self.network.links[i as usize].fills = self.fills(&lookups, i);
                if steps.get(&lookup) == Some(&at) {
                    waiting.entry(lookup).or_default().push(i);
                    continue;
                }
            }
            let position = self.network.grouped.len() as u32;
            if previous != Some(at) {
                self.network.groups.push(Range { from: position, to: position });
                // Those that wait for a lookup of the step belong to it as well.
                let of_step = order.iter().filter(|it| it.0 == at);
                let enough = of_step.filter_map(|it| self.connections[it.1 as usize].policy.enough).min();
                self.network.enough.push(enough.map_or(0, |it| it.clamp(1, u16::MAX.into()) as u16));
                previous = Some(at);
            }
            self.network.grouped.push(i);
            if let Some(group) = self.network.groups.last_mut() {
                group.to += 1;
            }
        }
        self.network.nodes[node as usize].groups = Range { from, to: self.network.groups.len() as u32 };
        for (lookup, links) in waiting {
            let from = self.network.dependents.len() as u32;
            self.network.dependents.extend(links);
            let to = self.network.dependents.len() as u32;
            self.network.links[lookup as usize].dependents = Range { from, to };
        }
    }

    /// Pairs of a link and the lookup for whose miss it waits; gives each lookup its bit.
    fn lookups(&mut self, followed: &[u32]) -> Vec<(u32, u32)> {
        let mut pairs = Vec::new();
        let mut bits: BTreeMap<u32, u16> = BTreeMap::new();
        for &i in followed {
            let Some(lookup) = self.lookup_of(i, followed) else { continue };
            // A circle of links that wait for each other would never be followed.
            if self.waits_in_circle(i, followed) {
                continue;
            }
            let next = bits.len() as u32;
            if next < MAX_LOOKUPS || bits.contains_key(&lookup) {
                bits.entry(lookup).or_insert(1 << next);
                pairs.push((i, lookup));
            }
        }
        for (lookup, bit) in bits {
            self.network.links[lookup as usize].hit_bit = bit;
        }
        pairs
    }

    /// What answers over a link put into caches that have been asked in vain: the one that it waits for, and the one that
    /// the lookup there waited for.
    fn fills(&mut self, lookups: &[(u32, u32)], link: u32) -> u32 {
        let Some(&(_, lookup)) = lookups.iter().find(|it| it.0 == link) else { return NONE };
        let next = self.fills(lookups, lookup);
        let Some(cache) = self.cache_behind(lookup, 0) else { return next };
        self.network.fillings.push((cache, next));
        (self.network.fillings.len() - 1) as u32
    }

    /// The cache with items that a link asks; through a balancer, if that has no other component to choose.
    fn cache_behind(&self, link: u32, depth: usize) -> Option<u32> {
        let asked = self.network.links[link as usize].to;
        match self.network.nodes[asked as usize].role {
            Role::Lookup { cache, asks_origin: false, .. } if cache != NONE => Some(cache),
            Role::Balancer(_) if depth < self.components.len() => {
                let is_call = |it: &u32| self.connections[*it as usize].relation == Relation::Call;
                let to = |it: u32| self.network.links[it as usize].to;
                let mut targets = self.outgoing[asked as usize].iter().copied().filter(is_call);
                let first = targets.next()?;
                if targets.all(|it| to(it) == to(first)) { self.cache_behind(first, depth + 1) } else { None }
            }
            _ => None,
        }
    }

    fn lookup_of(&self, link: u32, followed: &[u32]) -> Option<u32> {
        let Condition::OnMissOf(id) = self.connections[link as usize].policy.on else { return None };
        followed.iter().copied().find(|&i| self.connections[i as usize].id == id && i != link)
    }

    fn waits_in_circle(&self, link: u32, followed: &[u32]) -> bool {
        let mut at = link;
        for _ in 0..followed.len() {
            match self.lookup_of(at, followed) {
                Some(next) if next == link => return true,
                Some(next) => at = next,
                None => return false,
            }
        }
        true
    }

    /// When a link is followed: names are resolved before the rest of a step; what waits for a lookup is never earlier
    /// than it.
    fn step(&self, link: u32, followed: &[u32], depth: usize) -> Step {
        let connection = self.connections[link as usize];
        let is_resolver = matches!(
            self.components[self.node_of[&connection.to] as usize].1.behavior,
            Behavior::Resolver { .. }
        );
        let own = Step { number: connection.policy.step, is_after_names: !is_resolver };
        match self.lookup_of(link, followed) {
            Some(lookup) if depth < followed.len() && !self.waits_in_circle(link, followed) => {
                own.max(self.step(lookup, followed, depth + 1))
            }
            _ => own,
        }
    }
}

/// Position of a link among its caller's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    number: u32,
    is_after_names: bool,
}
