//! The order of queues: who is next, who makes room, who is interrupted.

use model::{ComponentId, spec::Discipline};

use super::{State, World};

impl World<'_> {
    /// Of the class, where the queue goes by it; higher comes first.
    fn importance(&self, job: usize) -> u8 {
        match self.specs[&self.jobs[job].at].server.discipline {
            Discipline::Priority | Discipline::Preemptive => self.class(job).priority,
            Discipline::Fifo | Discipline::Lifo | Discipline::Sharing => 0,
        }
    }

    /// "Where work may be interrupted or shared", the wait "is all time before the end of own work that was not own work".
    pub(super) fn waits_meanwhile(&self, at: ComponentId) -> bool {
        matches!(self.specs[&at].server.discipline, Discipline::Preemptive | Discipline::Sharing)
    }

    /// "The request that waited longest, of the least important class." Who was interrupted is never dropped.
    pub(super) fn oldest(&mut self, newcomer: usize) -> Option<usize> {
        let queue = self.replica_of(newcomer).queue.clone();
        let least = |it: &usize| self.importance(*it);
        let may_go = |it: &&usize| !self.jobs[**it].was_interrupted && least(it) <= least(&newcomer);
        queue.iter().filter(may_go).min_by_key(|it| least(it)).copied()
    }

    /// "The least important request in service gives up its slot": of equals the one that began last.
    pub(super) fn victim(&mut self, newcomer: usize) -> Option<usize> {
        let serving = self.replica_of(newcomer).serving.clone();
        let victim = *serving.iter().rev().min_by_key(|it| self.importance(**it))?;
        (self.importance(victim) < self.importance(newcomer)).then_some(victim)
    }

    /// "And goes on later where it stopped, before others of its class."
    pub(super) fn interrupt(&mut self, job: usize) {
        let now = self.now;
        let it = &mut self.jobs[job];
        let waits = std::mem::take(&mut it.waits_until).saturating_sub(now);
        (it.left, it.work) = (it.ends_at - now - waits, it.work - waits);
        it.state = State::Queued;
        it.has_slot = false;
        it.plans += 1;
        it.was_interrupted = true;
        self.replica_of(job).serving.retain(|it| *it != job);
        let queue = self.replica_of(job).queue.clone();
        let place = queue.iter().position(|it| self.importance(*it) <= self.importance(job));
        self.replica_of(job).queue.insert(place.unwrap_or(queue.len()), job);
    }

    /// Who is next at the replica of a job.
    pub(super) fn next(&mut self, job: usize, discipline: Discipline) -> Option<usize> {
        let queue = self.replica_of(job).queue.clone();
        match discipline {
            Discipline::Fifo => queue.first().copied(),
            Discipline::Lifo => queue.last().copied(),
            // The first of the most important ones.
            Discipline::Priority | Discipline::Preemptive => {
                queue.into_iter().rev().max_by_key(|it| self.importance(*it))
            }
            // Nobody waits.
            Discipline::Sharing => None,
        }
    }
}
