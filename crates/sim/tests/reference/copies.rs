//! Copies that nobody waits for: telemetry, captured changes, writes for other stores.

use model::{
    ComponentId, ConnectionId, Relation,
    connection::{Collection, Connection},
    spec::Behavior,
};
use sim::{
    random::{Purpose, child_key, mix, stream},
    report::FailureCause,
};

use super::{Event, Job, World, arrivals, nanos};

/// "A scrape takes one copy per replica every 15 s."
const SCRAPE_EVERY_MILLIS: f64 = 15_000.0;

impl World<'_> {
    fn unawaited(&self, from: ComponentId) -> Vec<&Connection> {
        let goes = |it: &&Connection| match it.relation {
            Relation::Observe => it.policy.collection == Collection::Push,
            Relation::Replicate => !it.policy.synchronous,
            Relation::Publish => self.captures_changes(from),
            _ => false,
        };
        let mut found: Vec<_> =
            self.architecture.connections.iter().filter(|it| it.from == from).filter(goes).collect();
        found.sort_by_key(|it| it.id);
        found
    }

    fn captures_changes(&self, id: ComponentId) -> bool {
        matches!(self.specs[&id].behavior, Behavior::Store { captures_changes: true, .. })
    }

    /// "A pushed copy is sent for the sampled share of requests when the observed component has answered." Stores hand on
    /// the writes that went well.
    pub(super) fn send_copies(&mut self, job: usize) {
        let it = self.jobs[job].clone();
        let connections: Vec<ConnectionId> = self
            .unawaited(it.at)
            .into_iter()
            .filter(|connection| match connection.relation {
                Relation::Observe => self.is_sampled(connection, it.key),
                Relation::Replicate => it.failure.is_none() && self.fits(job, connection),
                _ => it.failure.is_none() && self.takes(job, connection.id),
            })
            .map(|it| it.id)
            .collect();
        for id in connections {
            let salt = stream(self.seed, id.0, Purpose::Span);
            let copy = Job { key: child_key(it.key, salt, 0, 0), ..it.clone() };
            self.send_copy(id, it.replica, copy);
        }
    }

    fn is_sampled(&self, connection: &Connection, key: u64) -> bool {
        self.unit(connection.id.0, Purpose::Sample, key) < connection.policy.sample_ratio
    }

    /// "A collector with an overhead makes each sampled request that much slower at the observed component, as own work."
    pub(super) fn traced_overhead(&self, job: usize) -> u64 {
        let it = &self.jobs[job];
        let overhead = |connection: &&Connection| match self.specs[&connection.to].behavior {
            Behavior::Sink { traced_overhead_millis } if self.is_sampled(connection, it.key) => {
                nanos(traced_overhead_millis)
            }
            _ => 0,
        };
        let observers = self.unawaited(it.at).into_iter().filter(|it| it.relation == Relation::Observe);
        observers.map(|it| overhead(&it)).sum()
    }

    pub(super) fn plan_scrapes(&mut self) {
        for it in self.architecture.connections.iter() {
            if it.relation == Relation::Observe && it.policy.collection == Collection::Scrape {
                // Somewhere in the first interval.
                let offset = stream(self.seed, it.id.0, Purpose::Sample) % nanos(SCRAPE_EVERY_MILLIS);
                self.schedule(offset, Event::Scrape(it.id));
            }
        }
    }

    /// "One copy of each replica whose process runs."
    pub(super) fn scrape(&mut self, id: ConnectionId) {
        self.schedule(nanos(SCRAPE_EVERY_MILLIS), Event::Scrape(id));
        let from = self.connection(id).from;
        let salt = stream(self.seed, id.0, Purpose::Span);
        for replica in 0..self.pools(from) {
            if !self.ended.contains(&(from, replica)) {
                let key = child_key(mix(self.now ^ salt), salt, replica as u16, 1);
                let first = self.architecture.components.iter();
                let first = first.filter(|it| arrivals::is_source(self.architecture, it));
                let class = (first.map(|it| it.id).min().expect("a source"), 0);
                self.send_copy(id, replica, Job::new(from, replica, key, class));
            }
        }
    }

    fn send_copy(&mut self, id: ConnectionId, from: u32, like: Job) {
        let connection = self.connection(id);
        self.carried(id).attempts += 1;
        let draws = (like.key, like.user, self.is_write_of(like.class));
        let to = self.replica_for(connection, draws);
        let way = match self.way_of_copy(id, like.key, from, to) {
            Ok(way) => way,
            Err(cause) => return self.count_dropped(id, cause),
        };
        let Job { user, item, class, key, .. } = like;
        self.jobs.push(Job { user, item, sent_over: Some(id), ..Job::new(connection.to, to, key, class) });
        self.schedule(way, Event::Copied(self.jobs.len() - 1));
    }

    /// "What a collector cannot take is dropped and counted; nobody waits for it."
    pub(super) fn count_dropped(&mut self, id: ConnectionId, cause: FailureCause) {
        self.carried(id).dropped += 1;
        *self.outcome.lost_calls.entry((id, cause)).or_default() += 1;
    }

    /// A copy has been dealt with.
    pub(super) fn copy_ends(&mut self, id: ConnectionId, failure: Option<FailureCause>) {
        match failure {
            Some(cause) => *self.outcome.lost_calls.entry((id, cause)).or_default() += 1,
            None => self.carried(id).succeeded += 1,
        }
    }
}
