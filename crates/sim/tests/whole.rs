//! Users' requests that share the record of their only call: nobody can tell them from those with a record of their own.

mod common;

use common::{change_at, drawing, options};
use model::{
    Architecture,
    finding::Place,
    scenario::{Action, Change, ScenarioEvent},
};
use sim::{Session, SimTime};

/// Runs twice: as it is, and with all requests followed, which then have records of their own.
#[track_caller]
fn check(architecture: &Architecture) {
    let run = |is_followed: bool| {
        let mut session = Session::new(architecture, options(12.0)).expect("a run");
        if is_followed {
            session.follow_requests(None);
        }
        session.advance(SimTime::NEVER, u64::MAX);
        session.check_conservation().expect("conservation");
        session.report()
    };
    let report = run(false);
    assert!(report.total.failed > 100 && report.total.succeeded > 300, "{:?}", report.total);
    assert_eq!(report, run(true));
}

/// With an outage of the server, and a breaker that is switched on while requests are under way.
fn in_trouble(text: &str) -> Architecture {
    let mut architecture = drawing(text);
    let server = architecture.components.iter().find(|it| it.name == "s").expect("a server").id;
    let way = architecture.incoming(server).next().expect("a connection").id;
    let events = [
        (3.0, Action::TakeDown { component: server }),
        (4.5, Action::BringUp { component: server }),
        (8.0, Action::Change(Change::new("enable-breaker", Place::Connection(way)))),
    ];
    let events = events.into_iter().map(|(at_secs, action)| ScenarioEvent { at_secs, action });
    architecture.scenario.events.extend(events);
    architecture
}

const POLICY: &str = "timeout_millis=60, attempts=2, backoff_base_millis=5, latency_millis";

#[test]
fn they_fail_are_refused_time_out_and_are_tried_again_alike() {
    let server = |slots: u32| {
        format!("s:api_server{{slots={slots}, service_millis=8, queue_limit=6, error_ratio=0.05}}")
    };
    check(&in_trouble(&format!("u:client{{per_sec=120}} -call{{{POLICY}=2}}-> {}", server(2))));
    check(&in_trouble(&format!(
        "u:client{{per_sec=120}} -call{{{POLICY}=0}}-> {} -> db:database_sql{{slots=50, service_millis=2}}",
        server(9)
    )));
}

#[test]
fn they_come_from_their_own_source_alike() {
    let policy = "timeout_millis=60, attempts=2, backoff_base_millis=5";
    let server = "s:api_server{slots=2, service_millis=8, queue_limit=6, error_ratio=0.05}";
    // The second one is farther away, and its way gets longer while requests are on it.
    let mut shop = in_trouble(&format!(
        "[r: [x: u:client{{per_sec=60}}, {server}]; [y: v:client{{per_sec=60}}]]; u -{{{policy}}}-> s; v -{{{policy}}}-> s"
    ));
    let way = Place::Connection(shop.connections[1].id);
    for at_secs in [6.0, 7.0, 8.5, 9.5, 10.5] {
        change_at(&mut shop, at_secs, Change::new("latency", way).with("millis", 5.0).lasting(0.5));
    }
    check(&shop);
}

#[test]
fn they_are_canceled_at_several_replicas_alike() {
    let server = "s:api_server*3{slots=1, service_millis=12, error_ratio=0.05}";
    let text = format!("u:client{{per_sec=120}} -call{{{POLICY}=1, cancel_on_timeout=true}}-> {server}");
    check(&in_trouble(&text));
}
