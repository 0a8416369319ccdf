//! The real binary: what it prints, and how it ends.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use expect_test::{Expect, expect};

mod simulate;
mod studies;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// What a command printed and its exit code.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

#[track_caller]
fn run(args: &[&str], input: &str) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_plimsoll"))
        .args(args)
        .current_dir(ROOT)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    // A command that reads no input closes it early.
    let _ = child.stdin.take().expect("it is piped").write_all(input.as_bytes());
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it prints UTF-8");
    Ran {
        code: output.status.code().expect("it ends by itself"),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// Exit code, standard output and standard error as one text.
#[track_caller]
fn check(args: &[&str], input: &str, expected: Expect) {
    let ran = run(args, input);
    expected.assert_eq(&format!("exit {}\n{}{}", ran.code, ran.out, ran.err));
}

#[track_caller]
fn follows(schema: &str, printed: &str) -> serde_json::Value {
    let path = Path::new(ROOT).join("docs/schema").join(schema);
    let schema = std::fs::read_to_string(path).expect("the schema exists");
    let schema = serde_json::from_str(&schema).expect("the schema is JSON");
    let schema = jsonschema::validator_for(&schema).expect("it is a schema");
    let json = serde_json::from_str(printed).expect("JSON is printed");
    let problems: Vec<_> =
        schema.iter_errors(&json).map(|it| format!("{}: {it}", it.instance_path())).collect();
    assert!(problems.is_empty(), "{}\n{printed}", problems.join("\n"));
    json
}

/// A client that calls the API, and a monitoring system that calls it too.
const BACKWARDS: &str = r#"{"plimsoll": 2, "name": "Backwards", "components": [
    {"id": 1, "kind": "client", "name": "People", "at": {"x": 0, "y": 0},
     "workload": {"pattern": "constant", "per_sec": 50, "classes": [{"name": "ask", "weight": 1, "access": "read"}]}},
    {"id": 2, "kind": "api_server", "name": "API", "at": {"x": 264, "y": 0}, "placements": [{"replicas": 2}]},
    {"id": 3, "kind": "monitoring", "name": "Prometheus", "at": {"x": 264, "y": 136}}],
  "connections": [{"id": 4, "from": 1, "to": 2, "relation": "call"},
                  {"id": 5, "from": 3, "to": 2, "relation": "call"}]}"#;

#[test]
fn help_says_what_can_be_done() {
    check(
        &["--help"],
        "",
        expect![[r#"
        exit 0
        Plimsoll checks and simulates drawings of software systems.

        Usage:
          plimsoll check FILE [options]       find what is wrong with a drawing
          plimsoll simulate FILE [options]    run it under load and report what happens
          plimsoll compare A B [options]      say what is different about B, and how sure that is
          plimsoll sweep FILE [options]       find the load at which it bends and breaks
          plimsoll COMMAND --help             say more about a command
          plimsoll --version

        FILE is a drawing saved by Plimsoll; - reads it from standard input.

        Exit codes:
          0  fine
          1  errors were found, or objectives were missed
          2  the file cannot be read, or the arguments mean nothing
    "#]],
    );
    check(
        &["check", "--help"],
        "",
        expect![[r#"
        exit 0
        Finds what is wrong with a drawing: every finding with its reason, its source and its fix.

        Usage:
          plimsoll check FILE [--format text|json]

        Options:
          --format text|json  how to print (text); the JSON follows docs/schema/plimsoll-check-1.schema.json
          -h, --help          this text

        Exit codes:
          0  no errors (there may be warnings and advice)
          1  at least one error that nobody decided to live with
          2  the file cannot be read, or the arguments mean nothing

        Examples:
          plimsoll check shop.json
          plimsoll check shop.json --format json | jq '.findings[].message'
          git show HEAD:shop.json | plimsoll check -
    "#]],
    );
    check(
        &["simulate", "-h"],
        "",
        expect![[r#"
            exit 0
            Runs a drawing under the load it describes and reports latency, failures, utilization and what saturated first.
            The same file, options and engine give the same numbers, here and on the page.

            Usage:
              plimsoll simulate FILE [options]

            Options:
              --seed N            of all random draws; the file's if not given
              --duration TIME     measured time, without the warm-up: 60s, 5m, 500ms; the file's if not given
              --warmup TIME       simulated first and left out of every figure; the file's if not given
              --replications N    independent runs; more than one gives 95% confidence intervals
              --format text|json  how to print (text); the JSON follows docs/schema/plimsoll-report-1.schema.json
              -h, --help          this text

            Exit codes:
              0  the run ended and met the drawing's objectives, if it has any
              1  an objective was missed
              2  the file cannot be read or run, or the arguments mean nothing

            Examples:
              plimsoll simulate shop.json
              plimsoll simulate shop.json --seed 42 --duration 5m --warmup 30s
              plimsoll simulate shop.json --replications 10 --format json | jq '.total.latency.p99_millis'
        "#]],
    );
}

#[test]
fn wrong_usage_ends_with_2_and_says_why() {
    check(
        &["chekc"],
        "",
        expect![[r#"
        exit 2
        plimsoll: chekc is no command; it is check, simulate, compare or sweep
    "#]],
    );
    check(
        &["--verbose"],
        "",
        expect![[r#"
        exit 2
        plimsoll: --verbose is no option of this command; --help lists them
    "#]],
    );
    check(
        &["check"],
        "",
        expect![[r#"
        exit 2
        plimsoll: No file is given; name one, or - for standard input
    "#]],
    );
    check(
        &["check", "a.json", "b.json"],
        "",
        expect![[r#"
        exit 2
        plimsoll: Only one file can be given; b.json is one too many
    "#]],
    );
    check(
        &["check", "a.json", "--format", "xml"],
        "",
        expect![[r#"
        exit 2
        plimsoll: --format cannot be xml; it is text or json
    "#]],
    );
    check(
        &["check", "no/such/file.json"],
        "",
        expect![[r#"
        exit 2
        plimsoll: no/such/file.json cannot be read: No such file or directory (os error 2)
    "#]],
    );
    check(
        &["simulate", "a.json", "--seed", "-1"],
        "",
        expect![[r#"
        exit 2
        plimsoll: --seed cannot be -1; it is a whole number from 0 to 18446744073709551615
    "#]],
    );
    check(
        &["simulate", "a.json", "--duration", "tomorrow"],
        "",
        expect![[r#"
        exit 2
        plimsoll: --duration cannot be tomorrow; it is a time such as 60s, 500ms, 5m or 1h, up to a week
    "#]],
    );
    check(
        &["simulate", "a.json", "--replications", "0"],
        "",
        expect![[r#"
        exit 2
        plimsoll: --replications cannot be 0; it is a whole number from 1 to 1000
    "#]],
    );
    check(
        &["simulate", "a.json", "--warmup"],
        "",
        expect![[r#"
        exit 2
        plimsoll: missing argument for option '--warmup'; plimsoll --help says what can be given
    "#]],
    );
}

#[test]
fn unreadable_files_end_with_2() {
    check(
        &["check", "-"],
        "{\"plimsoll\": 2,\n  nonsense}",
        expect![[r#"
            exit 2
            plimsoll: standard input: The file is not JSON at line 2, column 3: key must be a string. Correct it there, or choose another file
        "#]],
    );
    check(
        &["simulate", "-"],
        "{\"plimsoll\": 7}",
        expect![[r#"
            exit 2
            plimsoll: standard input: The file was saved by a newer Plimsoll (format 7; this one reads up to 2). Reload the page or update to get it
        "#]],
    );
    check(
        &["check", "-"],
        &"[".repeat(1000),
        expect![[r#"
            exit 2
            plimsoll: standard input: The file is nested more than 64 levels deep; a drawing needs fewer than ten
        "#]],
    );
}

#[test]
fn check_lists_findings_and_ends_with_1_on_errors() {
    let ran = run(&["check", "-"], BACKWARDS);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    // Reasons, sources and fixes are indented below their finding; their words belong to the rules.
    let errors: Vec<_> = ran.out.lines().filter(|it| it.starts_with("error")).collect();
    expect!["error impossible-connection [Prometheus → API]: Telemetry is drawn towards the collector; Prometheus does not call API"].assert_eq(&errors.join("\n"));
    for detail in ["    why: ", "    source: ", "    fix: "] {
        assert!(ran.out.contains(detail), "{}", ran.out);
    }
    assert!(ran.out.contains("\nstandard input: 1 error, 0 warnings, "), "{}", ran.out);
}

#[test]
fn check_prints_json_that_follows_its_schema() {
    let ran = run(&["check", "-", "--format", "json"], BACKWARDS);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let json = follows("plimsoll-check-1.schema.json", &ran.out);
    assert_eq!(json["errors"], 1);
    assert_eq!(json["findings"][0]["places"][0]["name"], "Prometheus → API");
}

#[test]
fn check_is_content_with_a_blueprint() {
    let ran = run(&["check", "assets/blueprints/payment.json"], "");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    let summary = "assets/blueprints/payment.json: 0 errors, 0 warnings, ";
    assert!(ran.out.lines().any(|it| it.starts_with(summary)), "{}", ran.out);
}

#[test]
fn check_says_what_was_put_right() {
    let ran = run(&["check", "tests/files/version-1-shop.json", "--format", "json"], "");
    let json = follows("plimsoll-check-1.schema.json", &ran.out);
    assert_eq!(ran.code, 1);
    assert!(json["notices"].as_array().is_some_and(|it| it.len() > 3), "{}", ran.out);
}
