//! Whom balancers pick: weights, conditions, turns.

mod common;

use common::{change_at, component, drawing, options, run, run_text};
use model::{Architecture, Place, scenario::Change, workload::Arrivals};
use sim::Report;

/// Answers at once whatever comes.
const FAST: &str = "slots=1000, service_millis=1, service_distribution=constant, fixed_delay_millis=0";

const ALGORITHMS: [&str; 5] = ["round_robin", "random", "least_connections", "two_choices", "hash"];

/// The same with requests at equal distances.
fn evenly(text: &str) -> Architecture {
    let mut architecture = drawing(text);
    for workload in architecture.components.iter_mut().filter_map(|it| it.workload.as_mut()) {
        workload.arrivals = Arrivals::Even;
    }
    architecture
}

fn arrived<const N: usize>(report: &Report, names: [&str; N]) -> [u64; N] {
    names.map(|name| component(report, name).arrived)
}

#[test]
fn a_target_of_no_weight_gets_nothing() {
    for algorithm in ALGORITHMS {
        let report = run_text(
            &format!(
                "u:client{{per_sec=100}} -> lb:load_balancer{{algorithm={algorithm}}}; \
                 lb -{{weight=0}}-> a:api_server{{{FAST}}}; lb -> b:microservice{{{FAST}}}; lb -{{weight=0}}-> c:grpc_server{{{FAST}}}"
            ),
            10.0,
        );
        let [a, b, c] = arrived(&report, ["a", "b", "c"]);
        assert!(a == 0 && b > 800 && c == 0, "{algorithm}: {a} {b} {c}");
    }
}

#[test]
fn a_target_gets_only_what_its_connection_lets_through() {
    for algorithm in ALGORITHMS {
        let report = run_text(
            &format!(
                "u:client{{per_sec=100, writes=0.3}} -> lb:load_balancer{{algorithm={algorithm}}}; \
                 lb -{{on=read}}-> a:api_server{{{FAST}}}; lb -{{on=write}}-> b:microservice{{{FAST}}}"
            ),
            10.0,
        );
        let of = |name: &str| report.journeys.iter().find(|it| it.name == name).expect("a journey").generated;
        assert_eq!(arrived(&report, ["a", "b"]), [of("read"), of("write")], "{algorithm}");
        assert_eq!(report.total.failed, 0, "{algorithm}");
    }
}

#[test]
fn turns_by_weight_come_in_the_order_that_nginx_documents() {
    // Weights 5, 1, 1 give a a b a c a a, which starts again after seven.
    let architecture = evenly(&format!(
        "u:client{{per_sec=10}} -> lb:load_balancer{{algorithm=round_robin}}; lb -{{weight=5}}-> a:api_server{{{FAST}}}; \
         lb -> b:microservice{{{FAST}}}; lb -> c:grpc_server{{{FAST}}}"
    ));
    let mut so_far = [0; 3];
    for (n, picked) in "aabacaaaabacaa".bytes().enumerate() {
        so_far[usize::from(picked - b'a')] += 1;
        // The first request comes after 100 ms.
        let report = run(&architecture, options(0.1 * (n + 1) as f64 + 0.05));
        assert_eq!(arrived(&report, ["a", "b", "c"]), so_far, "after {} requests", n + 1);
    }
}

#[test]
fn the_idle_take_turns_at_every_balancer() {
    // The second balancer's targets are numbered after the first one's.
    let report = run(
        &evenly(&format!(
            "u:client{{per_sec=100}} -> s:api_server{{{FAST}}}; s -> one:load_balancer{{algorithm=least_connections}}; \
             s -> two:load_balancer{{algorithm=least_connections}}; one -> a:microservice{{{FAST}}}; one -> b:microservice{{{FAST}}}; \
             two -> c:grpc_server{{{FAST}}}; two -> d:grpc_server{{{FAST}}}; two -> e:grpc_server{{{FAST}}}"
        )),
        options(6.005),
    );
    assert_eq!(arrived(&report, ["a", "b"]), [300, 300]);
    assert_eq!(arrived(&report, ["c", "d", "e"]), [200, 200, 200]);
}

#[test]
fn who_weighs_more_may_have_more_under_way() {
    // Forty requests are under way all the time: thirty and ten of them, as the weights are.
    for algorithm in ["least_connections", "two_choices"] {
        let report = run_text(
            &format!(
                "u:client{{users=40, think_secs=0}} -{{latency_millis=0}}-> lb:load_balancer{{algorithm={algorithm}, slots=1000, \
                 service_millis=0.01}}; lb -{{weight=3}}-> a:api_server{{{FAST}}}; lb -> b:microservice{{{FAST}}}"
            ),
            10.0,
        );
        let under_way = |name: &str| component(&report, name).mean_in_system.expect("a mean").value;
        let share = under_way("a") / (under_way("a") + under_way("b"));
        assert!((share - 0.75).abs() < 0.03, "{algorithm}: {share}");
    }
}

#[test]
fn users_who_think_are_different_users() {
    let report = run_text(
        &format!(
            "u:client{{users=4000, think_secs=4}} -> lb:load_balancer{{algorithm=hash}}; lb -> a:api_server{{{FAST}}}; \
             lb -> b:microservice{{{FAST}}}; lb -> c:grpc_server{{{FAST}}}; lb -> d:auth_service{{{FAST}}}"
        ),
        20.0,
    );
    let found = arrived(&report, ["a", "b", "c", "d"]);
    let all: u64 = found.iter().sum();
    // Each is one of four at random: of four thousand, three standard deviations are 2 %.
    assert!(found.iter().all(|it| (*it as f64 / all as f64 - 0.25).abs() < 0.0206), "{found:?}");
}

#[test]
fn what_is_asked_for_by_everybody_goes_to_one_place() {
    let mut architecture = drawing(&format!(
        "u:client{{per_sec=500}} -> lb:load_balancer{{algorithm=hash}}; lb -> a:api_server{{{FAST}}}; lb -> b:microservice{{{FAST}}}"
    ));
    let source = Place::Component(architecture.components[0].id);
    let hot = Change::new("hot-key", source).with("share", 0.6);
    change_at(&mut architecture, 0.0, hot);
    let [a, b] = arrived(&run(&architecture, options(40.0)), ["a", "b"]).map(|it| it as f64);
    // Six of ten go to one of the two, and half of the rest.
    let share = a.max(b) / (a + b);
    assert!((share - 0.8).abs() < 0.02, "{share}");
}
