//! What fails, why, and where it began.

use model::{ComponentId, ConnectionId, Message};
use serde::{Deserialize, Serialize};

/// Why a request, a call or a message failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum FailureCause {
    /// The caller gave up.
    Timeout,
    /// The callee was down when the call came.
    Refused,
    /// The callee went down while it worked on it.
    Interrupted,
    /// The callee's queue was full.
    QueueFull,
    /// Over the callee's rate limit.
    RateLimited,
    /// Over the function's concurrency limit.
    Throttled,
    /// Dropped from the callee's queue: it waited too long, or a newer request needed its place.
    Shed,
    /// Over the callee's adaptive limit of requests at once.
    ConcurrencyLimited,

    /// The component's own error ratio.
    Error,
    /// The caller's circuit breaker was open.
    BreakerOpen,
    /// The caller's bulkhead was full.
    BulkheadFull,
    /// A balancer knew no healthy target.
    NoHealthyTarget,
    /// The broker held as many messages as it may.
    BrokerFull,
    /// Calls were nested deeper than the engine allows: they go round in a circle.
    CallLoop,
    /// Nobody waited for the answer any more.
    DeadlineExceeded,
    /// Too few replicas had the write or answered the read.
    NoQuorum,
    /// Packets did not arrive, and the caller had no timeout of its own.
    Unreachable,
    /// No secure connection: the certificate has expired, or its name is wrong.
    TlsFailed,
    /// The callee's name could not be resolved.
    NameNotResolved,
    /// Over the callee's limit for that user.
    UserLimited,
    /// It waited too long for a place in the caller's bulkhead.
    BulkheadWait,
}

impl FailureCause {
    pub const ALL: [Self; 21] = [
        Self::Timeout,
        Self::Refused,
        Self::Interrupted,
        Self::QueueFull,
        Self::RateLimited,
        Self::Throttled,
        Self::Shed,
        Self::ConcurrencyLimited,
        Self::Error,
        Self::BreakerOpen,
        Self::BulkheadFull,
        Self::NoHealthyTarget,
        Self::BrokerFull,
        Self::CallLoop,
        Self::DeadlineExceeded,
        Self::NoQuorum,
        Self::Unreachable,
        Self::TlsFailed,
        Self::NameNotResolved,
        Self::UserLimited,
        Self::BulkheadWait,
    ];

    /// Its words: `cause-<id>` in the message table.
    pub fn message(self) -> Message {
        Message::new(match self {
            Self::Timeout => "cause-timeout",
            Self::Refused => "cause-refused",
            Self::Interrupted => "cause-interrupted",
            Self::QueueFull => "cause-queue-full",
            Self::RateLimited => "cause-rate-limited",
            Self::UserLimited => "cause-user-limited",
            Self::Throttled => "cause-throttled",
            Self::Shed => "cause-shed",
            Self::ConcurrencyLimited => "cause-concurrency-limited",
            Self::DeadlineExceeded => "cause-deadline-exceeded",
            Self::NoQuorum => "cause-no-quorum",
            Self::Unreachable => "cause-unreachable",
            Self::TlsFailed => "cause-tls-failed",
            Self::NameNotResolved => "cause-name-not-resolved",
            Self::Error => "cause-error",
            Self::BreakerOpen => "cause-breaker-open",
            Self::BulkheadFull => "cause-bulkhead-full",
            Self::BulkheadWait => "cause-bulkhead-wait",
            Self::NoHealthyTarget => "cause-no-healthy-target",
            Self::BrokerFull => "cause-broker-full",
            Self::CallLoop => "cause-call-loop",
        })
    }
}

/// How often a cause struck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CauseCount {
    pub cause: FailureCause,
    pub count: u64,
}

/// Failed requests of one cause that began at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorCount {
    pub cause: FailureCause,
    pub place: ErrorPlace,
    pub count: u64,
}

/// Where a failure began: at a component, or on the caller's side of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorPlace {
    Component(ComponentId),
    Connection(ConnectionId),
}
