//! Both simulators on one drawing: what each of them counted, and the smallest drawing on which they differ.

use model::{
    Architecture,
    objective::{Indicator, Objective},
};
use sim::{Report, RunOptions, Session, SimTime, random::mix, report::Latency, telemetry::Frame};

use crate::{
    common,
    naive::{self, Outcome},
    random_drawing::Dice,
    shrink,
};

/// `PLIMSOLL_SEEDS=1000..5000 cargo test` looks further.
fn far() -> Option<String> {
    std::env::var("PLIMSOLL_SEEDS").ok()
}

/// With a warm-up now and then.
pub fn warmed_up(seed: u64, duration_secs: f64) -> RunOptions {
    let warm_up_secs = if seed.is_multiple_of(3) { 1.7 } else { 0.0 };
    RunOptions { seed, warm_up_secs, ..common::options(duration_secs) }
}

pub fn seeds(usual: u64) -> std::ops::Range<u64> {
    let far = far();
    let Some((from, to)) = far.as_deref().and_then(|it| it.split_once("..")) else { return 0..usual };
    from.parse().expect("a seed")..to.parse().expect("a seed")
}

/// What the engine found, and told meanwhile, in the reference's terms.
fn outcome_of(architecture: &Architecture, report: &Report, frames: &[Frame]) -> Outcome {
    // A mean of whole nanoseconds over so few samples gives the whole sum back.
    let sum = |it: &Latency| {
        let mean = it.mean_millis.map_or(0.0, |it| it.value);
        (mean * 1e6 * it.samples as f64).round() as u64
    };
    let mut outcome = Outcome::default();
    for it in report.journeys.iter().filter(|it| it.generated + it.succeeded + it.failed > 0) {
        let journey = naive::Journey {
            generated: it.generated,
            succeeded: it.succeeded,
            failed: it.failed,
            latency_nanos: sum(&it.latency),
        };
        outcome.journeys.insert((it.source.expect("a source"), it.name.clone()), journey);
    }
    for it in &report.components {
        let mut tiers = [(0, 0); 3];
        tiers.iter_mut().zip(&it.tiers).for_each(|(to, it)| *to = (it.arrived, it.refused));
        let is_source = architecture.component(it.id).is_some_and(|it| it.workload.is_some());
        let counts = naive::Counts {
            arrived: it.arrived,
            succeeded: it.succeeded,
            failed: it.failed,
            // A source's sojourns are the journeys themselves.
            sojourn_nanos: if is_source { 0 } else { sum(&it.sojourn) },
            wait_nanos: sum(&it.wait),
            waits: it.wait.samples,
            hits: it.hits,
            misses: it.misses,
            stale_reads: it.staleness.map_or(0, |it| it.stale_reads),
            failovers: it.failover.map_or(0, |it| it.failovers),
            lost_writes: it.failover.map_or(0, |it| it.lost_writes),
            tiers,
        };
        outcome.components.insert(it.id, counts);
        let causes = it.failed_by_cause.iter().map(|cause| ((it.id, cause.cause), cause.count));
        outcome.own_failures.extend(causes);
    }
    for it in &report.connections {
        let carried = naive::Carried {
            attempts: it.attempts,
            retries: it.retries,
            succeeded: it.succeeded,
            dead_letters: it.dead_letters,
            dropped: it.dropped,
            waited_nanos: it
                .mean_wait_millis
                .map_or(0, |wait| (wait.value * 1e6 * it.attempts as f64).round() as u64),
        };
        outcome.connections.insert(it.id, carried);
        let causes = it.failed_by_cause.iter().map(|cause| ((it.id, cause.cause), cause.count));
        outcome.lost_calls.extend(causes);
    }
    outcome.seconds = naive::seconds::told(architecture, frames, &report.series.seconds);
    outcome.errors = report.errors.iter().map(|it| ((it.cause, it.place), it.count)).collect();
    outcome
}

/// Who watches is told of every second.
pub fn run_watched(architecture: &Architecture, options: RunOptions) -> (Report, Vec<Frame>) {
    let mut session = Session::new(architecture, options).expect("a run");
    if is_watched(options) {
        session.watch();
    }
    session.advance(SimTime::NEVER, u64::MAX);
    session.check_conservation().expect("nobody is lost");
    (session.report(), session.take_frames())
}

/// Every other run.
pub const fn is_watched(options: RunOptions) -> bool {
    options.seed.is_multiple_of(2)
}

/// The same drawing with objectives of each sort.
fn promised(architecture: &Architecture, seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x7072_6f6d));
    let indicators = [
        Indicator::Availability,
        Indicator::LatencyBelow { millis: dice.between(5.0, 60.0) },
        Indicator::Freshness { secs: dice.between(0.01, 1.0) },
        Indicator::Correctness,
    ];
    let mut architecture = architecture.clone();
    for indicator in indicators {
        let journey = dice.one_of(&["", "read", "write", "other"]).to_owned();
        architecture.objectives.push(Objective { journey, ..Objective::new(indicator, 0.99, 30.0) });
    }
    architecture
}

#[track_caller]
pub fn check(architecture: &Architecture, options: RunOptions) -> Report {
    check_run(architecture, options, |it, options| {
        let (report, frames) = run_watched(it, options);
        (report, it.clone(), frames)
    })
}

/// How the engine is made to run a drawing, and which drawing is the same run from the beginning to the end.
pub type Run = fn(&Architecture, RunOptions) -> (Report, Architecture, Vec<Frame>);

#[track_caller]
pub fn check_run(architecture: &Architecture, options: RunOptions, run: Run) -> Report {
    let architecture = &promised(architecture, options.seed);
    let both = |it: &Architecture| {
        let (report, drawing, frames) = run(it, options);
        let mut reference = naive::simulate(&drawing, options);
        if frames.is_empty() {
            reference.seconds.clear();
        }
        let engine = outcome_of(it, &report, &frames);
        (report, drawing, engine, reference)
    };
    let (report, _, engine, reference) = both(architecture);
    assert_eq!(report.stopped, None);
    if engine == reference {
        return report;
    }
    // What cannot be run any more shows nothing.
    std::panic::set_hook(Box::new(|_| {}));
    let shows = |it: &Architecture| {
        let differs = || {
            let (_, _, engine, reference) = both(it);
            engine != reference
        };
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(differs)).unwrap_or(false)
    };
    let smallest = shrink::shrink(architecture.clone(), shows);
    drop(std::panic::take_hook());
    let (_, drawing, engine, reference) = both(&smallest);
    tell(&drawing, options, &engine, &reference)
}

/// Says what differs.
#[track_caller]
fn tell(architecture: &Architecture, options: RunOptions, engine: &Outcome, reference: &Outcome) -> ! {
    let mut lines = vec![model::notation::print(architecture)];
    for it in architecture.components.iter().filter_map(|it| it.workload.as_ref()) {
        lines.push(format!("{:?}, {:?}, batches of {}", it.pattern, it.arrivals, it.batch));
    }
    for it in architecture.components.iter().filter(|it| it.placements.iter().any(|it| it.zone.is_some())) {
        lines.push(format!("{}: {:?}", it.name, it.placements));
    }
    for it in &architecture.scenario.events {
        lines.push(format!("{it:?}"));
    }
    let mut compare = |what: String, engine: String, reference: String| {
        if engine != reference {
            lines.push(format!("{what}\n  engine    {engine}\n  reference {reference}"));
        }
    };
    compare("journeys".into(), format!("{:?}", engine.journeys), format!("{:?}", reference.journeys));
    compare("errors".into(), format!("{:?}", engine.errors), format!("{:?}", reference.errors));
    let own = |it: &Outcome| format!("{:?}", it.own_failures);
    compare("own failures".into(), own(engine), own(reference));
    let lost = |it: &Outcome| format!("{:?}", it.lost_calls);
    compare("lost calls".into(), lost(engine), lost(reference));
    let seconds = engine.seconds.iter().zip(&reference.seconds);
    if let Some((engine, reference)) = seconds.clone().find(|it| it.0 != it.1) {
        compare("the first second that differs".into(), format!("{engine:?}"), format!("{reference:?}"));
    }
    let ends = |it: &Outcome| format!("{:?}", it.seconds.iter().map(|it| it.ends_at).collect::<Vec<_>>());
    compare("seconds".into(), ends(engine), ends(reference));
    for it in &architecture.components {
        let counts = |outcome: &Outcome| format!("{:?}", outcome.components.get(&it.id));
        compare(it.name.clone(), counts(engine), counts(reference));
    }
    for it in &architecture.connections {
        let name = |id| architecture.component_name(id);
        let carried = |outcome: &Outcome| format!("{:?}", outcome.connections.get(&it.id));
        compare(format!("{} -> {}", name(it.from), name(it.to)), carried(engine), carried(reference));
    }
    panic!("engine and reference differ with seed {}:\n{}", options.seed, lines.join("\n"));
}
