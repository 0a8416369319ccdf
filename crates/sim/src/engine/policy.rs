//! What a caller does about failures: bulkhead, circuit breaker, retry budget, backoff.

use model::connection::Jitter;

use super::{BreakerState, Engine, child_key};
use crate::{
    network::{Link, NONE, Network},
    queue::Kind,
    random::Draw,
    report::FailureCause,
    span::{Span, State, flag},
};

impl Engine {
    /// Why the caller does not even try, if so.
    pub(super) fn refusal(&mut self, row: &Link, link: u32) -> Option<FailureCause> {
        let state = &mut self.links[link as usize];
        if state.in_flight >= row.bulkhead {
            return Some(FailureCause::BulkheadFull);
        }
        match state.breaker {
            BreakerState::Closed => None,
            BreakerState::Open { until } if self.now >= until => {
                state.breaker = BreakerState::Trying;
                None
            }
            BreakerState::Open { .. } | BreakerState::Trying => Some(FailureCause::BreakerOpen),
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

    /// Plans another try after a backoff.
    pub(super) fn retry(&mut self, net: &Network, record: &Span) {
        let row = &net.links[record.link as usize];
        let attempt = record.attempt + 1;
        let key = child_key(self.spans[record.parent].key, row.salt, record.call, attempt);
        let delay = backoff(row, record.attempt, key);
        let next = self.alloc(Span {
            key,
            parent: record.parent,
            parent_generation: record.parent_generation,
            link: record.link,
            instance: NONE,
            user: record.user,
            place: NONE,
            candidate: NONE,
            class: record.class,
            flags: record.flags & (flag::WRITE | flag::TRACED),
            call: record.call,
            attempt,
            depth: record.depth,
            state: State::Backoff,
            ..Span::default()
        });
        if delay == 0 {
            self.soon.push_back((Kind::Launch, next));
        } else {
            self.queue.push(self.now + delay, Kind::Launch, next);
        }
    }

    pub(super) fn breaker_heard(&mut self, net: &Network, link: u32, is_success: bool) {
        let row = &net.links[link as usize];
        let state = &mut self.links[link as usize];
        if is_success {
            // A late answer to a call from before the opening says nothing about now.
            if !matches!(state.breaker, BreakerState::Open { .. }) {
                state.breaker = BreakerState::Closed;
            }
            state.failures_in_row = 0;
            return;
        }
        state.failures_in_row += 1;
        let opens = match state.breaker {
            BreakerState::Closed => state.failures_in_row >= row.breaker_failures,
            BreakerState::Trying => true,
            BreakerState::Open { .. } => false,
        };
        if opens {
            state.breaker = BreakerState::Open { until: self.now + row.breaker_open };
            state.failures_in_row = 0;
        }
    }
}

/// Time before the try after the `attempt`-th, in nanoseconds.
pub(crate) fn backoff(row: &Link, attempt: u8, key: u64) -> u64 {
    let doublings = u32::from(attempt - 1);
    // A shift that loses bits would make a long backoff short.
    let full = if row.backoff_base == 0 {
        0
    } else if doublings > row.backoff_base.leading_zeros() {
        row.backoff_cap
    } else {
        (row.backoff_base << doublings).min(row.backoff_cap)
    };
    let share = match row.jitter {
        Jitter::None => return full,
        Jitter::Equal => 0.5 + 0.5 * Draw::new(row.jitter_stream, key).unit(),
        Jitter::Full => Draw::new(row.jitter_stream, key).unit(),
    };
    (full as f64 * share) as u64
}
