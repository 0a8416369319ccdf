//! What people do to a run that goes on, which is as if it had been planned.

use std::ops::Range;

use model::{Architecture, scenario::ScenarioEvent};
use sim::{Report, RunOptions, Session, SimTime, Timeline, random::mix, telemetry::Frame};

use super::{
    compare::{check_run, is_watched, run_watched, seeds, warmed_up},
    random_drawing::Dice,
};

/// Whether an event of a drawing is done by hand here, whatever else happens there.
fn is_by_hand(it: &ScenarioEvent) -> bool {
    let what = serde_json::to_string(&it.action).unwrap();
    let chosen = what.bytes().fold(it.at_secs.to_bits(), |it, byte| mix(it ^ u64::from(byte)));
    !chosen.is_multiple_of(3)
}

/// Runs in slices, as the page does, and does by hand some of what the drawing plans: at its moment, at the end of a slice, or
/// in the middle of what happens at one moment. Now and then the run is taken back first.
fn run_by_hand(architecture: &Architecture, options: RunOptions) -> (Report, Architecture, Vec<Frame>) {
    let mut planned = architecture.clone();
    planned.scenario.events.retain(|it| !is_by_hand(it));
    let mut session = Session::new(&planned, options).unwrap();
    if is_watched(options) {
        session.watch();
    }
    let mut timeline = Timeline::with_memory(session, 1 << 20);
    let mut frames = Vec::new();
    for it in architecture.scenario.events.iter().filter(|it| is_by_hand(it)) {
        let mut dice = Dice(mix(it.at_secs.to_bits() ^ 0x736c_6963));
        let at_secs = if dice.one_in(3) { (it.at_secs * 20.0).ceil() / 20.0 } else { it.at_secs };
        let at = SimTime::from_secs((options.warm_up_secs + at_secs).max(0.0));
        let slice = SimTime::from_secs(dice.between(0.05, 2.0));
        while timeline.session().now() < at && timeline.session().now() < timeline.session().end() {
            let until = at.min(timeline.session().now() + slice);
            timeline.advance(until, 1 + dice.below(20_000));
            frames.extend(timeline.live().frames);
        }
        match dice.below(4) {
            0 => {
                timeline.advance(SimTime::NEVER, 1 + dice.below(30));
            }
            1 => {
                timeline.advance(at + slice, u64::MAX);
                frames.extend(timeline.live().frames);
                timeline.rewind(at);
                // To the nanosecond: 8.7 less 1.7 is not quite 7.
                let ended_secs = ((at.as_secs() - options.warm_up_secs) * 1e9).round() / 1e9;
                frames.retain(|it| it.at_secs <= ended_secs);
            }
            _ => {}
        }
        if timeline.session().now() < timeline.session().end() {
            timeline.apply(&it.action);
        }
    }
    timeline.advance(SimTime::NEVER, u64::MAX);
    timeline.session().check_conservation().unwrap();
    frames.extend(timeline.live().frames);
    let report = timeline.session().report();
    planned.scenario.events.clone_from(&report.scenario);
    (report, planned, frames)
}

#[test]
fn random_by_hand() {
    let done = check_all(seeds(120), super::random_by_hand::random_by_hand, 8.43);
    assert!(done > 250, "{done}");
}

#[test]
fn random_clocks() {
    let done = check_all(seeds(120), super::random_by_hand::random_clocks, 8.43);
    assert!(done > 250, "{done}");
}

/// How much was done by hand in all.
fn check_all(seeds: Range<u64>, draw: fn(u64) -> Architecture, secs: f64) -> usize {
    let mut done = 0;
    for seed in seeds {
        let architecture = draw(seed);
        let options = warmed_up(seed, secs);
        let by_hand = check_run(&architecture, options, run_by_hand);
        let (_, drawing, frames) = run_by_hand(&architecture, options);
        let (again, frames_again) = run_watched(&drawing, options);
        assert_eq!(again.digest, by_hand.digest, "seed {seed} is not repeated from its log");
        assert!(frames == frames_again, "seconds of seed {seed} are not repeated from its log");
        let planned = architecture.scenario.events.iter().filter(|it| !is_by_hand(it)).count();
        done += by_hand.scenario.len() - planned;
    }
    done
}
