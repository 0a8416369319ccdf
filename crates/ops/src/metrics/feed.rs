//! From the seconds of a run to series.

use std::collections::{BTreeMap, BTreeSet};

use model::{Architecture, ComponentId, ConnectionId, lean};
use sim::telemetry::{Breaker, ComponentFrame, Frame};

use super::{
    Store,
    catalog::{objective_names, service_names},
};
use crate::{
    promql::Labels,
    sight::{Sight, concerned, senders, up_in},
};

mod component;
mod series;

use series::{Component, Connection, Journey, Maker, Objective, write};

/// Writes frames into a store, as far as somebody can see them.
#[derive(Clone, Debug)]
pub struct Feed {
    components: Vec<Component>,
    connections: BTreeMap<ConnectionId, Connection>,
    journeys: Vec<Journey>,
    /// By source and class: which journey.
    journey_of: BTreeMap<(ComponentId, u16), usize>,
    objectives: Vec<Objective>,
    sight: Sight,
    every_secs: f64,
    next_secs: f64,
}

impl Feed {
    /// For a drawing of which so much is seen. Only metrics that are `wanted` are kept; `None` wants all. A sample is taken
    /// every `every_secs` of simulated time.
    pub fn new(
        architecture: &Architecture,
        sight: &Sight,
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
            sight: sight.clone(),
            every_secs,
            next_secs: 0.0,
        };
        for component in architecture.components.iter().filter(|it| !it.kind.is_source()) {
            // Of what is in the fog there are no series.
            if sight.is_connected(component.id) {
                feed.add_component(architecture, component, &names, &mut maker);
            }
        }
        feed.add_journeys(architecture, &mut maker);
        for (name, senders) in
            objective_names(&architecture.objectives).into_iter().zip(concerned(architecture))
        {
            let labels = Labels::new([("objective", name)]);
            let is_seen = senders.iter().all(|it| sight.is_connected(*it));
            let counters = ["slo_events_total", "slo_errors_total"];
            feed.objectives.push(Objective {
                senders,
                counters: counters.map(|it| maker.counter_if(is_seen, it, &labels)),
                budget: is_seen.then(|| maker.series("error_budget_remaining_percentage", &labels)).flatten(),
                is_shown: false,
            });
        }
        feed
    }

    fn add_journeys(&mut self, architecture: &Architecture, maker: &mut Maker<'_>) {
        let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
        for component in architecture.components.iter().filter(|it| it.kind.is_source()) {
            let Some(workload) = &component.workload else { continue };
            for (class, request) in workload.classes.iter().enumerate() {
                let senders = senders(architecture, &request.name);
                if !senders.iter().all(|it| self.sight.is_connected(*it)) {
                    continue;
                }
                let index = *by_name.entry(&request.name).or_insert_with(|| {
                    let labels = Labels::new([("journey", &request.name)]);
                    let mut counter = |result| {
                        maker.counter("journey_requests_total", &labels.clone().with("result", result))
                    };
                    let (succeeded, failed) = (counter("success"), counter("failure"));
                    let latency = maker.histogram("journey_duration_seconds_bucket", None, &labels);
                    self.journeys.push(Journey { senders, succeeded, failed, latency, is_shown: false });
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
        let is_up = up_in(frame);
        for component in &mut self.components {
            let Some(now) = frame.component(component.id) else { continue };
            let is_seen = self.sight.look(component.id, &is_up).is_ok();
            let answers = is_seen && now.running > 0;
            if answers || component.is_shown {
                component.sample(&self.connections, now, store, at_secs, answers);
            }
            component.is_shown = answers;
            let up = if is_seen { f64::from(u8::from(now.running > 0)) } else { f64::NAN };
            write(component.up, store, at_secs, up);
        }
        for journey in &mut self.journeys {
            let is_seen = self.sight.look_at_all(&journey.senders, &is_up).is_ok();
            if is_seen || journey.is_shown {
                let counters = [&journey.succeeded, &journey.failed].into_iter().chain(journey.latency.all());
                counters.for_each(|it| it.write_if(is_seen, store, at_secs));
            }
            journey.is_shown = is_seen;
        }
        for (objective, left) in self.objectives.iter_mut().zip(budgets()) {
            let is_seen = self.sight.look_at_all(&objective.senders, &is_up).is_ok();
            if is_seen || objective.is_shown {
                objective.counters.iter().for_each(|it| it.write_if(is_seen, store, at_secs));
                let left = left.filter(|_| is_seen).map_or(f64::NAN, |it| 100.0 * it);
                write(objective.budget, store, at_secs, left);
            }
            objective.is_shown = is_seen;
        }
    }

    fn count(&mut self, frame: &Frame) {
        for component in &mut self.components {
            let Some(new) = frame.component(component.id) else { continue };
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
        for (it, new) in self.objectives.iter_mut().zip(&frame.objectives) {
            let [events, errors] = &mut it.counters;
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
