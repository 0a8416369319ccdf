//! The callee's side: arriving, waiting for a slot, being served.

use super::{
    Engine,
    slots::{Seat, draw_work, hand_on, line_up, take_seat},
};
use crate::{
    conditions::either,
    network::{NONE, Network, Node, Role},
    queue::Kind,
    random::{Draw, mix},
    report::FailureCause,
    span::flag,
};

impl Engine {
    /// A request reaches its instance after a hop. `LAST`: no handler goes on after it.
    #[inline(always)]
    pub(crate) fn arrive<const LAST: bool>(&mut self, net: &Network, span: u32) {
        let record = &mut self.spans[span];
        record.arrive = self.now;
        let index = self.instances[record.instance as usize].node;
        if record.flags & (flag::DEAD | flag::MESSAGE | flag::INTERNAL) != 0 {
            return self.arrive_specially(net, index, span);
        }
        let node = &net.nodes[index as usize];
        let stats = &mut self.node_stats[index as usize];
        let place = &mut self.instances[record.instance as usize];
        let seat = take_seat(net, node, stats, place, (span, record), self.now);
        if LAST && seat.is_passed(node) && self.soon.is_empty() {
            return self.pass(net, node, index, span);
        }
        self.sit_down(net, node, index, span, seat);
    }

    /// The same without a hop, out of line: a copy less in the engine's loop.
    #[inline(never)]
    pub(crate) fn arrive_at_once(&mut self, net: &Network, span: u32) {
        self.arrive::<false>(net, span);
    }

    /// What follows from how a request was received.
    #[inline(always)]
    pub(super) fn sit_down(&mut self, net: &Network, node: &Node, index: u32, span: u32, seat: Seat) {
        match seat {
            Seat::Slot { service } => self.work_for(net, node, index, span, service),
            Seat::Behind { last } => self.spans.put_behind(last, span),
            Seat::AtTheDoor => self.enter(net, node, index, span),
        }
    }

    /// Own work at a balancer that only chooses is done as it begins. It need not wait for its turn where nothing else is
    /// left to happen now, and is an event nevertheless.
    #[inline(never)]
    pub(super) fn pass(&mut self, net: &Network, node: &Node, index: u32, span: u32) {
        let record = &mut self.spans[span];
        record.flags &= !flag::HOLDS;
        self.instances[record.instance as usize].free += 1;
        self.node_stats[index as usize].working.down(self.now);
        self.events += 1;
        let Role::Balancer(balancer) = &node.role else { return };
        self.balance(net, balancer, index, span);
    }

    /// Own work begins that takes so many nanoseconds; zero: more than a draw says.
    #[inline(always)]
    pub(super) fn work_for(&mut self, net: &Network, node: &Node, index: u32, span: u32, service: u64) {
        match service {
            0 => self.start_special_work(net, node, index, span),
            service => self.queue.push(self.now + service, Kind::Served, span),
        }
    }

    /// The door where it is not simply open.
    #[inline(never)]
    fn enter(&mut self, net: &Network, node: &Node, index: u32, span: u32) {
        let instance = self.spans[span].instance as usize;
        if !self.instances[instance].is_up {
            return self.refuse(net, span, FailureCause::Refused);
        }
        if node.has_door && !self.pass_door(net, node, index, span) {
            return;
        }
        let place = &mut self.instances[instance];
        if place.free > 0 {
            place.free -= 1;
            self.begin(net, node, index, span);
        } else if place.waiting >= node.queue_limit {
            self.refuse(net, span, too_many(node));
        } else {
            self.enqueue(net, node, index, span);
        }
    }

    /// The dead, messages for whom a slot is kept or whose consumer went down on their way, and copies between replicas.
    #[cold]
    fn arrive_specially(&mut self, net: &Network, index: u32, span: u32) {
        let node = &net.nodes[index as usize];
        let record = &mut self.spans[span];
        let is_write = record.is(flag::WRITE);
        if record.is(flag::DEAD) {
            return self.spans.release(span);
        }
        if record.is(flag::MESSAGE) && !record.is(flag::HOLDS) {
            if record.is(flag::DETACHED) {
                // It timed out on the way and has been delivered again.
                return self.spans.release(span);
            }
            // The delivery did not happen: its timeout is void.
            record.generation = record.generation.wrapping_add(1);
            return self.soon.push_back((Kind::Redeliver, span));
        }
        let stats = &mut self.node_stats[index as usize];
        stats.offered += node.quick.work[usize::from(is_write)];
        if !record.is(flag::INTERNAL) {
            stats.arrived += 1;
            stats.writes += u64::from(is_write);
        }
        if !record.is(flag::MESSAGE) {
            return self.enter(net, node, index, span);
        }
        stats.reserved.down(self.now);
        self.begin_message(net, node, index, span);
    }

    /// A slot has been taken by who did not have to wait: own work begins.
    pub(super) fn begin(&mut self, net: &Network, node: &Node, index: u32, span: u32) {
        let record = &mut self.spans[span];
        let stats = &mut self.node_stats[index as usize];
        if record.is(flag::INTERNAL) {
            stats.repeated += 1;
        } else {
            stats.wait.record_zero();
        }
        stats.working.up(self.now);
        record.begin();
        let service = draw_work(net, node, record);
        self.work_for(net, node, index, span, service);
    }

    fn enqueue(&mut self, net: &Network, node: &Node, index: u32, span: u32) {
        let record = &mut self.spans[span];
        let service = draw_work(net, node, record);
        let place = &mut self.instances[record.instance as usize];
        let last = line_up(&mut self.node_stats[index as usize], place, (span, record), service, self.now);
        self.spans.put_behind(last, span);
    }

    /// Own work that takes no time or always the same, or more than was drawn.
    #[inline(never)]
    fn start_special_work(&mut self, net: &Network, node: &Node, index: u32, span: u32) {
        let mut service = 0;
        if node.quick.is_drawn {
            let record = &self.spans[span];
            service = node.draw_work(&net.ziggurat, record.key, record.is(flag::WRITE));
        } else if node.service_lane != NONE {
            return self.after(node.service_lane, Kind::Served, span);
        }
        if node.quick.has_extra_work {
            if let Role::Function { keep_warm, .. } = node.role {
                self.take_instance(keep_warm, index, span);
            }
            service = self.actual_work(net, node, span, service);
            self.note_wait(node, span);
            self.judge_work(node, span, service);
        }
        if service == 0 {
            self.soon.push_back((Kind::Served, span));
        } else {
            self.queue.push(self.now + service, Kind::Served, span);
        }
    }

    /// Own work that was drawn, with what trouble makes of it and the time for tracing and for starting a function's
    /// instance.
    #[inline(never)]
    pub(super) fn actual_work(&self, net: &Network, node: &Node, span: u32, drawn: u64) -> u64 {
        let record = &self.spans[span];
        let mut work = drawn;
        if let Some(odd) = node.odd.get((record.instance - node.first_instance) as usize) {
            work = if odd.fails_fast { 0 } else { (work as f64 * odd.slower.max(0.0)) as u64 };
        }
        for (feature, stream) in &node.features {
            if Draw::new(*stream, record.key).unit() < feature.share {
                work = (work as f64 * feature.slower.max(0.0)) as u64;
            }
        }
        work = self.slowed(node, record.instance, work);
        work += node.wait_until[usize::from(record.is(flag::WRITE))].saturating_sub(self.now);
        // What another replica of a store repeats is no request.
        let is_request = !record.is(flag::INTERNAL);
        let traced: u64 = node
            .copies
            .iter()
            .map(|i| &net.links[net.copies[i] as usize])
            .filter(|link| {
                is_request && link.traced_overhead > 0 && super::copies::is_sampled(link, record.key)
            })
            .map(|link| link.traced_overhead)
            .sum();
        let cold = match node.role {
            Role::Function { cold_start, .. } if record.is(flag::COLD) => cold_start,
            _ => 0,
        };
        work + traced + cold
    }

    /// Own work is done.
    #[inline(always)]
    pub(crate) fn served(&mut self, net: &Network, span: u32) {
        let record = &mut self.spans[span];
        if record.is(flag::DEAD | flag::NAMED) {
            return self.not_served(span);
        }
        let instance = record.instance;
        let place = &mut self.instances[instance as usize];
        let index = place.node;
        let node = &net.nodes[index as usize];
        let stats = &mut self.node_stats[index as usize];
        if node.holds_slot {
            stats.working.down(self.now);
        } else {
            record.flags &= !flag::HOLDS;
            if !node.quick.frees_simply {
                self.pass_slot_on(net, node, index, instance);
            } else if let Some((next, service)) = hand_on(stats, place, &mut self.spans, self.now) {
                self.work_for(net, node, index, next, service);
            } else {
                stats.working.down(self.now);
            }
        }
        if !node.quick.is_plain {
            self.after_work(net, node, index, span);
        } else if node.groups.is_empty() || self.take_steps(net, index, span) {
            self.finish_here(net, index, span);
        }
    }

    /// The end of a service that did not take place: its request was cancelled or interrupted.
    #[cold]
    fn not_served(&mut self, span: u32) {
        self.spans[span].flags &= !flag::NAMED;
        if self.spans[span].is(flag::DEAD) {
            self.spans.release(span);
        }
    }

    /// Counts what a replica does while replicas differ: whoever rolls out a new version looks at it.
    pub(super) fn judge_work(&mut self, node: &Node, span: u32, work: u64) {
        if !node.odd.is_empty() {
            let judged = &mut self.instances[self.spans[span].instance as usize].judged;
            judged.served += 1;
            judged.worked += work;
        }
    }

    /// Whether a component fails a request by itself.
    #[inline(never)]
    fn fails_by_itself(&mut self, node: &Node, span: u32) -> bool {
        let fails = self.is_failed_by(node, span);
        if fails && !node.odd.is_empty() {
            self.instances[self.spans[span].instance as usize].judged.failed += 1;
        }
        fails
    }

    fn is_failed_by(&self, node: &Node, span: u32) -> bool {
        let record = &self.spans[span];
        let mut ratio = node.error_ratios[usize::from(record.is(flag::WRITE))];
        if let Some(odd) = node.odd.get((record.instance - node.first_instance) as usize) {
            ratio = either(ratio, if odd.fails_fast { 1.0 } else { odd.error_ratio });
        }
        // The same message cannot be handled again and again, but others of its user can.
        let is_poison = node.poison.iter().any(|(link, share)| {
            record.is(flag::MESSAGE)
                && record.link == *link
                && Draw::new(node.hit_stream, mix(u64::from(record.item))).unit() < *share
        });
        is_poison || ratio > 0.0 && Draw::new(node.error_stream, record.key).unit() < ratio
    }

    /// What comes after own work, at any kind of component.
    #[inline(always)]
    pub(super) fn after_work(&mut self, net: &Network, node: &Node, index: u32, span: u32) {
        if node.quick.may_fail && self.fails_by_itself(node, span) {
            // What fails at another replica of a store is no request.
            let is_request = !self.spans[span].is(flag::INTERNAL);
            self.node_stats[index as usize].causes[FailureCause::Error as usize] += u64::from(is_request);
            return self.fail(net, span, FailureCause::Error as u8, index);
        }
        match &node.role {
            Role::Plain | Role::Source { .. } | Role::Sink | Role::Function { .. } => self.advance(net, span),
            Role::Balancer(balancer) => self.balance(net, balancer, index, span),
            Role::Lookup { hit_ratio, asks_origin, cache: NONE } => {
                self.look_up(net, index, span, *hit_ratio, *asks_origin)
            }
            Role::Lookup { asks_origin, cache, .. } => {
                self.look_up_item(net, index, span, *asks_origin, *cache)
            }
            Role::Store { .. } => self.stored(net, node, span),
            Role::Broker { waits_for_room, .. } => self.publish(net, node, span, *waits_for_room),
        }
    }
}

/// Why a request is turned away that finds no slot and no room to wait.
pub(super) const fn too_many(node: &Node) -> FailureCause {
    match node.role {
        Role::Function { .. } => FailureCause::Throttled,
        _ => FailureCause::QueueFull,
    }
}
