//! What a responder can do to a running system. Which component it is done to stands beside it.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RunbookAction {
    /// Stop and start every replica.
    Restart,
    /// Back to the version before the last deploy.
    RollBack,
    /// More replicas.
    Scale,
    /// Send its requests to another zone or region.
    ShiftTraffic,
    /// Put circuit breakers on the calls to it.
    EnableBreaker,
    /// Refuse part of the load.
    ShedLoad,
    /// Forget what is cached.
    Flush,
    /// Another replica takes the writes.
    FailOver,
}

impl RunbookAction {
    pub const ALL: [Self; 8] = [
        Self::Restart,
        Self::RollBack,
        Self::Scale,
        Self::ShiftTraffic,
        Self::EnableBreaker,
        Self::ShedLoad,
        Self::Flush,
        Self::FailOver,
    ];
}
