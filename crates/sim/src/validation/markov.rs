//! Poisson arrivals and exponential service.

use super::{
    Case, Family,
    measure::{
        IN_QUEUE, IN_SYSTEM, MUST_WAIT, SLOTS_BUSY, SOJOURN, SOJOURN_DEVIATION, SOJOURN_P50, SOJOURN_P90,
        SOJOURN_P99, THROUGHPUT, UTILIZATION, WAIT, WAIT_DEVIATION, WAIT_P99,
    },
};
use crate::queueing::{Moments, erlang_c, mg1_fifo, mg1_lifo, mmc_wait};

const SINGLE: &str = "Kleinrock 1975, §3.2";
const SEVERAL: &str = "Erlang 1917; Kleinrock 1975, §3.5";
const INFINITE: &str = "Kleinrock 1975, §3.4";

fn case(id: &'static str, drawing: &str, secs: f64) -> Case {
    Case::new(id, Family::Markov, drawing, secs)
}

/// Service rate less arrival rate of M/M/1 at 60%, per second.
const MM1_GAP: f64 = 100.0 - 60.0;

pub fn cases() -> Vec<Case> {
    vec![
        case("mm1", "u:client{per_sec=60} -> s:api_server{slots=1, service_millis=10}", 1200.0)
            .figure("s", &SOJOURN, "1 / (μ - λ)", SINGLE, || 1e3 / MM1_GAP)
            .figure("s", &SOJOURN_DEVIATION, "1 / (μ - λ)", SINGLE, || 1e3 / MM1_GAP)
            .figure("s", &SOJOURN_P50, "ln 2 / (μ - λ)", SINGLE, || 1e3 / MM1_GAP * libm::log(2.0))
            .figure("s", &SOJOURN_P90, "ln 10 / (μ - λ)", SINGLE, || 1e3 / MM1_GAP * libm::log(10.0))
            .figure("s", &SOJOURN_P99, "ln 100 / (μ - λ)", SINGLE, || 1e3 / MM1_GAP * libm::log(100.0))
            .figure("s", &WAIT, "ρ / (μ - λ)", SINGLE, || 600.0 / MM1_GAP)
            .figure("s", &IN_SYSTEM, "ρ / (1 - ρ)", SINGLE, || 0.6 / 0.4)
            .figure("s", &IN_QUEUE, "ρ² / (1 - ρ)", SINGLE, || 0.36 / 0.4)
            .figure("s", &MUST_WAIT, "ρ", SINGLE, || 0.6)
            .figure("s", &UTILIZATION, "ρ", SINGLE, || 0.6)
            .figure("", &THROUGHPUT, "λ", SINGLE, || 60.0)
            .figure("", &SOJOURN, "1 / (μ - λ)", SINGLE, || 1e3 / MM1_GAP),
        case("mm1-busy", "u:client{per_sec=80} -> s:api_server{slots=1, service_millis=10}", 2500.0)
            .figure("s", &SOJOURN, "1 / (μ - λ)", SINGLE, || 50.0)
            .figure("s", &MUST_WAIT, "ρ", SINGLE, || 0.8),
        case(
            "mm1-lifo",
            "u:client{per_sec=50} -> s:api_server{slots=1, service_millis=10, discipline=lifo}",
            4800.0,
        )
        .figure("s", &WAIT, "ρ / (μ - λ)", SINGLE, || {
            mg1_fifo(50.0, Moments::exponential(0.01)).map_or(f64::NAN, |it| it.mean * 1e3)
        })
        .figure("s", &WAIT_DEVIATION, "E[W²] = E[W²] of FIFO / (1 - ρ)", "Kingman 1962", || {
            mg1_lifo(50.0, Moments::exponential(0.01)).map_or(f64::NAN, |it| it.deviation * 1e3)
        }),
        case("mmc", "u:client{per_sec=800} -> s:api_server{slots=10, service_millis=10}", 150.0)
            .figure("s", &MUST_WAIT, "C(c, λ/μ)", SEVERAL, || erlang_c(10, 8.0).unwrap_or(f64::NAN))
            .figure("s", &SOJOURN, "C / (c μ - λ) + 1/μ", SEVERAL, || 10.0 + ten_wait())
            .figure("s", &SLOTS_BUSY, "λ/μ", SEVERAL, || 8.0),
        case("mm4", "u:client{per_sec=280} -> s:api_server{slots=4, service_millis=10}", 1700.0)
            .figure("s", &WAIT, "C / (c μ - λ)", SEVERAL, || four_waits() * 1e3 / 120.0)
            .figure("s", &WAIT_DEVIATION, "√(C (2 - C)) / (c μ - λ)", SEVERAL, || {
                (four_waits() * (2.0 - four_waits())).sqrt() * 1e3 / 120.0
            })
            .figure("s", &WAIT_P99, "ln(100 C) / (c μ - λ)", SEVERAL, || {
                libm::log(100.0 * four_waits()) * 1e3 / 120.0
            })
            .figure("s", &IN_QUEUE, "C λ / (c μ - λ)", SEVERAL, || four_waits() * 280.0 / 120.0),
        case("mm-infinite", "u:client{per_sec=500} -> s:api_server{slots=100000, service_millis=10}", 60.0)
            .figure("s", &SLOTS_BUSY, "λ/μ", INFINITE, || 5.0)
            .figure("s", &SOJOURN, "1/μ", INFINITE, || 10.0)
            .figure("s", &SOJOURN_DEVIATION, "1/μ", INFINITE, || 10.0)
            .figure("s", &SOJOURN_P99, "ln 100 / μ", INFINITE, || 10.0 * libm::log(100.0)),
    ]
}

/// Mean wait of ten servers at 80%, in milliseconds.
fn ten_wait() -> f64 {
    mmc_wait(10, 800.0, 0.01).map_or(f64::NAN, |it| it * 1e3)
}

/// Probability of waiting for one of four servers at 70%.
fn four_waits() -> f64 {
    erlang_c(4, 2.8).unwrap_or(f64::NAN)
}
