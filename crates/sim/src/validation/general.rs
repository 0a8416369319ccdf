//! Other service times, and other gaps between arrivals.

use model::{Architecture, workload::Pattern};

use super::{
    Case, Family,
    arrange::{even, pattern},
    measure::{
        FAILED, IN_QUEUE, IN_SYSTEM, MUST_WAIT, SOJOURN, SOJOURN_DEVIATION, SOJOURN_P99, UTILIZATION, WAIT,
        WAIT_DEVIATION,
    },
};
use crate::queueing::{Moments, Spread, batch_mm1, gim1_waiting, mdc_wait, mg1_fifo, mg1_lifo, mmpp_mm1};

const PK: &str = "Pollaczek 1930, Khinchine 1932; Kleinrock 1975, §5.7";
const PK_MEAN: &str = "λ E[S²] / (2 (1 - ρ))";
const PK_DEVIATION: &str = "E[W²] = 2 E[W]² + λ E[S³] / (3 (1 - ρ))";
const PASTA: &str = "Poisson arrivals see time averages: Wolff 1982";
const GI: &str = "Kleinrock 1975, §6.4";

fn case(id: &'static str, drawing: &str, secs: f64) -> Case {
    Case::new(id, Family::General, drawing, secs)
}

pub fn cases() -> Vec<Case> {
    let mut cases = service_times();
    cases.extend(arrivals());
    cases
}

/// A wait in milliseconds; what has no steady state fails its case.
fn millis(wait: Option<Spread>) -> Spread {
    wait.map_or(Spread { mean: f64::NAN, deviation: f64::NAN }, |it| Spread {
        mean: it.mean * 1e3,
        deviation: it.deviation * 1e3,
    })
}

fn constant() -> Spread {
    millis(mg1_fifo(70.0, Moments::constant(0.01)))
}

fn erlang() -> Spread {
    millis(mg1_fifo(70.0, Moments::erlang(0.01, 4)))
}

fn uniform() -> Spread {
    millis(mg1_fifo(70.0, Moments::uniform(0.01)))
}

fn narrow() -> Spread {
    millis(mg1_fifo(70.0, Moments::lognormal(0.01, 0.5)))
}

fn wide() -> Spread {
    millis(mg1_fifo(50.0, Moments::lognormal(0.01, 1.2)))
}

/// Nine reads of 5 ms for one write of 30 ms.
fn mixed() -> Moments {
    Moments::exponential(0.005).or(0.1, Moments::exponential(0.03))
}

/// 70% of 5 ms, 25% of 20 ms, 5% of 100 ms.
fn measured() -> Moments {
    Moments::constant(0.005).or(0.3, Moments::constant(0.02).or(1.0 / 6.0, Moments::constant(0.1)))
}

/// Own work of 6 ms and a call of 4 ms, one after the other in one slot.
fn held() -> Moments {
    Moments::exponential(0.006).and(Moments::exponential(0.004))
}

/// 50 ms, and three times as much half of the time.
fn now_and_then_slow() -> Moments {
    Moments::exponential(0.05).or(0.5, Moments::exponential(0.15))
}

fn service_times() -> Vec<Case> {
    vec![
        case(
            "md1",
            "u:client{per_sec=70} -> s:api_server{slots=1, service_millis=10, service_distribution=constant}",
            1800.0,
        )
        .figure("s", &WAIT, PK_MEAN, PK, || constant().mean)
        .figure("s", &WAIT_DEVIATION, PK_DEVIATION, PK, || constant().deviation)
        .figure("s", &MUST_WAIT, "ρ", PK, || 0.7)
        .figure("s", &IN_QUEUE, "λ E[W]", "Little 1961", || constant().mean * 0.07),
        case(
            "md1-lifo",
            "u:client{per_sec=50} -> s:api_server{slots=1, service_millis=10, service_distribution=constant, discipline=lifo}",
            950.0,
        )
        .figure("s", &WAIT, PK_MEAN, PK, || millis(mg1_lifo(50.0, Moments::constant(0.01))).mean)
        .figure("s", &WAIT_DEVIATION, "E[W²] = E[W²] of FIFO / (1 - ρ)", "Kingman 1962", || {
            millis(mg1_lifo(50.0, Moments::constant(0.01))).deviation
        }),
        case(
            "mdc",
            "u:client{per_sec=300} -> s:api_server{slots=4, service_millis=10, service_distribution=constant}",
            650.0,
        )
        .figure("s", &WAIT, "Crommelin's series", "Crommelin 1932; Tijms 2003, §9.6", || {
            mdc_wait(4, 3.0).map_or(f64::NAN, |it| it * 10.0)
        }),
        case(
            "me4-1",
            "u:client{per_sec=70} -> s:api_server{slots=1, service_millis=10, service_distribution=erlang, service_stages=4}",
            2100.0,
        )
        .figure("s", &WAIT, PK_MEAN, PK, || erlang().mean)
        .figure("s", &WAIT_DEVIATION, PK_DEVIATION, PK, || erlang().deviation)
        .figure("s", &SOJOURN_DEVIATION, "√(Var[W] + Var[S])", PK, || {
            let service = Moments::erlang(10.0, 4);
            erlang().and(service).deviation
        }),
        case(
            "mu1",
            "u:client{per_sec=70} -> s:api_server{slots=1, service_millis=10, service_distribution=uniform}",
            1350.0,
        )
        .figure("s", &WAIT, PK_MEAN, PK, || uniform().mean)
        .figure("s", &WAIT_DEVIATION, PK_DEVIATION, PK, || uniform().deviation),
        case(
            "mln1-narrow",
            "u:client{per_sec=70} -> s:api_server{slots=1, service_millis=10, service_distribution=lognormal, service_cv=0.5}",
            1750.0,
        )
        .figure("s", &WAIT, PK_MEAN, PK, || narrow().mean)
        .figure("s", &WAIT_DEVIATION, PK_DEVIATION, PK, || narrow().deviation),
        case(
            "mln1-wide",
            "u:client{per_sec=50} -> s:api_server{slots=1, service_millis=10, service_distribution=lognormal, service_cv=1.2}",
            5200.0,
        )
        .figure("s", &WAIT, PK_MEAN, PK, || wide().mean)
        .figure("s", &UTILIZATION, "ρ", PK, || 0.5),
        case(
            "mh2-balanced",
            "u:client{per_sec=50} -> s:api_server{slots=1, service_millis=10, \
             service_distribution=hyperexponential, service_hyper_cv=2}",
            6000.0,
        )
        .figure("s", &WAIT, PK_MEAN, PK, || {
            millis(mg1_fifo(50.0, Moments::hyperexponential(0.01, 2.0))).mean
        })
        .figure("s", &MUST_WAIT, "ρ", PK, || 0.5),
        case(
            "pareto",
            "u:client{per_sec=50} -> s:api_server{slots=1, service_millis=10, service_distribution=pareto, \
             service_tail=2.5, service_spread=100}",
            4800.0,
        )
        .figure("s", &WAIT, PK_MEAN, PK, || millis(mg1_fifo(50.0, Moments::pareto(0.01, 2.5, 100.0))).mean)
        .figure("s", &UTILIZATION, "ρ", PK, || 0.5),
        case(
            "histogram",
            "u:client{per_sec=40} -> s:api_server{slots=1, service_distribution=histogram, \
             service_histogram=\"5:70 20:25 100:5\"}",
            4500.0,
        )
        .figure("s", &WAIT, PK_MEAN, PK, || millis(mg1_fifo(40.0, measured())).mean)
        .figure("s", &UTILIZATION, "λ (0.7 · 5 + 0.25 · 20 + 0.05 · 100 ms)", PK, || 0.54),
        case(
            "mh2-1",
            "u:client{per_sec=70, writes=0.1} -> s:database_sql{slots=1, service_millis=5, write_factor=6}",
            3800.0,
        )
        .figure("s", &WAIT, PK_MEAN, PK, || millis(mg1_fifo(70.0, mixed())).mean)
        .figure("s", &WAIT_DEVIATION, PK_DEVIATION, PK, || millis(mg1_fifo(70.0, mixed())).deviation)
        .figure("s", &UTILIZATION, "λ (0.9 · 5 ms + 0.1 · 30 ms)", PK, || 0.525),
        case(
            "held-slot",
            "u:client{per_sec=60} -> s:api_server{slots=1, service_millis=6, holds_slot=true} -> \
             b:microservice{slots=100000, service_millis=4}",
            1300.0,
        )
        .figure("s", &WAIT, PK_MEAN, PK, || millis(mg1_fifo(60.0, held())).mean)
        .figure("s", &SOJOURN, "E[W] + E[S]", PK, || millis(mg1_fifo(60.0, held())).mean + 10.0)
        .figure("s", &UTILIZATION, "ρ", PK, || 0.6),
        case(
            "slow-mode",
            "u:client{per_sec=100} -{timeout_millis=200}-> p:external_api{service_millis=50, service_distribution=exponential, \
             slow_share=0.5, slow_spell_secs=1, slow_factor=3}",
            2000.0,
        )
        .figure("p", &SOJOURN, "(1 - p + p f) / μ", PASTA, || now_and_then_slow().first * 1e3)
        .figure("p", &SOJOURN_DEVIATION, "E[S²] = 2 (1 - p + p f²) / μ²", PASTA, || {
            now_and_then_slow().deviation() * 1e3
        })
        .figure("p", &IN_SYSTEM, "λ E[S]", "Little 1961", || now_and_then_slow().first * 100.0)
        .figure("", &FAILED, "(1 - p) e^(-d μ) + p e^(-d μ / f)", PASTA, || {
            0.5 * (libm::exp(-4.0) + libm::exp(-4.0 / 3.0))
        }),
    ]
}

/// Requests of M/M/1 that come four at a time.
fn fours(architecture: &mut Architecture, _seed: u64) {
    for workload in architecture.components.iter_mut().filter_map(|it| it.workload.as_mut()) {
        workload.batch = 4;
    }
}

/// Twenty requests per second and a hundred, each for 0.2 s on average.
fn bursts(architecture: &mut Architecture, _seed: u64) {
    let bursts = Pattern::TwoState { low_per_sec: 20.0, high_per_sec: 100.0, low_secs: 0.2, high_secs: 0.2 };
    pattern(architecture, &bursts);
}

/// Twelve people per second who ask five times on average and think for half a second.
fn sessions(architecture: &mut Architecture, _seed: u64) {
    let sessions = Pattern::Sessions { sessions_per_sec: 12.0, requests_each: 5.0, think_secs: 0.5 };
    pattern(architecture, &sessions);
}

/// Probability that a request at equal gaps must wait.
fn even_waits() -> f64 {
    gim1_waiting(|s| libm::exp(-s / 75.0), 100.0)
}

fn arrivals() -> Vec<Case> {
    vec![
        case("batches", "u:client{per_sec=60} -> s:api_server{slots=1, service_millis=10}", 2200.0)
            .arranged(fours)
            .figure("s", &IN_SYSTEM, "ρ (1 + k) / (2 (1 - ρ))", "Gross and Harris 1998, §3.1", || {
                batch_mm1(0.6, 4)
            })
            .figure("s", &SOJOURN, "L / λ", "Little 1961", || batch_mm1(0.6, 4) / 0.06),
        case("mmpp", "u:client{per_sec=60} -> s:api_server{slots=1, service_millis=10}", 4000.0)
            .arranged(bursts)
            .figure("s", &IN_SYSTEM, "matrix-geometric", "Neuts 1981, chapter 6", || {
                mmpp_mm1([20.0, 100.0], [0.2, 0.2], 100.0)
            })
            .figure("s", &UTILIZATION, "ρ", "Neuts 1981, chapter 6", || 0.6),
        case("sessions", "u:client{per_sec=60} -> s:api_server{slots=1, service_millis=10}", 2100.0)
            .arranged(sessions)
            .figure("s", &UTILIZATION, "λ n / μ", "Jackson 1957", || 0.6)
            .figure("s", &SOJOURN, "1 / (μ - λ n)", "Jackson 1957", || 25.0),
        case("dm1", "u:client{per_sec=75} -> s:api_server{slots=1, service_millis=10}", 1500.0)
            .arranged(even)
            .figure("s", &MUST_WAIT, "σ = e^(-μ (1 - σ) / λ)", GI, even_waits)
            .figure("s", &WAIT, "σ / (μ (1 - σ))", GI, || even_waits() / (1.0 - even_waits()) * 10.0)
            .figure("s", &SOJOURN_DEVIATION, "1 / (μ (1 - σ))", GI, || 10.0 / (1.0 - even_waits()))
            .figure("s", &SOJOURN_P99, "ln 100 / (μ (1 - σ))", GI, || {
                libm::log(100.0) * 10.0 / (1.0 - even_waits())
            }),
    ]
}
