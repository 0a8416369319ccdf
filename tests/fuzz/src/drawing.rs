//! Whatever is drawn: it is judged, estimated, compiled and run without a panic, the run is the same however it is cut,
//! repeated or looked at, nothing is lost in it, and all that is said of it consists of numbers.

use model::{Architecture, cost, file, rules};
use sim::{
    FromSim, Report, RunOptions, Session, SimTime, Timeline, availability::availability, estimate,
    estimate::usage, laws::laws,
};

use crate::{numbers::assert_numbers, studies};

/// Some hundred requests: there are more drawings to be seen than things that happen late.
const MOST_EVENTS: u64 = 4_000;
/// No divisor of the above, so that slices end in the middle of things.
const SLICE_EVENTS: u64 = 997;
/// Larger drawings, and runs that take longer to copy, are for other tests.
const MOST_ITEMS: usize = 60;
const MOST_BYTES: usize = 20 << 20;

/// Whether it could be run; panics if something is wrong with the program.
pub fn check(bytes: &[u8]) -> bool {
    let Ok(loaded) = file::load(bytes) else { return false };
    let drawing = loaded.architecture;
    if drawing.components.len() + drawing.connections.len() + drawing.zones.len() > MOST_ITEMS {
        return false;
    }
    judge(&drawing);
    let settings = RunOptions::from(drawing.settings);
    let options = RunOptions {
        duration_secs: settings.duration_secs.min(20.0),
        warm_up_secs: settings.warm_up_secs.min(2.0),
        ..settings
    };
    let Ok(session) = Session::new(&drawing, options) else { return false };
    if session.bytes() > MOST_BYTES {
        return false;
    }
    let report = straight(session.clone());
    assert_numbers("laws", &laws(&drawing, &report));
    assert_reads_back(FromSim::Report(Box::new(report.clone())));
    assert_eq!(in_slices(session.clone()), report, "a run that was cut, looked at and taken back");
    assert_eq!(followed(session), report, "a run whose requests were followed");
    studies::check(&drawing, options, &report);
    true
}

/// What is said of a drawing before it runs.
fn judge(drawing: &Architecture) {
    assert_numbers("findings", &rules::check(drawing));
    assert_numbers("cost", &cost::monthly_cost(drawing, &cost::Usage::expected(drawing)));
    assert_numbers("availability", &availability(drawing));
    if let Some(found) = estimate(drawing) {
        assert_numbers("estimate", &found);
        assert_numbers("mean latency of the estimate", &found.mean_latency_millis());
        let usage = usage(drawing, Some(&found));
        assert_numbers("cost by the estimate", &cost::monthly_cost(drawing, &usage));
    }
}

fn straight(mut session: Session) -> Report {
    session.watch();
    session.advance(SimTime::NEVER, MOST_EVENTS);
    assert_eq!(session.check_conservation(), Ok(()));
    session.report()
}

/// As the page does it: slices, looks, and one way back; goes on as a copy.
fn in_slices(mut session: Session) -> Report {
    session.watch();
    let mut timeline = Timeline::new(session);
    advance(&mut timeline, MOST_EVENTS / 2);
    let half = SimTime(timeline.session().now().0 / 2);
    timeline.rewind(half);
    let mut fork = timeline.fork(timeline.session().now());
    advance(&mut fork, MOST_EVENTS);
    fork.session().report()
}

fn advance(timeline: &mut Timeline, to_events: u64) {
    loop {
        let left = to_events - timeline.session().events();
        let progress = timeline.advance(SimTime::NEVER, left.min(SLICE_EVENTS));
        assert_reads_back(FromSim::Live(Box::new(timeline.live())));
        if progress.is_done || progress.events >= to_events {
            return;
        }
    }
}

fn followed(mut session: Session) -> Report {
    session.follow_requests(Some(0.0));
    session.watch();
    session.advance(SimTime::NEVER, MOST_EVENTS);
    assert_numbers("traces", &session.traces());
    session.report()
}

/// What the worker sends is what the page hears: in JSON, which knows no infinity.
fn assert_reads_back(sent: FromSim) {
    let text = serde_json::to_string(&sent).unwrap_or_else(|error| panic!("cannot be sent: {error}"));
    let heard: FromSim =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("not understood: {error}"));
    assert!(heard == sent, "the page hears something else");
}
