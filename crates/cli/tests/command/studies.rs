//! `plimsoll compare` and `plimsoll sweep`, as scripts see them.

use super::{BACKWARDS, Ran, follows, run};

const QUICK: [&str; 4] = ["--duration", "5s", "--warmup", "500ms"];

/// One server with a slot, exponential service of 10 ms, at so many requests per second.
fn server(millis: f64, per_sec: f64, more: &str) -> String {
    format!(
        r#"{{"plimsoll": 2, "name": "One server", {more} "components": [
        {{"id": 1, "kind": "client", "name": "People", "at": {{"x": 0, "y": 0}},
          "workload": {{"pattern": "constant", "per_sec": {per_sec}, "classes": [{{"name": "ask", "weight": 1, "access": "read"}}]}}}},
        {{"id": 2, "kind": "api_server", "name": "API", "at": {{"x": 264, "y": 0}},
          "params": {{"slots": 1, "service_millis": {millis}, "fixed_delay_millis": 0, "queue_limit": 50}}}}],
      "connections": [{{"id": 4, "from": 1, "to": 2, "relation": "call"}}]}}"#
    )
}

/// Compares a file of its own for the test `name` with standard input.
fn compare(name: &str, before: &str, after: &str, extra: &[&str]) -> Ran {
    let path = std::env::temp_dir().join(format!("plimsoll-{}-{name}.json", std::process::id()));
    std::fs::write(&path, before).expect("a file can be written");
    let ran = run(&[&["compare", path.to_str().expect("a path"), "-"], &QUICK[..], extra].concat(), after);
    std::fs::remove_file(&path).expect("it is there");
    ran
}

#[test]
fn compare_says_what_is_better_and_by_how_much() {
    let ran = compare(
        "json",
        &server(10.0, 50.0, ""),
        &server(5.0, 50.0, ""),
        &["--format", "json", "--seed", "3"],
    );
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let json = follows("plimsoll-compare-1.schema.json", &ran.out);
    assert_eq!(json["settings"]["seed"], 3);
    assert!(json["settings"]["replications"].as_u64().is_some_and(|it| it >= 5));
    let mean = &json["differences"][0];
    assert_eq!((&mean["figure"], &mean["verdict"]), (&"mean_millis".into(), &"better".into()));
    // M/M/1: 1 / (100 - 50) s and 1 / (200 - 50) s.
    let exact = 1e3 / 150.0 - 1e3 / 50.0;
    let found = mean["difference"]["value"].as_f64().expect("a number");
    assert!((found / exact - 1.0).abs() < 0.15, "{found} ms, expected {exact} ms");
}

#[test]
fn a_drawing_without_a_name_is_called_by_its_file() {
    let unnamed = server(10.0, 50.0, "").replace("One server", "");
    let ran = compare("unnamed", &unnamed, &unnamed, &[]);
    let head = ran.out.lines().next().unwrap_or("");
    assert!(head.contains("-unnamed.json and standard input: "), "{head}");
    let ran = run(&["simulate", "-", "--duration", "1s", "--warmup", "0s"], &unnamed);
    assert!(ran.out.starts_with("standard input: 1 s measured"), "{}", ran.out);
}

#[test]
fn compare_prints_a_table_and_judges_the_second_drawing() {
    let objective = r#""objectives": [{"journey": "ask", "indicator": "latency_below", "millis": 20, "target": 0.9, "window_days": 28}],"#;
    let worse = compare("text", &server(5.0, 50.0, objective), &server(10.0, 50.0, objective), &[]);
    assert_eq!((worse.code, worse.err.as_str()), (1, ""), "{}", worse.out);
    let line = |start: &str| worse.out.lines().find(|it| it.starts_with(start)).unwrap_or("").to_owned();
    assert!(line("Mean latency").ends_with(", worse"), "{}", worse.out);
    assert!(line("objective missed, ask: 90% within 20 ms").ends_with(" did"), "{}", worse.out);
    let same = compare("same", &server(5.0, 50.0, objective), &server(5.0, 50.0, objective), &[]);
    assert_eq!(same.code, 0, "{}", same.out);
    assert!(same.out.contains("the same") && !same.out.contains("better"), "{}", same.out);
}

#[test]
fn compare_calls_more_traffic_neither_better_nor_worse() {
    let (less, more) = (server(5.0, 50.0, ""), server(5.0, 80.0, ""));
    let text = compare("sent-text", &less, &more, &[]).out;
    let line = text.lines().find(|it| it.starts_with("Throughput")).unwrap_or("");
    assert!(line.ends_with(", more, as more was sent"), "{text}");
    let json = compare("sent-json", &less, &more, &["--format", "json"]).out;
    let json = follows("plimsoll-compare-1.schema.json", &json);
    let differences = json["differences"].as_array().expect("differences");
    let throughput =
        differences.iter().find(|it| it["figure"] == "throughput_per_sec").expect("a throughput");
    assert!(throughput["verdict"].is_null(), "{throughput}");
}

#[test]
fn compare_needs_two_files() {
    for (args, problem) in [
        (&["compare", "a.json"][..], "Two files are needed"),
        (&["compare", "a.json", "b.json", "c.json"], "c.json is one too many"),
        (&["compare", "-", "-"], "Standard input holds one drawing"),
        (&["compare", "no/such/file.json", "-"], "no/such/file.json cannot be read"),
        (&["compare", "a.json", "b.json", "--replications", "3"], "--replications is no option"),
    ] {
        let ran = run(args, BACKWARDS);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains(problem), "{args:?}: {}", ran.err);
    }
}

#[test]
fn sweep_finds_the_load_that_is_carried() {
    let ran = run(
        &[&["sweep", "-", "--format", "json"], &["--duration", "20s", "--warmup", "2s"][..]].concat(),
        &server(10.0, 50.0, ""),
    );
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    let json = follows("plimsoll-sweep-1.schema.json", &ran.out);
    let at = |key: &str| {
        let point = &json["points"][json[key].as_u64().expect("an index") as usize];
        point["offered_per_sec"].as_f64().expect("a number")
    };
    // It serves 100 a second; with room for 51 it loses one in a hundred from about there on.
    assert!((75.0..105.0).contains(&at("carried")) && (90.0..140.0).contains(&at("broken")), "{}", ran.out);
    assert!(at("knee") < at("carried"), "{}", ran.out);
}

#[test]
fn sweep_ends_with_1_if_today_is_too_much() {
    let ran = run(&[&["sweep", "-"], &QUICK[..]].concat(), &server(10.0, 200.0, ""));
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{}", ran.out);
    assert!(ran.out.contains("It carries ") && ran.out.contains("mean, est."), "{}", ran.out);
}
