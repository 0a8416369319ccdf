//! Whether retries can keep a design down by themselves: the fixed points of retry amplification.
//!
//! A caller that makes up to n tries sends a = 1 + p + … + p^(n-1) tries per call, where p is the share of tries that
//! fail or time out; but p grows with the load that the tries make. Where both agree is a fixed point. One low fixed
//! point: *stable*. A high one besides: *metastable*, and the one in between says how large a trigger must be to tip it.
//! Only the high one: *collapsed*. (Bronson et al., *Metastable Failures in Distributed Systems*, HotOS 2021; Huang et
//! al., OSDI 2022.)
//!
//! Each connection is looked at with the layers of retries above it, whose tries multiply its own once all of them fail;
//! all other traffic stays as it is. Bottleneck: of the pools that its calls reach, the one with the least capacity left.
//! Where retries over a lower connection stand before the bottleneck, the lower one speaks for both.

use std::collections::{BTreeMap, BTreeSet};

use model::{ComponentId, ConnectionId, Relation, spec::Discipline};

use super::{
    Model,
    calls::tries,
    lateness::{Patience, Pool},
};
use crate::{
    network::{Link, Node, Role, UNBOUNDED},
    queueing::mmck,
    time::SECOND,
};

/// Steps in which fixed points are looked for.
const STEPS: usize = 400;
/// Fixed points closer than this to each other, as a share of the amplification, are told apart by chance only.
const NEAR: f64 = 0.02;

/// What retries over a connection can do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stability {
    pub connection: ConnectionId,
    /// The pool that goes under first when tries multiply.
    pub bottleneck: ComponentId,
    /// What comes to the bottleneck now, and what it can serve.
    pub arrivals_per_sec: f64,
    pub capacity_per_sec: f64,
    /// Tries per call in the state that it is in when nothing has happened.
    pub amplification: f64,
    /// Connections above it, one behind the other, that try again as well; their tries are in all figures.
    pub layers_above: usize,
    pub verdict: Verdict,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// Comes back from any trigger.
    Stable,
    /// Works, until something pushes it over.
    Metastable {
        /// Traffic at the bottleneck, times today's, from which on it does not come back.
        tips_at: f64,
        /// The same said the other way: it tips if less than that share of the bottleneck's capacity remains.
        capacity_left: f64,
        /// Tries per call in the state that it then stays in.
        stuck_at: f64,
    },
    /// Does not work at all under this traffic.
    Collapsed,
}

/// Retries over one connection against the pool behind it. Rates per second, times in seconds.
#[derive(Clone, Debug)]
pub(super) struct Storm {
    /// Tries at the bottleneck per second if each call is made once, and all other requests there.
    pub calls: f64,
    pub others: f64,
    pub servers: u32,
    /// Requests that may wait; `None`: no bound.
    pub room: Option<u32>,
    pub held: f64,
    /// Pools of this size share the load evenly.
    pub pools: f64,
    pub attempts: u8,
    /// What is left of the caller's patience for the bottleneck. `None`: it waits for ever.
    pub patience: Option<Patience>,
    /// Most tries per call that a retry budget lets through.
    pub most: f64,
    /// The layers above, from below.
    pub above: Vec<Layer>,
    /// Overloaded, it serves some in time and the others not at all: the newest first, or old ones are dropped.
    pub serves_in_time: bool,
}

/// Callers of the callers, who try again, too.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layer {
    /// Part of the calls below that come because of it.
    pub share: f64,
    pub attempts: u8,
    pub most: f64,
}

impl Layer {
    /// Times as many calls below.
    fn times(&self, tries: f64) -> f64 {
        1.0 + self.share * (tries - 1.0)
    }
}

impl Storm {
    /// Share of tries that fail if each call is tried `amplification` times.
    fn failing(&self, amplification: f64) -> f64 {
        let rate = (self.others + self.calls * amplification) / self.pools;
        let capacity = f64::from(self.servers) / self.held;
        let lost = match self.room {
            Some(room) => mmck(self.servers, self.servers.saturating_add(room), rate, self.held).loss,
            None => 0.0,
        };
        let Some(patience) = self.patience else { return lost };
        if self.serves_in_time {
            return lost.max(1.0 - capacity / rate).max(0.0);
        }
        let pool = Pool { servers: self.servers, room: self.room, held: self.held };
        lost + (1.0 - lost) * patience.late(pool, rate)
    }

    /// Tries per call that so many tries per call lead to.
    fn response(&self, amplification: f64) -> f64 {
        let mut failing = self.failing(amplification).clamp(0.0, 1.0);
        let mut product = tries(failing, self.attempts).min(self.most);
        let mut attempts = self.attempts;
        for layer in &self.above {
            // A call fails when all of its tries do.
            failing = libm::pow(failing, f64::from(attempts));
            product *= layer.times(tries(failing, layer.attempts).min(layer.most));
            attempts = layer.attempts;
        }
        product
    }

    /// Tries per call if everything fails.
    fn most(&self) -> f64 {
        let own = f64::from(self.attempts).min(self.most);
        self.above.iter().fold(own, |product, it| product * it.times(f64::from(it.attempts).min(it.most)))
    }

    /// Amplifications that sustain themselves, ascending: low, tipping, high, in turn.
    pub fn fixed_points(&self) -> Vec<f64> {
        let most = self.most();
        let excess = |a: f64| self.response(a) - a;
        let mut found = Vec::new();
        let (mut last, mut last_excess) = (1.0, excess(1.0));
        if last_excess <= 1e-12 {
            found.push(1.0);
        }
        for step in 1..=STEPS {
            // Layers multiply: of a hundred tries the first few must be told apart, too.
            let next = libm::pow(most, step as f64 / STEPS as f64);
            let next_excess = excess(next);
            if (last_excess > 1e-12) != (next_excess > 1e-12) {
                found.push(bisect(last, next, last_excess > 0.0, &excess));
            }
            (last, last_excess) = (next, next_excess);
        }
        // Everything fails: all tries are made.
        if last_excess.abs() <= 1e-9 && found.last().is_none_or(|it| most - it > NEAR) {
            found.push(most);
        }
        found
    }

    pub fn verdict(&self) -> (f64, Verdict) {
        let points = self.fixed_points();
        let low = points.first().copied().unwrap_or(1.0);
        let load =
            |a: f64| (self.others + self.calls * a) * self.held / (f64::from(self.servers) * self.pools);
        match points[..] {
            [low, tipping, stuck, ..] if stuck > tipping => {
                let tips_at = (self.others + self.calls * tipping) / (self.others + self.calls * low);
                let verdict = Verdict::Metastable { tips_at, capacity_left: 1.0 / tips_at, stuck_at: stuck };
                (low, verdict)
            }
            _ if load(low) >= 1.0 => (low, Verdict::Collapsed),
            _ => (low, Verdict::Stable),
        }
    }
}

/// Most tries per call that a retry budget lets through.
fn most_tries(link: &Link) -> f64 {
    if link.retry_budget < 0.0 { f64::INFINITY } else { 1.0 + link.retry_budget }
}

fn bisect(mut low: f64, mut high: f64, is_above: bool, excess: &dyn Fn(f64) -> f64) -> f64 {
    for _ in 0..40 {
        let middle = (low + high) / 2.0;
        if (excess(middle) > 1e-12) == is_above { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

impl Model<'_> {
    /// What the retries of each connection can do; only connections that try again.
    pub(super) fn stability(&self) -> Vec<Stability> {
        let net = self.net;
        let retried = net
            .links
            .iter()
            .enumerate()
            .filter(|(_, link)| link.relation == Relation::Call && link.attempts > 1);
        retried.filter_map(|(index, link)| self.stability_of(index as u32, link)).collect()
    }

    fn stability_of(&self, index: u32, link: &Link) -> Option<Stability> {
        let net = self.net;
        let tries = self.over[index as usize];
        if tries <= 0.0 {
            return None;
        }
        let visits = self.visits(link.to, tries);
        let can_fill =
            |row: &Node| row.slots != UNBOUNDED && !matches!(row.role, Role::Source { .. } | Role::Sink);
        let (&node, &visits) = visits
            .iter()
            .filter(|&(&node, &visits)| visits > 0.0 && can_fill(&net.nodes[node as usize]))
            .max_by(|a, b| self.load_of(*a.0).total_cmp(&self.load_of(*b.0)))?;
        // Lower retries that stand before it speak for these, too.
        if !self.reaches_by_single_tries(link.to, node) {
            return None;
        }
        let node = node as usize;
        let row = &net.nodes[node];
        let held = self.pools[node].held;
        if !(held > 0.0 && held.is_finite()) {
            return None;
        }
        let arrivals = self.coming[node];
        let tries_there = visits.min(arrivals);
        // What the rest of the way takes is not left for the bottleneck.
        let hop = link.hop.delay as f64 / SECOND as f64;
        let whole = self.mean_latency(link.to) + 2.0 * hop;
        let elsewhere = (whole - self.pools[node].wait.mean - held).max(0.0);
        let patience = Patience::of(net, link).map(|it| {
            let elsewhere = if link.waits_for_turn { hop } else { elsewhere };
            if elsewhere.is_finite() { it.after(elsewhere) } else { it }
        });
        // Whoever waits only for its turn stays however long what comes then takes.
        let patience = patience.filter(|_| !link.waits_for_turn || link.to as usize == node);
        let (above, tries_above) = self.layers_above(link);
        let layers_above = above.len();
        let storm = Storm {
            calls: tries_there / self.tries[index as usize] / tries_above,
            above,
            others: (arrivals - tries_there).max(0.0),
            servers: row.slots,
            room: (row.queue_limit != u32::MAX).then_some(row.queue_limit),
            held,
            pools: f64::from(row.instances),
            attempts: link.attempts,
            patience,
            most: most_tries(link),
            serves_in_time: link.waits_for_turn && link.cancels
                || row.queueing.as_ref().is_some_and(|it| {
                    it.discipline == Discipline::Lifo || it.sheds_oldest || it.max_wait != u64::MAX
                }),
        };
        let (amplification, mut verdict) = storm.verdict();
        // A breaker stops the storm: its callers refuse until the callee has had time to recover.
        if link.breaker_failures > 0 && matches!(verdict, Verdict::Metastable { .. }) {
            verdict = Verdict::Stable;
        }
        Some(Stability {
            connection: link.id,
            bottleneck: row.id,
            arrivals_per_sec: arrivals,
            capacity_per_sec: f64::from(row.slots) * f64::from(row.instances) / held,
            amplification,
            layers_above,
            verdict,
        })
    }

    /// The connections above one that try again, from below, along those who send most; and how many times as many calls
    /// they make at present.
    fn layers_above(&self, link: &Link) -> (Vec<Layer>, f64) {
        let (mut layers, mut times) = (Vec::new(), 1.0);
        let mut below = link;
        // Whoever can do without an answer does not ask for all of it again.
        while !below.is_optional {
            let node = below.from;
            let over = |it: &u32| self.over[*it as usize];
            let Some(&most) = self.incoming[node as usize].iter().max_by(|a, b| over(a).total_cmp(&over(b)))
            else {
                break;
            };
            let caller = &self.net.links[most as usize];
            // In a circle there is no layer above; a breaker stops what comes from there.
            let is_above = self.places[caller.from as usize] < self.places[node as usize];
            if caller.relation != Relation::Call
                || !is_above
                || caller.breaker_failures > 0
                || over(&most) <= 0.0
            {
                break;
            }
            if caller.attempts > 1 {
                let share = (over(&most) / self.coming[node as usize]).min(1.0);
                let layer = Layer { share, attempts: caller.attempts, most: most_tries(caller) };
                times *= layer.times(self.tries[most as usize]);
                layers.push(layer);
            }
            below = caller;
        }
        (layers, times)
    }

    /// Whether requests get from one to the other without a connection that tries again.
    fn reaches_by_single_tries(&self, from: u32, to: u32) -> bool {
        let (mut seen, mut next) = (BTreeSet::from([from]), vec![from]);
        while let Some(node) = next.pop() {
            if node == to {
                return true;
            }
            for &link in &self.outgoing[node as usize] {
                let it = &self.net.links[link as usize];
                let retries = it.relation == Relation::Call && it.attempts > 1;
                if it.relation.carries_requests() && !retries && seen.insert(it.to) {
                    next.push(it.to);
                }
            }
        }
        false
    }

    fn load_of(&self, node: u32) -> f64 {
        let row = &self.net.nodes[node as usize];
        self.coming[node as usize] * self.pools[node as usize].held
            / (f64::from(row.slots) * f64::from(row.instances))
    }

    fn mean_latency(&self, node: u32) -> f64 {
        let arrivals = &self.arrivals[self.cells.of(node)];
        let total: f64 = arrivals.iter().sum();
        let weighted = arrivals.iter().zip(&self.outcomes[self.cells.of(node)]);
        weighted.filter(|(rate, _)| **rate > 0.0).map(|(rate, it)| rate * it.success.mean / total).sum()
    }

    /// Requests per second that come to each node because of `calls` calls per second to `to`; of those that any come to.
    fn visits(&self, to: u32, calls: f64) -> BTreeMap<u32, f64> {
        let mut visits = BTreeMap::from([(to, calls)]);
        // By their places in the order: callers before callees.
        let mut next = BTreeSet::from([self.places[to as usize]]);
        while let Some(place) = next.pop_first() {
            let node = self.order[place as usize];
            let arrivals = self.coming[node as usize];
            let here = visits.get(&node).copied().unwrap_or_default();
            if here <= 0.0 || arrivals <= 0.0 {
                continue;
            }
            for &link in &self.outgoing[node as usize] {
                let it = &self.net.links[link as usize];
                if it.relation.carries_requests() && it.to != node {
                    *visits.entry(it.to).or_default() += here / arrivals * self.over[link as usize];
                    // What comes back in a circle is not sent around again.
                    if self.places[it.to as usize] > place {
                        next.insert(self.places[it.to as usize]);
                    }
                }
            }
        }
        visits
    }
}
