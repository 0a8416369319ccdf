//! Calls that nothing can keep from being sent: what most calls are, in one go.

use super::{Engine, MAX_DEPTH};
use crate::{
    network::{Balancer, Candidate, Link, NONE, Network},
    queue::Kind,
    report::FailureCause,
    span::{Span, State, flag},
};

impl Engine {
    /// A request's first step, if that is a call over a link without conditions and the only one.
    #[inline(always)]
    pub(super) fn call_only(&mut self, net: &Network, row: &Link, parent: u32, link: u32) {
        let from = &mut self.spans[parent];
        from.group = 1;
        if from.state != State::Calling {
            from.state = State::Calling;
            if !from.is(flag::ROOT) {
                self.node_stats[row.from as usize].calling.up(self.now);
            }
        }
        self.call_directly(net, row, parent, link);
    }

    /// A call over a link without conditions.
    #[inline(always)]
    pub(super) fn call_directly(&mut self, net: &Network, row: &Link, parent: u32, link: u32) {
        let from = &mut self.spans[parent];
        from.pending += 1;
        if from.depth + 1 >= MAX_DEPTH {
            return self.call(net, parent, link, 0);
        }
        let call = from.call(parent, link, row.salt, 0);
        self.send_directly(net, row, Span { instance: row.quick.instance, ..call });
    }

    /// A balancer passes a request on; the keys of its calls are those of its first link, whoever gets them.
    pub(crate) fn call_picked(&mut self, net: &Network, balancer: &Balancer, parent: u32, first: u32) {
        let from = &self.spans[parent];
        if from.depth + 1 >= MAX_DEPTH {
            return self.call(net, parent, first, 0);
        }
        let mut call = from.call(parent, first, net.links[first as usize].salt, 0);
        let Some(picked) = self.pick(net, balancer, &call) else {
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
        self.send_directly(net, row, Span { link, instance, ..call });
    }

    /// Sends a first try; without an instance it goes to the one that its callers know.
    #[inline(always)]
    pub(super) fn send_directly(&mut self, net: &Network, row: &Link, call: Span) {
        let mut call = Span { start: self.now, arrive: self.now, state: State::Sent, ..call };
        if call.instance == NONE {
            call.instance = self.replica(net, row, &call);
        }
        self.link_stats[call.link as usize].attempts += 1;
        let is_traced = call.is(flag::TRACED);
        let call = self.alloc(call);
        if row.timeout_lane != NONE {
            self.queue.push_lane(row.timeout_lane, self.now, call, self.spans[call].generation);
        }
        if is_traced {
            self.note_hop(net, call, row.hop.delay, false);
        }
        if row.hop.there == NONE {
            self.arrive_at(net, row.to, call);
        } else {
            self.after(row.hop.there, Kind::Arrive, call);
        }
    }
}
