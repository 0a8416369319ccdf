//! Components: their pools, what they do besides, and how both differ from the drawing at the moment.

use model::spec::{Behavior, CacheMode, Discipline, Keys, RateLimit, ReadsFrom};

use super::{
    Balancer, Cache, Compiler, Limit, NONE, Node, Place, QuickNode, Range, Role, SlowMode, UNBOUNDED,
    UserLimits, Zipf, nanos, queues,
};
use crate::{
    changes::hits::is_single,
    conditions::{ComponentCondition, either},
    queue::Kind,
    random::{Purpose, mix},
    service::Service,
};

impl Compiler<'_> {
    pub(super) fn add_node(&mut self, index: u32) {
        let (component, spec) = &self.components[index as usize];
        let (component, spec) = (*component, spec.clone());
        let usual = ComponentCondition::default();
        let condition = self.conditions.components.get(&component.id).unwrap_or(&usual);
        let server = spec.server;
        let is_single = is_single(&spec.behavior);
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
        let drawn = self.network.instances.len() as u32 - first_instance;
        let capacity = self.conditions.capacity.get(&component.id).filter(|_| !is_single);
        for extra in drawn..capacity.map_or(0, |it| *it) {
            // Those that may come later are spread over the same places.
            let like = self.network.instances[(first_instance + extra % drawn) as usize];
            self.network.instances.push(like);
        }
        let instances = self.network.instances.len() as u32 - first_instance;
        let mut time = server.service.clone();
        time.mean_millis *= condition.slower.max(0.0);
        let service = Service::new(time);
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
                hit_ratio: hit_ratio * condition.hit_ratio,
                asks_origin: mode == CacheMode::ReadThrough,
                cache: self.add_cache(keys, condition.ttl),
            },
            Behavior::Edge { hit_ratio, keys } => Role::Lookup {
                hit_ratio: hit_ratio * condition.hit_ratio,
                asks_origin: true,
                cache: self.add_cache(keys, condition.ttl),
            },
            Behavior::Store { write_factor: factor, reads_from, captures_changes, replication } => {
                write_factor = factor.max(0.0);
                let others = |quorum: u32| quorum.clamp(1, drawn).saturating_sub(1) as u16;
                Role::Store {
                    reads_from_all: reads_from == ReadsFrom::AllReplicas,
                    captures_changes,
                    writes_await: others(replication.write_quorum),
                    reads_await: others(replication.read_quorum),
                    lag_lane: self.lane(Kind::Arrive, nanos(replication.lag_millis + condition.lag_millis)),
                    failover: if condition.failover_is_off {
                        u64::MAX
                    } else {
                        nanos(replication.failover_secs * 1000.0)
                    },
                    split_ratio: if drawn > 1 { condition.split_share } else { 0.0 },
                }
            }
            Behavior::Broker { max_messages, max_deliveries, waits_for_room, .. } => {
                Role::Broker { max_messages, max_deliveries: max_deliveries.max(1), waits_for_room }
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
        write_factor *= condition.writes_slower.max(0.0);
        let odd = if condition.replicas.is_empty() {
            Vec::new()
        } else {
            (0..instances).map(|it| condition.replicas.get(&it).copied().unwrap_or_default()).collect()
        };
        let blocked = if slots == UNBOUNDED {
            0
        } else {
            slots - (f64::from(slots) * condition.slots_ratio.clamp(0.0, 1.0) + 0.5) as u32
        };
        // Tracing and cold starts add to it.
        let is_function = matches!(role, Role::Function { .. });
        let queueing = if slots == UNBOUNDED { None } else { queues::queueing(&server) };
        // Own work that may be interrupted is no fixed delay.
        let is_job = queueing
            .as_ref()
            .is_some_and(|it| matches!(it.discipline, Discipline::Preemptive | Discipline::Sharing));
        let all_wait = condition.all_wait_until;
        let wait_until = [all_wait, condition.writes_wait_until.max(all_wait)];
        let slow_mode = spec.slow_mode.map(|it| SlowMode::new(it, self.stream(component, Purpose::Spell)));
        let is_fixed =
            odd.is_empty() && condition.features.is_empty() && slow_mode.is_none() && wait_until == [0; 2];
        let features = self.stream(component, Purpose::Feature);
        // Several at a time do not share their luck.
        let features =
            (1..).zip(&condition.features).map(|(number, it)| (*it, mix(features.wrapping_add(number))));
        let service_lane =
            if service.is_constant() && write_factor == 1.0 && !is_function && !is_job && is_fixed {
                self.lane(Kind::Served, (mean + 0.5) as u64)
            } else {
                NONE
            };
        // A limit that is set while it runs lets a tenth of a second's requests come at once.
        let limit = condition
            .rate_limit_per_sec
            .map(|per_sec| RateLimit { per_sec, burst: per_sec / 10.0 })
            .or(server.rate_limit);
        let limit = limit.map_or_else(Limit::default, Limit::from);
        let user_limits = server.user_limits.map(|it| {
            self.network.user_limits += 1;
            Box::new(UserLimits::new(it, self.network.user_limits - 1))
        });
        let is_keyed = matches!(role, Role::Lookup { cache, .. } if cache != NONE);
        let node = Node {
            id: component.id,
            role,
            first_instance,
            instances,
            drawn,
            slots,
            // What exceeds a function's concurrency limit is refused at once, as the providers do.
            queue_limit: server.queue_limit.unwrap_or(if is_function { 0 } else { u32::MAX }),
            has_door: limit.exists() || user_limits.is_some() || queueing.is_some(),
            has_closing: queueing.is_some() || is_keyed,
            queueing,
            holds_slot: server.holds_slot_while_calling,
            service,
            write_factor,
            service_lane,
            fixed_delay: nanos(server.fixed_delay_millis),
            error_ratios: {
                let reads = either(server.error_ratio.clamp(0.0, 1.0), condition.error_ratio);
                [reads, either(reads, condition.write_error_ratio)]
            },
            odd,
            features: features.collect(),
            slow_mode,
            blocked,
            wait_until,
            poison: Vec::new(),
            limit,
            user_limits,
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

    fn add_cache(&mut self, keys: Option<Keys>, ttl: f64) -> u32 {
        let Some(keys) = keys else { return NONE };
        self.network.caches.push(Cache {
            // The component that is being added.
            node: self.network.nodes.len() as u32,
            popularity: Zipf::new(keys.count, keys.exponent),
            capacity: keys.capacity.max(1),
            ttl: keys.ttl_secs.map_or(u64::MAX, |it| nanos(it * ttl.max(0.0) * 1000.0)),
            coalesces: keys.coalesces,
        });
        (self.network.caches.len() - 1) as u32
    }
}
