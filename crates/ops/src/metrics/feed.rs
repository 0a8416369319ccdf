//! From the seconds of a run to series.

use std::collections::{BTreeMap, BTreeSet};

use model::{Architecture, ComponentId, ConnectionId, Relation, lean, spec::Behavior};
use sim::telemetry::{BUCKET_SECS, BUCKETS, Breaker, Buckets, ComponentFrame, ConnectionFrame, Frame};

use super::{
    Store,
    catalog::{objective_names, service_names},
    store::SeriesId,
};
use crate::{observed::Observed, promql::Labels};

/// Writes frames into a store, as far as somebody can see them.
#[derive(Clone, Debug)]
pub struct Feed {
    components: Vec<Component>,
    connections: BTreeMap<ConnectionId, Connection>,
    journeys: Vec<Journey>,
    /// By source and class: which journey.
    journey_of: BTreeMap<(ComponentId, u16), usize>,
    objectives: Vec<[Counter; 2]>,
    budgets: Vec<Option<SeriesId>>,
    every_secs: f64,
    next_secs: f64,
}

/// A series that only grows.
#[derive(Clone, Copy, Debug, Default)]
struct Counter {
    id: Option<SeriesId>,
    value: f64,
}

impl Counter {
    fn write(&self, store: &mut Store, at_secs: f64) {
        write(self.id, store, at_secs, self.value);
    }
}

fn write(id: Option<SeriesId>, store: &mut Store, at_secs: f64, value: f64) {
    if let Some(id) = id {
        store.push(id, at_secs, value);
    }
}

#[derive(Clone, Debug)]
struct Component {
    id: ComponentId,
    /// What it reports to; nothing needs to be up to be seen by those who see all.
    collectors: Option<Vec<ComponentId>>,
    up: Option<SeriesId>,
    counters: Vec<(Counter, fn(&ComponentFrame) -> u32)>,
    gauges: Vec<(Option<SeriesId>, fn(&ComponentFrame) -> Option<f64>)>,
    latency: Histogram,
    calls: Vec<ConnectionId>,
    is_shown: bool,
}

#[derive(Clone, Debug)]
struct Connection {
    attempts: Counter,
    errors: Counter,
    retries: Counter,
    breaker: Option<SeriesId>,
    state: Breaker,
}

#[derive(Clone, Debug)]
struct Journey {
    succeeded: Counter,
    failed: Counter,
    latency: Histogram,
}

#[derive(Clone, Debug, Default)]
struct Histogram {
    buckets: [Counter; BUCKETS],
    sum: Counter,
    count: Counter,
}

impl Histogram {
    fn add(&mut self, new: &Buckets) {
        // Prometheus' buckets hold everything up to their bound.
        let mut upto = 0.0;
        for (bucket, count) in self.buckets.iter_mut().zip(new.counts) {
            upto += f64::from(count);
            bucket.value += upto;
        }
        self.count.value += upto;
        self.sum.value += new.sum_secs;
    }

    fn all(&self) -> impl Iterator<Item = &Counter> {
        self.buckets.iter().chain([&self.sum, &self.count])
    }
}

/// Makes the series that somebody asks for.
struct Maker<'a> {
    store: &'a mut Store,
    /// `None`: all.
    wanted: Option<&'a BTreeSet<String>>,
}

impl Maker<'_> {
    fn series(&mut self, metric: &'static str, labels: &Labels) -> Option<SeriesId> {
        let is_wanted = self.wanted.is_none_or(|it| it.contains(metric));
        is_wanted.then(|| self.store.add_series(metric, labels.clone()))
    }

    fn counter(&mut self, metric: &'static str, labels: &Labels) -> Counter {
        Counter { id: self.series(metric, labels), value: 0.0 }
    }

    fn histogram(
        &mut self,
        buckets: &'static str,
        rest: Option<[&'static str; 2]>,
        labels: &Labels,
    ) -> Histogram {
        let bound = |index: usize| BUCKET_SECS.get(index).map_or_else(|| "+Inf".to_owned(), f64::to_string);
        Histogram {
            buckets: std::array::from_fn(|index| {
                self.counter(buckets, &labels.clone().with("le", &bound(index)))
            }),
            sum: rest.map_or_else(Counter::default, |it| self.counter(it[0], labels)),
            count: rest.map_or_else(Counter::default, |it| self.counter(it[1], labels)),
        }
    }
}

impl Feed {
    /// For a drawing of which so much is seen; `None` sees all of it. Only metrics that are `wanted` are kept; `None`
    /// wants all. A sample is taken every `every_secs` of simulated time.
    pub fn new(
        architecture: &Architecture,
        observed: Option<&Observed>,
        wanted: Option<&BTreeSet<String>>,
        every_secs: f64,
        store: &mut Store,
    ) -> Self {
        let mut maker = Maker { store, wanted };
        let names = lean::map(service_names(architecture));
        let mut feed = Self {
            components: Vec::new(),
            connections: BTreeMap::new(),
            journeys: Vec::new(),
            journey_of: BTreeMap::new(),
            objectives: Vec::new(),
            budgets: Vec::new(),
            every_secs,
            next_secs: 0.0,
        };
        for component in &architecture.components {
            let collectors = match observed {
                None => None,
                Some(it) => match it.metrics.get(&component.id) {
                    Some(collectors) => Some(collectors.clone()),
                    None => continue,
                },
            };
            if component.kind.is_source() {
                continue;
            }
            feed.add_component(architecture, component, collectors, &names, &mut maker);
        }
        feed.add_journeys(architecture, observed, &mut maker);
        for name in objective_names(&architecture.objectives) {
            let labels = Labels::new([("objective", name)]);
            feed.objectives
                .push(["slo_events_total", "slo_errors_total"].map(|it| maker.counter(it, &labels)));
            feed.budgets.push(maker.series("error_budget_remaining_percentage", &labels));
        }
        feed
    }

    fn add_component(
        &mut self,
        architecture: &Architecture,
        component: &model::Component,
        collectors: Option<Vec<ComponentId>>,
        names: &BTreeMap<ComponentId, String>,
        maker: &mut Maker<'_>,
    ) {
        let name = |id: ComponentId| names.get(&id).map_or("", String::as_str);
        let labels = Labels::new([("service", name(component.id)), ("kind", component.kind.id)]);
        let mut counters: Vec<(Counter, fn(&ComponentFrame) -> u32)> = Vec::new();
        let mut gauges: Vec<(Option<SeriesId>, fn(&ComponentFrame) -> Option<f64>)> = Vec::new();
        let statuses: [(&str, fn(&ComponentFrame) -> u32); 3] = [
            ("200", |it| it.succeeded),
            ("429", |it| it.limited),
            // What found no process was counted by nobody.
            ("500", |it| it.failed.saturating_sub(it.limited + it.refused)),
        ];
        for (status, count) in statuses {
            let labels = labels.clone().with("status", status);
            counters.push((maker.counter("http_requests_total", &labels), count));
        }
        let behavior = component.spec().behavior;
        if matches!(behavior, Behavior::Cache { .. } | Behavior::Edge { .. }) {
            counters.push((maker.counter("cache_hits_total", &labels), |it| it.hits));
            counters.push((maker.counter("cache_misses_total", &labels), |it| it.misses));
        }
        if matches!(behavior, Behavior::Broker { .. }) {
            gauges.push((maker.series("messages_waiting", &labels), |it| Some(f64::from(it.backlog))));
        }
        gauges.push((maker.series("replicas", &labels), |it| Some(f64::from(it.replicas))));
        gauges.push((maker.series("replicas_available", &labels), |it| Some(f64::from(it.up))));
        gauges.push((maker.series("queue_length", &labels), |it| Some(f64::from(it.queue))));
        gauges.push((maker.series("slots", &labels), |it| (it.slots > 0).then_some(f64::from(it.slots))));
        gauges.push((maker.series("slots_busy", &labels), |it| (it.slots > 0).then_some(f64::from(it.busy))));
        gauges.push((maker.series("cpu_usage_ratio", &labels), |it| {
            it.machine.map(|machine| f64::from(machine.cpu) / 100.0)
        }));
        gauges.push((maker.series("memory_usage_ratio", &labels), |it| {
            it.machine.map(|machine| f64::from(machine.memory) / 100.0)
        }));
        let rest = ["http_request_duration_seconds_sum", "http_request_duration_seconds_count"];
        let latency = maker.histogram("http_request_duration_seconds_bucket", Some(rest), &labels);
        let mut calls = Vec::new();
        for connection in architecture.outgoing(component.id) {
            if !matches!(connection.relation, Relation::Call | Relation::Publish) {
                continue;
            }
            calls.push(connection.id);
            let labels = labels.clone().with("target", name(connection.to));
            let breaker = connection.policy.breaker.is_some();
            let breaker = if breaker { maker.series("circuit_breaker_state", &labels) } else { None };
            self.connections.insert(
                connection.id,
                Connection {
                    attempts: maker.counter("client_requests_total", &labels),
                    errors: maker.counter("client_request_errors_total", &labels),
                    retries: maker.counter("client_request_retries_total", &labels),
                    breaker,
                    state: Breaker::Closed,
                },
            );
        }
        let up = maker.series("up", &labels);
        let id = component.id;
        self.components.push(Component {
            id,
            collectors,
            up,
            counters,
            gauges,
            latency,
            calls,
            is_shown: false,
        });
    }

    fn add_journeys(
        &mut self,
        architecture: &Architecture,
        observed: Option<&Observed>,
        maker: &mut Maker<'_>,
    ) {
        let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
        for component in &architecture.components {
            let Some(workload) = &component.workload else { continue };
            if !component.kind.is_source() || observed.is_some_and(|it| !it.users.contains_key(&component.id))
            {
                continue;
            }
            for (class, name) in workload.classes.iter().map(|it| it.name.clone()).enumerate() {
                let index = *by_name.entry(name.clone()).or_insert_with(|| {
                    let labels = Labels::new([("journey", &name)]);
                    let mut counter = |result| {
                        maker.counter("journey_requests_total", &labels.clone().with("result", result))
                    };
                    let (succeeded, failed) = (counter("success"), counter("failure"));
                    let latency = maker.histogram("journey_duration_seconds_bucket", None, &labels);
                    self.journeys.push(Journey { succeeded, failed, latency });
                    self.journeys.len() - 1
                });
                self.journey_of.insert((component.id, class as u16), index);
            }
        }
    }

    /// A second of the run; `budgets`: the shares of the error budgets that are left, as far as there are any.
    pub fn add(&mut self, store: &mut Store, frame: &Frame, budgets: &[Option<f64>]) {
        self.count(frame);
        if frame.at_secs + 1e-9 < self.next_secs {
            return;
        }
        let at_secs = frame.at_secs;
        self.next_secs = at_secs + self.every_secs;
        let is_up = |id: ComponentId| component_of(frame, id).is_some_and(|it| it.up > 0);
        for component in &mut self.components {
            let Some(now) = component_of(frame, component.id) else { continue };
            let is_seen = component.collectors.as_ref().is_none_or(|it| it.iter().any(|id| is_up(*id)));
            let answers = is_seen && now.up > 0;
            // Whoever fails to answer leaves a gap: all its series end, and `up` alone says why.
            let end = |value: f64| if answers { value } else { f64::NAN };
            if answers || component.is_shown {
                for (counter, _) in &component.counters {
                    write(counter.id, store, at_secs, end(counter.value));
                }
                for (id, read) in &component.gauges {
                    if let Some(value) = read(now) {
                        write(*id, store, at_secs, end(value));
                    }
                }
                component.latency.all().for_each(|it| write(it.id, store, at_secs, end(it.value)));
                for call in component.calls.iter().filter_map(|it| self.connections.get(it)) {
                    let state = match call.state {
                        Breaker::Closed => 0.0,
                        Breaker::HalfOpen => 1.0,
                        Breaker::Open => 2.0,
                    };
                    write(call.breaker, store, at_secs, end(state));
                    for it in [call.attempts, call.errors, call.retries] {
                        write(it.id, store, at_secs, end(it.value));
                    }
                }
            }
            let up = if is_seen { f64::from(u8::from(now.up > 0)) } else { f64::NAN };
            write(component.up, store, at_secs, up);
            component.is_shown = answers;
        }
        for journey in &self.journeys {
            for it in [journey.succeeded, journey.failed].iter().chain(journey.latency.all()) {
                it.write(store, at_secs);
            }
        }
        self.objectives.iter().flatten().for_each(|it| it.write(store, at_secs));
        for (id, left) in self.budgets.iter().zip(budgets) {
            write(*id, store, at_secs, left.map_or(f64::NAN, |it| 100.0 * it));
        }
    }

    fn count(&mut self, frame: &Frame) {
        for component in &mut self.components {
            let Some(new) = component_of(frame, component.id) else { continue };
            component.counters.iter_mut().for_each(|(counter, read)| counter.value += f64::from(read(new)));
            component.latency.add(&new.latency);
        }
        self.connections.values_mut().for_each(|it| it.state = Breaker::Closed);
        for new in &frame.connections {
            if let Some(connection) = self.connections.get_mut(&new.id) {
                connection.add(new);
            }
        }
        for new in &frame.journeys {
            let Some(index) = self.journey_of.get(&(new.source, new.class)) else { continue };
            let journey = &mut self.journeys[*index];
            journey.succeeded.value += f64::from(new.succeeded);
            journey.failed.value += f64::from(new.failed);
            journey.latency.add(&new.latency);
        }
        for ([events, errors], new) in self.objectives.iter_mut().zip(&frame.objectives) {
            events.value += f64::from(new.total);
            errors.value += f64::from(new.bad);
        }
    }
}

impl Connection {
    fn add(&mut self, new: &ConnectionFrame) {
        self.attempts.value += f64::from(new.attempts);
        self.errors.value += f64::from(new.failed);
        self.retries.value += f64::from(new.retries);
        self.state = new.breaker;
    }
}

/// Frames hold components by id.
fn component_of(frame: &Frame, id: ComponentId) -> Option<&ComponentFrame> {
    let index = frame.components.binary_search_by_key(&id, |it| it.id).ok()?;
    frame.components.get(index)
}
