//! Times: how long a request waits at a pool, and how long its answer takes in all.

use model::{
    Relation,
    spec::{Balancing, Discipline},
};

use super::{Model, Pool, flow, ggc_wait, links, mmck, shares_queue, users};
use crate::{
    network::{Link, Node, Role, UNBOUNDED},
    time::SECOND,
};

/// From this loss on a bounded queue is treated as one.
const NOTABLE_LOSS: f64 = 1e-6;

/// One of a node's queues.
struct Line {
    servers: u32,
    rate: f64,
    /// Squared coefficient of variation of the gaps between arrivals.
    arrival_scv: f64,
    /// Fed by consumers that pull, so nothing is turned away.
    is_pulled: bool,
}

impl Model<'_> {
    /// Pool and latencies of a node, from those of its callees.
    pub(super) fn time(&mut self, node: u32) {
        let row = &self.net.nodes[node as usize];
        let cells = self.cells.of(node);
        let mean = |times: &[f64]| -> Vec<f64> {
            let onward = |cell| self.onward(node, self.cells.class(cell), self.arrivals[cell], times);
            cells.clone().map(onward).collect()
        };
        let (onward, calling) = (mean(&self.latency), mean(&self.occupied));
        let extra = self.traced(row);
        let work = |class: usize| {
            let factor = if self.net.classes[class].is_write { row.write_factor } else { 1.0 };
            row.service.mean_nanos() / SECOND as f64 * factor + extra
        };
        let pool = self.pool(node, &work, &calling);
        let fixed = row.fixed_delay as f64 / SECOND as f64;
        let is_source = matches!(row.role, Role::Source { .. });
        for (place, cell) in cells.enumerate() {
            let own = if is_source { 0.0 } else { pool.wait + work(self.cells.class(cell)) + fixed };
            self.latency[cell] = own + onward[place];
            // Who is turned away hears of it at once, and who fails does so before its calls.
            let calls =
                if row.error_ratios[0] < 1.0 { (1.0 - row.error_ratios[0]) * calling[place] } else { 0.0 };
            self.occupied[cell] = if pool.loss < 1.0 { (1.0 - pool.loss) * (own + calls) } else { 0.0 };
        }
        self.pools[node as usize] = pool;
    }

    /// Mean time for tracing at an observed component, in seconds.
    fn traced(&self, row: &Node) -> f64 {
        links(&self.net.copies, row.copies)
            .map(|link| &self.net.links[link as usize])
            .map(|link| link.traced_overhead as f64 / SECOND as f64 * link.sample_ratio)
            .sum()
    }

    /// `work` is by class, `calls` by the node's cells.
    fn pool(&self, node: u32, work: &dyn Fn(usize) -> f64, calls: &[f64]) -> Pool {
        let (arrivals, classes) = (&self.arrivals[self.cells.of(node)], self.cells.classes(node));
        let row = &self.net.nodes[node as usize];
        let background = self.background[node as usize];
        let total = arrivals.iter().sum::<f64>() + background;
        if row.slots == UNBOUNDED || matches!(row.role, Role::Source { .. }) || total <= 0.0 {
            return Pool { carries: 1.0, ..Pool::default() };
        }
        // Copies between replicas are writes.
        let copied = row.service.mean_nanos() / SECOND as f64 * row.write_factor;
        let by_class = arrivals.iter().zip(classes);
        let own_work: f64 =
            by_class.map(|(rate, class)| rate * work(usize::from(*class))).sum::<f64>() + background * copied;
        let calling: f64 = if row.holds_slot {
            arrivals
                .iter()
                .zip(calls)
                .map(|(rate, calls)| if *rate > 0.0 { rate * calls } else { 0.0 })
                .sum::<f64>()
                * (1.0 - row.error_ratios[0])
        } else {
            0.0
        };
        let slots = f64::from(row.slots) * f64::from(row.instances);
        let held = (own_work + calling) / total;
        let load = own_work / slots;
        if !held.is_finite() {
            // Its slots wait for a callee without a steady state.
            return Pool {
                wait: f64::INFINITY,
                utilization: 1.0,
                load,
                is_overloaded: load >= 1.0,
                loss: 0.0,
                carries: 0.0,
                held,
            };
        }
        let Line { servers, rate, arrival_scv, is_pulled } = self.line(node, total);
        // Time in calls is about as spread as an exponential; own work as its distribution says.
        // Sharing makes the mean independent of the spread (Kleinrock 1967).
        let is_shared = row.queueing.as_ref().is_some_and(|it| it.discipline == Discipline::Sharing);
        let shape = if is_shared { 1.0 } else { row.service.scv };
        let service_scv =
            if own_work + calling > 0.0 { (shape * own_work + calling) / (own_work + calling) } else { 1.0 };
        let room = servers.saturating_add(row.queue_limit);
        let users = match (users::seen(self, node, total), users::callers(self, node)) {
            (Some(users), Some(callers)) => Some(users.min(callers)),
            (users, callers) => users.or(callers),
        };
        let bounded = mmck(servers, room, rate, held);
        // So many users as there are room never fill it.
        let may_fill = !is_pulled && row.queue_limit != u32::MAX && users.is_none_or(|it| it > room);
        if may_fill && bounded.loss > NOTABLE_LOSS {
            let wait = bounded.wait * (arrival_scv + service_scv) / 2.0;
            let is_overloaded = rate * held >= f64::from(servers);
            return Pool {
                wait,
                loss: bounded.loss,
                carries: 1.0 - bounded.loss,
                utilization: bounded.utilization,
                load,
                is_overloaded,
                held,
            };
        }
        match ggc_wait(servers, rate, held, arrival_scv, service_scv) {
            Some(wait) => Pool {
                wait: wait * users::shorter(users, servers, rate, held),
                loss: 0.0,
                carries: 1.0,
                utilization: if is_pulled { total * held / slots } else { rate * held / f64::from(servers) },
                load,
                is_overloaded: false,
                held,
            },
            None => {
                // Even if all who can call are here, the last of them has its turn: it is they who hold back.
                let all = |users: u32| (f64::from(users) / f64::from(servers) - 1.0).max(0.0) * held;
                let carries = f64::from(servers) / (rate * held);
                Pool {
                    wait: users.map_or(f64::INFINITY, all),
                    loss: 0.0,
                    carries: if users.is_some() { 1.0 } else { carries.min(1.0) },
                    utilization: 1.0,
                    load,
                    is_overloaded: true,
                    held,
                }
            }
        }
    }

    /// The queues of a node and what comes to one of them.
    fn line(&self, node: u32, total: f64) -> Line {
        let row = &self.net.nodes[node as usize];
        let callers: Vec<_> = self.incoming[node as usize]
            .iter()
            .map(|link| &self.net.links[*link as usize])
            .filter(|link| link.relation == Relation::Call)
            .map(|link| &self.net.nodes[link.from as usize])
            .collect();
        let all = row.slots.saturating_mul(row.instances).min(UNBOUNDED);
        // Replicas that pull share what waits at the broker, and callers that look at the queues nearly do.
        let is_pulled = !row.pulls.is_empty() && callers.is_empty();
        let is_joined = !callers.is_empty() && callers.iter().all(|it| shares_queue(it));
        if let Some(partitions) = self.partitions(row).filter(|it| is_pulled && *it <= all) {
            // One message of each at a time.
            let rate = total / f64::from(partitions);
            return Line { servers: 1, rate, arrival_scv: 1.0, is_pulled };
        }
        if is_pulled || is_joined {
            return Line { servers: all, rate: total, arrival_scv: 1.0, is_pulled };
        }
        if let Role::Store { reads_from_all: false, .. } = row.role {
            // The first replica does it all; the others only repeat writes.
            let rate = total - self.background[node as usize];
            return Line { servers: row.slots, rate, arrival_scv: 1.0, is_pulled };
        }
        // A single balancer that takes turns gives every n-th request to each: Erlang gaps.
        let arrival_scv = match callers[..] {
            [caller] => match &caller.role {
                Role::Balancer(balancer) if balancer.algorithm == Balancing::RoundRobin => {
                    1.0 / f64::from((balancer.candidates.to - balancer.candidates.from).max(1))
                }
                _ => 1.0,
            },
            _ => 1.0,
        };
        Line { servers: row.slots, rate: total / f64::from(row.instances), arrival_scv, is_pulled }
    }

    /// Partitions of the only topic that a component consumes, if it has some.
    fn partitions(&self, row: &Node) -> Option<u32> {
        let mut pulls = links(&self.net.pulls, row.pulls).map(|it| self.net.links[it as usize].partitions);
        let only = pulls.next().filter(|it| *it > 0);
        only.filter(|_| pulls.next().is_none())
    }

    /// Mean time that a request spends beyond its own work: its calls, step by step.
    fn onward(&self, node: u32, class: usize, rate: f64, times: &[f64]) -> f64 {
        let net = self.net;
        let row = &net.nodes[node as usize];
        if let Role::Balancer(balancer) = &row.role {
            let total = flow::total_weight(net, balancer, class);
            let candidates = &net.candidates[balancer.candidates.iter()];
            return candidates
                .iter()
                .filter(|it| total > 0.0 && net.allows(it.link, class as u16))
                .map(|it| {
                    let link = &net.links[it.link as usize];
                    flow::weight(balancer.algorithm, it.weight) / total
                        * self.round_trip(link, class, times)
                        * f64::from(link.calls.max(1))
                })
                .sum();
        }
        let passed_on = 1.0 - self.answered_here(node, class);
        if passed_on <= 0.0 {
            return 0.0;
        }
        let steps = net.groups[row.groups.iter()].iter().map(|group| {
            // What runs side by side takes as long as the longest: a little less than the truth.
            links(&net.grouped, *group).map(|link| self.over(link, class, rate, times)).fold(0.0, f64::max)
        });
        passed_on * steps.sum::<f64>()
    }

    /// Mean time for a link and for what waits for its miss.
    fn over(&self, link: u32, class: usize, rate: f64, times: &[f64]) -> f64 {
        let it = &self.net.links[link as usize];
        let taken = self.taken(link, class, rate);
        let own =
            if taken > 0.0 { taken * f64::from(it.calls) * self.round_trip(it, class, times) } else { 0.0 };
        let after = links(&self.net.dependents, it.dependents).map(|it| self.over(it, class, rate, times));
        own + after.fold(0.0, f64::max)
    }

    /// There, the callee's time, and back.
    fn round_trip(&self, link: &Link, class: usize, times: &[f64]) -> f64 {
        let hop = match self.net.hops.get(link.hops as usize) {
            Some(table) => {
                let delays = table.0.values().map(|it| it.delay as f64);
                delays.sum::<f64>() / table.0.len() as f64
            }
            None => link.hop.delay as f64,
        };
        2.0 * hop / SECOND as f64 + self.cells.find(link.to, class).map_or(0.0, |it| times[it])
    }
}
