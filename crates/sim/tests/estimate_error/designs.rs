//! Random designs by what makes them hard to estimate, on one line each.

use sim::random::mix;

/// A stream of choices.
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(mix(seed))
    }

    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(1);
        mix(self.0) % n
    }

    fn between(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * (self.below(1 << 30) as f64 / (1u64 << 30) as f64)
    }

    fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u64) as usize]
    }
}

/// Designs of one sort.
pub struct Family {
    pub name: &'static str,
    pub draw: fn(&mut Dice) -> String,
    /// Largest errors of the mean latency that are allowed: of half of the designs, of nine in ten, of all.
    pub bounds: [f64; 3],
}

const HOP: &str = "-call{latency_millis=0.5}->";
/// No delay besides, no bound that is met, slots free while calling.
const BARE: &str = "fixed_delay_millis=0, queue_limit=1000000, holds_slot=false";

/// Settings of a pool that `per_sec` requests per second use at a random share of its slots.
fn pool(dice: &mut Dice, per_sec: f64) -> String {
    let slots = dice.one_of(&[1, 1, 2, 4, 8, 16]);
    let load = dice.between(0.2, 0.85);
    let shape = dice.one_of(&[
        "",
        "",
        ", service_distribution=constant",
        ", service_distribution=erlang",
        ", service_distribution=lognormal, service_cv=1.5",
        ", service_distribution=hyperexponential",
    ]);
    format!("slots={slots}, service_millis={:.4}{shape}", load * f64::from(slots) / per_sec * 1e3)
}

fn chain(dice: &mut Dice) -> String {
    let rate = dice.between(50.0, 300.0);
    let mut text = format!("u:client{{per_sec={rate:.2}}}");
    for kind in &["api_server", "microservice", "web_server", "grpc_server"][..1 + dice.below(4) as usize] {
        text += &format!(" {HOP} {kind}{{{}, {BARE}}}", pool(dice, rate));
    }
    text
}

fn balanced(dice: &mut Dice) -> String {
    let rate = dice.between(100.0, 600.0);
    let replicas = 2 + dice.below(5);
    let algorithm = dice.one_of(&["random", "round_robin", "least_connections", "two_choices"]);
    format!(
        "u:client{{per_sec={rate:.2}}} {HOP} lb:load_balancer{{algorithm={algorithm}}} {HOP} a:api_server*{replicas}{{{}, {BARE}}}",
        pool(dice, rate / replicas as f64)
    )
}

fn cached(dice: &mut Dice) -> String {
    let rate = dice.between(100.0, 400.0);
    let (hit, writes) = (dice.between(0.4, 0.95), dice.one_of(&[0.0, 0.1, 0.3]));
    let misses = rate * (1.0 - hit * (1.0 - writes));
    format!(
        "u:client{{per_sec={rate:.2}, writes={writes}}} {HOP} a:api_server{{{}, {BARE}}}; \
         a {HOP} c:cache_redis{{hit_ratio={hit:.3}, slots=4, service_millis=1, fixed_delay_millis=0}}; \
         a -{{latency_millis=0.5, on={{miss_of=c}}}}-> d:database_sql{{{}, write_factor=1, fixed_delay_millis=0, queue_limit=1000000}}",
        pool(dice, rate),
        pool(dice, misses),
    )
}

/// Callers keep their slots while they wait for callees.
fn held(dice: &mut Dice) -> String {
    let rate = dice.between(50.0, 200.0);
    let behind = dice.between(5.0, 40.0);
    let own = dice.between(1.0, 10.0);
    let slots = (rate * (behind * 1.3 + own + 1.0) / 1e3 / dice.between(0.3, 0.8)).ceil();
    let servers = (rate * behind / 1e3 / dice.between(0.3, 0.75)).ceil();
    format!(
        "u:client{{per_sec={rate:.2}}} {HOP} a:api_server{{slots={slots}, service_millis={own:.3}, fixed_delay_millis=0, \
         holds_slot=true, queue_limit=1000000}} {HOP} b:microservice{{slots={servers}, service_millis={behind:.3}, {BARE}}}"
    )
}

/// Slots that are held while calling replicas, several callees, callees whose slots are held as well, or some that others call, too.
fn held_far(dice: &mut Dice) -> String {
    const HOLDS: &str = "fixed_delay_millis=0, queue_limit=1000000, holds_slot=true";
    let rate = dice.between(50.0, 200.0);
    let own = dice.between(1.0, 5.0);
    let pools = [pool(dice, rate), pool(dice, rate)];
    let millis = |pool: &str| -> f64 {
        let text = pool.split("service_millis=").nth(1).and_then(|it| it.split(',').next());
        text.and_then(|it| it.parse().ok()).unwrap_or_default()
    };
    let slots = |millis: f64, load: f64| (rate * millis / 1e3 / load).ceil();
    let load = dice.between(0.25, 0.6);
    let caller = |name: &str, behind: f64| {
        format!(
            "{name}:api_server{{slots={}, service_millis={own:.3}, {HOLDS}}}",
            slots(own + behind * 2.0 + 2.0, load)
        )
    };
    let [one, other] = &pools;
    let (first, second) = (millis(one), millis(other));
    match dice.below(4) {
        0 => {
            let replicas = 1 + dice.below(3);
            let algorithm = dice.one_of(&["round_robin", "random", "least_connections"]);
            format!(
                "u:client{{per_sec={:.2}}} {HOP} {} {HOP} lb:load_balancer{{algorithm={algorithm}}} {HOP} \
                 b:microservice*{replicas}{{{one}, {BARE}}}",
                rate * replicas as f64,
                caller("a", first * replicas as f64),
            )
        }
        1 => format!(
            "u:client{{per_sec={rate:.2}}} {HOP} {}; a {HOP} b:microservice{{{one}, {BARE}}}; \
             a -call{{latency_millis=0.5, step=2}}-> c:grpc_server{{{other}, {BARE}}}",
            caller("a", first + second),
        ),
        2 => format!(
            "u:client{{per_sec={rate:.2}}} {HOP} {} {HOP} b:microservice{{slots={}, service_millis={own:.3}, {HOLDS}}} {HOP} \
             c:web_server{{{one}, {BARE}}}",
            caller("a", own + first),
            slots(own + first * 2.0 + 1.0, load),
        ),
        _ => format!(
            "u:client{{per_sec={:.2}}} {HOP} {} {HOP} b:microservice{{{one}, {BARE}}}; \
             v:client{{per_sec={:.2}}} {HOP} {} {HOP} b",
            rate * 0.6,
            caller("a", first),
            rate * 0.4,
            caller("c", first),
        ),
    }
}

/// Callers that have not slots enough for all that comes, in front of callees that may have too few as well.
fn short_of_slots(dice: &mut Dice) -> String {
    let rate = dice.between(50.0, 300.0);
    let (own, behind) = (dice.between(1.0, 10.0), dice.between(5.0, 40.0));
    let slots = (rate * (own + behind + 1.0) / 1e3 / dice.between(1.2, 2.5)).ceil();
    let servers = (rate * behind / 1e3 / dice.between(0.5, 2.5)).ceil();
    format!(
        "u:client{{per_sec={rate:.2}}} {HOP} a:api_server{{slots={slots}, service_millis={own:.3}, fixed_delay_millis=0, \
         holds_slot=true, queue_limit={}}} {HOP} b:microservice{{slots={servers}, service_millis={behind:.3}, {BARE}}}",
        20 + dice.below(80),
    )
}

fn bounded(dice: &mut Dice) -> String {
    let slots = dice.one_of(&[1, 2, 4, 8]);
    let room = dice.below(12);
    let rate = dice.between(50.0, 300.0);
    let millis = dice.between(0.6, 1.6) * f64::from(slots) / rate * 1e3;
    format!(
        "u:client{{per_sec={rate:.2}}} {HOP} a:api_server{{slots={slots}, service_millis={millis:.4}, fixed_delay_millis=0, \
         holds_slot=false, queue_limit={room}}}"
    )
}

fn users(dice: &mut Dice) -> String {
    let (users, think) = (5 + dice.below(60), dice.between(0.1, 2.0));
    let slots = dice.one_of(&[1, 2, 4]);
    let millis = dice.between(0.3, 1.1) * f64::from(slots) * think / users as f64 * 1e3;
    let behind = dice.between(0.2, 0.7) * think / users as f64 * 1e3;
    format!(
        "u:client{{users={users}, think_secs={think:.3}}} {HOP} a:api_server{{slots={slots}, service_millis={millis:.4}, {BARE}}} \
         {HOP} b:microservice{{slots=1, service_millis={behind:.4}, {BARE}}}"
    )
}

fn messages(dice: &mut Dice) -> String {
    let rate = dice.between(50.0, 300.0);
    let partitions = dice.one_of(&["", "", "partitions=2, ", "partitions=4, "]);
    let parts = if partitions.is_empty() { 4.0 } else { partitions[11..12].parse().unwrap_or(1.0) };
    format!(
        "u:client{{per_sec={rate:.2}}} {HOP} a:api_server{{{}, {BARE}}} -publish-> q:queue{{{partitions}slots=1000}} -consume-> \
         w:worker*2{{slots=2, service_millis={:.4}}}; w -call-> d:microservice{{slots=100, service_millis=1, {BARE}}}",
        pool(dice, rate),
        dice.between(0.3, 0.8) * parts / rate * 1e3,
    )
}

/// Several callees at once, all awaited.
fn parallel(dice: &mut Dice) -> String {
    let rate = dice.between(50.0, 200.0);
    let mut text =
        format!("u:client{{per_sec={rate:.2}}} {HOP} a:api_server{{slots=1000, service_millis=1, {BARE}}}");
    for (name, kind) in
        [("b", "microservice"), ("c", "grpc_server"), ("d", "web_server"), ("e", "auth_service")]
            .iter()
            .take(2 + dice.below(3) as usize)
    {
        text += &format!("; a {HOP} {name}:{kind}{{{}, {BARE}}}", pool(dice, rate));
    }
    text
}

/// What fails or comes too late is tried again.
fn retried(dice: &mut Dice) -> String {
    let rate = dice.between(50.0, 200.0);
    let (slots, load) = (dice.one_of(&[1, 4, 8]), dice.between(0.2, 0.6));
    let millis = load * f64::from(slots) / rate * 1e3;
    let timeout = millis * dice.between(4.0, 12.0);
    format!(
        "u:client{{per_sec={rate:.2}}} -{{latency_millis=0.5, attempts=3, timeout_millis={timeout:.2}, backoff_base_millis=20}}-> \
         a:api_server{{slots={slots}, service_millis={millis:.4}, error_ratio={}, {BARE}}}",
        dice.one_of(&[0.0, 0.02, 0.1]),
    )
}

/// Failures somewhere behind, that callers in between try again, or do without.
fn failing(dice: &mut Dice) -> String {
    let rate = dice.between(50.0, 200.0);
    let error = |dice: &mut Dice| dice.one_of(&[0.0, 0.01, 0.05, 0.2]);
    let policy = |dice: &mut Dice| {
        let attempts = 1 + dice.below(3);
        let jitter = dice.one_of(&["none", "equal", "full"]);
        format!("{{latency_millis=0.5, attempts={attempts}, backoff_base_millis=10, jitter={jitter}}}")
    };
    // Room for what is tried again.
    let (first, second, third) = (pool(dice, rate * 1.2), pool(dice, rate * 1.4), pool(dice, rate * 1.4));
    format!(
        "u:client{{per_sec={rate:.2}}} -{}-> a:api_server{{{first}, error_ratio={}, {BARE}}}; \
         a -{}-> b:microservice{{{second}, error_ratio={}, {BARE}}}; \
         a -call{{latency_millis=0.5, step=2, optional={}}}-> c:web_server{{{third}, error_ratio={}, {BARE}}}",
        policy(dice),
        error(dice),
        policy(dice),
        error(dice),
        dice.one_of(&[true, false]),
        error(dice),
    )
}

/// Bounded queues before work that varies more or less than exponential work.
fn uneven(dice: &mut Dice) -> String {
    let rate = dice.between(50.0, 300.0);
    let (slots, load) = (dice.one_of(&[1, 2, 4, 8]), dice.between(0.5, 1.2));
    let shape = dice.one_of(&[
        "constant",
        "erlang",
        "lognormal, service_cv=1.5",
        "lognormal, service_cv=2.5",
        "hyperexponential",
        "hyperexponential, service_hyper_cv=3",
    ]);
    format!(
        "u:client{{per_sec={rate:.2}}} {HOP} a:api_server{{slots={slots}, service_millis={:.4}, service_distribution={shape}, \
         fixed_delay_millis=0, holds_slot=false, queue_limit={}}}",
        load * f64::from(slots) / rate * 1e3,
        dice.one_of(&[3, 10, 30, 100]),
    )
}

/// A rate limit in front of a pool.
fn limited(dice: &mut Dice) -> String {
    let rate = dice.between(50.0, 300.0);
    format!(
        "u:client{{per_sec={rate:.2}}} {HOP} a:api_gateway{{{}, rate_limit_per_sec={:.2}, rate_limit_burst={}, fixed_delay_millis=0, \
         queue_limit=1000000}}",
        pool(dice, rate),
        rate * dice.between(0.4, 1.3),
        dice.one_of(&[1, 5, 20, 100]),
    )
}

/// Calls that wait for a place of few, as for a connection of a pool.
fn waiting_for_places(dice: &mut Dice) -> String {
    let rate = dice.between(50.0, 300.0);
    let calls = dice.one_of(&[1, 2, 4, 10, 30]);
    let millis = dice.between(0.2, 0.85) * f64::from(calls) / rate * 1e3;
    let shape = dice.one_of(&[
        "",
        "",
        ", service_distribution=constant",
        ", service_distribution=lognormal, service_cv=1.5",
    ]);
    format!(
        "u:client{{per_sec={rate:.2}}} {HOP} a:api_server{{{}, {BARE}}} \
         -call{{latency_millis=0, bulkhead={{calls={calls}, queue_limit=1000000}}}}-> \
         d:microservice{{slots=1000, service_millis={millis:.4}{shape}, {BARE}}}",
        pool(dice, rate)
    )
}

/// A limit for each user in front of a pool.
fn limited_each(dice: &mut Dice) -> String {
    let rate = dice.between(50.0, 300.0);
    let people = dice.one_of(&[300.0, 1000.0]);
    // Windows in which a person sends some requests.
    let window = people / rate * dice.between(1.0, 4.0);
    let mut limit = || (window * rate / people * dice.between(0.4, 2.0)).max(1.0);
    let limits = [limit(), limit(), limit()];
    let [free, pro, enterprise] = limits;
    format!(
        "u:client{{per_sec={rate:.2}, population={people}}} {HOP} a:api_gateway{{{}, user_limits=tiers, tier_window_secs={window:.3}, \
         free_limit={free:.2}, pro_limit={pro:.2}, enterprise_limit={enterprise:.2}, pro_share={:.2}, enterprise_share={:.2}, \
         fixed_delay_millis=0, queue_limit=1000000}}",
        pool(dice, rate),
        dice.between(0.0, 0.5),
        dice.between(0.0, 0.5),
    )
}

/// Callers who give up after a random time.
fn impatient(dice: &mut Dice) -> String {
    let rate = dice.between(50.0, 200.0);
    let (slots, load) = (dice.one_of(&[1, 4, 8]), dice.between(0.2, 0.7));
    let millis = load * f64::from(slots) / rate * 1e3;
    format!(
        "u:client{{per_sec={rate:.2}}} -{{latency_millis=0.5, timeout_millis={:.2}, timeout_spread=exponential}}-> \
         a:api_server{{slots={slots}, service_millis={millis:.4}, {BARE}}}; a -call{{latency_millis=0.5, step=2}}-> b:microservice{{{}, {BARE}}}",
        millis * dice.between(2.0, 12.0),
        pool(dice, rate),
    )
}

pub const FAMILIES: [Family; 17] = [
    Family { name: "one to four pools in a row", draw: chain, bounds: [0.02, 0.06, 0.2] },
    Family { name: "replicas behind a balancer", draw: balanced, bounds: [0.03, 0.12, 0.2] },
    Family { name: "a cache and what it misses", draw: cached, bounds: [0.02, 0.05, 0.1] },
    Family { name: "slots held while calling", draw: held, bounds: [0.01, 0.03, 0.05] },
    Family { name: "slots held further on", draw: held_far, bounds: [0.02, 0.12, 0.3] },
    Family { name: "fewer slots than it takes", draw: short_of_slots, bounds: [0.02, 0.05, 0.08] },
    Family { name: "full queues that reject", draw: bounded, bounds: [0.01, 0.02, 0.04] },
    Family { name: "full queues before uneven work", draw: uneven, bounds: [0.04, 0.12, 0.15] },
    Family { name: "rate limits", draw: limited, bounds: [0.03, 0.1, 0.2] },
    Family { name: "bulkheads before which calls wait", draw: waiting_for_places, bounds: [0.03, 0.1, 0.2] },
    Family { name: "limits for each user", draw: limited_each, bounds: [0.03, 0.1, 0.2] },
    Family { name: "callers of random patience", draw: impatient, bounds: [0.03, 0.1, 0.2] },
    Family { name: "users who wait for answers", draw: users, bounds: [0.02, 0.05, 0.1] },
    Family { name: "messages and workers", draw: messages, bounds: [0.02, 0.04, 0.1] },
    Family { name: "callees side by side", draw: parallel, bounds: [0.02, 0.1, 0.15] },
    Family { name: "retries and timeouts", draw: retried, bounds: [0.01, 0.05, 0.1] },
    Family { name: "failures further on", draw: failing, bounds: [0.02, 0.08, 0.2] },
];
