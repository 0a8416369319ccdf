//! What requests cost while a run goes on.

use std::collections::BTreeMap;

use model::{
    Architecture, Component, ComponentId, ConnectionId,
    cost::{SECONDS, Usage, monthly_cost},
    lean,
};
use sim::telemetry::Frame;

/// The bill of a large drawing takes its time: it is made so often, in simulated seconds.
const EVERY_SECS: f64 = 5.0;

/// Adds up what was used, and what was completed.
#[derive(Clone, Debug)]
pub struct CostMeter {
    architecture: Architecture,
    arrived: BTreeMap<ComponentId, u64>,
    calls: BTreeMap<ConnectionId, u64>,
    /// Seconds with so many replicas.
    replicas: BTreeMap<ComponentId, BTreeMap<u32, u64>>,
    completed: u64,
    seconds: u64,
    next_secs: f64,
}

impl CostMeter {
    pub fn new(architecture: &Architecture) -> Self {
        Self {
            architecture: architecture.clone(),
            arrived: BTreeMap::new(),
            calls: BTreeMap::new(),
            replicas: BTreeMap::new(),
            completed: 0,
            seconds: 0,
            next_secs: 0.0,
        }
    }

    /// Counts a second; dollars for a thousand completed requests so far, when it is time to say so.
    pub fn add(&mut self, frame: &Frame) -> Option<f64> {
        self.seconds += 1;
        for component in &frame.components {
            *self.arrived.entry(component.id).or_default() += u64::from(component.arrived);
            *self.replicas.entry(component.id).or_default().entry(component.replicas).or_default() += 1;
        }
        for connection in &frame.connections {
            *self.calls.entry(connection.id).or_default() += u64::from(connection.attempts);
        }
        self.completed += frame.journeys.iter().map(|it| u64::from(it.succeeded)).sum::<u64>();
        if frame.at_secs < self.next_secs || self.completed == 0 {
            return None;
        }
        self.next_secs = frame.at_secs + EVERY_SECS;
        let secs = self.seconds as f64;
        let share = |count: u64| count as f64 / secs;
        let replicas = |it: &BTreeMap<u32, u64>| it.iter().map(|(n, count)| (*n, share(*count))).collect();
        // The bill knows those that neither came nor went: as many as are drawn.
        let drawn = |id: ComponentId| self.architecture.component(id).map(Component::replicas);
        let as_drawn = |id, it: &BTreeMap<u32, u64>| it.keys().all(|n| Some(*n) == drawn(id));
        let came_and_went = self.replicas.iter().filter(|it| !as_drawn(*it.0, it.1));
        let usage = Usage {
            requests_per_sec: lean::map(self.arrived.iter().map(|(id, count)| (*id, share(*count)))),
            calls_per_sec: lean::map(self.calls.iter().map(|(id, count)| (*id, share(*count)))),
            replicas: lean::map(came_and_went.map(|(id, it)| (*id, replicas(it)))),
        };
        let dollars = monthly_cost(&self.architecture, &usage).total_dollars / SECONDS * secs;
        Some(dollars / self.completed as f64 * 1e3)
    }
}
