//! What waits and works at one replica whose queue is not simply first come, first served.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BinaryHeap, VecDeque},
};

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
}

impl Line {
    pub fn new(levels: usize, limiter: Limiter) -> Self {
        Self { waiting: vec![VecDeque::new(); levels], limiter, ..Self::default() }
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
        let limiter = Limiter { limit: self.limiter.start, cut_at: 0, ..self.limiter };
        *self = Self::new(self.waiting.len(), limiter);
    }
}

/// Requests that are all in service and share the slots of a replica (egalitarian processor sharing).
///
/// Instead of counting down every request's work at each change, one clock runs at the speed at which each of them is
/// served; a request is done when that clock has gone on by its work.
#[derive(Clone, Debug, Default)]
pub struct Shared {
    heap: BinaryHeap<Sharer>,
    /// Those who keep their share of the slots and wait until then for the end of a pause, or of a lock.
    held: Vec<(u64, Sharer)>,
    clock: f64,
    set_at: u64,
    joined: u64,
    /// When the next one will be done.
    pub due: u64,
}

#[derive(Clone, Copy, Debug)]
struct Sharer {
    /// Of those who are held: the work that they have before them.
    done_at_clock: f64,
    order: u64,
    span: u32,
    /// All of it; time for which it was held counts.
    work: u64,
}

impl Ord for Sharer {
    /// The heap gives the greatest first: that is who is done first.
    fn cmp(&self, other: &Self) -> Ordering {
        other.done_at_clock.total_cmp(&self.done_at_clock).then(other.order.cmp(&self.order))
    }
}

impl PartialOrd for Sharer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Sharer {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Sharer {}

impl Shared {
    pub fn len(&self) -> usize {
        self.heap.len() + self.held.len()
    }

    /// Share of a slot that each request has.
    fn speed(&self, slots: u32) -> f64 {
        (f64::from(slots) / self.len().max(1) as f64).min(1.0)
    }

    fn set_clock(&mut self, now: u64, slots: u32) {
        if self.heap.is_empty() {
            // Small numbers are exact for longer.
            self.clock = 0.0;
        }
        self.clock += (now - self.set_at) as f64 * self.speed(slots);
        self.set_at = now;
    }

    /// Plans the next end; `None` if nobody works.
    fn plan(&mut self, slots: u32) -> Option<u64> {
        self.due = u64::MAX;
        let next = self.heap.peek().filter(|_| slots > 0)?;
        let left = (next.done_at_clock - self.clock).max(0.0) / self.speed(slots);
        self.due = self.set_at + libm::ceil(left) as u64;
        Some(self.due)
    }

    /// A request joins that begins its work after `waits`; returns when the next one will be done.
    pub fn join(&mut self, now: u64, slots: u32, span: u32, (work, waits): (u64, u64)) -> Option<u64> {
        self.set_clock(now, slots);
        self.joined += 1;
        let sharer =
            Sharer { done_at_clock: work as f64, order: self.joined, span, work: work.saturating_add(waits) };
        if waits > 0 {
            self.held.push((now.saturating_add(waits), sharer));
        } else {
            self.begin(sharer);
        }
        self.plan(slots)
    }

    fn begin(&mut self, sharer: Sharer) {
        self.heap.push(Sharer { done_at_clock: self.clock + sharer.done_at_clock, ..sharer });
    }

    /// Those who have been held for long enough begin; returns when the next one will be done, if anybody does.
    pub fn release(&mut self, now: u64, slots: u32) -> Option<u64> {
        if self.held.iter().all(|it| it.0 > now) {
            return None;
        }
        self.set_clock(now, slots);
        for (_, sharer) in self.held.extract_if(.., |it| it.0 <= now).collect::<Vec<_>>() {
            self.begin(sharer);
        }
        self.plan(slots)
    }

    /// Those who are held are so until another moment, which `ends` knows: gives the moments that are new.
    pub fn hold_until(&mut self, ends: impl Fn(u32) -> u64) -> Vec<u64> {
        let mut moments = Vec::new();
        for (until, sharer) in &mut self.held {
            let at = ends(sharer.span);
            if at != *until {
                sharer.work = sharer.work + at - *until;
                *until = at;
                moments.push(at);
            }
        }
        moments
    }

    /// There are more slots from now on, or fewer; returns when the next one will be done.
    pub fn change_slots(&mut self, now: u64, before: u32, after: u32) -> Option<u64> {
        self.set_clock(now, before);
        self.plan(after)
    }

    /// The request that is done now and its work, and when the next one will be done.
    pub fn leave(&mut self, now: u64, slots: u32) -> Option<(u32, u64, Option<u64>)> {
        self.set_clock(now, slots);
        let first = self.heap.pop()?;
        Some((first.span, first.work, self.plan(slots)))
    }

    /// A request leaves before it is done; returns when the next one will be done.
    pub fn remove(&mut self, now: u64, slots: u32, span: u32) -> Option<u64> {
        self.set_clock(now, slots);
        self.heap.retain(|it| it.span != span);
        self.held.retain(|it| it.1.span != span);
        self.plan(slots)
    }
}

/// Finds out how many requests at once are answered in time: additive increase, multiplicative decrease, as TCP does
/// (Chiu and Jain 1989).
#[derive(Clone, Copy, Debug, Default)]
pub struct Limiter {
    start: f64,
    limit: f64,
    most: f64,
    cut_at: u64,
}

/// What remains of the limit after a late answer, as in Netflix' concurrency-limits.
const CUT: f64 = 0.9;

impl Limiter {
    pub fn new(start: u32, most: u32) -> Self {
        Self { start: f64::from(start), limit: f64::from(start), most: f64::from(most), cut_at: 0 }
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
        } else if now >= self.cut_at + target {
            // All that were there together are late together: one cut for all of them.
            self.limit = (self.limit * CUT).max(1.0);
            self.cut_at = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sharing_serves_the_shortest_first() {
        let mut shared = Shared::default();
        assert_eq!(shared.join(0, 1, 1, (100, 0)), Some(100));
        // Two at half the speed: the second needs 40, so 80.
        assert_eq!(shared.join(20, 1, 2, (40, 0)), Some(100));
        assert_eq!(shared.leave(100, 1), Some((2, 40, Some(140))));
        assert_eq!(shared.leave(140, 1), Some((1, 100, None)));
    }

    #[test]
    fn as_many_as_slots_do_not_slow_each_other_down() {
        let mut shared = Shared::default();
        assert_eq!(shared.join(0, 2, 1, (100, 0)), Some(100));
        assert_eq!(shared.join(50, 2, 2, (100, 0)), Some(100));
        assert_eq!(shared.join(50, 2, 3, (100, 0)), Some(125));
        assert_eq!(shared.remove(125, 2, 1), Some(175));
    }

    #[test]
    fn who_is_held_keeps_its_share_and_begins_later() {
        let mut shared = Shared::default();
        assert_eq!(shared.join(0, 1, 1, (100, 0)), Some(100));
        assert_eq!(shared.join(20, 1, 2, (40, 50)), Some(180));
        assert_eq!(shared.release(69, 1), None);
        // 55 of the first are left then.
        assert_eq!(shared.release(70, 1), Some(150));
        assert_eq!(shared.leave(150, 1), Some((2, 90, Some(165))));
    }

    #[test]
    fn fewer_slots_are_shared_at_once_and_none_stops_everybody() {
        let mut shared = Shared::default();
        assert_eq!(shared.join(0, 2, 1, (100, 0)), Some(100));
        assert_eq!(shared.join(0, 2, 2, (100, 0)), Some(100));
        assert_eq!(shared.change_slots(40, 2, 1), Some(160));
        assert_eq!(shared.change_slots(60, 1, 0), None);
        assert_eq!(shared.change_slots(90, 0, 2), Some(140));
    }

    #[test]
    fn priorities_come_first_and_may_interrupt() {
        let mut line = Line::new(2, Limiter::default());
        line.push(1, 10);
        line.push(0, 11);
        line.push(0, 12);
        assert_eq!([line.next(false), line.next(true), line.next(false)], [Some(11), Some(12), Some(10)]);
        line.started = vec![
            Job { span: 1, level: 1, work: 9, ends_at: 9 },
            Job { span: 2, level: 0, work: 9, ends_at: 9 },
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
