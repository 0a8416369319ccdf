//! Rules over real runs, from what breaks to who is told.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

use model::{
    Architecture, ComponentId, Place,
    alert::AlertRule,
    notation,
    objective::{Budgeting, BurnScheme, Indicator, Objective},
    scenario::{Action, ScenarioEvent},
};
use ops::{
    AlertEvent, Clock, Watch,
    alerts::{Change, Fault, faults, lint, lint_objective, presets, score},
};
use sim::{RunOptions, Session, SimTime, telemetry::Frame};

fn named(architecture: &Architecture, name: &str) -> ComponentId {
    architecture.components.iter().find(|it| it.name == name).unwrap().id
}

fn at(architecture: &mut Architecture, at_secs: f64, action: Action) {
    architecture.scenario.events.push(ScenarioEvent { at_secs, action });
}

fn frames(architecture: &Architecture, duration_secs: f64) -> Vec<Frame> {
    let options = RunOptions { seed: 7, duration_secs, warm_up_secs: 5.0, replications: 1 };
    let mut session = Session::new(architecture, options).unwrap();
    session.watch();
    session.advance(SimTime::NEVER, u64::MAX);
    session.take_frames()
}

fn preset(id: &str) -> AlertRule {
    presets().iter().find(|it| it.id == id).unwrap().rule()
}

/// Watches a run of the drawing, with its rules.
fn watched(architecture: &Architecture, duration_secs: f64) -> Watch {
    let exprs: Vec<_> =
        architecture.operations.alerts.iter().map(|it| promql::parse(&it.expr).ok()).collect();
    let mut watch = Watch::new(architecture, &exprs);
    frames(architecture, duration_secs).iter().for_each(|it| drop(watch.feed(it)));
    watch
}

/// "12 Firing DatabaseDown db", one line each; notifications as "told".
fn story(watch: &Watch) -> Vec<String> {
    let line = |event: &AlertEvent| match event {
        AlertEvent::Changed { at_secs, change, alert, .. } => {
            let label = |name| alert.labels.get(name).unwrap_or_default().to_owned();
            let about = label("service") + &label("objective");
            format!("{at_secs} {change:?} {} {about}", label("alertname"))
        }
        AlertEvent::Notified(it) => {
            format!("{} told: {} firing, {} resolved", it.at_secs, it.firing.len(), it.resolved.len())
        }
    };
    watch.events().iter().map(line).collect()
}

const SHOP: &str = "users:client{per_sec=100} -> api:api_server{slots=50} -> db:database_sql; \
    api -observe-> monitoring; db -observe-> monitoring";

/// A shop whose database goes away; a second is a minute.
fn shop(rules: &[&str]) -> Architecture {
    let mut shop = notation::parse(SHOP).unwrap();
    let component = named(&shop, "db");
    at(&mut shop, 20.0, Action::TakeDown { component });
    at(&mut shop, 30.0, Action::BringUp { component });
    shop.operations.clock_factor = 60.0;
    shop.operations.alerts = rules.iter().map(|it| preset(it)).collect();
    shop
}

#[test]
fn a_database_that_is_down_is_told_and_so_is_its_end() {
    assert_eq!(
        story(&watched(&shop(&["database-down"]), 60.0)),
        [
            // Within a second of going down; after a minute, which is a second; then half a minute for others to join.
            "21 Pending DatabaseDown db",
            "22 Firing DatabaseDown db",
            "23 told: 1 firing, 0 resolved",
            "31 Resolved DatabaseDown db",
            "33 told: 0 firing, 1 resolved",
        ]
    );
}

#[test]
fn what_reports_to_nobody_is_in_the_fog() {
    let mut shop = shop(&["database-down"]);
    shop.connections.retain(|it| it.to != named_in(SHOP, "monitoring"));
    assert!(story(&watched(&shop, 60.0)).is_empty());
    shop.operations.sees_all = true;
    assert!(!story(&watched(&shop, 60.0)).is_empty());
}

fn named_in(text: &str, name: &str) -> ComponentId {
    named(&notation::parse(text).unwrap(), name)
}

#[test]
fn a_monitoring_system_that_is_down_sees_nothing() {
    let mut shop = shop(&["database-down"]);
    let component = named(&shop, "monitoring");
    at(&mut shop, 10.0, Action::TakeDown { component });
    assert!(story(&watched(&shop, 60.0)).is_empty());
}

#[test]
fn errors_of_a_service_fire_by_their_share() {
    let watch = watched(&shop(&["error-ratio-5"]), 60.0);
    let story = story(&watch);
    let fired: f64 =
        story.iter().find(|it| it.contains("Firing")).unwrap().split(' ').next().unwrap().parse().unwrap();
    // The share is over the threshold soon after; then five minutes, which are five seconds.
    assert!((25.0..=28.0).contains(&fired), "{story:?}");
    assert!(story.iter().any(|it| it.contains("Resolved HighErrorRate api")), "{story:?}");
}

#[test]
fn rules_and_budgets_are_scored_against_what_broke() {
    let mut shop = shop(&["database-down"]);
    shop.objectives = vec![Objective::new(Indicator::Availability, 0.999, 30.0)];
    let mut faults = faults(&shop.scenario.events);
    // One that nothing shows.
    faults.push(Fault { place: Place::Architecture, from_secs: 100.0, to_secs: Some(105.0) });
    let score = score(&watched(&shop, 110.0).pages(), &faults, 10.0);
    assert_eq!((score.precision(), score.recall()), (Some(1.0), Some(0.5)));
    // DatabaseDown after two seconds, the budget about as soon.
    assert!(score.mean_time_to_detect_secs().unwrap() <= 2.0);
    assert_eq!(score.pages_per_fault(), Some(2.0));
}

#[test]
fn the_budget_pages_when_the_closed_form_says_so() {
    let mut shop = shop(&[]);
    shop.objectives = vec![Objective {
        burn: BurnScheme::Workbook,
        ..Objective::new(Indicator::Availability, 0.999, 30.0)
    }];
    shop.scenario.events.clear();
    let component = named(&shop, "db");
    // After an hour without an error, which is a minute.
    at(&mut shop, 70.0, Action::TakeDown { component });
    let story = story(&watched(&shop, 90.0));
    // 51.84 s of a total outage are less than a second here: the next evaluation says it.
    assert!(story[0].starts_with("71 Firing ErrorBudgetBurn all-availability"), "{story:?}");
}

/// An incident is named after it.
#[test]
fn an_alert_on_an_objective_calls_it_as_people_do() {
    let mut shop = notation::parse("users:client{per_sec=100} -> api:api_server").unwrap();
    shop.objectives = vec![Objective::new(Indicator::Availability, 0.999, 30.0)];
    shop.operations.clock_factor = 60.0;
    let (users, api) = (named(&shop, "users"), named(&shop, "api"));
    at(&mut shop, 20.0, Action::TakeDown { component: api });
    at(&mut shop, 40.0, Action::TakeDown { component: users });
    let watch = watched(&shop, 60.0);
    let texts = model::text::Texts::english();
    let told: Vec<String> = watch.events().iter().filter_map(|it| firing(it, &texts)).collect();
    let of_all = "“all requests: 99.9% succeed”";
    let burns = format!("The error budget of {of_all} is spent ");
    assert!(
        told.iter().any(|it| it.starts_with(&burns) && it.ends_with(" times as fast as allowed")),
        "{told:?}"
    );
    assert!(told.contains(&format!("Nothing that {of_all} is about has ended for five minutes")), "{told:?}");
}

fn firing(event: &AlertEvent, texts: &model::text::Texts) -> Option<String> {
    match event {
        AlertEvent::Changed { change: Change::Firing, summary, .. } => Some(texts.say(summary)),
        AlertEvent::Changed { .. } | AlertEvent::Notified(_) => None,
    }
}

#[test]
fn traffic_that_stops_is_missed_whatever_the_budget_is_counted_in() {
    for budgeting in [Budgeting::Occurrences, Budgeting::Timeslices { slice_secs: 60.0, good_ratio: 0.95 }] {
        let mut shop = notation::parse("users:client{per_sec=100} -> api:api_server").unwrap();
        let objective = Objective::new(Indicator::Availability, 0.999, 30.0);
        shop.objectives = vec![Objective { budgeting, ..objective }];
        shop.operations.clock_factor = 60.0;
        let component = named(&shop, "users");
        at(&mut shop, 20.0, Action::TakeDown { component });
        let story = story(&watched(&shop, 60.0));
        assert!(story.iter().any(|it| it.contains("Firing NoTraffic all-availability")), "{story:?}");
        assert!(!story.iter().any(|it| it.contains("ErrorBudgetBurn")), "{story:?}");
    }
}

/// Budgets are sampled with everything else, not only when rules are evaluated in the same second.
#[test]
fn an_alert_on_a_budget_lasts_however_often_rules_are_evaluated() {
    let mut shop = shop(&[]);
    shop.objectives = vec![Objective::new(Indicator::Availability, 0.999, 30.0)];
    shop.operations.clock_factor = 1.0;
    shop.operations.evaluation_secs = 61.0;
    let expr = "error_budget_remaining_percentage < 200".to_owned();
    shop.operations.alerts = vec![AlertRule { expr, for_secs: 0.0, ..preset("database-down") }];
    let story = story(&watched(&shop, 1000.0));
    let resolved = story.iter().filter(|it| it.contains("Resolved")).count();
    assert_eq!(resolved, 0, "{story:?}");
    assert!(story.iter().any(|it| it.contains("Firing")), "{story:?}");
}

/// Of several series that could be meant Prometheus takes none.
#[test]
fn sides_are_matched_one_to_one() {
    let mut shop = notation::parse(
        "users:client{per_sec=100} -> a:api_server -> db:database_sql; users -> b:api_server; \
         a -observe-> m:monitoring; b -observe-> m; db -observe-> m",
    )
    .unwrap();
    let rule = |name: &str, expr: &str| AlertRule {
        name: name.to_owned(),
        expr: expr.to_owned(),
        for_secs: 0.0,
        ..preset("database-down")
    };
    shop.operations.alerts = vec![
        rule("Both", "up + on (kind) slots > 0"),
        rule("One", "up{kind=\"database_sql\"} >= on (kind) up{kind=\"database_sql\"}"),
    ];
    let watch = watched(&shop, 40.0);
    let fired: Vec<_> = watch
        .events()
        .iter()
        .filter_map(|it| match it {
            AlertEvent::Changed { alert, .. } => Some(alert),
            AlertEvent::Notified(_) => None,
        })
        .collect();
    assert!(fired.iter().all(|it| it.labels.get("alertname") == Some("One")), "{fired:?}");
    // The labels that were matched are those that are left.
    assert!(!fired.is_empty() && fired.iter().all(|it| it.labels.get("service").is_none()), "{fired:?}");
}

#[test]
fn how_frames_come_in_changes_nothing() {
    let shop = shop(&["database-down", "error-ratio-1", "p95-500ms"]);
    let again = watched(&shop, 60.0);
    assert_eq!(watched(&shop, 60.0).events(), again.events());
    assert!(again.events().iter().all(|it| it.at_secs() > 0.0));
}

/// The ids of what is said about a rule.
fn advice(expr: &str, change: fn(&mut AlertRule)) -> Vec<String> {
    let labels = [("severity".to_owned(), "warning".to_owned())].into();
    let mut rule =
        AlertRule { name: "Rule".into(), expr: expr.into(), for_secs: 60.0, labels, ..AlertRule::default() };
    change(&mut rule);
    let shop = notation::parse(SHOP).unwrap();
    lint(&rule, &promql::parse(expr), &shop).into_iter().map(|it| it.message.id.into_owned()).collect()
}

#[track_caller]
fn says(expr: &str, expected: &[&str]) {
    assert_eq!(advice(expr, |_| {}), expected, "{expr}");
}

#[test]
fn mistakes_are_named() {
    says("up == 0", &[]);
    says(r#"rate(http_requests_total{status=~"5.."}[5m]) > 0.05"#, &["lint-per-second-as-ratio"]);
    says(
        r#"sum(rate(http_requests_total{status=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.05"#,
        &[],
    );
    says("sum(rate(http_requests_total[5m])) > 50", &[]);
    says("cpu_usage_ratio > 80", &["lint-ratio-above-one"]);
    says("http_requests_total > 1000", &["lint-counter-without-rate"]);
    says("rate(queue_length[5m]) > 2", &["lint-rate-of-gauge"]);
    says(
        "avg(histogram_quantile(0.95, rate(http_request_duration_seconds_bucket[5m]))) > 1",
        &["lint-averaged-quantile"],
    );
    says(
        "histogram_quantile(0.95, sum by (service) (rate(http_request_duration_seconds_bucket[5m]))) > 1",
        &["lint-quantile-without-le"],
    );
    says(
        "histogram_quantile(0.95, http_request_duration_seconds_bucket) > 1",
        &["lint-quantile-of-everything", "lint-counter-without-rate"],
    );
    says("requests_total > 1", &["lint-unknown-metric"]);
    says(r#"up{code="5"} == 0"#, &["lint-unknown-label"]);
    says(r#"up{service="web"} == 0"#, &["lint-unknown-service"]);
    says(r#"up{service="users"} == 0"#, &["lint-not-observed"]);
    says("rate(http_requests_total[20s]) > 50", &["lint-range-too-short"]);
    says("up", &["lint-no-condition"]);
    says("up ==", &["lint-syntax"]);
    says("stddev(up) > 1", &["lint-unsupported"]);
    assert_eq!(advice("up == 0", |it| it.for_secs = 0.0), ["lint-no-for"]);
    assert_eq!(advice("up == 0", |it| it.labels.clear()), ["lint-no-severity"]);
    assert_eq!(advice("up == 0", |it| it.name.clear()), ["lint-no-name"]);
}

#[test]
fn presets_are_read_and_only_the_mistaken_ones_are_mistaken() {
    let mut shop = notation::parse(SHOP).unwrap();
    shop.operations.sees_all = true;
    for preset in presets() {
        let advice = lint(&preset.rule(), &promql::parse(preset.expr), &shop);
        let has_mistake = advice.iter().any(|it| it.message.id == "lint-per-second-as-ratio");
        assert_eq!(has_mistake, preset.is_mistaken, "{}: {advice:?}", preset.id);
        assert!(advice.len() <= usize::from(preset.is_mistaken), "{}: {advice:?}", preset.id);
    }
}

/// What the linter warns of: a busy service exactly on a budget of 0.1 % fires it, a quiet one at 5 % does not.
#[test]
fn errors_per_second_are_wrong_in_both_directions() {
    let fires = |per_sec: f64, error_ratio: f64, id: &str| {
        let text = format!(
            "users:client{{per_sec={per_sec}}} -> api:api_server{{slots=50, error_ratio={error_ratio}}}; api -observe-> monitoring"
        );
        let mut drawing = notation::parse(&text).unwrap();
        drawing.operations.alerts = vec![preset(id)];
        story(&watched(&drawing, 3600.0)).iter().any(|it| it.contains("Firing"))
    };
    assert!(fires(100.0, 0.001, "errors-per-second-0.05"));
    assert!(!fires(0.5, 0.05, "errors-per-second-0.05"));
    assert!(!fires(100.0, 0.001, "error-ratio-1"));
    assert!(fires(0.5, 0.05, "error-ratio-1"));
}

#[test]
fn objectives_say_which_of_their_alerts_are_in_vain() {
    let advice = |target: f64, clock: f64| -> Vec<String> {
        let found = lint_objective(&Objective::new(Indicator::Availability, target, 30.0), Clock::new(clock));
        found.into_iter().map(|it| it.message.id.into_owned()).collect()
    };
    assert!(advice(0.999, 1.0).is_empty());
    assert_eq!(advice(0.9, 60.0), ["lint-cannot-fire"]);
    assert_eq!(advice(0.5, 60.0), ["lint-cannot-fire"; 3]);
    assert_eq!(advice(0.999, 720.0), ["lint-window-too-short"]);
}

/// The shares of a month's budget make 3.36, 1.4 and 0.23 of a week: the last would fire while the budget lasts.
#[test]
fn a_months_scheme_over_a_week_is_warned_of() {
    let advice = |burn: BurnScheme, days: f64| -> Vec<String> {
        let objective = Objective { burn, ..Objective::new(Indicator::Availability, 0.999, days) };
        let found = lint_objective(&objective, Clock::REAL);
        found.into_iter().map(|it| it.message.id.into_owned()).collect()
    };
    assert_eq!(advice(BurnScheme::Workbook, 7.0), ["lint-fires-within-budget"]);
    // 0.93 of 28 days and 0.98 of a week are as published.
    for (burn, days) in [(BurnScheme::Workbook, 28.0), (BurnScheme::Sloth, 28.0), (BurnScheme::Sloth, 7.0)] {
        assert!(advice(burn, days).is_empty(), "{burn:?}, {days} d");
    }
    assert!(advice(BurnScheme::Pyrra, 7.0).is_empty());
}
