//! Stores of which several replicas must answer.

use model::spec::Behavior;
use sim::{
    random::{Purpose, child_key, stream},
    report::FailureCause,
};

use super::{Event, Job, State, World, nanos};

impl World<'_> {
    /// "Writes at the first replica; the other replicas repeat every write in the background." "With a write quorum the
    /// answer waits until so many replicas, the primary among them, have the write; with a read quorum another so many
    /// minus one replicas are asked as well."
    pub(super) fn stored(&mut self, job: usize) {
        let it = self.jobs[job].clone();
        let Behavior::Store { replication, .. } = self.specs[&it.at].behavior else { panic!("no store") };
        let count = self.replicas[&it.at].len() as u32;
        // "Without a quorum of its own the smaller side takes no writes", and answers no reads.
        let apart = self.apart(it.at);
        let is_apart = apart == Some(it.replica);
        let mut reached: Vec<u32> = (1..count).map(|step| (it.replica + step) % count).collect();
        reached.retain(|it| !is_apart && Some(*it) != apart);
        let quorum = if self.is_write(job) { replication.write_quorum } else { replication.read_quorum };
        if reached.len() as u32 + 1 < quorum.clamp(1, count) {
            return self.fail(job, FailureCause::NoQuorum);
        }
        // "A read counts as stale if a write that is done at the primary is still under way to that replica, unless quorums of
        // reads and writes overlap."
        let overlap =
            replication.write_quorum.clamp(1, count) + replication.read_quorum.clamp(1, count) > count;
        let is_behind = |copy: &Job| {
            (copy.at, copy.replica, copy.is_copy) == (it.at, it.replica, true)
                && copy.state != State::Done
                && self.is_write_of(copy.class)
        };
        if !self.is_write(job) && it.replica != self.primary(it.at) && !overlap {
            // "A read on the smaller side misses what has been written on the other one."
            let misses = is_apart && self.written_whole.get(&it.at).is_some_and(|it| *it > 0);
            let is_stale = misses || self.jobs.iter().any(is_behind);
            self.counts(it.at).stale_reads += u64::from(is_stale);
        }
        if self.is_write(job) && apart.is_some() {
            let written = if is_apart { &mut self.written_apart } else { &mut self.written_whole };
            *written.entry(it.at).or_default() += 1;
        }
        let others = |quorum: u32| quorum.clamp(1, count) - 1;
        let (copies, awaited, lag) = match (self.is_write(job), it.replica == self.primary(it.at)) {
            (true, true) => {
                (reached.len() as u32, others(replication.write_quorum), nanos(replication.lag_millis))
            }
            (true, false) => (0, 0, 0),
            (false, _) => (others(replication.read_quorum), others(replication.read_quorum), 0),
        };
        if copies == 0 {
            return self.go_on(job);
        }
        let salt = stream(self.seed, it.at.0, Purpose::Service);
        let mut others = reached;
        if !self.is_write(job) {
            // "First those that are up: replicas know of each other."
            others.sort_by_key(|it| self.is_down(self.jobs[job].at, *it));
        }
        for replica in others.into_iter().take(copies as usize) {
            let copy = Job {
                replica,
                key: child_key(it.key, salt, replica as u16, 0),
                from: None,
                message: None,
                is_copy: true,
                asked_by: (awaited > 0).then_some(job),
                state: State::Traveling,
                has_slot: false,
                was_interrupted: false,
                ..it.clone()
            };
            self.jobs.push(copy);
            self.schedule(lag, Event::Copied(self.jobs.len() - 1));
        }
        if awaited == 0 {
            return self.go_on(job);
        }
        let it = &mut self.jobs[job];
        it.state = State::Calling;
        it.copies = copies;
        it.needed = Some(awaited);
    }

    /// Another replica has the write, or answered the read, or never will.
    pub(super) fn copied(&mut self, copy: usize) {
        let Some(job) = self.jobs[copy].asked_by else { return };
        let failed = self.jobs[copy].failure.is_some();
        let it = &mut self.jobs[job];
        if it.state != State::Calling || it.copies == 0 {
            return;
        }
        it.copies -= 1;
        let needed = it.needed.expect("a quorum") - u32::from(!failed);
        it.needed = Some(needed);
        if needed == 0 {
            it.copies = 0;
            self.go_on(job);
        } else if it.copies < needed {
            self.fail(job, FailureCause::NoQuorum);
        }
    }
}
