//! What passed over each connection.

use model::{Architecture, Arg, ComponentId, Message};

use super::{
    ConnectionReport, Report,
    build::{Builder, causes, single},
};
use crate::stats::LinkStats;

/// Wait for a place in a bulkhead, over what a call takes then, from which on it is notable.
const NOTABLE_WAIT: f64 = 0.1;

impl Report {
    /// Where calls waited notably for a place in a bulkhead: no component need be busy for that.
    pub fn waits_for_places(&self, architecture: &Architecture) -> Vec<Message> {
        let name = |id: ComponentId| -> Arg { architecture.component_name(id).into() };
        let waited = self.connections.iter().filter(|it| it.waits_notably());
        let said = waited.filter_map(|it| {
            let message = Message::new("report-waits-for-place");
            let message = message.with("from", name(it.from)).with("to", name(it.to));
            let message = message.with("time", Arg::Millis(it.mean_wait_millis?.value));
            Some(message.with("count", Arg::Count(it.most_waiting?.value)))
        });
        said.collect()
    }
}

impl ConnectionReport {
    /// Calls waited for a notable time for their place in the bulkhead.
    pub fn waits_notably(&self) -> bool {
        let waits = self.mean_wait_millis.zip(self.mean_latency_millis);
        waits.is_some_and(|(wait, call)| wait.value > NOTABLE_WAIT * call.value)
    }
}

impl Builder<'_> {
    pub(super) fn connections(&self, architecture: &Architecture) -> Vec<ConnectionReport> {
        let find = |id| self.net.links.binary_search_by_key(&id, |it| it.id).ok();
        architecture
            .connections
            .iter()
            .filter_map(|it| Some((it, find(it.id)?)))
            .map(|(connection, link)| {
                let stats: &LinkStats = &self.engine.link_stats[link];
                let is_consumed = connection.relation == model::Relation::Consume;
                let is_waited_for = self.net.links[link].has_room();
                let waiting = || self.mean(stats.waiting.area(self.engine.now));
                let has_partitions = self.net.links[link].partitions > 0;
                ConnectionReport {
                    id: connection.id,
                    from: connection.from,
                    to: connection.to,
                    attempts: stats.attempts,
                    retries: stats.retries,
                    succeeded: stats.succeeded,
                    failed_by_cause: causes(&stats.causes),
                    dead_letters: stats.dead_letters,
                    dropped: stats.dropped,
                    attempts_per_sec: self.per_sec(stats.attempts),
                    mean_latency_millis: single(stats.latency_nanos as f64 / stats.latencies as f64 / 1e6),
                    mean_wait_millis: is_waited_for
                        .then(|| single(stats.waited_nanos as f64 / stats.attempts as f64 / 1e6))
                        .flatten(),
                    mean_waiting: is_waited_for.then(waiting).flatten(),
                    most_waiting: is_waited_for.then(|| single(stats.most_waiting as f64)).flatten(),
                    mean_backlog: is_consumed
                        .then(|| self.mean(stats.backlog.area(self.engine.now)))
                        .flatten(),
                    most_backlog: is_consumed.then(|| single(stats.most_backlog as f64)).flatten(),
                    most_in_partition: has_partitions
                        .then(|| single(f64::from(stats.most_in_partition)))
                        .flatten(),
                }
            })
            .collect()
    }
}
