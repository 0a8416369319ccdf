//! The same drawing and seed give the same run, however it is cut, drawn or repeated.

mod common;

use common::{drawing, id, options, run};
use model::{
    Architecture, Place,
    scenario::{Action, Change, ScenarioEvent},
};
use sim::{Session, SimTime, Timeline};

/// A bit of everything.
const SHOP: &str = "users:client{per_sec=300, writes=0.2} -> edge:cdn -> lb:load_balancer{algorithm=two_choices} \
    -{timeout_millis=300, attempts=3, backoff_base_millis=20, retry_budget=0.2, breaker={failures=5, open_secs=30}}-> api:api_server*3; \
    api -> cache:cache_redis; api -{on={miss_of=cache}, timeout_millis=200, attempts=2}-> db:database_sql*2; \
    api -publish{on=write}-> jobs:queue -> mailer:worker; mailer -{timeout_millis=500}-> db; api -observe{sample_ratio=0.3}-> apm; \
    api -observe{collection=scrape}-> metrics:monitoring; think:web_browser{users=40, think_secs=1} -> lb";

fn shop() -> Architecture {
    let mut shop = drawing(SHOP);
    let (cache, db) = (id(&shop, "cache"), id(&shop, "db"));
    shop.scenario.events = vec![
        ScenarioEvent { at_secs: 3.0, action: Action::TakeDown { component: cache } },
        ScenarioEvent { at_secs: 5.0, action: Action::TakeDown { component: db } },
        ScenarioEvent { at_secs: 5.5, action: Action::BringUp { component: db } },
        ScenarioEvent { at_secs: 6.0, action: Action::BringUp { component: cache } },
    ];
    shop
}

#[test]
fn a_run_repeats_itself() {
    let shop = shop();
    let first = run(&shop, options(8.0));
    assert_eq!(first, run(&shop, options(8.0)));
    let other = run(&shop, sim::RunOptions { seed: 8, ..options(8.0) });
    assert_ne!(first.digest, other.digest);
}

#[test]
fn slices_change_nothing() {
    let shop = shop();
    let whole = run(&shop, options(8.0));
    for (step_nanos, max_events) in
        [(u64::MAX, 1), (1_234_567, u64::MAX), (50_000_000, 777), (u64::MAX, 40_000)]
    {
        let mut session = Session::new(&shop, options(8.0)).unwrap();
        let mut until = 0u64;
        loop {
            until = until.saturating_add(step_nanos);
            let progress = session.advance(SimTime(until), max_events);
            if progress.is_done {
                break;
            }
            if progress.now < SimTime(until) {
                until = progress.now.0;
            }
        }
        assert_eq!(session.report().digest, whole.digest, "{step_nanos} {max_events}");
    }
}

#[test]
fn the_order_of_drawing_changes_nothing() {
    let shop = shop();
    let mut turned = shop.clone();
    turned.components.reverse();
    turned.connections.reverse();
    assert_eq!(run(&shop, options(8.0)).digest, run(&turned, options(8.0)).digest);
}

#[test]
fn a_snapshot_goes_on_as_the_run_does() {
    let shop = shop();
    let mut session = Session::new(&shop, options(8.0)).unwrap();
    session.advance(SimTime::from_secs(4.321), 100_000);
    let mut snapshot = session.clone();
    session.advance(SimTime::NEVER, u64::MAX);
    snapshot.advance(SimTime::NEVER, u64::MAX);
    assert_eq!(session.report(), snapshot.report());
}

/// Runs `session` to its end, and then what it noted down: the same comes of it.
#[track_caller]
fn is_repeated_from_the_log(drawing: &Architecture, mut session: Session) -> sim::Report {
    session.advance(SimTime::NEVER, u64::MAX);
    let by_hand = session.report();
    let mut again = drawing.clone();
    again.scenario.events.clone_from(&by_hand.scenario);
    assert_eq!(run(&again, options(8.0)).digest, by_hand.digest);
    by_hand
}

#[test]
fn what_was_done_by_hand_is_repeated_from_the_log() {
    let mut shop = shop();
    shop.scenario.events.clear();
    let cache = shop.components.iter().find(|it| it.name == "cache").unwrap().id;
    for max_events in [u64::MAX, 12_345] {
        let mut session = Session::new(&shop, options(8.0)).unwrap();
        session.advance(SimTime::from_secs(2.5), max_events);
        session.apply(&Action::TakeDown { component: cache });
        session.advance(SimTime::from_secs(4.0), u64::MAX);
        session.apply(&Action::BringUp { component: cache });
        assert_eq!(is_repeated_from_the_log(&shop, session).scenario.len(), 2);
    }
}

/// Other times than those at which people usually act, as the page stops for them at whole seconds.
#[test]
fn what_was_done_by_hand_when_something_else_ended_is_repeated_from_the_log() {
    let mut shop = shop();
    let db = common::place(&shop, "db");
    shop.scenario.events.clear();
    common::change_at(&mut shop, 3.0, Change::new("crash", db).lasting(1.0));
    let Place::Component(component) = db else { panic!("no database") };
    let mut session = Session::new(&shop, options(8.0)).unwrap();
    session.advance(SimTime::from_secs(4.0), u64::MAX);
    // It is up again, so its primary can fail.
    session.apply(&Action::FailPrimary { component });
    is_repeated_from_the_log(&shop, session);
}

#[test]
fn what_was_done_by_hand_one_after_the_other_in_a_pause_is_repeated_from_the_log() {
    let mut shop = shop();
    let db = common::place(&shop, "db");
    shop.scenario.events.clear();
    let Place::Component(component) = db else { panic!("no database") };
    let mut session = Session::new(&shop, options(8.0)).unwrap();
    session.advance(SimTime::from_secs(4.0), u64::MAX);
    // Over at once, so that there is a primary that can fail.
    session.apply(&Action::Change(Change::new("crash", db).lasting(0.0)));
    session.apply(&Action::FailPrimary { component });
    is_repeated_from_the_log(&shop, session);
}

#[test]
fn what_was_done_at_the_very_beginning_is_done_again_after_going_back_there() {
    let shop = shop();
    let Place::Component(component) = common::place(&shop, "cache") else { panic!("no cache") };
    let mut planned = shop.clone();
    planned.scenario.events.insert(0, ScenarioEvent { at_secs: 0.0, action: Action::BringUp { component } });
    let mut timeline = Timeline::new(Session::new(&planned, options(3.0)).unwrap());
    timeline.apply(&Action::TakeDown { component });
    let at = timeline.session().now();
    timeline.advance(SimTime::from_secs(1.0), u64::MAX);
    timeline.rewind(at);
    assert_eq!(timeline.session().now(), at);
    timeline.advance(SimTime::from_secs(2.0), u64::MAX);
    let at_secs: Vec<f64> = timeline.session().report().scenario.iter().map(|it| it.at_secs).collect();
    assert_eq!(at_secs[..2], [0.0, 1e-9]);
}

#[test]
fn time_does_not_go_back() {
    let mut session = Session::new(&shop(), options(3.0)).unwrap();
    session.advance(SimTime::from_secs(2.0), u64::MAX);
    assert_eq!(session.advance(SimTime::from_secs(1.0), u64::MAX).now, SimTime::from_secs(2.0));
}

/// Another box in the drawing leaves all draws of the others as they were: only what it really changes, changes.
#[test]
fn a_component_beside_the_traffic_changes_nothing() {
    let text = "users:client{per_sec=100} -> api:api_server -> db:database_sql";
    let alone = run(&drawing(text), options(10.0));
    let mut more = drawing(text);
    let beside = drawing("other:client{per_sec=50} -> lonely:api_server");
    for mut component in beside.components {
        component.id.0 += 100;
        more.components.insert(0, component);
    }
    for mut connection in beside.connections {
        (connection.id.0, connection.from.0, connection.to.0) =
            (connection.id.0 + 100, connection.from.0 + 100, connection.to.0 + 100);
        more.connections.insert(0, connection);
    }
    let both = run(&more, options(10.0));
    for name in ["api", "db"] {
        assert_eq!(common::component(&alone, name), common::component(&both, name));
    }
}

#[test]
fn numbers_are_numbers() {
    let json = serde_json::to_string(&run(&shop(), options(8.0))).unwrap();
    // serde_json writes what is not finite as null where a number is expected; options are read back as None.
    let back: sim::Report = serde_json::from_str(&json).unwrap();
    assert_eq!(back, run(&shop(), options(8.0)));
}
