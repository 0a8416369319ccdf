//! The on-call drill: its alert fires when arithmetic says, its budget is what the counts say, and rolling back ends it.
#![cfg(not(target_arch = "wasm32"))]

use model::{
    Architecture,
    finding::Place,
    scenario::{Action, Change, ScenarioEvent},
};
use ops::{AlertEvent, Sight, Watch, alerts::Change as Alerted, burn::Reading};
use sim::{RunOptions, Session, SimTime, telemetry::Frame};

#[path = "blueprints/files.rs"]
#[allow(dead_code, reason = "a part of it is enough here")]
mod files;

const DRILL: &str = "payment-on-call";
/// The canary begins at 60 s and serves after 30 s more.
const SERVES_SECS: f64 = 90.0;

fn frames(drawing: &Architecture) -> Vec<Frame> {
    let mut session = Session::new(drawing, RunOptions::from(drawing.settings)).expect("it can be run");
    session.watch();
    session.advance(SimTime::NEVER, u64::MAX);
    session.take_frames()
}

/// When the objective about failures first asked for somebody, and how it stands at the end.
fn watched(drawing: &Architecture) -> (Option<f64>, Reading) {
    // As whoever is on call sees it.
    let mut watch = Watch::new(drawing, &[]).with_sight(Sight::of(drawing));
    let mut fired = None;
    for frame in &frames(drawing) {
        for event in watch.feed(frame) {
            let AlertEvent::Changed { at_secs, change: Alerted::Firing, alert, .. } = event else { continue };
            if alert.labels.get("severity") == Some("page") {
                fired = fired.or(Some(at_secs));
            }
        }
    }
    let reading = watch.objectives().next().and_then(|it| it.1).expect("it has a budget").1;
    (fired, reading)
}

fn rolled_back(at_secs: f64) -> Architecture {
    let mut drawing = files::load(DRILL);
    let api = drawing.components.iter().find(|it| it.name == "Payment API").expect("it is there").id;
    let change = Change::new("roll-back", Place::Component(api));
    drawing.scenario.events.push(ScenarioEvent { at_secs, action: Action::Change(change) });
    drawing
}

#[test]
fn the_page_comes_when_arithmetic_says() {
    let drawing = files::load(DRILL);
    let (fired, _) = watched(&drawing);
    // One of three replicas fails 30 % of what it gets: e = 10 %. The row of an hour, here a minute, fires after
    // f B w / e with f = 13.44 for 28 days, within a second of the run and a second of its bucket.
    let expected = 13.44 * 0.001 * 60.0 / 0.1;
    let fired = fired.expect("it pages") - SERVES_SECS;
    assert!((fired - expected).abs() < 2.0, "{fired} s after the canary, expected {expected}");
}

#[test]
fn the_budget_is_what_the_counts_say() {
    let drawing = files::load(DRILL);
    let (_, reading) = watched(&drawing);
    let all = frames(&drawing);
    let counted = all.iter().filter(|it| it.at_secs > 0.0).filter_map(|it| it.objectives.first());
    let (total, bad) =
        counted.fold((0u64, 0u64), |sum, it| (sum.0 + u64::from(it.total), sum.1 + u64::from(it.bad)));
    // The time before the run counts as clean, with the same traffic: 300 s of 28 days at a minute a second.
    let share = 300.0 / (28.0 * 1440.0);
    let expected = 1.0 - share * (bad as f64 / total as f64) / 0.001;
    let remaining = reading.remaining.expect("there is data");
    assert!((remaining - expected).abs() < 0.002, "{remaining}, expected {expected}");
}

#[test]
fn rolling_back_ends_it() {
    let spent = |drawing: &Architecture| 1.0 - watched(drawing).1.remaining.expect("data");
    let (left_alone, soon) = (spent(&files::load(DRILL)), spent(&rolled_back(120.0)));
    // 30 s instead of 210.
    assert!((soon / left_alone - 30.0 / 210.0).abs() < 0.03, "{soon} of {left_alone}");
}
