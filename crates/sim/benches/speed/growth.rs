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
/// `attempts`: of every call.
fn drawing(components: usize, attempts: u8) -> Architecture {
    let mut text = String::new();
    let call = format!("-call{{attempts={attempts}}}->");
    for i in 0..components / GROUP {
        let _ = write!(
            text,
            "u{i}:client{{per_sec=10}} {call} b{i}:load_balancer {call} s{i}:microservice*2; \
             s{i} {call} a{i}:auth_service; s{i} {call} c{i}:cache_redis; s{i} {call} d{i}:database_sql; \
             s{i} {call} m{i}:microservice; m{i} {call} g{i}:grpc_server; s{i} -> q{i}:queue; q{i} -consume-> w{i}:worker;"
        );
        if i > 0 {
            let _ = write!(text, "g{i} -call{{probability=0.1, attempts={attempts}}}-> s{};", (i - 1) / 2);
        }
    }
    notation::parse(&text).unwrap_or_else(|error| panic!("{error}"))
}

/// From ten to ten thousand components.
pub fn curve() {
    println!("\nThe same with ever more components, all of them busy:\n");
    println!(
        "{:>10} {:>14} {:>14} {:>14} {:>18}",
        "components", "estimate, ms", "us each", "3 tries, ms", "run, ns per event"
    );
    for components in [10, 30, 100, 300, 1000, 3000, 10_000] {
        let [once, thrice] = [1, 3].map(|attempts| drawing(components, attempts));
        let [once_secs, thrice_secs] = [&once, &thrice].map(estimate_secs);
        let mut probe = session(&once, 10.0);
        let took = run(&mut probe);
        let secs = (EVENTS / took.events * 10.0).max(1.0);
        let took = run(&mut session(&once, secs));
        println!(
            "{components:>10} {:>14.3} {:>14.2} {:>14.3} {:>18.0}",
            once_secs * 1e3,
            once_secs * 1e6 / components as f64,
            thrice_secs * 1e3,
            took.secs / took.events * 1e9
        );
    }
}

/// Processor time of one estimate.
fn estimate_secs(drawing: &Architecture) -> f64 {
    // Long enough for a clock that ticks every four milliseconds.
    let rounds = 30_000 / drawing.components.len() + 1;
    let times = (0..7).map(|_| {
        let before = cpu_secs();
        (0..rounds).for_each(|_| drop(std::hint::black_box(estimate(drawing))));
        (cpu_secs() - before) / rounds as f64
    });
    median(times).unwrap_or_default()
}
