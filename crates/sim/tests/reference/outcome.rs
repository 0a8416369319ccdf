//! What came of a run of the reference.

use std::collections::BTreeMap;

use model::{Architecture, ComponentId, ConnectionId, Relation};
use sim::report::FailureCause;

use super::{records::Failure, seconds::Second};

/// What a component did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub arrived: u64,
    pub succeeded: u64,
    pub failed: u64,
    pub sojourn_nanos: u64,
    pub wait_nanos: u64,
    pub waits: u64,
    pub hits: u64,
    pub misses: u64,
    pub stale_reads: u64,
    pub failovers: u64,
    pub lost_writes: u64,
    /// By tier: requests that came, and those that were over their user's limit.
    pub tiers: [(u64, u64); 3],
}

/// What a connection carried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    pub attempts: u64,
    pub retries: u64,
    pub succeeded: u64,
    pub dead_letters: u64,
    pub dropped: u64,
    /// How long calls that were sent had waited for a place in the bulkhead.
    pub waited_nanos: u64,
}

/// What became of the requests of a class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Journey {
    pub generated: u64,
    pub succeeded: u64,
    pub failed: u64,
    pub latency_nanos: u64,
}

/// What came of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// By source, and the name of the class.
    pub journeys: BTreeMap<(ComponentId, String), Journey>,
    pub components: BTreeMap<ComponentId, Counts>,
    pub connections: BTreeMap<ConnectionId, Carried>,
    /// Why requests failed and where that began, what components did wrong themselves, and why calls failed.
    pub errors: BTreeMap<Failure, u64>,
    pub own_failures: BTreeMap<(ComponentId, FailureCause), u64>,
    pub lost_calls: BTreeMap<(ConnectionId, FailureCause), u64>,
    pub seconds: Vec<Second>,
}

impl Outcome {
    pub(super) fn nothing_yet(architecture: &Architecture) -> Self {
        // Secrets are no requests.
        let carrying = architecture.connections.iter().filter(|it| it.relation != Relation::Secret);
        Self {
            components: architecture.components.iter().map(|it| (it.id, Counts::default())).collect(),
            connections: carrying.map(|it| (it.id, Carried::default())).collect(),
            ..Self::default()
        }
    }
}
