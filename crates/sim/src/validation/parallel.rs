//! Things done side by side and awaited together.

use super::{
    Case, Family,
    measure::{ATTEMPTS, FAILED, SOJOURN, SOJOURN_DEVIATION, SOJOURN_P50, SOJOURN_P99, WAIT},
};
use crate::queueing::{fork_join, harmonic, longest_deviation, longest_quantile};

const ORDER: &str = "order statistics: David and Nagaraja 2003, §2";
const TAIL: &str = "Dean and Barroso 2013";

/// `n` servers that are asked side by side.
fn case(id: &'static str, per_sec: u32, n: u32, server: &str, policy: &str, secs: f64) -> Case {
    let leaves: Vec<String> =
        (1..=n).map(|i| format!("u -{{{policy}step=1}}-> s{i}:microservice{{{server}}}")).collect();
    let drawing = format!("u:client{{per_sec={per_sec}}}; {}", leaves.join("; "));
    Case::new(id, Family::Parallel, &drawing, secs)
}

const FREE: &str = "slots=100000, service_millis=10";
const BUSY: &str = "slots=1, service_millis=10";
/// One answer in a hundred takes more than a second: 1 s / ln 100.
const SLOW: &str = "slots=100000, service_millis=217.14724095";

pub fn cases() -> Vec<Case> {
    vec![
        case("longest-of-ten", 100, 10, FREE, "", 25.0)
            .figure("", &SOJOURN, "H(n) / μ", ORDER, || harmonic(10) * 10.0)
            .figure("", &SOJOURN_DEVIATION, "√(Σ 1/i²) / μ", ORDER, || longest_deviation(10) * 10.0)
            .figure("", &SOJOURN_P50, "-ln(1 - 0.5^(1/n)) / μ", ORDER, || longest_quantile(10, 0.5) * 10.0)
            .figure("", &SOJOURN_P99, "-ln(1 - 0.99^(1/n)) / μ", ORDER, || {
                longest_quantile(10, 0.99) * 10.0
            }),
        case("tail-at-scale", 50, 100, SLOW, "timeout_millis=1000, ", 27.0).figure(
            "",
            &FAILED,
            "1 - 0.99^100",
            TAIL,
            || 1.0 - libm::pow(0.99, 100.0),
        ),
        case("longest-of-a-hundred", 50, 100, SLOW, "", 24.0)
            .figure("", &SOJOURN_P50, "-ln(1 - 0.5^(1/n)) / μ", TAIL, || {
                longest_quantile(100, 0.5) * 217.147_240_95
            })
            .figure("", &SOJOURN_P99, "-ln(1 - 0.99^(1/n)) / μ", TAIL, || {
                longest_quantile(100, 0.99) * 217.147_240_95
            }),
        Case::new(
            "hedge",
            Family::Parallel,
            "u:client{per_sec=400} -{hedge={after_millis=20}}-> s:api_server{slots=100000, service_millis=10}",
            40.0,
        )
        .figure("", &SOJOURN, "(1 - e^(-d μ)) / μ + e^(-d μ) / 2μ", TAIL, || 10.0 - 5.0 * libm::exp(-2.0))
        .figure("", &SOJOURN_P99, "d + ln(100 e^(-d μ)) / 2μ", TAIL, || 20.0 + 5.0 * (libm::log(100.0) - 2.0))
        .figure("s", &ATTEMPTS, "1 + e^(-d μ)", TAIL, || 1.0 + libm::exp(-2.0)),
        case("two-of-three", 200, 3, FREE, "enough=2, ", 40.0)
            .figure("", &SOJOURN, "(1/3 + 1/2) / μ", ORDER, || 10.0 * (1.0 / 3.0 + 0.5))
            .figure("", &SOJOURN_DEVIATION, "√(1/9 + 1/4) / μ", ORDER, || 10.0 * (1.0f64 / 9.0 + 0.25).sqrt()),
        case("fork-join-two", 60, 2, BUSY, "", 1450.0)
            .figure(
                "",
                &SOJOURN,
                "(12 - ρ) / 8 / (μ - λ)",
                "Flatto and Hahn 1984; Nelson and Tantawi 1988",
                || fork_join(2, 0.6) * 25.0,
            )
            .figure("s2", &WAIT, "ρ / (μ - λ)", "Kleinrock 1975, §3.2", || 15.0),
        case("fork-join-eight", 60, 8, BUSY, "", 250.0)
            .figure(
                "",
                &SOJOURN,
                "(H(n)/H(2) + 4/11 (1 - H(n)/H(2)) ρ) T(2)",
                "Nelson and Tantawi 1988",
                || fork_join(8, 0.6) * 25.0,
            )
            .within(0.05),
    ]
}
