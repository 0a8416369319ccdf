//! What metrics say of replicas whose process runs and which are not ready.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

use model::{
    finding::Place,
    notation,
    scenario::{Action, Change, ScenarioEvent},
};
use ops::{
    Clock, Sight,
    metrics::{Feed, Store},
    promql::{Moment, evaluate},
};
use sim::{RunOptions, Session, SimTime, telemetry::Frame};

/// An API whose replicas want their database, which is gone from 10 s to 40 s; they give up after 5 s.
fn frames() -> (model::Architecture, Vec<Frame>) {
    let mut shop = notation::parse(
        "users:client{per_sec=50} -> api:api_server*4{slots=50, readiness=needs_always, probe_secs=5} -> db:database_sql; \
         api -observe-> monitoring; db -observe-> monitoring",
    )
    .unwrap();
    let db = shop.components.iter().find(|it| it.name == "db").unwrap().id;
    let crash = Change::new("crash", Place::Component(db)).lasting(30.0);
    shop.scenario.events = vec![ScenarioEvent { at_secs: 10.0, action: Action::Change(crash) }];
    let options = RunOptions { seed: 7, duration_secs: 60.0, warm_up_secs: 5.0, replications: 1 };
    let mut session = Session::new(&shop, options).unwrap();
    session.watch();
    session.advance(SimTime::NEVER, u64::MAX);
    let frames = session.take_frames();
    (shop, frames)
}

#[test]
fn the_scrape_of_who_is_not_ready_succeeds() {
    let (shop, frames) = frames();
    let mut store = Store::new(1e6);
    let mut feed = Feed::new(&shop, &Sight::of(&shop), None, 1.0, &mut store);
    let value = |store: &Store, at_secs: f64, expr: &str| {
        let expr = promql::parse(expr).unwrap();
        let samples = evaluate(&expr, store, Moment { at_secs, clock: Clock::new(1.0) }).into_samples();
        samples.first().map(|it| it.value)
    };
    for frame in &frames {
        feed.add(&mut store, frame, Vec::new);
        let at_secs = frame.at_secs;
        let of = |metric: &str, service: &str| {
            value(&store, at_secs, &format!("{metric}{{service=\"{service}\"}}"))
        };
        if at_secs == 30.0 {
            assert_eq!([of("up", "api"), of("up", "db")], [Some(1.0), Some(0.0)]);
            assert_eq!([of("replicas_ready_ratio", "api"), of("replicas_available", "api")], [Some(0.0); 2]);
            // Whose process is gone says nothing.
            assert_eq!(of("replicas_ready_ratio", "db"), None);
        }
        if at_secs == 5.0 || at_secs == 55.0 {
            assert_eq!([of("up", "api"), of("replicas_ready_ratio", "api")], [Some(1.0); 2]);
            assert_eq!(of("replicas_available", "api"), Some(4.0));
        }
    }
}
