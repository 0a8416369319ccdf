//! How many replicas there are: they come when they have booted, and those with the highest numbers go first.

use model::{
    ComponentId, Place,
    scenario::{Action, Change},
    spec::Behavior,
};

use super::{Event, Job, Replica, State, World, nanos};

/// Numbers that replicas may ever have in a drawing of the reference: what holds those that come later holds so many.
pub(super) const LATER: u32 = 64;

/// Whether an entry of the scenario is about the number of replicas.
pub(super) fn is_about_numbers(action: &Action) -> bool {
    matches!(action, Action::Change(it) if it.change == "scale")
}

impl World<'_> {
    /// How many replicas a component has at the moment, and how many of them have a queue of their own.
    pub(super) fn count(&self, id: ComponentId) -> u32 {
        self.present[&id]
    }

    pub(super) fn pools(&self, id: ComponentId) -> u32 {
        if self.is_one_pool(id) { 1 } else { self.count(id) }
    }

    pub(super) fn drawn(&self, id: ComponentId) -> u32 {
        self.component(id).replicas().max(1)
    }

    /// Numbers of its replicas, also of those that may come.
    pub(super) fn all_numbers(&self, id: ComponentId) -> std::ops::Range<u32> {
        let is_fixed = self.is_one_pool(id) || matches!(self.specs[&id].behavior, Behavior::Source);
        0..if is_fixed { self.drawn(id) } else { LATER }
    }

    pub(super) fn scale(&mut self, number: usize) {
        let Action::Change(Change { place: Place::Component(id), settings, .. }) =
            &self.drawing.scenario.events[number].action
        else {
            return;
        };
        self.scale_by_hand(*id, settings["replicas"] as u32);
    }

    /// How many there were when an entry of the scenario began.
    pub(super) fn count_at(&self, number: usize, id: ComponentId) -> u32 {
        self.at_begin[&number][&id]
    }

    pub(super) fn coming(&self, id: ComponentId) -> u32 {
        self.boots.iter().filter(|it| it.1 == id).count() as u32
    }

    pub(super) fn boot_of(&self, id: ComponentId) -> u64 {
        nanos(self.component(id).spec().scaling.boot_secs * 1e3)
    }

    /// "From now on it has so many replicas, once they have booted"; so many of those that come wait in a warm pool.
    pub(super) fn scale_to(&mut self, id: ComponentId, wanted: u32, warm: u32) {
        let (boot, there) = (self.boot_of(id), self.count(id));
        let mut expected = there + self.coming(id);
        // "What has not booted yet goes first."
        while expected > wanted
            && let Some(last) = self.boots.iter().rposition(|it| it.1 == id)
        {
            self.boots.remove(last);
            expected -= 1;
        }
        if wanted < expected {
            return self.shrink(id, wanted);
        }
        let more = wanted - expected;
        let at_once = if boot == 0 { more } else { warm.min(more) };
        if at_once > 0 {
            self.grow_if_ready(id, at_once);
        }
        for _ in at_once..more {
            self.boots.push((self.now + boot, id));
            self.schedule(boot, Event::Again);
        }
    }

    /// New replicas have booted.
    pub(super) fn arrive(&mut self) {
        let now = self.now;
        let (ready, left) =
            std::mem::take(&mut self.boots).into_iter().partition::<Vec<_>, _>(|it| it.0 <= now);
        self.boots = left;
        let mut ids: Vec<ComponentId> = ready.iter().map(|it| it.1).collect();
        ids.sort();
        ids.dedup();
        for id in ids {
            let more = ready.iter().filter(|it| it.1 == id).count() as u32;
            self.grow_if_ready(id, more);
        }
    }

    /// Those that must wait look again in a second.
    fn grow_if_ready(&mut self, id: ComponentId, more: u32) {
        let (there, ready) = (self.count(id), self.ready_of(id, more));
        for _ in ready..more {
            self.boots.push((self.now + nanos(1000.0), id));
            self.schedule(nanos(1000.0), Event::Again);
        }
        if ready > 0 {
            self.grow(id, there + ready);
        }
    }

    /// "One that comes begins empty", but one that still finishes what it had goes on with that. What holds all of a component, or
    /// all in a place, holds those that come there. "Whoever changes their number tells those who call."
    fn grow(&mut self, id: ComponentId, to: u32) {
        let before = self.cut_off();
        let (from, was_out) = (self.count(id), self.out.contains(&id));
        self.present.insert(id, to);
        for number in from..to {
            self.gone.remove(&(id, number));
            self.get_version(id, number);
            self.note_coming(id, number);
            let is_known = (number as usize) < self.replicas[&id].len();
            let is_busy = is_known && self.is_busy(id, number);
            let replicas = self.replicas.get_mut(&id).expect("a component");
            if !is_known {
                replicas.push(Replica::default());
            } else if !is_busy {
                let plans = replicas[number as usize].plans + 1;
                replicas[number as usize] = Replica { since: self.now, plans, ..Replica::default() };
            }
            *self.changes.entry((id, number)).or_default() += 1;
            if self.is_held(id, number) {
                self.ended.insert((id, number));
                self.lose(id, &[number]);
            } else {
                self.ended.remove(&(id, number));
            }
        }
        self.note_leaving(id, 0..0);
        // It is checked when it comes.
        let connections = &self.drawing.connections;
        self.known_cut.retain(|it| connections.iter().all(|of| of.id != it.0 || of.to != id || it.1 < from));
        for it in self.cut_off() {
            if self.connection(it.0).to == id && (from..to).contains(&it.1) {
                self.known_cut.insert(it);
            }
        }
        let ready: Vec<u32> = (from..to).filter(|it| !self.is_held(id, *it)).collect();
        if was_out {
            self.begin_to_serve(id, ready, true);
        } else {
            for number in ready {
                self.pull(id, number);
            }
        }
        self.tell(id, &(from..to).collect::<Vec<_>>());
        self.deal_anew(id);
        self.reach_others(id, before);
    }

    /// "Those that go get nothing new and finish what they have."
    fn shrink(&mut self, id: ComponentId, to: u32) {
        let before = self.cut_off();
        let (from, was_out) = (self.count(id), self.is_all_down(id));
        self.present.insert(id, to);
        for number in to..from {
            *self.changes.entry((id, number)).or_default() += 1;
            if self.holds.contains_key(&(id, number)) {
                self.gone.insert((id, number));
            }
        }
        self.need_nothing(id, to..from);
        if self.is_all_down(id) && !was_out && self.out.insert(id) {
            self.flush(id, true);
        }
        self.note_leaving(id, to..from);
        self.tell(id, &(to..from).collect::<Vec<_>>());
        self.deal_anew(id);
        self.reach_others(id, before);
    }

    /// Whether a replica has anything left to do.
    pub(super) fn is_busy(&self, id: ComponentId, number: u32) -> bool {
        let works = |state| matches!(state, State::Queued | State::Serving | State::Calling);
        let is_there = |it: &&Job| it.at == id && it.replica == number;
        self.jobs.iter().filter(is_there).any(|it| works(it.state) || it.has_slot)
    }

    /// A balancer with other replicas may reach other targets.
    fn reach_others(&mut self, id: ComponentId, before: super::links::CutOff) {
        if !self.is_balancer(id) {
            return;
        }
        let after = self.cut_off();
        self.check_again(&before, &after);
    }
}
