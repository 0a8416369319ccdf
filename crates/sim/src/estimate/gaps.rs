//! How even the gaps between requests are, from component to component: the Queueing Network Analyzer (Whitt 1983).
//!
//! A busy pool sends on requests as evenly as it works; splitting makes them more random, and merging does, too.

use model::{
    Relation,
    spec::{Balancing, Discipline},
};

use super::{Model, links};
use crate::network::{Network, Role, UNBOUNDED};

/// Work as even as a clock's does not make departures quite so even.
const LEAST_SERVICE_SCV: f64 = 0.2;

/// Squared coefficients of variation of gaps at a component; one for requests that know nothing of each other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gaps {
    /// Between the requests that come to one of its queues.
    pub arrivals: f64,
    /// Between those that leave it.
    departures: f64,
}

impl Gaps {
    pub(super) const RANDOM: Self = Self { arrivals: 1.0, departures: 1.0 };
}

impl Model<'_> {
    /// From callers to callees, for the present traffic.
    pub(super) fn carry_gaps(&mut self) {
        for i in 0..self.order.len() {
            let node = self.order[i];
            let rate = self.coming[node as usize];
            if rate > 0.0 {
                self.gaps[node as usize] = self.gaps_at(node, rate);
            }
        }
    }

    fn gaps_at(&self, node: u32, rate: f64) -> Gaps {
        let row = &self.net.nodes[node as usize];
        if matches!(row.role, Role::Source { .. }) {
            return Gaps::RANDOM;
        }
        let queues = &self.queues[node as usize];
        let busy = self.work[node as usize] / (f64::from(queues.servers) * f64::from(queues.count));
        // What does not come over calls is random, and as if it came from endlessly many.
        let (mut spread, mut together) = (0.0, 0.0);
        for &link in &self.incoming[node as usize] {
            let (it, share) = (&self.net.links[link as usize], self.over[link as usize] / rate);
            if it.relation == Relation::Call && share > 0.0 {
                spread += share * (self.gaps_over(link, queues.count) - 1.0);
                together += share * share / f64::from(self.queues[it.from as usize].count);
            }
        }
        // Few streams keep their rhythm, in a queue that is seldom empty.
        let busy = busy.min(1.0);
        let more = if together > 0.0 { (1.0 / together - 1.0).max(0.0) } else { 0.0 };
        let arrivals = 1.0 + spread / (1.0 + 4.0 * (1.0 - busy) * (1.0 - busy) * more);
        if row.slots == UNBOUNDED {
            return Gaps { arrivals, departures: arrivals };
        }
        let is_shared = row.queueing.as_ref().is_some_and(|it| it.discipline == Discipline::Sharing);
        let service = if is_shared { 1.0 } else { row.service.scv.max(LEAST_SERVICE_SCV) };
        let departures = 1.0
            + (1.0 - busy * busy) * (arrivals - 1.0)
            + busy * busy * (service - 1.0) / f64::from(queues.servers).sqrt();
        Gaps { arrivals, departures }
    }

    /// Between the calls that one queue of a caller sends to one of its callee's over a link.
    fn gaps_over(&self, link: u32, queues: u32) -> f64 {
        let net = self.net;
        let from = net.links[link as usize].from;
        // Several calls for a request come neither evenly nor at random, and what waits for another's answer comes when
        // that one is done.
        if net.links[link as usize].calls > 1 || self.is_later[link as usize] {
            return 1.0;
        }
        let taken = (self.over[link as usize] / self.coming[from as usize]).min(1.0);
        let share = taken / f64::from(queues);
        let sent = share * self.gaps[from as usize].departures;
        let takes_turns = matches!(&net.nodes[from as usize].role, Role::Balancer(it) if it.algorithm == Balancing::RoundRobin);
        if takes_turns { sent } else { sent + 1.0 - share }
    }
}

/// Which links carry calls that wait for the answer of another one.
pub(super) fn later(net: &Network) -> Vec<bool> {
    let mut is_later = vec![false; net.links.len()];
    let waiting = net.links.iter().flat_map(|it| links(&net.dependents, it.dependents));
    let steps = net.nodes.iter().flat_map(|it| it.groups.iter().skip(1));
    let after = steps.flat_map(|group| links(&net.grouped, net.groups[group]));
    waiting.chain(after).for_each(|link| is_later[link as usize] = true);
    is_later
}
