//! From a drawing to a [`Network`].

use std::collections::BTreeMap;

use model::{
    Architecture, Component, ComponentId, Connection, Relation,
    connection::Condition,
    lean,
    spec::{Behavior, CacheMode, Discipline, Keys, ReadsFrom, Spec},
};

use super::{
    Balancer, Cache, Candidate, Class, Hop, Hops, Link, MAX_REPLICAS, NONE, Network, Node, Place, Queueing,
    QuickLink, QuickNode, Range, Rate, Role, Source, TwoState, UNBOUNDED, Zipf, latency::Locations, nanos,
};
use crate::{
    queue::Kind,
    random::{Purpose, Ziggurat, stream},
    service::Service,
    session::{CompileError, RunOptions},
    time::{SECOND, SimTime},
};

/// Longest run, warm-up included: eleven days.
pub const MAX_SECS: u32 = 1_000_000;

mod links;
mod queues;
mod sources;
mod steps;
mod targets;

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
        lean::sort_by_key(&mut components, |(it, _)| it.id);
        let node_of = lean::map(components.iter().enumerate().map(|(i, (it, _))| (it.id, i as u32)));
        let mut connections: Vec<_> = architecture
            .connections
            .iter()
            .filter(|it| it.relation.carries_requests() || it.relation == Relation::Observe)
            .filter(|it| node_of.contains_key(&it.from) && node_of.contains_key(&it.to))
            .collect();
        lean::sort_by_key(&mut connections, |it| it.id);
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
                enough: Vec::new(),
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
                lines: 0,
                caches: Vec::new(),
                item_stream: stream(options.seed, 0, Purpose::Item),
                windows: 0,
                hedges: 0,
                levels: Vec::new(),
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
        self.rank_classes();
        for node in 0..self.components.len() as u32 {
            self.add_steps(node);
            self.add_targets(node);
            self.add_messaging(node);
        }
        for node in 0..self.components.len() as u32 {
            self.add_watchers(node);
        }
        self.add_secrets();
        self.add_deadlines();
        self.number_lines();
        self.network.lanes = self.lanes;
        self.network.look_up();
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
        let service = Service::new(server.service.clone());
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
            Behavior::Cache { hit_ratio, mode, keys } => Role::Lookup {
                hit_ratio,
                asks_origin: mode == CacheMode::ReadThrough,
                cache: self.add_cache(keys),
            },
            Behavior::Edge { hit_ratio, keys } => {
                Role::Lookup { hit_ratio, asks_origin: true, cache: self.add_cache(keys) }
            }
            Behavior::Store { write_factor: factor, reads_from, captures_changes, replication } => {
                write_factor = factor.max(0.0);
                let others = |quorum: u32| quorum.clamp(1, instances).saturating_sub(1) as u16;
                Role::Store {
                    reads_from_all: reads_from == ReadsFrom::AllReplicas,
                    captures_changes,
                    writes_await: others(replication.write_quorum),
                    reads_await: others(replication.read_quorum),
                    lag_lane: self.lane(Kind::Arrive, nanos(replication.lag_millis)),
                    failover: nanos(replication.failover_secs * 1000.0),
                }
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
        let queueing = if slots == UNBOUNDED { None } else { queues::queueing(&server) };
        // Own work that may be interrupted is no fixed delay.
        let is_job = queueing
            .as_ref()
            .is_some_and(|it| matches!(it.discipline, Discipline::Preemptive | Discipline::Sharing));
        let service_lane = if service.is_constant() && write_factor == 1.0 && !is_function && !is_job {
            self.lane(Kind::Served, (mean + 0.5) as u64)
        } else {
            NONE
        };
        let is_keyed = matches!(role, Role::Lookup { cache, .. } if cache != NONE);
        let node = Node {
            id: component.id,
            role,
            first_instance,
            instances,
            slots,
            // What exceeds a function's concurrency limit is refused at once, as the providers do.
            queue_limit: server.queue_limit.unwrap_or(if is_function { 0 } else { u32::MAX }),
            has_door: server.rate_limit.is_some() || queueing.is_some(),
            has_closing: queueing.is_some() || is_keyed,
            queueing,
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
            quick: QuickNode::default(),
        };
        self.network.nodes.push(node);
    }

    fn add_cache(&mut self, keys: Option<Keys>) -> u32 {
        let Some(keys) = keys else { return NONE };
        self.network.caches.push(Cache {
            // The component that is being added.
            node: self.network.nodes.len() as u32,
            popularity: Zipf::new(keys.count, keys.exponent),
            capacity: keys.capacity.max(1),
            ttl: keys.ttl_secs.map_or(u64::MAX, |it| nanos(it * 1000.0)),
            coalesces: keys.coalesces,
        });
        (self.network.caches.len() - 1) as u32
    }

    fn stream(&self, component: &Component, purpose: Purpose) -> u64 {
        stream(self.seed, component.id.0, purpose)
    }

    fn allow_classes(&mut self) {
        for connection in &self.connections {
            // What a store publishes is its changes (change data capture).
            let from = &self.components[self.node_of[&connection.from] as usize].1;
            let is_capture =
                connection.relation == Relation::Publish && matches!(from.behavior, Behavior::Store { .. });
            let carries_writes_only = is_capture || connection.relation == Relation::Replicate;
            for class in &self.network.classes {
                let is_allowed = match &connection.policy.on {
                    Condition::Always | Condition::OnMissOf(_) => true,
                    Condition::Read => !class.is_write,
                    Condition::Write => class.is_write,
                    Condition::Class(name) => *name == class.name,
                };
                let is_allowed = is_allowed && (!carries_writes_only || class.is_write);
                self.network.allowed.push(is_allowed);
            }
        }
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
