//! Traffic that changes, and queues that have not settled.

use model::workload::Pattern;

use super::{
    Case, Family,
    arrange::pattern,
    measure::{IN_SYSTEM, SLOTS_BUSY, SWING_IN_PHASE, SWING_LAGGING, WAVE_SECS},
};
use crate::queueing::{mm1_from_empty, mtm_infinite};

const EICK: &str = "Eick, Massey, Whitt 1993";
const KOLMOGOROV: &str = "Kolmogorov's equations, solved by Runge and Kutta's method";

fn case(id: &'static str, drawing: &str, secs: f64) -> Case {
    Case::new(id, Family::OverTime, drawing, secs)
}

/// Radians per second.
const FREQUENCY: f64 = std::f64::consts::TAU / WAVE_SECS;

/// A swing of 40 per second of service times of 2 s, seen as means over a second.
fn wave() -> crate::queueing::Wave {
    let seen = libm::sin(FREQUENCY / 2.0) / (FREQUENCY / 2.0);
    mtm_infinite(40.0 * seen, FREQUENCY, 0.5)
}

pub fn cases() -> Vec<Case> {
    vec![
        case("wave", "u:client{per_sec=50} -> s:api_server{slots=100000, service_millis=2000}", 1200.0)
            .warm_up(20.0)
            .arranged(|architecture, _| {
                let wave =
                    Pattern::Wave { mean_per_sec: 50.0, amplitude_per_sec: 40.0, period_secs: WAVE_SECS };
                pattern(architecture, &wave);
            })
            .figure("s", &SLOTS_BUSY, "λ / μ", EICK, || 100.0)
            .figure("s", &SWING_IN_PHASE, "a μ / (μ² + ω²)", EICK, || wave().in_phase)
            .figure("s", &SWING_LAGGING, "a ω / (μ² + ω²)", EICK, || wave().lagging),
        case("filling", "u:client{per_sec=500} -> s:api_server{slots=100000, service_millis=1000}", 1.0)
            .warm_up(0.0)
            .replications(200)
            .figure("s", &SLOTS_BUSY, "λ/μ (1 - (1 - e^(-μ t)) / (μ t))", EICK, || {
                500.0 * libm::exp(-1.0)
            }),
        case("from-empty", "u:client{per_sec=90} -> s:api_server{slots=1, service_millis=10}", 0.5)
            .warm_up(0.0)
            .replications(13000)
            .figure("s", &IN_SYSTEM, "mean over the first 50 services", KOLMOGOROV, || {
                mm1_from_empty(90.0, 100.0, 0.5, 120, 2000)
            }),
        case("overload", "u:client{per_sec=150} -> s:api_server{slots=1, service_millis=10}", 1.0)
            .warm_up(0.0)
            .replications(3000)
            .figure("s", &IN_SYSTEM, "mean over the first 100 services", KOLMOGOROV, || {
                mm1_from_empty(150.0, 100.0, 1.0, 200, 2000)
            }),
    ]
}
