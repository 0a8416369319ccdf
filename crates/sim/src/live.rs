//! What the page shows while a run goes on. Small and bounded: it is sent many times per second.

use model::{Architecture, ComponentId, ConnectionId};
use serde::{Deserialize, Serialize};

use crate::{
    engine::{BreakerState, Engine},
    network::{Network, Role},
    protocol::ByHand,
    report::{Happening, Second},
    telemetry::Frame,
    time::SimTime,
};

/// Most hops in one [`Live`].
pub const MAX_HOPS: usize = 300;

/// Share of a component's capacity in use. Slots held say when it is full of calls that it waits for, whose own work is little;
/// the load ratio tells how much too much comes, where slots say "full" for 1.0 and for 3.0.
pub fn in_use(load_ratio: Option<f64>, slots_held: Option<f64>) -> Option<f64> {
    load_ratio.into_iter().chain(slots_held).reduce(f64::max)
}

/// A look at a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Live {
    /// Zero is the end of the warm-up; negative before.
    pub now_secs: f64,
    pub warm_up_secs: f64,
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
    /// Since the start of the run; with what was done by hand it says how to come here again.
    pub at: SimTime,
    /// All that was done by hand; `None`: the same as at the last look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_hand: Option<Vec<ByHand>>,
    /// What the system has done by itself since the last look.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub happenings: Vec<Happening>,
    /// The same seconds in detail, at most [`MAX_FRAMES`](crate::telemetry::MAX_FRAMES); of runs that are watched.
    pub frames: Vec<Frame>,
}

/// A component at this moment; rates are of the last full simulated second.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LiveComponent {
    pub id: ComponentId,
    pub up: bool,
    /// It is in its slow mode.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub slow: bool,
    /// Slots held over slots, 0 to 1, in the mean of that second: one slot is either held or not at any moment. `None`: no bound.
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
    pub succeeded_per_sec: f32,
    /// Also of calls that were not sent: a breaker or a bulkhead refused them.
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

/// Looks at a run; hops, seconds and happenings are taken out.
pub(crate) fn look(architecture: &Architecture, net: &Network, engine: &mut Engine) -> Live {
    let components = architecture
        .components
        .iter()
        .filter_map(|it| net.nodes.binary_search_by_key(&it.id, |node| node.id).ok())
        .map(|index| component(net, engine, index))
        .collect();
    let connections = architecture
        .connections
        .iter()
        .filter_map(|it| net.links.binary_search_by_key(&it.id, |link| link.id).ok())
        .map(|index| {
            let stats = &engine.link_stats[index];
            let breaker = engine.links[index].breaker;
            LiveConnection {
                id: net.links[index].id,
                requests_per_sec: stats.attempts_per_sec,
                succeeded_per_sec: stats.succeeded_per_sec,
                errors_per_sec: stats.errors_per_sec,
                breaker_open: matches!(breaker, BreakerState::Open { until } if engine.now < until),
            }
        })
        .collect();
    let shown = std::mem::replace(&mut engine.second.rows_shown, engine.second.rows.len());
    let happened = std::mem::replace(&mut engine.happenings_shown, engine.happenings.len());
    Live {
        now_secs: net.chart_secs(engine.now),
        warm_up_secs: -net.chart_secs(0),
        duration_secs: net.chart_secs(net.end),
        in_flight: engine.in_flight(),
        events: engine.events,
        requests: engine.requests,
        components,
        connections,
        hops: std::mem::take(&mut engine.hops),
        seconds: engine.second.rows[shown..].to_vec(),
        at: SimTime(engine.now),
        // The timeline knows.
        by_hand: None,
        happenings: engine.happenings[happened..].to_vec(),
        frames: engine.take_frames(),
    }
}

fn component(net: &Network, engine: &Engine, index: usize) -> LiveComponent {
    let (node, stats) = (&net.nodes[index], &engine.node_stats[index]);
    let slots = engine.slots_of(net, index as u32).filter(|_| !matches!(node.role, Role::Source { .. }));
    let waiting = match node.role {
        Role::Broker { .. } => stats.stored.count(),
        _ => stats.queued.count(),
    };
    LiveComponent {
        id: node.id,
        up: engine.nodes[index].is_up,
        slow: engine.nodes[index].is_slow,
        utilization: slots.map(|_| stats.recent.utilization),
        load_ratio: slots.map(|_| stats.recent.load_ratio),
        queue: u32::try_from(waiting).unwrap_or(u32::MAX),
        throughput_per_sec: stats.recent.throughput as f32,
        errors_per_sec: stats.recent.errors as f32,
        saturated: stats.recent.is_saturated(),
    }
}
