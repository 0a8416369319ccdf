//! Calls that wait for a place among those in flight.

use model::ConnectionId;

use super::{Event, Try, World, hedge::SECOND, limits::Adaptive, nanos};

/// A call that waits: what distinguishes it, where a balancer sends it, and since when it waits.
#[derive(Clone, Copy, Debug)]
pub struct Waiter {
    number: u64,
    what: Try,
    target: Option<(ConnectionId, u32)>,
    since: u64,
}

impl World<'_> {
    /// "Most calls in flight over the connection." "First come, first served": nobody overtakes those who wait.
    pub(super) fn has_place(&mut self, id: ConnectionId) -> bool {
        self.guard(id).line.is_empty() && self.is_place_free(id)
    }

    /// "With a time for answers the number of places adapts": "it begins with all of them, never exceeds them."
    fn is_place_free(&mut self, id: ConnectionId) -> bool {
        let Some(bulkhead) = self.connection(id).policy.bulkhead else { return true };
        let most = f64::from(bulkhead.calls);
        let guard = self.guard(id);
        let places = match bulkhead.adaptive_limit_millis {
            Some(_) => guard.places.get_or_insert(Adaptive::new(most)).places(),
            None => most,
        };
        f64::from(guard.in_flight) < places
    }

    /// "A further one waits for a place if so many may"; "a hedge does not wait."
    pub(super) fn waits_for_place(&mut self, what: Try, target: Option<(ConnectionId, u32)>) -> bool {
        let Some(bulkhead) = self.connection(what.connection).policy.bulkhead else { return false };
        let is_full = self.guard(what.connection).line.len() >= bulkhead.queue_limit as usize;
        let is_second = what.attempt & SECOND != 0;
        if is_full || is_second || self.is_unwanted(what.caller) || self.has_place(what.connection) {
            return false;
        }
        self.waiters += 1;
        let (number, since) = (self.waiters, self.now);
        self.guard(what.connection).line.push(Waiter { number, what, target, since });
        if let Some(longest) = bulkhead.max_wait_millis {
            self.schedule(nanos(longest).max(1), Event::EndOfWait(what.connection, number));
        }
        true
    }

    /// An attempt is over: whose turn it is gets its place.
    pub(super) fn leave_place(&mut self, id: ConnectionId) {
        self.guard(id).in_flight -= 1;
        while self.is_place_free(id) && !self.guard(id).line.is_empty() {
            let guard = self.guard(id);
            guard.in_flight += 1;
            let waiter = guard.line.remove(0);
            self.schedule(0, Event::HasPlace(waiter));
        }
    }

    /// "It keeps its place in the line though nobody wants its answer any more, and is not sent then."
    pub(super) fn has_waited(&mut self, waiter: Waiter) {
        let Waiter { what, target, since, .. } = waiter;
        if !self.is_awaited(&what) {
            return self.leave_place(what.connection);
        }
        if let Some(cause) = self.is_refused(what, true) {
            self.leave_place(what.connection);
            return self.schedule(0, Event::NotSent(what, cause));
        }
        let waited = self.now - since;
        self.carried(what.connection).waited_nanos += waited;
        self.send_off(what, target);
    }

    /// "At most for the longest wait."
    pub(super) fn waited_too_long(&mut self, id: ConnectionId, number: u64) {
        let line = &mut self.guard(id).line;
        if let Some(place) = line.iter().position(|it| it.number == number) {
            let what = line.remove(place).what;
            self.schedule(0, Event::NotSent(what, sim::report::FailureCause::BulkheadWait));
        }
    }

    /// "A try that is given up counts as late."
    pub(super) fn bulkhead_hears(&mut self, attempt: usize, is_answered: bool) {
        let super::Attempt { what, sent_at, .. } = self.attempts[attempt];
        let Some(bulkhead) = self.connection(what.connection).policy.bulkhead else { return };
        let Some(target) = bulkhead.adaptive_limit_millis.map(nanos) else { return };
        let now = self.now;
        let took = if is_answered { now - sent_at } else { u64::MAX };
        let guard = self.guard(what.connection);
        let in_flight = f64::from(guard.in_flight);
        let most = f64::from(bulkhead.calls);
        guard.places.get_or_insert(Adaptive::new(most)).hears(now, took, target, in_flight, most);
    }
}
