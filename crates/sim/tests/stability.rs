//! Fixed points of retry amplification, while drawing, against the figures of the literature and against runs.

mod common;

use common::{change_at, drawing, options, place, run};
use expect_test::{Expect, expect};
use model::{Place, scenario::Change};
use sim::estimate::{Verdict, estimate};

/// One server of 100 requests per second behind a caller with a timeout of 1 s and 4 tries.
fn server(per_sec: u32, caller: &str, callee: &str) -> String {
    format!(
        "u:client{{per_sec={per_sec}}} -call{{latency_millis=0, timeout_millis=1000, attempts=4{caller}}}-> \
         s:api_server{{slots=1, service_millis=10, fixed_delay_millis=0, holds_slot=false{callee}}}"
    )
}

#[track_caller]
fn check(text: &str, expected: Expect) {
    let estimate = estimate(&drawing(text)).expect("traffic");
    let lines: Vec<String> = estimate
        .stability
        .iter()
        .map(|it| match it.verdict {
            Verdict::Stable => format!("stable at {:.2} tries", it.amplification),
            Verdict::Metastable { tips_at, capacity_left, stuck_at } => format!(
                "metastable at {:.2} tries, tips at {tips_at:.2} times the traffic or {:.0} % of the capacity, then {stuck_at:.2} tries",
                it.amplification,
                capacity_left * 100.0
            ),
            Verdict::Collapsed => format!("collapsed at {:.2} tries", it.amplification),
        })
        .collect();
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn a_quarter_of_the_capacity_is_stable_whatever_happens() {
    check(&server(24, "", ""), expect!["stable at 1.00 tries"]);
}

#[test]
fn more_has_a_second_state() {
    check(
        &server(40, "", ""),
        expect![
            "metastable at 1.00 tries, tips at 2.49 times the traffic or 40 % of the capacity, then 4.00 tries"
        ],
    );
    check(
        &server(80, "", ""),
        expect![
            "metastable at 1.00 tries, tips at 1.23 times the traffic or 81 % of the capacity, then 4.00 tries"
        ],
    );
}

#[test]
fn slowness_tips_it_over_and_a_full_outage_need_not() {
    // At a fifth of its speed for ten seconds, or not there at all for as long.
    let left = |change: Change| {
        let mut drawing = drawing(&server(80, "", ", queue_limit=1000000"));
        let change = Change { place: place(&drawing, "s"), ..change }.lasting(10.0);
        change_at(&mut drawing, 10.0, change);
        let seconds = run(&drawing, options(120.0)).series.seconds;
        seconds[90..].iter().map(|it| it.succeeded).sum::<u32>()
    };
    let nowhere = Place::Architecture;
    let slow = left(Change::new("slow", nowhere).with("factor", 5.0));
    let outage = left(Change::new("crash", nowhere));
    assert!(slow < 100 && outage > 2000, "of about 2400: {slow} after slowness, {outage} after an outage");
}

#[test]
fn too_much_never_works() {
    check(&server(110, "", ""), expect!["collapsed at 4.00 tries"]);
}

#[test]
fn cures_take_the_second_state_away() {
    check(&server(80, ", retry_budget=0.1", ""), expect!["stable at 1.00 tries"]);
    check(&server(80, "", ", discipline=lifo"), expect!["stable at 1.00 tries"]);
    check(&server(80, "", ", queue_limit=50"), expect!["stable at 1.00 tries"]);
    check(&server(80, ", breaker={failures=5, open_secs=30}", ""), expect!["stable at 1.00 tries"]);
}

#[test]
fn the_bottleneck_may_be_further_on() {
    check(
        "u:client{per_sec=80} -call{latency_millis=0, timeout_millis=1000, attempts=4}-> lb:load_balancer -call{latency_millis=0}-> \
         s:api_server{slots=1, service_millis=10, fixed_delay_millis=0, queue_limit=1000000, holds_slot=false}",
        expect![
            "metastable at 1.00 tries, tips at 1.23 times the traffic or 81 % of the capacity, then 4.00 tries"
        ],
    );
}

/// Callers one behind the other, each with three tries; the last one asks a store of about 800 requests per second.
fn layers(per_sec: u32, lowest: &str) -> String {
    let tries = "-call{latency_millis=0, timeout_millis=1000, attempts=3}->";
    format!(
        "u:client{{per_sec={per_sec}}} {tries} g:api_gateway {tries} a:api_server{{slots=1000}} \
         -call{{latency_millis=0, timeout_millis=1000{lowest}}}-> \
         s:database_sql{{slots=8, service_millis=10, fixed_delay_millis=0, queue_limit=1000000}}"
    )
}

#[test]
fn layers_of_retries_multiply() {
    // Three tries alone stay below what the store can do; three times three do not.
    check(
        &layers(100, ", attempts=3"),
        expect![
            "metastable at 1.00 tries, tips at 6.67 times the traffic or 15 % of the capacity, then 27.00 tries"
        ],
    );
    check(
        &layers(100, ""),
        expect![
            "metastable at 1.00 tries, tips at 6.67 times the traffic or 15 % of the capacity, then 9.00 tries"
        ],
    );
    check(&layers(20, ", attempts=3"), expect!["stable at 1.00 tries"]);
}

#[test]
fn nothing_is_said_of_calls_that_are_not_repeated() {
    check("u:client{per_sec=80} -call{timeout_millis=1000}-> s:api_server", expect![[""]]);
}
