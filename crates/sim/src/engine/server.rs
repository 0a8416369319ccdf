//! The callee's side: arriving, waiting for a slot, being served, answering.

use super::{Engine, LINK_PLACE};
use crate::{
    network::{NONE, Network, Node, Role},
    queue::Kind,
    random::Draw,
    report::FailureCause,
    span::{State, flag},
};

impl Engine {
    /// A request reaches its instance.
    #[inline(always)]
    pub(crate) fn arrive(&mut self, net: &Network, span: u32) {
        let record = &self.spans[span];
        let instance = record.instance;
        let index = net.instances[instance as usize].node;
        let node = &net.nodes[index as usize];
        if record.flags & (flag::DEAD | flag::MESSAGE | flag::INTERNAL) != 0
            && !self.arrive_specially(net, span)
        {
            return;
        }
        let record = &mut self.spans[span];
        record.arrive = self.now;
        let is_message = record.is(flag::MESSAGE);
        let is_write = record.is(flag::WRITE);
        let stats = &mut self.node_stats[index as usize];
        if !record.is(flag::INTERNAL) {
            stats.arrived += 1;
            stats.writes += u64::from(is_write);
        }
        let factor = if is_write { node.write_factor } else { 1.0 };
        stats.offered += (node.service.mean_nanos() * factor) as u64;
        if is_message {
            return self.begin_message(net, node, index, span);
        }
        let place = &self.instances[instance as usize];
        if !place.is_up {
            return self.refuse(net, span, FailureCause::Refused);
        }
        if node.has_door && !self.pass_door(net, node, index, span) {
            return;
        }
        let place = &mut self.instances[instance as usize];
        if place.free > 0 {
            place.free -= 1;
            self.node_stats[index as usize].held.up(self.now);
            self.begin(net, span);
        } else if place.waiting >= node.queue_limit {
            let is_function = matches!(node.role, Role::Function { .. });
            self.refuse(
                net,
                span,
                if is_function { FailureCause::Throttled } else { FailureCause::QueueFull },
            );
        } else {
            self.enqueue(index, span);
        }
    }

    /// Sorts out the dead, and messages whose consumer went down on their way. Returns whether it goes on.
    #[cold]
    fn arrive_specially(&mut self, _net: &Network, span: u32) -> bool {
        let record = &self.spans[span];
        if record.is(flag::DEAD) {
            self.spans.release(span);
            return false;
        }
        if record.is(flag::MESSAGE) && !record.is(flag::HOLDS) {
            if record.is(flag::DETACHED) {
                // It timed out on the way and has been delivered again.
                self.spans.release(span);
                return false;
            }
            // The delivery did not happen: its timeout is void.
            let record = &mut self.spans[span];
            record.generation = record.generation.wrapping_add(1);
            self.soon.push_back((Kind::Redeliver, span));
            return false;
        }
        true
    }

    #[inline(always)]
    fn enqueue(&mut self, index: u32, span: u32) {
        let record = &mut self.spans[span];
        record.state = State::Queued;
        let place = &mut self.instances[record.instance as usize];
        place.waiting += 1;
        record.next = NONE;
        if place.head == NONE {
            (place.head, place.tail) = (span, span);
        } else {
            let last = std::mem::replace(&mut place.tail, span);
            self.spans[last].next = span;
        }
        let stats = &mut self.node_stats[index as usize];
        stats.queued.up(self.now);
        stats.system.up(self.now);
    }

    /// A slot has been taken: own work begins.
    #[inline(always)]
    pub(crate) fn begin(&mut self, net: &Network, span: u32) {
        let record = &mut self.spans[span];
        let was_queued = record.state == State::Queued;
        record.state = State::Serving;
        record.flags |= flag::HOLDS;
        let index = net.instances[record.instance as usize].node;
        let node = &net.nodes[index as usize];
        let stats = &mut self.node_stats[index as usize];
        if !record.is(flag::INTERNAL) {
            stats.begun += 1;
            stats.waited += u64::from(was_queued);
            stats.wait.record(self.now - record.arrive);
        }
        if !was_queued {
            stats.system.up(self.now);
        }
        stats.working.up(self.now);
        if node.service_lane != NONE {
            return self.after(node.service_lane, Kind::Served, span);
        }
        let (key, is_write) = (record.key, record.is(flag::WRITE));
        if let Role::Function { keep_warm, .. } = node.role {
            self.take_instance(keep_warm, index, span);
        }
        let factor = if is_write { node.write_factor } else { 1.0 };
        let mut draw = Draw::new(node.service_stream, key);
        let mut service = node.service.draw(factor, &net.ziggurat, &mut draw);
        if node.is_traced || self.spans[span].is(flag::COLD) {
            service += self.extra_work(net, node, span);
        }
        if service == 0 {
            self.soon.push_back((Kind::Served, span));
        } else {
            self.queue.push(self.now + service, Kind::Served, span);
        }
    }

    /// Time for tracing and for starting a function's instance.
    #[cold]
    pub(super) fn extra_work(&self, net: &Network, node: &Node, span: u32) -> u64 {
        let record = &self.spans[span];
        let traced: u64 = node
            .copies
            .iter()
            .map(|i| &net.links[net.copies[i] as usize])
            .filter(|link| link.traced_overhead > 0 && super::copies::is_sampled(link, record.key))
            .map(|link| link.traced_overhead)
            .sum();
        let cold = match node.role {
            Role::Function { cold_start, .. } if record.is(flag::COLD) => cold_start,
            _ => 0,
        };
        traced + cold
    }

    /// Own work is done.
    #[inline(always)]
    pub(crate) fn served(&mut self, net: &Network, span: u32) {
        let record = &self.spans[span];
        if record.is(flag::DEAD) {
            return self.spans.release(span);
        }
        let index = net.instances[record.instance as usize].node;
        let node = &net.nodes[index as usize];
        self.node_stats[index as usize].working.down(self.now);
        if !node.holds_slot {
            self.give_slot_back(net, span);
        }
        self.after_work(net, node, index, span);
    }

    /// What comes after own work, at any kind of component.
    #[inline(always)]
    pub(super) fn after_work(&mut self, net: &Network, node: &Node, index: u32, span: u32) {
        let key = self.spans[span].key;
        if node.error_ratio > 0.0 && Draw::new(node.error_stream, key).unit() < node.error_ratio {
            self.node_stats[index as usize].causes[FailureCause::Error as usize] += 1;
            return self.fail(net, span, FailureCause::Error as u8, index);
        }
        match &node.role {
            Role::Plain | Role::Source { .. } | Role::Sink | Role::Function { .. } => self.advance(net, span),
            Role::Balancer(balancer) => self.balance(net, balancer, span),
            Role::Lookup { hit_ratio, asks_origin, cache: NONE } => {
                self.look_up(net, node, span, *hit_ratio, *asks_origin)
            }
            Role::Lookup { asks_origin, cache, .. } => {
                self.look_up_item(net, index, span, *asks_origin, *cache)
            }
            Role::Store { .. } => self.stored(net, node, span),
            Role::Broker { max_messages, .. } => self.publish(net, node, span, *max_messages),
        }
    }

    /// The job ends badly; the failure began at `place`.
    pub(crate) fn fail(&mut self, net: &Network, span: u32, cause: u8, place: u32) {
        let record = &mut self.spans[span];
        record.flags |= flag::FAILED;
        record.cause = cause;
        record.place = place;
        self.finish(net, span);
    }

    /// The job is done: frees the slot, counts, answers.
    pub(crate) fn finish(&mut self, net: &Network, span: u32) {
        if self.spans[span].is(flag::ROOT) {
            return self.complete(net, span);
        }
        if self.spans[span].is(flag::HOLDS) {
            self.give_slot_back(net, span);
        }
        let record = &mut self.spans[span];
        let from = record.instance;
        let index = net.instances[from as usize].node;
        let node = &net.nodes[index as usize];
        let stats = &mut self.node_stats[index as usize];
        stats.system.down(self.now);
        record.state = State::Returning;
        let (is_failed, flags) = (record.is(flag::FAILED), record.flags);
        if flags & flag::INTERNAL == 0 {
            if is_failed {
                stats.failed += 1;
            } else {
                stats.succeeded += 1;
                stats.sojourn.record(self.now - record.arrive + node.fixed_delay);
            }
        }
        if node.has_closing {
            self.close(net, node, span);
        }
        if !node.copies.is_empty() {
            self.send_copies(net, span);
        }
        if flags & (flag::MESSAGE | flag::COPY) != 0 {
            return self.end_unawaited(net, span);
        }
        let record = &self.spans[span];
        let row = &net.links[record.link as usize];
        let caller = if record.is(flag::DETACHED) { from } else { self.spans[record.parent].instance };
        let hop = if net.instances.len() > caller as usize { net.hop(row, caller, from) } else { row.hop };
        self.show_hop(net, span, hop.delay, true);
        if hop.back == NONE { self.replied(net, span) } else { self.after(hop.back, Kind::Reply, span) }
    }

    /// Messages and copies: nobody waits for an answer.
    fn end_unawaited(&mut self, net: &Network, span: u32) {
        let record = &self.spans[span];
        if record.is(flag::MESSAGE) {
            return self.handled(net, span);
        }
        if record.is(flag::INTERNAL) {
            let record = *record;
            self.spans.release(span);
            let index = net.instances[record.instance as usize].node;
            return self.replica_answered(net, &record, index);
        } else {
            let stats = &mut self.link_stats[record.link as usize];
            if record.is(flag::FAILED) {
                stats.failed += 1;
                stats.causes[usize::from(record.cause)] += 1;
            } else {
                stats.succeeded += 1;
            }
        }
        self.spans.release(span);
    }

    /// Turns a request away at the door: the answer comes after one round trip.
    pub(crate) fn refuse(&mut self, net: &Network, span: u32, cause: FailureCause) {
        let record = &mut self.spans[span];
        let index = net.instances[record.instance as usize].node;
        record.flags |= flag::FAILED;
        record.cause = cause as u8;
        record.place = index;
        record.state = State::Returning;
        let record = *record;
        if !record.is(flag::INTERNAL) {
            let stats = &mut self.node_stats[index as usize];
            stats.failed += 1;
            stats.causes[cause as usize] += 1;
            stats.rejected += u64::from(cause != FailureCause::Refused);
        }
        if record.is(flag::COPY) {
            if !record.is(flag::INTERNAL) {
                let stats = &mut self.link_stats[record.link as usize];
                stats.dropped += 1;
                stats.failed += 1;
                stats.causes[cause as usize] += 1;
            }
            self.spans.release(span);
            if record.is(flag::INTERNAL) {
                self.replica_answered(net, &record, index);
            }
            return;
        }
        self.answer_refusal(net, span);
    }

    /// Sends a refusal back without the callee's own delay.
    pub(super) fn answer_refusal(&mut self, net: &Network, span: u32) {
        let record = &self.spans[span];
        let row = &net.links[record.link as usize];
        let caller = self.spans[record.parent].instance;
        let hop = if net.instances.len() > caller as usize {
            net.hop(row, caller, record.instance)
        } else {
            row.hop
        };
        self.show_hop(net, span, hop.delay, true);
        self.after(hop.refused, Kind::Reply, span);
    }

    /// A request stops holding its slot; the next one gets it.
    #[inline(always)]
    pub(crate) fn give_slot_back(&mut self, net: &Network, span: u32) {
        let record = &mut self.spans[span];
        record.flags &= !flag::HOLDS;
        let instance = record.instance;
        let index = net.instances[instance as usize].node;
        let node = &net.nodes[index as usize];
        if let Role::Function { .. } = node.role {
            self.leave_instance(index);
        }
        self.node_stats[index as usize].held.down(self.now);
        self.free_slot(net, node, index, instance);
    }

    /// Gives a free slot to who has waited, or pulls a message.
    #[inline(always)]
    pub(super) fn free_slot(&mut self, net: &Network, node: &Node, index: u32, instance: u32) {
        loop {
            let place = &mut self.instances[instance as usize];
            let span = place.head;
            if span == NONE {
                if let Some(queueing) = &node.queueing {
                    return self.free_slot_by_rules(net, node, queueing, index, instance);
                }
                place.free += 1;
                if !node.pulls.is_empty() {
                    self.pull(net, node, index, instance);
                }
                return;
            }
            let record = &self.spans[span];
            place.head = record.next;
            if record.is(flag::DEAD) {
                // Cancelled while it waited; counted out then.
                self.spans.release(span);
                continue;
            }
            place.waiting -= 1;
            let stats = &mut self.node_stats[index as usize];
            stats.queued.down(self.now);
            stats.held.up(self.now);
            return self.begin(net, span);
        }
    }

    /// The node or link number of a place, and whether it is a link.
    pub(crate) const fn split_place(place: u32) -> (u32, bool) {
        (place & !LINK_PLACE, place & LINK_PLACE != 0)
    }
}
