//! How fast the engine is, against a tight loop that simulates the same queues and nothing else (the *floor*), natively
//! and in wasm. `cargo xtask bench speed`
//!
//! Engine, floor and wasm take turns within each repetition, so that whatever else the machine does meets all of them;
//! ratios are medians of the ratios of the repetitions. All times are processor time.

#[path = "speed/chance.rs"]
mod chance;
#[path = "speed/clock.rs"]
mod clock;
#[path = "speed/cloud.rs"]
mod cloud;
#[path = "speed/floor.rs"]
mod floor;
#[path = "speed/growth.rs"]
mod growth;
#[path = "speed/heap.rs"]
mod heap;
#[path = "speed/models.rs"]
mod models;
#[path = "speed/node.rs"]
mod node;
#[path = "speed/sizes.rs"]
mod sizes;

use std::env;

use clock::{cpu_secs, instructions, median};
use models::{MODELS, Model, SLICE_EVENTS};
use node::{Node, Took};
use sim::{RunOptions, Session, SimTime};

const REPETITIONS: usize = 5;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).filter(|it| it != "--bench").collect();
    match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        // For the count of instructions, which runs this very program.
        ["once", who, model, requests] => {
            let (Ok(model), Ok(requests)) = (model.parse::<usize>(), requests.parse()) else { return };
            once(who, MODELS[model], requests);
        }
        [] => {
            // A fast engine that computes something else is not the engine.
            assert_eq!(sim::digest_of_reference_run().as_deref(), Ok(sim::REFERENCE_DIGEST));
            let mut node = Node::start();
            compare(&mut node);
            sizes::idle_components();
            growth::curve();
            sizes::bytes_per_request();
            sizes::five_hops(&mut node);
            sizes::rewind();
            sizes::blueprints(&mut node);
        }
        ["growth"] => growth::curve(),
        // For a profiler: a minute of one file.
        ["file", path] => {
            println!("{:.1} ms", sizes::minute_of(path.as_ref()).map_or(f64::NAN, |it| it.secs * 1e3))
        }
        _ => println!("cargo xtask bench speed"),
    }
}

fn once(who: &str, model: Model, requests: u64) {
    if who == "floor" {
        model.floor(7).run(requests);
    } else {
        run_engine(model, requests);
    }
}

/// A run of about so many requests.
fn run_engine(model: Model, requests: u64) -> Took {
    let duration_secs = requests as f64 / model.per_sec();
    run(&mut session(&model.drawing(), duration_secs))
}

/// # Panics
/// If the drawing cannot be run: a benchmark that cannot run must stop.
pub fn session(drawing: &model::Architecture, duration_secs: f64) -> Session {
    let options = RunOptions { seed: 7, duration_secs, warm_up_secs: 0.0, replications: 1 };
    Session::new(drawing, options).unwrap_or_else(|error| panic!("{error}"))
}

/// To the end, in slices as in the worker.
pub fn run(session: &mut Session) -> Took {
    let before = cpu_secs();
    while !session.advance(SimTime::NEVER, SLICE_EVENTS).is_done {}
    let secs = cpu_secs() - before;
    let live = session.live();
    Took { secs, requests: live.requests as f64, events: live.events as f64 }
}

fn run_floor(model: Model, requests: u64) -> Took {
    let mut floor = model.floor(7);
    let before = cpu_secs();
    floor.run(requests);
    let secs = cpu_secs() - before;
    if let Some(exact) = model.exact_secs() {
        let found = floor.mean_latency_secs();
        assert!((found / exact - 1.0).abs() < 0.05, "the floor simulates something else: {found} s");
    }
    Took { secs, requests: requests as f64, events: floor.events() as f64 }
}

fn compare(node: &mut Result<Node, String>) {
    println!(
        "Million events per second of processor time, where an event is an arrival or an end of service:\n"
    );
    println!(
        "{:<20} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>10} {:>12}",
        "model", "floor", "engine", "wasm", "engine/", "wasm/", "own", "own/own", "own, per", "instructions"
    );
    println!(
        "{:<20} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>10} {:>12}",
        "", "", "", "", "floor", "engine", "M/s", "of floor", "request", "engine/floor"
    );
    for (index, model) in MODELS.into_iter().enumerate() {
        run_floor(model, model.requests() / 10);
        run_engine(model, model.requests() / 10);
        let (mut floors, mut engines, mut wasms) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..REPETITIONS {
            floors.push(run_floor(model, model.requests()));
            engines.push(run_engine(model, model.requests()));
            if let Ok(node) = node {
                let secs = model.requests() as f64 / model.per_sec();
                wasms.extend(node.model(index, secs));
            }
        }
        let per_request = model.events_per_request();
        let rate = |all: &[Took]| {
            let rates = all.iter().map(|it| it.requests * per_request / it.secs / 1e6);
            median(rates).map_or("-".to_owned(), |rate| format!("{rate:.1}"))
        };
        let ratio = |over: &[Took], under: &[Took]| {
            let pairs = over.iter().zip(under);
            let ratios = pairs.map(|(a, b)| a.requests / a.secs / (b.requests / b.secs));
            median(ratios).map_or("-".to_owned(), |ratio| format!("{:.0} %", ratio * 100.0))
        };
        let own_rate = |it: &Took| it.events / it.secs / 1e6;
        let own = median(engines.iter().map(own_rate)).unwrap_or(f64::NAN);
        let own_ratio =
            median(engines.iter().zip(&floors).map(|(a, b)| own_rate(a) / own_rate(b))).unwrap_or(f64::NAN);
        let counted = match (instructions("engine", index), instructions("floor", index)) {
            (Ok(engine), Ok(floor)) => format!("{engine:.0}/{floor:.0}"),
            _ => "-".to_owned(),
        };
        println!(
            "{:<20} {:>8} {:>8} {:>8} {:>8} {:>8} {own:>8.1} {:>8} {:>10.2} {counted:>12}",
            model.name(),
            rate(&floors),
            rate(&engines),
            rate(&wasms),
            ratio(&engines, &floors),
            ratio(&wasms, &engines),
            format!("{:.0} %", own_ratio * 100.0),
            engines[0].events / engines[0].requests,
        );
    }
    println!(
        "\nown: the engine's own count, with hops, answers, timeouts; of the floor's own count. instructions: per request."
    );
    if let Err(error) = instructions("floor", 0) {
        println!("{error}");
    }
    if let Err(error) = node {
        println!("{error}");
    }
}
