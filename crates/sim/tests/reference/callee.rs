//! The callee's side: the door, the queue, own work, the answer.

use model::{
    ComponentId,
    spec::{Behavior, CacheMode, Discipline, WhenFull},
};
use sim::{
    random::{Draw, Purpose, stream},
    report::{ErrorPlace, FailureCause},
};

use super::{State, World, nanos, pauses::end_of};

impl World<'_> {
    /// A request comes to the door.
    pub(super) fn reach(&mut self, job: usize) {
        if self.jobs[job].state == State::Done {
            return;
        }
        self.jobs[job].begun = self.now;
        let at = self.jobs[job].at;
        self.counts(at).arrived += u64::from(!self.jobs[job].is_copy);
        self.note_load(job);
        let replica = self.jobs[job].replica;
        // "What is on its way to one that goes is served", also if its place is drained meanwhile.
        let is_there = replica < self.pools(at);
        if is_there && self.is_down(at, replica) || self.gone.contains(&(at, replica)) {
            return self.turn_away(job, FailureCause::Refused);
        }
        let server = self.specs[&at].server.clone();
        if let Some(cause) = self.over_limit(job) {
            return self.turn_away(job, cause);
        }
        if self.is_unwanted(job) {
            return self.turn_away(job, FailureCause::DeadlineExceeded);
        }
        if self.is_over_adaptive_limit(job) {
            return self.turn_away(job, FailureCause::ConcurrencyLimited);
        }
        if server.discipline == Discipline::Sharing {
            return self.share(job);
        }
        self.is_let_in(job);
        let slots = self.slots(at);
        let replica = self.replica_of(job);
        if slots.is_none_or(|slots| replica.busy < slots) {
            replica.busy += 1;
            return self.begin(job);
        }
        if server.discipline == Discipline::Preemptive
            && let Some(victim) = self.victim(job)
        {
            self.interrupt(victim);
            return self.begin(job);
        }
        if server.queue_limit.is_some_and(|most| self.replica_of(job).queue.len() >= most as usize) {
            // "A full queue rejects the newcomer or drops the request that waited longest, of the least important
            // class, unless the newcomer is less important still."
            let oldest = if server.when_full == WhenFull::ShedOldest { self.oldest(job) } else { None };
            let Some(oldest) = oldest else {
                let is_function = matches!(self.specs[&at].behavior, Behavior::Function { .. });
                let cause = if is_function { FailureCause::Throttled } else { FailureCause::QueueFull };
                return self.turn_away(job, cause);
            };
            self.replica_of(job).queue.retain(|it| *it != oldest);
            self.turn_away(oldest, FailureCause::Shed);
        }
        self.replica_of(job).queue.push(job);
        self.jobs[job].state = State::Queued;
    }

    pub(super) fn is_let_in(&mut self, job: usize) {
        if !self.jobs[job].is_copy {
            self.replica_of(job).present.insert(job);
        }
    }

    /// The refusal takes one way back.
    pub(super) fn turn_away(&mut self, job: usize, cause: FailureCause) {
        self.replica_of(job).present.remove(&job);
        self.jobs[job].state = State::Done;
        self.fails_here(job, cause);
        if self.jobs[job].is_copy {
            return self.copied(job);
        }
        if self.jobs[job].message.is_some() {
            return self.handled(job);
        }
        let at = self.jobs[job].at;
        self.counts(at).failed += 1;
        if let Some(connection) = self.jobs[job].sent_over {
            return self.count_dropped(connection, cause);
        }
        let attempt = self.jobs[job].from.expect("a call");
        self.send_back(attempt, 0);
    }

    /// A failure of the component's own; "copies between replicas are work, but no requests".
    fn fails_here(&mut self, job: usize, cause: FailureCause) {
        let at = self.jobs[job].at;
        self.jobs[job].failure = Some((cause, ErrorPlace::Component(at)));
        if !self.jobs[job].is_copy {
            *self.outcome.own_failures.entry((at, cause)).or_default() += 1;
        }
    }

    pub(super) fn fail(&mut self, job: usize, cause: FailureCause) {
        self.fails_here(job, cause);
        self.finish(job);
    }

    pub(super) fn replica_of(&mut self, job: usize) -> &mut super::Replica {
        self.at(self.jobs[job].at, self.jobs[job].replica)
    }

    pub(super) fn at(&mut self, id: ComponentId, replica: u32) -> &mut super::Replica {
        &mut self.replicas.get_mut(&id).expect("a component")[replica as usize]
    }

    /// It has a slot: own work begins.
    pub(super) fn begin(&mut self, job: usize) {
        let it = &self.jobs[job];
        let (wait, at) = (self.now - it.begun, it.at);
        if !self.waits_meanwhile(at) && !it.is_copy {
            self.count_wait(at, wait);
        }
        self.take_instance(job);
        let (wait, now) = (self.wait_for_pause(job), self.now);
        let work = self.work(job) + wait;
        let it = &mut self.jobs[job];
        (it.work, it.left, it.waits_until) = (work, work, end_of(now, wait));
        self.watch_begin(job);
        self.resume(job);
    }

    /// "An idle instance stays warm for its time; the one used last is used first, so that the rest can cool down."
    pub(super) fn take_instance(&mut self, job: usize) {
        let (at, now) = (self.jobs[job].at, self.now);
        let Behavior::Function { keep_warm_secs, .. } = self.specs[&at].behavior else { return };
        let idle = self.warm.entry(at).or_default();
        let is_warm = idle.pop().is_some_and(|since| now - since <= nanos(keep_warm_secs * 1e3));
        if !is_warm {
            idle.clear();
            self.jobs[job].is_cold = true;
        }
    }

    pub(super) fn count_wait(&mut self, at: ComponentId, wait: u64) {
        let counts = self.counts(at);
        counts.wait_nanos += wait;
        counts.waits += 1;
    }

    fn resume(&mut self, job: usize) {
        let now = self.now;
        let it = &mut self.jobs[job];
        it.state = State::Serving;
        it.has_slot = true;
        it.was_interrupted = false;
        it.ends_at = now + it.left;
        self.replica_of(job).serving.push(job);
        self.plan_end_of(job);
    }

    /// A draw from the service time distribution. "Writes at stores take `write factor` times as long."
    pub(super) fn work(&self, job: usize) -> u64 {
        let it = &self.jobs[job];
        let spec = &self.specs[&it.at];
        let factor = match spec.behavior {
            Behavior::Store { write_factor, .. } if self.is_write(job) => write_factor,
            _ => 1.0,
        };
        let draw = Draw::new(stream(self.seed, it.at.0, Purpose::Service), it.key);
        let relative = self.relative_work(&spec.server.service.shape, draw);
        let cold = match spec.behavior {
            Behavior::Function { cold_start_millis, .. } if it.is_cold => nanos(cold_start_millis),
            _ => 0,
        };
        let mean_millis = spec.server.service.mean_millis * self.mean_factor(it.at);
        let own = (relative * (mean_millis * 1e6) * factor + 0.5) as u64;
        let traced = if it.is_copy { 0 } else { self.traced_overhead(job) };
        self.in_its_mode(it.at, self.work_under_faults(job, self.with_version(job, own))) + cold + traced
    }

    pub(super) fn served(&mut self, job: usize, plan: u64) {
        // Ends that were planned before an interruption are void.
        if self.jobs[job].state != State::Serving || self.jobs[job].plans != plan {
            return;
        }
        let it = &self.jobs[job];
        let (at, wait) = (it.at, self.now - it.begun - it.work);
        let spec = self.specs[&at].clone();
        self.replica_of(job).serving.retain(|it| *it != job);
        if self.waits_meanwhile(at) && !self.jobs[job].is_copy {
            self.count_wait(at, wait);
        }
        if !spec.server.holds_slot_while_calling {
            self.free_slot(job);
        }
        self.after_work(job);
    }

    /// What comes after own work, at any kind of component.
    pub(super) fn after_work(&mut self, job: usize) {
        let at = self.jobs[job].at;
        let spec = self.specs[&at].clone();
        if self.fails_by_itself(job) {
            self.watch_failure(job);
            return self.fail(job, FailureCause::Error);
        }
        if self.look_up_item(job) {
            return;
        }
        match spec.behavior {
            Behavior::Balancer { .. } => self.pass_on(job),
            Behavior::Cache { hit_ratio, mode, .. } => {
                let hit = self.hits(job, hit_ratio);
                if hit || mode == CacheMode::Aside {
                    self.jobs[job].missed = !hit;
                    self.finish(job);
                } else {
                    self.go_on(job);
                }
            }
            Behavior::Edge { hit_ratio, .. } => {
                let hit = self.hits(job, hit_ratio);
                if hit { self.finish(job) } else { self.go_on(job) }
            }
            Behavior::Store { .. } if self.jobs[job].is_copy => self.finish(job),
            Behavior::Store { .. } => self.stored(job),
            Behavior::Broker { .. } => self.publish(job),
            _ => self.go_on(job),
        }
    }

    /// "A read hits with the hit ratio, independently of others."
    fn hits(&mut self, job: usize, hit_ratio: f64) -> bool {
        let (at, key) = (self.jobs[job].at, self.jobs[job].key);
        let hits = !self.is_write(job) && self.unit(at.0, Purpose::Hit, key) < hit_ratio;
        let counts = self.counts(at);
        counts.hits += u64::from(hits);
        counts.misses += u64::from(!hits);
        hits
    }

    /// The next who waits gets the slot.
    fn free_slot(&mut self, job: usize) {
        if !std::mem::take(&mut self.jobs[job].has_slot) {
            return;
        }
        let (at, now) = (self.jobs[job].at, self.now);
        if matches!(self.specs[&at].behavior, Behavior::Function { .. }) {
            self.warm.entry(at).or_default().push(now);
        }
        if self.slots(at).is_some_and(|slots| self.replica_of(job).busy > slots) {
            // "A slot that goes out of use while it is taken is given up when it becomes free."
            self.replica_of(job).busy -= 1;
            return;
        }
        self.give_slot(job);
    }

    /// Gives a slot of the replica of a job to whose turn it is.
    fn give_slot(&mut self, job: usize) {
        let (at, replica) = (self.jobs[job].at, self.jobs[job].replica);
        let server = self.specs[&at].server.clone();
        let max_wait = server.max_wait_millis.map_or(u64::MAX, nanos);
        while let Some(next) = self.next(job, server.discipline) {
            self.replica_of(job).queue.retain(|it| *it != next);
            let it = &self.jobs[next];
            if it.was_interrupted {
                let (wait, now) = (self.wait_for_pause(next), self.now);
                let it = &mut self.jobs[next];
                (it.left, it.work, it.waits_until) = (it.left + wait, it.work + wait, end_of(now, wait));
                return self.resume(next);
            }
            // "After the longest wait a request is dropped when its turn comes."
            if self.now - it.begun > max_wait && !it.is_copy {
                self.turn_away(next, FailureCause::Shed);
            } else if self.is_unwanted(next) && !it.is_copy {
                self.turn_away(next, FailureCause::DeadlineExceeded);
            } else {
                return self.begin(next);
            }
        }
        self.replica_of(job).busy -= 1;
        self.pull(at, replica);
    }

    /// Slots that are in use again go to those who wait.
    pub(super) fn use_slots(&mut self, id: ComponentId) {
        for number in 0..self.replicas[&id].len() {
            while let Some(&first) = self.replicas[&id][number].queue.first()
                && self.slots(id).is_none_or(|slots| self.replicas[&id][number].busy < slots)
            {
                self.replica_of(first).busy += 1;
                self.give_slot(first);
            }
        }
    }

    /// The same, or to messages.
    pub(super) fn reopen(&mut self, id: ComponentId) {
        self.use_slots(id);
        for number in 0..self.replicas[&id].len() as u32 {
            self.pull(id, number);
        }
    }

    /// Slots of a replica that can be used.
    pub(super) fn slots(&self, id: ComponentId) -> Option<u32> {
        let slots = self.specs[&id].server.slots?;
        if !self.is_one_pool(id) {
            return Some((f64::from(slots) * self.slots_left(id) + 0.5) as u32);
        }
        let count = self.component(id).replicas().max(1);
        let mut up = self.standing(id);
        if up == 0 {
            // Those that were drained last finish what they have.
            up = self.finishing.get(&id).copied().unwrap_or(0);
        }
        // A function's limit holds for all of it.
        let is_function = matches!(self.specs[&id].behavior, Behavior::Function { .. });
        let all = if is_function { slots } else { slots * count };
        Some((f64::from(all) * self.slots_left(id) * f64::from(up) / f64::from(count) + 0.5) as u32)
    }

    /// "The answer goes back. The fixed delay is added here and holds no slot."
    pub(super) fn finish(&mut self, job: usize) {
        self.jobs[job].state = State::Done;
        self.free_slot(job);
        let it = self.jobs[job].clone();
        if it.failure.is_none() && !it.is_copy && it.message.is_none() {
            self.limiter_hears(job);
        }
        self.replica_of(job).present.remove(&job);
        self.end_fetch(job);
        if it.is_copy {
            return self.copied(job);
        }
        self.send_copies(job);
        if it.message.is_some() {
            return self.handled(job);
        }
        let took = self.now - it.begun;
        if it.visitor.is_some() {
            self.note_end(it.class, it.failure.is_none().then_some(took));
            if let Some(failure) = it.failure {
                self.journey(it.class).failed += 1;
                self.counts(it.at).failed += 1;
                *self.outcome.errors.entry(failure).or_default() += 1;
            } else {
                let journey = self.journey(it.class);
                journey.succeeded += 1;
                journey.latency_nanos += took;
                self.counts(it.at).succeeded += 1;
            }
            return self.is_answered(job);
        }
        let fixed = nanos(self.specs[&it.at].server.fixed_delay_millis);
        let counts = self.counts(it.at);
        if it.failure.is_some() {
            counts.failed += 1;
        } else {
            counts.succeeded += 1;
            counts.sojourn_nanos += took + fixed;
            self.note_sojourn(it.at, took + fixed);
        }
        if let Some(connection) = it.sent_over {
            return self.copy_ends(connection, it.failure.map(|it| it.0));
        }
        self.send_back(it.from.expect("a call"), fixed);
    }

    /// "It leaves the queue or its slot at once. Calls it had made go on."
    pub(super) fn cancel(&mut self, job: usize) {
        if matches!(self.jobs[job].state, State::Serving | State::Calling) {
            self.stop_sharing(job);
        }
        self.replica_of(job).present.remove(&job);
        let was = std::mem::replace(&mut self.jobs[job].state, State::Done);
        match was {
            State::Done | State::Traveling => {}
            State::Queued => self.replica_of(job).queue.retain(|it| *it != job),
            State::Serving | State::Calling => {
                self.replica_of(job).serving.retain(|it| *it != job);
                self.free_slot(job);
            }
        }
        if matches!(was, State::Queued | State::Serving | State::Calling) {
            let at = self.jobs[job].at;
            self.counts(at).failed += 1;
            self.fails_here(job, FailureCause::Timeout);
        }
        if was != State::Done {
            self.end_fetch(job);
        }
    }
}
