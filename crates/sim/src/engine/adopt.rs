//! A run goes on with another network: the same components and connections, some of which behave differently now.

use super::{Engine, Window, budget_bound, shared::BEGINS};
use crate::{
    behavior::TokenBucket,
    network::{Link, NONE, Network, Node, Queueing, Role},
    span::{State, flag},
};

impl Engine {
    /// From now on `new` holds instead of `old`. Both come from the same drawing: rows have the same numbers.
    pub fn adopt(&mut self, old: &Network, new: &Network) {
        self.queue.add_lanes(&new.lanes[old.lanes.len()..]);
        self.spans.expect_nothing();
        self.renumber(old, new);
        for index in 0..new.nodes.len() {
            self.adopt_node(old, new, index as u32);
        }
        self.adopt_windows(old, new);
        self.hedges.renumber(old, new);
        for (index, (before, after)) in old.links.iter().zip(&new.links).enumerate() {
            self.adopt_link(before, after, index as u32);
        }
        self.remember_callers(old, new);
        self.adopt_sources(old, new);
        self.fetch_again(old, new);
        self.check_again(old, new);
    }

    fn adopt_node(&mut self, old: &Network, new: &Network, index: u32) {
        let (before, after) = (&old.nodes[index as usize], &new.nodes[index as usize]);
        let bucket = &mut self.nodes[index as usize].bucket;
        if !before.limit.exists() && after.limit.exists() {
            *bucket = TokenBucket::full(after.limit, self.now);
        } else if before.limit.per_nano != after.limit.per_nano {
            // What was saved up under the old one is kept.
            bucket.refill(self.now, before.limit);
        }
        self.adopt_split(before, after, index);
        self.adopt_failover(old, new, index);
        self.adopt_waits(before, after, index);
        if before.blocked != after.blocked {
            for number in 0..after.instances {
                self.block_slots(new, index, after.first_instance + number);
            }
        }
    }

    /// Work begins, or goes on; it may have to wait for the end of a pause or of a lock. For how long.
    #[inline(always)]
    pub(super) fn note_wait(&mut self, node: &Node, span: u32) -> u64 {
        let record = &self.spans[span];
        let until = node.wait_until[usize::from(record.is(flag::WRITE))];
        if until > self.now {
            self.waiting.insert(span, (record.generation, until));
        }
        until.saturating_sub(self.now)
    }

    /// A lock, or a pause, ends at another moment than was thought: who waits for it goes on then.
    fn adopt_waits(&mut self, before: &Node, after: &Node, index: u32) {
        let now = self.now;
        if before.wait_until == after.wait_until {
            return;
        }
        if let Some(queueing) = after.queueing.as_deref().filter(|_| after.shares()) {
            return self.adopt_shared_waits(after, queueing);
        }
        if self.waiting.is_empty() {
            return;
        }
        let (spans, instances) = (&self.spans, &self.instances);
        // Who would go on at this very moment has not yet.
        self.waiting
            .retain(|span, (generation, until)| spans[*span].generation == *generation && *until >= now);
        let ends = |span: u32| after.wait_until[usize::from(spans[span].is(flag::WRITE))].max(now);
        let waiting = &self.waiting;
        let another = |at: u64, span: u32| {
            let (_, until) = *waiting.get(&span)?;
            (until != ends(span)).then(|| at - until + ends(span))
        };
        self.queue.plan_served_anew(|at, span| {
            let record = &spans[span];
            let is_here = record.state == State::Serving && instances[record.instance as usize].node == index;
            if is_here { another(at, span) } else { None }
        });
        let mut anew = Vec::new();
        if let Some(queueing) = &after.queueing {
            for number in 0..after.instances {
                let plans = self.lines[(queueing.first_line + number) as usize].end_at(another);
                anew.extend(plans.into_iter().map(|it| (it, after.first_instance + number)));
            }
        }
        for (span, (_, until)) in &mut self.waiting {
            if instances[spans[*span].instance as usize].node == index {
                *until = ends(*span);
            }
        }
        anew.into_iter().for_each(|(plan, instance)| self.plan_job(Some(plan), instance));
    }

    /// The same where slots are shared.
    fn adopt_shared_waits(&mut self, node: &Node, queueing: &Queueing) {
        let now = self.now;
        for number in 0..node.instances {
            let spans = &self.spans;
            let ends = |span: u32| node.wait_until[usize::from(spans[span].is(flag::WRITE))].max(now);
            let moments = self.lines[(queueing.first_line + number) as usize].shared.hold_until(ends);
            moments
                .into_iter()
                .for_each(|at| self.plan_job(Some((at, BEGINS)), node.first_instance + number));
        }
    }

    /// Windows are numbered in the order of the links that have one.
    fn adopt_windows(&mut self, old: &Network, new: &Network) {
        let mut windows = vec![Window::default(); new.windows as usize];
        for (before, after) in old.links.iter().zip(&new.links) {
            if before.breaker_window != NONE && after.breaker_window != NONE {
                windows[after.breaker_window as usize] =
                    std::mem::take(&mut self.windows[before.breaker_window as usize]);
            }
        }
        self.windows = windows;
    }

    fn adopt_link(&mut self, before: &Link, after: &Link, index: u32) {
        let state = &mut self.links[index as usize];
        if before.retry_budget < 0.0 && after.retry_budget >= 0.0 {
            state.tokens = budget_bound(after.retry_budget);
        }
        if after.breaker_failures == 0 {
            state.breaker = super::BreakerState::Closed;
        }
        if after.is_guarded && !before.is_guarded {
            // What was sent before anybody counted is under way all the same.
            let is_under_way = |span: &u32| {
                let record = &self.spans[*span];
                let is_attempt =
                    record.flags & (flag::ROOT | flag::MESSAGE | flag::COPY | flag::DETACHED) == 0;
                record.link == index
                    && is_attempt
                    && record.state.is_sent()
                    && record.flags & (flag::DEAD | flag::GATHERER) == 0
            };
            state.in_flight = self.spans.indices().filter(is_under_way).count() as u32;
        }
    }

    /// Traffic that has changed comes at its new pace from now on.
    fn adopt_sources(&mut self, old: &Network, new: &Network) {
        for (source, (before, after)) in old.sources.iter().zip(&new.sources).enumerate() {
            let source = source as u32;
            if after.users > before.users {
                self.add_users(new, source, before.users..after.users);
            }
            let rates = |it: &crate::network::Source| it.two_state.map(|it| it.rates);
            if after.users == 0 && (before.rate != after.rate || rates(before) != rates(after)) {
                self.plan_arrival(new, source);
            }
        }
    }

    /// Consumers that were cut off fetch what has piled up.
    fn fetch_again(&mut self, old: &Network, new: &Network) {
        for (before, after) in old.links.iter().zip(&new.links) {
            let is_broker = matches!(new.nodes[after.from as usize].role, Role::Broker { .. });
            if before.trouble != NONE && is_broker && after.relation == model::Relation::Consume {
                for instance in self.present(new, after.to) {
                    self.pull(new, &new.nodes[after.to as usize], after.to, instance);
                }
            }
        }
    }
}
