//! A run can be taken back to any moment, and is then what it would be if it had never gone on.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

mod common;

use common::{drawing, options};
use model::{Architecture, scenario::Action};
use sim::{Session, SimTime, Timeline, reference::reference};

const BUSY: &str = "users:client{per_sec=20000, writes=0.1} -> \
    api:api_server{slots=200, service_millis=2} -> cache:cache_redis; \
    api -{on={miss_of=cache}, timeout_millis=200, attempts=2}-> db:database_sql{slots=200, service_millis=5}";

fn timeline(drawing: &Architecture, duration_secs: f64) -> Timeline {
    Timeline::new(Session::new(drawing, options(duration_secs)).unwrap())
}

/// The run as it is at a moment if it is not taken back.
fn straight(drawing: &Architecture, duration_secs: f64, to: SimTime) -> Session {
    let mut session = Session::new(drawing, options(duration_secs)).unwrap();
    session.advance(to, u64::MAX);
    session
}

#[test]
fn every_second_can_be_gone_back_to() {
    let drawing = reference().unwrap();
    let mut timeline = timeline(&drawing, 12.0);
    timeline.advance(SimTime::NEVER, u64::MAX);
    for secs in (0..12).rev() {
        let to = SimTime::from_secs(f64::from(secs));
        timeline.rewind(to);
        assert_eq!(timeline.session().now(), to);
        assert_eq!(timeline.session().report(), straight(&drawing, 12.0, to).report(), "{secs} s");
    }
    timeline.advance(SimTime::NEVER, u64::MAX);
    let end = straight(&drawing, 12.0, SimTime::NEVER);
    assert_eq!(timeline.session().report(), end.report());
}

#[test]
fn going_back_costs_little_however_busy_the_run_is() {
    let drawing = drawing(BUSY);
    let mut timeline = timeline(&drawing, 12.0);
    // In slices, as a worker does.
    while !timeline.advance(SimTime::NEVER, 40_000).is_done {}
    for secs in 0..12 {
        let events = timeline.replayed_events(SimTime::from_secs(f64::from(secs)));
        assert!(events < 600_000, "{secs} s: {events} events again");
    }
    assert!(timeline.bytes() < 64 << 20, "{}", timeline.bytes());
}

#[test]
fn memory_is_bounded() {
    let drawing = drawing(BUSY);
    let session = Session::new(&drawing, options(8.0)).unwrap();
    let mut timeline = Timeline::with_memory(session, 300_000);
    timeline.advance(SimTime::NEVER, u64::MAX);
    assert!(timeline.bytes() <= 300_000, "{}", timeline.bytes());
    let to = SimTime::from_secs(6.5);
    timeline.rewind(to);
    assert_eq!(timeline.session().report(), straight(&drawing, 8.0, to).report());
}

#[test]
fn what_was_done_by_hand_is_done_again() {
    let drawing = drawing(BUSY);
    let db = drawing.components.iter().find(|it| it.name == "db").unwrap().id;
    let mut timeline = timeline(&drawing, 10.0);
    timeline.advance(SimTime::from_secs(3.4), u64::MAX);
    timeline.apply(&Action::TakeDown { component: db });
    timeline.advance(SimTime::from_secs(4.7), u64::MAX);
    let at_4_7 = timeline.session().report();
    timeline.apply(&Action::BringUp { component: db });
    timeline.advance(SimTime::from_secs(8.0), u64::MAX);

    timeline.rewind(SimTime(SimTime::from_secs(4.7).0 - 1));
    timeline.advance(SimTime::from_secs(4.7), u64::MAX);
    assert_eq!(timeline.session().report(), at_4_7);
    // The database stays down now: the return was taken back.
    timeline.advance(SimTime::from_secs(8.0), u64::MAX);
    assert_eq!(timeline.session().report().scenario.len(), 1);
}

#[test]
fn a_fork_leaves_the_run_as_it_is() {
    let drawing = drawing(BUSY);
    let db = drawing.components.iter().find(|it| it.name == "db").unwrap().id;
    let mut timeline = timeline(&drawing, 8.0);
    timeline.advance(SimTime::from_secs(6.0), u64::MAX);
    let mut fork = timeline.fork(SimTime::from_secs(2.0));
    fork.apply(&Action::TakeDown { component: db });
    fork.advance(SimTime::NEVER, u64::MAX);
    timeline.advance(SimTime::NEVER, u64::MAX);
    assert_eq!(timeline.session().report(), straight(&drawing, 8.0, SimTime::NEVER).report());
    assert!(fork.session().report().total.failed > timeline.session().report().total.failed);
}
