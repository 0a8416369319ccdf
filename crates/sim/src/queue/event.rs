//! What is planned.

/// Stands where there is no event.
pub const NEVER: Event = Event { at: u64::MAX, rest: u64::MAX };

/// 16 bytes: time, then order of scheduling, kind and subject in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    pub at: u64,
    /// Order (32 bits), kind (4 bits), subject (28 bits).
    pub rest: u64,
}

impl Event {
    #[inline(always)]
    pub const fn is_before(&self, other: &Self) -> bool {
        // One wide comparison, without a branch that could be guessed wrong.
        (self.at as u128) << 64 | (self.rest as u128) < (other.at as u128) << 64 | other.rest as u128
    }
}
