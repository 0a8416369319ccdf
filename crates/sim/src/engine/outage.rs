//! Components that go down. Who hears of it: `notice.rs`; how they come back: `start.rs`.

use super::Engine;
use crate::{
    changes::Replicas,
    network::Network,
    queue::Kind,
    report::FailureCause,
    span::{Span, State, flag},
};

impl Engine {
    /// Replicas refuse connections; what they were working on is lost.
    pub(crate) fn take_down(&mut self, net: &Network, index: u32, replicas: &Replicas) {
        match replicas {
            Replicas::All => self.take_down_all(net, index),
            Replicas::Of(_) if self.nodes[index as usize].is_up => self.take_down_some(net, index, replicas),
            Replicas::Of(numbers) => {
                self.do_not_start(index, numbers);
                self.lose_work(net, index, replicas);
            }
        }
    }

    /// Replicas lose what they are working on, also those that get nothing new any more, as they were drained. Together, as
    /// all that was there is lost in the order in which it came.
    fn lose_work(&mut self, net: &Network, index: u32, replicas: &Replicas) {
        let node = &net.nodes[index as usize];
        // Also those that are to go and still finish what they have.
        let mut ends = replicas.of(node.instances);
        ends.iter_mut().for_each(|it| *it += node.first_instance);
        model::lean::sort_by_key(&mut ends, |it| *it);
        self.take_down_instances(net, index, &ends);
    }

    fn take_down_all(&mut self, net: &Network, index: u32) {
        let state = &mut self.nodes[index as usize];
        state.starts = None;
        if !state.is_up {
            return self.lose_work(net, index, &Replicas::All);
        }
        self.primary_goes(net, index, |_| true);
        self.lose_work(net, index, &Replicas::All);
        self.go_down(net, index);
    }

    /// A component of which nothing is up any more.
    pub(super) fn go_down(&mut self, net: &Network, index: u32) {
        let state = &mut self.nodes[index as usize];
        state.is_up = false;
        state.warm.clear();
        self.node_stats[index as usize].up.down(self.now);
        // What was in memory is gone.
        self.lose_items(&net.nodes[index as usize]);
        self.tell_balancers(net, index);
    }

    /// If the replica that takes the writes is among those that go down now, another one is to take its place.
    fn primary_goes(&mut self, net: &Network, index: u32, goes: impl Fn(u32) -> bool) {
        let primary = self.present(net, index).start + self.nodes[index as usize].primary;
        if self.nodes[index as usize].present > 1 && self.instances[primary as usize].is_up && goes(primary) {
            self.note_risk(net, index);
            self.plan_promotion(net, index);
        }
    }

    /// Some replicas of a component, in the order of their numbers, refuse connections; what they were working on is lost.
    pub(crate) fn take_down_instances(&mut self, net: &Network, index: u32, instances: &[u32]) {
        let node = &net.nodes[index as usize];
        for &instance in instances {
            if let Some(queueing) = &node.queueing {
                self.clear_line(node, queueing, index, instance);
            }
            if self.instances[instance as usize].is_up {
                self.note_change(net, index, instance);
            }
            let place = &mut self.instances[instance as usize];
            // Callers hear of it later, and who watches a new version knows what it did before.
            let super::Instance { is_listed, judged, behind, .. } = *place;
            // Writes that are on their way to it are so still.
            *place =
                super::Instance { is_listed, judged, behind, ..super::Instance::new(index, node, false) };
        }
        // Records that were given back keep their marks.
        let is_there = |record: &Span| {
            record.state != State::Free
                && instances.binary_search(&record.instance).is_ok()
                && !record.is(flag::ROOT)
        };
        let mut there: Vec<u32> = self.spans.indices().filter(|span| is_there(&self.spans[*span])).collect();
        // In the order in which they came: the numbers of records depend on everything else that runs.
        model::lean::sort_by_key(&mut there, |span| (self.spans[*span].arrive, self.spans[*span].key));
        // Before any of them is given back, so that none of them is taken for somebody else.
        for span in &there {
            self.divide(net, *span);
        }
        for span in there {
            self.interrupt(net, index, span);
        }
        self.lose_fetches(net, index);
    }

    /// Some replicas go down; if none is left, the component does.
    fn take_down_some(&mut self, net: &Network, index: u32, replicas: &Replicas) {
        let there = self.present(net, index);
        let goes = self.replicas_of(net, index, replicas);
        self.primary_goes(net, index, |it| goes.contains(&it));
        self.lose_work(net, index, replicas);
        if !goes.is_empty() && there.clone().all(|it| !self.instances[it as usize].is_up) {
            return self.go_down(net, index);
        }
        self.tell_balancers(net, index);
    }

    /// A job whose instance went down.
    fn interrupt(&mut self, net: &Network, index: u32, span: u32) {
        let record = self.spans[span];
        if record.is(flag::GATHERER) {
            // Records that were given back keep their marks. Users' own requests are not interrupted.
            let parent = &self.spans[record.parent];
            let is_users = parent.generation == record.parent_generation && parent.is(flag::ROOT);
            if record.state == State::Calling && !is_users {
                self.spans.release(span);
            }
            return;
        }
        let stats = &mut self.node_stats[index as usize];
        if record.is(flag::DEAD) {
            // Was cancelled in a queue that is gone now; other dead ones are named by events.
            if record.state == State::Queued {
                self.spans.release(span);
            }
            return;
        }
        match record.state {
            State::Queued => stats.queued.down(self.now),
            State::Serving => stats.working.down(self.now),
            State::Calling => stats.calling.down(self.now),
            // Counted out with its line.
            State::Shared => {}
            // A message on its way to a slot that is gone.
            State::Sent if record.is(flag::HOLDS) => {
                stats.reserved.down(self.now);
                self.spans[span].flags &= !flag::HOLDS;
                return;
            }
            State::Sent
            | State::Returning
            | State::Free
            | State::Thinking
            | State::Backoff
            | State::Waiting
            | State::Stored => return,
        }
        if !record.is(flag::INTERNAL) {
            stats.failed += 1;
            stats.causes[FailureCause::Interrupted as usize] += 1;
        }
        // It travels back itself, so that its caller's patience and a second try still know it.
        let mut lost = record;
        lost.flags = (record.flags | flag::FAILED) & !flag::HOLDS;
        lost.cause = FailureCause::Interrupted as u8;
        lost.place = index;
        lost.state = State::Returning;
        self.spans[span] = lost;
        if record.state == State::Serving && !net.nodes[index as usize].has_jobs() {
            self.spans[span].flags |= flag::NAMED;
        }
        if record.is(flag::MESSAGE) {
            self.spans.retire(span);
            if !record.is(flag::DETACHED) {
                self.settle(net, lost);
            }
        } else if record.is(flag::COPY) {
            self.spans.retire(span);
            if record.is(flag::INTERNAL) {
                self.replica_answered(net, &lost, index);
            } else {
                let stats = &mut self.link_stats[record.link as usize];
                stats.dropped += 1;
                stats.failed += 1;
                stats.causes[FailureCause::Interrupted as usize] += 1;
            }
        } else {
            self.answer_refusal(net, span);
        }
    }

    /// Replicas get nothing new from now on and finish what they have: everybody is told at once.
    pub(crate) fn drain(&mut self, net: &Network, index: u32, replicas: &Replicas) {
        let primary = (self.present(net, index).start + self.nodes[index as usize].primary) as usize;
        let had_primary = self.instances[primary].is_up;
        let drained = self.replicas_of(net, index, replicas);
        let first = net.nodes[index as usize].first_instance;
        self.do_not_start(index, &drained.iter().map(|it| it - first).collect::<Vec<_>>());
        for &instance in &drained {
            self.instances[instance as usize].is_up = false;
            self.note_change(net, index, instance);
        }
        if had_primary && !self.instances[primary].is_up {
            self.hand_over_writes(net, index);
        }
        self.tell_at_once(net, index, &drained);
    }

    /// Puts a message back where consumers find it.
    pub(super) fn redeliver(&mut self, net: &Network, span: u32) {
        self.offer(net, span, false);
    }

    /// Tells the queue that a message should be offered again later.
    pub(crate) fn redeliver_after(&mut self, delay: u64, span: u32) {
        if delay == 0 {
            self.soon.push_back((Kind::Redeliver, span));
        } else {
            self.queue.push(self.now + delay, Kind::Redeliver, span);
        }
    }
}
