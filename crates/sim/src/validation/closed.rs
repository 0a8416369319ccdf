//! Users who wait for the answer, think, and ask again.

use super::{
    Case, Family,
    measure::{IN_FLIGHT, SOJOURN, THROUGHPUT, UTILIZATION},
};
use crate::queueing::{closed_network, machine_repair};

const REPAIR: &str = "Kleinrock 1975, §3.8";
const MVA: &str = "Reiser and Lavenberg 1980";

fn case(id: &'static str, drawing: &str, secs: f64) -> Case {
    Case::new(id, Family::Closed, drawing, secs)
}

fn two_stations() -> (f64, f64) {
    closed_network(15, 0.3, &[(1, 0.01), (1, 0.015)])
}

pub fn cases() -> Vec<Case> {
    vec![
        case(
            "users-one-server",
            "u:client{users=20, think_secs=0.5} -> s:api_server{slots=1, service_millis=20}",
            550.0,
        )
        .figure("", &THROUGHPUT, "λ of M/M/1//N", REPAIR, || machine_repair(20, 0.5, 1, 0.02).0)
        .figure("", &SOJOURN, "N / λ - Z", REPAIR, || machine_repair(20, 0.5, 1, 0.02).1 * 1e3)
        .figure("s", &UTILIZATION, "λ / μ", REPAIR, || machine_repair(20, 0.5, 1, 0.02).0 * 0.02),
        case(
            "users-three-servers",
            "u:client{users=40, think_secs=0.1} -> s:api_server{slots=3, service_millis=10}",
            85.0,
        )
        .figure("", &THROUGHPUT, "λ of M/M/c//N", REPAIR, || machine_repair(40, 0.1, 3, 0.01).0)
        .figure("", &SOJOURN, "N / λ - Z", REPAIR, || machine_repair(40, 0.1, 3, 0.01).1 * 1e3),
        case(
            "users-two-stations",
            "u:client{users=15, think_secs=0.3} -> a:api_server{slots=1, service_millis=10} -> \
             b:microservice{slots=1, service_millis=15}",
            370.0,
        )
        .figure("", &THROUGHPUT, "mean value analysis", MVA, || two_stations().0)
        .figure("", &SOJOURN, "mean value analysis", MVA, || two_stations().1 * 1e3)
        .figure("b", &UTILIZATION, "λ / μ", MVA, || two_stations().0 * 0.015)
        .figure("", &IN_FLIGHT, "λ T", "Little 1961", || two_stations().0 * two_stations().1),
    ]
}
