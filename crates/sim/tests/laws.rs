//! Laws that hold for every drawing: on random ones, and on drawings whose numbers are known.

#![allow(clippy::unwrap_used, reason = "a test that cannot run must fail")]

mod common;

#[path = "reference/random_drawing.rs"]
mod random_drawing;

use common::{drawing, options, run};
use sim::{
    RunOptions, Session, SimTime,
    laws::{ComponentLaws, Exempt, laws},
};

#[test]
fn random_drawings_obey_littles_law_and_the_utilization_law() {
    let (mut little, mut busy) = (0, 0);
    for seed in 0..400 {
        let architecture = random_drawing::random_drawing(seed);
        let report = run(&architecture, RunOptions { seed, warm_up_secs: 5.0, ..options(60.0) });
        for it in laws(&architecture, &report) {
            let told = || format!("seed {seed}: {it:?}\n{}", model::notation::print(&architecture));
            if let Ok(law) = it.little {
                little += u32::from(law.is_telling() && law.found > 0.01);
                assert!(law.holds(), "Little's law: {}", told());
            }
            if let Ok(law) = it.busy {
                busy += u32::from(law.is_telling());
                assert!(law.holds(), "utilization law: {}", told());
            }
        }
    }
    // The laws were asked, and mostly of queues in which somebody waited.
    assert!(little > 100 && busy > 300, "{little} {busy}");
}

#[test]
fn exact_numbers_stand_beside_what_is_mmc() {
    let text = "u:client{per_sec=150} -> a:api_server{slots=4, service_millis=20, holds_slot=false} -> b:microservice*2{slots=2, service_millis=20, holds_slot=false}; \
        b -> c:grpc_server{slots=8, service_millis=30, service_distribution=lognormal}; \
        u -{timeout_millis=500, cancel_on_timeout=true}-> d:auth_service{slots=8}; v:client{users=5} -> e:web_server";
    let architecture = drawing(text);
    let report = run(&architecture, RunOptions { warm_up_secs: 20.0, ..options(1500.0) });
    let all = laws(&architecture, &report);
    let of = |name: &str| {
        let it = common::component(&report, name);
        (all.iter().find(|law| law.id == it.id).unwrap().exact, it.wait.mean_millis.unwrap().value)
    };
    for name in ["a", "b"] {
        let (exact, found) = of(name);
        let exact = exact.unwrap();
        assert!((exact.utilization - 0.75).abs() < 1e-9, "{exact:?}");
        assert!((found / exact.wait_millis - 1.0).abs() < 0.1, "{name}: {found} {exact:?}");
    }
    // Uneven work at several slots, callers who leave, users who wait.
    for name in ["c", "d", "e"] {
        assert_eq!(of(name).0, None, "{name}");
    }
}

/// What theory says of `a` stands beside a run of it, which is as far off as chance makes it.
#[track_caller]
fn check_exact(after_client: &str, queue: &str) {
    check_exact_of("per_sec=75", after_client, queue);
}

#[track_caller]
fn check_exact_of(client: &str, after_client: &str, queue: &str) {
    let architecture = drawing(&format!("u:client{{{client}}} {after_client}"));
    let report = run(&architecture, RunOptions { warm_up_secs: 20.0, ..options(3000.0) });
    let it = common::component(&report, "a");
    let all = laws(&architecture, &report);
    let exact = all.iter().find(|law| law.id == it.id).unwrap().exact.unwrap();
    assert_eq!(exact.queue, queue);
    let near = |found: Option<sim::Measured>, expected: f64| {
        let found = found.unwrap().value;
        assert!((found - expected).abs() <= 0.05 * expected + 1e-3, "{queue}: {found} {exact:?}");
    };
    near(it.wait.mean_millis, exact.wait_millis);
    near(it.probability_of_rejection, exact.probability_of_rejection);
    near(it.utilization, exact.utilization);
    if let Some(waiting) = exact.probability_of_waiting {
        near(it.probability_of_waiting, waiting);
    }
}

#[test]
fn exact_numbers_are_those_of_the_queue_that_is_drawn() {
    let a = |rest: &str| format!("-> a:api_server{{service_millis=10, {rest}}}");
    check_exact(&a("slots=1"), "M/M/c");
    check_exact(&a("slots=1, discipline=priority"), "M/M/c");
    check_exact(&a("slots=1, queue_limit=4"), "M/M/c/K");
    check_exact(&a("slots=2, service_millis=40, queue_limit=6"), "M/M/c/K");
    check_exact(&a("slots=1, service_distribution=lognormal, service_cv=1.5"), "M/G/1");
    check_exact(&a("slots=1, service_distribution=constant"), "M/G/1");
    check_exact(&a("slots=3, service_millis=32, service_distribution=constant"), "M/D/c");
    check_exact(&a("slots=3, service_millis=32, service_distribution=uniform, queue_limit=0"), "M/G/c/c");
    check_exact(
        &a("slots=2, service_millis=20, service_distribution=uniform, discipline=sharing"),
        "M/G/c-PS",
    );
    let bounded =
        "slots=2, service_millis=30, service_distribution=erlang, discipline=sharing, queue_limit=3";
    check_exact(&a(bounded), "M/G/c/K-PS");
    // The callee works on when its caller has given up.
    check_exact("-{timeout_millis=20}-> a:api_server{slots=1, service_millis=10}", "M/M/c");
}

#[test]
fn a_store_of_one_replica_is_a_queue_of_theory_where_all_want_the_same() {
    let store = "-> a:database_sql{slots=2, service_millis=20";
    check_exact_of("per_sec=75, writes=0", &format!("{store}}}"), "M/M/c");
    check_exact_of("per_sec=75, writes=0.3", &format!("{store}, write_factor=1, queue_limit=5}}"), "M/M/c/K");
}

#[test]
fn what_no_run_could_ever_show_is_nothing_in_theory_either() {
    // A queue of 1,000 at 60 %: one in 10^222 is turned away.
    let full =
        laws_of("u:client{per_sec=60} -> a:api_server{slots=1, service_millis=10}", "a").exact.unwrap();
    assert_eq!(full.probability_of_rejection, 0.0, "{full:?}");
    // A hundred slots for less than one request.
    let idle =
        laws_of("u:client{per_sec=60} -> a:api_server{slots=100, service_millis=10}", "a").exact.unwrap();
    assert_eq!((idle.wait_millis, idle.probability_of_waiting), (0.0, Some(0.0)), "{idle:?}");
}

#[test]
fn what_only_nearly_is_a_queue_of_theory_gets_no_exact_numbers() {
    let check = |text: &str| {
        let architecture = drawing(text);
        let report = run(&architecture, RunOptions { warm_up_secs: 5.0, ..options(100.0) });
        let id = common::component(&report, "a").id;
        let exact = laws(&architecture, &report).iter().find(|it| it.id == id).unwrap().exact;
        assert_eq!(exact, None, "{text}");
    };
    let a = "a:microservice{slots=1, service_millis=8, holds_slot=false}";
    let user = "u:client{per_sec=75} ->";
    // Who is turned away, or held back, in front is missing at random no more.
    check(&format!(
        "{user} b:api_server{{slots=1, service_millis=10, queue_limit=2, holds_slot=false}} -> {a}"
    ));
    check(&format!(
        "{user} b:api_gateway{{slots=1000, service_millis=1, rate_limit_per_sec=80, rate_limit_burst=5}} -> {a}"
    ));
    // Answers of even work come at even gaps, and so does what comes after them.
    let even = "b:api_server{slots=1, service_millis=1, holds_slot=false}";
    check(&format!(
        "{user} {even}; b -> c:grpc_server{{slots=1, service_millis=10, service_distribution=constant}}; b -{{step=2}}-> {a}"
    ));
    // Writes are more work, or are repeated, come from another store, or are handed on.
    let store = "database_sql{slots=2, service_millis=10}";
    check(&format!("u:client{{per_sec=75, writes=0.2}} -> a:{store}"));
    check(&format!("u:client{{per_sec=75, writes=0}} -> a:{store}; u -> a2:{store}; a2 -replicate-> a"));
    check("u:client{per_sec=75, writes=0.2} -> a:database_sql*2{slots=2, service_millis=10, write_factor=1}");
    let even =
        "u:client{per_sec=75, writes=0.2} -> a:database_sql{slots=2, service_millis=10, write_factor=1}";
    check(&format!("{even}; a -publish-> q:queue -consume-> w:worker"));
    // Tracing adds work.
    check(&format!("{user} {a}; a -observe-> t:apm"));
    // It is scaled.
    check(&format!("{user} a:microservice{{slots=1, service_millis=8, holds_slot=false, scaling=cpu}}"));
    // It is full, and has not had the time to be.
    check("u:client{per_sec=150} -> a:api_server{slots=1, service_millis=10, queue_limit=100000}");
}

#[test]
fn a_law_that_is_broken_is_noticed() {
    let architecture = drawing("u:client{per_sec=90} -> a:api_server{slots=1, service_millis=10}");
    let mut report = run(&architecture, RunOptions { warm_up_secs: 5.0, ..options(200.0) });
    assert!(
        laws(&architecture, &report).iter().all(|it| it.little.unwrap().holds() && it.busy.unwrap().holds())
    );
    let it = &mut report.components[1];
    it.mean_in_queue.as_mut().unwrap().value *= 1.5;
    it.own_work_utilization.as_mut().unwrap().value *= 0.8;
    let broken = laws(&architecture, &report)[0];
    assert!(!broken.little.unwrap().holds() && !broken.busy.unwrap().holds(), "{broken:?}");
}

#[test]
fn who_shares_slots_does_not_wait_while_one_is_kept_for_a_message() {
    let text = "u:client{per_sec=30} -> w:worker{slots=4, service_millis=40, discipline=sharing}; \
        u -publish-> q:queue -consume{latency_millis=30}-> w";
    let law = laws_of(text, "w").little.unwrap();
    assert!(law.is_telling() && law.holds(), "{law:?}");
}

fn laws_of(text: &str, name: &str) -> ComponentLaws {
    let architecture = drawing(text);
    let report = run(&architecture, RunOptions { warm_up_secs: 5.0, ..options(300.0) });
    let id = common::component(&report, name).id;
    *laws(&architecture, &report).iter().find(|it| it.id == id).unwrap()
}

#[test]
fn littles_law_holds_for_a_queue_that_is_always_full() {
    let full =
        laws_of("u:client{per_sec=120} -> a:api_server{slots=1, service_millis=10, queue_limit=20}", "a");
    let law = full.little.unwrap();
    assert!(law.is_telling() && law.holds(), "{law:?}");
    // Five of six come to a full system: M/M/1/21 at 120 % has 15.4 waiting.
    assert!((law.found - 15.4).abs() < 1.5, "{law:?}");
}

#[test]
fn where_a_law_does_not_apply_it_says_why() {
    let client = "u:client{per_sec=120} ->";
    let little = |text: &str| laws_of(&format!("{client} {text}"), "a").little.unwrap_err();
    let full = "a:api_server{slots=1, service_millis=10, queue_limit=20, discipline=lifo}";
    assert_eq!(little(full), Exempt::NeverServed);
    assert_eq!(little("a:database_sql*2"), Exempt::RepeatedWrites);
    let impatient = "u:client{per_sec=120} -{timeout_millis=50, cancel_on_timeout=true}-> a:api_server{slots=1, service_millis=10}";
    let impatient = laws_of(impatient, "a");
    assert_eq!((impatient.little, impatient.busy), (Err(Exempt::Left), Err(Exempt::Left)));
    let function = laws_of(&format!("{client} a:lambda_function"), "a");
    assert_eq!(function.busy, Err(Exempt::ColdStarts));
}

/// More traffic makes everything busier and no queue shorter, in networks of queues without refusals.
#[test]
fn more_load_is_never_less_waiting() {
    for seed in 0..12u64 {
        let (a, b, c) = (5 + seed % 4, 6 + seed % 3, 4 + seed % 5);
        let at = |per_sec: f64| {
            let text = format!(
                "u:client{{per_sec={per_sec}}} -> a:api_server{{slots=1, service_millis={a}, queue_limit=1000000, holds_slot=false}}; \
                 a -> b:microservice{{slots=1, service_millis={b}, queue_limit=1000000}}; \
                 a -> c:database_sql{{slots=2, service_millis={c}, queue_limit=1000000}}"
            );
            run(&drawing(&text), RunOptions { seed, warm_up_secs: 5.0, ..options(150.0) })
        };
        let reports: Vec<_> = [20.0, 40.0, 60.0, 80.0].map(at).into();
        for pair in reports.windows(2) {
            for (less, more) in
                pair[0].components.iter().zip(&pair[1].components).filter(|(it, _)| it.slots.is_some())
            {
                let wait = |it: &sim::report::ComponentReport| it.wait.mean_millis.unwrap().value;
                let used = |it: &sim::report::ComponentReport| it.utilization.unwrap().value;
                assert!(wait(more) > wait(less), "{}: {} {}", less.name, wait(less), wait(more));
                assert!(used(more) > used(less), "{}", less.name);
            }
        }
    }
}

#[test]
fn the_order_in_which_a_drawing_was_made_changes_nothing() {
    for seed in 0..60 {
        let architecture = random_drawing::random_drawing(seed);
        let mut turned = architecture.clone();
        let (n, m) = (turned.components.len(), turned.connections.len());
        turned.components.rotate_left(seed as usize % n);
        turned.connections.rotate_left((seed as usize / 3) % m);
        turned.connections.reverse();
        let run = |it| run(it, RunOptions { seed, ..options(5.0) }).digest;
        assert_eq!(run(&architecture), run(&turned), "seed {seed}");
    }
}

#[test]
fn a_run_that_was_stopped_in_its_warm_up_obeys_no_law_yet() {
    let architecture = drawing("u:client{per_sec=150} -> a:api_server{slots=4, service_millis=20}");
    let mut session =
        Session::new(&architecture, RunOptions { warm_up_secs: 20.0, ..options(60.0) }).unwrap();
    session.advance(SimTime::from_secs(10.0), u64::MAX);
    assert_eq!(laws(&architecture, &session.report()), []);
}
