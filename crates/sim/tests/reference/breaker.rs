//! Calls that a caller does not make: bulkheads and circuit breakers.

use model::{ConnectionId, connection::Connection};

use sim::report::FailureCause;

use super::{World, nanos};

impl World<'_> {
    /// "A further one fails at once." "It refuses for its time; then so many calls try."
    pub(super) fn is_refused(&mut self, it: &Connection) -> Option<FailureCause> {
        let now = self.now;
        let guard = self.guard(it.id);
        if it.policy.bulkhead.is_some_and(|most| guard.in_flight >= most) {
            return Some(FailureCause::BulkheadFull);
        }
        let breaker = it.policy.breaker?;
        if guard.open_until.is_some_and(|until| now < until) {
            return Some(FailureCause::BreakerOpen);
        }
        if guard.open_until.take().is_some() {
            guard.trying = Some((0, 0));
        }
        match &mut guard.trying {
            Some((sent, _)) if *sent >= breaker.probes => Some(FailureCause::BreakerOpen),
            Some((sent, _)) => {
                *sent += 1;
                None
            }
            None => None,
        }
    }

    /// "After so many failures in a row, or at a share of failures among the calls of its window (once there were enough of
    /// them)." "All of them must succeed to close it, one failure opens it again." "The window is counted in tenths."
    pub(super) fn breaker_hears(&mut self, id: ConnectionId, is_success: bool) {
        let Some(breaker) = self.connection(id).policy.breaker else { return };
        let now = self.now;
        let guard = self.guard(id);
        let tenth = now / (nanos(breaker.window_secs * 1e3) / 10);
        guard.heard.retain(|it| it.0 + 10 > tenth);
        guard.heard.push((tenth, is_success));
        guard.failures_in_row = if is_success { 0 } else { guard.failures_in_row + 1 };
        if guard.open_until.is_some() {
            return;
        }
        if let (Some((_, succeeded)), true) = (&mut guard.trying, is_success) {
            *succeeded += 1;
            // Their number may have become less meanwhile.
            if *succeeded >= breaker.probes {
                guard.trying = None;
                guard.heard.clear();
            }
            return;
        }
        let failed = guard.heard.iter().filter(|it| !it.1).count() as f64;
        let calls = guard.heard.len();
        let has_many_failures = match breaker.ratio {
            Some(ratio) => calls >= breaker.min_calls as usize && failed >= ratio * calls as f64,
            None => guard.failures_in_row >= breaker.failures,
        };
        if guard.trying.is_some() || has_many_failures {
            guard.trying = None;
            guard.open_until = Some(now + nanos(breaker.open_secs * 1e3));
            guard.failures_in_row = 0;
            guard.heard.clear();
        }
    }
}
