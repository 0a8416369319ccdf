//! From a component and its parameters to the figures that the engine runs.

use super::{
    Autoscaler, Balancing, Behavior, Bins, CacheMode, Discipline, Failures, Keys, RateLimit, Readiness,
    ReadsFrom, Replication, Scaling, ScalingMetric, Schedule, Server, ServiceTime, Shape, SlowMode, Spec,
    Tier, UserLimits, WhenFull,
};
use crate::{
    catalog::{BROKER_MESSAGES, BehaviorKind, Capacity},
    component::Component,
};

impl Component {
    /// What this component is when it runs.
    pub fn spec(&self) -> Spec {
        Spec {
            server: self.server(),
            behavior: self.behavior(),
            scaling: self.scaling(),
            failures: self.failures(),
            slow_mode: self.slow_mode(),
        }
    }

    /// How its replicas fail by chance. `None`: they do not.
    pub fn failures(&self) -> Option<Failures> {
        let mttf_secs = self.number("mttf_secs")?;
        Some(Failures { mttf_secs, mttr_secs: self.number("mttr_secs")? })
    }

    /// How it is slow now and then. `None`: it never is.
    pub fn slow_mode(&self) -> Option<SlowMode> {
        let share = self.number("slow_share").filter(|it| *it > 0.0)?;
        let factor = self.number("slow_factor").filter(|it| *it > 1.0)?;
        Some(SlowMode { share, spell_secs: self.number("slow_spell_secs")?, factor })
    }

    fn server(&self) -> Server {
        let sizing = self.sizing();
        let slots = match self.kind.behavior {
            BehaviorKind::Function => self.count("concurrency_limit").or(sizing.slots),
            _ => self.count("slots").or(sizing.slots),
        };
        let mean_millis = self.number("service_millis").unwrap_or(sizing.service_millis);
        Server {
            slots,
            service: ServiceTime {
                mean_millis,
                shape: if mean_millis > 0.0 { self.shape() } else { Shape::Constant },
            },
            fixed_delay_millis: self.number("fixed_delay_millis").unwrap_or(sizing.fixed_delay_millis),
            queue_limit: match self.kind.behavior {
                // What finds no instance is refused.
                BehaviorKind::Function => Some(0),
                // Nobody waits where as many are served as come.
                _ => slots.and_then(|_| self.count("queue_limit")),
            },
            discipline: match self.choice("discipline").as_deref() {
                Some("lifo") => Discipline::Lifo,
                Some("priority") => Discipline::Priority,
                Some("preemptive") => Discipline::Preemptive,
                Some("sharing") => Discipline::Sharing,
                _ => Discipline::Fifo,
            },
            when_full: match self.choice("when_full").as_deref() {
                Some("shed_oldest") => WhenFull::ShedOldest,
                _ => WhenFull::Reject,
            },
            max_wait_millis: slots.and_then(|_| self.number("max_wait_millis")),
            adaptive_limit_millis: slots.and_then(|_| self.number("adaptive_limit_millis")),
            // An instance of a function belongs to its request until it has answered.
            holds_slot_while_calling: self.flag("holds_slot") || self.kind.behavior == BehaviorKind::Function,
            error_ratio: self.number("error_ratio").unwrap_or(0.0),
            rate_limit: self.rate_limit(sizing.limit_per_sec),
            user_limits: self.user_limits(),
        }
    }

    fn scaling(&self) -> Scaling {
        let number = |key| self.number(key).unwrap_or(0.0);
        let metric = match self.choice("scaling").as_deref() {
            Some("cpu") => Some(ScalingMetric::Cpu),
            Some("memory") => Some(ScalingMetric::Memory),
            Some("cpu_memory") => Some(ScalingMetric::CpuAndMemory),
            Some("queue") => Some(ScalingMetric::Queue),
            _ => None,
        };
        let auto = metric.map(|metric| {
            let target = if metric == ScalingMetric::Queue { "scaling_queue" } else { "scaling_target" };
            let min = self.count("scaling_min").unwrap_or(1).max(1);
            let max = self.count("scaling_max").unwrap_or(1).max(min);
            Autoscaler {
                metric,
                min,
                max,
                schedule: Schedule {
                    min: self.count("scaling_scheduled").unwrap_or(1).clamp(1, max),
                    from_secs: number("scaling_from_secs"),
                    until_secs: number("scaling_until_secs"),
                },
                target: number(target).max(1e-3),
                memory_target: number("scaling_memory_target").max(1e-3),
                up_secs: number("scaling_up_secs"),
                down_secs: number("scaling_down_secs"),
                cooldown_secs: number("scaling_cooldown_secs"),
                period_secs: number("scaling_period_secs").max(1.0),
                warm: self.count("scaling_warm").unwrap_or(0),
            }
        });
        Scaling {
            boot_secs: number("boot_secs"),
            auto,
            max_unavailable: self.count("max_unavailable"),
            readiness: match self.choice("readiness").as_deref() {
                Some("needs_at_start") => Readiness::NeedsAtStart,
                Some("needs_always") => Readiness::NeedsAlways,
                _ => Readiness::Booted,
            },
            probe_secs: number("probe_secs"),
        }
    }

    fn rate_limit(&self, of_size: Option<f64>) -> Option<RateLimit> {
        if let Some(per_sec) = of_size {
            return Some(RateLimit { per_sec, burst: per_sec.max(1.0) });
        }
        let per_sec = self.number("rate_limit_per_sec")?;
        Some(RateLimit { per_sec, burst: self.number("rate_limit_burst").unwrap_or(per_sec).max(1.0) })
    }

    fn user_limits(&self) -> Option<UserLimits> {
        (self.choice("user_limits")? == "tiers").then_some(())?;
        let window = self.number("tier_window_secs")?;
        let enterprise = self.number("enterprise_share")?;
        let pro = self.number("pro_share")?.min(1.0 - enterprise);
        let tier = |key: &str, share| {
            let requests = self.number(key)?;
            Some(Tier { limit: RateLimit { per_sec: requests / window, burst: requests }, share })
        };
        Some(UserLimits {
            tiers: [
                tier("free_limit", 1.0 - enterprise - pro)?,
                tier("pro_limit", pro)?,
                tier("enterprise_limit", enterprise)?,
            ],
        })
    }

    fn shape(&self) -> Shape {
        match self.choice("service_distribution").as_deref() {
            Some("constant") => Shape::Constant,
            Some("lognormal") => Shape::Lognormal { cv: self.number("service_cv").unwrap_or(1.0) },
            Some("erlang") => Shape::Erlang { stages: self.count("service_stages").unwrap_or(1) },
            Some("hyperexponential") => {
                Shape::Hyperexponential { cv: self.number("service_hyper_cv").unwrap_or(1.0) }
            }
            Some("pareto") => Shape::Pareto {
                exponent: self.number("service_tail").unwrap_or(2.0),
                spread: self.number("service_spread").unwrap_or(1.0),
            },
            Some("histogram") => self.histogram().map_or(Shape::Exponential, Shape::Histogram),
            Some("uniform") => Shape::Uniform,
            // Between 2 and 5, likeliest 2, on average 3: so the sidecar's 3 ms spread over 2 to 5 ms.
            Some("triangular") => Shape::Triangular { min: 2.0 / 3.0, mode: 2.0 / 3.0, max: 5.0 / 3.0 },
            _ => Shape::Exponential,
        }
    }

    /// Items of a cache that is simulated item by item.
    fn keys(&self) -> Option<Keys> {
        (self.choice("cache_model")? == "keys").then_some(())?;
        Some(Keys {
            count: self.count("cached_keys")?,
            exponent: self.number("popularity")?,
            capacity: self.count("capacity_items")?,
            ttl_secs: self.number("entry_ttl_secs"),
            coalesces: self.flag("coalescing"),
        })
    }

    fn hit_ratio(&self) -> f64 {
        match self.keys() {
            Some(keys) => keys.hit_ratio(),
            None => self.number("hit_ratio").unwrap_or(0.0),
        }
    }

    /// The measured durations in force, if service times are drawn from them.
    pub(super) fn histogram(&self) -> Option<Bins> {
        (self.choice("service_distribution")? == "histogram").then_some(())?;
        Bins::parse(&self.choice("service_histogram")?)
    }

    fn behavior(&self) -> Behavior {
        let number = |key, without| self.number(key).unwrap_or(without);
        match self.kind.behavior {
            BehaviorKind::Source => Behavior::Source,
            BehaviorKind::Pool => Behavior::Pool,
            BehaviorKind::Balancer => Behavior::Balancer {
                algorithm: match self.choice("algorithm").as_deref() {
                    Some("random") => Balancing::Random,
                    Some("least_connections") => Balancing::LeastConnections,
                    Some("two_choices") => Balancing::TwoChoices,
                    Some("hash") => Balancing::Hash,
                    _ => Balancing::RoundRobin,
                },
                health_check_secs: number("health_check_secs", 5.0),
            },
            BehaviorKind::Cache => Behavior::Cache {
                hit_ratio: self.hit_ratio(),
                mode: match self.choice("cache_mode").as_deref() {
                    Some("read_through") => CacheMode::ReadThrough,
                    _ => CacheMode::Aside,
                },
                keys: self.keys(),
            },
            BehaviorKind::Edge => Behavior::Edge { hit_ratio: self.hit_ratio(), keys: self.keys() },
            BehaviorKind::Store => Behavior::Store {
                write_factor: number("write_factor", 1.0),
                reads_from: match self.choice("reads_from").as_deref() {
                    Some("primary") => ReadsFrom::Primary,
                    _ => ReadsFrom::AllReplicas,
                },
                replication: Replication {
                    lag_millis: number("replication_lag_millis", 0.0),
                    write_quorum: self.count("write_quorum").unwrap_or(1),
                    read_quorum: self.count("read_quorum").unwrap_or(1),
                    failover_secs: number("failover_secs", 0.0),
                },
                captures_changes: self.kind.param("cdc").is_none() || self.flag("cdc"),
            },
            BehaviorKind::Broker => Behavior::Broker {
                max_messages: number("max_messages", 0.0) as u64,
                max_deliveries: self.count("max_deliveries").unwrap_or(1),
                partitions: self.count("partitions").unwrap_or(0),
                waits_for_room: self.choice("publishing_when_full").as_deref() == Some("wait"),
            },
            BehaviorKind::Function => Behavior::Function {
                cold_start_millis: number("cold_start_millis", 0.0),
                keep_warm_secs: number("keep_warm_secs", 0.0),
                concurrency_limit: self.count("concurrency_limit").unwrap_or(1),
            },
            BehaviorKind::Sink => {
                Behavior::Sink { traced_overhead_millis: number("traced_overhead_millis", 0.0) }
            }
            BehaviorKind::Resolver => Behavior::Resolver { ttl_secs: number("ttl_secs", 0.0) },
            BehaviorKind::OffPath => Behavior::OffPath,
        }
    }

    // Messages that fit by the type of the broker.
    pub(super) fn max_messages(&self) -> Option<f64> {
        let Capacity::Sized { sizes, .. } = self.kind.capacity else { return None };
        let chosen = self.size()?;
        let row = sizes.iter().position(|it| it.id == chosen.id)?;
        BROKER_MESSAGES.get(row).copied()
    }

    /// The whole number in force.
    fn count(&self, key: &str) -> Option<u32> {
        self.number(key).map(|it| it as u32)
    }

    /// The choice in force.
    pub fn choice(&self, key: &str) -> Option<String> {
        self.effective(key)?.text().map(str::to_owned)
    }
}
