//! What waits and works at one replica whose queue is not simply first come, first served.

use std::collections::{BTreeMap, VecDeque};

use super::shared::{Plan, Shared};

/// A request whose own work may be interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    pub span: u32,
    /// Of its priority; 0 is the most important.
    pub level: usize,
    /// All of its own work, in nanoseconds.
    pub work: u64,
    /// When it is done unless something more important comes; while it is interrupted, the work that is left.
    pub ends_at: u64,
    /// The replica's plan for that moment.
    pub plan: u32,
}

/// The queue of a replica.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// By level; each oldest first.
    waiting: Vec<VecDeque<u32>>,
    /// Interruptible requests in service, in order of their start.
    pub started: Vec<Job>,
    /// Interrupted ones, which wait like the others.
    pub paused: BTreeMap<u32, Job>,
    /// Requests that share the slots.
    pub shared: Shared,
    /// Requests that were let in and have not been answered, messages aside.
    pub present: u32,
    pub limiter: Limiter,
    /// Plans that were made for who may be interrupted.
    plans: u32,
}

impl Line {
    pub fn new(levels: usize, limiter: Limiter) -> Self {
        Self { waiting: vec![VecDeque::new(); levels], limiter, ..Self::default() }
    }

    /// In service from now on, to the end that the job says: gives the plan for that.
    pub fn start(&mut self, mut job: Job) -> Plan {
        job.plan = next_plan(&mut self.plans);
        self.started.push(job);
        (job.ends_at, job.plan)
    }

    /// Work in service ends at another moment than was thought, if `another` knows one for the request that would end then:
    /// gives the new plans.
    pub fn end_at(&mut self, another: impl Fn(u64, u32) -> Option<u64>) -> Vec<Plan> {
        let mut anew = Vec::new();
        for job in &mut self.started {
            if let Some(at) = another(job.ends_at, job.span) {
                // Waiting with a slot counts as work, as it does where nobody is interrupted.
                (job.work, job.ends_at) = (job.work + at - job.ends_at, at);
                job.plan = next_plan(&mut self.plans);
                anew.push((at, job.plan));
            }
        }
        anew
    }

    pub fn levels(&self) -> usize {
        self.waiting.len()
    }

    pub fn push(&mut self, level: usize, span: u32) {
        self.waiting[level].push_back(span);
    }

    /// Puts an interrupted request where it is the next of its level.
    pub fn pause(&mut self, job: Job) {
        self.waiting[job.level].push_front(job.span);
        self.paused.insert(job.span, job);
    }

    /// Takes the next request of the most important level.
    pub fn next(&mut self, is_newest_first: bool) -> Option<u32> {
        let queue = self.waiting.iter_mut().find(|it| !it.is_empty())?;
        if is_newest_first { queue.pop_back() } else { queue.pop_front() }
    }

    /// Takes the request that waited longest at the least important level, if that is not above `level`. Who was
    /// interrupted stays.
    pub fn oldest(&mut self, level: usize) -> Option<u32> {
        let Self { waiting, paused, .. } = self;
        waiting.iter_mut().skip(level).rev().find_map(|queue| {
            let position = queue.iter().position(|it| !paused.contains_key(it))?;
            queue.remove(position)
        })
    }

    /// Position of the request in service that one of `level` may interrupt: the least important, last started.
    pub fn victim(&self, level: usize) -> Option<usize> {
        let found = self.started.iter().enumerate().max_by_key(|(i, job)| (job.level, *i))?;
        (found.1.level > level).then_some(found.0)
    }

    /// Everybody is gone, and whoever comes next begins with what the limiter began with.
    pub fn clear(&mut self) {
        let limiter = Limiter { limit: self.limiter.start, cut_until: 0, ..self.limiter };
        let (shared, plans) = (self.shared.cleared(), self.plans);
        *self = Self { plans, shared, ..Self::new(self.waiting.len(), limiter) };
    }
}

/// Finds out how many requests at once are answered in time: additive increase, multiplicative decrease, as TCP does
/// (Chiu and Jain 1989).
#[derive(Clone, Copy, Debug, Default)]
pub struct Limiter {
    start: f64,
    limit: f64,
    most: f64,
    /// No further cut before.
    cut_until: u64,
}

/// What remains of the limit after a late answer, as in Netflix' concurrency-limits.
const CUT: f64 = 0.9;

impl Limiter {
    pub fn new(start: u32, most: u32) -> Self {
        Self { start: f64::from(start), limit: f64::from(start), most: f64::from(most), cut_until: 0 }
    }

    pub fn allows(&self, present: u32) -> bool {
        f64::from(present) < libm::floor(self.limit)
    }

    /// An answer came after `latency`; `present` requests were there with it.
    pub fn heard(&mut self, now: u64, latency: u64, target: u64, present: u32) {
        if latency <= target {
            // A limit that nobody comes near says nothing.
            if f64::from(present) * 2.0 >= self.limit {
                self.limit = (self.limit + 1.0 / self.limit).min(self.most);
            }
        } else if now >= self.cut_until {
            // All that were there together are late together: one cut for all of them.
            self.limit = (self.limit * CUT).max(1.0);
            self.cut_until = now + target;
        }
    }
}

/// The number of another plan, which no event names yet.
const fn next_plan(plans: &mut u32) -> u32 {
    *plans = plans.wrapping_add(1);
    *plans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priorities_come_first_and_may_interrupt() {
        let mut line = Line::new(2, Limiter::default());
        line.push(1, 10);
        line.push(0, 11);
        line.push(0, 12);
        assert_eq!([line.next(false), line.next(true), line.next(false)], [Some(11), Some(12), Some(10)]);
        line.started = vec![
            Job { span: 1, level: 1, work: 9, ends_at: 9, plan: 0 },
            Job { span: 2, level: 0, work: 9, ends_at: 9, plan: 0 },
        ];
        assert_eq!((line.victim(0), line.victim(1)), (Some(0), None));
        line.push(0, 13);
        assert_eq!((line.oldest(1), line.oldest(0)), (None, Some(13)));
    }

    #[test]
    fn a_limiter_follows_the_latency() {
        let mut limiter = Limiter::new(10, 20);
        assert!(limiter.allows(9) && !limiter.allows(10));
        limiter.heard(1000, 200, 100, 10);
        limiter.heard(1001, 200, 100, 10);
        assert!(limiter.allows(8) && !limiter.allows(9), "one cut for both");
        for _ in 0..10 {
            limiter.heard(2000, 50, 100, 9);
        }
        assert!(limiter.allows(9) && !limiter.allows(10));
        // A limit that nobody comes near says nothing; one of which more than half is in use does.
        let before = limiter.limit;
        limiter.heard(2000, 50, 100, 4);
        assert_eq!(limiter.limit, before);
        limiter.heard(2000, 50, 100, 6);
        assert!(limiter.limit > before);
    }
}
