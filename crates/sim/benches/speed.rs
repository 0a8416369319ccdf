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
#[path = "speed/page.rs"]
mod page;
#[path = "speed/sizes.rs"]
mod sizes;

use std::env;

use clock::{cpu_secs, instructions, median};
use models::{MODELS, Model, SLICE_EVENTS};
use node::{Node, Took};
use page::Page;
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
        [] => drop(all()),
        ["record"] => {
            if let Err(error) = all().record() {
                println!("docs/SPEED.md could not be written: {error}");
            }
        }
        ["growth"] => growth::curve(&mut Page::default()),
        // For a profiler: a minute of one file.
        ["file", path] => {
            println!("{:.1} ms", sizes::minute_of(path.as_ref()).map_or(f64::NAN, |it| it.secs * 1e3))
        }
        _ => println!("cargo xtask bench speed"),
    }
}

/// Every measurement.
fn all() -> Page {
    // A fast engine that computes something else is not the engine.
    assert_eq!(sim::digest_of_reference_run().as_deref(), Ok(sim::REFERENCE_DIGEST));
    let mut page = Page::begin();
    let mut node = Node::start();
    compare(&mut page, &mut node);
    growth::curve(&mut page);
    sizes::idle_components(&mut page);
    sizes::five_hops(&mut page, &mut node);
    sizes::bytes_per_request(&mut page);
    sizes::rewind(&mut page);
    sizes::blueprints(&mut page, &mut node);
    page
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

/// What the floor is, and why the engine stays below it.
const FLOOR: &str = "\
    The *floor* is a loop that does the least that queues in a network need: one record of 16 bytes goes from station to \
    station, and one histogram takes the time of the whole way. It knows the five models below and nothing else. The \
    engine was to reach 80 % of its speed, and 50 % with a single queue; with a single queue it does, with several it does \
    not. What stands between them is what is simulated: here a call has a record of its own, with its caller, its attempt \
    and its deadline; its answer goes back through each caller, which may have more to do, give up or try again; every \
    component has its own figures; and each draw is found by its key, so that two designs can be compared under the same \
    luck. What each of it costs, and what was tried: [one record per call](decisions/one-record-per-call.md).";

fn compare(page: &mut Page, node: &mut Result<Node, String>) {
    page.ask("How much does it simulate in a second, and how much could be?");
    page.say(FLOOR);
    page.say(
        "Million events per second of processor time, where an event is an arrival or an end of service; wasm is what browsers run, here \
         in node and compiled as well as V8 can. A browser comes to that after a second or some, and is half as fast until then. *Graph* is a balancer before four servers with a cache and a database; *cloud* is the same with \
         a network, a timeout, retries and a bounded queue. Instructions are counted per request by valgrind. The engine counts its own events, too: hops, answers, timeouts.",
    );
    page.heads(&[
        "model",
        "floor",
        "engine",
        "wasm",
        "engine / floor",
        "wasm / engine",
        "instructions, engine / floor",
        "own events",
        "own per request",
        "own / own of floor",
    ]);
    for (index, model) in MODELS.into_iter().enumerate() {
        run_floor(model, model.requests() / 10);
        run_engine(model, model.requests() / 10);
        let (mut floors, mut engines, mut wasms) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..REPETITIONS {
            floors.push(run_floor(model, model.requests()));
            engines.push(run_engine(model, model.requests()));
            // V8 makes other code of it in each process, by some per cent.
            *node = Node::start();
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
        let ratio = |over: &[Took], under: &[Took], speed: fn(&Took) -> f64| {
            let ratios = over.iter().zip(under).map(|(a, b)| speed(a) / speed(b));
            median(ratios).map_or("-".to_owned(), |ratio| format!("{:.0} %", ratio * 100.0))
        };
        let requests = |it: &Took| it.requests / it.secs;
        let own = |it: &Took| it.events / it.secs;
        let counted = match (instructions("engine", index), instructions("floor", index)) {
            (Ok(engine), Ok(floor)) => format!("{engine:.0} / {floor:.0}"),
            _ => "-".to_owned(),
        };
        page.row(&[
            model.name(),
            &rate(&floors),
            &rate(&engines),
            &rate(&wasms),
            &ratio(&engines, &floors, requests),
            &ratio(&wasms, &engines, requests),
            &counted,
            &median(engines.iter().map(own)).map_or("-".to_owned(), |it| format!("{:.1}", it / 1e6)),
            &format!("{:.2}", engines[0].events / engines[0].requests),
            &ratio(&engines, &floors, own),
        ]);
    }
    if let Err(error) = instructions("floor", 0) {
        page.say(&error);
    }
    if let Err(error) = node {
        page.say(error);
    }
}
