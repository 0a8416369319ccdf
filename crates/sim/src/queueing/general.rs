//! Several servers, and times of any distribution: approximations by two moments.

use super::{erlang_c, mmc_wait};

/// How long is waited.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waiting {
    pub mean: f64,
    /// Mean of those who wait at all.
    pub of_those_who_do: f64,
}

/// Mean wait in M/G/c; `scv`: squared coefficient of variation of the service time. Exact for M/M/c and M/G/1.
///
/// Between constant and exponential times on a line between M/D/c by Cosmetatos (1976) and M/M/c, beyond by Kimura (1986):
/// many servers pass by a long request, so that spread does less harm than to one.
///
/// ```
/// let exact = sim::queueing::mdc_wait(4, 2.4).unwrap();
/// assert!((sim::queueing::mgc_wait(4, 2.4, 1.0, 0.0).unwrap() / exact - 1.0).abs() < 0.01);
/// ```
pub fn mgc_wait(servers: u32, arrival_rate: f64, mean_service: f64, scv: f64) -> Option<f64> {
    let random = mmc_wait(servers, arrival_rate, mean_service)?;
    let c = f64::from(servers);
    let utilization = arrival_rate * mean_service / c;
    let more = (1.0 - utilization) * (c - 1.0) * ((4.0 + 5.0 * c).sqrt() - 2.0) / (16.0 * utilization * c);
    // At next to no load, who waits does so for the first of c requests to end.
    let constant = 0.5 * (1.0 + more.min((c - 1.0) / (c + 1.0)));
    let ratio = if scv <= 1.0 {
        (1.0 - scv) * constant + scv
    } else {
        (1.0 + scv) / (2.0 * scv + (1.0 - scv) / constant)
    };
    Some(random * ratio)
}

/// Wait in GI/G/c: that of M/G/c by the sum of the two squared coefficients of variation (Allen and Cunneen), shorter by
/// the correction of Krämer and Langenbach-Belz (1976) where arrivals are not random.
///
/// ```
/// let exact = sim::queueing::mg1_wait(0.8, 1.0, 0.25).unwrap();
/// assert!((sim::queueing::ggc_wait(1, 0.8, 1.0, 1.0, 0.25).unwrap().mean - exact).abs() < 1e-12);
/// ```
pub fn ggc_wait(
    servers: u32,
    arrival_rate: f64,
    mean_service: f64,
    arrival_scv: f64,
    service_scv: f64,
) -> Option<Waiting> {
    let load = arrival_rate * mean_service;
    let free = 1.0 - load / f64::from(servers);
    let sum = arrival_scv + service_scv;
    let exponent = if arrival_scv < 1.0 {
        let even = (1.0 - arrival_scv) * (1.0 - arrival_scv);
        2.0 * free / (3.0 * (1.0 - free).max(1e-9)) * even / sum.max(1e-9)
    } else {
        free * (arrival_scv - 1.0) / (arrival_scv + 4.0 * service_scv)
    };
    let at_random = mgc_wait(servers, arrival_rate, mean_service, service_scv)?;
    let mean = at_random * sum / (1.0 + service_scv);
    // Whoever waits is as badly off; fewer do.
    Some(Waiting {
        mean: mean * libm::exp(-exponent),
        of_those_who_do: mean / erlang_c(servers, load)?.max(f64::MIN_POSITIVE),
    })
}
