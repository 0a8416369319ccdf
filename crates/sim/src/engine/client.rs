//! The caller's side of a call: sending, waiting, giving up, trying again.

use super::{Engine, LINK_PLACE, MAX_DEPTH, budget_bound, hedge::SECOND};
use crate::{
    network::{Candidate, Link, NONE, Network, Role},
    queue::Kind,
    random::Draw,
    report::FailureCause,
    span::{REFUSED, Span, State, TAKEN, flag},
};

impl Engine {
    /// Takes the next steps of a request until it has to wait for an answer.
    pub(crate) fn advance(&mut self, net: &Network, span: u32) {
        let node = self.instances[self.spans[span].instance as usize].node;
        if self.take_steps(net, node, span) {
            self.finish(net, span);
        }
    }

    /// Like [`Self::advance`], but leaves it to the caller to finish: whether all steps are done.
    #[inline(always)]
    pub(crate) fn take_steps(&mut self, net: &Network, node: u32, span: u32) -> bool {
        let row = &net.nodes[node as usize];
        let only = row.quick.only_link;
        if only != NONE {
            return self.call_only(net, &net.links[only as usize], span, only);
        }
        loop {
            let record = &mut self.spans[span];
            let group = row.groups.from + u32::from(record.group);
            if group >= row.groups.to {
                return true;
            }
            record.group += 1;
            self.begin_calling(node, span);
            let links = net.groups[group as usize];
            match net.enough[group as usize] {
                0 => links.iter().for_each(|i| self.follow(net, span, net.grouped[i])),
                needed => self.gather(net, span, links, needed),
            }
            if self.spans[span].pending > 0 {
                return false;
            }
        }
    }

    /// From now on the request waits for callees.
    #[inline(always)]
    pub(crate) fn begin_calling(&mut self, node: u32, span: u32) {
        let record = &mut self.spans[span];
        if record.state != State::Calling {
            record.state = State::Calling;
            if !record.is(flag::ROOT) {
                self.node_stats[node as usize].calling.up(self.now);
            }
        }
    }

    /// Calls over a link, if the request takes it; else what waits for the link's lookup comes at once.
    #[inline(always)]
    pub(crate) fn follow(&mut self, net: &Network, span: u32, link: u32) {
        let row = &net.links[link as usize];
        let is_taken =
            row.quick.is_direct || row.is_unconditional && row.unless_hit == 0 || self.takes(net, span, link);
        if !is_taken {
            self.follow_dependents(net, row, span);
        } else if row.quick.is_straight {
            self.call_directly(net, row, span, link);
        } else {
            self.spans[span].pending += 1;
            self.call(net, span, link, 0);
        }
    }

    /// What waits for a lookup that found nothing, or was not made.
    #[inline(never)]
    pub(super) fn follow_dependents(&mut self, net: &Network, row: &Link, span: u32) {
        for i in row.dependents.iter() {
            self.follow(net, span, net.dependents[i]);
        }
    }

    /// Whether a request goes over a link.
    pub(crate) fn takes(&self, net: &Network, span: u32, link: u32) -> bool {
        let (row, record) = (&net.links[link as usize], &self.spans[span]);
        row.calls > 0
            && row.unless_hit & record.hits == 0
            && net.allows(link, record.class)
            && (row.ttl == 0 || self.now >= self.links[link as usize].known_until)
            && (row.probability >= 1.0 || Draw::new(row.take_stream, record.key).unit() < row.probability)
    }

    /// Sends the `call`-th call of a request over a link.
    #[inline]
    pub(crate) fn call(&mut self, net: &Network, parent: u32, link: u32, call: u16) {
        let child = self.spans[parent].call(parent, link, net.links[link as usize].salt, call);
        let child = self.alloc(child);
        self.launch(net, child);
    }

    /// A planned retry is due.
    pub(super) fn launch_again(&mut self, net: &Network, span: u32) {
        if self.spans[span].state == State::Waiting {
            return self.launch_waiting(net, span);
        }
        if !self.drop_unwanted(net, span) {
            self.launch(net, span);
        }
    }

    /// Drops a call that is to be sent now, if nobody waits for it any more.
    pub(super) fn drop_unwanted(&mut self, net: &Network, span: u32) -> bool {
        let record = self.spans[span];
        let is_awaited = self.is_parent_waiting(&record);
        let is_unwanted = !is_awaited || self.is_abandoned(record.parent);
        if is_unwanted {
            self.spans.release(span);
            if is_awaited {
                self.gather_failed(net, record.parent, record.cause, record.place);
            }
        }
        is_unwanted
    }

    /// Sends an attempt.
    #[inline]
    pub(super) fn launch(&mut self, net: &Network, span: u32) {
        let record = &self.spans[span];
        if record.depth >= MAX_DEPTH {
            return self.do_not_send(span, FailureCause::CallLoop);
        }
        let link = record.link;
        let row = &net.links[link as usize];
        if !row.is_alternative {
            let to = self.replica(net, row, record);
            return self.launch_to(net, span, link, to);
        }
        let Role::Balancer(balancer) = &net.nodes[row.from as usize].role else { return };
        let record = *record;
        let Some(picked) = self.pick(net, balancer, &record) else {
            return self.do_not_send(span, FailureCause::NoHealthyTarget);
        };
        if balancer.watches_load() {
            self.spans[span].candidate = picked;
        }
        let Candidate { link, instance, .. } = net.candidates[picked as usize];
        self.launch_to(net, span, link, instance);
    }

    /// Sends an attempt over a link to a replica.
    #[inline]
    pub(super) fn launch_to(&mut self, net: &Network, span: u32, link: u32, to: u32) {
        let row = &net.links[link as usize];
        if row.is_guarded {
            let parent = self.spans[span].parent;
            self.spans[span].link = link;
            // A balancer's target has a budget of its own: it saves up where the try goes.
            if row.retry_budget >= 0.0 && self.spans[span].attempt == 1 {
                let tokens = &mut self.links[link as usize].tokens;
                *tokens = (*tokens + row.retry_budget).min(budget_bound(row.retry_budget));
            }
            let has_place = self.has_place(row, link);
            if !has_place && row.has_room() && self.waits_for_place(net, row, span, link, to) {
                return;
            }
            if let Some(cause) = self.refusal(net, row, link, parent, has_place) {
                return self.do_not_send(span, cause);
            }
            self.links[link as usize].in_flight += 1;
        }
        self.send(net, row, span, link, to);
    }

    /// Sends an attempt that nothing at the caller keeps from it.
    #[inline]
    pub(super) fn send(&mut self, net: &Network, row: &Link, span: u32, link: u32, to: u32) {
        if row.is_guarded {
            if row.hedge.is_some() {
                self.plan_hedge(row, span);
            }
            if row.patience > 0.0 {
                self.plan_patience(net, row, span);
            }
        }
        let record = &mut self.spans[span];
        record.link = link;
        record.start = self.now;
        record.state = State::Sent;
        record.instance = to;
        record.flags |= flag::IN_FLIGHT;
        if record.candidate != NONE {
            self.candidates[record.candidate as usize].in_flight += 1;
        }
        let stats = &mut self.link_stats[link as usize];
        stats.attempts += 1;
        stats.retries += u64::from(record.attempt > 1);
        if row.timeout_lane != NONE {
            self.queue.push_lane(row.timeout_lane, self.now, span, self.spans[span].generation);
        }
        if row.trouble != NONE {
            return self.send_in_trouble(net, row, span, to);
        }
        if row.notes_callers {
            self.remember_caller(net, row, span);
        }
        let parent = self.spans[span].parent;
        let hop = if row.hops == NONE { row.hop } else { net.hop(row, self.spans[parent].instance, to) };
        self.show_hop(net, span, hop.delay, None);
        if hop.there == NONE {
            self.arrive_at_once(net, span)
        } else {
            self.after(hop.there, Kind::Arrive, span)
        }
    }

    pub(super) fn do_not_send(&mut self, span: u32, cause: FailureCause) {
        let record = &mut self.spans[span];
        record.cause = cause as u8;
        record.state = State::Backoff;
        self.soon.push_back((Kind::NotSent, span));
    }

    /// A call that was not sent fails at its caller.
    pub(super) fn not_sent(&mut self, net: &Network, span: u32) {
        let record = self.spans[span];
        if record.is(flag::DEAD) {
            return self.spans.release(span);
        }
        if net.links[record.link as usize].quick.may_pair && self.twin(span, record.generation).is_some() {
            // The other try goes on.
            self.count_failure(record.link, record.cause);
            return self.spans.release(span);
        }
        let place = match FailureCause::ALL[usize::from(record.cause)] {
            FailureCause::NoHealthyTarget | FailureCause::CallLoop => self.caller_of(net, &record),
            _ => LINK_PLACE | record.link,
        };
        self.count_failure(record.link, record.cause);
        self.spans.release(span);
        if self.is_parent_waiting(&record) {
            self.call_failed(net, &record, record.cause, place);
        }
    }

    fn caller_of(&self, net: &Network, record: &Span) -> u32 {
        net.links[record.link as usize].from
    }

    /// The caller's patience ends: its attempt is over, the callee's job is not.
    pub(super) fn timed_out(&mut self, net: &Network, span: u32, generation: u32) {
        let mut record = self.spans[span];
        if record.generation != generation || record.is(flag::DETACHED | flag::DEAD) {
            return;
        }
        if record.is(flag::MESSAGE) {
            return self.message_timed_out(net, span);
        }
        if record.state == State::Waiting {
            return self.waited_too_long(net, span);
        }
        let row = &net.links[record.link as usize];
        if row.waits_for_turn && self.has_begun(net, span, &record) {
            return;
        }
        if record.is(flag::WHOLE) {
            record = self.divide(net, span);
        }
        self.spans[span].flags |= flag::DETACHED;
        if let Some(tracer) = &mut self.tracer {
            tracer.gave_up(self.now, span, &record);
        }
        if row.has_room() {
            self.room_hears(net, row, record.link, None);
        }
        self.end_attempt(row, record.link, record.candidate);
        if row.cancels {
            self.cancel(net, span);
        } else if !record.is(flag::FAILED) {
            // Whatever keeps the callee from answering may yet pass.
            record.cause = 0;
        }
        if row.is_published(net) {
            // It waits for the acknowledgement only: the broker has the message.
            let is_taken = record.state == State::Returning && !record.is(flag::FAILED);
            record.hits |= if is_taken { TAKEN } else { 0 };
        }
        if row.quick.may_pair
            && let Some(twin) = self.twin(span, record.generation)
        {
            return self.leave_to(net, row, &record, FailureCause::Timeout as u8, twin);
        }
        self.attempt_failed(net, &record, FailureCause::Timeout as u8, LINK_PLACE | record.link);
    }

    /// An attempt was sent and failed: the caller counts, and tries again if it may.
    pub(crate) fn attempt_failed(&mut self, net: &Network, record: &Span, cause: u8, place: u32) {
        let row = &net.links[record.link as usize];
        self.count_attempt(net, record, cause);
        if !self.is_parent_waiting(record) {
            return self.note_unpublished(net, row, record);
        }
        let may_try = record.attempt & !SECOND < row.attempts && !self.is_abandoned(record.parent);
        if may_try && self.may_retry(row, record.link) {
            self.retry(net, record);
        } else {
            self.call_failed(net, record, cause, place);
        }
    }

    /// Counts a failed attempt, and tells the breaker.
    pub(super) fn count_attempt(&mut self, net: &Network, record: &Span, cause: u8) {
        self.count_failure(record.link, cause);
        if net.links[record.link as usize].breaker_failures > 0 {
            self.breaker_heard(net, record.link, false);
        }
    }

    /// A call failed for good.
    fn call_failed(&mut self, net: &Network, record: &Span, cause: u8, place: u32) {
        let row = &net.links[record.link as usize];
        self.note_unpublished(net, row, record);
        if row.fills != NONE && !row.is_optional {
            self.fetched(net, row.fills, record.parent, false);
        }
        if row.is_optional {
            if self.link_done(net, record.parent, row, false, false) {
                self.advance(net, record.parent);
            }
        } else if self.spans[record.parent].is(flag::GATHERER) {
            self.gather_failed(net, record.parent, cause, place);
        } else {
            self.fail(net, record.parent, cause, place);
        }
    }

    /// Nobody tries again: if a full broker refused the message, or let it wait for too long, it is lost, unless it took an
    /// earlier try.
    fn note_unpublished(&mut self, net: &Network, row: &Link, record: &Span) {
        let is_refused = record.cause == FailureCause::BrokerFull as u8 || record.hits & REFUSED != 0;
        if row.is_published(net) && is_refused && record.hits & TAKEN == 0 {
            self.message_rejected(record.class);
        }
    }

    fn count_failure(&mut self, link: u32, cause: u8) {
        let stats = &mut self.link_stats[link as usize];
        stats.failed += 1;
        stats.causes[usize::from(cause)] += 1;
    }

    #[inline(always)]
    pub(crate) fn is_parent_waiting(&self, record: &Span) -> bool {
        let parent = &self.spans[record.parent];
        parent.generation == record.parent_generation && parent.state == State::Calling
    }
}
