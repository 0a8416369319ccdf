//! Slots that are shared: every request counts down its own work, from one coming or going to the next.

use model::ComponentId;
use sim::report::FailureCause;

use super::{Event, State, World};

impl World<'_> {
    /// "Nobody waits: with n requests each gets min(1, slots / n) of a slot; slots and queue limit together bound n." Who
    /// waits for callees counts if it keeps its slot.
    pub(super) fn share(&mut self, job: usize) {
        let at = self.jobs[job].at;
        let server = self.specs[&at].server.clone();
        let number = self.jobs[job].replica;
        let replica = self.replica_of(job);
        let others =
            if server.holds_slot_while_calling { replica.present.len() } else { replica.sharing.len() };
        let most =
            self.slots(at).zip(server.queue_limit).map(|(slots, waiting)| slots.saturating_add(waiting));
        // Who was fetched had a slot kept for it.
        let is_message = self.jobs[job].message.is_some();
        if !is_message && !self.jobs[job].is_copy && most.is_some_and(|most| others >= most as usize) {
            return self.turn_away(job, FailureCause::QueueFull);
        }
        if !is_message {
            self.is_let_in(job);
        }
        self.take_instance(job);
        let (work, waits, now) = (self.work(job), self.wait_for_pause(job), self.now);
        self.count_down(at, number);
        let it = &mut self.jobs[job];
        (it.work, it.remaining, it.state) = (work + waits, work as f64, State::Serving);
        it.waits_until = super::pauses::end_of(now, waits);
        self.watch_begin(job);
        self.replica_of(job).sharing.push(job);
        self.plan_shared(at, number);
    }

    /// What each of the sharers at a replica gets of a slot.
    fn share_of_slot(&self, at: ComponentId, number: u32) -> f64 {
        let slots = self.slots(at).map_or(f64::INFINITY, f64::from);
        (slots / self.replicas[&at][number as usize].sharing.len().max(1) as f64).min(1.0)
    }

    /// "Requests that wait for a lock, or for the end of a pause, keep their slots": so they keep their share.
    pub(super) fn count_down(&mut self, at: ComponentId, number: u32) {
        let (now, share) = (self.now, self.share_of_slot(at, number));
        let replica = self.at(at, number);
        let since = std::mem::replace(&mut replica.since, now);
        for other in replica.sharing.clone() {
            let it = &mut self.jobs[other];
            it.remaining -= now.saturating_sub(since.max(it.waits_until)) as f64 * share;
        }
    }

    /// Somebody has come or gone, or is held for longer, or there are other slots: plans the next end.
    pub(super) fn plan_shared(&mut self, at: ComponentId, number: u32) {
        let (now, share) = (self.now, self.share_of_slot(at, number));
        let replica = self.at(at, number);
        replica.changes += 1;
        let (changes, sharing) = (replica.changes, replica.sharing.clone());
        let left = |it: &usize| {
            let it = &self.jobs[*it];
            it.waits_until.saturating_sub(now) as f64 + it.remaining.max(0.0) / share
        };
        let next = sharing.into_iter().min_by(|a, b| left(a).total_cmp(&left(b)));
        if let Some(next) = next.filter(|_| share > 0.0) {
            // A billionth of a nanosecond is a matter of rounding.
            let nanos = (left(&next) - 1e-3).ceil().max(0.0);
            self.schedule(nanos as u64, Event::Shared(next, changes));
        }
    }

    /// Something changes: until now everything was shared as before.
    pub(super) fn count_down_all(&mut self) {
        for (at, number) in self.sharing_replicas() {
            self.count_down(at, number);
        }
    }

    pub(super) fn plan_all_shared(&mut self) {
        for (at, number) in self.sharing_replicas() {
            self.plan_shared(at, number);
        }
    }

    fn sharing_replicas(&self) -> Vec<(ComponentId, u32)> {
        let numbers = |(id, it): (&ComponentId, &Vec<super::Replica>)| {
            (0..it.len() as u32).map(|number| (*id, number)).collect::<Vec<_>>()
        };
        let all = self.replicas.iter().flat_map(numbers);
        all.filter(|(at, number)| !self.replicas[at][*number as usize].sharing.is_empty()).collect()
    }

    pub(super) fn shared_until_now(&mut self, job: usize, changes: u64) {
        if self.replica_of(job).changes != changes {
            return;
        }
        self.stop_sharing(job);
        let it = &self.jobs[job];
        let (at, wait) = (it.at, (self.now - it.begun).saturating_sub(it.work));
        if !it.is_copy {
            self.count_wait(at, wait);
        }
        self.after_work(job);
    }

    /// It shares no longer, if it did.
    pub(super) fn stop_sharing(&mut self, job: usize) {
        if self.replica_of(job).sharing.contains(&job) {
            let (at, number) = (self.jobs[job].at, self.jobs[job].replica);
            self.count_down(at, number);
            self.replica_of(job).sharing.retain(|it| *it != job);
            self.plan_shared(at, number);
            self.pull(at, number);
        }
    }
}
