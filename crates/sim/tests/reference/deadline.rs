//! Work for which nobody waits any more.

use super::{Attempt, World};

impl World<'_> {
    /// "The request is known to be unwanted as far up as the connections pass it on."
    pub(super) fn is_unwanted(&self, job: usize) -> bool {
        let Some(attempt) = self.jobs[job].from else { return false };
        let Attempt { what, is_over, .. } = self.attempts[attempt];
        let passes_on = self.connection(what.connection).policy.propagate_deadline;
        passes_on && (is_over || !self.is_awaited(&what) || self.is_unwanted(what.caller))
    }
}
