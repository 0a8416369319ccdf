//! Slots that are shared: every request counts down its own work, from one coming or going to the next.

use sim::report::FailureCause;

use super::{Event, State, World};

impl World<'_> {
    /// "Nobody waits: with n requests each gets min(1, slots / n) of a slot; slots and queue limit together bound n." Who
    /// waits for callees counts if it keeps its slot.
    pub(super) fn share(&mut self, job: usize) {
        let at = self.jobs[job].at;
        let server = self.specs[&at].server.clone();
        let replica = self.replica_of(job);
        let others =
            if server.holds_slot_while_calling { replica.present.len() } else { replica.sharing.len() };
        let most = server.slots.zip(server.queue_limit).map(|(slots, waiting)| slots.saturating_add(waiting));
        if !self.jobs[job].is_copy && most.is_some_and(|most| others >= most as usize) {
            return self.turn_away(job, FailureCause::QueueFull);
        }
        self.is_let_in(job);
        self.take_instance(job);
        let work = self.work(job);
        self.count_down(job);
        let it = &mut self.jobs[job];
        (it.work, it.remaining, it.state) = (work, work as f64, State::Serving);
        self.watch_begin(job);
        self.replica_of(job).sharing.push(job);
        self.plan_shared(job);
    }

    /// What each of the sharers at the replica of a job gets of a slot.
    fn share_of_slot(&mut self, job: usize) -> f64 {
        let slots = self.specs[&self.jobs[job].at].server.slots.map_or(f64::INFINITY, f64::from);
        (slots / self.replica_of(job).sharing.len().max(1) as f64).min(1.0)
    }

    fn count_down(&mut self, job: usize) {
        let (now, share) = (self.now, self.share_of_slot(job));
        let replica = self.replica_of(job);
        let done = (now - std::mem::replace(&mut replica.since, now)) as f64 * share;
        for other in replica.sharing.clone() {
            self.jobs[other].remaining -= done;
        }
    }

    /// Somebody has come or gone: plans the next end.
    fn plan_shared(&mut self, job: usize) {
        let share = self.share_of_slot(job);
        let replica = self.replica_of(job);
        replica.changes += 1;
        let (changes, sharing) = (replica.changes, replica.sharing.clone());
        let left = |it: &usize| self.jobs[*it].remaining;
        let next = sharing.into_iter().min_by(|a, b| left(a).total_cmp(&left(b)));
        if let Some(next) = next {
            // A billionth of a nanosecond is a matter of rounding.
            let nanos = (left(&next).max(0.0) / share - 1e-3).ceil().max(0.0);
            self.schedule(nanos as u64, Event::Shared(next, changes));
        }
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
            self.count_down(job);
            self.replica_of(job).sharing.retain(|it| *it != job);
            self.plan_shared(job);
        }
    }
}
