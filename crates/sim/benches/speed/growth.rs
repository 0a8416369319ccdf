//! How cost grows with the drawing: the estimate that follows every edit, and a run in which every component works.

use std::fmt::Write;

use model::{Architecture, notation};
use sim::estimate::estimate;

use super::{
    clock::{cpu_secs, median},
    run, session,
};

/// Components of one service with all that belongs to it.
const GROUP: usize = 10;
/// A run's own events, about: enough to last longer than its beginning.
const EVENTS: f64 = 2e6;

/// Groups of ten that call each other like a tree: users, a balancer, four services, a cache, a database, a queue with its worker.
fn drawing(components: usize) -> Architecture {
    let mut text = String::new();
    for i in 0..components / GROUP {
        let _ = write!(
            text,
            "u{i}:client{{per_sec=10}} -> b{i}:load_balancer -> s{i}:microservice*2; \
             s{i} -> a{i}:auth_service; s{i} -> c{i}:cache_redis; s{i} -> d{i}:database_sql; \
             s{i} -> m{i}:microservice; m{i} -> g{i}:grpc_server; s{i} -> q{i}:queue; q{i} -consume-> w{i}:worker;"
        );
        if i > 0 {
            let _ = write!(text, "g{i} -{{probability=0.1}}-> s{};", (i - 1) / 2);
        }
    }
    notation::parse(&text).unwrap_or_else(|error| panic!("{error}"))
}

/// From ten to ten thousand components.
pub fn curve() {
    println!("\nThe same with ever more components, all of them busy:\n");
    println!("{:>10} {:>14} {:>14} {:>18}", "components", "estimate, ms", "us each", "run, ns per event");
    for components in [10, 30, 100, 300, 1000, 3000, 10_000] {
        let drawing = drawing(components);
        // Long enough for a clock that ticks every four milliseconds.
        let rounds = 30_000 / components + 1;
        let times = (0..7).map(|_| {
            let before = cpu_secs();
            (0..rounds).for_each(|_| drop(std::hint::black_box(estimate(&drawing))));
            (cpu_secs() - before) / rounds as f64
        });
        let estimate_secs = median(times).unwrap_or_default();
        let mut probe = session(&drawing, 10.0);
        let took = run(&mut probe);
        let secs = (EVENTS / took.events * 10.0).max(1.0);
        let took = run(&mut session(&drawing, secs));
        println!(
            "{components:>10} {:>14.3} {:>14.2} {:>18.0}",
            estimate_secs * 1e3,
            estimate_secs * 1e6 / components as f64,
            took.secs / took.events * 1e9
        );
    }
}
