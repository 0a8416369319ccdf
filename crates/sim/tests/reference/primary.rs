//! Which replica of a store takes the writes, and which of them are asked.

use std::collections::BTreeMap;

use model::{
    ComponentId,
    connection::Connection,
    spec::{Behavior, ReadsFrom},
};

use super::{Event, Job, State, World, nanos};

impl World<'_> {
    pub(super) fn primary(&self, id: ComponentId) -> u32 {
        self.primaries.get(&id).copied().unwrap_or(0)
    }

    /// "A caller that is no balancer picks a replica at random for each call", of those that it does not know to be down. Stores:
    /// writes at the primary, reads there or at any.
    pub(super) fn replica_for(&self, it: &Connection, (key, user, is_write): (u64, u32, bool)) -> u32 {
        if self.pools(it.to) == 1 {
            return 0;
        }
        if let Some(apart) = self.seen_apart(it, user) {
            return apart;
        }
        if let Behavior::Store { reads_from, .. } = self.specs[&it.to].behavior
            && (reads_from == ReadsFrom::Primary || is_write)
        {
            return self.primary(it.to);
        }
        self.any_of(it, &self.together(it.to), key)
    }

    /// "After the failover time the next replica that is up takes the writes."
    pub(super) fn plan_failover(&mut self, id: ComponentId) {
        let Behavior::Store { replication, .. } = self.specs[&id].behavior else { return };
        if self.component(id).replicas() > 1 {
            self.note_risk(id, replication.write_quorum > 1);
            self.failover_due.remove(&id);
            if !self.failover_is_off(id) {
                self.wait_for_failover(id);
            }
        }
    }

    fn wait_for_failover(&mut self, id: ComponentId) {
        let Behavior::Store { replication, .. } = self.specs[&id].behavior else { return };
        let (primary, time) = (self.primary(id), nanos(replication.failover_secs * 1e3));
        self.failover_due.insert(id, self.now + time);
        self.schedule(time, Event::FailOver(id, primary, self.changes[&(id, primary)]));
    }

    /// "One that is switched on while the primary is down takes place after its time from then", unless what it had from the
    /// failure is not over.
    pub(super) fn failover_is_on(&mut self, id: ComponentId) {
        let has_failed = self.at_risk.contains_key(&id) && self.is_down(id, self.primary(id));
        if has_failed && self.failover_due.get(&id).is_none_or(|due| *due <= self.now) {
            self.vacant.remove(&id);
            self.wait_for_failover(id);
        }
    }

    /// "A failover that is off when its time is over does not take place."
    pub(super) fn fail_over(&mut self, id: ComponentId, primary: u32, change: u32) {
        let is_it = self.primary(id) == primary && self.changes[&(id, primary)] == change;
        let is_due = self.failover_due.get(&id) == Some(&self.now);
        if is_it && is_due && !self.failover_is_off(id) {
            self.vacant.insert(id);
            self.take_writes(id);
        }
    }

    /// "A primary that is drained hands them over at once", and nobody counts that as a failure.
    pub(super) fn hand_over(&mut self, id: ComponentId) {
        if !matches!(self.specs[&id].behavior, Behavior::Store { .. }) {
            return;
        }
        match self.successor(id) {
            Some(next) => drop(self.primaries.insert(id, next)),
            None => {
                self.vacant.insert(id);
                self.at_risk.remove(&id);
            }
        }
    }

    /// "A failover loses the writes that the replica which takes over had not been sent when the primary failed, unless writes wait
    /// for a quorum."
    fn note_risk(&mut self, id: ComponentId, has_quorum: bool) {
        let mut risk = BTreeMap::new();
        let is_late = |it: &&Job| it.at == id && it.is_copy && it.state == State::Traveling;
        for it in self.jobs.iter().filter(is_late).filter(|it| self.is_write_of(it.class) && !has_quorum) {
            *risk.entry(it.replica).or_default() += 1;
        }
        self.at_risk.insert(id, risk);
    }

    /// Somebody has another replica take the writes, if one is up.
    pub(super) fn switch_over(&mut self, id: ComponentId) {
        if self.successor(id).is_none() {
            return;
        }
        if self.is_down(id, self.primary(id)) {
            self.promote(id);
        } else {
            self.hand_over(id);
        }
    }

    fn successor(&self, id: ComponentId) -> Option<u32> {
        let (was, count) = (self.primary(id), self.component(id).replicas());
        (1..count).map(|step| (was + step) % count).find(|it| !self.is_down(id, *it))
    }

    /// "If nobody else is up when the failover time is over, the first replica that is back takes the writes." "From then on
    /// reads avoid the one that is down."
    pub(super) fn take_writes(&mut self, id: ComponentId) {
        if !self.is_down(id, self.primary(id)) {
            self.vacant.remove(&id);
        }
        // Who hands them over does not fail.
        let is_off = self.failover_is_off(id) && self.at_risk.contains_key(&id);
        if self.vacant.contains(&id) && !is_off {
            self.promote(id);
        }
    }

    fn promote(&mut self, id: ComponentId) {
        let (was, count) = (self.primary(id), self.component(id).replicas());
        let next = (0..count).map(|step| (was + step) % count).find(|it| !self.is_down(id, *it));
        if let Some(next) = next {
            self.vacant.remove(&id);
            if next != was {
                let risk = self.at_risk.remove(&id).unwrap_or_default();
                self.counts(id).failovers += 1;
                self.counts(id).lost_writes += risk.get(&next).copied().unwrap_or(0);
                self.primaries.insert(id, next);
                self.known_down.insert((None, id, was));
            }
        }
    }
}
