//! Whether retries can keep a design down by themselves: the fixed points of retry amplification.
//!
//! A caller that makes up to n tries sends a = 1 + p + … + p^(n-1) tries per call, where p is the share of tries that
//! fail or time out; but p grows with the load that the tries make. Where both agree is a fixed point. One low fixed
//! point: *stable*. A high one besides: *metastable*, and the one in between says how large a trigger must be to tip it.
//! Only the high one: *collapsed*. (Bronson et al., *Metastable Failures in Distributed Systems*, HotOS 2021; Huang et
//! al., OSDI 2022.)
//!
//! Each connection is looked at with the layers of retries above it, whose tries multiply its own once all of them fail,
//! and with all others whose tries come to the same pool. Bottleneck: of the pools that its calls reach, the one with the
//! least capacity left. Where retries over a lower connection stand before the bottleneck, the lower one speaks for both.

use std::collections::{BTreeMap, BTreeSet};

use model::{ComponentId, ConnectionId, Relation, spec::Discipline};

use super::{
    Model,
    calls::pause,
    lateness::{Patience, Pool},
    limits,
    storm::{Layer, Storm, Stream},
};
use crate::{
    network::{Link, Node, Role, UNBOUNDED},
    time::{SECOND, secs},
};

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

/// A connection that tries again, and the pool that its calls could overload.
struct Retried {
    index: u32,
    node: u32,
    /// Tries there per second because of it.
    tries: f64,
    stream: Stream,
    /// What is left of the callers' patience for the pool.
    patience: Option<Patience>,
    own_failures: f64,
}

/// Most tries per call that a retry budget lets through.
fn most_tries(link: &Link) -> f64 {
    if link.retry_budget < 0.0 { f64::INFINITY } else { 1.0 + link.retry_budget }
}

impl Model<'_> {
    /// What the retries of each connection can do; only connections that try again.
    pub(super) fn stability(&self) -> Vec<Stability> {
        let links = self.net.links.iter().enumerate();
        let retried: Vec<Retried> = links
            .filter(|(_, link)| link.relation == Relation::Call && link.attempts > 1)
            .filter_map(|(index, link)| self.retried(index as u32, link))
            .collect();
        let mut meeting: BTreeMap<u32, Vec<&Retried>> = BTreeMap::new();
        retried.iter().for_each(|it| meeting.entry(it.node).or_default().push(it));
        retried.iter().map(|it| self.stability_of(it, &meeting[&it.node])).collect()
    }

    fn retried(&self, index: u32, link: &Link) -> Option<Retried> {
        let net = self.net;
        let over = self.over[index as usize];
        if over <= 0.0 {
            return None;
        }
        let visits = self.visits(link.to, over);
        // What nobody waits for, or not as long as the tries do, fails none of them.
        let own = Patience::of(net, link).map_or(f64::INFINITY, |it| it.secs);
        let is_missed = |it: &Link| {
            let is_long = || Patience::of(net, it).is_none_or(|it| it.secs >= own);
            it.relation != Relation::Consume && (!it.is_optional || it.attempts > 1 || is_long())
        };
        let missed = self.reached(link.to, is_missed);
        let can_fill =
            |row: &Node| row.slots != UNBOUNDED && !matches!(row.role, Role::Source { .. } | Role::Sink);
        let (&node, &there) = visits
            .iter()
            .filter(|&(node, &visits)| {
                visits > 0.0 && missed.contains(node) && can_fill(&net.nodes[*node as usize])
            })
            .max_by(|a, b| self.load_of(*a.0).total_cmp(&self.load_of(*b.0)))?;
        // Lower retries that stand before it speak for these, too.
        let is_tried_once = |it: &Link| it.relation != Relation::Call || it.attempts == 1;
        if node != link.to && !self.reached(link.to, is_tried_once).contains(&node) {
            return None;
        }
        let held = self.pools[node as usize].held;
        if !(held > 0.0 && held.is_finite()) {
            return None;
        }
        let patience = self.least_patience(link, node, &missed);
        let (above, tries_above) = self.layers_above(link);
        let tries = there.min(self.coming[node as usize]);
        let once = tries / self.tries[index as usize] / tries_above;
        let bound = patience.map_or(f64::INFINITY, |it| self.most_per_sec(index, link, it) * tries / over);
        // A rate limit on the way bounds them, too.
        let carries = over * (1.0 - self.pools[link.to as usize].loss);
        let limits = [limits::most(self, link.to) * tries / carries, limits::most(self, node)];
        let stream = Stream {
            calls: once,
            attempts: link.attempts,
            most: most_tries(link),
            above,
            bound: limits.into_iter().fold(bound, f64::min),
        };
        let own_failures = self.own_failures(node, over, &visits, &missed);
        Some(Retried { index, node, tries, stream, patience, own_failures })
    }

    fn stability_of(&self, retried: &Retried, meeting: &[&Retried]) -> Stability {
        let net = self.net;
        let link = &net.links[retried.index as usize];
        let node = retried.node as usize;
        let (row, held) = (&net.nodes[node], self.pools[node].held);
        let (mut streams, mut tries) = (vec![retried.stream.clone()], retried.tries);
        // A connection's own tries bring those of its layers with them, and the other way round.
        let is_apart = |it: &&&Retried| {
            it.index != retried.index
                && !it.stream.has_above(retried.index)
                && !retried.stream.has_above(it.index)
        };
        for other in meeting.iter().filter(is_apart) {
            tries += other.tries;
            match streams[1..].iter_mut().find(|it| it.is_like(&other.stream)) {
                Some(like) => like.add(&other.stream),
                None => streams.push(other.stream.clone()),
            }
        }
        let arrivals = self.coming[node];
        let storm = Storm {
            streams,
            others: (arrivals - tries).max(0.0),
            pool: Pool {
                servers: row.slots,
                room: (row.queue_limit != u32::MAX).then_some(row.queue_limit),
                held,
            },
            pools: f64::from(row.instances),
            patience: retried.patience,
            longest_wait: longest_wait(row, held, link.cancels && link.to == retried.node),
            sheds_oldest: row.queueing.as_ref().is_some_and(|it| it.sheds_oldest),
            own_failures: retried.own_failures,
        };
        let (amplification, mut verdict) = storm.verdict();
        // A breaker stops the storm: its callers refuse until the callee has had time to recover.
        if link.breaker_failures > 0 && matches!(verdict, Verdict::Metastable { .. }) {
            verdict = Verdict::Stable;
        }
        Stability {
            connection: link.id,
            bottleneck: row.id,
            arrivals_per_sec: arrivals,
            capacity_per_sec: f64::from(row.slots) * f64::from(row.instances) / held,
            amplification,
            layers_above: retried.stream.above.len(),
            verdict,
        }
    }

    /// What the most impatient on the way to a pool leave for it.
    fn least_patience(&self, link: &Link, node: u32, missed: &BTreeSet<u32>) -> Option<Patience> {
        let net = self.net;
        let pool = &self.pools[node as usize];
        // Those on the way, from behind.
        let (mut on_the_way, mut seen, mut next) = (Vec::new(), BTreeSet::from([node]), vec![node]);
        while let Some(node) = next.pop() {
            let incoming = self.incoming[node as usize].iter().map(|it| &net.links[*it as usize]);
            for it in incoming.filter(|it| missed.contains(&it.from) && !it.is_optional && it.attempts == 1) {
                on_the_way.push(it);
                if seen.insert(it.from) {
                    next.push(it.from);
                }
            }
        }
        let left = std::iter::once(link).chain(on_the_way).filter_map(|it| {
            // Whoever waits only for its turn stays however long what comes then takes.
            if it.waits_for_turn && it.to != node {
                return None;
            }
            let hop = secs(it.hop.delay);
            let whole = self.mean_latency(it.to) + 2.0 * hop;
            let elsewhere =
                if it.waits_for_turn { hop } else { (whole - pool.wait.mean - pool.held).max(0.0) };
            let patience = Patience::of(net, it)?;
            Some(if elsewhere.is_finite() { patience.after(elsewhere) } else { patience })
        });
        left.min_by(|a, b| a.secs.total_cmp(&b.secs))
    }

    /// Most tries per second over a connection while all of them time out: by users who wait, by slots that their callers
    /// hold, and by a bulkhead.
    fn most_per_sec(&self, index: u32, link: &Link, patience: Patience) -> f64 {
        let row = &self.net.nodes[link.from as usize];
        let tries = f64::from(link.attempts);
        let pauses: f64 = (1..link.attempts).map(|it| pause(link, it).mean).sum();
        let cycle = tries * patience.secs + pauses;
        let mut most = f64::INFINITY;
        if link.bulkhead < u32::MAX {
            most = f64::from(link.bulkhead) / patience.secs;
        }
        if let Role::Source { source } = row.role {
            let source = &self.net.sources[source as usize];
            if source.users > 0 {
                let calls = self.over[index as usize] / self.tries[index as usize];
                let per_call = self.coming[link.from as usize] / calls;
                let think = source.think_nanos / SECOND as f64 * per_call.max(1.0);
                most = most.min(f64::from(source.users) * tries / (cycle + think));
            }
        } else if row.holds_slot && !row.shares() && row.slots != UNBOUNDED {
            most = most.min(f64::from(row.slots) * f64::from(row.instances) * tries / cycle);
        }
        most
    }

    /// Share of the tries that fail by themselves on their way to a pool and behind it.
    fn own_failures(
        &self,
        pool: u32,
        tries: f64,
        visits: &BTreeMap<u32, f64>,
        missed: &BTreeSet<u32>,
    ) -> f64 {
        let mut well = 1.0;
        for (&node, visits) in visits.iter().filter(|(node, _)| missed.contains(node)) {
            let [fails, _] = self.net.nodes[node as usize].error_ratios;
            let loss = if node == pool { 0.0 } else { self.pools[node as usize].loss };
            if fails > 0.0 || loss > 0.0 {
                well *= libm::pow((1.0 - fails) * (1.0 - loss), visits / tries);
            }
        }
        1.0 - well
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
                let layer = Layer { link: most, share, attempts: caller.attempts, most: most_tries(caller) };
                times *= layer.times(self.tries[most as usize]);
                layers.push(layer);
            }
            below = caller;
        }
        (layers, times)
    }

    /// Where requests get over such connections.
    fn reached(&self, from: u32, is_taken: impl Fn(&Link) -> bool) -> BTreeSet<u32> {
        let (mut seen, mut next) = (BTreeSet::from([from]), vec![from]);
        while let Some(node) = next.pop() {
            for &link in &self.outgoing[node as usize] {
                let it = &self.net.links[link as usize];
                if it.relation.carries_requests() && is_taken(it) && seen.insert(it.to) {
                    next.push(it.to);
                }
            }
        }
        seen
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

/// How long whoever is served may have waited; infinite: as long as it takes. `cancels`: nobody who has left is served.
fn longest_wait(row: &Node, held: f64, cancels: bool) -> f64 {
    let Some(rules) = row.queueing.as_ref().filter(|_| !cancels) else {
        return if cancels { 0.0 } else { f64::INFINITY };
    };
    if rules.discipline == Discipline::Lifo {
        return 0.0;
    }
    let by_limit =
        if rules.adaptive_limit > 0 { (secs(rules.adaptive_limit) - held).max(0.0) } else { f64::INFINITY };
    if rules.max_wait == u64::MAX { by_limit } else { by_limit.min(secs(rules.max_wait)) }
}
