//! What components were asked to do in each second, and how much of what they could do was in use.

use std::ops::Range;

use model::{ComponentId, catalog::Load, spec::Behavior};

use super::{Replica, World, nanos};

/// Of a component.
#[derive(Clone, Debug, Default)]
pub(super) struct Usage {
    /// Of the second that goes on, in nanoseconds: own work asked for, slots held, and replicas paid for.
    offered: u64,
    held: u64,
    paid: u64,
    /// Requests and messages of this second, and writes among them.
    arrived: u64,
    writes: u64,
    /// Replicas that go and still finish what they have.
    leaving: Vec<u32>,
    /// "Arrival rate × mean service / slots" of the seconds since the one in which something came for the first time, and those
    /// before; and slots held over slots in the last one. The engine keeps them as single-precision numbers.
    pub loads: Vec<f32>,
    pub is_known: bool,
    pub busy: f32,
}

impl World<'_> {
    /// Time passes, and seconds end: "at one moment a second ends first". The first one may be shorter, so that the measured ones
    /// are whole.
    pub(super) fn pass_time(&mut self, until: u64) {
        let second = nanos(1e3);
        let mut next = self.now - self.now % second + self.measured_from % second;
        while next <= until {
            if next > self.now {
                self.hold_until(next);
                self.note_second();
            }
            next += second;
        }
        self.hold_until(until);
    }

    fn hold_until(&mut self, until: u64) {
        let passed = until - self.now;
        let mut all = std::mem::take(&mut self.usage);
        for (id, it) in &mut all {
            it.held += self.slots_held(*id) * passed;
            it.paid += (u64::from(self.pools(*id)) + it.leaving.len() as u64) * passed;
        }
        (self.usage, self.now) = (all, until);
    }

    pub(super) fn slots_held(&self, id: ComponentId) -> u64 {
        let usable = self.slots(id).unwrap_or(u32::MAX);
        // Of those who share the slots nobody holds one that is kept for a message on its way.
        let held = |it: &Replica| u64::from(it.busy.max(usable.min(it.busy + it.sharing.len() as u32)));
        self.replicas[&id].iter().map(held).sum()
    }

    /// A request comes.
    pub(super) fn note_load(&mut self, job: usize) {
        let (id, is_write) = (self.jobs[job].at, self.is_write(job));
        let factor = match self.specs[&id].behavior {
            Behavior::Store { write_factor, .. } if is_write => write_factor,
            _ => 1.0,
        };
        let mean = self.specs[&id].server.service.mean_millis * self.mean_factor(id) * 1e6 * factor;
        let requests = u64::from(!self.jobs[job].is_copy);
        let it = self.usage.entry(id).or_default();
        // Whole nanoseconds.
        it.offered += mean as u64;
        it.arrived += requests;
        it.writes += requests * u64::from(is_write);
    }

    /// "Paid for until they are idle", which somebody looks at when the number of replicas changes and every second.
    pub(super) fn note_leaving(&mut self, id: ComponentId, more: Range<u32>) {
        let mut leaving = std::mem::take(&mut self.usage.entry(id).or_default().leaving);
        leaving.extend(more);
        leaving.retain(|it| self.is_busy(id, *it));
        self.usage.entry(id).or_default().leaving = leaving;
    }

    pub(super) fn note_coming(&mut self, id: ComponentId, number: u32) {
        self.usage.entry(id).or_default().leaving.retain(|it| *it != number);
    }

    /// A second ends: slots held over slots, load ratio, and use of processors and memory by the kind's curves in percent; `None`:
    /// without a bound.
    pub(super) fn end_second_of(&mut self, id: ComponentId) -> Option<[f32; 4]> {
        self.note_leaving(id, 0..0);
        let slots = self.drawn_slots(id);
        let stored = self.held_messages(id) as f64;
        let queue_fill = match self.specs[&id].behavior {
            Behavior::Broker { max_messages, .. } => stored / max_messages.max(1) as f64,
            _ => 0.0,
        };
        let curve = self.component(id).kind.curve;
        let it = self.usage.entry(id).or_default();
        let capacity = slots.map_or(0.0, |slots| f64::from(slots) * it.paid as f64);
        let share = |nanos: u64| if capacity > 0.0 { (nanos as f64 / capacity) as f32 } else { 0.0 };
        let (busy, load) = (share(it.held), share(it.offered));
        let write_share = if it.arrived > 0 { it.writes as f64 / it.arrived as f64 } else { 0.0 };
        it.loads.push(load);
        it.is_known |= it.arrived > 0;
        it.busy = busy;
        (it.offered, it.held, it.paid, it.arrived, it.writes) = (0, 0, 0, 0, 0);
        let used = curve.at(Load { ratio: load.into(), write_share, queue_fill });
        slots.map(|_| [busy, load, used.cpu as f32, used.memory as f32])
    }
}
