//! Calls over ways that do not work as they should, and slots that cannot be used. Nobody else pays for them.

use super::{Engine, LINK_PLACE, child_key};
use crate::{
    network::{CONNECT_GIVES_UP, Link, Network, Node, Role},
    queue::Kind,
    random::Draw,
    report::FailureCause,
    span::{State, flag},
};

impl Engine {
    /// Sends an attempt that has been counted.
    #[cold]
    pub(super) fn send_in_trouble(&mut self, net: &Network, row: &Link, span: u32, to: u32) {
        let record = &self.spans[span];
        let from = self.spans[record.parent].instance;
        let trouble = net.trouble(row, from, to);
        let hop = net.hop(row, from, to);
        let mut draw = Draw::new(row.trouble_stream, record.key);
        let is_refused = trouble.refused_ratio > 0.0 && draw.unit() < trouble.refused_ratio;
        let delay = hop.delay + trouble.delay(&mut draw);
        if trouble.is_cut_there {
            // Whoever has no timeout of its own gives up in the end.
            return self.is_not_answered(span, FailureCause::Unreachable, CONNECT_GIVES_UP);
        }
        self.show_hop(net, span, delay, false);
        if is_refused {
            let because = trouble.refused_because.unwrap_or(FailureCause::Refused);
            return self.is_not_answered(span, because, delay + hop.delay);
        }
        self.queue.push(self.now + delay, Kind::Arrive, span);
    }

    /// The caller finds out after a while that its attempt has failed on the way.
    fn is_not_answered(&mut self, span: u32, because: FailureCause, after: u64) {
        let record = &mut self.spans[span];
        record.flags |= flag::FAILED;
        record.cause = because as u8;
        record.place = LINK_PLACE | record.link;
        record.state = State::Returning;
        self.queue.push(self.now + after, Kind::Reply, span);
    }

    /// The way back of an answer; `fixed_delay` is the callee's.
    #[cold]
    pub(super) fn answer_in_trouble(&mut self, net: &Network, row: &Link, span: u32, fixed_delay: u64) {
        let record = &self.spans[span];
        let callee = record.instance;
        let caller = self.instance_of_caller(record).unwrap_or(callee);
        let trouble = net.trouble(row, caller, callee);
        if trouble.is_cut_back {
            return self.is_not_answered(span, FailureCause::Unreachable, CONNECT_GIVES_UP);
        }
        let mut draw = Draw::new(row.trouble_stream, child_key(record.key, row.trouble_stream, 0, 0));
        let delay = self.hop_back(net, row, span).delay + trouble.delay(&mut draw) + fixed_delay;
        self.show_hop(net, span, delay, true);
        self.queue.push(self.now + delay, Kind::Reply, span);
    }

    /// A slot becomes free, but nobody may have it: it is out of use from now on. Notes when a function's instance becomes
    /// idle.
    #[inline(never)]
    pub(super) fn keeps_slot(&mut self, node: &Node, index: u32, instance: u32) -> bool {
        self.leave_instance(node, index);
        let place = &mut self.instances[instance as usize];
        if place.owed == 0 {
            return false;
        }
        place.owed -= 1;
        place.blocked += 1;
        true
    }

    /// So many slots of an instance are out of use now; those that are taken follow when they become free.
    pub(super) fn block_slots(&mut self, net: &Network, index: u32, instance: u32) {
        let node = &net.nodes[index as usize];
        let place = &mut self.instances[instance as usize];
        let now_blocked = place.blocked + place.owed;
        if node.blocked >= now_blocked {
            let more = node.blocked - now_blocked;
            let at_once = more.min(place.free);
            place.free -= at_once;
            place.blocked += at_once;
            place.owed += more - at_once;
            return;
        }
        let mut fewer = now_blocked - node.blocked;
        let forgiven = fewer.min(place.owed);
        place.owed -= forgiven;
        fewer -= forgiven;
        place.blocked -= fewer;
        if let Role::Function { .. } = node.role {
            // Nobody waits for one, and an instance that was not there is not warm.
            place.free += fewer;
            return;
        }
        for _ in 0..fewer {
            // Who waits gets it.
            self.free_slot(net, node, index, instance);
        }
    }
}
