//! From a drawing to a [`Network`].

use std::collections::BTreeMap;

use model::{
    Architecture, Component, ComponentId, Connection, Relation, Workload,
    connection::{Collection, Condition},
    spec::{Behavior, CacheMode, Discipline, ReadsFrom, Spec},
    workload::{Access, Arrivals, Pattern},
};

use super::{
    Balancer, Candidate, Class, Hop, Hops, Link, MAX_REPLICAS, NONE, Network, Node, Place, Range, Rate, Role,
    Source, UNBOUNDED, latency::Locations, nanos,
};
use crate::{
    queue::Kind,
    random::{Purpose, Ziggurat, mix, stream},
    service::Service,
    session::{CompileError, RunOptions},
    time::{SECOND, SimTime},
};

/// Longest run, warm-up included: eleven days.
pub const MAX_SECS: u32 = 1_000_000;
/// Lookups of one component for whose misses other connections can wait.
const MAX_LOOKUPS: u32 = 16;

impl Network {
    /// Makes a drawing ready to run.
    ///
    /// # Errors
    /// [`CompileError`] if the drawing cannot be run.
    pub fn new(architecture: &Architecture, options: RunOptions) -> Result<Self, CompileError> {
        let total_secs = options.duration_secs + options.warm_up_secs;
        let is_possible = options.duration_secs >= 0.001
            && options.warm_up_secs >= 0.0
            && total_secs <= f64::from(MAX_SECS);
        if !is_possible {
            return Err(CompileError::BadDuration { limit_secs: MAX_SECS });
        }
        let replicas = architecture.components.iter().map(|it| u64::from(it.replicas())).sum();
        if replicas > MAX_REPLICAS {
            return Err(CompileError::TooManyReplicas { found: replicas, limit: MAX_REPLICAS });
        }
        let network = Compiler::new(architecture, options).network();
        if network.sources.is_empty() { Err(CompileError::NoTraffic) } else { Ok(network) }
    }
}

struct Compiler<'a> {
    architecture: &'a Architecture,
    seed: u64,
    /// By id.
    components: Vec<(&'a Component, Spec)>,
    /// By id; only those that a run follows.
    connections: Vec<&'a Connection>,
    node_of: BTreeMap<ComponentId, u32>,
    lanes: Vec<(Kind, u64)>,
    lane_of: BTreeMap<(u8, u64), u32>,
    locations: Locations,
    /// Links by the node at either end, by id.
    outgoing: Vec<Vec<u32>>,
    incoming: Vec<Vec<u32>>,
    network: Network,
}

impl<'a> Compiler<'a> {
    fn new(architecture: &'a Architecture, options: RunOptions) -> Self {
        let mut components: Vec<_> = architecture.components.iter().map(|it| (it, it.spec())).collect();
        components.sort_by_key(|(it, _)| it.id);
        let node_of: BTreeMap<_, _> =
            components.iter().enumerate().map(|(i, (it, _))| (it.id, i as u32)).collect();
        let mut connections: Vec<_> = architecture
            .connections
            .iter()
            .filter(|it| it.relation.carries_requests() || it.relation == Relation::Observe)
            .filter(|it| node_of.contains_key(&it.from) && node_of.contains_key(&it.to))
            .collect();
        connections.sort_by_key(|it| it.id);
        let measured_from = SimTime::from_secs(options.warm_up_secs).0;
        Self {
            architecture,
            seed: options.seed,
            components,
            connections,
            node_of,
            lanes: Vec::new(),
            lane_of: BTreeMap::new(),
            locations: Locations::default(),
            outgoing: vec![Vec::new(); architecture.components.len()],
            incoming: vec![Vec::new(); architecture.components.len()],
            network: Network {
                nodes: Vec::new(),
                instances: Vec::new(),
                links: Vec::new(),
                grouped: Vec::new(),
                groups: Vec::new(),
                dependents: Vec::new(),
                copies: Vec::new(),
                subscriptions: Vec::new(),
                pulls: Vec::new(),
                candidates: Vec::new(),
                balancers_of: Vec::new(),
                sources: Vec::new(),
                classes: Vec::new(),
                allowed: Vec::new(),
                hops: Vec::new(),
                lanes: Vec::new(),
                scrapes: Vec::new(),
                ziggurat: Ziggurat::new(),
                measured_from,
                end: measured_from + SimTime::from_secs(options.duration_secs).0,
            },
        }
    }

    fn network(mut self) -> Network {
        for i in 0..self.components.len() {
            self.add_node(i as u32);
        }
        for i in 0..self.components.len() {
            self.add_source(i as u32);
        }
        for connection in self.connections.clone() {
            self.add_link(connection);
        }
        self.allow_classes();
        for node in 0..self.components.len() as u32 {
            self.add_steps(node);
            self.add_targets(node);
            self.add_messaging(node);
        }
        for node in 0..self.components.len() as u32 {
            self.add_watchers(node);
        }
        self.add_secrets();
        self.network.lanes = self.lanes;
        self.network
    }

    fn lane(&mut self, kind: Kind, delay: u64) -> u32 {
        if delay == 0 {
            return NONE;
        }
        *self.lane_of.entry((kind as u8, delay)).or_insert_with(|| {
            self.lanes.push((kind, delay));
            (self.lanes.len() - 1) as u32
        })
    }

    fn add_node(&mut self, index: u32) {
        let (component, spec) = &self.components[index as usize];
        let (component, spec) = (*component, spec.clone());
        let server = spec.server;
        let is_single = matches!(spec.behavior, Behavior::Function { .. } | Behavior::Broker { .. });
        let first_instance = self.network.instances.len() as u32;
        for placement in &component.placements {
            let location = self.locations.number(placement.zone);
            for _ in 0..placement.replicas {
                self.network.instances.push(Place { node: index, location });
            }
        }
        if is_single || self.network.instances.len() as u32 == first_instance {
            self.network.instances.truncate(first_instance as usize);
            let location = self.locations.number(component.zone());
            self.network.instances.push(Place { node: index, location });
        }
        let instances = self.network.instances.len() as u32 - first_instance;
        let service = Service::new(server.service);
        let mean = service.mean_nanos();
        let (mut write_factor, mut slots) =
            (1.0, server.slots.map_or(UNBOUNDED, |it| it.clamp(1, UNBOUNDED)));
        if is_single && slots < UNBOUNDED {
            slots = slots.saturating_mul(component.replicas().max(1)).min(UNBOUNDED);
        }
        let role = match spec.behavior {
            Behavior::Source | Behavior::Pool | Behavior::OffPath | Behavior::Resolver { .. } => Role::Plain,
            Behavior::Balancer { algorithm, health_check_secs } => Role::Balancer(Balancer {
                algorithm,
                health_check: nanos(health_check_secs * 1000.0),
                candidates: Range::default(),
                is_uniform: true,
                stream: self.stream(component, Purpose::Balance),
            }),
            Behavior::Cache { hit_ratio, mode } => {
                Role::Lookup { hit_ratio, asks_origin: mode == CacheMode::ReadThrough }
            }
            Behavior::Edge { hit_ratio } => Role::Lookup { hit_ratio, asks_origin: true },
            Behavior::Store { write_factor: factor, reads_from } => {
                write_factor = factor.max(0.0);
                Role::Store { reads_from_all: reads_from == ReadsFrom::AllReplicas }
            }
            Behavior::Broker { max_messages, max_deliveries } => {
                Role::Broker { max_messages, max_deliveries: max_deliveries.max(1) }
            }
            Behavior::Function { cold_start_millis, keep_warm_secs, concurrency_limit } => {
                slots = concurrency_limit.clamp(1, UNBOUNDED);
                Role::Function {
                    cold_start: nanos(cold_start_millis),
                    keep_warm: nanos(keep_warm_secs * 1000.0),
                }
            }
            Behavior::Sink { .. } => Role::Sink,
        };
        // Tracing and cold starts add to it.
        let is_function = matches!(role, Role::Function { .. });
        let service_lane = if service.is_constant() && write_factor == 1.0 && !is_function {
            self.lane(Kind::Served, (mean + 0.5) as u64)
        } else {
            NONE
        };
        let node = Node {
            id: component.id,
            role,
            first_instance,
            instances,
            slots,
            // What exceeds a function's concurrency limit is refused at once, as the providers do.
            queue_limit: server.queue_limit.unwrap_or(if is_function { 0 } else { u32::MAX }),
            is_lifo: server.discipline == Discipline::Lifo,
            holds_slot: server.holds_slot_while_calling,
            service,
            write_factor,
            service_lane,
            fixed_delay: nanos(server.fixed_delay_millis),
            error_ratio: server.error_ratio.clamp(0.0, 1.0),
            limit_per_nano: server.rate_limit.map_or(0.0, |it| it.per_sec.max(0.0) / 1e9),
            limit_burst: server.rate_limit.map_or(0.0, |it| it.burst.max(1.0)),
            groups: Range::default(),
            copies: Range::default(),
            is_traced: false,
            subscriptions: Range::default(),
            pulls: Range::default(),
            balancers: Range::default(),
            secrets: Vec::new(),
            service_stream: self.stream(component, Purpose::Service),
            error_stream: self.stream(component, Purpose::Error),
            hit_stream: self.stream(component, Purpose::Hit),
        };
        self.network.nodes.push(node);
    }

    fn stream(&self, component: &Component, purpose: Purpose) -> u64 {
        stream(self.seed, component.id.0, purpose)
    }

    fn add_source(&mut self, index: u32) {
        let (component, spec) = &self.components[index as usize];
        let (component, Behavior::Source, Some(workload)) = (*component, &spec.behavior, &component.workload)
        else {
            return;
        };
        let Workload { pattern, arrivals, classes } = workload;
        let weights: f64 = classes.iter().map(|it| it.weight.max(0.0)).sum();
        let first_class = self.network.classes.len() as u16;
        let source = self.network.sources.len() as u32;
        let mut cumulative = Vec::new();
        let mut so_far = 0.0;
        for class in classes {
            so_far += class.weight.max(0.0);
            cumulative.push(if weights > 0.0 { so_far / weights } else { 1.0 });
            let is_write = class.access == Access::Write;
            self.network.classes.push(Class { name: class.name.clone(), source, is_write });
        }
        if classes.is_empty() {
            cumulative.push(1.0);
            self.network.classes.push(Class { name: String::new(), source, is_write: false });
        }
        let (users, think_secs) = match *pattern {
            Pattern::Users { users, think_secs } => (users, think_secs),
            _ => (0, 0.0),
        };
        let rate = Rate::new(pattern);
        self.network.sources.push(Source {
            node: index,
            gap_nanos: match rate.constant() {
                Some(rate) if rate > 0.0 => SECOND as f64 / rate,
                _ => 0.0,
            },
            rate,
            is_even: *arrivals == Arrivals::Even,
            users,
            think_nanos: (think_secs * 1e9).max(0.0),
            cumulative,
            first_class,
            request_stream: self.stream(component, Purpose::Request),
            arrival_stream: self.stream(component, Purpose::Arrival),
            class_stream: self.stream(component, Purpose::Class),
            think_stream: self.stream(component, Purpose::Think),
        });
        self.network.nodes[index as usize].role = Role::Source { source };
    }

    fn add_link(&mut self, connection: &Connection) {
        let (from, to) = (self.node_of[&connection.from], self.node_of[&connection.to]);
        let policy = &connection.policy;
        let (hop, hops) = self.hops(connection, from, to);
        let stream = |purpose| stream(self.seed, connection.id.0, purpose);
        let callee = &self.components[to as usize].1;
        let (ttl, is_aside) = match callee.behavior {
            Behavior::Resolver { ttl_secs } => (nanos(ttl_secs * 1000.0), false),
            Behavior::Cache { mode, .. } => (0, mode == CacheMode::Aside),
            _ => (0, false),
        };
        let is_observing = connection.relation == Relation::Observe;
        let overhead_millis = match callee.behavior {
            Behavior::Sink { traced_overhead_millis } if is_observing => traced_overhead_millis,
            _ => 0.0,
        };
        let is_scrape = is_observing && policy.collection == Collection::Scrape;
        let probability = policy.probability.clamp(0.0, 1.0);
        let (take_stream, jitter_stream) = (stream(Purpose::Take), stream(Purpose::Jitter));
        let (sample_stream, replica_stream) = (stream(Purpose::Sample), stream(Purpose::Replica));
        let salt = stream(Purpose::Span);
        let link = Link {
            id: connection.id,
            relation: connection.relation,
            from,
            to,
            salt,
            hop,
            hops,
            is_unconditional: policy.on == Condition::Always
                && probability >= 1.0
                && ttl == 0
                && policy.calls_per_request > 0
                && connection.relation != Relation::Replicate,
            probability,
            take_stream,
            calls: policy.calls_per_request.clamp(0, u32::from(u16::MAX)) as u16,
            is_optional: policy.optional.unwrap_or(is_aside),
            unless_hit: 0,
            hit_bit: 0,
            dependents: Range::default(),
            timeout_lane: match policy.timeout_millis {
                Some(millis) if millis.is_finite() => self.lane(Kind::Timeout, nanos(millis).max(1)),
                _ => NONE,
            },
            cancels: policy.cancel_on_timeout,
            attempts: policy.attempts.clamp(1, u32::from(u8::MAX)) as u8,
            backoff_base: nanos(policy.backoff_base_millis),
            backoff_cap: nanos(policy.backoff_cap_millis),
            jitter: policy.jitter,
            jitter_stream,
            retry_budget: policy.retry_budget.unwrap_or(-1.0),
            breaker_failures: policy.breaker.map_or(0, |it| it.failures.max(1)),
            breaker_open: policy.breaker.map_or(0, |it| nanos(it.open_secs * 1000.0)),
            bulkhead: policy.bulkhead.unwrap_or(u32::MAX),
            is_guarded: policy.breaker.is_some()
                || policy.bulkhead.is_some()
                || policy.retry_budget.is_some(),
            ttl,
            sample_ratio: policy.sample_ratio.clamp(0.0, 1.0),
            sample_stream,
            replica_stream,
            traced_overhead: if is_scrape { 0 } else { nanos(overhead_millis) },
            is_scrape,
        };
        let index = self.network.links.len() as u32;
        self.network.links.push(link);
        self.outgoing[from as usize].push(index);
        self.incoming[to as usize].push(index);
    }

    /// The hop of a connection, and a table of hops if its replicas are not all equally far apart.
    fn hops(&mut self, connection: &Connection, from: u32, to: u32) -> (Hop, u32) {
        let fixed_delay = self.network.nodes[to as usize].fixed_delay;
        if let Some(millis) = connection.policy.latency_millis {
            return (self.hop(nanos(millis), fixed_delay), NONE);
        }
        let locations = |network: &Network, node: u32| {
            let node = &network.nodes[node as usize];
            let range = node.first_instance as usize..(node.first_instance + node.instances) as usize;
            let mut found: Vec<_> = network.instances[range].iter().map(|it| it.location).collect();
            found.sort_unstable();
            found.dedup();
            found
        };
        let mut table = BTreeMap::new();
        for &a in &locations(&self.network, from) {
            for &b in &locations(&self.network, to) {
                let delay = self.locations.delay(self.architecture, a, b);
                table.insert((a, b), self.hop(delay, fixed_delay));
            }
        }
        let first = table.values().next().copied().unwrap_or_else(|| self.hop(0, fixed_delay));
        if table.values().all(|it| *it == first) {
            return (first, NONE);
        }
        self.network.hops.push(Hops(table));
        (first, (self.network.hops.len() - 1) as u32)
    }

    fn hop(&mut self, delay: u64, fixed_delay: u64) -> Hop {
        Hop {
            there: self.lane(Kind::Arrive, delay),
            back: self.lane(Kind::Reply, delay + fixed_delay),
            refused: self.lane(Kind::Reply, delay),
            delay,
        }
    }

    fn allow_classes(&mut self) {
        for connection in &self.connections {
            for class in &self.network.classes {
                let is_allowed = match &connection.policy.on {
                    Condition::Always | Condition::OnMissOf(_) => true,
                    Condition::Read => !class.is_write,
                    Condition::Write => class.is_write,
                    Condition::Class(name) => *name == class.name,
                };
                // Only what changes data is replicated.
                let is_allowed = is_allowed && (connection.relation != Relation::Replicate || class.is_write);
                self.network.allowed.push(is_allowed);
            }
        }
    }

    /// Links that a request follows from `node`, step by step.
    fn add_steps(&mut self, node: u32) {
        let followed: Vec<u32> = self.outgoing[node as usize]
            .iter()
            .copied()
            .filter(|&i| match self.connections[i as usize].relation {
                Relation::Call | Relation::Publish => true,
                Relation::Replicate => self.connections[i as usize].policy.synchronous,
                _ => false,
            })
            .collect();
        let lookups = self.lookups(&followed);
        let steps: BTreeMap<u32, Step> = followed.iter().map(|&i| (i, self.step(i, &followed, 0))).collect();
        let mut order: Vec<(Step, u32)> = steps.iter().map(|(&i, &step)| (step, i)).collect();
        order.sort_unstable();

        let from = self.network.groups.len() as u32;
        let mut waiting: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let mut previous = None;
        for &(at, i) in &order {
            let lookup = lookups.iter().find(|(waits, _)| *waits == i).map(|(_, lookup)| *lookup);
            if let Some(lookup) = lookup {
                self.network.links[i as usize].unless_hit = self.network.links[lookup as usize].hit_bit;
                if steps.get(&lookup) == Some(&at) {
                    waiting.entry(lookup).or_default().push(i);
                    continue;
                }
            }
            let position = self.network.grouped.len() as u32;
            if previous != Some(at) {
                self.network.groups.push(Range { from: position, to: position });
                previous = Some(at);
            }
            self.network.grouped.push(i);
            if let Some(group) = self.network.groups.last_mut() {
                group.to += 1;
            }
        }
        self.network.nodes[node as usize].groups = Range { from, to: self.network.groups.len() as u32 };
        for (lookup, links) in waiting {
            let from = self.network.dependents.len() as u32;
            self.network.dependents.extend(links);
            let to = self.network.dependents.len() as u32;
            self.network.links[lookup as usize].dependents = Range { from, to };
        }
    }

    /// Pairs of a link and the lookup for whose miss it waits; gives each lookup its bit.
    fn lookups(&mut self, followed: &[u32]) -> Vec<(u32, u32)> {
        let mut pairs = Vec::new();
        let mut bits: BTreeMap<u32, u16> = BTreeMap::new();
        for &i in followed {
            let Some(lookup) = self.lookup_of(i, followed) else { continue };
            // A circle of links that wait for each other would never be followed.
            if self.waits_in_circle(i, followed) {
                continue;
            }
            let next = bits.len() as u32;
            if next < MAX_LOOKUPS || bits.contains_key(&lookup) {
                bits.entry(lookup).or_insert(1 << next);
                pairs.push((i, lookup));
            }
        }
        for (lookup, bit) in bits {
            self.network.links[lookup as usize].hit_bit = bit;
        }
        pairs
    }

    fn lookup_of(&self, link: u32, followed: &[u32]) -> Option<u32> {
        let Condition::OnMissOf(id) = self.connections[link as usize].policy.on else { return None };
        followed.iter().copied().find(|&i| self.connections[i as usize].id == id && i != link)
    }

    fn waits_in_circle(&self, link: u32, followed: &[u32]) -> bool {
        let mut at = link;
        for _ in 0..followed.len() {
            match self.lookup_of(at, followed) {
                Some(next) if next == link => return true,
                Some(next) => at = next,
                None => return false,
            }
        }
        true
    }

    /// When a link is followed: names are resolved before the rest of a step; what waits for a lookup is never earlier
    /// than it.
    fn step(&self, link: u32, followed: &[u32], depth: usize) -> Step {
        let connection = self.connections[link as usize];
        let is_resolver = matches!(
            self.components[self.node_of[&connection.to] as usize].1.behavior,
            Behavior::Resolver { .. }
        );
        let own = Step { number: connection.policy.step, is_after_names: !is_resolver };
        match self.lookup_of(link, followed) {
            Some(lookup) if depth < followed.len() && !self.waits_in_circle(link, followed) => {
                own.max(self.step(lookup, followed, depth + 1))
            }
            _ => own,
        }
    }

    /// Targets of a balancer.
    fn add_targets(&mut self, node: u32) {
        if !matches!(self.network.nodes[node as usize].role, Role::Balancer(_)) {
            return;
        }
        let from = self.network.candidates.len() as u32;
        let mut is_uniform = true;
        for &i in &self.outgoing[node as usize] {
            let link = &self.network.links[i as usize];
            if link.relation != Relation::Call {
                continue;
            }
            let policy = &self.connections[i as usize].policy;
            let weight = (policy.weight * link.probability).max(0.0);
            let target = &self.network.nodes[link.to as usize];
            is_uniform &= policy.on == Condition::Always && weight == 1.0;
            for replica in 0..target.instances {
                self.network.candidates.push(Candidate {
                    link: i,
                    instance: target.first_instance + replica,
                    weight,
                    salt: mix(u64::from(target.id.0) << 32 | u64::from(replica)),
                });
            }
        }
        let candidates = Range { from, to: self.network.candidates.len() as u32 };
        let node = &mut self.network.nodes[node as usize];
        // Its connections are alternatives, not steps.
        node.groups = Range::default();
        if let Role::Balancer(balancer) = &mut node.role {
            balancer.candidates = candidates;
            balancer.is_uniform = is_uniform;
        }
    }

    /// Copies, subscriptions and pulls of a node.
    fn add_messaging(&mut self, node: u32) {
        let links = &self.network.links;
        let (outgoing, incoming) = (&self.outgoing[node as usize], &self.incoming[node as usize]);
        let collect = |table: &mut Vec<u32>, among: &[u32], keep: &dyn Fn(u32, &Link) -> bool| {
            let from = table.len() as u32;
            table.extend(among.iter().filter(|&&i| keep(i, &links[i as usize])));
            Range { from, to: table.len() as u32 }
        };
        let nodes = &self.network.nodes;
        let is_broker = |node: u32| matches!(nodes[node as usize].role, Role::Broker { .. });
        let copies = collect(&mut self.network.copies, outgoing, &|i, it| match it.relation {
            Relation::Observe => !it.is_scrape,
            Relation::Replicate => !self.connections[i as usize].policy.synchronous,
            _ => false,
        });
        let subscriptions = collect(&mut self.network.subscriptions, outgoing, &|_, it| {
            it.relation == Relation::Consume && is_broker(it.from)
        });
        let pulls = collect(&mut self.network.pulls, incoming, &|_, it| {
            it.relation == Relation::Consume && is_broker(it.from)
        });
        collect(&mut self.network.scrapes, outgoing, &|_, it| it.is_scrape);
        let is_traced = copies.iter().any(|i| links[self.network.copies[i] as usize].traced_overhead > 0);
        let node = &mut self.network.nodes[node as usize];
        if is_traced {
            node.service_lane = NONE;
        }
        (node.copies, node.subscriptions, node.pulls, node.is_traced) =
            (copies, subscriptions, pulls, is_traced);
    }

    /// Secret stores, which are asked at a start only.
    fn add_secrets(&mut self) {
        let connections = self.architecture.connections.iter().filter(|it| it.relation == Relation::Secret);
        for connection in connections {
            let (Some(&from), Some(&to)) =
                (self.node_of.get(&connection.from), self.node_of.get(&connection.to))
            else {
                continue;
            };
            let place = |node: u32| {
                let first = self.network.nodes[node as usize].first_instance;
                self.network.instances[first as usize].location
            };
            let (a, b) = (place(from), place(to));
            let one_way = match connection.policy.latency_millis {
                Some(millis) => nanos(millis),
                None => self.locations.delay(self.architecture, a, b),
            };
            self.network.nodes[from as usize].secrets.push((to, 2 * one_way));
        }
    }

    /// Balancers that watch a node's health.
    fn add_watchers(&mut self, node: u32) {
        let from = self.network.balancers_of.len() as u32;
        let mut watchers: Vec<u32> = self.incoming[node as usize]
            .iter()
            .map(|i| &self.network.links[*i as usize])
            .filter(|it| it.relation == Relation::Call)
            .map(|it| it.from)
            .filter(|from| matches!(self.network.nodes[*from as usize].role, Role::Balancer(_)))
            .collect();
        watchers.dedup();
        self.network.balancers_of.extend(watchers);
        let to = self.network.balancers_of.len() as u32;
        self.network.nodes[node as usize].balancers = Range { from, to };
    }
}

/// Position of a link among its caller's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    number: u32,
    is_after_names: bool,
}
