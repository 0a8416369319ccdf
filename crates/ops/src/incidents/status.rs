//! Where an incident is, and which way it may go from there.

use serde::{Deserialize, Serialize};

/// In the order in which an incident goes through them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Status {
    /// Nobody works on it yet.
    Open,
    /// Somebody looks for the cause.
    Investigating,
    /// Users are well again; the cause may still be there.
    Mitigated,
    /// Over.
    Resolved,
}

/// Why a way is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// It is there already.
    Here,
    /// Work that has begun cannot be unbegun; somebody else can be assigned.
    Begun,
    /// Only reopening leads out of it, with a reason.
    Over,
}

impl Status {
    pub const ALL: [Self; 4] = [Self::Open, Self::Investigating, Self::Mitigated, Self::Resolved];

    /// Whether an incident may go from here to `next`. Forward always, also past a status; back from `Mitigated` to
    /// `Investigating`, when it returns.
    ///
    /// # Errors
    /// [`Closed`] says why not.
    pub fn may_become(self, next: Self) -> Result<(), Closed> {
        match (self, next) {
            (Self::Open, Self::Open)
            | (Self::Investigating, Self::Investigating)
            | (Self::Mitigated, Self::Mitigated)
            | (Self::Resolved, Self::Resolved) => Err(Closed::Here),
            (Self::Resolved, _) => Err(Closed::Over),
            (_, Self::Open) => Err(Closed::Begun),
            (_, Self::Investigating | Self::Mitigated | Self::Resolved) => Ok(()),
        }
    }

    pub const fn is_over(self) -> bool {
        matches!(self, Self::Resolved)
    }
}
