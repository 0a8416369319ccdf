//! Stores: writes at the primary, which is the first replica until it fails; the other replicas repeat them.

use crate::{
    changes::Replicas,
    engine::{AtRisk, Engine, child_key},
    network::{NONE, Network, Node, Role},
    queue::Kind,
    report::FailureCause,
    span::{Span, State, flag},
};

impl Engine {
    /// A read or a write is done at a replica of a store.
    pub(crate) fn stored(&mut self, net: &Network, node: &Node, span: u32) {
        let record = self.spans[span];
        let Role::Store { writes_await, reads_await, .. } = node.role else { return };
        if record.is(flag::INTERNAL) {
            return self.finish(net, span);
        }
        let is_write = record.is(flag::WRITE);
        let index = net.instances[record.instance as usize].node;
        let primary = node.first_instance + self.nodes[index as usize].primary;
        let replicas = self.nodes[index as usize].present;
        let awaited = if is_write { writes_await } else { reads_await };
        let apart = self.apart(node, index);
        let is_apart = apart == Some(record.instance);
        let others = if is_apart { 0 } else { replicas - 1 - u32::from(apart.is_some()) };
        if apart.is_some() && u32::from(awaited) > others {
            self.node_stats[index as usize].causes[FailureCause::NoQuorum as usize] += 1;
            return self.fail(net, span, FailureCause::NoQuorum as u8, index);
        }
        let state = &mut self.nodes[index as usize];
        state.apart_writes += u64::from(is_apart && is_write);
        state.missed_writes += u64::from(apart.is_some() && !is_apart && is_write);
        let is_elsewhere = !is_write && record.instance != primary;
        let misses = is_apart && state.missed_writes > 0;
        if is_elsewhere && (misses || self.instances[record.instance as usize].behind > 0) {
            // Quorums that overlap have somebody who knows.
            let knows = u32::from(writes_await) + u32::from(reads_await) + 2 > replicas;
            self.node_stats[index as usize].stale_reads += u64::from(!knows);
        }
        let is_repeated = is_write && others > 0 && record.instance == primary;
        if is_repeated || !is_write && awaited > 0 {
            let copies = if is_write { others } else { awaited.into() };
            self.ask_replicas(node, span, copies, awaited);
        }
        if self.spans[span].pending == 0 {
            self.advance(net, span);
        }
    }

    /// Sends a request on to other replicas; so many of their answers are awaited.
    fn ask_replicas(&mut self, node: &Node, span: u32, copies: u32, awaited: u16) {
        let record = self.spans[span];
        let replicas = self.nodes[self.instances[record.instance as usize].node as usize].present;
        let waiting = (awaited > 0).then(|| {
            let waiting = self.gatherer(span, awaited);
            self.spans[waiting].pending = copies as u16;
            self.begin_calling(self.instances[record.instance as usize].node, span);
            self.spans[span].pending = 1;
            waiting
        });
        let (parent, parent_generation) = waiting.map_or((NONE, 0), |it| (it, self.spans[it].generation));
        let own = record.instance - node.first_instance;
        let apart = self.apart(node, self.instances[record.instance as usize].node);
        let mut left = copies;
        // Replicas know of each other who is up: a read asks one that is down only if there are too few others.
        for is_first in [true, false] {
            for step in 1..replicas {
                let instance = node.first_instance + (own + step) % replicas;
                let comes_first = record.is(flag::WRITE) || self.instances[instance as usize].is_up;
                if left > 0 && apart != Some(instance) && comes_first == is_first {
                    left -= 1;
                    self.ask_replica(node, &record, instance, (parent, parent_generation));
                }
            }
        }
    }

    /// Sends a copy of a request to another replica.
    fn ask_replica(
        &mut self,
        node: &Node,
        record: &Span,
        instance: u32,
        (parent, parent_generation): (u32, u32),
    ) {
        let Role::Store { lag_lane, .. } = node.role else { return };
        let there = &mut self.instances[instance as usize];
        there.behind += u32::from(record.is(flag::WRITE));
        let copy = self.alloc(Span {
            key: child_key(record.key, node.service_stream, (instance - node.first_instance) as u16, 0),
            start: self.now,
            parent,
            parent_generation,
            link: NONE,
            instance,
            user: record.user,
            place: NONE,
            candidate: NONE,
            class: record.class,
            flags: flag::COPY | flag::INTERNAL | record.flags & flag::WRITE,
            state: State::Sent,
            ..Span::default()
        });
        // Reads are asked for at once; only writes lag.
        let lane = if record.is(flag::WRITE) { lag_lane } else { NONE };
        self.after(lane, Kind::Arrive, copy);
    }

    /// A copy between replicas has ended; somebody may wait for it.
    #[inline(never)]
    pub(crate) fn replica_answered(&mut self, net: &Network, copy: &Span, index: u32) {
        if copy.is(flag::WRITE) {
            let there = &mut self.instances[copy.instance as usize];
            there.behind = there.behind.saturating_sub(1);
        }
        if copy.parent == NONE || !self.is_parent_waiting(copy) {
            return;
        }
        if copy.is(flag::FAILED) {
            return self.gather_failed(net, copy.parent, FailureCause::NoQuorum as u8, index);
        }
        self.spans[copy.parent].pending -= 1;
        self.gathered(net, copy.parent, true);
    }

    /// The replica that takes the writes goes down.
    pub(crate) fn fail_primary(&mut self, net: &Network, index: u32) {
        let node = &net.nodes[index as usize];
        let Role::Store { .. } = node.role else { return };
        let instance = node.first_instance + self.nodes[index as usize].primary;
        if !self.nodes[index as usize].is_up || !self.instances[instance as usize].is_up {
            return;
        }
        self.take_down(net, index, &Replicas::Of(vec![instance - node.first_instance]));
    }

    /// The replica that takes the writes is down: another one takes its place after a while, unless failover is off.
    pub(crate) fn plan_promotion(&mut self, net: &Network, index: u32) {
        let Role::Store { failover, .. } = net.nodes[index as usize].role else { return };
        if let Some(risk) = self.nodes[index as usize].at_risk.as_mut().filter(|_| failover < u64::MAX) {
            risk.due = Some(self.now.saturating_add(failover));
            self.plan_failover(index, failover);
        }
    }

    /// Failover is switched on while the primary is down: another one takes its place after the failover time, unless the time that
    /// it had from its failure is not over yet.
    pub(crate) fn adopt_failover(&mut self, old: &Network, new: &Network, index: u32) {
        let is_on = |net: &Network| matches!(net.nodes[index as usize].role, Role::Store { failover, .. } if failover < u64::MAX);
        let state = &self.nodes[index as usize];
        let primary = new.nodes[index as usize].first_instance + state.primary;
        let waits = state
            .at_risk
            .as_ref()
            .is_some_and(|it| !it.is_planned && it.due.is_none_or(|due| due <= self.now));
        if !is_on(old) && is_on(new) && waits && !self.instances[primary as usize].is_up {
            self.plan_promotion(new, index);
        }
    }

    /// All were down, and the one that takes the writes still is: one of those that are back takes its place after what is left
    /// of the failover time.
    pub(crate) fn plan_late_promotion(&mut self, net: &Network, index: u32) {
        if let Some(at) = self.failover_at(net, index) {
            self.plan_failover(index, at.saturating_sub(self.now));
        }
    }

    /// When the failover time of a primary that is down is over; `None`: failover is off.
    fn failover_at(&self, net: &Network, index: u32) -> Option<u64> {
        let Role::Store { failover, .. } = net.nodes[index as usize].role else { return None };
        let &AtRisk { since, is_planned, due, .. } = self.nodes[index as usize].at_risk.as_ref()?;
        if is_planned {
            return Some(since);
        }
        due.filter(|_| failover < u64::MAX)
    }

    /// The failover time is over: another replica takes the writes, unless that has been prevented meanwhile. It may be that
    /// of an earlier failure: then it is not over yet.
    pub(crate) fn fail_over(&mut self, net: &Network, index: u32) {
        if self.failover_at(net, index).is_some_and(|at| at <= self.now) {
            self.promote(net, index);
        }
    }

    /// The replica that takes the writes is drained: another one takes them at once, and nothing is lost. If nobody else is up,
    /// the first that is back takes them.
    pub(crate) fn hand_over_writes(&mut self, net: &Network, index: u32) {
        if matches!(net.nodes[index as usize].role, Role::Store { .. }) {
            let waits = AtRisk { since: self.now, is_planned: true, ..AtRisk::default() };
            self.nodes[index as usize].at_risk =
                self.successor(&net.nodes[index as usize], index).is_none().then_some(waits);
            self.promote(net, index);
        }
    }

    /// Somebody has another replica take the writes, be it that the one that takes them is down, or that it is not well.
    pub(crate) fn switch_over(&mut self, net: &Network, index: u32) {
        let node = &net.nodes[index as usize];
        let primary = node.first_instance + self.nodes[index as usize].primary;
        let is_store = matches!(node.role, Role::Store { .. });
        if !is_store || !self.instances[primary as usize].is_up {
            return self.promote(net, index);
        }
        // It is still there to hand over what it has: nothing is lost.
        if let Some(next) = self.successor(node, index) {
            self.nodes[index as usize].primary = next - node.first_instance;
        }
    }

    /// Another replica takes the writes, if one is up.
    pub(crate) fn promote(&mut self, net: &Network, index: u32) {
        let node = &net.nodes[index as usize];
        let primary = node.first_instance + self.nodes[index as usize].primary;
        if self.instances[primary as usize].is_up {
            return;
        }
        if let Some(next) = self.successor(node, index) {
            self.nodes[index as usize].primary = next - node.first_instance;
            self.unlist(index, primary);
            self.note_takeover(index);
        }
    }
}
