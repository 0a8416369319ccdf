//! Who gets the next request, when there are several who could.

use super::{
    Case, Family,
    measure::{IN_SYSTEM, MUST_WAIT, SOJOURN, SOJOURN_P99, WAIT},
};
use crate::queueing::{gim1_waiting, shorter_of_two, two_choices};

fn case(id: &'static str, balancer: &str, per_sec: u32, replicas: u32, secs: f64) -> Case {
    let drawing = format!(
        "u:client{{per_sec={per_sec}}} -> lb:load_balancer{{algorithm={balancer}, service_millis=0}} \
         -> s:api_server*{replicas}{{slots=1, service_millis=10}}"
    );
    Case::new(id, Family::Balancing, &drawing, secs)
}

/// Every fourth request of a Poisson stream of 280 per second.
fn fourth_waits() -> f64 {
    gim1_waiting(
        |s| {
            let stage = 280.0 / (280.0 + s);
            stage * stage * stage * stage
        },
        100.0,
    )
}

const GI: &str = "Kleinrock 1975, §6.4";

pub fn cases() -> Vec<Case> {
    vec![
        case("at-random", "random", 180, 3, 300.0)
            .figure("s", &SOJOURN, "1 / (μ - λ/n)", "splitting: Kingman 1993, §5.1", || 25.0)
            .figure("s", &SOJOURN_P99, "ln 100 / (μ - λ/n)", "splitting: Kingman 1993, §5.1", || {
                25.0 * libm::log(100.0)
            }),
        // Taking turns makes the gaps of each server sums of four exponential ones.
        case("in-turn", "round_robin", 280, 4, 400.0)
            .figure("s", &MUST_WAIT, "σ = (n λ' / (n λ' + μ (1 - σ)))^n, λ' = λ/n", GI, fourth_waits)
            .figure("s", &WAIT, "σ / (μ (1 - σ))", GI, || fourth_waits() / (1.0 - fourth_waits()) * 10.0)
            .figure("s", &SOJOURN_P99, "ln 100 / (μ (1 - σ))", GI, || {
                libm::log(100.0) * 10.0 / (1.0 - fourth_waits())
            }),
        case("least-busy-of-two", "least_connections", 140, 2, 500.0).figure(
            "s",
            &IN_SYSTEM,
            "balance equations of two numbers, solved by iteration",
            "Haight 1958; Flatto and McKean 1977",
            || shorter_of_two(140.0, 100.0, 50),
        ),
        case("two-choices", "two_choices", 36_000, 400, 1.5)
            .warm_up(1.0)
            .figure("s", &SOJOURN, "Σ ρ^(2^i - 2) / μ for n → ∞", "Mitzenmacher 2001", || {
                two_choices(0.9) * 10.0
            })
            .within(0.01),
    ]
}
