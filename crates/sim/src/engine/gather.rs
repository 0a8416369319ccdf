//! Steps of which some answers are enough.
//!
//! A record of its own stands between the request and the calls of such a step: it ends with the last answer that is
//! needed, so that later ones find nobody waiting.

use super::Engine;
use crate::{
    network::{NONE, Network, Range},
    report::FailureCause,
    span::{Span, State, flag},
};

impl Engine {
    /// Takes a step of which `needed` answers are enough.
    #[inline(never)]
    pub(super) fn gather(&mut self, net: &Network, span: u32, links: Range, needed: u16) {
        let gatherer = self.gatherer(span, needed);
        for i in links.iter() {
            self.follow(net, gatherer, net.grouped[i]);
        }
        if self.spans[gatherer].pending == 0 {
            // The request takes none of these connections.
            self.spans[span].hits |= self.spans[gatherer].hits;
            return self.spans.release(gatherer);
        }
        self.spans[span].pending += 1;
    }

    /// A record that stands between a request and the answers of which `needed` are enough.
    pub(crate) fn gatherer(&mut self, span: u32, needed: u16) -> u32 {
        let from = self.spans[span];
        self.alloc(Span {
            key: from.key,
            start: self.now,
            parent: span,
            parent_generation: from.generation,
            link: NONE,
            instance: from.instance,
            user: from.user,
            item: from.item,
            place: NONE,
            candidate: NONE,
            class: from.class,
            flags: from.flags & (flag::WRITE | flag::TRACED) | flag::GATHERER,
            hits: from.hits,
            // Answers that are still needed.
            call: needed,
            depth: from.depth,
            state: State::Calling,
            ..Span::default()
        })
    }

    /// Whether it is such a step's record, and its request has ended: what is under way ends, and nothing more is begun.
    #[inline]
    pub(crate) fn is_abandoned(&self, caller: u32) -> bool {
        let record = &self.spans[caller];
        record.is(flag::GATHERER) && !self.is_parent_waiting(record)
    }

    /// A call of such a step ended; `answered`: with an answer.
    pub(crate) fn gathered(&mut self, net: &Network, gatherer: u32, answered: bool) {
        let record = &mut self.spans[gatherer];
        record.call -= u16::from(answered);
        if record.call > 0 && record.pending > 0 {
            return;
        }
        let record = *record;
        self.spans.release(gatherer);
        if self.is_parent_waiting(&record) {
            let request = &mut self.spans[record.parent];
            request.hits |= record.hits;
            request.pending -= 1;
            if request.pending == 0 {
                self.advance(net, record.parent);
            }
        }
    }

    /// A call of such a step failed for good: the request fails when too few others are left.
    pub(crate) fn gather_failed(&mut self, net: &Network, gatherer: u32, cause: u8, place: u32) {
        let record = &mut self.spans[gatherer];
        record.pending -= 1;
        if record.pending >= record.call {
            return;
        }
        let record = *record;
        self.spans.release(gatherer);
        if self.is_parent_waiting(&record) {
            // A store that does not get enough answers from its own replicas.
            let own = net.instances[record.instance as usize].node;
            if cause == FailureCause::NoQuorum as u8 && place == own {
                self.node_stats[own as usize].causes[usize::from(cause)] += 1;
            }
            self.fail(net, record.parent, cause, place);
        }
    }
}
