//! The engine against queueing theory: the exact value lies in the 99.9 % interval, and the interval is narrow.

mod common;

use common::{BARE, agrees, component, replicate};
use sim::queueing;

/// A source and a bare pool, in seconds: `slots` servers with mean service 10 ms.
fn station(per_sec: f64, slots: u32, more: &str) -> String {
    format!(
        "users:client{{per_sec={per_sec}}} -call{{latency_millis=0}}-> pool:api_server{{slots={slots}, service_millis=10, {BARE}{more}}}"
    )
}

#[test]
fn mm1() {
    let report = replicate(&station(80.0, 1, ""), 4000.0, 100.0, 20);
    let pool = component(&report, "pool");
    agrees("M/M/1 sojourn", pool.sojourn.mean_millis, 50.0, 0.02);
    agrees("M/M/1 deviation", pool.sojourn.standard_deviation_millis, 50.0, 0.05);
    agrees("M/M/1 wait", pool.wait.mean_millis, 40.0, 0.02);
    agrees("M/M/1 in system", pool.mean_in_system, 4.0, 0.02);
    agrees("M/M/1 in queue", pool.mean_in_queue, 3.2, 0.02);
    agrees("M/M/1 utilization", pool.utilization, 0.8, 0.02);
    agrees("M/M/1 waiting", pool.probability_of_waiting, 0.8, 0.02);
    // An exponential distribution: the percentile is the mean times -ln(1 - p). Bins are up to 0.4 % off.
    agrees("M/M/1 p99", pool.sojourn.p99_millis, 50.0 * -libm::log(0.01), 0.05);
    agrees("journey", report.total.latency.mean_millis, 50.0, 0.02);
}

#[test]
fn mmc() {
    let report = replicate(&station(900.0, 10, ""), 2500.0, 50.0, 20);
    let pool = component(&report, "pool");
    let wait = queueing::mmc_wait(10, 900.0, 10.0 / 1000.0).unwrap() * 1000.0;
    agrees("M/M/10 wait", pool.wait.mean_millis, wait, 0.02);
    agrees("M/M/10 sojourn", pool.sojourn.mean_millis, wait + 10.0, 0.02);
    agrees("M/M/10 waiting", pool.probability_of_waiting, queueing::erlang_c(10, 9.0).unwrap(), 0.02);
    agrees("M/M/10 busy", pool.mean_slots_busy, 9.0, 0.02);
}

#[test]
fn md1() {
    let report = replicate(&station(80.0, 1, ", service_distribution=constant"), 2000.0, 100.0, 20);
    agrees("M/D/1 wait", component(&report, "pool").wait.mean_millis, 20.0, 0.02);
}

#[test]
fn mg1_with_erlang_and_lognormal_service() {
    let erlang = ", service_distribution=erlang, service_stages=4";
    let report = replicate(&station(80.0, 1, erlang), 2000.0, 100.0, 20);
    let exact = queueing::mg1_wait(80.0, 0.01, 0.25).unwrap() * 1000.0;
    agrees("M/E4/1 wait", component(&report, "pool").wait.mean_millis, exact, 0.02);

    let lognormal = ", service_distribution=lognormal, service_cv=1.5";
    let report = replicate(&station(60.0, 1, lognormal), 8000.0, 100.0, 20);
    let exact = queueing::mg1_wait(60.0, 0.01, 2.25).unwrap() * 1000.0;
    agrees("M/LN/1 wait", component(&report, "pool").wait.mean_millis, exact, 0.02);
}

#[test]
fn a_bounded_queue_loses_what_theory_says() {
    // Two servers and room for three more at load 1.2.
    let text = station(240.0, 2, "").replace("queue_limit=1000000", "queue_limit=3");
    let report = replicate(&text, 1000.0, 20.0, 20);
    let pool = component(&report, "pool");
    let exact = queueing::mmck(2, 5, 240.0, 0.01);
    agrees("M/M/2/5 loss", pool.probability_of_rejection, exact.loss, 0.02);
    agrees("M/M/2/5 wait", pool.wait.mean_millis, exact.wait * 1000.0, 0.02);
    agrees("M/M/2/5 utilization", pool.utilization, exact.utilization, 0.02);
    agrees("M/M/2/5 in queue", pool.mean_in_queue, exact.mean_in_queue, 0.02);
}

#[test]
fn no_queue_is_erlangs_loss_formula() {
    let text = station(500.0, 5, "").replace("queue_limit=1000000", "queue_limit=0");
    let report = replicate(&text, 500.0, 10.0, 20);
    agrees(
        "M/M/5/5 loss",
        component(&report, "pool").probability_of_rejection,
        queueing::erlang_b(5, 5.0),
        0.02,
    );
}

#[test]
fn tandem_stations_are_each_mm1() {
    let hop = "-call{latency_millis=0}->";
    let station = |name: &str| format!("{name}:api_server{{slots=1, service_millis=10, {BARE}}}");
    let text = format!(
        "users:client{{per_sec=70}} {hop} {} {hop} {} {hop} {}",
        station("a"),
        station("b"),
        station("c")
    );
    let report = replicate(&text, 2000.0, 50.0, 20);
    // A sojourn includes the callees': three, two and one times 33.3 ms.
    for (name, stations) in [("a", 3.0), ("b", 2.0), ("c", 1.0)] {
        let exact = stations * 100.0 / 3.0;
        agrees(&format!("tandem from {name}"), component(&report, name).sojourn.mean_millis, exact, 0.02);
        agrees(&format!("wait at {name}"), component(&report, name).wait.mean_millis, 70.0 / 3.0, 0.03);
    }
}

#[test]
fn users_who_think_follow_mean_value_analysis() {
    let text = format!(
        "users:client{{users=20, think_secs=0.5}} -call{{latency_millis=0}}-> pool:api_server{{slots=1, service_millis=20, {BARE}}}"
    );
    let report = replicate(&text, 1000.0, 20.0, 20);
    let (rate, response) = queueing::closed_network(20, 0.5, &[(1, 0.02)]);
    agrees("closed throughput", report.total.throughput_per_sec, rate, 0.02);
    agrees("closed response", report.total.latency.mean_millis, response * 1000.0, 0.02);
}

#[test]
fn random_replicas_are_separate_queues() {
    // Three replicas of one slot each, picked at random: each is M/M/1 with a third of the traffic.
    let text = station(210.0, 1, "").replace("pool:api_server{", "pool:api_server*3{");
    let report = replicate(&text, 1000.0, 50.0, 20);
    agrees("3 x M/M/1 wait", component(&report, "pool").wait.mean_millis, 70.0 / 3.0, 0.02);
}
