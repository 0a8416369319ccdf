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

/// What is said while drawing, and what a run shows after ten seconds at a twentieth of the speed of `s`: whether it stays down.
#[track_caller]
fn agrees(what: &str, text: &str, stays_down: bool) {
    let mut drawing = drawing(text);
    let found = estimate(&drawing).expect("traffic").stability;
    let said = found.iter().any(|it| it.verdict != Verdict::Stable);
    let change = Change::new("slow", place(&drawing, "s")).with("factor", 20.0).lasting(10.0);
    change_at(&mut drawing, 10.0, change);
    let seconds = run(&drawing, options(160.0)).series.seconds;
    let last = &seconds[130..];
    let share = f64::from(last.iter().map(|it| it.succeeded).sum::<u32>())
        / f64::from(last.iter().map(|it| it.succeeded + it.failed).sum::<u32>());
    assert_eq!(share < 0.9, stays_down, "{what}: {share} is answered well at the end");
    assert_eq!(said, stays_down, "{what}: {found:?}");
}

#[test]
fn what_is_said_while_drawing_is_what_a_run_shows() {
    let endless = ", queue_limit=1000000";
    let check = |what, caller: &str, callee: &str, stays_down| {
        agrees(what, &server(80, caller, callee), stays_down);
    };
    check("plain", "", endless, true);
    check("dropped while still wanted", "", ", max_wait_millis=500, queue_limit=1000000", false);
    check("dropped long after", "", ", max_wait_millis=5000, queue_limit=1000000", true);
    check("the oldest of a short queue shed", "", ", when_full=shed_oldest, queue_limit=50", false);
    check("the oldest of a long queue shed", "", ", when_full=shed_oldest, queue_limit=1000", true);
    check("a low adaptive limit", "", ", adaptive_limit_millis=100, queue_limit=1000000", false);
    check("calls given up leave", ", cancel_on_timeout=true", endless, false);
    check("calls given up are not begun", ", propagate_deadline=true", endless, true);
    check("a tight bulkhead", ", bulkhead=20", endless, false);
    check("a wide bulkhead", ", bulkhead=1000", endless, true);
}

#[test]
fn whoever_waits_sends_nothing_else_meanwhile() {
    let users = |users: u32| {
        server(80, "", ", queue_limit=1000000").replace("per_sec=80", &format!("users={users}, think_secs=1"))
    };
    // Who waits a second for each answer tries once a second at most; 90 who wait for 250 ms try 150 times.
    agrees("patient users", &users(90), false);
    agrees("impatient users", &users(90).replace("timeout_millis=1000", "timeout_millis=250"), true);
    let holding = |slots: u32| {
        server(80, "", ", queue_limit=1000000").replace("-call{", &format!(
            "-call{{latency_millis=0}}-> a:api_server{{slots={slots}, service_millis=1, fixed_delay_millis=0, queue_limit=1000, holds_slot=true}} -call{{"
        ))
    };
    agrees("few slots of callers", &holding(40), false);
    agrees("many slots of callers", &holding(2000), true);
}

#[test]
fn a_rate_limit_in_front_holds_a_storm_back() {
    let limited = |per_sec: u32| {
        server(80, "", ", queue_limit=1000000").replace(
            "-> s",
            &format!("-> g:api_gateway{{rate_limit_per_sec={per_sec}}} -call{{latency_millis=0}}-> s"),
        )
    };
    agrees("below what it can serve", &limited(90), false);
    agrees("far above", &limited(400), true);
}

#[test]
fn tries_of_several_callers_meet() {
    // Each alone has too few to overload it: 64 + 2 × 16 of 100.
    let callers = ["u", "v", "w", "x", "y"].map(|it| {
        server(16, "", ", queue_limit=1000000")
            .replace("u:client", &format!("{it}:client"))
            .replace("attempts=4", "attempts=2")
    });
    let first = callers[0].clone();
    let server = first.split("-> ").nth(1).expect("a callee").to_owned();
    let others = callers[1..].iter().map(|it| it.replace(&server, "s"));
    let text = others.fold(first.clone(), |all, it| format!("{all}; {it}"));
    agrees("five", &text, true);
    agrees("one", &first.replace("per_sec=16", "per_sec=45"), false);
}

#[test]
fn tries_of_several_callers_meet_below_other_tries() {
    // Below one layer of two tries; each caller alone brings 64 + 4 × 16.
    let callers = ["v", "w", "x", "y", "z"].map(|it| {
        format!(
            "lb -call{{latency_millis=0}}-> {it}:api_server{{slots=10000, service_millis=1, fixed_delay_millis=0}}; \
             {it} -call{{latency_millis=0, timeout_millis=1000, attempts=2}}-> s"
        )
    });
    let text = |per_sec: u32| {
        let top = format!(
            "u:client{{per_sec={per_sec}}} -call{{latency_millis=0, timeout_millis=3000, attempts=2}}-> lb:load_balancer{{slots=10000}}; \
             s:api_server{{slots=1, service_millis=10, fixed_delay_millis=0, holds_slot=false, queue_limit=1000000}}"
        );
        callers.iter().fold(top, |all, it| format!("{all}; {it}"))
    };
    agrees("half", &text(50), true);
    agrees("a fifth", &text(20), false);
}

#[test]
fn who_does_not_wait_for_a_worker_does_not_try_again_for_it() {
    agrees(
        "messages",
        "u:client{per_sec=80} -call{latency_millis=0, timeout_millis=1000, attempts=4}-> a:api_server{slots=100, fixed_delay_millis=0} \
         -publish-> q:queue{slots=1000} -consume{latency_millis=0}-> s:worker{slots=1, service_millis=10}",
        false,
    );
}

#[test]
fn what_fails_anyway_is_tried_again_anyway() {
    // 40 calls a second, of which half fail at each of four tries: 1 + 1/2 + 1/4 + 1/8.
    check(
        &server(40, "", ", error_ratio=0.5, queue_limit=1000000"),
        expect![
            "metastable at 1.88 tries, tips at 1.32 times the traffic or 76 % of the capacity, then 4.00 tries"
        ],
    );
}

#[test]
fn the_most_impatient_on_the_way_count() {
    let inner = |timeout_millis: u32, optional: &str| {
        server(80, "", ", queue_limit=1000000").replace(
            "-> s",
            &format!(
                "-> a:api_gateway{{slots=10000, service_millis=1, fixed_delay_millis=0}} \
                 -call{{latency_millis=0, timeout_millis={timeout_millis}{optional}}}-> s"
            ),
        )
    };
    // Of M/M/1 at 80 % one request in seven takes longer than 100 ms, and at 92 % nearly half of them do.
    check(&inner(100, ""), expect!["collapsed at 4.00 tries"]);
    agrees("that collapses", &inner(100, ""), true);
    agrees("nobody needs the answer", &inner(100, ", optional=true"), false);
}
