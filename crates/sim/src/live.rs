//! What the page shows while a run goes on. Small and bounded: it is sent many times per second.

use model::{ComponentId, ConnectionId};
use serde::{Deserialize, Serialize};

use crate::report::Second;

/// Most hops in one [`Live`].
pub const MAX_HOPS: usize = 300;

/// A look at a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Live {
    /// Zero is the end of the warm-up; negative before.
    pub now_secs: f64,
    pub duration_secs: f64,
    pub in_flight: u64,
    pub events: u64,
    pub requests: u64,
    /// In the order of the drawing.
    pub components: Vec<LiveComponent>,
    /// In the order of the drawing; only those that carry something.
    pub connections: Vec<LiveConnection>,
    /// Some of the requests that traveled since the last look.
    pub hops: Vec<Hop>,
    /// Seconds that ended since the last look.
    pub seconds: Vec<Second>,
}

/// A component at this moment; rates are of the last full simulated second.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LiveComponent {
    pub id: ComponentId,
    pub up: bool,
    /// Slots held over slots, 0 to 1. `None`: no bound.
    pub utilization: Option<f32>,
    /// Arrival rate times mean service over slots; not clipped. `None`: no bound.
    pub load_ratio: Option<f32>,
    /// Waiting right now; for a broker the messages it holds.
    pub queue: u32,
    pub throughput_per_sec: f32,
    pub errors_per_sec: f32,
    /// L at 0.95 or more for three seconds, or a queue that grew through them.
    pub saturated: bool,
}

/// A connection at this moment; rates are of the last full simulated second.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LiveConnection {
    pub id: ConnectionId,
    /// Tries, retries included.
    pub requests_per_sec: f32,
    pub errors_per_sec: f32,
    pub breaker_open: bool,
}

/// A sampled request on its way along a connection.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hop {
    pub connection: ConnectionId,
    /// Equal for all hops of one user's request.
    pub request: u32,
    pub start_secs: f64,
    pub end_secs: f64,
    /// The answer, against the direction drawn.
    pub is_answer: bool,
    pub failed: bool,
}
