//! Small random drawings of what the reference knows: a source, pools, balancers, caches with what they miss, stores; and
//! producers, brokers and consumers.

use model::{
    Architecture, Component, ComponentId, Connection, ConnectionId, Kind, Placement, Point, Relation, Value,
    catalog::BehaviorKind,
    connection::{Breaker, Bulkhead, Condition, Hedge, Jitter, TimeoutSpread, TimeoutUntil},
    notation,
    scenario::{Action, ScenarioEvent},
    workload::Pattern,
};
use sim::random::mix;

/// A stream of choices.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(1);
        mix(self.0) % n
    }

    /// True once in `n` times.
    pub(super) fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    /// Evenly between two values.
    pub(super) fn between(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * (self.below(1 << 30) as f64 / (1u64 << 30) as f64)
    }

    pub(super) fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u64) as usize]
    }
}

/// A drawing of one of several families, in turn; one that is listed twice comes twice as often.
#[allow(dead_code, reason = "each test file uses a part of it")]
pub(super) fn one_of_families(seed: u64, families: &[fn(u64) -> Architecture]) -> Architecture {
    families[(seed % families.len() as u64) as usize](seed)
}

/// Something happens, after what happens earlier or at the same time.
pub(super) fn happens(architecture: &mut Architecture, at_secs: f64, action: Action) {
    let events = &mut architecture.scenario.events;
    let place = events.partition_point(|it| it.at_secs <= at_secs);
    events.insert(place, ScenarioEvent { at_secs, action });
}

pub fn random_drawing(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x6d61_7465));
    let mut architecture = notation::parse("u:client{writes=0.3}").expect("a source");
    let source = &mut architecture.components[0];
    if let Some(workload) = &mut source.workload {
        workload.pattern = Pattern::Constant { per_sec: dice.between(20.0, 120.0) };
        for class in &mut workload.classes {
            class.priority = dice.below(3) as u8;
        }
    }
    let count = 2 + dice.below(6) as u32;
    let first = architecture.next_id;
    for i in 0..count {
        architecture.components.push(component(&mut dice, ComponentId(first + i)));
    }
    architecture.next_id = 1000;
    for to in 1..=count as usize {
        // Everything is reached; calls go to the right, so that they end.
        let from = dice.below(to as u64) as usize;
        connect(&mut dice, &mut architecture, from, to);
        if dice.one_in(2) && to > 1 {
            let also_from = dice.below(to as u64) as usize;
            connect(&mut dice, &mut architecture, also_from, to);
        }
    }
    wait_for_misses(&mut dice, &mut architecture);
    if dice.one_in(2) {
        break_something(&mut dice, &mut architecture);
    }
    architecture
}

/// The same with what else components and callers can do: rate limits, shared slots, quorums, second tries, answers that
/// are enough.
#[allow(dead_code, reason = "each test file uses a part of it")]
pub fn random_policies(seed: u64) -> Architecture {
    let mut architecture = random_drawing(seed);
    let mut dice = Dice(mix(seed ^ 0x706f_6c69));
    for it in &mut architecture.components {
        if it.kind.behavior == BehaviorKind::Pool && dice.one_in(3) {
            it.kind = Kind::find("api_gateway").expect("a kind");
        }
        let mut set = |key: &str, value: Value| {
            if it.kind.param(key).is_some() {
                it.params.insert(key.to_owned(), value);
            }
        };
        set("rate_limit_per_sec", Value::Number(dice.between(5.0, 120.0)));
        set("rate_limit_burst", Value::Number(dice.one_of(&[1.0, 2.5, 10.0])));
        if dice.one_in(3) {
            set("discipline", Value::Text("sharing".into()));
        }
        set("write_quorum", Value::Number(dice.one_of(&[1.0, 2.0, 3.0])));
        set("read_quorum", Value::Number(dice.one_of(&[1.0, 2.0, 3.0])));
        set("replication_lag_millis", Value::Number(dice.one_of(&[0.0, 3.3, 21.7])));
    }
    for it in &mut architecture.connections {
        let from = architecture.components.iter().find(|of| of.id == it.from);
        it.policy.hedge = match dice.below(4) {
            0 => Some(Hedge::AfterMillis(dice.between(1.0, 60.0))),
            1 => Some(Hedge::P95),
            _ => None,
        };
        if from.is_some_and(|it| it.kind.behavior != BehaviorKind::Balancer) {
            it.policy.enough = dice.one_of(&[None, None, Some(1), Some(2)]);
        }
    }
    architecture
}

/// The same with caches that hold items, and more of them.
#[allow(dead_code, reason = "each test file uses a part of it")]
pub fn random_items(seed: u64) -> Architecture {
    let mut architecture = if seed.is_multiple_of(2) { random_drawing(seed) } else { random_policies(seed) };
    let mut dice = Dice(mix(seed ^ 0x6974_656d));
    for it in &mut architecture.components {
        if it.kind.behavior == BehaviorKind::Pool && dice.one_in(3) {
            it.kind = Kind::find(dice.one_of(&["cache_redis", "cache_memcached", "cdn"])).expect("a kind");
        }
        let mut set = |key: &str, value: Value| {
            if it.kind.param(key).is_some() {
                it.params.insert(key.to_owned(), value);
            }
        };
        set("cache_model", Value::Text(dice.one_of(&["keys", "keys", "keys", "hit_ratio"]).into()));
        set("cache_mode", Value::Text(dice.one_of(&["aside", "aside", "read_through"]).into()));
        set("cached_keys", Value::Number(dice.one_of(&[1.0, 4.0, 15.0, 100.0])));
        set("popularity", Value::Number(dice.one_of(&[0.0, 0.7, 1.0, 1.6])));
        set("capacity_items", Value::Number(dice.one_of(&[1.0, 2.0, 7.0, 100.0])));
        set("coalescing", Value::Flag(dice.one_in(2)));
        if dice.one_in(2) {
            set("entry_ttl_secs", Value::Number(dice.between(0.02, 3.0)));
        }
    }
    wait_for_misses(&mut dice, &mut architecture);
    let caches = architecture.components.iter().filter(|it| it.kind.param("cache_model").is_some());
    let flushed: Vec<ComponentId> = caches.filter(|_| dice.one_in(4)).map(|it| it.id).collect();
    for component in flushed {
        happens(&mut architecture, dice.between(0.5, 5.0), Action::Flush { component });
    }
    architecture
}

/// Producers, a broker, one or two consumers that may call something, and outages.
#[allow(dead_code, reason = "each test file uses a part of it")]
pub fn random_messages(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x6d65_7373));
    let rate = dice.between(20.0, 120.0);
    let way = |dice: &mut Dice| format!("latency_millis={:.6}", dice.between(0.1, 4.0));
    let pool = |dice: &mut Dice, most: f64| {
        format!(
            "slots={}, service_millis={:.4}, error_ratio={}, holds_slot={}",
            dice.one_of(&[1, 2, 5]),
            dice.between(0.5, most),
            dice.one_of(&[0.0, 0.0, 0.1, 0.4]),
            dice.one_in(2),
        )
    };
    let patience = |dice: &mut Dice| match dice.below(3) {
        0 => format!(", timeout_millis={:.4}, cancel_on_timeout={}", dice.between(3.0, 90.0), dice.one_in(2)),
        _ => String::new(),
    };
    let mut text = format!(
        "u:client{{per_sec={rate:.3}, writes=0.3}} -{{{}}}-> a:api_server*{}{{{}}}; ",
        way(&mut dice),
        dice.one_of(&[1, 2]),
        pool(&mut dice, 20.0),
    );
    text += &format!(
        "a -publish{{{}{}, attempts={}, backoff_base_millis=7}}-> q:queue{{slots={}, service_millis={:.4}, fixed_delay_millis=0.3, \
         max_messages={}, max_deliveries={}, publishing_when_full={}{}}}; ",
        way(&mut dice),
        patience(&mut dice),
        dice.one_of(&[1, 3]),
        dice.one_of(&[1, 4, 20]),
        dice.between(0.1, 12.0),
        dice.one_of(&[1, 4, 20, 100_000]),
        dice.one_of(&[1, 2, 5]),
        dice.one_of(&["refuse", "wait"]),
        dice.one_of(&["", ", partitions=1", ", partitions=3", ", partitions=8"]),
    );
    for (name, kind) in [("v", "worker"), ("w", "microservice")].iter().take(1 + dice.below(2) as usize) {
        text += &format!(
            "q -consume{{{}, backoff_base_millis={:.4}, probability={}{}}}-> {name}:{kind}*{}{{{}}}; ",
            way(&mut dice),
            dice.between(0.5, 60.0),
            dice.one_of(&["1", "0.6"]),
            if dice.one_in(3) {
                format!(", timeout_millis={:.4}", dice.between(5.0, 120.0))
            } else {
                String::new()
            },
            dice.one_of(&[1, 2, 3]),
            pool(&mut dice, 40.0),
        );
        if dice.one_in(2) {
            text += &format!("{name} -{{{}{}}}-> d; ", way(&mut dice), patience(&mut dice));
        }
    }
    text += &format!("a -{{{}, step=2}}-> d:grpc_server{{{}}}", way(&mut dice), pool(&mut dice, 10.0));
    let mut architecture = match notation::parse(&text) {
        Ok(it) => it,
        Err(error) => panic!("{text}: {error}"),
    };
    if dice.one_in(2) {
        break_something(&mut dice, &mut architecture);
    }
    architecture
}

fn component(dice: &mut Dice, id: ComponentId) -> Component {
    let kinds = [
        "api_server",
        "microservice",
        "web_server",
        "load_balancer",
        "cache_redis",
        "database_sql",
        "cdn",
        "lambda_function",
        "dns",
    ];
    let kind = Kind::find(dice.one_of(&kinds)).expect("a kind");
    let mut component = Component::new(id, kind, format!("c{}", id.0), Point::default());
    component.placements = vec![Placement { zone: None, replicas: dice.one_of(&[1, 1, 1, 2, 3]) }];
    let mut set = |key: &str, value: Value| {
        if kind.param(key).is_some() {
            component.params.insert(key.to_owned(), value);
        }
    };
    set("slots", Value::Number(dice.one_of(&[1.0, 2.0, 5.0, 40.0])));
    let only_chooses = kind.behavior == BehaviorKind::Balancer && dice.one_in(4);
    set("service_millis", Value::Number(if only_chooses { 0.0 } else { dice.between(0.5, 25.0) }));
    set("queue_limit", Value::Number(dice.one_of(&[0.0, 3.0, 20.0, 1000.0])));
    set("fixed_delay_millis", Value::Number(dice.one_of(&[0.0, 1.37, 6.1])));
    set("holds_slot", Value::Flag(dice.one_in(2)));
    let orders = ["fifo", "fifo", "lifo", "priority", "preemptive"];
    set("discipline", Value::Text(dice.one_of(&orders).into()));
    set("when_full", Value::Text(dice.one_of(&["reject", "reject", "shed_oldest"]).into()));
    if dice.one_in(4) {
        set("max_wait_millis", Value::Number(dice.between(2.0, 60.0)));
    }
    set("error_ratio", Value::Number(dice.one_of(&[0.0, 0.0, 0.05, 0.4])));
    set("service_distribution", Value::Text(dice.one_of(&["exponential", "exponential", "uniform"]).into()));
    set("hit_ratio", Value::Number(dice.between(0.0, 1.0)));
    set("cache_mode", Value::Text(dice.one_of(&["aside", "aside", "read_through"]).into()));
    set("write_factor", Value::Number(dice.between(0.5, 4.0)));
    set("reads_from", Value::Text(dice.one_of(&["primary", "all_replicas"]).into()));
    set("concurrency_limit", Value::Number(dice.one_of(&[1.0, 3.0, 20.0])));
    set("cold_start_millis", Value::Number(dice.between(5.0, 80.0)));
    set("keep_warm_secs", Value::Number(dice.between(0.01, 0.4)));
    set("ttl_secs", Value::Number(dice.between(0.02, 0.5)));
    let algorithms = ["round_robin", "random", "least_connections", "two_choices", "hash"];
    set("health_check_secs", Value::Number(dice.between(0.1, 0.7)));
    set("algorithm", Value::Text(dice.one_of(&algorithms).into()));
    component
}

fn connect(dice: &mut Dice, architecture: &mut Architecture, from: usize, to: usize) {
    let (from, to) = (&architecture.components[from], &architecture.components[to]);
    let is_balancer = from.kind.behavior == BehaviorKind::Balancer;
    let mut it = Connection::new(ConnectionId(architecture.next_id), from.id, to.id, Relation::Call);
    let policy = &mut it.policy;
    // Never twice the same, so that nothing happens at the same nanosecond.
    policy.latency_millis = Some(dice.between(0.1, 4.0));
    if dice.one_in(2) {
        policy.timeout_millis = Some(dice.between(3.0, 120.0));
        policy.cancel_on_timeout = dice.one_in(2);
        policy.timeout_spread = dice.one_of(&[TimeoutSpread::Fixed, TimeoutSpread::Exponential]);
        policy.timeout_until = dice.one_of(&[TimeoutUntil::Answered, TimeoutUntil::Begun]);
    }
    policy.attempts = dice.one_of(&[1, 1, 2, 3]);
    policy.backoff_base_millis = dice.between(0.5, 40.0);
    policy.backoff_cap_millis = dice.between(5.0, 60.0);
    policy.jitter = dice.one_of(&[Jitter::None, Jitter::Equal, Jitter::Full]);
    policy.retry_budget = dice.one_of(&[None, None, Some(0.02), Some(0.3)]);
    policy.bulkhead = dice.one_of(&[None, None, None, Some(2), Some(6)]).map(Bulkhead::of);
    if dice.one_in(4) {
        policy.breaker = Some(Breaker {
            failures: 1 + dice.below(4) as u32,
            open_secs: dice.between(0.02, 0.8),
            ratio: dice.one_of(&[None, Some(0.2), Some(0.6)]),
            window_secs: dice.between(0.2, 3.0),
            min_calls: dice.one_of(&[1, 5, 20]),
            probes: dice.one_of(&[1, 1, 2, 5]),
        });
    }
    policy.optional = dice.one_of(&[None, None, Some(true), Some(false)]);
    policy.calls_per_request = dice.one_of(&[1, 1, 1, 2, 3]);
    if !is_balancer {
        // A balancer's connections are alternatives, open to all and equally likely.
        policy.step = 1 + dice.below(3) as u32;
        policy.probability = dice.one_of(&[1.0, 1.0, 0.6, 0.2]);
        policy.on = match dice.below(5) {
            0 => Condition::Read,
            1 => Condition::Write,
            _ => Condition::Always,
        };
    }
    architecture.connections.push(it);
    architecture.next_id += 1;
}

/// Up to three components, the source among them, go down for a while.
fn break_something(dice: &mut Dice, architecture: &mut Architecture) {
    for _ in 0..1 + dice.below(3) {
        let component = architecture.components[dice.below(architecture.components.len() as u64) as usize].id;
        let at_secs = dice.between(0.5, 5.0);
        happens(architecture, at_secs, Action::TakeDown { component });
        let back_at = at_secs + dice.between(0.01, 1.5);
        happens(architecture, back_at, Action::BringUp { component });
    }
}

/// Some connections wait for the miss of an earlier one of the same caller.
fn wait_for_misses(dice: &mut Dice, architecture: &mut Architecture) {
    let caches: Vec<ComponentId> = architecture
        .components
        .iter()
        .filter(|it| matches!(it.kind.behavior, BehaviorKind::Cache | BehaviorKind::Balancer))
        .map(|it| it.id)
        .collect();
    let balancers: Vec<ComponentId> = architecture
        .components
        .iter()
        .filter(|it| it.kind.behavior == BehaviorKind::Balancer)
        .map(|it| it.id)
        .collect();
    let lookups: Vec<(ComponentId, ConnectionId)> = architecture
        .connections
        .iter()
        .filter(|it| caches.contains(&it.to) && !balancers.contains(&it.from))
        .map(|it| (it.from, it.id))
        .collect();
    for it in &mut architecture.connections {
        for (from, lookup) in &lookups {
            if it.from == *from && it.id > *lookup && dice.one_in(2) {
                it.policy.on = Condition::OnMissOf(*lookup);
            }
        }
    }
}
