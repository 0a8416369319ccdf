//! What happens when: a heap of events, and lanes for delays that are always the same.
//!
//! Events are ordered by time, then by the order in which they were scheduled. A lane is a first-in first-out queue of
//! one delay; only its head is in the heap, so that ten thousand running timeouts cost the heap one entry.

use std::collections::VecDeque;

/// What an event does; [`crate::engine`] knows how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// The head of a lane is due.
    Lane,
    /// The next request of a source.
    Arrival,
    /// A user of a closed loop has thought enough.
    Thought,
    /// A job's own work is done.
    Served,
    /// A request reaches its callee.
    Arrive,
    /// An answer reaches the caller.
    Reply,
    /// A caller's patience ends.
    Timeout,
    /// A call, or another try of it, is sent.
    Launch,
    /// A call that was not sent fails at the caller.
    NotSent,
    /// A message goes back to where its consumer finds it.
    Redeliver,
    /// At an instance, own work that can be interrupted or is shared may be done.
    Job,
    /// A second try may be sent.
    Hedge,
}

const KINDS: [Kind; 12] = [
    Kind::Lane,
    Kind::Arrival,
    Kind::Thought,
    Kind::Served,
    Kind::Arrive,
    Kind::Reply,
    Kind::Timeout,
    Kind::Launch,
    Kind::NotSent,
    Kind::Redeliver,
    Kind::Job,
    Kind::Hedge,
];

/// 16 bytes: time, then order of scheduling, kind and subject in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Event {
    at: u64,
    /// Order (32 bits), kind (4 bits), subject (28 bits).
    rest: u64,
}

impl Event {
    #[inline(always)]
    const fn is_before(&self, other: &Self) -> bool {
        self.at < other.at || (self.at == other.at && self.rest < other.rest)
    }
}

/// An entry of a lane.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    at: u64,
    order: u32,
    subject: u32,
    generation: u32,
}

#[derive(Clone, Debug)]
struct Lane {
    delay: u64,
    kind: Kind,
    entries: VecDeque<Waiting>,
}

/// An event that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub at: u64,
    pub kind: Kind,
    pub subject: u32,
    /// Of the subject when it was scheduled; lanes only, zero else.
    pub generation: u32,
}

/// Subjects are numbered below this.
pub const MAX_SUBJECT: u32 = 1 << 28;

/// The future.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    heap: Heap,
    lanes: Vec<Lane>,
    order: u32,
}

impl Queue {
    /// A lane for that delay and kind of event; its number is [`Self::push_lane`]'s first argument.
    pub fn with_lanes(lanes: &[(Kind, u64)]) -> Self {
        let lanes =
            lanes.iter().map(|&(kind, delay)| Lane { delay, kind, entries: VecDeque::new() }).collect();
        Self { heap: Heap::default(), lanes, order: 0 }
    }

    #[inline(always)]
    fn next_order(&mut self) -> u32 {
        self.order = self.order.wrapping_add(1);
        self.order
    }

    #[inline(always)]
    pub fn push(&mut self, at: u64, kind: Kind, subject: u32) {
        let order = self.next_order();
        self.heap.push(Event { at, rest: pack(order, kind, subject) });
    }

    #[inline(always)]
    pub fn push_lane(&mut self, lane: u32, now: u64, subject: u32, generation: u32) {
        let order = self.next_order();
        let row = &mut self.lanes[lane as usize];
        let at = now + row.delay;
        let was_empty = row.entries.is_empty();
        row.entries.push_back(Waiting { at, order, subject, generation });
        if was_empty {
            self.heap.push(Event { at, rest: pack(order, Kind::Lane, lane) });
        }
    }

    /// The next event before `fence`, taken out. `is_stale` tells timeouts that need not be kept.
    #[inline(always)]
    pub fn pop_before(&mut self, fence: u64, is_stale: impl Fn(u32, u32) -> bool) -> Option<Due> {
        let event = self.heap.pop_before(fence)?;
        let kind = KINDS[(event.rest >> 28 & 15) as usize];
        let subject = event.rest as u32 & (MAX_SUBJECT - 1);
        if kind != Kind::Lane {
            return Some(Due { at: event.at, kind, subject, generation: 0 });
        }
        let lane = &mut self.lanes[subject as usize];
        let head = lane.entries.pop_front()?;
        if lane.kind == Kind::Timeout {
            while let Some(next) = lane.entries.front()
                && is_stale(next.subject, next.generation)
            {
                lane.entries.pop_front();
            }
        }
        if let Some(next) = lane.entries.front() {
            self.heap.push(Event { at: next.at, rest: pack(next.order, Kind::Lane, subject) });
        }
        Some(Due { at: head.at, kind: lane.kind, subject: head.subject, generation: head.generation })
    }
}

#[inline(always)]
const fn pack(order: u32, kind: Kind, subject: u32) -> u64 {
    (order as u64) << 32 | (kind as u64) << 28 | subject as u64
}

/// Four children per entry. Taking the root out leaves a hole that the next push fills: most events schedule another,
/// so one sift does for both.
#[derive(Clone, Debug, Default)]
struct Heap {
    entries: Vec<Event>,
    has_hole: bool,
}

const CHILDREN: usize = 4;

impl Heap {
    #[inline(always)]
    fn push(&mut self, event: Event) {
        if self.has_hole {
            self.has_hole = false;
            self.sink(event);
        } else {
            self.rise(event);
        }
    }

    #[inline(always)]
    fn pop_before(&mut self, fence: u64) -> Option<Event> {
        if self.has_hole {
            self.fill_hole();
        }
        let root = *self.entries.first()?;
        if root.at >= fence {
            return None;
        }
        self.has_hole = true;
        Some(root)
    }

    fn fill_hole(&mut self) {
        self.has_hole = false;
        if let Some(last) = self.entries.pop()
            && !self.entries.is_empty()
        {
            self.sink(last);
        }
    }

    /// Puts `event` where it belongs, from the root down.
    #[inline(always)]
    fn sink(&mut self, event: Event) {
        let entries = &mut self.entries[..];
        let mut hole = 0;
        loop {
            let first = hole * CHILDREN + 1;
            let (best, best_event) = if let Some(&[a, b, c, d]) =
                entries.get(first..).and_then(|it| it.first_chunk::<CHILDREN>())
            {
                let (left, left_event) = if b.is_before(&a) { (first + 1, b) } else { (first, a) };
                let (right, right_event) = if d.is_before(&c) { (first + 3, d) } else { (first + 2, c) };
                if right_event.is_before(&left_event) { (right, right_event) } else { (left, left_event) }
            } else {
                let Some(mut best_event) = entries.get(first).copied() else { break };
                let mut best = first;
                for (i, child) in entries.iter().enumerate().skip(first + 1) {
                    if child.is_before(&best_event) {
                        (best, best_event) = (i, *child);
                    }
                }
                (best, best_event)
            };
            if !best_event.is_before(&event) {
                break;
            }
            entries[hole] = best_event;
            hole = best;
        }
        entries[hole] = event;
    }

    /// Puts `event` where it belongs, from the end up.
    #[inline(always)]
    fn rise(&mut self, event: Event) {
        let mut hole = self.entries.len();
        self.entries.push(event);
        while hole > 0 {
            let parent = (hole - 1) / CHILDREN;
            let above = self.entries[parent];
            if !event.is_before(&above) {
                break;
            }
            self.entries[hole] = above;
            hole = parent;
        }
        self.entries[hole] = event;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::mix;

    #[test]
    fn events_come_in_order_of_time_and_scheduling() {
        let mut queue = Queue::with_lanes(&[(Kind::Arrive, 50), (Kind::Reply, 7)]);
        let mut expected = Vec::new();
        let mut found = Vec::new();
        let mut now = 0;
        for i in 0..20_000u32 {
            let word = mix(u64::from(i));
            let at = match word % 3 {
                0 => {
                    queue.push_lane(0, now, i, 0);
                    now + 50
                }
                1 => {
                    queue.push_lane(1, now, i, 0);
                    now + 7
                }
                _ => {
                    let at = now + (word >> 8) % 60;
                    queue.push(at, Kind::Served, i);
                    at
                }
            };
            expected.push((at, i));
            if word >> 40 & 1 == 0
                && let Some(due) = queue.pop_before(u64::MAX, |_, _| false)
            {
                now = due.at;
                found.push((due.at, due.subject));
            }
        }
        while let Some(due) = queue.pop_before(u64::MAX, |_, _| false) {
            found.push((due.at, due.subject));
        }
        expected.sort_unstable();
        assert_eq!(found, expected);
    }

    #[test]
    fn nothing_at_or_after_the_fence_is_taken() {
        let mut queue = Queue::default();
        queue.push(10, Kind::Served, 1);
        queue.push(20, Kind::Served, 2);
        assert_eq!(queue.pop_before(20, |_, _| false).map(|it| it.subject), Some(1));
        assert_eq!(queue.pop_before(20, |_, _| false), None);
        assert_eq!(queue.pop_before(21, |_, _| false).map(|it| it.subject), Some(2));
    }
}
