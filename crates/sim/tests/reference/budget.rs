//! How many replicas people may take away at a time.

use std::collections::VecDeque;

use model::{
    ComponentId, Place,
    scenario::{Action, Change},
};
use sim::changes::Sort;

use super::{Event, World, scale::LATER};

/// A restart, or a drain, that goes on as the budget allows.
#[derive(Clone, Debug)]
pub(super) struct Disruption {
    id: ComponentId,
    /// Its entry in the scenario.
    number: usize,
    waiting: VecDeque<u32>,
    /// Those that boot, and when they have.
    booting: Vec<(u32, u64)>,
    is_restart: bool,
}

impl World<'_> {
    pub(super) fn budget(&self, id: ComponentId) -> Option<u32> {
        self.component(id).spec().scaling.max_unavailable
    }

    /// "Only while at least `replicas - budget` stay ready."
    pub(super) fn may_be_taken(&self, id: ComponentId, wanted: u32) -> u32 {
        self.budget(id)
            .map_or(u32::MAX, |budget| self.standing(id).saturating_sub(wanted.saturating_sub(budget)))
    }

    pub(super) fn is_disrupting(&self) -> bool {
        !self.disruptions.is_empty()
    }

    /// "A restart then goes in groups: each drains, boots and is back before as many others go, replicas that are down begin at once."
    pub(super) fn restart_gently(&mut self, id: ComponentId, numbers: Vec<u32>, number: usize) {
        let (down, up): (Vec<u32>, Vec<u32>) = numbers.into_iter().partition(|it| self.is_down(id, *it));
        for it in self.disruptions.iter_mut().filter(|it| it.is_restart && it.id == id) {
            // Whoever waits for an earlier restart is restarted by this one.
            it.waiting.clear();
        }
        let at = self.now + self.boot_of(id);
        let booting = down.iter().map(|it| (*it, at)).collect();
        if !down.is_empty() {
            self.schedule(self.boot_of(id), Event::Again);
            self.take_down(id, down.clone(), number);
            for other in self.mended_by_restart(id) {
                // Who comes later is held no more, either.
                self.released(id, down.iter().copied().chain(self.count(id)..LATER).collect(), other);
            }
        }
        self.disruptions.push(Disruption { id, number, waiting: up.into(), booting, is_restart: true });
        self.go_on_disrupting();
        self.look_in_a_second();
    }

    /// "Of a drained zone as many stay as the budget demands, and always one ready replica."
    pub(super) fn drain_gently(&mut self, id: ComponentId, numbers: Vec<u32>, number: usize) {
        let there = self.count(id);
        let (now, later): (Vec<u32>, Vec<u32>) = numbers.into_iter().partition(|it| *it < there);
        for it in later {
            self.holds.entry((id, it)).or_default().insert(number);
        }
        // Nobody misses those that are down.
        let (down, up): (Vec<u32>, Vec<u32>) = now.into_iter().partition(|it| self.is_down(id, *it));
        if !down.is_empty() {
            self.drain(id, down, number);
        }
        let waiting = up.into();
        self.disruptions.push(Disruption { id, number, waiting, booting: Vec::new(), is_restart: false });
        self.go_on_disrupting();
        self.look_in_a_second();
    }

    /// Its end: who waits need not go any more.
    pub(super) fn stop_draining(&mut self, number: usize) {
        self.disruptions.retain(|it| it.number != number);
    }

    pub(super) fn go_on_disrupting(&mut self) {
        let now = self.now;
        let mut done = Vec::new();
        for mut it in std::mem::take(&mut self.disruptions) {
            let (ready, left): (Vec<_>, Vec<_>) = it.booting.into_iter().partition(|it| it.1 <= now);
            it.booting = left;
            let back = self.released(it.id, ready.iter().map(|it| it.0).collect(), it.number);
            self.come_back(it.id, back, true);
            let there = self.count(it.id);
            it.waiting.retain(|number| *number < there);
            let mut allowed = self.may_be_taken(it.id, there);
            if !it.is_restart {
                allowed = allowed.min(self.standing(it.id).saturating_sub(1));
            }
            let count = it.waiting.len().min(allowed as usize);
            let taken: Vec<u32> = it.waiting.drain(..count).collect();
            if !taken.is_empty() {
                if it.is_restart {
                    let boot = self.boot_of(it.id);
                    it.booting.extend(taken.iter().map(|it| (*it, now + boot)));
                    self.schedule(boot, Event::Again);
                }
                self.drain(it.id, taken, it.number);
            }
            if !it.waiting.is_empty() || !it.booting.is_empty() {
                self.disruptions.push(it);
            } else if it.is_restart {
                done.push(it.id);
            }
        }
        // "What is repaired is repaired at the end."
        for id in done {
            if !self.disruptions.iter().any(|it| it.is_restart && it.id == id) {
                self.repair(id);
            }
        }
    }

    /// What a boot mends: faults of the component itself, and what somebody took down by hand.
    fn mended_by_restart(&self, id: ComponentId) -> Vec<usize> {
        let is_fault = |it: &Change| {
            let sort = sim::changes::find(&it.change).map(|it| it.sort);
            sort == Some(Sort::Fault) && it.place == Place::Component(id)
        };
        let events = self.drawing.scenario.events.iter().enumerate();
        let faults = events.filter(|it| matches!(&it.1.action, Action::Change(change) if is_fault(change)));
        faults.map(|it| it.0).chain(self.by_hand(id)).collect()
    }
}
