//! Messages: how often each is delivered, how long it keeps its partition, and whether its broker has room for it.

use model::Relation;

use super::{Model, Outcome, Time, links};
use crate::{
    network::{Link, Node, Role},
    time::SECOND,
};

/// From this probability on that a message finds its broker full, it matters.
const NOTABLE_FULL: f64 = 1e-3;

/// What comes to a partition.
pub(super) struct Partitioned {
    /// Messages per second.
    pub rate: f64,
    /// From the delivery of one until the next can be delivered: its pauses and further deliveries included.
    pub each: Time,
}

impl Model<'_> {
    /// Tries of a call, or deliveries of a message, at most.
    pub(super) fn most_tries(&self, link: &Link) -> u8 {
        match self.net.nodes[link.from as usize].role {
            Role::Broker { max_deliveries, .. } if link.relation == Relation::Consume => {
                u8::try_from(max_deliveries).unwrap_or(u8::MAX)
            }
            _ => link.attempts,
        }
    }

    /// Whether what fails is tried again: calls, deliveries, and messages but for captured changes, which are sent once.
    pub(super) fn tries_again(&self, index: u32, link: &Link) -> bool {
        let copies = || links(&self.net.copies, self.net.nodes[link.from as usize].copies);
        match link.relation {
            Relation::Call | Relation::Consume => true,
            Relation::Publish => copies().all(|it| it != index),
            _ => false,
        }
    }

    /// One way over a connection, in seconds.
    pub(super) fn hop_secs(&self, link: &Link) -> f64 {
        let nanos = match self.net.hops.get(link.hops as usize) {
            Some(table) => {
                let delays = table.0.values().map(|it| it.delay as f64);
                delays.sum::<f64>() / table.0.len() as f64
            }
            None => link.hop.delay as f64,
        };
        nanos / SECOND as f64
    }

    /// Seconds, per second, for which a consumer keeps slots for messages on their way.
    pub(super) fn on_their_way(&self, node: u32) -> f64 {
        links(&self.net.pulls, self.net.nodes[node as usize].pulls)
            .map(|it| self.over[it as usize] * self.hop_secs(&self.net.links[it as usize]))
            .sum()
    }

    /// What comes to each partition of the only topic that a component consumes. `handled`: what comes of a message of each
    /// of the node's cells once it is there.
    pub(super) fn partitioned(&self, node: u32, handled: impl Fn(usize) -> Outcome) -> Option<Partitioned> {
        let row = &self.net.nodes[node as usize];
        let index = links(&self.net.pulls, row.pulls).next()?;
        let link = &self.net.links[index as usize];
        let cells = self.cells.of(node);
        let all: f64 = self.arrivals[cells.clone()].iter().sum();
        let each = cells.enumerate().filter(|(_, cell)| self.arrivals[*cell] > 0.0).map(|(place, cell)| {
            let one = self.tried(link, handled(place));
            (self.arrivals[cell] / all, self.all_tries(link, one).time())
        });
        let each = Time::one_of(each.collect::<Vec<_>>().into_iter());
        let messages = self.over[index as usize] / self.tries[index as usize];
        Some(Partitioned { rate: messages / f64::from(link.partitions), each })
    }

    /// Brokers that may be full when a message comes, so that it is refused or waits.
    pub(super) fn may_be_full(&self) -> impl Iterator<Item = (usize, u64)> {
        let nodes = self.net.nodes.iter().enumerate();
        nodes.filter_map(|(node, row)| {
            let Role::Broker { max_messages, .. } = row.role else { return None };
            let held = self.messages_held(node as u32, row);
            // As in M/M/1, whose queue is long more often than that of most.
            let is_full =
                if held.is_finite() { libm::pow(held / (1.0 + held), max_messages as f64) } else { 1.0 };
            (self.coming[node] > 0.0 && is_full >= NOTABLE_FULL).then_some((node, max_messages))
        })
    }

    /// Messages that a broker holds on average: until they are acknowledged, or given up. Infinite if they become more and more.
    fn messages_held(&self, broker: u32, row: &Node) -> f64 {
        if row.subscriptions.is_empty() {
            return f64::INFINITY;
        }
        let held = links(&self.net.subscriptions, row.subscriptions).map(|index| {
            let link = &self.net.links[index as usize];
            let rate = self.over[index as usize];
            let pool = &self.pools[link.to as usize];
            let cells = self.cells.of(broker).filter(|it| self.arrivals[*it] > 0.0);
            let handled =
                cells.map(|it| self.call(index, self.cells.class(it)).time().mean).fold(0.0, f64::max);
            if rate <= 0.0 {
                0.0
            } else if pool.is_overloaded {
                f64::INFINITY
            } else {
                rate * pool.wait.mean + rate / self.tries[index as usize] * handled
            }
        });
        held.sum()
    }
}
