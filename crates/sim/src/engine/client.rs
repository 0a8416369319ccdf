//! The caller's side of a call: sending, waiting, giving up, trying again.

use super::{Engine, LINK_PLACE, MAX_DEPTH, budget_bound, child_key, hedge::SECOND};
use crate::{
    live::{Hop as LiveHop, MAX_HOPS},
    network::{Link, NONE, Network, Role},
    queue::Kind,
    random::Draw,
    report::FailureCause,
    span::{Span, State, flag},
};

impl Engine {
    /// Takes the next steps of a request until it has to wait for an answer.
    pub(crate) fn advance(&mut self, net: &Network, span: u32) {
        let node = net.instances[self.spans[span].instance as usize].node;
        let groups = net.nodes[node as usize].groups;
        loop {
            let record = &mut self.spans[span];
            let group = groups.from + u32::from(record.group);
            if group >= groups.to {
                return self.finish(net, span);
            }
            record.group += 1;
            record.state = State::Calling;
            let links = net.groups[group as usize];
            match net.enough[group as usize] {
                0 => links.iter().for_each(|i| self.follow(net, span, net.grouped[i])),
                needed => self.gather(net, span, links, needed),
            }
            if self.spans[span].pending > 0 {
                return;
            }
        }
    }

    /// Calls over a link, if the request takes it; else what waits for the link's lookup comes at once.
    pub(crate) fn follow(&mut self, net: &Network, span: u32, link: u32) {
        let row = &net.links[link as usize];
        if row.is_unconditional && row.unless_hit == 0 || self.takes(net, span, link) {
            self.spans[span].pending += 1;
            self.call(net, span, link, 0);
        } else {
            for i in row.dependents.iter() {
                self.follow(net, span, net.dependents[i]);
            }
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
    pub(crate) fn call(&mut self, net: &Network, parent: u32, link: u32, call: u16) {
        let child = self.child(parent, link, call, net.links[link as usize].salt);
        self.launch(net, child);
    }

    /// A record for a call that is not sent yet.
    pub(crate) fn child(&mut self, parent: u32, link: u32, call: u16, salt: u64) -> u32 {
        let from = &self.spans[parent];
        let span = Span {
            key: child_key(from.key, salt, call, 1),
            parent,
            parent_generation: from.generation,
            link,
            instance: NONE,
            user: from.user,
            item: from.item,
            place: NONE,
            candidate: NONE,
            class: from.class,
            flags: from.flags & (flag::WRITE | flag::TRACED),
            call,
            attempt: 1,
            depth: from.depth + 1,
            ..Span::default()
        };
        self.alloc(span)
    }

    /// A planned retry is due.
    pub(super) fn launch_again(&mut self, net: &Network, span: u32) {
        if self.is_awaited(span) { self.launch(net, span) } else { self.spans.release(span) }
    }

    /// Sends an attempt.
    pub(super) fn launch(&mut self, net: &Network, span: u32) {
        let record = &self.spans[span];
        if record.depth >= MAX_DEPTH {
            return self.do_not_send(span, FailureCause::CallLoop);
        }
        let from = self.spans[record.parent].instance;
        let caller = &net.nodes[net.instances[from as usize].node as usize];
        let (link, to) = match &caller.role {
            Role::Balancer(balancer) => match self.pick(net, balancer, caller, span) {
                Some(candidate) => {
                    let target = &net.candidates[candidate as usize];
                    self.spans[span].candidate = candidate;
                    (target.link, target.instance)
                }
                None => return self.do_not_send(span, FailureCause::NoHealthyTarget),
            },
            _ => (record.link, self.replica(net, &net.links[record.link as usize], record)),
        };
        let row = &net.links[link as usize];
        self.spans[span].link = link;
        if row.is_guarded {
            // A balancer's target has a budget of its own: it saves up where the try goes.
            if row.retry_budget >= 0.0 && self.spans[span].attempt == 1 {
                let tokens = &mut self.links[link as usize].tokens;
                *tokens = (*tokens + row.retry_budget).min(budget_bound(row.retry_budget));
            }
            let parent = self.spans[span].parent;
            if let Some(cause) = self.refusal(net, row, link, parent) {
                return self.do_not_send(span, cause);
            }
            if row.hedge.is_some() {
                self.plan_hedge(row, span);
            }
        }
        let stats = &mut self.link_stats[link as usize];
        stats.attempts += 1;
        let record = &mut self.spans[span];
        stats.retries += u64::from(record.attempt > 1);
        record.start = self.now;
        record.state = State::Sent;
        record.instance = to;
        record.flags |= flag::IN_FLIGHT;
        if record.candidate != NONE {
            self.candidates[record.candidate as usize].in_flight += 1;
        }
        self.links[link as usize].in_flight += 1;
        if row.timeout_lane != NONE {
            self.after(row.timeout_lane, Kind::Timeout, span);
        }
        let hop = net.hop(row, from, to);
        self.show_hop(net, span, hop.delay, false);
        if hop.there == NONE { self.arrive(net, span) } else { self.after(hop.there, Kind::Arrive, span) }
    }

    fn do_not_send(&mut self, span: u32, cause: FailureCause) {
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
        if net.links[record.link as usize].hedge.is_some() && self.twin(span, record.generation).is_some() {
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

    /// Which replica of the callee gets a call that no balancer routes.
    pub(crate) fn replica(&self, net: &Network, link: &Link, record: &Span) -> u32 {
        let callee = &net.nodes[link.to as usize];
        if callee.instances == 1 {
            return callee.first_instance;
        }
        match callee.role {
            Role::Store { reads_from_all, .. } => {
                let primary = callee.first_instance + self.nodes[link.to as usize].primary;
                if !reads_from_all || record.is(flag::WRITE) {
                    return primary;
                }
                let drawn = Draw::new(link.replica_stream, record.key).below(callee.instances);
                let knows = self.instances[primary as usize].is_up;
                // After a failover everybody knows which replica is gone.
                let is_up = |it: &u32| !knows || self.instances[*it as usize].is_up;
                (0..callee.instances)
                    .map(|step| callee.first_instance + (drawn + step) % callee.instances)
                    .find(is_up)
                    .unwrap_or(primary)
            }
            _ => callee.first_instance + Draw::new(link.replica_stream, record.key).below(callee.instances),
        }
    }

    /// An answer reaches the caller.
    pub(crate) fn replied(&mut self, net: &Network, span: u32) {
        let record = self.spans[span];
        self.spans.release(span);
        if record.is(flag::DETACHED) {
            return;
        }
        self.end_attempt(&record);
        let row = &net.links[record.link as usize];
        if row.hedge.is_some() && self.hedged(net, row, span, &record) {
            return;
        }
        let stats = &mut self.link_stats[record.link as usize];
        stats.latency_nanos += self.now - record.start;
        stats.latencies += 1;
        if record.is(flag::FAILED) {
            return self.attempt_failed(net, &record, record.cause, record.place);
        }
        stats.succeeded += 1;
        if row.breaker_failures > 0 {
            self.breaker_heard(net, record.link, true);
        }
        if row.ttl > 0 {
            self.links[record.link as usize].known_until = self.now + row.ttl;
        }
        if !self.is_parent_waiting(&record) {
            return;
        }
        if record.call + 1 < row.calls {
            self.call(net, record.parent, record.link, record.call + 1);
        } else {
            self.link_done(net, record.parent, record.link, !record.is(flag::MISS), true);
        }
    }

    /// All calls over a link are done. `found`: a lookup had the answer; `answered`: none failed.
    fn link_done(&mut self, net: &Network, parent: u32, link: u32, found: bool, answered: bool) {
        let row = &net.links[link as usize];
        let record = &mut self.spans[parent];
        record.pending -= 1;
        if row.fills != NONE {
            let item = record.item;
            self.fetched(net, row.fills, item, answered);
        }
        let record = &mut self.spans[parent];
        if found {
            record.hits |= row.hit_bit;
        } else {
            // What a balancer's target did not find, the balancer did not find.
            let node = net.instances[record.instance as usize].node;
            if matches!(net.nodes[node as usize].role, Role::Balancer(_)) {
                record.flags |= flag::MISS;
            }
            for i in row.dependents.iter() {
                self.follow(net, parent, net.dependents[i]);
            }
        }
        let record = &self.spans[parent];
        if record.is(flag::GATHERER) {
            self.gathered(net, parent, answered);
        } else if record.pending == 0 {
            self.advance(net, parent);
        }
    }

    /// The caller's patience ends: its attempt is over, the callee's job is not.
    pub(super) fn timed_out(&mut self, net: &Network, span: u32, generation: u32) {
        let record = self.spans[span];
        if record.generation != generation || record.is(flag::DETACHED | flag::DEAD) {
            return;
        }
        if record.is(flag::MESSAGE) {
            return self.message_timed_out(net, span);
        }
        self.spans[span].flags |= flag::DETACHED;
        self.end_attempt(&record);
        if net.links[record.link as usize].cancels {
            self.cancel(net, span);
        }
        let row = &net.links[record.link as usize];
        if row.hedge.is_some() && self.twin(span, record.generation).is_some() {
            return self.count_attempt(net, &record, FailureCause::Timeout as u8);
        }
        self.attempt_failed(net, &record, FailureCause::Timeout as u8, LINK_PLACE | record.link);
    }

    /// An attempt is no longer in flight.
    pub(crate) fn end_attempt(&mut self, record: &Span) {
        self.links[record.link as usize].in_flight -= 1;
        if record.candidate != NONE {
            self.candidates[record.candidate as usize].in_flight -= 1;
        }
    }

    /// An attempt was sent and failed: the caller counts, and tries again if it may.
    pub(crate) fn attempt_failed(&mut self, net: &Network, record: &Span, cause: u8, place: u32) {
        let row = &net.links[record.link as usize];
        self.count_attempt(net, record, cause);
        if !self.is_parent_waiting(record) {
            return;
        }
        if record.attempt & !SECOND < row.attempts && self.may_retry(row, record.link) {
            self.retry(net, record);
        } else {
            self.call_failed(net, record, cause, place);
        }
    }

    /// Counts a failed attempt, and tells the breaker.
    fn count_attempt(&mut self, net: &Network, record: &Span, cause: u8) {
        self.count_failure(record.link, cause);
        if net.links[record.link as usize].breaker_failures > 0 {
            self.breaker_heard(net, record.link, false);
        }
    }

    /// An answer over a hedging link. Returns whether it is dealt with: it failed, but the other try is under way.
    #[inline(never)]
    fn hedged(&mut self, net: &Network, row: &Link, span: u32, record: &Span) -> bool {
        if record.is(flag::FAILED) {
            let goes_on = self.twin(span, record.generation).is_some();
            if goes_on {
                self.count_attempt(net, record, record.cause);
            }
            return goes_on;
        }
        // However many tries it took, the caller waited from the first one on.
        let other = self.twin(span, record.generation).map_or(record.start, |it| self.spans[it].start);
        self.hedge_heard(row, self.now - record.start.min(other));
        self.drop_twin(net, span, record.generation);
        false
    }

    /// A call failed for good.
    fn call_failed(&mut self, net: &Network, record: &Span, cause: u8, place: u32) {
        let row = &net.links[record.link as usize];
        if row.fills != NONE && !row.is_optional {
            let item = self.spans[record.parent].item;
            self.fetched(net, row.fills, item, false);
        }
        if row.is_optional {
            self.link_done(net, record.parent, record.link, false, false);
        } else if self.spans[record.parent].is(flag::GATHERER) {
            self.gather_failed(net, record.parent, cause, place);
        } else {
            self.fail(net, record.parent, cause, place);
        }
    }

    fn count_failure(&mut self, link: u32, cause: u8) {
        let stats = &mut self.link_stats[link as usize];
        stats.failed += 1;
        stats.causes[usize::from(cause)] += 1;
    }

    pub(crate) fn is_parent_waiting(&self, record: &Span) -> bool {
        let parent = &self.spans[record.parent];
        parent.generation == record.parent_generation && parent.state == State::Calling
    }

    fn is_awaited(&self, span: u32) -> bool {
        self.is_parent_waiting(&self.spans[span])
    }

    /// Shows a hop of a sampled request on the page.
    #[inline(always)]
    pub(crate) fn show_hop(&mut self, net: &Network, span: u32, delay: u64, is_answer: bool) {
        if self.spans[span].is(flag::TRACED) {
            self.note_hop(net, span, delay, is_answer);
        }
    }

    #[cold]
    fn note_hop(&mut self, net: &Network, span: u32, delay: u64, is_answer: bool) {
        let record = &self.spans[span];
        if self.hops.len() < MAX_HOPS {
            self.hops.push(LiveHop {
                connection: net.links[record.link as usize].id,
                request: record.user,
                start_secs: net.chart_secs(self.now),
                end_secs: net.chart_secs(self.now + delay),
                is_answer,
                failed: record.is(flag::FAILED),
            });
        }
    }
}
