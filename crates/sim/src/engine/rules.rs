//! Nodes whose queue has rules of its own: order, shedding, priorities, sharing. Nobody else pays for them.

use model::spec::Discipline;

use super::{Engine, line::Line, server::too_many};
use crate::{
    network::{NONE, Network, Node, Queueing, Role},
    report::FailureCause,
    span::{State, flag},
};

impl Engine {
    /// Rate limit and queue rules of a request that has arrived. Returns whether it takes a slot as usual; otherwise it
    /// has been dealt with.
    #[inline(never)]
    pub(super) fn pass_door(&mut self, net: &Network, node: &Node, index: u32, span: u32) -> bool {
        if node.is_limited()
            && let Some(cause) = self.over_limit(net, node, index, self.spans[span].user)
        {
            self.refuse(net, span, cause);
            return false;
        }
        match &node.queueing {
            Some(queueing) => self.join_line(net, node, queueing, index, span),
            None => true,
        }
    }

    pub(super) fn line(&mut self, node: &Node, queueing: &Queueing, instance: u32) -> &mut Line {
        &mut self.lines[(queueing.first_line + instance - node.first_instance) as usize]
    }

    fn join_line(&mut self, net: &Network, node: &Node, queueing: &Queueing, index: u32, span: u32) -> bool {
        let record = &self.spans[span];
        let (instance, is_counted) = (record.instance, !record.is(flag::INTERNAL));
        let level = queueing.level(net, record.class);
        let place = self.instances[instance as usize];
        if queueing.checks_deadline && self.is_expired(net, span) {
            self.refuse(net, span, FailureCause::DeadlineExceeded);
            return false;
        }
        let line = self.line(node, queueing, instance);
        if is_counted {
            if queueing.adaptive_limit > 0 && !line.limiter.allows(line.present) {
                self.refuse(net, span, FailureCause::ConcurrencyLimited);
                return false;
            }
            line.present += 1;
        }
        if queueing.discipline == Discipline::Sharing {
            self.share(net, node, queueing, index, span);
            return false;
        }
        if queueing.discipline == Discipline::Preemptive
            && self.interrupts(node, queueing, index, instance, level)
        {
            self.instances[instance as usize].free -= 1;
            self.start_job(net, node, queueing, index, span);
            return false;
        }
        if place.free > 0 {
            return true;
        }
        if place.waiting >= node.queue_limit {
            let oldest =
                if queueing.sheds_oldest { self.oldest(node, queueing, instance, level) } else { None };
            match oldest {
                Some(oldest) => self.shed(net, node, queueing, index, oldest, FailureCause::Shed),
                None => {
                    self.line(node, queueing, instance).present -= u32::from(is_counted);
                    self.refuse(net, span, too_many(node));
                    return false;
                }
            }
        }
        self.spans[span].wait(0);
        self.instances[instance as usize].waiting += 1;
        self.line(node, queueing, instance).push(level, span);
        self.node_stats[index as usize].queued.up(self.now);
        false
    }

    /// Takes the request that makes room for one of `level` out of the queue.
    fn oldest(&mut self, node: &Node, queueing: &Queueing, instance: u32, level: usize) -> Option<u32> {
        loop {
            let oldest = self.line(node, queueing, instance).oldest(level)?;
            if !self.spans[oldest].is(flag::DEAD) {
                return Some(oldest);
            }
            // Cancelled while it waited, and counted out then: it makes no room.
            self.spans.release(oldest);
        }
    }

    /// A slot for a request of `level`, if there is one or a less important request can be interrupted.
    fn interrupts(
        &mut self,
        node: &Node,
        queueing: &Queueing,
        index: u32,
        instance: u32,
        level: usize,
    ) -> bool {
        if self.instances[instance as usize].free > 0 {
            return true;
        }
        let now = self.now;
        let line = self.line(node, queueing, instance);
        let Some(victim) = line.victim(level) else { return false };
        let mut job = line.started.remove(victim);
        job.ends_at -= now;
        let generation = self.spans[job.span].generation;
        let waiting = self.waiting.remove(&job.span).filter(|it| it.0 == generation);
        let waits = waiting.map_or(0, |it| it.1.saturating_sub(now));
        (job.ends_at, job.work) = (job.ends_at - waits, job.work - waits);
        self.line(node, queueing, instance).pause(job);
        let record = &mut self.spans[job.span];
        record.wait(0);
        record.flags &= !flag::HOLDS;
        let place = &mut self.instances[instance as usize];
        place.free += 1;
        // It keeps its place, also in a full queue.
        place.waiting += 1;
        let stats = &mut self.node_stats[index as usize];
        stats.working.down(now);
        stats.queued.up(now);
        true
    }

    /// Turns away a request that was waiting and has been taken out of its queue.
    fn shed(
        &mut self,
        net: &Network,
        node: &Node,
        queueing: &Queueing,
        index: u32,
        span: u32,
        cause: FailureCause,
    ) {
        let record = &self.spans[span];
        let (instance, is_counted) = (record.instance, !record.is(flag::INTERNAL));
        self.instances[instance as usize].waiting -= 1;
        self.node_stats[index as usize].queued.down(self.now);
        let line = self.line(node, queueing, instance);
        line.present = line.present.saturating_sub(u32::from(is_counted));
        self.refuse(net, span, cause);
    }

    /// Gives a free slot to whose turn it is, or pulls a message.
    #[inline(never)]
    pub(super) fn free_slot_by_rules(
        &mut self,
        net: &Network,
        node: &Node,
        queueing: &Queueing,
        index: u32,
        instance: u32,
    ) {
        loop {
            let is_newest_first = queueing.discipline == Discipline::Lifo;
            let line = self.line(node, queueing, instance);
            let Some(span) = line.next(is_newest_first) else {
                self.instances[instance as usize].free += 1;
                return self.pull(net, node, index, instance);
            };
            let paused = line.paused.remove(&span);
            let record = &self.spans[span];
            if record.is(flag::DEAD) {
                self.spans.release(span);
                continue;
            }
            let has_waited_too_long = self.now - record.arrive > queueing.max_wait;
            let is_message = record.is(flag::INTERNAL | flag::MESSAGE);
            if paused.is_none() && !is_message {
                let cause = if has_waited_too_long {
                    Some(FailureCause::Shed)
                } else if queueing.checks_deadline && self.is_expired(net, span) {
                    Some(FailureCause::DeadlineExceeded)
                } else {
                    None
                };
                if let Some(cause) = cause {
                    self.shed(net, node, queueing, index, span, cause);
                    continue;
                }
            }
            self.instances[instance as usize].waiting -= 1;
            let stats = &mut self.node_stats[index as usize];
            if paused.is_none() && queueing.discipline != Discipline::Preemptive {
                stats.working.up(self.now);
                return self.begin_after_wait(net, node, index, span);
            }
            stats.queued.down(self.now);
            return match paused {
                Some(mut job) => {
                    let waits = self.note_wait(node, span);
                    (job.ends_at, job.work) = (job.ends_at + waits, job.work + waits);
                    self.resume(node, queueing, index, instance, job);
                }
                None => self.start_job(net, node, queueing, index, span),
            };
        }
    }

    /// A message has arrived for which a slot was kept.
    #[inline(never)]
    pub(super) fn begin_message(&mut self, net: &Network, node: &Node, index: u32, span: u32) {
        let Some(queueing) = &node.queueing else {
            return self.begin(net, node, index, span);
        };
        match queueing.discipline {
            Discipline::Preemptive => self.start_job(net, node, queueing, index, span),
            Discipline::Sharing => {
                let record = &mut self.spans[span];
                record.flags &= !flag::HOLDS;
                let place = &mut self.instances[record.instance as usize];
                if !place.withholds_slot() {
                    place.free += 1;
                }
                self.share(net, node, queueing, index, span);
            }
            Discipline::Fifo | Discipline::Lifo | Discipline::Priority => {
                self.begin(net, node, index, span);
            }
        }
    }

    /// What remains to be done when a request has been answered.
    #[inline(never)]
    pub(super) fn close(&mut self, net: &Network, node: &Node, span: u32) {
        if let Some(queueing) = &node.queueing {
            self.leave_line(node, queueing, span);
        }
        if let Role::Lookup { cache, .. } = node.role
            && cache != NONE
        {
            self.close_fetch(net, cache, span);
        }
    }

    /// A request that was let in has been answered.
    fn leave_line(&mut self, node: &Node, queueing: &Queueing, span: u32) {
        let record = &self.spans[span];
        if record.flags & (flag::INTERNAL | flag::MESSAGE) != 0 {
            return;
        }
        let (instance, latency, is_failed) =
            (record.instance, self.now - record.arrive, record.is(flag::FAILED));
        let now = self.now;
        let line = self.line(node, queueing, instance);
        if queueing.adaptive_limit > 0 && !is_failed {
            line.limiter.heard(now, latency, queueing.adaptive_limit, line.present);
        }
        line.present = line.present.saturating_sub(1);
    }

    /// The caller of a request gave up and says so: it no longer counts here.
    pub(super) fn cancel_by_rules(
        &mut self,
        net: &Network,
        node: &Node,
        queueing: &Queueing,
        index: u32,
        span: u32,
    ) {
        let record = &self.spans[span];
        let (instance, state) = (record.instance, record.state);
        let now = self.now;
        let line = self.line(node, queueing, instance);
        line.present = line.present.saturating_sub(1);
        if state == State::Shared {
            let due = line.shared.remove(now, node.usable_slots(), span);
            self.plan_job(due, instance);
            self.unshare(net, node, queueing, index, instance);
        } else if queueing.discipline == Discipline::Preemptive && state == State::Serving {
            line.started.retain(|it| it.span != span);
        }
    }

    /// A replica goes down: nobody waits, works or shares there any more.
    pub(super) fn clear_line(&mut self, node: &Node, queueing: &Queueing, index: u32, instance: u32) {
        let waiting = self.instances[instance as usize].waiting;
        let line = self.line(node, queueing, instance);
        let sharers = line.shared.len() as u32;
        line.clear();
        if sharers == 0 {
            return;
        }
        let stats = &mut self.node_stats[index as usize];
        let working = sharers.min(node.usable_slots());
        (0..working).for_each(|_| stats.working.down(self.now));
        (working..sharers).for_each(|_| stats.queued.down(self.now));
        (waiting..sharers).for_each(|_| stats.shared.down(self.now));
    }
}
