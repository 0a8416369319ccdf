//! What a caller does about failures: bulkhead, circuit breaker, retry budget, backoff.

use model::connection::Jitter;

use super::{Engine, child_key, hedge::SECOND};
use crate::{
    network::{Link, NONE, Network},
    queue::Kind,
    random::Draw,
    report::FailureCause,
    span::{Span, State, TAKEN, flag},
};

impl Engine {
    /// Why the caller does not even try, if so. `has_place`: among the calls in flight.
    pub(super) fn refusal(
        &mut self,
        net: &Network,
        row: &Link,
        link: u32,
        parent: u32,
        has_place: bool,
    ) -> Option<FailureCause> {
        if row.checks_deadline && self.is_expired(net, parent) {
            return Some(FailureCause::DeadlineExceeded);
        }
        if !has_place {
            return Some(FailureCause::BulkheadFull);
        }
        if row.breaker_failures > 0 && self.is_broken(row, link) {
            return Some(FailureCause::BreakerOpen);
        }
        None
    }

    /// Whether nobody waits for a request any more, as far as connections hand that on.
    pub(super) fn is_expired(&self, net: &Network, span: u32) -> bool {
        let mut record = &self.spans[span];
        loop {
            if record.flags & (flag::ROOT | flag::WHOLE | flag::MESSAGE | flag::COPY) != 0 {
                return false;
            }
            let is_handed_on =
                record.is(flag::GATHERER) || net.links[record.link as usize].propagates_deadline;
            if !is_handed_on {
                return false;
            }
            if record.is(flag::DETACHED) || !self.is_parent_waiting(record) {
                return true;
            }
            record = &self.spans[record.parent];
        }
    }

    pub(super) fn may_retry(&mut self, row: &Link, link: u32) -> bool {
        if row.retry_budget < 0.0 {
            return true;
        }
        let tokens = &mut self.links[link as usize].tokens;
        let has_token = *tokens >= 1.0;
        if has_token {
            *tokens -= 1.0;
        }
        has_token
    }

    /// Another try of the same call, not sent yet.
    pub(super) fn another_try(&self, row: &Link, record: &Span, attempt: u8) -> Span {
        Span {
            key: child_key(self.spans[record.parent].key, row.salt, record.call, attempt),
            parent: record.parent,
            parent_generation: record.parent_generation,
            link: record.link,
            instance: NONE,
            user: record.user,
            item: record.item,
            place: NONE,
            candidate: NONE,
            class: record.class,
            flags: record.flags & (flag::WRITE | flag::TRACED),
            call: record.call,
            attempt,
            depth: record.depth,
            state: State::Backoff,
            ..Span::default()
        }
    }

    /// Plans another try after a backoff.
    pub(super) fn retry(&mut self, net: &Network, record: &Span) {
        let row = &net.links[record.link as usize];
        let attempt = (record.attempt & !SECOND) + 1;
        let mut again = self.another_try(row, record, attempt);
        if row.is_published(net) {
            again.hits = record.hits & TAKEN;
        }
        let delay = backoff(row, attempt - 1, again.key);
        let next = self.alloc(again);
        if delay == 0 {
            self.soon.push_back((Kind::Launch, next));
        } else {
            self.queue.push(self.now + delay, Kind::Launch, next);
        }
    }
}

/// Longest time before the try after the `attempt`-th, in nanoseconds.
pub(crate) fn longest_backoff(row: &Link, attempt: u8) -> u64 {
    let doublings = u32::from(attempt - 1);
    // A shift that loses bits would make a long backoff short.
    if row.backoff_base == 0 {
        0
    } else if doublings > row.backoff_base.leading_zeros() {
        row.backoff_cap
    } else {
        (row.backoff_base << doublings).min(row.backoff_cap)
    }
}

/// Time before the try after the `attempt`-th, in nanoseconds.
pub(crate) fn backoff(row: &Link, attempt: u8, key: u64) -> u64 {
    let full = longest_backoff(row, attempt);
    let share = match row.jitter {
        Jitter::None => return full,
        Jitter::Equal => 0.5 + 0.5 * Draw::new(row.jitter_stream, key).unit(),
        Jitter::Full => Draw::new(row.jitter_stream, key).unit(),
    };
    (full as f64 * share) as u64
}
