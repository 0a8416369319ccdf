//! Hops of sampled requests, for the page to show.

use super::Engine;
use crate::{
    live::{Hop as LiveHop, MAX_HOPS},
    network::{NONE, Network},
    span::flag,
};

impl Engine {
    /// Whether somebody follows requests, or the page will see more of them.
    #[inline(always)]
    pub(crate) fn has_room_for_hops(&self) -> bool {
        self.hops.len() < MAX_HOPS || self.tracer.is_some()
    }

    /// Shows a hop of a sampled request on the page; `answer` is how long the callee keeps an answer before that.
    #[inline(always)]
    pub(crate) fn show_hop(&mut self, net: &Network, span: u32, delay: u64, answer: Option<u64>) {
        if self.spans[span].is(flag::TRACED) {
            self.note_hop(net, span, delay, answer);
        }
    }

    #[cold]
    pub(super) fn note_hop(&mut self, net: &Network, span: u32, delay: u64, answer: Option<u64>) {
        if self.tracer.is_some() {
            self.trace_hop(net, span, delay, answer);
        }
        let record = &self.spans[span];
        let leaves = self.now + answer.unwrap_or(0);
        if self.hops.len() < MAX_HOPS {
            self.hops.push(LiveHop {
                connection: net.links[record.link as usize].id,
                request: record.item,
                start_secs: net.chart_secs(leaves),
                end_secs: net.chart_secs(leaves + delay),
                is_answer: answer.is_some(),
                failed: record.is(flag::FAILED),
            });
        }
    }

    fn trace_hop(&mut self, net: &Network, span: u32, delay: u64, answer: Option<u64>) {
        let record = &self.spans[span];
        if let Some(kept) = answer {
            let node = &net.nodes[net.instances[record.instance as usize].node as usize];
            let work = self.own_work(net, node, span);
            if let Some(tracer) = &mut self.tracer {
                tracer.answered(self.now, kept, delay, span, record, work);
            }
        } else if let Some(tracer) = &mut self.tracer
            && record.parent != NONE
        {
            tracer.sent(net, self.now, delay, span, record, &self.spans[record.parent]);
        }
    }
}
