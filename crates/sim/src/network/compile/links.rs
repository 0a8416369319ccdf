//! Connections: their policies and how far apart their ends are.

use std::collections::BTreeMap;

use model::{
    Connection, Relation,
    connection::{Bulkhead, Collection, Condition, Hedge, TimeoutSpread, TimeoutUntil},
    lean,
    spec::{Behavior, CacheMode},
};

use super::{
    Compiler, Hop, Hops, Link, NONE, Network, QuickLink, Range, Role, Room, Trouble, Troubles, nanos,
};
use crate::{
    queue::Kind,
    random::{Purpose, stream},
};

/// Most tries of a call: their numbers leave a bit for hedges.
const MAX_ATTEMPTS: u32 = 127;

impl Compiler<'_> {
    pub(super) fn add_link(&mut self, connection: &Connection) {
        let (from, to) = (self.node_of[&connection.from], self.node_of[&connection.to]);
        let condition = self.conditions.connections.get(&connection.id);
        let policy = condition.and_then(|it| it.policy.as_ref()).unwrap_or(&connection.policy);
        let trouble = self.trouble(connection, from, to);
        let notes_callers = self.has_callers_alike(connection, from, to);
        let (hop, hops) = self.hops(connection, from, to, trouble != NONE || notes_callers);
        let room = policy.bulkhead.map_or(NONE, |it| self.room(it));
        let stream = |purpose| stream(self.seed, connection.id.0, purpose);
        let callee = &self.components[to as usize].1;
        let (ttl, is_aside) = match callee.behavior {
            Behavior::Resolver { ttl_secs } => (nanos(ttl_secs * 1000.0), false),
            Behavior::Cache { mode, .. } => (0, mode == CacheMode::Aside),
            _ => (0, false),
        };
        let is_capture = connection.relation == Relation::Publish
            && matches!(self.components[from as usize].1.behavior, Behavior::Store { .. });
        let is_observing = connection.relation == Relation::Observe;
        let overhead_millis = match callee.behavior {
            Behavior::Sink { traced_overhead_millis } if is_observing => traced_overhead_millis,
            _ => 0.0,
        };
        let is_scrape = is_observing && policy.collection == Collection::Scrape;
        let probability = policy.probability.clamp(0.0, 1.0);
        let (take_stream, jitter_stream) = (stream(Purpose::Take), stream(Purpose::Jitter));
        let (sample_stream, replica_stream) = (stream(Purpose::Sample), stream(Purpose::Replica));
        let (salt, patience_stream) = (stream(Purpose::Span), stream(Purpose::Patience));
        let breaker = policy.breaker;
        let timeout = policy.timeout_millis.filter(|it| it.is_finite());
        let is_random = policy.timeout_spread == TimeoutSpread::Exponential;
        let breaker_window = match breaker.and_then(|it| it.ratio) {
            Some(_) => {
                self.network.windows += 1;
                self.network.windows - 1
            }
            None => NONE,
        };
        let hedge_place = self.network.hedges;
        self.network.hedges += u32::from(policy.hedge.is_some());
        let partitions = match self.components[from as usize].1.behavior {
            Behavior::Broker { partitions, .. } if connection.relation == Relation::Consume => partitions,
            _ => 0,
        };
        self.network.partitions += partitions;
        let link = Link {
            id: connection.id,
            relation: connection.relation,
            from,
            to,
            salt,
            hop,
            hops,
            notes_callers,
            trouble,
            trouble_stream: stream(Purpose::Trouble),
            is_unconditional: policy.on == Condition::Always
                && probability >= 1.0
                && ttl == 0
                && policy.calls_per_request > 0
                && connection.relation != Relation::Replicate
                && !is_capture,
            probability,
            take_stream,
            calls: policy.calls_per_request.clamp(0, u32::from(u16::MAX)) as u16,
            is_optional: policy.optional.unwrap_or(is_aside),
            unless_hit: 0,
            hit_bit: 0,
            dependents: Range::default(),
            fills: NONE,
            timeout_lane: match timeout {
                Some(millis) if !is_random => self.lane(Kind::Timeout, nanos(millis).max(1)),
                _ => NONE,
            },
            // Even who has no patience at all asks once.
            patience: timeout.filter(|_| is_random).map_or(0.0, |millis| millis.max(1e-6) * 1e6),
            patience_stream,
            waits_for_turn: policy.timeout_until == TimeoutUntil::Begun,
            cancels: policy.cancel_on_timeout,
            attempts: policy.attempts.clamp(1, MAX_ATTEMPTS) as u8,
            backoff_base: nanos(policy.backoff_base_millis),
            backoff_cap: nanos(policy.backoff_cap_millis),
            jitter: policy.jitter,
            jitter_stream,
            retry_budget: policy.retry_budget.unwrap_or(-1.0),
            breaker_failures: breaker.map_or(0, |it| it.failures.max(1)),
            breaker_open: breaker.map_or(0, |it| nanos(it.open_secs * 1000.0)),
            breaker_probes: breaker.map_or(1, |it| it.probes.max(1)),
            breaker_window,
            breaker_window_nanos: breaker.map_or(0, |it| nanos(it.window_secs * 1000.0)),
            breaker_min_calls: breaker.map_or(0, |it| it.min_calls),
            breaker_ratio: breaker.and_then(|it| it.ratio).unwrap_or(1.0),
            hedge: policy.hedge,
            hedge_delay: match policy.hedge {
                Some(Hedge::AfterMillis(millis)) => nanos(millis),
                _ => 0,
            },
            hedge_place,
            propagates_deadline: policy.propagate_deadline,
            checks_deadline: false,
            bulkhead: policy.bulkhead.map_or(u32::MAX, |it| it.calls),
            room,
            is_guarded: policy.breaker.is_some()
                || policy.bulkhead.is_some()
                || policy.retry_budget.is_some()
                || policy.hedge.is_some()
                || timeout.is_some() && is_random,
            is_alternative: matches!(self.network.nodes[from as usize].role, Role::Balancer(_)),
            ttl,
            sample_ratio: policy.sample_ratio.clamp(0.0, 1.0),
            sample_stream,
            replica_stream,
            traced_overhead: if is_scrape { 0 } else { nanos(overhead_millis) },
            partitions,
            first_partition: self.network.partitions - partitions,
            is_scrape,
            quick: QuickLink::default(),
        };
        let index = self.network.links.len() as u32;
        self.network.links.push(link);
        self.outgoing[from as usize].push(index);
        self.incoming[to as usize].push(index);
    }

    /// Where calls beyond a bulkhead wait; [`NONE`] if they never do and it never adapts.
    fn room(&mut self, bulkhead: Bulkhead) -> u32 {
        if bulkhead.queue_limit == 0 && bulkhead.adaptive_limit_millis.is_none() {
            return NONE;
        }
        let wait = bulkhead.max_wait_millis.filter(|it| it.is_finite());
        let room = Room {
            queue_limit: bulkhead.queue_limit,
            wait_lane: wait.map_or(NONE, |millis| self.lane(Kind::Timeout, nanos(millis).max(1))),
            adaptive_limit: bulkhead.adaptive_limit_millis.map_or(0, |it| nanos(it).max(1)),
        };
        self.network.rooms.push(room);
        (self.network.rooms.len() - 1) as u32
    }

    /// The hop of a connection, and a table of hops if its replicas are not all equally far apart.
    /// `is_looked_up`: also if they are.
    fn hops(&mut self, connection: &Connection, from: u32, to: u32, is_looked_up: bool) -> (Hop, u32) {
        let fixed_delay = self.network.nodes[to as usize].fixed_delay;
        let drawn = connection.policy.latency_millis;
        if let (Some(millis), false) = (drawn, is_looked_up) {
            return (self.hop(nanos(millis), fixed_delay), NONE);
        }
        let mut table = BTreeMap::new();
        for &a in &locations(&self.network, from) {
            for &b in &locations(&self.network, to) {
                let delay = match drawn {
                    Some(millis) => nanos(millis),
                    None => self.locations.delay(self.architecture, a, b),
                };
                table.insert((a, b), self.hop(delay, fixed_delay));
            }
        }
        let first = table.values().next().copied().unwrap_or_else(|| self.hop(0, fixed_delay));
        if table.values().all(|it| *it == first) && !is_looked_up {
            return (first, NONE);
        }
        self.network.hops.push(Hops(table));
        (first, (self.network.hops.len() - 1) as u32)
    }

    /// Whether callers in two places are equally far from a callee: then the length of a question's way does not say where it
    /// came from.
    fn has_callers_alike(&mut self, connection: &Connection, from: u32, to: u32) -> bool {
        let is_call = matches!(connection.relation, Relation::Call | Relation::Publish);
        let callers = locations(&self.network, from);
        if !is_call || callers.len() < 2 {
            return false;
        }
        locations(&self.network, to).into_iter().any(|to| {
            let mut delays: Vec<u64> = match connection.policy.latency_millis {
                Some(millis) => vec![nanos(millis); callers.len()],
                None => callers.iter().map(|it| self.locations.delay(self.architecture, *it, to)).collect(),
            };
            lean::sort(&mut delays);
            delays.windows(2).any(|it| it[0] == it[1])
        })
    }

    /// What is wrong with a connection; [`NONE`] if it works.
    fn trouble(&mut self, connection: &Connection, from: u32, to: u32) -> u32 {
        let own = self.conditions.connections.get(&connection.id);
        if own.is_none() && self.conditions.zones.is_empty() {
            return NONE;
        }
        let mut troubles = Troubles::default();
        for &a in &locations(&self.network, from) {
            for &b in &locations(&self.network, to) {
                let mut trouble = Trouble::default();
                own.into_iter().for_each(|it| trouble.add(it));
                // Users outside of all zones still reach one that is cut off from the others.
                if let (Some(a), Some(b)) = (self.locations.zone(a), self.locations.zone(b)) {
                    for (zone, condition) in &self.conditions.zones {
                        let is_in =
                            |it| self.architecture.zones_around(Some(it)).iter().any(|it| it.id == *zone);
                        match (is_in(a), is_in(b)) {
                            (true, false) => trouble.add(&condition.reversed()),
                            (false, true) => trouble.add(condition),
                            _ => {}
                        }
                    }
                }
                if trouble != Trouble::default() {
                    troubles.0.insert((a, b), trouble);
                }
            }
        }
        if troubles.0.is_empty() {
            return NONE;
        }
        self.network.troubles.push(troubles);
        (self.network.troubles.len() - 1) as u32
    }

    fn hop(&mut self, delay: u64, fixed_delay: u64) -> Hop {
        Hop {
            there: self.lane(Kind::Arrive, delay),
            back: self.lane(Kind::Reply, delay + fixed_delay),
            refused: self.lane(Kind::Reply, delay),
            delay,
        }
    }
}

/// Places of a node's replicas, each once.
fn locations(network: &Network, node: u32) -> Vec<u16> {
    let node = &network.nodes[node as usize];
    let range = node.first_instance as usize..(node.first_instance + node.instances) as usize;
    let mut found: Vec<_> = network.instances[range].iter().map(|it| it.location).collect();
    lean::sort(&mut found);
    found.dedup();
    found
}
