//! Own work that can be interrupted or that shares the slots: events name a replica's plan, which may have been given up.

use model::spec::Discipline;

use super::{
    Engine,
    line::Job,
    shared::{BEGINS, Plan},
};
use crate::{
    network::{Network, Node, Queueing},
    queue::Kind,
    report::FailureCause,
    span::{State, flag},
};

impl Engine {
    /// Nanoseconds of own work of a request, with what tracing and a cold start add.
    pub(super) fn own_work(&self, net: &Network, node: &Node, span: u32) -> u64 {
        let record = &self.spans[span];
        let work = node.draw_work(&net.ziggurat, record.key, record.is(flag::WRITE));
        if node.quick.has_extra_work { self.actual_work(net, node, span, work) } else { work }
    }

    /// Own work that can be interrupted begins; the slot has been taken.
    pub(super) fn start_job(
        &mut self,
        net: &Network,
        node: &Node,
        queueing: &Queueing,
        index: u32,
        span: u32,
    ) {
        let work = self.own_work(net, node, span);
        self.note_wait(node, span);
        self.judge_work(node, span, work);
        let record = &mut self.spans[span];
        let was_queued = record.state == State::Queued;
        let (level, instance) = (queueing.level(net, record.class), record.instance);
        let stats = &mut self.node_stats[index as usize];
        if record.is(flag::INTERNAL) {
            stats.repeated += 1;
        } else {
            stats.begun_early += 1;
            stats.waited += u64::from(was_queued);
        }
        self.resume(node, queueing, index, instance, Job { span, level, work, ends_at: work, plan: 0 });
    }

    pub(super) fn resume(
        &mut self,
        node: &Node,
        queueing: &Queueing,
        index: u32,
        instance: u32,
        mut job: Job,
    ) {
        job.ends_at += self.now;
        let record = &mut self.spans[job.span];
        record.state = State::Serving;
        record.flags |= flag::HOLDS;
        self.node_stats[index as usize].working.up(self.now);
        let plan = self.line(node, queueing, instance).start(job);
        self.plan_job(Some(plan), instance);
    }

    /// A request joins those that share the slots.
    pub(super) fn share(&mut self, net: &Network, node: &Node, queueing: &Queueing, index: u32, span: u32) {
        let instance = self.spans[span].instance;
        let line = self.line(node, queueing, instance);
        let sharers = line.shared.len() as u32;
        // Who waits for callees takes room only if it keeps its slot.
        let others = if node.holds_slot { line.present.saturating_sub(1) } else { sharers };
        let is_counted = self.spans[span].flags & (flag::INTERNAL | flag::MESSAGE) == 0;
        if is_counted && others >= node.usable_slots().saturating_add(node.queue_limit) {
            let line = self.line(node, queueing, instance);
            line.present -= 1;
            return self.refuse(net, span, FailureCause::QueueFull);
        }
        let work = self.own_work(net, node, span);
        self.judge_work(node, span, work);
        let now = self.now;
        let record = &mut self.spans[span];
        record.state = State::Shared;
        let place = &mut self.instances[instance as usize];
        let stats = &mut self.node_stats[index as usize];
        if record.is(flag::INTERNAL) {
            stats.repeated += 1;
        } else {
            stats.begun_early += 1;
            stats.waited += u64::from(sharers >= node.usable_slots());
        }
        if place.free > 0 {
            place.free -= 1;
            stats.shared.up(now);
        } else {
            place.waiting += 1;
        }
        if sharers < node.usable_slots() {
            stats.working.up(now);
        } else {
            stats.queued.up(now);
        }
        let waits = node.wait_until[usize::from(self.spans[span].is(flag::WRITE))].saturating_sub(now);
        let line = self.line(node, queueing, instance);
        let due = line.shared.join(now, node.usable_slots(), span, (work - waits, waits));
        self.plan_job(due, instance);
        if waits > 0 {
            self.plan_job(Some((now + waits, BEGINS)), instance);
        }
    }

    /// What is to happen at a replica, when, and which of its plans that is.
    pub(super) fn plan_job(&mut self, next: Option<Plan>, instance: u32) {
        let Some((due, plan)) = next else { return };
        let ticket = self.plans.issue(instance, plan);
        if due == self.now {
            // Work that takes no time ends before anything else happens.
            self.soon.push_back((Kind::Job, ticket));
        } else {
            self.queue.push(due, Kind::Job, ticket);
        }
    }

    /// One fewer shares the slots.
    pub(super) fn unshare(
        &mut self,
        net: &Network,
        node: &Node,
        queueing: &Queueing,
        index: u32,
        instance: u32,
    ) {
        let left = self.line(node, queueing, instance).shared.len() as u32;
        let place = &mut self.instances[instance as usize];
        let stats = &mut self.node_stats[index as usize];
        if left < node.usable_slots() {
            stats.working.down(self.now);
        } else {
            stats.queued.down(self.now);
        }
        if place.waiting > 0 {
            place.waiting -= 1;
        } else {
            stats.shared.down(self.now);
            if place.withholds_slot() {
                return;
            }
            place.free += 1;
            self.pull(net, node, index, instance);
        }
    }

    /// Slots that are shared go out of use at once, or can be used again.
    pub(super) fn block_shared(
        &mut self,
        net: &Network,
        node: &Node,
        queueing: &Queueing,
        index: u32,
        instance: u32,
    ) {
        let now = self.now;
        let place = self.instances[instance as usize];
        let (before, after) = (node.slots - place.blocked - place.owed, node.usable_slots());
        let shared = &mut self.line(node, queueing, instance).shared;
        let sharers = shared.len() as u32;
        let due = shared.change_slots(now, before, after);
        self.plan_job(due, instance);
        let place = &mut self.instances[instance as usize];
        let stats = &mut self.node_stats[index as usize];
        (after.min(sharers)..before.min(sharers)).for_each(|_| {
            stats.working.down(now);
            stats.queued.up(now);
        });
        (before.min(sharers)..after.min(sharers)).for_each(|_| {
            stats.queued.down(now);
            stats.working.up(now);
        });
        if after < before {
            let more = before - after;
            let at_once = more.min(place.free);
            // Who has no slot any more waits for one, and gets a share all the same.
            let waits = (more - at_once).min(sharers - place.waiting);
            (0..waits).for_each(|_| stats.shared.down(now));
            place.free -= at_once;
            place.waiting += waits;
            place.blocked += at_once + waits;
            // Slots that are kept for messages on their way.
            place.owed += more - at_once - waits;
            return;
        }
        let forgiven = (after - before).min(place.owed);
        let back = after - before - forgiven;
        let waited = back.min(place.waiting);
        (0..waited).for_each(|_| stats.shared.up(now));
        place.owed -= forgiven;
        place.blocked -= back;
        place.waiting -= waited;
        place.free += back - waited;
        self.pull(net, node, index, instance);
    }

    /// Own work of a request that could be interrupted, or that shares, may be done at this moment.
    #[inline(never)]
    pub(super) fn job_due(&mut self, net: &Network, ticket: u32) {
        let (instance, plan) = self.plans.redeem(ticket);
        let index = net.instances[instance as usize].node;
        let node = &net.nodes[index as usize];
        let Some(queueing) = &node.queueing else { return };
        let now = self.now;
        let line = self.line(node, queueing, instance);
        let (span, work) = if queueing.discipline == Discipline::Sharing {
            let begun = line.shared.release(now, node.usable_slots());
            self.plan_job(begun, instance);
            let line = self.line(node, queueing, instance);
            if line.shared.plan != plan {
                return;
            }
            let Some((span, work, due)) = line.shared.leave(now, node.usable_slots()) else { return };
            self.plan_job(due, instance);
            self.unshare(net, node, queueing, index, instance);
            (span, work)
        } else {
            let Some(position) = line.started.iter().position(|it| it.plan == plan) else { return };
            let job = line.started.remove(position);
            self.node_stats[index as usize].working.down(now);
            if !node.holds_slot {
                self.give_slot_back(net, node, index, job.span);
            }
            (job.span, job.work)
        };
        let record = &self.spans[span];
        if !record.is(flag::INTERNAL) {
            // All the time here that was not work, so that Little's law holds for the queue.
            self.node_stats[index as usize].wait.record((now - record.arrive).saturating_sub(work));
        }
        self.after_work(net, node, index, span);
    }
}
