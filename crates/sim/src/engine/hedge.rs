//! Hedged requests: a second try is sent while the first is still awaited; the first answer counts.

use model::connection::Hedge;

use super::{Engine, tickets::Tickets};
use crate::{
    histogram::Histogram,
    network::{Link, NONE, Network},
    queue::Kind,
    span::{Span, TAKEN, flag},
};

/// Added to the number of a try, so that its draws are its own.
pub(crate) const SECOND: u8 = 0x80;
/// Answers after which the 95th percentile is looked up again.
const LOOK_AGAIN: u32 = 64;

/// What callers over hedging links know.
#[derive(Clone, Debug, Default)]
pub struct Hedges {
    /// By record: the other try of the same call, and its generation.
    twins: Vec<(u32, u32)>,
    /// Tries that may get a twin.
    planned: Tickets,
    /// By link: latencies so far, answers since the last look, and the delay found then.
    latencies: Vec<(Histogram, u32, Option<u64>)>,
}

impl Hedges {
    pub fn new(links: u32) -> Self {
        Self { latencies: vec![Default::default(); links as usize], ..Self::default() }
    }

    /// Places are numbered in the order of the links that hedge.
    pub(super) fn renumber(&mut self, old: &Network, new: &Network) {
        let mut latencies = vec![Default::default(); new.hedges as usize];
        for (before, after) in old.links.iter().zip(&new.links) {
            if before.hedge.is_some() && after.hedge.is_some() {
                latencies[after.hedge_place as usize] =
                    std::mem::take(&mut self.latencies[before.hedge_place as usize]);
            }
        }
        self.latencies = latencies;
    }

    fn pair(&mut self, span: u32, other: u32, generation: u32) {
        let place = span as usize;
        if self.twins.len() <= place {
            self.twins.resize(place + 1, (NONE, 0));
        }
        self.twins[place] = (other, generation);
    }
}

impl Engine {
    /// A try is being sent over a hedging link: plans the second one.
    pub(super) fn plan_hedge(&mut self, row: &Link, span: u32) {
        let record = &self.spans[span];
        if record.attempt & SECOND != 0 {
            return;
        }
        let generation = record.generation;
        let delay = match row.hedge {
            Some(Hedge::AfterMillis(_)) => Some(row.hedge_delay),
            Some(Hedge::P95) => self.hedges.latencies[row.hedge_place as usize].2,
            None => None,
        };
        // Nobody knows what is usual before there were answers enough.
        let Some(delay) = delay else { return };
        let ticket = self.hedges.planned.issue(span, generation);
        self.queue.push(self.now + delay, Kind::Hedge, ticket);
    }

    /// The time for a second try has come.
    #[inline(never)]
    pub(super) fn hedge_due(&mut self, net: &Network, ticket: u32) {
        let (span, generation) = self.hedges.planned.redeem(ticket);
        let record = self.spans[span];
        let is_awaited = record.generation == generation
            && !record.is(flag::DETACHED | flag::DEAD)
            && self.is_parent_waiting(&record)
            && !self.is_abandoned(record.parent);
        if !is_awaited {
            return;
        }
        let row = &net.links[record.link as usize];
        if !self.may_retry(row, record.link) {
            return;
        }
        let attempt = record.attempt | SECOND;
        let twin = self.alloc(self.another_try(row, &record, attempt));
        let twin_generation = self.spans[twin].generation;
        self.hedges.pair(span, twin, twin_generation);
        self.hedges.pair(twin, span, generation);
        self.launch(net, twin);
    }

    /// The other try of a call, if it is still under way. `own` is the generation of the call's record.
    pub(super) fn twin(&self, span: u32, own: u32) -> Option<u32> {
        let &(twin, generation) = self.hedges.twins.get(span as usize)?;
        // Records are used again: only what both say of each other holds.
        let is_mutual = self.hedges.twins.get(twin as usize) == Some(&(span, own));
        let is_alive = is_mutual && {
            let record = &self.spans[twin];
            record.generation == generation && !record.is(flag::DETACHED | flag::DEAD)
        };
        is_alive.then_some(twin)
    }

    /// An answer to a call that may have had a second try. Returns whether it is dealt with: it failed, but the other try is under way.
    #[inline(never)]
    pub(super) fn hedged(&mut self, net: &Network, row: &Link, span: u32, record: &Span) -> bool {
        if record.is(flag::FAILED) {
            let twin = self.twin(span, record.generation);
            if let Some(twin) = twin {
                self.leave_to(net, row, record, record.cause, twin);
            }
            return twin.is_some();
        }
        // However many tries it took, the caller waited from the first one on.
        let other = self.twin(span, record.generation).map_or(record.start, |it| self.spans[it].start);
        if row.hedge.is_some() {
            self.hedge_heard(row, self.now - record.start.min(other));
        }
        self.drop_twin(net, span, record.generation);
        false
    }

    /// A try failed, but the other one of its call is under way.
    pub(super) fn leave_to(&mut self, net: &Network, row: &Link, record: &Span, cause: u8, twin: u32) {
        if row.is_published(net) {
            // Both are the same message.
            self.spans[twin].hits |= record.hits & TAKEN;
        }
        self.count_attempt(net, record, cause);
    }

    /// One try was answered: nobody waits for the other one any more.
    pub(super) fn drop_twin(&mut self, net: &Network, span: u32, own: u32) {
        let Some(twin) = self.twin(span, own) else { return };
        let record = self.spans[twin];
        if !record.is(flag::IN_FLIGHT) {
            // It was not sent; that it fails does not matter any more.
            self.spans[twin].flags |= flag::DEAD;
            return;
        }
        self.spans[twin].flags |= flag::DETACHED;
        let row = &net.links[record.link as usize];
        self.end_attempt(row, record.link, record.candidate);
        if row.cancels {
            self.cancel(net, twin);
        }
    }

    /// Learns from an answer how long answers take.
    pub(super) fn hedge_heard(&mut self, row: &Link, latency: u64) {
        let (seen, answers, delay) = &mut self.hedges.latencies[row.hedge_place as usize];
        seen.record(latency);
        *answers += 1;
        if *answers % LOOK_AGAIN == 0 {
            *delay = seen.percentile(0.95).map(|it| it as u64).or(*delay);
        }
        // Old times are forgotten.
        if *answers >= 100 * LOOK_AGAIN {
            seen.clear();
            *answers = 0;
        }
    }
}
