//! Who is served next: priorities, interruption, sharing.

use model::Architecture;

use super::{
    Case, Family,
    measure::{SOJOURN, SOJOURN_DEVIATION, UTILIZATION, WAIT},
};

const COBHAM: &str = "Cobham 1954; Kleinrock 1976, §3.3";
const PREEMPTIVE: &str = "White and Christie 1958; Kleinrock 1976, §3.4";
const SHARING: &str = "Kleinrock 1967; Sakata, Noguchi, Oizumi 1971";
const CONSERVATION: &str = "Kleinrock 1965: the conservation law";

/// Writes are more important than reads.
fn ranked(architecture: &mut Architecture, _seed: u64) {
    let workloads = architecture.components.iter_mut().filter_map(|it| it.workload.as_mut());
    for class in workloads.flat_map(|it| &mut it.classes) {
        class.priority = if class.name == "write" { 5 } else { 1 };
    }
}

/// Half of 70 requests per second are important; one server of 10 ms.
fn case(id: &'static str, order: &str, secs: f64) -> Case {
    let drawing = format!(
        "u:client{{per_sec=70, writes=0.5}} -> s:api_server{{slots=1, service_millis=10, discipline={order}}}"
    );
    Case::new(id, Family::Order, &drawing, secs)
}

/// A server of 10 ms that its requests share.
fn shared(id: &'static str, shape: &str, secs: f64) -> Case {
    let drawing = format!(
        "u:client{{per_sec=60}} -> s:api_server{{slots=1, service_millis=10, discipline=sharing, {shape}}}"
    );
    Case::new(id, Family::Order, &drawing, secs)
}

/// Mean work that an arrival finds in service, in milliseconds: λ E[S²] / 2.
const RESIDUAL: f64 = 7.0;

pub fn cases() -> Vec<Case> {
    vec![
        case("priority", "priority", 1600.0)
            .arranged(ranked)
            .figure("write", &SOJOURN, "R / (1 - ρ₁) + E[S], R = λ E[S²] / 2", COBHAM, || {
                10.0 + RESIDUAL / 0.65
            })
            .figure("read", &SOJOURN, "R / ((1 - ρ₁) (1 - ρ)) + E[S]", COBHAM, || {
                10.0 + RESIDUAL / (0.65 * 0.3)
            })
            .figure("s", &WAIT, "ρ / (μ - λ): the order changes no mean over all", CONSERVATION, || {
                70.0 / 3.0
            }),
        case("priority-interrupting", "preemptive", 1600.0)
            .arranged(ranked)
            .figure("write", &SOJOURN, "E[S] / (1 - ρ₁)", PREEMPTIVE, || 10.0 / 0.65)
            .figure(
                "write",
                &SOJOURN_DEVIATION,
                "E[S] / (1 - ρ₁): M/M/1 without the others",
                PREEMPTIVE,
                || 10.0 / 0.65,
            )
            .figure("read", &SOJOURN, "E[S] / (1 - ρ₁) + R / ((1 - ρ₁) (1 - ρ))", PREEMPTIVE, || {
                10.0 / 0.65 + RESIDUAL / (0.65 * 0.3)
            })
            .figure("s", &UTILIZATION, "ρ: interrupted work is not lost", PREEMPTIVE, || 0.7),
        shared("sharing", "service_distribution=exponential", 1500.0)
            .figure("", &SOJOURN, "E[S] / (1 - ρ)", SHARING, || 25.0)
            .figure(
                "",
                &SOJOURN_DEVIATION,
                "√((2 + ρ) / (2 - ρ)) E[S] / (1 - ρ)",
                "Coffman, Muntz, Trotter 1970",
                || (2.6f64 / 1.4).sqrt() * 25.0,
            ),
        shared("sharing-constant", "service_distribution=constant", 500.0).figure(
            "",
            &SOJOURN,
            "E[S] / (1 - ρ), whatever the spread",
            SHARING,
            || 25.0,
        ),
        shared("sharing-wide", "service_distribution=hyperexponential, service_hyper_cv=2", 2200.0).figure(
            "",
            &SOJOURN,
            "E[S] / (1 - ρ), whatever the spread",
            SHARING,
            || 25.0,
        ),
    ]
}
