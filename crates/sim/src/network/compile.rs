//! From a drawing to a [`Network`].

use std::collections::BTreeMap;

use model::{
    Architecture, Component, ComponentId, Connection, Relation,
    connection::Condition,
    lean,
    spec::{Behavior, Spec},
};

use super::{
    Balancer, Cache, Candidate, Class, Hop, Hops, Limit, Link, MAX_REPLICAS, NONE, Network, Node, Place,
    Queueing, QuickLink, QuickNode, Range, Rate, Role, Room, SlowMode, Source, Trouble, Troubles, TwoState,
    UNBOUNDED, UserLimits, Zipf, latency::Locations, nanos,
};
use crate::{
    conditions::Conditions,
    queue::Kind,
    random::{Purpose, Ziggurat, stream},
    session::{CompileError, RunOptions},
    time::{self, SECOND},
};

/// Longest run, warm-up included: eleven days.
pub const MAX_SECS: u32 = 1_000_000;

mod links;
mod nodes;
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
        Self::under(architecture, options, &Conditions::default(), &[])
    }

    /// The same with some things not as drawn. `lanes` are those of the network that it follows: their numbers stay.
    ///
    /// # Errors
    /// [`CompileError`] if the drawing cannot be run.
    pub fn under(
        architecture: &Architecture,
        options: RunOptions,
        conditions: &Conditions,
        lanes: &[(Kind, u64)],
    ) -> Result<Self, CompileError> {
        let total_secs = options.duration_secs + options.warm_up_secs;
        let is_possible = options.duration_secs >= 0.001
            && options.warm_up_secs >= 0.0
            && total_secs <= f64::from(MAX_SECS);
        if !is_possible {
            return Err(CompileError::BadDuration { limit_secs: MAX_SECS });
        }
        let most = |it: &Component| conditions.capacity.get(&it.id).map_or(0, |it| *it).max(it.replicas());
        let replicas = architecture.components.iter().map(|it| u64::from(most(it))).sum();
        if replicas > MAX_REPLICAS {
            return Err(CompileError::TooManyReplicas { found: replicas, limit: MAX_REPLICAS });
        }
        let network = Compiler::new(architecture, options, conditions, lanes).network();
        if network.sources.is_empty() { Err(CompileError::NoTraffic) } else { Ok(network) }
    }
}

struct Compiler<'a> {
    architecture: &'a Architecture,
    conditions: &'a Conditions,
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
    fn new(
        architecture: &'a Architecture,
        options: RunOptions,
        conditions: &'a Conditions,
        lanes: &[(Kind, u64)],
    ) -> Self {
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
        let measured_from = time::nanos(options.warm_up_secs);
        let numbered = lanes.iter().enumerate();
        Self {
            architecture,
            conditions,
            seed: options.seed,
            components,
            connections,
            node_of,
            lanes: lanes.to_vec(),
            lane_of: lean::map(numbered.map(|(i, &(kind, delay))| ((kind as u8, delay), i as u32))),
            locations: Locations::default(),
            outgoing: vec![Vec::new(); architecture.components.len()],
            incoming: vec![Vec::new(); architecture.components.len()],
            network: Network {
                counts_messages: architecture.objectives.iter().any(|it| it.indicator.is_about_messages()),
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
                troubles: Vec::new(),
                lanes: Vec::new(),
                lines: 0,
                caches: Vec::new(),
                fillings: Vec::new(),
                item_stream: stream(options.seed, 0, Purpose::Item),
                user_limits: 0,
                tier_stream: stream(options.seed, 0, Purpose::Tier),
                windows: 0,
                rooms: Vec::new(),
                hedges: 0,
                partitions: 0,
                levels: Vec::new(),
                scrapes: Vec::new(),
                ziggurat: Ziggurat::new(),
                measured_from,
                end: measured_from + time::nanos(options.duration_secs),
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
        self.add_poison();
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

    /// Who gets messages that cannot be handled.
    fn add_poison(&mut self) {
        for (number, link) in self.network.links.iter().enumerate() {
            let broker = self.network.nodes[link.from as usize].id;
            let Some(condition) = self.conditions.components.get(&broker) else { continue };
            if link.relation == Relation::Consume && condition.poison_ratio > 0.0 {
                let consumer = &mut self.network.nodes[link.to as usize];
                consumer.poison.push((number as u32, condition.poison_ratio));
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
