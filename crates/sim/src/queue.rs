//! What happens when: the next events in a short sorted list, the others in a radix heap, and lanes for delays that are always
//! the same.
//!
//! Events are ordered by time, then by the order in which they were scheduled. A lane is a first-in first-out queue of
//! one delay; only its head is among the events, so that ten thousand running timeouts cost one entry.

use std::collections::VecDeque;

use model::lean;

use crate::network::NONE;

mod event;
pub(crate) mod far;
mod near;
#[cfg(test)]
mod tests;

use event::{Event, NEVER};
use far::Far;
use near::{HALF, Near, ROOM};

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
    /// Own work that can be interrupted or is shared may be done: a ticket of a replica's plan.
    Job,
    /// A second try may be sent.
    Hedge,
    /// A broker may have room for those who wait to publish.
    Room,
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
    /// Of its entry among the events.
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

/// What an entry of a lane takes.
pub const BYTES_PER_WAITING: usize = size_of::<Waiting>();

/// With so many events planned, near and far, lanes are worth their while.
const CROWD: usize = 32;

/// A test may want other runs to use lanes: they must come out the same.
#[cfg(not(test))]
const fn crowd() -> usize {
    CROWD
}

#[cfg(test)]
use tests::crowd;

/// Subjects are numbered below this.
pub const MAX_SUBJECT: u32 = 1 << 28;

/// The future.
#[derive(Clone, Debug)]
pub struct Queue {
    /// All of them come before all that are far.
    near: Near,
    far: Far,
    /// One event beside them: see [`Self::push_apart`].
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
        let lanes = lanes.iter().map(lane).collect();
        Self { near: Near::default(), far: Far::default(), apart: NEVER, lanes, order: 0 }
    }

    /// Further lanes; those that exist keep their numbers.
    pub fn add_lanes(&mut self, lanes: &[(Kind, u64)]) {
        self.lanes.extend(Self::with_lanes(lanes).lanes);
    }

    /// Plans the ends of own work anew: of an event's time and its subject, another time if it has one.
    pub fn plan_served_anew(&mut self, another: impl Fn(u64, u32) -> Option<u64>) {
        self.change(|event| {
            if kind_of(event) == Kind::Served {
                event.at = another(event.at, subject_of(event)).unwrap_or(event.at);
            }
        });
    }

    fn change(&mut self, change: impl Fn(&mut Event)) {
        let mut events = self.near.take_all();
        events.extend(self.far.take_all());
        events.iter_mut().for_each(change);
        lean::sort_by(&mut events, |a, b| (a.at, a.rest).cmp(&(b.at, b.rest)));
        // One after the other, so that times are enough to compare.
        for event in events {
            self.put(event, |it, other| it.at < other.at);
        }
    }

    /// Memory besides the struct itself.
    pub fn bytes(&self) -> usize {
        let waiting: usize = self.lanes.iter().map(|it| it.entries.len()).sum();
        self.far.bytes() + self.lanes.len() * size_of::<Lane>() + waiting * BYTES_PER_WAITING
    }

    #[inline(always)]
    fn next_order(&mut self) -> u32 {
        self.order = self.order.wrapping_add(1);
        self.order
    }

    #[inline(always)]
    pub fn push(&mut self, at: u64, kind: Kind, subject: u32) {
        let order = self.next_order();
        // It is scheduled last, so that it comes last of the same moment: times are enough to compare.
        self.put(Event { at, rest: pack(order, kind, subject) }, |it, other| it.at < other.at);
    }

    /// Out of line: a copy less in the engine's loop.
    #[inline(never)]
    fn push_among(&mut self, at: u64, kind: Kind, subject: u32) {
        self.push(at, kind, subject);
    }

    #[inline(always)]
    fn put(&mut self, event: Event, is_before: impl Fn(&Event, &Event) -> bool) {
        if self.near.is_full() {
            self.make_room();
        }
        let horizon = self.far.horizon();
        if event.at < horizon || event.at == horizon && is_before(&event, &self.near.last()) {
            self.near.insert(event, is_before);
        } else {
            self.far.push(event);
        }
    }

    #[inline(never)]
    fn make_room(&mut self) {
        self.far.put_back(&self.near.split());
    }

    #[inline(never)]
    fn bring_near(&mut self) {
        let mut soonest = [NEVER; ROOM];
        let taken = self.far.take_soonest(&mut soonest, HALF);
        self.near.fill(&soonest[..taken]);
    }

    /// For events of which mostly just one is planned, and always one: the next request of the only source. It is compared
    /// with the first of the others instead of being sorted in among them.
    #[inline(always)]
    pub fn push_apart(&mut self, at: u64, kind: Kind, subject: u32) {
        if self.apart.at != u64::MAX {
            return self.push_among(at, kind, subject);
        }
        let order = self.next_order();
        self.apart = Event { at, rest: pack(order, kind, subject) };
    }

    #[inline(always)]
    pub fn push_lane(&mut self, lane: u32, now: u64, subject: u32, generation: u32) {
        let row = &self.lanes[lane as usize];
        let at = now + row.delay;
        let alone = match row.kind {
            Kind::LaneArrive => Kind::Arrive,
            Kind::LaneReply => Kind::Reply,
            _ => return self.line_up(lane, at, subject, generation),
        };
        if self.near.len() + self.far.len() >= crowd() {
            return self.line_up(lane, at, subject, generation);
        }
        self.push(at, alone, subject);
    }

    /// At the end of a lane. Older browsers compile a loop that takes this in, again and again, with less care:
    /// docs/decisions/short-loop.md.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    fn line_up(&mut self, lane: u32, at: u64, subject: u32, generation: u32) {
        let order = self.next_order();
        let row = &mut self.lanes[lane as usize];
        let was_empty = row.entries.is_empty();
        row.entries.push_back(Waiting { at, order, subject, generation });
        if was_empty {
            let event = Event { at, rest: pack(order, row.kind, lane) };
            self.put(event, Event::is_before);
        }
    }

    /// The next event before `fence`, taken out. If it is the head of a lane, [`Self::take_head`] comes next.
    #[inline(always)]
    pub fn pop_before(&mut self, fence: u64) -> Option<Due> {
        let mut event = self.near.next();
        if event.at >= fence && self.near.len() == 0 && self.far.len() > 0 {
            self.bring_near();
            event = self.near.next();
        }
        // Half after half: wasm has no wide comparison, and who comes first of all moments is mostly guessed right.
        let is_apart_first =
            self.apart.at < event.at || self.apart.at == event.at && self.apart.rest < event.rest;
        if is_apart_first {
            if self.apart.at >= fence {
                return None;
            }
            event = std::mem::replace(&mut self.apart, NEVER);
        } else {
            if event.at >= fence {
                return None;
            }
            self.near.take_next();
        }
        Some(Due { at: event.at, kind: kind_of(&event), subject: subject_of(&event) })
    }

    /// Takes the head of a lane that is due: subject and generation. The next one takes its place among the events, unless
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
            let event = Event { at: next.at, rest: pack(next.order, row.kind, lane) };
            self.put(event, Event::is_before);
            break;
        }
        // A lane among the events has a head.
        head.map_or((NONE, 0), |head| (head.subject, head.generation))
    }
}

#[inline(always)]
const fn pack(order: u32, kind: Kind, subject: u32) -> u64 {
    (order as u64) << 32 | (kind as u64) << 28 | subject as u64
}

#[inline(always)]
const fn kind_of(event: &Event) -> Kind {
    // In the order of their declaration, so that this is no step at all.
    match event.rest >> 28 & 15 {
        0 => Kind::LaneServed,
        1 => Kind::LaneArrive,
        2 => Kind::LaneReply,
        3 => Kind::LaneTimeout,
        4 => Kind::Arrival,
        5 => Kind::Thought,
        6 => Kind::Served,
        7 => Kind::Arrive,
        8 => Kind::Reply,
        9 => Kind::Timeout,
        10 => Kind::Launch,
        11 => Kind::NotSent,
        12 => Kind::Redeliver,
        13 => Kind::Job,
        14 => Kind::Hedge,
        _ => Kind::Room,
    }
}

#[inline(always)]
const fn subject_of(event: &Event) -> u32 {
    event.rest as u32 & (MAX_SUBJECT - 1)
}
