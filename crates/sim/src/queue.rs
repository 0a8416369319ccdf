//! What happens when: a heap of events, and lanes for delays that are always the same.
//!
//! Events are ordered by time, then by the order in which they were scheduled. A lane is a first-in first-out queue of
//! one delay; only its head is in the heap, so that ten thousand running timeouts cost the heap one entry.

use std::collections::VecDeque;

use crate::network::NONE;

mod heap;

use heap::{Event, Heap, NEVER};

/// What an event does; [`crate::engine`] knows how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// The head of a lane is due; what it is follows from the lane, and is said beforehand, so that one jump is enough.
    LaneServed,
    LaneArrive,
    LaneReply,
    LaneTimeout,
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
    /// A broker may have room for those who wait to publish.
    Room,
}

/// By the four bits that stand for them.
const KINDS: [Kind; 16] = [
    Kind::LaneServed,
    Kind::LaneArrive,
    Kind::LaneReply,
    Kind::LaneTimeout,
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
    Kind::Room,
];

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
    /// Of its entry in the heap.
    kind: Kind,
    entries: VecDeque<Waiting>,
}

/// An event that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub at: u64,
    pub kind: Kind,
    /// Or the number of a lane.
    pub subject: u32,
}

/// What a planned event takes.
pub const BYTES_PER_EVENT: usize = size_of::<Event>();
/// What an entry of a lane takes.
pub const BYTES_PER_WAITING: usize = size_of::<Waiting>();

/// Subjects are numbered below this.
pub const MAX_SUBJECT: u32 = 1 << 28;

/// The future.
#[derive(Clone, Debug)]
pub struct Queue {
    heap: Heap,
    /// One event beside the heap: see [`Self::push_apart`].
    apart: Event,
    lanes: Vec<Lane>,
    order: u32,
}

impl Queue {
    /// A lane for that delay and kind of event; its number is [`Self::push_lane`]'s first argument.
    pub fn with_lanes(lanes: &[(Kind, u64)]) -> Self {
        let lane = |&(kind, delay): &(Kind, u64)| {
            let kind = match kind {
                Kind::Served => Kind::LaneServed,
                Kind::Reply => Kind::LaneReply,
                Kind::Timeout => Kind::LaneTimeout,
                // Nothing else has a delay that is always the same.
                _ => Kind::LaneArrive,
            };
            Lane { delay, kind, entries: VecDeque::new() }
        };
        Self { heap: Heap::default(), apart: NEVER, lanes: lanes.iter().map(lane).collect(), order: 0 }
    }

    /// Further lanes; those that exist keep their numbers.
    pub fn add_lanes(&mut self, lanes: &[(Kind, u64)]) {
        self.lanes.extend(Self::with_lanes(lanes).lanes);
    }

    /// Replicas have other numbers from now on; only [`Kind::Job`] names one.
    pub fn rename_jobs(&mut self, moved: impl Fn(u32) -> u32) {
        for event in self.heap.events() {
            if KINDS[(event.rest >> 28 & 15) as usize] == Kind::Job {
                let subject = event.rest as u32 & (MAX_SUBJECT - 1);
                event.rest = event.rest & !u64::from(MAX_SUBJECT - 1) | u64::from(moved(subject));
            }
        }
    }

    /// Plans the ends of own work anew: of an event's time and its subject, another time if it has one.
    pub fn plan_served_anew(&mut self, another: impl Fn(u64, u32) -> Option<u64>) {
        let events: Vec<Event> = self.heap.events().map(|it| *it).collect();
        self.heap = Heap::default();
        for mut event in events {
            if KINDS[(event.rest >> 28 & 15) as usize] == Kind::Served {
                let subject = event.rest as u32 & (MAX_SUBJECT - 1);
                event.at = another(event.at, subject).unwrap_or(event.at);
            }
            self.heap.push(event);
        }
    }

    /// Memory besides the struct itself.
    pub fn bytes(&self) -> usize {
        let waiting: usize = self.lanes.iter().map(|it| it.entries.len()).sum();
        self.heap.entries() * BYTES_PER_EVENT
            + self.lanes.len() * size_of::<Lane>()
            + waiting * BYTES_PER_WAITING
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

    /// For events of which mostly just one is planned, and always one: the next request of the only source. It is compared
    /// with the first of the others instead of being sorted in among them.
    #[inline(always)]
    pub fn push_apart(&mut self, at: u64, kind: Kind, subject: u32) {
        if self.apart.at != u64::MAX {
            return self.push(at, kind, subject);
        }
        let order = self.next_order();
        self.apart = Event { at, rest: pack(order, kind, subject) };
    }

    #[inline(always)]
    pub fn push_lane(&mut self, lane: u32, now: u64, subject: u32, generation: u32) {
        let order = self.next_order();
        let row = &mut self.lanes[lane as usize];
        let at = now + row.delay;
        let was_empty = row.entries.is_empty();
        row.entries.push_back(Waiting { at, order, subject, generation });
        if was_empty {
            self.heap.push(Event { at, rest: pack(order, row.kind, lane) });
        }
    }

    /// The next event before `fence`, taken out. If it is the head of a lane, [`Self::take_head`] comes next.
    #[inline(always)]
    pub fn pop_before(&mut self, fence: u64) -> Option<Due> {
        let first = self.heap.first();
        let event = if self.apart.is_before(&first) {
            if self.apart.at >= fence {
                return None;
            }
            std::mem::replace(&mut self.apart, NEVER)
        } else {
            if first.at >= fence {
                return None;
            }
            self.heap.take_first();
            first
        };
        let kind = KINDS[(event.rest >> 28 & 15) as usize];
        Some(Due { at: event.at, kind, subject: event.rest as u32 & (MAX_SUBJECT - 1) })
    }

    /// Takes the head of a lane that is due: subject and generation. The next one takes its place in the heap, unless
    /// `is_stale` says of subject and generation that it need not be kept.
    #[inline(always)]
    pub fn take_head(&mut self, lane: u32, is_stale: impl Fn(u32, u32) -> bool) -> (u32, u32) {
        let row = &mut self.lanes[lane as usize];
        let head = row.entries.pop_front();
        while let Some(next) = row.entries.front() {
            if is_stale(next.subject, next.generation) {
                row.entries.pop_front();
                continue;
            }
            let rest = pack(next.order, row.kind, lane);
            self.heap.push(Event { at: next.at, rest });
            break;
        }
        // A lane in the heap has a head.
        head.map_or((NONE, 0), |head| (head.subject, head.generation))
    }
}

#[inline(always)]
const fn pack(order: u32, kind: Kind, subject: u32) -> u64 {
    (order as u64) << 32 | (kind as u64) << 28 | subject as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::mix;

    /// The next event, also out of its lane.
    fn pop(queue: &mut Queue, fence: u64) -> Option<(u64, u32)> {
        let due = queue.pop_before(fence)?;
        let is_in_lane = matches!(due.kind, Kind::LaneArrive | Kind::LaneReply);
        Some((due.at, if is_in_lane { queue.take_head(due.subject, |_, _| false).0 } else { due.subject }))
    }

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
                && let Some(due) = pop(&mut queue, u64::MAX)
            {
                now = due.0;
                found.push(due);
            }
        }
        found.extend(std::iter::from_fn(|| pop(&mut queue, u64::MAX)));
        expected.sort_unstable();
        assert_eq!(found, expected);
    }

    #[test]
    fn nothing_at_or_after_the_fence_is_taken() {
        let mut queue = Queue::with_lanes(&[]);
        queue.push(10, Kind::Served, 1);
        queue.push(20, Kind::Served, 2);
        assert_eq!(pop(&mut queue, 20), Some((10, 1)));
        assert_eq!(pop(&mut queue, 20), None);
        assert_eq!(pop(&mut queue, 21), Some((20, 2)));
    }
}
