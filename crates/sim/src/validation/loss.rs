//! Bounded rooms: what finds no place is lost.

use super::{
    Case, Family,
    measure::{COLD, FAILED, IN_QUEUE, IN_SYSTEM, REJECTED, SLOTS_BUSY, SOJOURN, SUCCESS, UTILIZATION, WAIT},
};
use crate::queueing::{
    Abandoned, Bounded, engset, erlang_a, erlang_b, mm1_patient, mmc_leaving, mmc_with_fixed_patience, mmck,
};

const BIRTH_DEATH: &str = "Kleinrock 1975, §3.6";
const PALM: &str = "Palm 1957; Garnett, Mandelbaum and Reiman 2002";
const BARRER: &str = "Barrer 1957; Baccelli and Hebuterne 1981";
const ERLANG: &str = "Erlang 1917; Sevastyanov 1957";

fn case(id: &'static str, drawing: &str, secs: f64) -> Case {
    Case::new(id, Family::Loss, drawing, secs)
}

/// Two servers and room for three more, 20% overloaded.
fn room() -> Bounded {
    mmck(2, 5, 240.0, 0.01)
}

/// Callers of a call center: five agents, 10% more calls than they can take, who hang up after twice the length of a
/// call on average while nobody has answered.
fn call_center() -> Abandoned {
    erlang_a(5, 550.0, 0.01, 0.02)
}

/// Share of requests that meet a cold function, and what it loses on average: seconds of one instance per request.
fn cold() -> (f64, f64) {
    let share = libm::exp(-5.0 * 0.2);
    (share, 0.05 + 0.1 * share)
}

pub fn cases() -> Vec<Case> {
    vec![
        case("mm1k", "u:client{per_sec=100} -> s:api_server{slots=1, service_millis=10, queue_limit=2}", 190.0)
            .figure("s", &REJECTED, "1 / (K + 1) at ρ = 1", BIRTH_DEATH, || 0.25)
            .figure("s", &UTILIZATION, "K / (K + 1) at ρ = 1", BIRTH_DEATH, || 0.75),
        case("mm2k", "u:client{per_sec=240} -> s:api_server{slots=2, service_millis=10, queue_limit=3}", 150.0)
            .figure("s", &REJECTED, "p(K)", BIRTH_DEATH, || room().loss)
            .figure("s", &WAIT, "Lq / (λ (1 - p(K)))", BIRTH_DEATH, || room().wait * 1e3)
            .figure("s", &IN_QUEUE, "Σ (n - c) p(n)", BIRTH_DEATH, || room().mean_in_queue)
            .figure("s", &UTILIZATION, "λ (1 - p(K)) / (c μ)", BIRTH_DEATH, || room().utilization),
        case("erlang-b", "u:client{per_sec=500} -> s:api_server{slots=5, service_millis=10, queue_limit=0}", 60.0)
            .figure("s", &REJECTED, "B(c, λ/μ)", ERLANG, || erlang_b(5, 5.0)),
        case(
            "erlang-b-constant",
            "u:client{per_sec=500} -> s:api_server{slots=5, service_millis=10, queue_limit=0, service_distribution=constant}",
            60.0,
        )
        .figure("s", &REJECTED, "B(c, λ/μ)", ERLANG, || erlang_b(5, 5.0)),
        case(
            "erlang-b-lognormal",
            "u:client{per_sec=500} -> s:api_server{slots=5, service_millis=10, queue_limit=0, \
             service_distribution=lognormal, service_cv=2}",
            100.0,
        )
        .figure("s", &REJECTED, "B(c, λ/μ)", ERLANG, || erlang_b(5, 5.0)),
        case(
            "engset",
            "u:client{users=12, think_secs=0.03} -> s:api_server{slots=4, service_millis=10, queue_limit=0}",
            80.0,
        )
        .figure("s", &REJECTED, "as seen by the other N - 1", "Engset 1918", || engset(12, 4, 0.03, 0.01)),
        case(
            "bulkhead",
            "u:client{per_sec=500} -{bulkhead=5}-> s:api_server{slots=100000, service_millis=10}",
            60.0,
        )
        .figure("", &FAILED, "B(bulkhead, λ/μ)", ERLANG, || erlang_b(5, 5.0)),
        case(
            "bulkhead-with-a-longest-wait",
            "u:client{per_sec=450} -{bulkhead={calls=5, queue_limit=1000000, max_wait_millis=15}}-> \
             s:api_server{slots=100000, service_millis=10}",
            800.0,
        )
        .figure("", &FAILED, "∫ from T of the density of the wait", BARRER, || {
            mmc_with_fixed_patience(5, 450.0, 0.01, 0.015).0
        }),
        case(
            "impatient",
            "u:client{per_sec=80} -{timeout_millis=30, cancel_on_timeout=true}-> s:api_server{slots=1, service_millis=10}",
            150.0,
        )
        .figure("", &SUCCESS, "M/M/1 with patience T for the sojourn", "Gnedenko and Kovalenko 1968", || {
            mm1_patient(80.0, 100.0, 0.03).success
        })
        .figure("s", &UTILIZATION, "1 - (μ - λ) / (μ - λ e^(-(μ - λ) T))", "Gnedenko and Kovalenko 1968", || {
            mm1_patient(80.0, 100.0, 0.03).utilization
        }),
        case(
            "erlang-a",
            "u:client{per_sec=550} -{timeout_millis=20, timeout_spread=exponential, timeout_until=begun, \
             cancel_on_timeout=true}-> s:api_server{slots=5, service_millis=10}",
            150.0,
        )
        .figure("", &FAILED, "θ Lq / λ", PALM, || call_center().left)
        .figure("s", &WAIT, "by moving up through the queue", PALM, || call_center().wait * 1e3)
        .figure("s", &IN_QUEUE, "Σ (n - c) p(n)", PALM, || call_center().mean_in_queue)
        .figure("s", &SLOTS_BUSY, "Σ min(n, c) p(n)", PALM, || call_center().mean_busy),
        case(
            "patient-in-the-queue",
            "u:client{per_sec=450} -{timeout_millis=15, timeout_until=begun, cancel_on_timeout=true}-> \
             s:api_server{slots=5, service_millis=10}",
            800.0,
        )
        .figure("", &FAILED, "∫ from T of the density of the wait", BARRER, || {
            mmc_with_fixed_patience(5, 450.0, 0.01, 0.015).0
        })
        .figure("s", &SLOTS_BUSY, "λ/μ times those who stay", BARRER, || {
            mmc_with_fixed_patience(5, 450.0, 0.01, 0.015).1
        }),
        case(
            "impatient-at-random",
            "u:client{per_sec=300} -{timeout_millis=40, timeout_spread=exponential, cancel_on_timeout=true}-> \
             s:api_server{slots=3, service_millis=10}",
            120.0,
        )
        .figure("", &SUCCESS, "μ Σ min(n, c) p(n) / λ", BIRTH_DEATH, || mmc_leaving(3, 300.0, 0.01, 0.04).0)
        .figure("s", &IN_SYSTEM, "Σ n p(n), the number falls at μ min(n, c) + n θ", BIRTH_DEATH, || {
            mmc_leaving(3, 300.0, 0.01, 0.04).1
        }),
        case(
            "served-too-late",
            "u:client{per_sec=50} -{timeout_millis=30}-> s:api_server{slots=1, service_millis=10}",
            900.0,
        )
        .figure("", &FAILED, "e^(-(μ - λ) T)", "Kleinrock 1975, §3.2", || libm::exp(-50.0 * 0.03))
        .figure("s", &UTILIZATION, "ρ: nobody tells the server", "Kleinrock 1975, §3.2", || 0.5)
        .figure("s", &SOJOURN, "1 / (μ - λ)", "Kleinrock 1975, §3.2", || 20.0),
        case(
            "cold-function",
            "u:client{per_sec=5} -> f:lambda_function{concurrency_limit=1, service_millis=50, \
             cold_start_millis=100, keep_warm_secs=0.2}",
            4000.0,
        )
        .figure("f", &COLD, "e^(-λ T)", "gaps without memory", || cold().0)
        .figure("f", &REJECTED, "λ E[S] / (1 + λ E[S])", ERLANG, || {
            let load = 5.0 * cold().1;
            load / (1.0 + load)
        }),
    ]
}
