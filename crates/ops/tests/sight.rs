//! What somebody on call is told of promises to users whom nobody watches.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

use model::{
    Architecture,
    alert::AlertRule,
    notation,
    objective::{Indicator, Objective},
    scenario::{Action, ScenarioEvent},
};
use ops::{AlertEvent, Sight, Unseen, Watch, alerts::lint};
use sim::{RunOptions, Session, SimTime, telemetry::Frame};

const WATCHED: &str =
    "users:client{per_sec=100} -> api:api_server{slots=50, error_ratio=0.2}; api -observe-> monitoring";
const DARK: &str = "users:client{per_sec=100} -> api:api_server{slots=50, error_ratio=0.2}; monitoring";

fn shop(text: &str) -> Architecture {
    let mut shop = notation::parse(text).unwrap();
    shop.objectives = vec![Objective::new(Indicator::Availability, 0.999, 30.0)];
    shop.operations.clock_factor = 60.0;
    shop
}

/// With its monitoring taken down at 60 s.
fn loses_its_monitoring(mut shop: Architecture) -> Architecture {
    let monitoring = shop.components.iter().find(|it| it.name == "monitoring").unwrap().id;
    let action = Action::TakeDown { component: monitoring };
    shop.scenario.events = vec![ScenarioEvent { at_secs: 60.0, action }];
    shop
}

fn frames(shop: &Architecture) -> Vec<Frame> {
    let options = RunOptions { seed: 7, duration_secs: 120.0, warm_up_secs: 5.0, replications: 1 };
    let mut session = Session::new(shop, options).unwrap();
    session.watch();
    session.advance(SimTime::NEVER, u64::MAX);
    session.take_frames()
}

/// Changes of the page for the burnt budget, and the watch at the end.
fn watched(shop: &Architecture, sight: Sight) -> (Vec<(f64, String)>, Watch) {
    let mut watch = Watch::new(shop, &[]).with_sight(sight);
    let events: Vec<AlertEvent> = frames(shop).iter().flat_map(|it| watch.feed(it)).collect();
    let told = |event: &AlertEvent| match event {
        AlertEvent::Changed { at_secs, change, alert, .. }
            if alert.labels.get("severity") == Some("page") =>
        {
            Some((*at_secs, format!("{change:?}")))
        }
        _ => None,
    };
    (events.iter().filter_map(told).collect(), watch)
}

#[test]
fn nobody_is_paged_for_users_whom_nobody_sees() {
    let dark = shop(DARK);
    let (told, mut watch) = watched(&dark, Sight::of(&dark));
    assert!(told.is_empty(), "{told:?}");
    assert!(watch.objectives().all(|it| it.1.is_none()));
    assert_eq!(watch.unseen().collect::<Vec<_>>(), [Some(Unseen::Unconnected)]);
    // Afterwards everybody may know.
    watch.reveal();
    let (_, reading) = watch.objectives().next().unwrap().1.unwrap();
    assert!(reading.remaining.unwrap() < 1.0 && watch.unseen().all(|it| it.is_none()));

    // Whoever made the drawing knows all the time, and so does who watches what answers them.
    assert!(!watched(&dark, Sight::everything()).0.is_empty());
    let seen = shop(WATCHED);
    assert!(!watched(&seen, Sight::of(&seen)).0.is_empty());
}

#[test]
fn a_page_ends_when_the_monitoring_does() {
    let shop = loses_its_monitoring(shop(WATCHED));
    let (told, watch) = watched(&shop, Sight::of(&shop));
    let [.., (fired, firing), (at_secs, resolved)] = &told[..] else { panic!("{told:?}") };
    assert!(firing == "Firing" && *fired < 60.0, "{told:?}");
    assert!(resolved == "Resolved" && (60.0..63.0).contains(at_secs), "{told:?}");
    assert_eq!(watch.unseen().collect::<Vec<_>>(), [Some(Unseen::CollectorsDown)]);
}

#[test]
fn rules_about_users_whom_nobody_sees_are_wrong() {
    let says = |text: &str, expr: &str| {
        let rule = AlertRule { expr: expr.to_owned(), ..AlertRule::default() };
        let found = lint(&rule, &promql::parse(expr), &shop(text));
        found.iter().any(|it| it.is_error && it.message.id == "lint-users-not-observed")
    };
    for expr in [
        "sum(rate(journey_requests_total[5m])) < 1",
        "error_budget_remaining_percentage < 50",
        r#"rate(slo_errors_total{objective="all-availability"}[5m]) > 1"#,
    ] {
        assert!(says(DARK, expr) && !says(WATCHED, expr), "{expr}");
    }
}

#[test]
fn metrics_of_users_end_with_the_monitoring() {
    let mut shop = loses_its_monitoring(shop(WATCHED));
    let rule = |name: &str, expr: &str| AlertRule {
        name: name.to_owned(),
        expr: expr.to_owned(),
        for_secs: 0.0,
        ..AlertRule::default()
    };
    shop.operations.alerts =
        vec![rule("Journeys", "absent(journey_requests_total)"), rule("Budget", "absent(slo_events_total)")];
    let exprs: Vec<_> = shop.operations.alerts.iter().map(|it| promql::parse(&it.expr).ok()).collect();
    let mut watch = Watch::new(&shop, &exprs);
    frames(&shop).iter().for_each(|it| drop(watch.feed(it)));
    let by_rule: Vec<_> = watch.by_rule().collect();
    assert_eq!(by_rule, [(1, 0), (1, 0)]);
    let first = watch.events().iter().find_map(|it| match it {
        AlertEvent::Changed { at_secs, alert, .. } if alert.labels.get("alertname") == Some("Journeys") => {
            Some(*at_secs)
        }
        _ => None,
    });
    assert!(first.is_some_and(|it| it > 60.0), "{first:?}");
}
