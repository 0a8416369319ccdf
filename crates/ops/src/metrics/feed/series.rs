//! The series that a feed writes.

use std::collections::BTreeSet;

use model::{ComponentId, ConnectionId};
use sim::telemetry::{BUCKET_SECS, BUCKETS, Breaker, Buckets, ComponentFrame, ConnectionFrame};

use crate::{
    metrics::{Store, store::SeriesId},
    promql::Labels,
};

/// What a component counted in a second.
pub type CountOf = fn(&ComponentFrame) -> u32;
/// What a gauge of a component shows; `None`: it has no such gauge.
pub type ValueOf = fn(&ComponentFrame) -> Option<f64>;

/// A series that only grows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counter {
    pub id: Option<SeriesId>,
    pub value: f64,
}

impl Counter {
    pub fn add(&mut self, count: u32) {
        self.value += f64::from(count);
    }

    /// Writes its value; the series ends where nobody sees it.
    pub fn write_if(&self, is_seen: bool, store: &mut Store, at_secs: f64) {
        write(self.id, store, at_secs, if is_seen { self.value } else { f64::NAN });
    }
}

/// A sample of a series that somebody asks for.
pub fn write(id: Option<SeriesId>, store: &mut Store, at_secs: f64, value: f64) {
    if let Some(id) = id {
        store.push(id, at_secs, value);
    }
}

/// A component with all its series.
#[derive(Clone, Debug)]
pub struct Component {
    pub id: ComponentId,
    pub up: Option<SeriesId>,
    pub counters: Vec<(Counter, CountOf)>,
    pub gauges: Vec<(Option<SeriesId>, ValueOf)>,
    pub latency: Histogram,
    pub calls: Vec<ConnectionId>,
    /// It answered when it was last asked.
    pub is_shown: bool,
}

/// A connection as its caller counts it.
#[derive(Clone, Debug)]
pub struct Connection {
    pub attempts: Counter,
    pub errors: Counter,
    pub retries: Counter,
    pub breaker: Option<SeriesId>,
    pub state: Breaker,
}

impl Connection {
    pub fn add(&mut self, new: &ConnectionFrame) {
        self.attempts.add(new.attempts);
        self.errors.add(new.failed);
        self.retries.add(new.retries);
        self.state = new.breaker;
    }
}

/// A journey, whoever sends it.
#[derive(Clone, Debug)]
pub struct Journey {
    pub senders: Vec<ComponentId>,
    pub succeeded: Counter,
    pub failed: Counter,
    pub latency: Histogram,
    /// Somebody saw it when it was last looked at.
    pub is_shown: bool,
}

/// An objective: what of it is counted, and what is left of its budget.
#[derive(Clone, Debug)]
pub struct Objective {
    pub senders: Vec<ComponentId>,
    /// Requests, and those that missed the objective.
    pub counters: [Counter; 2],
    pub budget: Option<SeriesId>,
    pub is_shown: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Histogram {
    buckets: [Counter; BUCKETS],
    sum: Counter,
    count: Counter,
}

impl Histogram {
    pub fn add(&mut self, new: &Buckets) {
        // Prometheus' buckets hold everything up to their bound.
        let mut upto = 0;
        for (bucket, count) in self.buckets.iter_mut().zip(new.counts) {
            upto += count;
            bucket.add(upto);
        }
        self.count.add(upto);
        self.sum.value += new.sum_secs;
    }

    pub fn all(&self) -> impl Iterator<Item = &Counter> {
        self.buckets.iter().chain([&self.sum, &self.count])
    }
}

/// Makes the series that somebody asks for.
pub struct Maker<'a> {
    pub store: &'a mut Store,
    /// `None`: all.
    pub wanted: Option<&'a BTreeSet<String>>,
}

impl Maker<'_> {
    pub fn series(&mut self, metric: &'static str, labels: &Labels) -> Option<SeriesId> {
        let is_wanted = self.wanted.is_none_or(|it| it.contains(metric));
        is_wanted.then(|| self.store.add_series(metric, labels.clone()))
    }

    pub fn counter(&mut self, metric: &'static str, labels: &Labels) -> Counter {
        Counter { id: self.series(metric, labels), value: 0.0 }
    }

    /// A counter that may belong to no series: nobody would ever see it.
    pub fn counter_if(&mut self, is_seen: bool, metric: &'static str, labels: &Labels) -> Counter {
        if is_seen { self.counter(metric, labels) } else { Counter::default() }
    }

    /// Buckets; `rest`: the metrics of their sum and their count.
    pub fn histogram(
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
