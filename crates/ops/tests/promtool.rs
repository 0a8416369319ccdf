//! Series, expressions and burn rates against Prometheus itself, by way of its `promtool`.
//!
//! Debian has it in the package `prometheus`. Without it these tests say so and pass.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

use std::{fmt::Write as _, path::PathBuf, process::Command};

use model::{
    Architecture, notation,
    objective::{Indicator, Objective},
    scenario::{Action, ScenarioEvent},
};
use ops::{
    AlertEvent, Clock, Watch,
    alerts::Change,
    metrics::{Feed, Store},
    openmetrics,
    promql::{Moment, Value, evaluate},
};
use sim::{RunOptions, Session, SimTime, telemetry::Frame};

/// Samples are taken so often, and rules evaluated.
const EVERY_SECS: f64 = 15.0;
/// The first sample is taken at the end of the first simulated second.
const FIRST_SECS: f64 = 1.0;

fn has_promtool() -> bool {
    let found = Command::new("promtool").arg("--version").output().is_ok();
    if !found {
        println!("SKIPPED: promtool is not installed (Debian: apt-get install prometheus)");
    }
    found
}

/// A folder of its own, empty.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[track_caller]
fn promtool(arguments: &[&str]) -> String {
    let output = Command::new("promtool").args(arguments).output().unwrap();
    let said = [output.stdout, output.stderr].map(|it| String::from_utf8_lossy(&it).into_owned());
    assert!(output.status.success(), "promtool {}\n{}\n{}", arguments.join(" "), said[0], said[1]);
    said[0].clone()
}

/// A shop whose database is away for five minutes in the middle.
fn shop() -> Architecture {
    let text = "users:client{per_sec=20, writes=0.2} -> api:api_server*2{slots=20, error_ratio=0.0002}; \
        api -{timeout_millis=500}-> cache:cache_redis; api -{on={miss_of=cache}}-> db:database_sql";
    let mut shop = notation::parse(text).unwrap();
    let component = shop.components.iter().find(|it| it.name == "db").unwrap().id;
    for (at_secs, action) in
        [(1500.0, Action::TakeDown { component }), (1800.0, Action::BringUp { component })]
    {
        shop.scenario.events.push(ScenarioEvent { at_secs, ..event(action) });
    }
    shop.objectives = vec![Objective::new(Indicator::Availability, 0.999, 30.0)];
    shop.operations.sees_all = true;
    shop
}

fn event(action: Action) -> ScenarioEvent {
    ScenarioEvent { at_secs: 0.0, action }
}

fn frames(architecture: &Architecture, duration_secs: f64) -> Vec<Frame> {
    let options = RunOptions { seed: 7, duration_secs, warm_up_secs: 0.0, replications: 1 };
    let mut session = Session::new(architecture, options).unwrap();
    session.watch();
    session.advance(SimTime::NEVER, u64::MAX);
    session.take_frames()
}

fn collected(architecture: &Architecture, frames: &[Frame]) -> Store {
    let mut store = Store::new(f64::INFINITY);
    let mut feed = Feed::new(architecture, &ops::Sight::everything(), None, EVERY_SECS, &mut store);
    frames.iter().for_each(|it| feed.add(&mut store, it, || vec![Some(0.5)]));
    store
}

/// All series in the notation of promtool's tests, from the first sample on.
fn input_series(store: &Store) -> String {
    let mut text = String::new();
    for (name, series) in store.all() {
        let samples: Vec<(f64, f64)> = series.all().collect();
        let Some((last_secs, _)) = samples.last() else { continue };
        let n = ((last_secs - FIRST_SECS) / EVERY_SECS).round() as usize;
        let mut values = vec!["_".to_owned(); n + 1];
        for (at_secs, value) in &samples {
            let index = ((at_secs - FIRST_SECS) / EVERY_SECS).round() as usize;
            values[index] = if value.is_nan() { "stale".to_owned() } else { value.to_string() };
        }
        let labels = series.labels.to_string().replace('\'', "''");
        writeln!(text, "      - series: '{name}{labels}'\n        values: '{}'", values.join(" ")).unwrap();
    }
    text
}

/// In Prometheus' way, so that both sides round alike: sums in another order differ in the last bits.
fn rounded(value: f64) -> f64 {
    (value * 1e6 + 0.5).floor() / 1e6
}

const EXPRESSIONS: &[&str] = &[
    r#"up"#,
    r#"up == 0"#,
    r#"sum by (service) (rate(http_requests_total{status=~"5.."}[5m])) / sum by (service) (rate(http_requests_total[5m]))"#,
    r#"sum by (service) (rate(http_requests_total{status=~"5.."}[5m])) / sum by (service) (rate(http_requests_total[5m])) > 0.01"#,
    r#"histogram_quantile(0.95, sum by (service, le) (rate(http_request_duration_seconds_bucket[5m])))"#,
    r#"histogram_quantile(0.5, sum without (kind) (rate(http_request_duration_seconds_bucket[10m])))"#,
    r#"increase(http_requests_total{service="api"}[10m])"#,
    r#"irate(http_requests_total{service!="db"}[1m])"#,
    r#"avg without (service, kind) (slots_busy) + 1"#,
    r#"max(cpu_usage_ratio) - min(cpu_usage_ratio)"#,
    r#"count by (kind) (up)"#,
    r#"rate(cache_hits_total[5m]) / (rate(cache_hits_total[5m]) + rate(cache_misses_total[5m]))"#,
    r#"up{service="api"} or up{service="db"}"#,
    r#"up unless on (service) (rate(http_requests_total{status="500"}[5m]) > 0)"#,
    r#"slots_busy and on (service) up == 1"#,
    r#"absent(up{service="nobody"})"#,
    r#"absent(rate(http_requests_total{service="db"}[1m]))"#,
    r#"avg_over_time(queue_length[5m]) > bool 0.1"#,
    r#"max_over_time(slots_busy[5m]) / slots"#,
    r#"http_request_duration_seconds_sum / http_request_duration_seconds_count"#,
    r#"sum(rate(client_request_errors_total{target=~"db|cache"}[5m])) * 60"#,
    r#"rate(slo_errors_total[5m]) / ignoring (nothing) rate(slo_events_total[5m])"#,
    r#"rate(http_requests_total{service="api",status="200"}[5m] offset 5m)"#,
    r#"delta(queue_length[10m])"#,
    r#"-clamp_max(error_budget_remaining_percentage, 40)"#,
    r#"topk(1, sum by (service) (rate(http_requests_total[5m])))"#,
];

#[test]
fn expressions_have_the_values_that_prometheus_gives() {
    if !has_promtool() {
        return;
    }
    let shop = shop();
    let store = collected(&shop, &frames(&shop, 2400.0));
    let mut tests = String::new();
    let mut compared = 0;
    // Between samples, so that no window begins at one: there Prometheus 2 and 3 differ.
    for minutes in [2, 10, 24, 26, 29, 31, 36] {
        let at_secs = f64::from(minutes) * 60.0 + 7.0;
        for text in EXPRESSIONS {
            let expr = promql::parse(text).unwrap();
            let moment = Moment { at_secs: at_secs + FIRST_SECS, clock: Clock::REAL };
            let value = evaluate(&expr, &store, moment);
            assert!(matches!(value, Value::Vector(_)), "{text}");
            // Rounding takes the metric's name away on both sides.
            writeln!(tests, "      - expr: 'round({}, 0.000001)'", text.replace('\'', "''")).unwrap();
            writeln!(tests, "        eval_time: {minutes}m7s\n        exp_samples:").unwrap();
            for sample in value.into_samples().iter().filter(|it| !it.value.is_nan()) {
                let labels = sample.labels.to_string();
                writeln!(
                    tests,
                    "          - labels: '{labels}'\n            value: {}",
                    rounded(sample.value)
                )
                .unwrap();
                compared += 1;
            }
        }
    }
    assert!(compared > 300, "{compared}");
    // What is no number equals nothing, not even itself: those are left out by `x == x`.
    let tests =
        tests.replace("- expr: 'round(", "- expr: 'round((").replace(", 0.000001)'", ") >= -Inf, 0.000001)'");
    let file = format!(
        "evaluation_interval: 15s\ntests:\n  - interval: 15s\n    input_series:\n{}    promql_expr_test:\n{tests}",
        input_series(&store)
    );
    let path = folder("expressions").join("test.yml");
    std::fs::write(&path, file).unwrap();
    promtool(&["test", "rules", path.to_str().unwrap()]);
}

#[test]
fn a_run_becomes_a_database_without_loss() {
    if !has_promtool() {
        return;
    }
    let shop = shop();
    let store = collected(&shop, &frames(&shop, 600.0));
    let folder = folder("database");
    let (text, data) = (folder.join("run.om"), folder.join("data"));
    const EPOCH_SECS: f64 = 1_700_000_000.0;
    std::fs::write(&text, openmetrics::export(&store, EPOCH_SECS)).unwrap();
    let [text, data] = [text, data].map(|it| it.to_str().unwrap().to_owned());
    promtool(&["tsdb", "create-blocks-from", "openmetrics", &text, &data]);
    // It wants to see a log of writes, even an empty one.
    std::fs::create_dir_all(format!("{data}/wal")).unwrap();
    let dumped = promtool(&["tsdb", "dump", &data]);
    let mut expected: Vec<String> = Vec::new();
    for (name, series) in store.all() {
        let mut labels: Vec<String> =
            series.labels.iter().map(|(name, value)| format!("{name}={value:?}")).collect();
        labels.insert(0, format!("__name__={name:?}"));
        for (at_secs, value) in series.all().filter(|it| !it.1.is_nan()) {
            let millis = ((EPOCH_SECS + at_secs) * 1000.0).round();
            expected.push(format!("{{{}}} {} {millis}", labels.join(", "), shown(value)));
        }
    }
    let mut found: Vec<String> = dumped.lines().map(normalized).collect();
    expected.sort_unstable();
    found.sort_unstable();
    assert!(expected.len() > 1000);
    let missing = expected.iter().find(|it| found.binary_search(it).is_err());
    assert_eq!((missing, found.len()), (None, expected.len()));
}

/// A number in one way of writing it.
fn shown(value: f64) -> String {
    format!("{value:e}")
}

/// A line of a dump, its number written in our way.
fn normalized(line: &str) -> String {
    let (labels, rest) = line.rsplit_once("} ").unwrap();
    let (value, millis) = rest.split_once(' ').unwrap();
    format!("{labels}}} {} {millis}", shown(value.parse().unwrap()))
}

/// As long as the longest window that pages.
const PAST_SECS: f64 = 6.0 * 3600.0;

/// The same run after hours without trouble. We take the time before a run as clean, with the same traffic; Prometheus
/// has to be told.
fn after_a_past(run: &[Frame]) -> Vec<Frame> {
    const CLEAN_SECS: f64 = 1200.0;
    let clean = || run.iter().filter(|it| it.at_secs > 0.0 && it.at_secs <= CLEAN_SECS);
    let later = |it: &Frame, by_secs: f64| Frame { at_secs: it.at_secs + by_secs, ..it.clone() };
    let turns = (PAST_SECS / CLEAN_SECS) as u32;
    let past = (0..turns).flat_map(|turn| clean().map(move |it| later(it, f64::from(turn) * CLEAN_SECS)));
    past.chain(run.iter().filter(|it| it.at_secs > 0.0).map(|it| later(it, PAST_SECS))).collect()
}

#[test]
fn burn_rate_alerts_fire_and_resolve_when_prometheus_says_so() {
    if !has_promtool() {
        return;
    }
    let shop = shop();
    let frames = after_a_past(&frames(&shop, 4200.0));
    let store = collected(&shop, &frames);
    let mut watch = Watch::new(&shop, &[]);
    frames.iter().for_each(|it| drop(watch.feed(it)));
    let at = |wanted: Change| {
        let found = watch.events().iter().find_map(|it| match it {
            AlertEvent::Changed { at_secs, change, alert, .. }
                if *change == wanted && alert.labels.get("severity") == Some("page") =>
            {
                Some(*at_secs)
            }
            _ => None,
        });
        found.unwrap_or_else(|| panic!("never {wanted:?}")) - FIRST_SECS
    };
    let (fired_secs, resolved_secs) = (at(Change::Firing), at(Change::Resolved));
    let began_secs = PAST_SECS + 1500.0;
    assert!(fired_secs > began_secs && fired_secs < began_secs + 300.0 && resolved_secs > began_secs + 300.0);
    let ratio =
        |range: &str| format!("sum(rate(slo_errors_total[{range}])) / sum(rate(slo_events_total[{range}]))");
    let row = |long: &str, short: &str, factor: f64| {
        let threshold = factor * 0.001;
        format!("(({}) > {threshold} and ({}) > {threshold})", ratio(long), ratio(short))
    };
    let rule = format!("{} or {}", row("1h", "5m", 14.4), row("6h", "30m", 6.0));
    let folder = folder("burn");
    let rules = format!("groups:\n  - name: burn\n    rules:\n      - alert: Burn\n        expr: '{rule}'\n");
    std::fs::write(folder.join("rules.yml"), rules).unwrap();
    // Two intervals to either side: what has happened and what has not.
    let mut tests = String::new();
    for (at_secs, fires) in [
        (fired_secs - 2.0 * EVERY_SECS, false),
        (fired_secs + 2.0 * EVERY_SECS, true),
        (resolved_secs - 2.0 * EVERY_SECS, true),
        (resolved_secs + 2.0 * EVERY_SECS, false),
    ] {
        let alerts = if fires { "[{}]" } else { "[]" };
        write!(
            tests,
            "      - eval_time: {at_secs}s\n        alertname: Burn\n        exp_alerts: {alerts}\n"
        )
        .unwrap();
    }
    let file = format!(
        "rule_files: [rules.yml]\nevaluation_interval: 15s\ntests:\n  - interval: 15s\n    input_series:\n{}    \
         alert_rule_test:\n{tests}",
        input_series(&store)
    );
    std::fs::write(folder.join("test.yml"), file).unwrap();
    promtool(&["test", "rules", folder.join("test.yml").to_str().unwrap()]);
}
