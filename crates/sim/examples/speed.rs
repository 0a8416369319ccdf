//! How fast the engine is: events and requests per second of processor time, on five models of growing likeness to
//! what people draw. `cargo run --release -p plimsoll-sim --example speed`

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a benchmark that cannot run must stop")]

use model::notation;
use sim::{RunOptions, Session, SimTime};

/// Events in one call, as in the worker.
const SLICE_EVENTS: u64 = 40_000;

fn main() {
    let bare = "fixed_delay_millis=0, queue_limit=1000000, holds_slot=false";
    let hop = "-call{latency_millis=0}->";
    let one = format!("api_server{{slots=1, service_millis=0.1, {bare}}}");
    let tandem: Vec<String> = (0..10).map(|i| format!("s{i}:{one}")).collect();
    let models = [
        ("M/M/1 at 0.8", format!("u:client{{per_sec=8000}} {hop} s:{one}"), 200.0),
        (
            "M/M/10 at 0.9",
            format!("u:client{{per_sec=9000}} {hop} s:api_server{{slots=10, service_millis=1, {bare}}}"),
            200.0,
        ),
        (
            "tandem of 10 at 0.7",
            format!("u:client{{per_sec=7000}} {hop} {}", tandem.join(&format!(" {hop} "))),
            40.0,
        ),
        ("graph", graph(bare, "latency_millis=0", "latency_millis=0", "1000000"), 600.0),
        (
            "cloud",
            graph(
                bare,
                "latency_millis=0.5, timeout_millis=1000, attempts=3, backoff_base_millis=50, backoff_cap_millis=1000",
                "latency_millis=0.2",
                "200",
            ),
            600.0,
        ),
    ];
    println!(
        "{:<22} {:>10} {:>10} {:>12} {:>12} {:>8}",
        "model", "events", "requests", "M events/s", "M requests/s", "cpu s"
    );
    for (name, text, secs) in models {
        let architecture = notation::parse(&text).expect(&text);
        let options = RunOptions { seed: 7, duration_secs: secs, warm_up_secs: 0.0, replications: 1 };
        let mut best = (f64::INFINITY, 0, 0);
        for _ in 0..5 {
            let mut session = Session::new(&architecture, options).expect("runs");
            let before = cpu_secs();
            while !session.advance(SimTime::NEVER, SLICE_EVENTS).is_done {}
            let took = cpu_secs() - before;
            let live = session.live();
            if took < best.0 {
                best = (took, live.events, live.requests);
            }
        }
        let (took, events, requests) = best;
        println!(
            "{name:<22} {events:>10} {requests:>10} {:>12.2} {:>12.2} {took:>8.2}",
            events as f64 / took / 1e6,
            requests as f64 / took / 1e6
        );
    }
}

/// A random balancer, four services, a cache that hits 80 %, a database.
fn graph(bare: &str, client: &str, inner: &str, database_queue: &str) -> String {
    let services: String = (0..4)
        .map(|i| {
            format!(
                "lb -call{{{inner}}}-> api{i}:api_server{{slots=4, service_millis=12, {bare}}}; \
                 api{i} -call{{{inner}}}-> cache; api{i} -call{{{inner}, on={{miss_of=cache}}}}-> db;"
            )
        })
        .collect();
    format!(
        "u:client{{per_sec=1000, writes=0}} -call{{{client}}}-> lb:load_balancer{{algorithm=random}}; \
         cache:cache_redis{{slots=2, service_millis=1, fixed_delay_millis=0, hit_ratio=0.8}}; \
         db:database_sql{{slots=5, service_millis=20, fixed_delay_millis=0, queue_limit={database_queue}}}; {services}"
    )
}

/// Processor time of this process in seconds.
fn cpu_secs() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").expect("Linux");
    text.split(' ').next().and_then(|it| it.parse::<f64>().ok()).expect("nanoseconds") / 1e9
}
