//! What a run used: what a bill is made of.

use model::{cost::Usage, lean};
use serde::{Deserialize, Serialize};

use super::{ComponentReport, Report};

/// So many replicas were there for so long.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReplicaSecs {
    pub replicas: u32,
    pub secs: f64,
}

impl Report {
    /// A count over all replications, for a second of measured time.
    pub fn per_sec(&self, count: u64) -> f64 {
        let secs = self.measured_secs * f64::from(self.settings.replications.max(1));
        if secs > 0.0 { count as f64 / secs } else { 0.0 }
    }

    /// What was used in the measured time.
    pub fn usage(&self) -> Usage {
        let came_and_went = self.components.iter().filter(|it| !it.replica_secs.is_empty());
        let shares = |it: &ComponentReport| {
            let all: f64 = it.replica_secs.iter().map(|it| it.secs).sum();
            it.replica_secs.iter().map(|it| (it.replicas, it.secs / all)).collect()
        };
        Usage {
            requests_per_sec: lean::map(self.components.iter().map(|it| (it.id, self.per_sec(it.arrived)))),
            calls_per_sec: lean::map(self.connections.iter().map(|it| (it.id, self.per_sec(it.attempts)))),
            replicas: lean::map(came_and_went.map(|it| (it.id, shares(it)))),
        }
    }
}
