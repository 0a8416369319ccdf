//! Calls over ways that do not work as they should, and slots that cannot be used. Nobody else pays for them.

use super::{Engine, LINK_PLACE, child_key};
use crate::{
    network::{CONNECT_GIVES_UP, Link, NONE, Network, Node, Role},
    queue::Kind,
    random::Draw,
    report::FailureCause,
    span::{REFUSED, State, TAKEN, flag},
};

impl Engine {
    /// Sends an attempt that has been counted.
    #[cold]
    pub(super) fn send_in_trouble(&mut self, net: &Network, row: &Link, span: u32, to: u32) {
        self.remember_caller(net, row, span);
        let record = &self.spans[span];
        let from = self.spans[record.parent].instance;
        let trouble = net.trouble(row, from, to);
        let hop = net.hop(row, from, to);
        let mut draw = Draw::new(row.trouble_stream, record.key);
        let refused = trouble.is_refused(&mut draw);
        let delay = hop.delay + trouble.delay(&mut draw);
        if trouble.is_cut_there || refused.is_some() && trouble.is_cut_back {
            // Whoever has no timeout of its own gives up in the end.
            return self.is_not_answered(span, FailureCause::Unreachable, CONNECT_GIVES_UP);
        }
        self.show_hop(net, span, delay, None);
        if let Some(because) = refused {
            // It comes back the way that any answer would take now.
            let back = trouble.delay(&mut answer_draw(row, self.spans[span].key));
            return self.is_not_answered(span, because, delay + hop.delay + back);
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
        let caller = self.caller_place(net, row, span);
        let trouble = net.trouble(row, caller, callee);
        if trouble.is_cut_back {
            if row.is_published(net) {
                let record = &mut self.spans[span];
                if !record.is(flag::FAILED) {
                    record.hits |= TAKEN;
                } else if record.cause == FailureCause::BrokerFull as u8 {
                    record.hits |= REFUSED;
                }
            }
            return self.is_not_answered(span, FailureCause::Unreachable, CONNECT_GIVES_UP);
        }
        let back = trouble.delay(&mut answer_draw(row, record.key));
        let delay = net.hop(row, caller, callee).delay + back;
        self.show_hop(net, span, delay, Some(fixed_delay));
        self.queue.push(self.now + fixed_delay + delay, Kind::Reply, span);
    }

    /// Notes down where a question comes from: its caller may be gone when the answer is sent.
    #[inline(never)]
    pub(super) fn remember_caller(&mut self, net: &Network, row: &Link, span: u32) {
        let record = &self.spans[span];
        let Some(caller) = self.instance_of_caller(record) else { return };
        let noted = (record.generation, caller - net.nodes[row.from as usize].first_instance);
        if self.callers.len() <= span as usize {
            self.callers.resize(self.spans.indices().len(), (0, NONE));
        }
        self.callers[span as usize] = noted;
    }

    /// The same for all that is under way when the trouble of its way begins.
    pub(super) fn remember_callers(&mut self, old: &Network, new: &Network) {
        let begins = |link: u32| {
            let trouble = |net: &Network| net.links.get(link as usize).map_or(NONE, |it| it.trouble);
            trouble(old) == NONE && trouble(new) != NONE
        };
        if !(0..new.links.len() as u32).any(begins) {
            return;
        }
        for span in self.spans.indices() {
            let record = &self.spans[span];
            let is_call = record.flags & (flag::ROOT | flag::WHOLE | flag::MESSAGE | flag::COPY) == 0;
            if is_call && record.state.is_sent() && begins(record.link) {
                self.remember_caller(new, &new.links[record.link as usize], span);
            }
        }
    }

    /// The replica that sent a question, if it still waits or somebody noted it down.
    pub(super) fn known_caller(&self, net: &Network, row: &Link, span: u32) -> Option<u32> {
        self.instance_of_caller(&self.spans[span]).or_else(|| self.remembered_caller(net, row, span))
    }

    fn remembered_caller(&self, net: &Network, row: &Link, span: u32) -> Option<u32> {
        let &(generation, number) = self.callers.get(span as usize)?;
        let is_its = self.spans[span].generation == generation && number != NONE;
        is_its.then(|| net.nodes[row.from as usize].first_instance + number)
    }

    /// The replica that sent a question, or one that is where it came from: as far away as the question's way was long.
    fn caller_place(&self, net: &Network, row: &Link, span: u32) -> u32 {
        let record = &self.spans[span];
        self.known_caller(net, row, span).unwrap_or_else(|| {
            let way = record.arrive - record.start;
            let mut places = self.present(net, row.from);
            let like = places.find(|it| net.hop(row, *it, record.instance).delay == way);
            like.unwrap_or(net.nodes[row.from as usize].first_instance)
        })
    }

    /// A slot becomes free, but nobody may have it: it is out of use from now on. Notes when a function's instance becomes
    /// idle.
    #[inline(never)]
    pub(super) fn keeps_slot(&mut self, node: &Node, index: u32, instance: u32) -> bool {
        self.leave_instance(node, index);
        self.instances[instance as usize].withholds_slot()
    }

    /// So many slots of an instance are out of use now; those that are taken follow when they become free.
    pub(super) fn block_slots(&mut self, net: &Network, index: u32, instance: u32) {
        let node = &net.nodes[index as usize];
        if let Some(queueing) = node.queueing.as_deref().filter(|_| node.shares()) {
            return self.block_shared(net, node, queueing, index, instance);
        }
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

/// The luck of an answer on its way back, from the key of its question.
const fn answer_draw(row: &Link, key: u64) -> Draw {
    Draw::new(row.trouble_stream, child_key(key, row.trouble_stream, 0, 0))
}
