//! Callers that give up and say so.

use super::Engine;
use crate::{
    network::Network,
    report::FailureCause,
    span::{State, flag},
};

impl Engine {
    /// The caller has given up and says so: the job ends where it is.
    pub(super) fn cancel(&mut self, net: &Network, span: u32) {
        let record = &self.spans[span];
        let instance = record.instance;
        let index = net.instances[instance as usize].node;
        let node = &net.nodes[index as usize];
        let is_there = !matches!(record.state, State::Sent | State::Returning);
        if let (Some(queueing), true) = (&node.queueing, is_there) {
            self.cancel_by_rules(net, node, queueing, index, span);
        }
        let stats = &mut self.node_stats[index as usize];
        match self.spans[span].state {
            State::Sent => self.spans[span].flags |= flag::DEAD,
            State::Queued => {
                self.spans[span].flags |= flag::DEAD;
                self.instances[instance as usize].waiting -= 1;
                stats.queued.down(self.now);
                self.count_cancelled(index);
            }
            State::Serving => {
                self.spans[span].flags |= flag::DEAD;
                stats.working.down(self.now);
                self.count_cancelled(index);
                self.give_slot_back(net, node, index, span);
                if node.has_jobs() {
                    // No event names it.
                    self.spans.release(span);
                }
            }
            State::Shared => {
                self.count_cancelled(index);
                self.spans.release(span);
            }
            State::Calling => {
                stats.calling.down(self.now);
                self.count_cancelled(index);
                // Nobody waits for its calls any more, also who gets its slot by one of them.
                self.spans[span].state = State::Returning;
                if self.spans[span].is(flag::HOLDS) {
                    self.give_slot_back(net, node, index, span);
                }
                self.abort_fetch(net, node, span);
                self.spans.release(span);
            }
            // The answer is on its way, or there is no job.
            State::Returning
            | State::Free
            | State::Thinking
            | State::Backoff
            | State::Waiting
            | State::Stored => {}
        }
    }

    fn count_cancelled(&mut self, index: u32) {
        let stats = &mut self.node_stats[index as usize];
        stats.failed += 1;
        stats.causes[FailureCause::Timeout as usize] += 1;
    }
}
