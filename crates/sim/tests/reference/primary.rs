//! Which replica of a store takes the writes, and which of them are asked.

use model::{
    ComponentId,
    connection::Connection,
    spec::{Behavior, ReadsFrom},
};
use sim::random::{Draw, Purpose, stream};

use super::{Event, World, nanos};

impl World<'_> {
    pub(super) fn primary(&self, id: ComponentId) -> u32 {
        self.primaries.get(&id).copied().unwrap_or(0)
    }

    /// "A caller that is no balancer picks a replica at random for each call", of those that it does not know to be down. Stores:
    /// writes at the primary, reads there or at any.
    pub(super) fn replica_for(&self, it: &Connection, (key, is_write): (u64, bool)) -> u32 {
        let count = self.replicas[&it.to].len() as u32;
        if count == 1 {
            return 0;
        }
        if let Behavior::Store { reads_from, .. } = self.specs[&it.to].behavior
            && (reads_from == ReadsFrom::Primary || is_write)
        {
            return self.primary(it.to);
        }
        let mut draw = Draw::new(stream(self.seed, it.id.0, Purpose::Replica), key);
        let known: Vec<u32> =
            (0..count).filter(|number| !self.known_down.contains(&(None, it.to, *number))).collect();
        let any = draw.below(count);
        // Who meets one that is known to be down is asked again among the others, if there are any.
        if known.contains(&any) || known.is_empty() {
            any
        } else {
            known[draw.below(known.len() as u32) as usize]
        }
    }

    /// "After the failover time the next replica that is up takes the writes."
    pub(super) fn plan_failover(&mut self, id: ComponentId) {
        let Behavior::Store { replication, .. } = self.specs[&id].behavior else { return };
        if self.component(id).replicas() > 1 {
            let change = self.changes[&(id, self.primary(id))];
            self.schedule(nanos(replication.failover_secs * 1e3), Event::FailOver(id, change));
        }
    }

    pub(super) fn fail_over(&mut self, id: ComponentId, change: u32) {
        if self.changes[&(id, self.primary(id))] == change {
            self.vacant.insert(id);
            self.take_writes(id);
        }
    }

    /// "If nobody else is up when the failover time is over, the first replica that is back takes the writes." "From then on
    /// reads avoid the one that is down."
    pub(super) fn take_writes(&mut self, id: ComponentId) {
        if !self.vacant.contains(&id) {
            return;
        }
        let (was, count) = (self.primary(id), self.component(id).replicas());
        let next = (0..count).map(|step| (was + step) % count).find(|it| !self.is_down(id, *it));
        if let Some(next) = next {
            self.vacant.remove(&id);
            if next != was {
                self.counts(id).failovers += 1;
                self.primaries.insert(id, next);
                self.known_down.insert((None, id, was));
            }
        }
    }
}
