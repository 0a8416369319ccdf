//! Times: how long a request waits at a pool, and how long its answer takes in all.

use model::{Relation, spec::Discipline};

use super::{Model, Pool, limits, links, outcome::Outcome, shares_queue, time::Time, users};
use crate::{
    network::{Node, Role, UNBOUNDED},
    queueing::{Waiting, ggc_wait, in_front_of, mgck, mmc_wait},
    time::{SECOND, secs},
};

/// From this loss on a bounded queue is treated as one.
const NOTABLE_LOSS: f64 = 1e-6;
/// Even work at even arrivals still waits now and then.
const LEAST_FACTOR: f64 = 0.1;

/// Among how many queues a node's requests are divided.
#[derive(Clone, Copy, Debug)]
pub(super) struct Queues {
    pub count: u32,
    /// Of each.
    pub servers: u32,
    /// Its requests are messages that it fetches, so nothing is turned away.
    is_pulled: bool,
    /// Each is a partition of a topic, with one message of it under way at a time.
    are_partitions: bool,
}

/// What spread makes of the wait in a bounded queue, if it makes `factor` of it in an `endless` one: the less, the more it is the
/// bound that keeps the queue short. A queue that is always full is as long as there is room.
fn spread_counts(factor: f64, wait: f64, endless: Option<f64>) -> f64 {
    match endless {
        Some(endless) if endless > 0.0 => libm::pow(factor, (wait / endless).min(1.0)),
        _ => 1.0,
    }
}

/// What comes of a request before its calls, which take so long.
fn by_itself(row: &Node, own: Time) -> Outcome {
    Outcome { success: own, fails: row.error_ratios[0], failure: own }
}

impl Model<'_> {
    /// Pool and latencies of a node, from those of its callees.
    pub(super) fn time(&mut self, node: u32) {
        let row = &self.net.nodes[node as usize];
        let cells = self.cells.of(node);
        let onward: Vec<Outcome> = cells.clone().map(|it| self.onward(node, self.cells.class(it))).collect();
        let extra = Time::constant(self.traced(row));
        let shape = match row.service.bins() {
            Some(bins) => Time::one_of(bins.map(|(share, times_mean)| (share, Time::constant(times_mean)))),
            None => Time::new(1.0, row.service.scv),
        };
        let shape = match &row.slow_mode {
            Some(it) => {
                Time::one_of([(1.0 - it.share, shape), (it.share, shape.scaled(it.factor))].into_iter())
            }
            None => shape,
        };
        let work = |class: usize| {
            let factor = if self.net.classes[class].is_write { row.write_factor } else { 1.0 };
            shape.scaled(row.service.mean_nanos() / SECOND as f64 * factor).and(extra)
        };
        let pool = self.pool(node, &onward, work);
        let fixed = Time::constant(secs(row.fixed_delay));
        let is_source = matches!(row.role, Role::Source { .. });
        // Who is turned away hears of it at once, and who fails does so before its calls.
        let turned_away = Outcome { success: Time::NONE, fails: pool.loss, failure: Time::NONE };
        // Messages have waited at their broker when they come.
        let wait = if self.queues[node as usize].is_pulled { Time::NONE } else { pool.wait };
        for (place, cell) in cells.enumerate() {
            let own = if is_source { Time::NONE } else { wait.and(work(self.cells.class(cell))).and(fixed) };
            self.outcomes[cell] = turned_away.then(by_itself(row, own)).then(onward[place]);
        }
        self.pools[node as usize] = pool;
        self.look_for_common(node);
    }

    /// Mean time for tracing at an observed component, in seconds.
    pub(super) fn traced(&self, row: &Node) -> f64 {
        links(&self.net.copies, row.copies)
            .map(|link| &self.net.links[link as usize])
            .map(|link| secs(link.traced_overhead) * link.sample_ratio)
            .sum()
    }

    /// What is let in by a rate limit, then the pool. `onward` is by the node's cells, `work` of a class.
    fn pool(&mut self, node: u32, onward: &[Outcome], work: impl Fn(usize) -> Time) -> Pool {
        let limited = limits::over(self, node);
        let pool = self.behind_the_limit(node, 1.0 - limited, onward, work);
        let loss = limited + (1.0 - limited) * pool.loss;
        Pool { loss, carries: (1.0 - limited) * pool.carries, ..pool }
    }

    /// A pool that so much of what comes is let into.
    fn behind_the_limit(
        &mut self,
        node: u32,
        admitted: f64,
        onward: &[Outcome],
        work: impl Fn(usize) -> Time,
    ) -> Pool {
        self.rates_held[node as usize].clear();
        let net = self.net;
        let row = &net.nodes[node as usize];
        let background = (self.scrapes[node as usize] + self.repeated[node as usize]) * admitted;
        let total = self.coming[node as usize] * admitted;
        if row.slots == UNBOUNDED || matches!(row.role, Role::Source { .. }) || total <= 0.0 {
            return Pool { carries: 1.0, ..Pool::default() };
        }
        // Copies between replicas are writes.
        let copied = row.service.mean_nanos() / SECOND as f64 * row.write_factor;
        let own_work = self.work[node as usize] * admitted + background * copied;
        let (calling, spread) =
            if row.holds_slot { self.while_held(node, onward, &work) } else { (0.0, row.service.scv) };
        let slots = f64::from(row.slots) * f64::from(row.instances);
        let at_work = (own_work + calling * admitted) / total;
        let held = at_work + self.on_their_way(node) * admitted / total;
        let load = own_work / admitted / slots;
        if !held.is_finite() {
            // Its slots wait for a callee without a steady state.
            return Pool {
                wait: Time::constant(f64::INFINITY),
                utilization: 1.0,
                load,
                is_overloaded: load >= 1.0,
                loss: 0.0,
                carries: 0.0,
                held,
            };
        }
        // A way always takes the same.
        let spread = if held > at_work { spread * (at_work / held) * (at_work / held) } else { spread };
        let Queues { count, servers, is_pulled, are_partitions } = self.queues[node as usize];
        let handled = |place: usize| {
            by_itself(row, work(self.cells.class(self.cells.of(node).start + place))).then(onward[place])
        };
        if are_partitions && let Some(it) = self.partitioned(node, handled) {
            let found = ggc_wait(1, it.rate, it.each.mean, 1.0, it.each.scv());
            let carries = if found.is_some() { 1.0 } else { (it.rate * it.each.mean).recip() };
            let Waiting { mean, of_those_who_do } =
                found.unwrap_or(Waiting { mean: f64::INFINITY, of_those_who_do: f64::INFINITY });
            return Pool {
                wait: Time::waiting(mean, of_those_who_do),
                loss: 0.0,
                carries,
                utilization: (carries * total * held / slots).min(1.0),
                load,
                is_overloaded: found.is_none(),
                held,
            };
        }
        let repeats_elsewhere = matches!(row.role, Role::Store { reads_from_all: false, .. });
        let elsewhere = if repeats_elsewhere { background } else { 0.0 };
        let rate = (total - elsewhere) / f64::from(count);
        // Slots over all replicas, those that only repeat what the first one does included.
        let used = |carried: f64| ((carried * (total - elsewhere) + elsewhere) * held / slots).min(1.0);
        // A limit keeps requests apart: with one token at a time the squared coefficient of variation of their gaps is the
        // square of the share that is let in; with many it is one up to the limit, and beyond it falls to none alike.
        let arrival_scv = self.gaps[node as usize].arrivals * admitted * admitted;
        // Sharing makes the mean independent of the spread (Kleinrock 1967).
        let is_shared = row.queueing.as_ref().is_some_and(|it| it.discipline == Discipline::Sharing);
        let service_scv = if is_shared { 1.0 } else { spread };
        let room = servers.saturating_add(row.queue_limit);
        let users = match (users::seen(self, node, total), users::callers(self, node)) {
            (Some(users), Some(callers)) => Some(users.min(callers)),
            (users, callers) => users.or(callers),
        };
        // So many users as there are room never fill it.
        let may_fill = !is_pulled && row.queue_limit != u32::MAX && users.is_none_or(|it| it > room);
        if !is_pulled
            && let Some(slots) = self.held_slots(node, servers, rate, held)
            && let Some(found) = in_front_of(rate, &slots.rates, may_fill.then_some(room))
        {
            // As far as they are not in each other's way, what counts is how long each is; else, what they wait for behind.
            let most = slots.rates[slots.rates.len() - 1];
            // The third power is what random designs say.
            let apart = libm::pow(most / (f64::from(servers) * slots.rates[0]), 3.0);
            let spread = (1.0 - apart) * slots.scv_behind() + apart * service_scv;
            let endless = in_front_of(rate, &slots.rates, None).map(|it| it.wait);
            let factor = |scv: f64| spread_counts((arrival_scv + scv) / 2.0, found.wait, endless);
            let (wait, seen) = slots.waits(&found, spread, factor);
            for (behind, it) in seen {
                self.seen_now[behind as usize].add(it);
            }
            self.rates_held[node as usize] = slots.rates;
            let shorter = users::shorter(users, servers, rate, held);
            return Pool {
                wait: Time::waiting(
                    wait * shorter,
                    found.of_those_who_do * wait / found.wait.max(f64::MIN_POSITIVE),
                ),
                loss: found.loss,
                carries: 1.0 - found.loss,
                utilization: if repeats_elsewhere { used(1.0 - found.loss) } else { found.utilization },
                load,
                is_overloaded: rate >= most,
                held,
            };
        }
        let endless = ggc_wait(servers, rate, held, arrival_scv, service_scv);
        if may_fill {
            let spread = f64::midpoint(arrival_scv, service_scv);
            let factor = match endless {
                Some(it) if spread != 1.0 => it.mean / mmc_wait(servers, rate, held).unwrap_or(it.mean),
                _ => spread,
            };
            let factor = if factor.is_finite() { factor } else { spread };
            let bounded = mgck(servers, f64::from(row.queue_limit), rate, held, factor.max(LEAST_FACTOR));
            if bounded.loss > NOTABLE_LOSS {
                return Pool {
                    // About as spread as an exponential.
                    wait: Time::new(bounded.wait, 1.0),
                    loss: bounded.loss,
                    carries: 1.0 - bounded.loss,
                    utilization: used(1.0 - bounded.loss),
                    load,
                    is_overloaded: rate * held >= f64::from(servers),
                    held,
                };
            }
        }
        match endless {
            Some(Waiting { mean, of_those_who_do }) => Pool {
                wait: Time::waiting(mean, of_those_who_do).scaled(
                    self.seen[node as usize].shorter(mean, || users::shorter(users, servers, rate, held)),
                ),
                loss: 0.0,
                carries: 1.0,
                utilization: used(1.0),
                load,
                is_overloaded: false,
                held,
            },
            None => {
                // Even if all who can call are here, the last of them has its turn: it is they who hold back.
                let all = |users: u32| (f64::from(users) / f64::from(servers) - 1.0).max(0.0) * held;
                let carries = f64::from(servers) / (rate * held);
                Pool {
                    wait: Time::constant(users.map_or(f64::INFINITY, all)),
                    loss: 0.0,
                    carries: if users.is_some() { 1.0 } else { carries.min(1.0) },
                    utilization: used(carries.min(1.0)),
                    load,
                    is_overloaded: true,
                    held,
                }
            }
        }
    }

    /// Seconds that slots are held in calls, per second, and the squared coefficient of variation of the time for which each is
    /// held, own work and calls.
    fn while_held(&self, node: u32, onward: &[Outcome], work: impl Fn(usize) -> Time) -> (f64, f64) {
        let row = &self.net.nodes[node as usize];
        let answers = 1.0 - row.error_ratios[0];
        let (mut all, mut calling, mut first, mut second) = (0.0, 0.0, 0.0, 0.0);
        for (cell, calls) in self.cells.of(node).zip(onward) {
            let rate = self.arrivals[cell];
            // What never comes must not spoil the mean.
            if rate > 0.0 {
                let (own, calls) = (work(self.cells.class(cell)), calls.time());
                all += rate;
                calling += rate * answers * calls.mean;
                first += rate * (own.mean + answers * calls.mean);
                second += rate
                    * (own.variance
                        + own.mean * own.mean
                        + answers * (2.0 * own.mean * calls.mean + calls.variance + calls.mean * calls.mean));
            }
        }
        // Who calls nobody works as drawn.
        let spread =
            if calling > 0.0 { (second * all / (first * first) - 1.0).max(0.0) } else { row.service.scv };
        (calling, spread)
    }

    /// The queues of a node.
    pub(super) fn queues_of(&self, node: u32) -> Queues {
        let row = &self.net.nodes[node as usize];
        let mut callers = self.incoming[node as usize]
            .iter()
            .map(|link| &self.net.links[*link as usize])
            .filter(|link| link.relation == Relation::Call)
            .map(|link| &self.net.nodes[link.from as usize])
            .peekable();
        let all = row.slots.saturating_mul(row.instances).min(UNBOUNDED);
        // Replicas that pull share what waits at the broker, and callers that look at the queues nearly do.
        let is_called = callers.peek().is_some();
        let is_pulled = !row.pulls.is_empty() && !is_called;
        if let Some(partitions) = self.partitions(row).filter(|it| is_pulled && *it <= all) {
            // One message of each at a time.
            return Queues { count: partitions, servers: 1, is_pulled, are_partitions: true };
        }
        if is_pulled || is_called && callers.all(shares_queue) {
            return Queues { count: 1, servers: all, is_pulled, are_partitions: false };
        }
        // The first replica does it all; the others only repeat writes.
        let does_all = matches!(row.role, Role::Store { reads_from_all: false, .. });
        let count = if does_all { 1 } else { row.instances };
        Queues { count, servers: row.slots, is_pulled, are_partitions: false }
    }

    /// Partitions of the only topic that a component consumes, if it has some.
    fn partitions(&self, row: &Node) -> Option<u32> {
        let mut pulls = links(&self.net.pulls, row.pulls).map(|it| self.net.links[it as usize].partitions);
        let only = pulls.next().filter(|it| *it > 0);
        only.filter(|_| pulls.next().is_none())
    }
}
