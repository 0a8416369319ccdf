//! `plimsoll simulate`, as scripts see it.

use std::path::Path;

use super::{BACKWARDS, ROOT, Ran, follows, run};

/// A client and an API, with an objective that is always met.
fn simple(target: f64, millis: f64) -> String {
    BACKWARDS.replacen(
        "\"name\": \"Backwards\"",
        &format!(
            "\"name\": \"Simple\", \"objectives\": [{{\"journey\": \"ask\", \"indicator\": \"latency_below\", \
             \"millis\": {millis}, \"target\": {target}, \"window_days\": 28}}]"
        ),
        1,
    )
}

const QUICK: [&str; 4] = ["--duration", "5s", "--warmup", "500ms"];

fn simulate(extra: &[&str], input: &str) -> Ran {
    run(&[&["simulate", "-"], &QUICK[..], extra].concat(), input)
}

#[test]
fn simulate_prints_json_that_follows_its_schema() {
    for blueprint in ["online-shop", "chat", "multi-zone-web-app"] {
        let path = format!("assets/blueprints/{blueprint}.json");
        let ran = run(&[&["simulate", &path, "--format", "json"], &QUICK[..]].concat(), "");
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        let json = follows("plimsoll-report-1.schema.json", &ran.out);
        assert_eq!(json["settings"]["duration_secs"], 5.0);
        assert_eq!(json["settings"]["warm_up_secs"], 0.5);
        assert!(json["total"]["succeeded"].as_u64().is_some_and(|it| it > 1000), "{}", json["total"]);
    }
}

#[test]
fn slow_spells_of_a_provider_and_what_came_of_them_follow_the_schema() {
    let shop = serde_json::json!({
        "plimsoll": 2,
        "name": "Shop",
        "components": [
            { "id": 1, "kind": "client", "name": "u", "at": { "x": 0, "y": 0 },
              "workload": { "pattern": "constant", "per_sec": 50, "classes": [{ "name": "pay", "weight": 1, "access": "write" }] } },
            { "id": 2, "kind": "api_server", "name": "api", "at": { "x": 240, "y": 0 }, "params": { "slots": 40, "service_millis": 5 } },
            { "id": 3, "kind": "payment_gateway", "name": "pay", "at": { "x": 480, "y": 0 },
              "params": { "slow_share": 0.3, "slow_spell_secs": 10, "slow_factor": 8 } }
        ],
        "connections": [
            { "id": 1, "from": 1, "to": 2, "relation": "call" },
            { "id": 2, "from": 2, "to": 3, "relation": "call" }
        ]
    });
    let ran = run(&["simulate", "-", "--duration", "120s", "--format", "json"], &shop.to_string());
    let json = follows("plimsoll-report-1.schema.json", &ran.out);
    let began =
        json["happenings"].as_array().expect("a list").iter().find(|it| it["what"] == "slow_mode_began");
    assert_eq!(began.expect("a slow spell")["factor"], 8.0);
    assert_eq!(json["explanation"][0]["trigger"]["because"], "slow_mode");
}

#[test]
fn what_is_promised_of_a_slice_is_told_apart_from_what_was_measured() {
    let budgeting = "\"budgeting\": \"timeslices\", \"slice_secs\": 1, \"good_ratio\": 0.75, \"target\"";
    let ran = simulate(&["--format", "json"], &simple(0.5, 1000.0).replacen("\"target\"", budgeting, 1));
    let json = follows("plimsoll-report-1.schema.json", &ran.out);
    assert_eq!(json["objectives"][0]["slice_good_ratio"], 0.75);
    assert_eq!(json["objectives"][0]["good_ratio"], 1.0);
}

#[test]
fn the_same_seed_gives_the_same_numbers_and_another_does_not() {
    let digest = |seed: &str| {
        let ran = simulate(&["--seed", seed, "--format", "json"], &simple(0.5, 1000.0));
        follows("plimsoll-report-1.schema.json", &ran.out)["digest"].clone()
    };
    assert_eq!(digest("1"), digest("1"));
    assert_ne!(digest("1"), digest("2"));
}

#[test]
fn a_latency_that_is_missing_says_why() {
    let row = |input: &str| {
        let ran = simulate(&[], input);
        let row = ran.out.lines().find(|it| it.starts_with("ask")).unwrap_or("").to_owned();
        assert!(!row.is_empty(), "{}", ran.out);
        row
    };
    // Of 250 answers fewer than ten are slower than p99.
    assert!(row(&simple(0.5, 1000.0)).ends_with("too few samples"), "{}", row(&simple(0.5, 1000.0)));
    let failing = simple(0.5, 1000.0).replacen(
        "\"placements\": [{\"replicas\": 2}]",
        "\"params\": {\"error_ratio\": 1}",
        1,
    );
    // Mean, p50, p95 and p99.
    assert_eq!(row(&failing).matches("none answered").count(), 4, "{}", row(&failing));
}

#[test]
fn replications_give_intervals() {
    let half_width = |replications: &str| {
        let ran = simulate(&["--replications", replications, "--format", "json"], &simple(0.5, 1000.0));
        let json = follows("plimsoll-report-1.schema.json", &ran.out);
        json["total"]["latency"]["mean_millis"]["half_width"].clone()
    };
    assert!(half_width("1").is_null());
    assert!(half_width("5").as_f64().is_some_and(|it| it > 0.0));
}

#[test]
fn a_missed_objective_ends_with_1() {
    let met = simulate(&[], &simple(0.9, 1000.0));
    assert_eq!(met.code, 0, "{}", met.out);
    assert!(met.out.contains("objective met, ask: 90% within 1 s; "), "{}", met.out);
    let missed = simulate(&[], &simple(0.9, 1.0));
    assert_eq!(missed.code, 1, "{}", missed.out);
    assert!(missed.out.contains("objective missed, ask: 90% within 1 ms; "), "{}", missed.out);
}

#[test]
fn simulate_shows_journeys_and_components() {
    let ran = simulate(&["--seed", "3"], &simple(0.9, 1000.0));
    let firsts: Vec<_> = ran.out.lines().map(|it| it.split("  ").next().unwrap_or_default()).collect();
    let firsts: Vec<_> =
        firsts.into_iter().filter(|it| !it.contains(':') || it.starts_with("Simple")).collect();
    let head = firsts[0];
    assert!(head.starts_with("Simple: 5 s measured after 500 ms of warm-up, seed 3, engine "), "{head}");
    assert_eq!(firsts[1..], ["", "journey", "ask", "all requests", "", "component", "People", "API", "", ""]);
}

#[test]
fn a_drawing_without_traffic_cannot_be_run() {
    let silent = r#"{"plimsoll": 2, "components": [{"id": 1, "kind": "api_server", "name": "API",
        "at": {"x": 0, "y": 0}}], "connections": []}"#;
    let ran = simulate(&[], silent);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.starts_with("plimsoll: standard input: "), "{}", ran.err);
}

#[test]
fn an_outage_in_the_scenario_is_explained() {
    let path = Path::new(ROOT).join("assets/blueprints/online-shop.json");
    let shop = std::fs::read_to_string(path).expect("the blueprint exists");
    let mut shop: serde_json::Value = serde_json::from_str(&shop).expect("it is JSON");
    let components = shop["components"].as_array().expect("it is a list");
    let cache =
        components.iter().find(|it| it["kind"] == "cache_redis").expect("it has a cache")["id"].clone();
    shop["scenario"] = serde_json::json!([{ "at_secs": 5, "action": "take_down", "component": cache }]);
    let args = ["simulate", "-", "--duration", "15s", "--format", "json"];
    let ran = run(&args, &shop.to_string());
    assert_eq!(ran.code, 1, "the objectives are missed: {}", ran.err);
    let json = follows("plimsoll-report-1.schema.json", &ran.out);
    let message = json["explanation"][0]["message"].as_str().expect("it is in words");
    assert!(message.contains("Shop database") && message.contains("Product cache"), "{message}");
    assert_eq!(json["objectives"][1]["is_met"], false);
    assert_eq!(json["scenario"][0]["action"], "take_down");
}

#[test]
fn each_tier_is_told_by_itself() {
    let gate = r#"{"plimsoll": 2, "name": "Gate", "components": [
        {"id": 1, "kind": "client", "name": "People", "at": {"x": 0, "y": 0}, "workload": {"pattern": "constant", "per_sec": 200,
            "population": 100, "classes": [{"name": "ask", "weight": 1, "access": "read"}]}},
        {"id": 2, "kind": "api_gateway", "name": "Gate", "at": {"x": 240, "y": 0}, "params": {"user_limits": "tiers",
            "tier_window_secs": 2, "free_limit": 3, "enterprise_share": 0.3}}],
        "connections": [{"id": 3, "from": 1, "to": 2, "relation": "call"}]}"#;
    let ran = simulate(&["--replications", "3", "--format", "json"], gate);
    let json = follows("plimsoll-report-1.schema.json", &ran.out);
    let gate = &json["components"][1];
    let count = |tier: usize, key: &str| gate["tiers"][tier][key].as_u64().expect("a count");
    assert_eq!(gate["tiers"][0]["tier"], "free");
    let arrived: u64 = (0..3).map(|it| count(it, "arrived")).sum();
    assert_eq!(Some(arrived), gate["arrived"].as_u64());
    assert!(count(0, "refused") > 100 && count(2, "refused") == 0, "{gate}");
    assert_eq!(json["errors"][0]["cause"], "user_limited");
}

#[test]
fn that_nothing_failed_in_any_run_is_no_certainty() {
    let args = ["simulate", "assets/blueprints/online-shop.json", "--duration", "3s", "--replications", "3"];
    let ran = run(&args, "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let all = ran.out.lines().find(|it| it.starts_with("all requests")).expect("a line");
    assert!(all.contains("  100%  ") && all.contains(" ms ±") && !all.contains("±0%"), "{all}");
}

#[test]
fn a_broker_holds_messages_and_is_not_said_to_queue_them() {
    let ran = run(&[&["simulate", "assets/blueprints/event-pipeline.json"], &QUICK[..]].concat(), "");
    let row = |name: &str| {
        ran.out.lines().find(|it| it.trim_start().starts_with(name)).unwrap_or_default().to_owned()
    };
    assert!(row("Readings").contains(" held "), "{}", ran.out);
    assert_eq!(ran.out.matches(" held ").count(), 1, "{}", ran.out);
}
