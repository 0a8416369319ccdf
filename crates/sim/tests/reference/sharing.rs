//! Slots that are shared: every request counts down its own work, from one coming or going to the next.

use model::ComponentId;
use sim::report::FailureCause;

use super::{Event, State, World};

/// "Work is counted in parts of a nanosecond, and less than a thousandth of one does not count."
const PARTS: i128 = 1 << 20;
const TRIFLE: i128 = 1 << 10;

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
        (it.work, it.remaining, it.state) = (work + waits, i128::from(work) * PARTS, State::Serving);
        it.waits_until = super::pauses::end_of(now, waits);
        self.watch_begin(job);
        self.replica_of(job).sharing.push(job);
        self.plan_shared(at, number);
    }

    /// Slots in use at a replica, and how many share them.
    fn share_of_slot(&self, at: ComponentId, number: u32) -> (i128, i128) {
        let sharers = self.replicas[&at][number as usize].sharing.len().max(1) as i128;
        (self.slots(at).map_or(sharers, i128::from).min(sharers), sharers)
    }

    /// "Requests that wait for a lock, or for the end of a pause, keep their slots": so they keep their share. "What has been done is
    /// counted whenever somebody comes, goes or begins."
    pub(super) fn count_down(&mut self, at: ComponentId, number: u32) {
        let now = self.now;
        let replica = self.at(at, number);
        let (used, sharers) = replica.share;
        let (mut from, sharing) = (std::mem::replace(&mut replica.since, now), replica.sharing.clone());
        if sharing.is_empty() {
            return;
        }
        let begins = sharing.iter().map(|it| self.jobs[*it].waits_until);
        let mut moments: Vec<u64> = begins.filter(|it| (from..now).contains(it)).chain([now]).collect();
        moments.sort_unstable();
        for until in moments {
            let done = i128::from(until - from) * PARTS * used / sharers;
            for other in &sharing {
                let it = &mut self.jobs[*other];
                it.remaining -= if it.waits_until <= from { done } else { 0 };
            }
            from = until;
        }
    }

    /// Somebody has come or gone, or is held for longer, or there are other slots: plans the next end.
    pub(super) fn plan_shared(&mut self, at: ComponentId, number: u32) {
        let (now, (used, sharers)) = (self.now, self.share_of_slot(at, number));
        let replica = self.at(at, number);
        replica.share = (used, sharers);
        let (since, sharing) = (replica.since, replica.sharing.clone());
        // Times the slots in use: nothing is divided before the end.
        let left = |it: &usize, trifle: i128| {
            let it = &self.jobs[*it];
            let waits = i128::from(it.waits_until.saturating_sub(since)) * PARTS * used;
            waits + (it.remaining - trifle).max(0) * sharers
        };
        let next = sharing.into_iter().min_by_key(|it| left(it, 0));
        let next = next.filter(|_| used > 0).map(|next| {
            let nanos = (left(&next, TRIFLE) + PARTS * used - 1) / (PARTS * used);
            (next, since + nanos as u64)
        });
        let replica = self.at(at, number);
        if replica.next_end == next {
            return;
        }
        replica.next_end = next;
        replica.plans += 1;
        let plan = replica.plans;
        if let Some((next, ends_at)) = next {
            self.schedule(ends_at.saturating_sub(now), Event::Shared(next, plan));
        }
    }

    /// Something has changed: until now everything was shared as before.
    pub(super) fn plan_all_shared(&mut self) {
        for (at, number) in self.sharing_replicas() {
            if self.share_of_slot(at, number) != self.at(at, number).share {
                self.count_down(at, number);
            }
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

    pub(super) fn shared_until_now(&mut self, job: usize, plan: u64) {
        if self.replica_of(job).plans != plan {
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
