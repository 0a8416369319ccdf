//! What an estimate says.

use model::{Architecture, ComponentId, ConnectionId, Message, cost::Usage, lean};

use super::Stability;

/// How a drawing will do, without a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Estimate {
    /// In the order of the drawing.
    pub components: Vec<ComponentEstimate>,
    pub connections: Vec<ConnectionEstimate>,
    pub journeys: Vec<JourneyEstimate>,
    /// What retries can do, for each connection that tries again.
    pub stability: Vec<Stability>,
    /// Where the numbers may be off, and why.
    pub caveats: Vec<Message>,
}

/// A component over all its replicas.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ComponentEstimate {
    pub id: ComponentId,
    pub arrivals_per_sec: f64,
    /// Slots held over slots, 0 to 1, calls to others included. `None`: no bound.
    pub utilization: Option<f64>,
    /// Arrival rate times mean own work over slots; not clipped. `None`: no bound.
    pub load_ratio: Option<f64>,
    /// Mean time in the queue. `None`: no steady state.
    pub wait_millis: Option<f64>,
    /// Mean time from arrival to answer. `None`: no steady state, or nothing comes.
    pub latency_millis: Option<f64>,
    /// Share of requests that find no room, 0 to 1.
    pub loss_ratio: f64,
    /// More comes in than it can serve.
    pub is_overloaded: bool,
}

impl ComponentEstimate {
    /// Nothing comes, and nothing else is to be done.
    pub fn is_idle(&self) -> bool {
        self.arrivals_per_sec <= 0.0
            && [self.load_ratio, self.utilization].iter().all(|it| it.is_none_or(|it| it <= 0.0))
    }
}

/// What travels over a connection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConnectionEstimate {
    pub id: ConnectionId,
    /// Tries included.
    pub calls_per_sec: f64,
    /// Share that its bulkhead refuses, 0 to 1.
    pub loss_ratio: f64,
    /// More calls wait for a place in its bulkhead than get one.
    pub is_overloaded: bool,
}

/// A request class end to end.
#[derive(Clone, Debug, PartialEq)]
pub struct JourneyEstimate {
    pub name: String,
    pub source: ComponentId,
    pub per_sec: f64,
    /// Mean from sending to the answer, of those that succeed. `None`: something on the way has no steady state.
    pub latency_millis: Option<f64>,
    /// Share that fails after all tries, 0 to 1.
    pub failed_ratio: f64,
}

impl Estimate {
    /// Mean over all requests that succeed. `None`: some of them have no steady state, or there are none.
    pub fn mean_latency_millis(&self) -> Option<f64> {
        if self.connections.iter().any(|it| it.is_overloaded) {
            return None;
        }
        let (mut total, mut sum) = (0.0, 0.0);
        for it in &self.journeys {
            let per_sec = it.per_sec * (1.0 - it.failed_ratio);
            if per_sec > 0.0 {
                total += per_sec;
                sum += per_sec * it.latency_millis?;
            }
        }
        (total > 0.0).then(|| sum / total)
    }

    /// Requests per second that get an answer.
    pub fn answered_per_sec(&self) -> f64 {
        self.journeys.iter().map(|it| it.per_sec * (1.0 - it.failed_ratio)).sum()
    }

    /// What would be used.
    pub fn usage(&self) -> Usage {
        Usage {
            requests_per_sec: lean::map(self.components.iter().map(|it| (it.id, it.arrivals_per_sec))),
            calls_per_sec: lean::map(self.connections.iter().map(|it| (it.id, it.calls_per_sec))),
            ..Usage::default()
        }
    }

    /// Share of all requests that fails after all tries; zero if nothing is sent.
    pub fn failed_ratio(&self) -> f64 {
        let total: f64 = self.journeys.iter().map(|it| it.per_sec).sum();
        let failed: f64 = self.journeys.iter().map(|it| it.per_sec * it.failed_ratio).sum();
        if total > 0.0 { failed / total } else { 0.0 }
    }
}

/// What is to be paid for: what the estimate says, or where there is none, what would be sent if nothing queued or failed.
pub fn usage(architecture: &Architecture, estimate: Option<&Estimate>) -> Usage {
    estimate.map_or_else(|| Usage::expected(architecture), Estimate::usage)
}
