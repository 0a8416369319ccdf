//! Which series a component has: by what it does.

use std::collections::BTreeMap;

use model::{Architecture, ComponentId, Relation, spec::Behavior};
use sim::telemetry::Breaker;

use super::{
    Feed,
    series::{Component, Connection, CountOf, Counter, Maker, ValueOf},
};
use crate::{metrics::store::SeriesId, promql::Labels};

const STATUSES: [(&str, CountOf); 3] = [
    ("200", |it| it.succeeded),
    ("429", |it| it.limited),
    // What found no process was counted by nobody.
    ("500", |it| it.failed.saturating_sub(it.limited + it.refused)),
];

const GAUGES: [(&str, ValueOf); 8] = [
    ("replicas", |it| Some(f64::from(it.replicas))),
    ("replicas_available", |it| Some(f64::from(it.up))),
    ("replicas_ready_ratio", |it| (it.replicas > 0).then(|| f64::from(it.up) / f64::from(it.replicas))),
    ("queue_length", |it| Some(f64::from(it.queue))),
    ("slots", |it| (it.slots > 0).then_some(f64::from(it.slots))),
    ("slots_busy", |it| (it.slots > 0).then_some(f64::from(it.busy))),
    ("cpu_usage_ratio", |it| it.machine.map(|machine| f64::from(machine.cpu) / 100.0)),
    ("memory_usage_ratio", |it| it.machine.map(|machine| f64::from(machine.memory) / 100.0)),
];

impl Feed {
    pub(super) fn add_component(
        &mut self,
        architecture: &Architecture,
        component: &model::Component,
        names: &BTreeMap<ComponentId, String>,
        maker: &mut Maker<'_>,
    ) {
        let name = |id: ComponentId| names.get(&id).map_or("", String::as_str);
        let labels = Labels::new([("service", name(component.id)), ("kind", component.kind.id)]);
        let mut counters: Vec<(Counter, CountOf)> = Vec::new();
        for (status, count) in STATUSES {
            let labels = labels.clone().with("status", status);
            counters.push((maker.counter("http_requests_total", &labels), count));
        }
        let mut gauges: Vec<(Option<SeriesId>, ValueOf)> = Vec::new();
        for (metric, value) in GAUGES {
            gauges.push((maker.series(metric, &labels), value));
        }
        match component.spec().behavior {
            Behavior::Cache { .. } | Behavior::Edge { .. } => {
                counters.push((maker.counter("cache_hits_total", &labels), |it| it.hits));
                counters.push((maker.counter("cache_misses_total", &labels), |it| it.misses));
            }
            Behavior::Broker { .. } => {
                gauges.push((maker.series("messages_waiting", &labels), |it| Some(f64::from(it.backlog))));
            }
            _ => {}
        }
        let rest = ["http_request_duration_seconds_sum", "http_request_duration_seconds_count"];
        let latency = maker.histogram("http_request_duration_seconds_bucket", Some(rest), &labels);
        let mut calls = Vec::new();
        for connection in architecture.outgoing(component.id) {
            if !matches!(connection.relation, Relation::Call | Relation::Publish) {
                continue;
            }
            calls.push(connection.id);
            let labels = labels.clone().with("target", name(connection.to));
            let has_breaker = connection.policy.breaker.is_some();
            let breaker = if has_breaker { maker.series("circuit_breaker_state", &labels) } else { None };
            let row = Connection {
                attempts: maker.counter("client_requests_total", &labels),
                errors: maker.counter("client_request_errors_total", &labels),
                retries: maker.counter("client_request_retries_total", &labels),
                breaker,
                state: Breaker::Closed,
            };
            self.connections.insert(connection.id, row);
        }
        let (id, up) = (component.id, maker.series("up", &labels));
        let row = Component { id, up, counters, gauges, latency, calls, is_shown: false };
        self.components.push(row);
    }
}
