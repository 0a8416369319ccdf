//! Small drawings for tests, written on one line.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

use std::sync::atomic::{AtomicUsize, Ordering};

use model::{
    Architecture, ComponentId, Place, notation,
    scenario::{Action, Change, ScenarioEvent},
};
use sim::{
    Measured, Report, RunOptions, Session, SimTime,
    report::{ComponentReport, ConnectionReport, FailureCause},
    run_replications,
};

/// A bare pool: no network, no fixed delay, practically no bound on the queue.
pub const BARE: &str = "fixed_delay_millis=0, queue_limit=1000000, holds_slot=false";

/// A pool that answers at once what it has slots for.
pub const FAST: &str = "slots=1000, service_millis=1, service_distribution=constant, fixed_delay_millis=0";

#[track_caller]
pub fn drawing(text: &str) -> Architecture {
    match notation::parse(text) {
        Ok(architecture) => architecture,
        Err(error) => panic!("{text}: {error}"),
    }
}

/// A component by its name.
#[track_caller]
pub fn id(architecture: &Architecture, name: &str) -> ComponentId {
    let found = architecture.components.iter().find(|it| it.name == name);
    found.unwrap_or_else(|| panic!("no {name}")).id
}

/// The same as a place where something can happen.
#[track_caller]
pub fn place(architecture: &Architecture, name: &str) -> Place {
    Place::Component(id(architecture, name))
}

/// The same of a zone.
#[track_caller]
pub fn zone(architecture: &Architecture, name: &str) -> Place {
    let found = architecture.zones.iter().find(|it| it.name == name);
    Place::Zone(found.unwrap_or_else(|| panic!("no zone {name}")).id)
}

/// Something changes in the course of the run, or breaks.
#[track_caller]
pub fn change_at(architecture: &mut Architecture, at_secs: f64, change: Change) {
    assert!(sim::changes::find(&change.change).is_some(), "{} is not in the list", change.change);
    architecture.scenario.events.push(ScenarioEvent { at_secs, action: Action::Change(change) });
}

pub const fn options(duration_secs: f64) -> RunOptions {
    RunOptions { seed: 7, duration_secs, warm_up_secs: 0.0, replications: 1 }
}

/// Runs once, to the end.
#[track_caller]
pub fn run(architecture: &Architecture, options: RunOptions) -> Report {
    let mut session = Session::new(architecture, options).unwrap();
    session.advance(SimTime::NEVER, u64::MAX);
    session.check_conservation().unwrap();
    session.report()
}

#[track_caller]
pub fn run_text(text: &str, duration_secs: f64) -> Report {
    run(&drawing(text), options(duration_secs))
}

#[track_caller]
pub fn replicate(text: &str, duration_secs: f64, warm_up_secs: f64, replications: u32) -> Report {
    let options = RunOptions { seed: 7, duration_secs, warm_up_secs, replications };
    run_replications(&drawing(text), options).unwrap()
}

#[track_caller]
pub fn component<'a>(report: &'a Report, name: &str) -> &'a ComponentReport {
    report.components.iter().find(|it| it.name == name).unwrap_or_else(|| panic!("no {name}"))
}

#[track_caller]
pub fn connection<'a>(report: &'a Report, from: &str, to: &str) -> &'a ConnectionReport {
    let (from, to) = (component(report, from).id, component(report, to).id);
    report.connections.iter().find(|it| it.from == from && it.to == to).expect("a connection")
}

#[track_caller]
pub fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found}, expected {expected} ± {tolerance}");
}

#[track_caller]
pub fn mean(report: &Report) -> f64 {
    report.total.latency.mean_millis.expect("answers").value
}

/// Requests that failed of that cause, wherever that began.
pub fn failures(report: &Report, cause: FailureCause) -> u64 {
    report.errors.iter().filter(|it| it.cause == cause).map(|it| it.count).sum()
}

/// Half width at 99.9 % over that at 95 % for 19 degrees of freedom: 3.883 / 2.093.
const WIDER: f64 = 1.8553;

/// The exact value lies in the 99.9 % confidence interval of 20 replications, whose half width is at most `precision`.
#[track_caller]
pub fn agrees(what: &str, found: Option<Measured>, exact: f64, precision: f64) {
    let found = found.unwrap_or_else(|| panic!("{what}: no figure"));
    let half_width = found.half_width.expect("replications") * WIDER;
    println!(
        "{what}: {:.5} ± {half_width:.5}, exact {exact:.5}, off by {:+.3} %",
        found.value,
        (found.value / exact - 1.0) * 100.0
    );
    assert!(
        (found.value - exact).abs() <= half_width,
        "{what}: {} ± {half_width}, exact {exact}",
        found.value
    );
    assert!(half_width <= precision * exact, "{what}: too imprecise: {} ± {half_width}", found.value);
}

/// What `work` makes of each number below `count`, on as many threads as there are processors.
pub fn in_parallel<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let take_turns = || {
        let mut done = Vec::new();
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            if i >= count {
                return done;
            }
            done.push((i, work(i)));
        }
    };
    let mut found: Vec<(usize, T)> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(take_turns)).collect();
        handles.into_iter().flat_map(|it| it.join().unwrap()).collect()
    });
    found.sort_by_key(|it| it.0);
    found.into_iter().map(|it| it.1).collect()
}
