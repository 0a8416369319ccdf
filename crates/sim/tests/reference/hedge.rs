//! Second tries of calls that are still awaited.

use model::connection::Hedge;

use super::{Event, Try, World, key_of, nanos};

/// Marks the number of a second try, so that its draws are its own.
pub(super) const SECOND: u8 = 0x80;

impl World<'_> {
    pub(super) fn plan_hedge(&mut self, attempt: usize) {
        let what = self.attempts[attempt].what;
        match self.connection(what.connection).policy.hedge {
            Some(Hedge::AfterMillis(millis)) if what.hedges.is_none() => {
                self.schedule(nanos(millis), Event::Hedge(attempt));
            }
            Some(Hedge::P95) => panic!("the reference hedges after a fixed time only"),
            _ => {}
        }
        if let Some(first) = what.hedges {
            self.attempts[first].twin = Some(attempt);
        }
    }

    /// "A second try is sent while the first is awaited." "A hedge costs a token of the retry budget."
    pub(super) fn hedge(&mut self, first: usize) {
        let what = self.attempts[first].what;
        if self.attempts[first].is_over || !self.is_awaited(&what) || !self.takes_token(what.connection) {
            return;
        }
        let attempt = what.attempt | SECOND;
        let key = key_of(self.seed, self.jobs[what.caller].key, what.connection, what.call, attempt);
        self.send(Try { attempt, key, hedges: Some(first), ..what });
    }

    pub(super) fn has_twin(&self, attempt: usize) -> bool {
        self.attempts[attempt].twin.is_some_and(|it| !self.attempts[it].is_over)
    }

    /// "The first answer counts, and cancel on timeout cancels the other."
    pub(super) fn drop_twin(&mut self, attempt: usize) {
        if !self.has_twin(attempt) {
            return;
        }
        let twin = self.attempts[attempt].twin.expect("there is one");
        let what = self.end(twin);
        if self.connection(what.connection).policy.cancel_on_timeout {
            self.cancel(self.attempts[twin].job);
        }
    }
}
