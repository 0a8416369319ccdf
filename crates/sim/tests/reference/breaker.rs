//! Calls that a caller does not make, above all by its circuit breakers.

use model::ConnectionId;
use sim::report::{ErrorPlace, FailureCause};

use super::{Try, World, nanos};

impl World<'_> {
    /// "Its caller's side of a connection, but a balancer that knows no healthy target is to blame itself."
    pub(super) fn not_sent(&mut self, what: Try, cause: FailureCause) {
        self.count_lost_call(what, cause);
        let place = match cause {
            FailureCause::NoHealthyTarget | FailureCause::CallLoop => {
                ErrorPlace::Component(self.jobs[what.caller].at)
            }
            _ => ErrorPlace::Connection(what.connection),
        };
        let is_left_to_the_first = what.hedges.is_some_and(|it| !self.attempts[it].is_over);
        if self.is_awaited(&what) && !is_left_to_the_first {
            self.call_failed(what, (cause, place));
        }
    }

    /// "A further one fails at once." "It refuses for its time; then so many calls try." `has_place`: in the bulkhead.
    pub(super) fn is_refused(&mut self, what: Try, has_place: bool) -> Option<FailureCause> {
        let now = self.now;
        if self.is_unwanted(what.caller) {
            return Some(FailureCause::DeadlineExceeded);
        }
        if !has_place && !self.has_place(what.connection) {
            return Some(FailureCause::BulkheadFull);
        }
        let breaker = self.connection(what.connection).policy.breaker?;
        let guard = self.guard(what.connection);
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
