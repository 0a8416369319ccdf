//! What is told of one second.

use model::{ComponentId, ConnectionId};
use serde::{Deserialize, Serialize};

use super::BUCKETS;

/// What happened in one simulated second. Counts are of that second alone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// End of the second; zero is the end of the warm-up.
    pub at_secs: f64,
    /// In the order of the document.
    pub objectives: Vec<ObjectiveCount>,
    /// By source and class.
    pub journeys: Vec<JourneyFrame>,
    /// By id.
    pub components: Vec<ComponentFrame>,
    /// By id; only those over which calls, messages or telemetry went in that second, or whose breaker is not closed.
    pub connections: Vec<ConnectionFrame>,
}

impl Frame {
    /// What a component did; `None`: it was not in the drawing when the run began.
    pub fn component(&self, id: ComponentId) -> Option<&ComponentFrame> {
        let index = self.components.binary_search_by_key(&id, |it| it.id).ok()?;
        self.components.get(index)
    }
}

/// Requests, or messages, that an objective is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectiveCount {
    /// Ended in that second, well or badly.
    pub total: u32,
    /// Failed, or took longer than the objective allows: counted one by one, not from buckets. A message that waits is
    /// counted in the second in which it became too old.
    pub bad: u32,
}

/// A request class as its users see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JourneyFrame {
    pub source: ComponentId,
    /// Its place among the classes of the source's workload.
    pub class: u16,
    pub succeeded: u32,
    pub failed: u32,
    pub latency: Buckets,
}

/// A component, all its replicas together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComponentFrame {
    pub id: ComponentId,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub arrived: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub succeeded: u32,
    /// All that did not succeed.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub failed: u32,
    /// Of those, the ones that asked for too much: over a rate limit or a concurrency limit (status 429).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub limited: u32,
    /// Of those, the ones that found no running process: nothing of theirs is in the component's own counters.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub refused: u32,
    /// Of those that succeeded, from arrival to answer.
    #[serde(default, skip_serializing_if = "Buckets::is_empty")]
    pub latency: Buckets,
    /// The same as percentiles: of those since they were last given. They are given once p99 has ten samples beyond it, and
    /// after five seconds at the latest, where samples are enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p50_millis: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p95_millis: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p99_millis: Option<f32>,
    /// Slots held at the end of the second, and slots; both zero without a bound.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub busy: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub slots: u32,
    /// Slots held over slots in the mean of the second. `None`: no bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utilization: Option<f32>,
    /// Arrival rate times mean service over slots; not clipped. `None`: no bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load_ratio: Option<f32>,
    /// Waiting at the end of the second.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub queue: u32,
    /// Messages that a broker holds.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub backlog: u32,
    /// Use of its machines by the kind's curves; `None`: no bound on slots, so no machine to fill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub machine: Option<Machine>,
    /// Replicas that are up and ready, those whose process runs, ready or not, and all.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub up: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub running: u32,
    pub replicas: u32,
    /// Lookups that found the answer, and those that did not.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub hits: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub misses: u32,
    /// Reads at a replica of a store that did not have every write yet.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub stale_reads: u32,
    /// Connections that it makes whose circuit breaker is open or half open.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub breakers_open: u32,
}

/// In percent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Machine {
    pub cpu: f32,
    pub memory: f32,
}

/// Durations by size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Buckets {
    /// Not cumulative; bounds as in [`BUCKET_SECS`]. As exact as the engine's histograms: within 0.8 % of a bound.
    pub counts: [u32; BUCKETS],
    pub sum_secs: f64,
}

impl Buckets {
    fn is_empty(&self) -> bool {
        self.counts == [0; BUCKETS]
    }
}

/// A connection, as its caller counts it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConnectionFrame {
    pub id: ConnectionId,
    /// Tries, retries included.
    pub attempts: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub retries: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub failed: u32,
    #[serde(default)]
    pub breaker: Breaker,
}

/// What a circuit breaker does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Breaker {
    #[default]
    Closed,
    HalfOpen,
    Open,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks in this way")]
const fn is_zero(count: &u32) -> bool {
    *count == 0
}
