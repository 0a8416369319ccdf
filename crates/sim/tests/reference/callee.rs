//! The callee's side: the door, the queue, own work, the answer.

use model::spec::{Behavior, CacheMode, Discipline, Shape};
use sim::random::{Draw, Purpose, stream};

use super::{Event, State, World, nanos};

impl World<'_> {
    /// A request comes to the door.
    pub(super) fn reach(&mut self, attempt: usize) {
        let job = self.attempts[attempt].job;
        if self.jobs[job].state == State::Done {
            return;
        }
        self.jobs[job].begun = self.now;
        let at = self.jobs[job].at;
        self.counts(at).arrived += 1;
        let server = self.specs[&at].server.clone();
        let replica = self.replica_of(job);
        if server.slots.is_none_or(|slots| replica.busy < slots) {
            replica.busy += 1;
            self.begin(job);
        } else if server.queue_limit.is_some_and(|most| replica.queue.len() >= most as usize) {
            self.jobs[job].failed = true;
            self.jobs[job].state = State::Done;
            self.counts(at).failed += 1;
            let way = self.way(self.attempts[attempt].what.connection);
            self.schedule(way, Event::Answer(attempt));
        } else {
            replica.queue.push(job);
            self.jobs[job].state = State::Queued;
        }
    }

    fn replica_of(&mut self, job: usize) -> &mut super::Replica {
        let (at, replica) = (self.jobs[job].at, self.jobs[job].replica);
        &mut self.replicas.get_mut(&at).expect("a component")[replica as usize]
    }

    /// It has a slot: own work begins.
    fn begin(&mut self, job: usize) {
        let wait = self.now - self.jobs[job].begun;
        let at = self.jobs[job].at;
        let counts = self.counts(at);
        counts.wait_nanos += wait;
        counts.waits += 1;
        self.jobs[job].state = State::Serving;
        self.jobs[job].has_slot = true;
        let work = self.work(job);
        self.schedule(work, Event::Served(job));
    }

    /// A draw from the service time distribution. "Writes at stores take `write factor` times as long."
    fn work(&self, job: usize) -> u64 {
        let it = &self.jobs[job];
        let spec = &self.specs[&it.at];
        let factor = match spec.behavior {
            Behavior::Store { write_factor, .. } if self.is_write(job) => write_factor,
            _ => 1.0,
        };
        let mut draw = Draw::new(stream(self.seed, it.at.0, Purpose::Service), it.key);
        let relative = match &spec.server.service.shape {
            Shape::Exponential => self.ziggurat.exponential(&mut draw),
            Shape::Constant => 1.0,
            Shape::Uniform => 2.0 * draw.unit(),
            other => panic!("the reference does not know {other:?}"),
        };
        (relative * (spec.server.service.mean_millis * 1e6) * factor + 0.5) as u64
    }

    pub(super) fn served(&mut self, job: usize) {
        if self.jobs[job].state != State::Serving {
            return;
        }
        let (at, key) = (self.jobs[job].at, self.jobs[job].key);
        let spec = self.specs[&at].clone();
        if !spec.server.holds_slot_while_calling {
            self.free_slot(job);
        }
        if self.unit(at.0, Purpose::Error, key) < spec.server.error_ratio {
            self.jobs[job].failed = true;
            return self.finish(job);
        }
        match spec.behavior {
            Behavior::Balancer { .. } => self.pass_on(job),
            Behavior::Cache { hit_ratio, mode } => {
                let hit = !self.is_write(job) && self.unit(at.0, Purpose::Hit, key) < hit_ratio;
                if hit || mode == CacheMode::Aside {
                    self.jobs[job].missed = !hit;
                    self.finish(job);
                } else {
                    self.go_on(job);
                }
            }
            _ => self.go_on(job),
        }
    }

    /// The next who waits gets the slot.
    fn free_slot(&mut self, job: usize) {
        if !std::mem::take(&mut self.jobs[job].has_slot) {
            return;
        }
        let is_lifo = self.specs[&self.jobs[job].at].server.discipline == Discipline::Lifo;
        let replica = self.replica_of(job);
        if replica.queue.is_empty() {
            replica.busy -= 1;
            return;
        }
        let next = if is_lifo { replica.queue.pop().expect("a job") } else { replica.queue.remove(0) };
        self.begin(next);
    }

    /// "The answer goes back. The fixed delay is added here and holds no slot."
    pub(super) fn finish(&mut self, job: usize) {
        self.jobs[job].state = State::Done;
        self.free_slot(job);
        let it = self.jobs[job].clone();
        let took = self.now - it.begun;
        let Some(attempt) = it.from else {
            if it.failed {
                self.outcome.failed += 1;
                self.counts(it.at).failed += 1;
            } else {
                self.outcome.succeeded += 1;
                self.outcome.latency_nanos += took;
                self.counts(it.at).succeeded += 1;
            }
            return;
        };
        let fixed = nanos(self.specs[&it.at].server.fixed_delay_millis);
        let counts = self.counts(it.at);
        if it.failed {
            counts.failed += 1;
        } else {
            counts.succeeded += 1;
            counts.sojourn_nanos += took + fixed;
        }
        let way = self.way(self.attempts[attempt].what.connection);
        self.schedule(way + fixed, Event::Answer(attempt));
    }

    /// "It leaves the queue or its slot at once. Calls it had made go on."
    pub(super) fn cancel(&mut self, job: usize) {
        match self.jobs[job].state {
            State::Done => return,
            State::Traveling => {}
            State::Queued => {
                self.replica_of(job).queue.retain(|it| *it != job);
                let at = self.jobs[job].at;
                self.counts(at).failed += 1;
            }
            State::Serving | State::Calling => {
                let at = self.jobs[job].at;
                self.counts(at).failed += 1;
                self.jobs[job].state = State::Done;
                self.free_slot(job);
            }
        }
        self.jobs[job].state = State::Done;
    }
}
