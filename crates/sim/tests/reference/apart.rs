//! Stores that have fallen apart, and those of which nobody takes the primary's place.

use std::collections::BTreeMap;

use model::{ComponentId, Place, connection::Connection, scenario::Action};
use sim::random::{Draw, Purpose, mix, stream};

use super::{World, faults::Held};

/// What holds at a store.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Broken {
    /// Of the users, that sees the smaller side.
    share: f64,
    failover_is_off: bool,
}

/// Whether an entry of the scenario takes the primary away, and keeps others from its place.
pub(super) fn gets_stuck(action: &Action) -> bool {
    matches!(action, Action::Change(it) if it.change == "failover-stuck")
}

impl World<'_> {
    fn broken(&self, id: ComponentId) -> Broken {
        self.broken.get(&id).copied().unwrap_or_default()
    }

    pub(super) fn failover_is_off(&self, id: ComponentId) -> bool {
        self.broken(id).failover_is_off
    }

    pub(super) fn gather_broken(&mut self, changes: &[Held]) {
        let mut now = BTreeMap::<ComponentId, Broken>::new();
        for Held { id, change, .. } in changes {
            let Place::Component(component) = change.place else { continue };
            let it = now.entry(component).or_default();
            match *id {
                "split-brain" => it.share = it.share.max(change.settings["share"]),
                "failover-stuck" => it.failover_is_off = true,
                _ => {}
            }
        }
        for (id, before) in std::mem::replace(&mut self.broken, now) {
            if before.failover_is_off && !self.failover_is_off(id) {
                self.failover_is_on(id);
            }
            // "What they write is lost when the sides see each other again."
            if before.share > 0.0 && self.broken(id).share == 0.0 {
                self.written_whole.remove(&id);
                let lost = self.written_apart.remove(&id).unwrap_or(0);
                self.counts(id).lost_writes += lost;
            }
        }
    }

    /// "A store that has fallen apart has its last replica, counted from the primary, on the smaller side."
    pub(super) fn apart(&self, id: ComponentId) -> Option<u32> {
        let count = self.pools(id);
        (self.broken(id).share > 0.0 && count > 1).then(|| (self.primary(id) + count - 1) % count)
    }

    /// "A share of the users sees it alone, the same users all the time." `None`: this user sees the others.
    pub(super) fn seen_apart(&self, it: &Connection, user: u32) -> Option<u32> {
        let apart = self.apart(it.to)?;
        let luck = self.unit(it.to.0, Purpose::Hit, mix(u64::from(user)));
        (luck < self.broken(it.to).share).then_some(apart)
    }

    /// Replicas from the primary on, without the one on the smaller side.
    pub(super) fn together(&self, id: ComponentId) -> Vec<u32> {
        let (count, primary, apart) = (self.pools(id), self.primary(id), self.apart(id));
        let mut numbers: Vec<u32> = (0..count).collect();
        if apart.is_some() {
            numbers.rotate_left(primary as usize);
            numbers.retain(|it| Some(*it) != apart);
        }
        numbers
    }

    /// One of these replicas, "of those that it does not know to be down, if there are any".
    pub(super) fn any_of(&self, it: &Connection, numbers: &[u32], key: u64) -> u32 {
        let mut draw = Draw::new(stream(self.seed, it.id.0, Purpose::Replica), key);
        let is_known = |number: &&u32| !self.known_down.contains(&(None, it.to, **number));
        let known: Vec<u32> = numbers.iter().filter(is_known).copied().collect();
        let any = numbers[draw.below(numbers.len() as u32) as usize];
        // Who meets one that is known to be down is asked again among the others, if there are any.
        if known.contains(&any) || known.is_empty() {
            any
        } else {
            known[draw.below(known.len() as u32) as usize]
        }
    }
}
