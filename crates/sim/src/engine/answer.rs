//! The way back: a job is done, its slot goes to the next one, and the caller hears of it.

use super::{Engine, copies::is_told};
use crate::{
    network::{Hop, Link, NONE, Network},
    queue::Kind,
    span::{Span, State, flag},
};

/// A caller that waits for nothing else of its step, and the link that it heard over last.
type Caller<'a> = (u32, &'a Link);

/// What an answer is seldom: a failure, one that nobody waits for, one that is shown.
const UNUSUAL: u16 = flag::FAILED | flag::INTERNAL | flag::MESSAGE | flag::COPY | flag::TRACED;

impl Engine {
    /// The job ends badly; the failure began at `place`.
    pub(crate) fn fail(&mut self, net: &Network, span: u32, cause: u8, place: u32) {
        let record = &mut self.spans[span];
        record.flags |= flag::FAILED;
        record.cause = cause;
        record.place = place;
        self.finish(net, span);
    }

    /// The job is done, and perhaps its caller's, and so on.
    pub(crate) fn finish(&mut self, net: &Network, span: u32) {
        let record = &self.spans[span];
        if record.is(flag::ROOT) {
            return self.complete(net, span);
        }
        let node = self.instances[record.instance as usize].node;
        self.finish_at(net, node, span);
    }

    /// A job that is no user's request is done at `node`.
    #[inline(never)]
    pub(crate) fn finish_at(&mut self, net: &Network, node: u32, span: u32) {
        self.finish_here(net, node, span);
    }

    /// The same for those who do it most often. A loop, so that long chains need no deep stack.
    #[inline(always)]
    pub(crate) fn finish_here(&mut self, net: &Network, node: u32, span: u32) {
        let (mut span, mut node) = (span, node);
        while let Some((caller, row)) = self.answer(net, node, span) {
            if !self.goes_on(net, caller, row) {
                return;
            }
            (span, node) = (caller, row.from);
        }
    }

    /// A caller takes its next steps. Whether it is done with all of them and has to answer.
    #[inline(always)]
    fn goes_on(&mut self, net: &Network, caller: u32, row: &Link) -> bool {
        if !row.quick.is_last_step && !self.take_steps(net, row.from, caller) {
            return false;
        }
        if row.quick.is_from_source && self.spans[caller].is(flag::ROOT) {
            self.complete(net, caller);
            return false;
        }
        true
    }

    /// Frees the slot, counts, answers.
    #[inline(always)]
    fn answer<'a>(&mut self, net: &'a Network, index: u32, span: u32) -> Option<Caller<'a>> {
        let record = &mut self.spans[span];
        let node = &net.nodes[index as usize];
        let (flags, instance, arrived, link) = (record.flags, record.instance, record.arrive, record.link);
        if flags & UNUSUAL != 0 || node.quick.has_listeners && is_told(net, node, record.key) {
            return self.answer_thoroughly(net, index, span);
        }
        let was_calling = record.state == State::Calling;
        record.state = State::Returning;
        record.flags &= !flag::HOLDS;
        let stats = &mut self.node_stats[index as usize];
        if was_calling {
            stats.calling.down(self.now);
        }
        stats.succeeded += 1;
        stats.sojourn.record(self.now - arrived + node.fixed_delay);
        if flags & flag::HOLDS != 0 {
            self.free_slot(net, node, index, instance);
        }
        let row = &net.links[link as usize];
        if row.hops != NONE || row.trouble != NONE {
            return self.send_back(net, row, span, node.fixed_delay);
        }
        if row.hop.back == NONE {
            return self.hear(net, row, span);
        }
        self.queue.push_lane(row.hop.back, self.now, span, 0);
        None
    }

    /// Frees the slot, counts, answers, whatever it is that ends.
    #[inline(never)]
    fn answer_thoroughly<'a>(&mut self, net: &'a Network, index: u32, span: u32) -> Option<Caller<'a>> {
        let record = &mut self.spans[span];
        let was_calling = record.state == State::Calling;
        record.state = State::Returning;
        let (flags, instance, arrived, link) = (record.flags, record.instance, record.arrive, record.link);
        let node = &net.nodes[index as usize];
        let stats = &mut self.node_stats[index as usize];
        if was_calling {
            stats.calling.down(self.now);
        }
        if flags & (flag::FAILED | flag::INTERNAL) == 0 {
            stats.succeeded += 1;
            stats.sojourn.record(self.now - arrived + node.fixed_delay);
        } else if flags & flag::INTERNAL == 0 {
            stats.failed += 1;
        }
        if flags & flag::HOLDS != 0 {
            record.flags &= !flag::HOLDS;
            self.free_slot(net, node, index, instance);
        }
        if node.quick.has_listeners {
            if node.has_closing {
                self.close(net, node, span);
            }
            self.send_copies(net, span);
        }
        if flags & (flag::MESSAGE | flag::COPY) != 0 {
            self.end_unawaited(net, span);
            return None;
        }
        self.send_back(net, &net.links[link as usize], span, node.fixed_delay)
    }

    /// An answer goes its way, wherever that leads.
    #[inline(never)]
    fn send_back<'a>(
        &mut self,
        net: &'a Network,
        row: &'a Link,
        span: u32,
        fixed_delay: u64,
    ) -> Option<Caller<'a>> {
        if row.hops != NONE {
            // The way back depends on where the caller is.
            self.divide(net, span);
        }
        if row.trouble != NONE {
            self.answer_in_trouble(net, row, span, fixed_delay);
            return None;
        }
        let hop = self.hop_back(net, row, span);
        self.show_hop(net, span, hop.delay, Some(fixed_delay));
        if hop.back == NONE {
            return self.hear(net, row, span);
        }
        self.after(hop.back, Kind::Reply, span);
        None
    }

    /// The way back.
    #[inline]
    pub(super) fn hop_back(&self, net: &Network, row: &Link, span: u32) -> Hop {
        if row.hops == NONE { row.hop } else { self.far_hop_back(net, row, span) }
    }

    /// The same between replicas that are not all equally far apart.
    #[cold]
    fn far_hop_back(&self, net: &Network, row: &Link, span: u32) -> Hop {
        let record = &self.spans[span];
        match self.known_caller(net, row, span) {
            Some(caller) if net.instances.len() > caller as usize => net.hop(row, caller, record.instance),
            // The caller's record is somebody else's by now, but the way back is as long as the way there.
            _ => net.hop_like(row, record.arrive - record.start),
        }
    }

    /// Where the answer goes; nobody knows any more if the caller is gone or has given up.
    pub(super) fn instance_of_caller(&self, record: &Span) -> Option<u32> {
        let caller = &self.spans[record.parent];
        let is_there = !record.is(flag::DETACHED) && caller.generation == record.parent_generation;
        is_there.then_some(caller.instance)
    }

    /// Messages and copies: nobody waits for an answer.
    #[cold]
    fn end_unawaited(&mut self, net: &Network, span: u32) {
        let record = &self.spans[span];
        if record.is(flag::MESSAGE) {
            return self.handled(net, span);
        }
        if record.is(flag::INTERNAL) {
            let record = *record;
            self.spans.release(span);
            let index = self.instances[record.instance as usize].node;
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

    /// An answer reaches the caller after a hop.
    #[inline(always)]
    pub(super) fn replied(&mut self, net: &Network, span: u32) {
        let row = &net.links[self.spans[span].link as usize];
        if let Some((caller, row)) = self.hear(net, row, span)
            && self.goes_on(net, caller, row)
        {
            self.finish_at(net, row.from, caller);
        }
    }

    /// An answer reaches the caller.
    #[inline(always)]
    fn hear<'a>(&mut self, net: &'a Network, row: &'a Link, span: u32) -> Option<Caller<'a>> {
        if row.quick.is_whole && self.hear_whole(row, span) {
            return None;
        }
        // What is simply good news for a caller without memory needs its record no longer.
        let simple = self.spans.release_if(span, |it| {
            let is_simple =
                it.flags & (flag::FAILED | flag::DETACHED | flag::WHOLE) == 0 && !row.quick.has_memory;
            let parent = (it.parent, it.parent_generation);
            is_simple.then_some((it.flags, it.link, it.call, it.start, it.candidate, parent))
        });
        let Some((flags, link, call, start, candidate, (parent, parent_generation))) = simple else {
            return self.hear_thoroughly(net, row, span);
        };
        if candidate != NONE {
            self.candidates[candidate as usize].in_flight -= 1;
        }
        self.link_stats[link as usize].heard(self.now - start);
        let caller = &mut self.spans[parent];
        if caller.generation != parent_generation || caller.state != State::Calling {
            return None;
        }
        if flags & flag::MISS | caller.flags & flag::GATHERER != 0 || !row.quick.is_single {
            return self.call_done(net, row, link, parent, call, flags & flag::MISS == 0);
        }
        caller.pending -= 1;
        caller.hits |= row.hit_bit;
        (caller.pending == 0).then_some((parent, row))
    }

    /// An answer that is not simply good news for a caller without memory.
    #[inline(never)]
    fn hear_thoroughly<'a>(&mut self, net: &'a Network, row: &'a Link, span: u32) -> Option<Caller<'a>> {
        let record = self.divide(net, span);
        self.spans.retire(span);
        if record.is(flag::DETACHED) {
            return None;
        }
        let link = record.link;
        if row.has_room() && !record.is(flag::FAILED) {
            self.room_hears(net, row, link, Some(self.now - record.start));
        }
        self.end_attempt(row, link, record.candidate);
        if row.quick.may_pair && self.hedged(net, row, span, &record) {
            return None;
        }
        let stats = &mut self.link_stats[link as usize];
        if record.is(flag::FAILED) {
            stats.answered(self.now - record.start);
            self.attempt_failed(net, &record, record.cause, record.place);
            return None;
        }
        stats.heard(self.now - record.start);
        if row.breaker_failures > 0 {
            self.breaker_heard(net, link, true);
        }
        if row.ttl > 0 {
            self.links[link as usize].known_until = self.now + row.ttl;
        }
        if !self.is_parent_waiting(&record) {
            return None;
        }
        self.call_done(net, row, link, record.parent, record.call, !record.is(flag::MISS))
    }

    /// The `call`-th call of a request over a link has been answered; perhaps there are more to make. `found`: a lookup
    /// had the answer.
    #[inline(always)]
    fn call_done<'a>(
        &mut self,
        net: &'a Network,
        row: &'a Link,
        link: u32,
        parent: u32,
        call: u16,
        found: bool,
    ) -> Option<Caller<'a>> {
        if call + 1 < row.calls && !self.is_abandoned(parent) {
            self.call(net, parent, link, call + 1);
            return None;
        }
        self.link_done(net, parent, row, found, true).then_some((parent, row))
    }

    /// All calls over a link are done. `found`: a lookup had the answer; `answered`: none failed. Whether the caller waits
    /// for nothing else.
    pub(super) fn link_done(
        &mut self,
        net: &Network,
        parent: u32,
        row: &Link,
        found: bool,
        answered: bool,
    ) -> bool {
        let record = &mut self.spans[parent];
        record.pending -= 1;
        if row.fills != NONE && (found || !answered) {
            self.fetched(net, row.fills, parent, found);
        }
        let record = &mut self.spans[parent];
        if found {
            record.hits |= row.hit_bit;
        } else {
            // What a balancer's target did not find, the balancer did not find.
            if row.is_alternative {
                record.flags |= flag::MISS;
            }
            if !self.is_abandoned(parent) {
                self.follow_dependents(net, row, parent);
            }
        }
        let record = &self.spans[parent];
        if record.is(flag::GATHERER) {
            self.gathered(net, parent, answered);
            return false;
        }
        record.pending == 0
    }

    /// An attempt is no longer in flight.
    #[inline(always)]
    pub(super) fn end_attempt(&mut self, row: &Link, link: u32, candidate: u32) {
        if row.is_guarded {
            self.links[link as usize].in_flight -= 1;
            if row.has_room() {
                self.give_places(row, link);
            }
        }
        if candidate != NONE {
            self.candidates[candidate as usize].in_flight -= 1;
        }
    }
}
