//! Callers whose patience differs, and callers who stay once it is their turn.

use super::{Engine, LINK_PLACE};
use crate::{
    network::{Link, Network},
    queue::Kind,
    random::Draw,
    span::{Span, State, flag},
};

impl Engine {
    /// An attempt is being sent by a caller whose patience is exponential.
    #[inline(never)]
    pub(crate) fn plan_patience(&mut self, net: &Network, row: &Link, span: u32) {
        let record = &self.spans[span];
        let drawn = net.ziggurat.exponential(&mut Draw::new(row.patience_stream, record.key));
        let ticket = self.patience.issue(span, record.generation);
        let patience = ((drawn * row.patience + 0.5) as u64).max(1);
        self.queue.push(self.now + patience, Kind::Timeout, ticket);
    }

    /// Somebody's patience is over.
    #[inline(never)]
    pub(super) fn patience_over(&mut self, net: &Network, ticket: u32) {
        let (span, generation) = self.patience.redeem(ticket);
        self.timed_out(net, span, generation);
    }

    /// Whether own work on a request has begun, be it that it was interrupted or has been answered.
    #[inline(never)]
    pub(super) fn has_begun(&self, net: &Network, span: u32, record: &Span) -> bool {
        match record.state {
            State::Serving | State::Shared | State::Calling => true,
            // On a way that is cut nothing comes back, and nobody knows what happened at its end.
            State::Returning => !(record.is(flag::FAILED) && record.place == LINK_PLACE | record.link),
            State::Queued => {
                let node = &net.nodes[net.instances[record.instance as usize].node as usize];
                node.queueing.as_ref().is_some_and(|queueing| {
                    let line = queueing.first_line + record.instance - node.first_instance;
                    self.lines[line as usize].paused.contains_key(&span)
                })
            }
            State::Free | State::Thinking | State::Backoff | State::Waiting | State::Sent | State::Stored => {
                false
            }
        }
    }
}
