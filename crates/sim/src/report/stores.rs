//! What replicas of a store cost: answers that are behind, and failovers.

use serde::{Deserialize, Serialize};

use super::Measured;

/// Reads of a store at replicas that did not have every acknowledged write yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Staleness {
    /// Summed over replications.
    pub stale_reads: u64,
    /// Share of all reads, 0 to 1.
    pub ratio: Option<Measured>,
}

/// What failures of the replica that takes the writes have cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Failover {
    /// Times that another replica took over, and writes that were acknowledged and are lost; those taken on the smaller
    /// side of a store that had fallen apart are among them. Summed over replications.
    pub failovers: u64,
    pub lost_writes: u64,
    /// From the failure until another replica took over, on average: the recovery time (RTO).
    pub recovery_secs: Option<Measured>,
    /// Age of the oldest write lost in a failover, at most: the recovery point (RPO).
    pub lost_secs: Option<Measured>,
}
