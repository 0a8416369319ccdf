//! Calls that nothing can keep from being sent: what most calls are, in one go.

use super::{Engine, MAX_DEPTH, slots::take_seat};
use crate::{
    network::{Balancer, Candidate, Link, NONE, Network},
    report::FailureCause,
    span::{Span, State, flag},
};

impl Engine {
    /// A request's first step, if that is a call over a link without conditions and the only one. Whether it was taken
    /// before.
    #[inline(always)]
    pub(super) fn call_only(&mut self, net: &Network, row: &Link, parent: u32, link: u32) -> bool {
        let from = &mut self.spans[parent];
        if from.group > 0 {
            return true;
        }
        from.group = 1;
        if from.state != State::Calling {
            from.state = State::Calling;
            if !from.is(flag::ROOT) {
                self.node_stats[row.from as usize].calling.up(self.now);
            }
        }
        from.pending += 1;
        if from.depth + 1 >= MAX_DEPTH {
            self.call(net, parent, link, 0);
            return false;
        }
        let call = from.call(parent, link, row.salt, 0);
        self.send_directly::<false>(net, row, Span { instance: row.quick.instance, ..call });
        false
    }

    /// A call over a link that nothing stands in the way of.
    #[inline(always)]
    pub(super) fn call_directly(&mut self, net: &Network, row: &Link, parent: u32, link: u32) {
        let from = &mut self.spans[parent];
        from.pending += 1;
        if from.depth + 1 >= MAX_DEPTH {
            return self.call(net, parent, link, 0);
        }
        let call = from.call(parent, link, row.salt, 0);
        self.send_directly::<false>(net, row, Span { instance: row.quick.instance, ..call });
    }

    /// A balancer passes a request on; the keys of its calls are those of its first link, whoever gets them.
    pub(crate) fn call_picked(&mut self, net: &Network, balancer: &Balancer, parent: u32, first: u32) {
        let from = &self.spans[parent];
        if from.depth + 1 >= MAX_DEPTH {
            return self.call(net, parent, first, 0);
        }
        let mut call = from.call(parent, first, net.links[first as usize].salt, 0);
        // What is passed by reference is put together in memory first: a copy, only where it is needed.
        let quickly = self.pick_quickly(net, balancer, call.key);
        let Some(picked) = quickly.or_else(|| self.pick(net, balancer, &{ call })) else {
            let call = self.alloc(call);
            return self.do_not_send(call, FailureCause::NoHealthyTarget);
        };
        let Candidate { link, instance, .. } = net.candidates[picked as usize];
        let row = &net.links[link as usize];
        if balancer.watches_load() {
            call.candidate = picked;
        }
        if !row.quick.is_open {
            let call = self.alloc(call);
            return self.launch_to(net, call, link, instance);
        }
        if call.candidate != NONE {
            self.candidates[picked as usize].in_flight += 1;
        }
        self.send_directly::<false>(net, row, Span { link, instance, ..call });
    }

    /// Sends a first try; without an instance it goes to the one that its callers know. `LAST`: nothing else is left to
    /// happen now.
    #[inline(always)]
    pub(super) fn send_directly<const LAST: bool>(&mut self, net: &Network, row: &Link, call: Span) {
        // By its parts: whatever is passed by reference would have to be put together in memory first.
        let instance = match call.instance {
            NONE => self.replica_for(net, row, call.key, call.user, call.is(flag::WRITE)),
            known => known,
        };
        let call = Span { start: self.now, arrive: self.now, state: State::Sent, instance, ..call };
        self.link_stats[call.link as usize].attempts += 1;
        self.have_room();
        let (span, record) = self.spans.alloc(call);
        if row.quick.is_next_door && !call.is(flag::TRACED) {
            let node = &net.nodes[row.to as usize];
            let stats = &mut self.node_stats[row.to as usize];
            let place = &mut self.instances[instance as usize];
            let seat = take_seat(net, node, stats, place, (span, record), self.now);
            if LAST && seat.is_passed(node) {
                return self.pass(net, node, row.to, span);
            }
            return self.sit_down(net, node, row.to, span, seat);
        }
        if row.timeout_lane != NONE {
            self.queue.push_lane(row.timeout_lane, self.now, span, record.generation);
        }
        if call.is(flag::TRACED) {
            self.note_hop(net, span, row.hop.delay, None);
        }
        if row.hop.there == NONE {
            self.arrive_at_once(net, span);
        } else {
            self.queue.push_lane(row.hop.there, self.now, span, 0);
        }
    }
}
