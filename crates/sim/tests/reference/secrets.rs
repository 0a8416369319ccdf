//! Components that fetch their secrets before they serve again.

use std::collections::BTreeSet;

use model::{ComponentId, Relation};

use super::{Event, World, nanos};

/// Who holds replicas that fetch their secrets, besides entries of the scenario.
const STARTING: usize = usize::MAX;

impl World<'_> {
    fn secret_stores(&self, id: ComponentId) -> Vec<(ComponentId, u64)> {
        let connections = self.drawing.connections.iter();
        let stores = connections.filter(|it| it.from == id && it.relation == Relation::Secret);
        stores.map(|it| (it.to, 2 * self.way(it.id, 0, 0))).collect()
    }

    /// "A component of which nothing was up first fetches its secrets: it starts one round trip later." Whether these replicas
    /// do; those that come meanwhile start with them.
    pub(super) fn must_start(&mut self, id: ComponentId, numbers: &[u32], is_planned: bool) -> bool {
        let Some(round_trip) = self.secret_stores(id).iter().map(|it| it.1).max() else { return false };
        if !self.out.contains(&id) {
            return false;
        }
        for number in numbers {
            self.holds.entry((id, *number)).or_default().insert(STARTING);
        }
        if !self.starts.contains_key(&id) {
            self.starts_so_far += 1;
            self.starts.insert(id, (self.starts_so_far, is_planned));
            self.schedule(round_trip, Event::Start(id, self.starts_so_far));
        }
        true
    }

    /// "As long as a secret store is down, not at all (it asks again every second)."
    pub(super) fn start(&mut self, id: ComponentId, start: u64) {
        let Some((_, is_planned)) = self.starts.get(&id).copied().filter(|it| it.0 == start) else { return };
        if self.secret_stores(id).iter().any(|it| self.out.contains(&it.0)) {
            return self.schedule(nanos(1000.0), Event::Start(id, start));
        }
        let numbers = self.starting(id);
        let mut back = self.released(id, numbers.into_iter().collect(), STARTING);
        self.starts.remove(&id);
        back.retain(|it| *it < self.count(id));
        if back.is_empty() {
            return;
        }
        self.out.remove(&id);
        self.come_back_at_once(id, back, is_planned, true);
    }

    fn starting(&self, id: ComponentId) -> BTreeSet<u32> {
        let held = self.holds.iter().filter(|it| it.0.0 == id && it.1.contains(&STARTING));
        held.map(|it| it.0.1).collect()
    }

    /// Something keeps a replica from serving, besides its secrets.
    pub(super) fn is_held(&self, id: ComponentId, number: u32) -> bool {
        let holds = self.holds.get(&(id, number));
        holds.is_some_and(|it| it.iter().any(|holder| *holder != STARTING))
    }

    /// These replicas go, or are drained: they do not start any more.
    pub(super) fn do_not_start(&mut self, id: ComponentId, numbers: &[u32]) {
        self.released(id, numbers.to_vec(), STARTING);
        if self.starting(id).is_empty() {
            self.starts.remove(&id);
        }
    }
}
