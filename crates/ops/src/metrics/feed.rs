//! From the seconds of a run to series.

use std::collections::{BTreeMap, BTreeSet};

use model::{Architecture, ComponentId, ConnectionId, lean};
use sim::telemetry::{Breaker, ComponentFrame, Frame};

use super::{
    Store,
    catalog::{objective_names, service_names},
    store::SeriesId,
};
use crate::{observed::Observed, promql::Labels};

mod component;
mod series;

use series::{Component, Connection, Counter, Journey, Maker, write};

/// Writes frames into a store, as far as somebody can see them.
#[derive(Clone, Debug)]
pub struct Feed {
    components: Vec<Component>,
    connections: BTreeMap<ConnectionId, Connection>,
    journeys: Vec<Journey>,
    /// By source and class: which journey.
    journey_of: BTreeMap<(ComponentId, u16), usize>,
    /// Requests, and those that missed the objective.
    objectives: Vec<[Counter; 2]>,
    budgets: Vec<Option<SeriesId>>,
    every_secs: f64,
    next_secs: f64,
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
        for component in architecture.components.iter().filter(|it| !it.kind.is_source()) {
            let collectors = observed.map(|it| it.metrics.get(&component.id).cloned());
            // In the fog.
            if collectors == Some(None) {
                continue;
            }
            feed.add_component(architecture, component, collectors.flatten(), &names, &mut maker);
        }
        feed.add_journeys(architecture, observed, &mut maker);
        for name in objective_names(&architecture.objectives) {
            let labels = Labels::new([("objective", name)]);
            let counters = ["slo_events_total", "slo_errors_total"];
            feed.objectives.push(counters.map(|it| maker.counter(it, &labels)));
            feed.budgets.push(maker.series("error_budget_remaining_percentage", &labels));
        }
        feed
    }

    fn add_journeys(
        &mut self,
        architecture: &Architecture,
        observed: Option<&Observed>,
        maker: &mut Maker<'_>,
    ) {
        let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
        for component in architecture.components.iter().filter(|it| it.kind.is_source()) {
            let Some(workload) = &component.workload else { continue };
            if observed.is_some_and(|it| !it.users.contains_key(&component.id)) {
                continue;
            }
            for (class, request) in workload.classes.iter().enumerate() {
                let index = *by_name.entry(&request.name).or_insert_with(|| {
                    let labels = Labels::new([("journey", &request.name)]);
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

    /// A second of the run; `budgets`: the shares of the error budgets that are left, as far as there are any; asked for when a
    /// sample is due.
    pub fn add(&mut self, store: &mut Store, frame: &Frame, budgets: impl FnOnce() -> Vec<Option<f64>>) {
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
            if answers || component.is_shown {
                component.sample(&self.connections, now, store, at_secs, answers);
            }
            component.is_shown = answers;
            let up = if is_seen { f64::from(u8::from(now.up > 0)) } else { f64::NAN };
            write(component.up, store, at_secs, up);
        }
        for journey in &self.journeys {
            let counters = [&journey.succeeded, &journey.failed];
            counters.into_iter().chain(journey.latency.all()).for_each(|it| it.write(store, at_secs));
        }
        self.objectives.iter().flatten().for_each(|it| it.write(store, at_secs));
        for (id, left) in self.budgets.iter().zip(budgets()) {
            write(*id, store, at_secs, left.map_or(f64::NAN, |it| 100.0 * it));
        }
    }

    fn count(&mut self, frame: &Frame) {
        for component in &mut self.components {
            let Some(new) = component_of(frame, component.id) else { continue };
            component.counters.iter_mut().for_each(|(counter, count)| counter.add(count(new)));
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
            journey.succeeded.add(new.succeeded);
            journey.failed.add(new.failed);
            journey.latency.add(&new.latency);
        }
        for ([events, errors], new) in self.objectives.iter_mut().zip(&frame.objectives) {
            events.add(new.total);
            errors.add(new.bad);
        }
    }
}

impl Component {
    /// Writes a sample of each series; whoever no longer answers ends them all, and `up` alone says why.
    fn sample(
        &self,
        connections: &BTreeMap<ConnectionId, Connection>,
        now: &ComponentFrame,
        store: &mut Store,
        at_secs: f64,
        answers: bool,
    ) {
        let end = |value: f64| if answers { value } else { f64::NAN };
        let calls = || self.calls.iter().filter_map(|it| connections.get(it));
        let counters = self.counters.iter().map(|it| &it.0).chain(self.latency.all());
        for it in counters.chain(calls().flat_map(|it| [&it.attempts, &it.errors, &it.retries])) {
            write(it.id, store, at_secs, end(it.value));
        }
        for (id, value) in &self.gauges {
            if let Some(value) = value(now) {
                write(*id, store, at_secs, end(value));
            }
        }
        for it in calls() {
            let state = match it.state {
                Breaker::Closed => 0.0,
                Breaker::HalfOpen => 1.0,
                Breaker::Open => 2.0,
            };
            write(it.breaker, store, at_secs, end(state));
        }
    }
}

/// Frames hold components by id.
fn component_of(frame: &Frame, id: ComponentId) -> Option<&ComponentFrame> {
    let index = frame.components.binary_search_by_key(&id, |it| it.id).ok()?;
    frame.components.get(index)
}
