//! Second tries of calls that are still awaited.

use model::{ConnectionId, connection::Hedge};
use sim::random::{Purpose, child_key, stream};

use super::{Attempt, Event, Try, World, nanos};

/// Marks the number of a second try, so that its draws are its own.
pub(super) const SECOND: u8 = 0x80;

/// How long answers over a connection took.
#[derive(Clone, Debug, Default)]
pub(super) struct AnswerTimes {
    nanos: Vec<u64>,
    /// What 95% of them did not exceed when that was looked up.
    usual: Option<u64>,
}

impl World<'_> {
    pub(super) fn plan_hedge(&mut self, attempt: usize) {
        let what = self.attempts[attempt].what;
        match self.connection(what.connection).policy.hedge {
            Some(Hedge::AfterMillis(millis)) if what.hedges.is_none() => {
                self.schedule(nanos(millis), Event::Hedge(attempt));
            }
            Some(Hedge::P95) if what.hedges.is_none() => {
                let usual = self.answer_times.get(&what.connection).and_then(|it| it.usual);
                if let Some(usual) = usual {
                    self.schedule(usual, Event::Hedge(attempt));
                }
            }
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

    /// "When later than 95% of the answers before (looked up every 64 answers, once there are 200)." "An answer's time is from
    /// the sending of the try, or of the first one if both are still under way; after 6,400 answers all are forgotten, but
    /// for what was looked up."
    pub(super) fn hear_time(&mut self, attempt: usize) {
        let Attempt { what, sent_at, twin, .. } = self.attempts[attempt];
        if self.connection(what.connection).policy.hedge.is_none() {
            return;
        }
        let other = twin.filter(|it| !self.attempts[*it].is_over).map(|it| self.attempts[it].sent_at);
        let took = self.now - other.unwrap_or(sent_at).min(sent_at);
        let heard = self.answer_times.entry(what.connection).or_default();
        heard.nanos.push(took);
        if heard.nanos.len().is_multiple_of(64) && heard.nanos.len() >= 200 {
            heard.nanos.sort();
            let rank = (heard.nanos.len() * 95).div_ceil(100);
            heard.usual = Some(middle_of_bin(heard.nanos[rank - 1]));
        }
        if heard.nanos.len() == 6400 {
            heard.nanos.clear();
        }
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

/// "Percentiles come from histograms": of 128 bins from one power of two to the next, the middle of the one that it is in.
const fn middle_of_bin(nanos: u64) -> u64 {
    if nanos < 256 {
        return nanos;
    }
    let width = 1 << (nanos.ilog2() - 7);
    nanos / width * width + width / 2
}

/// The key of a call over a connection.
pub(super) fn key_of(seed: u64, caller_key: u64, connection: ConnectionId, call: u16, attempt: u8) -> u64 {
    child_key(caller_key, stream(seed, connection.0, Purpose::Span), call, attempt)
}
