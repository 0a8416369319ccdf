//! Slots: how a request gets one or waits for one, and who has it next.

use std::hint::select_unpredictable;

use super::{Engine, Instance};
use crate::{
    network::{NONE, Network, Node},
    span::{Span, Spans, flag},
    stats::NodeStats,
};

impl Engine {
    /// A request stops holding its slot; the next one gets it.
    pub(super) fn give_slot_back(&mut self, net: &Network, node: &Node, index: u32, span: u32) {
        let record = &mut self.spans[span];
        record.flags &= !flag::HOLDS;
        let instance = record.instance;
        self.free_slot(net, node, index, instance);
    }

    /// Gives a slot that was not at work to who has waited for it.
    #[inline(always)]
    pub(super) fn free_slot(&mut self, net: &Network, node: &Node, index: u32, instance: u32) {
        if !node.quick.frees_simply {
            return self.free_slot_thoroughly(net, node, index, instance);
        }
        let stats = &mut self.node_stats[index as usize];
        let place = &mut self.instances[instance as usize];
        if let Some((next, service)) = hand_on(stats, place, &mut self.spans, self.now) {
            stats.working.up(self.now);
            self.work_for(net, node, index, next, service);
        }
    }

    /// The same where a slot may be kept, the queue has rules, or messages are pulled.
    #[inline(never)]
    fn free_slot_thoroughly(&mut self, net: &Network, node: &Node, index: u32, instance: u32) {
        if node.quick.has_extra_work && self.keeps_slot(node, index, instance) {
            return;
        }
        let next = next_in_line(&mut self.instances[instance as usize], &mut self.spans);
        if next != NONE {
            self.node_stats[index as usize].working.up(self.now);
            return self.begin_after_wait(net, node, index, next);
        }
        if let Some(queueing) = &node.queueing {
            return self.free_slot_by_rules(net, node, queueing, index, instance);
        }
        self.instances[instance as usize].free += 1;
        if !node.pulls.is_empty() {
            self.pull(net, node, index, instance);
        }
    }

    /// The slot of a request that has been served goes to the next one, if there is one, where that takes more than
    /// [`hand_on`].
    #[inline(never)]
    pub(super) fn pass_slot_on(&mut self, net: &Network, node: &Node, index: u32, instance: u32) {
        if !node.quick.has_extra_work {
            let next = next_in_line(&mut self.instances[instance as usize], &mut self.spans);
            if next != NONE {
                return self.begin_after_wait(net, node, index, next);
            }
        }
        self.node_stats[index as usize].working.down(self.now);
        self.free_slot(net, node, index, instance);
    }

    /// A slot has been taken by who has waited: own work begins. Whoever calls counts it as working: a slot that passes
    /// from one to the next at once is at work all the time.
    pub(super) fn begin_after_wait(&mut self, net: &Network, node: &Node, index: u32, span: u32) {
        let stats = &mut self.node_stats[index as usize];
        let service = end_wait(stats, &mut self.spans[span], self.now);
        self.work_for(net, node, index, span, service);
    }
}

/// How a request that arrives is received.
pub(super) enum Seat {
    /// A slot is free. Nanoseconds of own work; zero if that is more than a draw.
    Slot { service: u64 },
    /// It waits behind another one; behind itself: it is the first.
    Behind { last: u32 },
    /// There is more to be looked at.
    AtTheDoor,
}

impl Seat {
    /// Own work is done as it begins.
    #[inline(always)]
    pub(super) const fn is_passed(&self, node: &Node) -> bool {
        matches!(self, Self::Slot { service: 0 }) && node.quick.is_passage
    }
}

/// An ordinary request stands at the door of its instance: it gets a slot, waits, or is turned away. Of what changes only
/// this is looked up, and once.
#[inline(always)]
pub(super) fn take_seat(
    net: &Network,
    node: &Node,
    stats: &mut NodeStats,
    place: &mut Instance,
    (span, record): (u32, &mut Span),
    now: u64,
) -> Seat {
    let is_write = record.is(flag::WRITE);
    stats.arrived += 1;
    stats.writes += u64::from(is_write);
    stats.offered += node.quick.work[usize::from(is_write)];
    if !place.is_up || node.has_door {
        return Seat::AtTheDoor;
    }
    let service = draw_work(net, node, record);
    if place.free > 0 {
        place.free -= 1;
        stats.wait.record_zero();
        stats.working.up(now);
        record.begin();
        return Seat::Slot { service };
    }
    if place.waiting >= node.queue_limit {
        return Seat::AtTheDoor;
    }
    Seat::Behind { last: line_up(stats, place, (span, record), service, now) }
}

/// A request waits that is to take so many nanoseconds ([`draw_work`]); gives the one before it, or itself if there is none.
#[inline(always)]
pub(super) fn line_up(
    stats: &mut NodeStats,
    place: &mut Instance,
    (span, record): (u32, &mut Span),
    service: u64,
    now: u64,
) -> u32 {
    stats.queued.up(now);
    record.wait(service);
    record.next = NONE;
    place.waiting += 1;
    let last = std::mem::replace(&mut place.tail, span);
    // Nobody can guess whether anybody waits already.
    let is_first = place.head == NONE;
    place.head = select_unpredictable(is_first, span, place.head);
    select_unpredictable(is_first, span, last)
}

/// Nanoseconds of own work; zero if that is more than a draw.
#[inline(always)]
pub(super) fn draw_work(net: &Network, node: &Node, record: &Span) -> u64 {
    if !node.quick.is_simply_drawn {
        return 0;
    }
    node.draw_work(&net.ziggurat, record.key, record.is(flag::WRITE))
}

/// Gives a slot on to who has waited longest, in a queue without rules: gives that request, whose own work begins, and
/// how long that takes, as [`draw_work`]. If nobody waits the slot is free.
#[inline(always)]
pub(super) fn hand_on(
    stats: &mut NodeStats,
    place: &mut Instance,
    spans: &mut Spans,
    now: u64,
) -> Option<(u32, u64)> {
    let next = next_in_line(place, spans);
    if next == NONE {
        place.free += 1;
        return None;
    }
    Some((next, end_wait(stats, &mut spans[next], now)))
}

/// Takes out who has waited longest in a queue without rules; [`NONE`] if nobody waits.
#[inline(always)]
fn next_in_line(place: &mut Instance, spans: &mut Spans) -> u32 {
    if is_dead(place.head, spans) {
        drop_dead(place, spans);
    }
    let span = place.head;
    if span != NONE {
        place.head = spans[span].next;
        place.waiting -= 1;
    }
    span
}

/// Whether it was cancelled while it waited; counted out then.
#[inline(always)]
fn is_dead(span: u32, spans: &Spans) -> bool {
    span != NONE && spans[span].is(flag::DEAD)
}

/// Out of line: no loop where nobody was cancelled.
#[cold]
#[inline(never)]
fn drop_dead(place: &mut Instance, spans: &mut Spans) {
    while is_dead(place.head, spans) {
        let dead = place.head;
        place.head = spans[dead].next;
        spans.release(dead);
    }
}

/// Who has waited takes a slot: own work begins. Nanoseconds that it takes; zero if they are still to be drawn.
#[inline(always)]
fn end_wait(stats: &mut NodeStats, record: &mut Span, now: u64) -> u64 {
    stats.queued.down(now);
    if record.is(flag::INTERNAL) {
        stats.repeated += 1;
    } else {
        stats.waited += 1;
        stats.wait.record(now - record.arrive);
    }
    record.begin();
    record.expected()
}
