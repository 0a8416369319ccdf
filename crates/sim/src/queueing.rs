//! Closed forms of queueing theory, for the estimate and for checking the engine.
//!
//! Rates are per unit of time, times in the same unit; `load` is the offered load in Erlangs: arrival rate times mean
//! service time. Where no steady state exists (`load >= servers` without a bound) the answer is `None`.

mod bursts;
mod closed;
mod finite;
mod general;
mod moments;
mod parallel;
mod patience;
mod single;
mod transient;

pub use bursts::{batch_mm1, mmpp_mm1};
pub use closed::{InFront, Rounds, Station, in_front_of, rounds, speeds, speeds_of_several};
pub use finite::{
    Buffered, bounded_buffer, engset, finite_wait, machine_repair, md1k_loss, mdc_wait, mgck,
    token_bucket_loss,
};
pub use general::{Waiting, ggc_wait, mgc_wait};
pub use moments::Moments;
pub use parallel::{
    fork_join, fork_join_correlation, harmonic, longest_deviation, longest_quantile, shorter_of_two,
    two_choices,
};
pub use patience::{Abandoned, erlang_a, mmc_leaving, mmc_with_fixed_patience};
pub use single::{
    Impatient, Spread, gim1_waiting, mg1_fifo, mg1_lifo, mg1_with_breakdowns, mm1_patient, mm1_with_failures,
};
pub use transient::{Wave, mm1_from_empty, mtm_infinite};

/// Probability that all of `servers` servers are busy when nobody waits (M/G/c/c): Erlang's loss formula (1917), by
/// the stable recursion over servers.
///
/// ```
/// assert!((sim::queueing::erlang_b(5, 3.0) - 0.110_054).abs() < 1e-6);
/// ```
pub fn erlang_b(servers: u32, load: f64) -> f64 {
    let mut blocked = 1.0;
    for k in 1..=servers {
        blocked = load * blocked / (f64::from(k) + load * blocked);
        // Too many servers to ever be full: the rest changes nothing.
        if blocked < 1e-300 {
            return 0.0;
        }
    }
    blocked
}

/// Probability that a request must wait in M/M/c: Erlang's delay formula.
///
/// ```
/// assert_eq!(sim::queueing::erlang_c(1, 0.8).unwrap(), 0.8);
/// assert!((sim::queueing::erlang_c(10, 9.0).unwrap() - 0.668_73).abs() < 1e-5);
/// ```
pub fn erlang_c(servers: u32, load: f64) -> Option<f64> {
    let utilization = load / f64::from(servers);
    if utilization >= 1.0 || servers == 0 {
        return None;
    }
    let blocked = erlang_b(servers, load);
    Some(blocked / (1.0 - utilization * (1.0 - blocked)))
}

/// Mean wait in M/M/c.
///
/// ```
/// // M/M/1 at 80 %: four service times.
/// assert!((sim::queueing::mmc_wait(1, 0.8, 1.0).unwrap() - 4.0).abs() < 1e-12);
/// ```
pub fn mmc_wait(servers: u32, arrival_rate: f64, mean_service: f64) -> Option<f64> {
    let load = arrival_rate * mean_service;
    Some(erlang_c(servers, load)? * mean_service / (f64::from(servers) - load))
}

/// Mean wait in M/G/1 by Pollaczek and Khinchine; `scv`: squared coefficient of variation of the service time.
///
/// ```
/// // Constant service halves the wait.
/// assert!((sim::queueing::mg1_wait(0.8, 1.0, 0.0).unwrap() - 2.0).abs() < 1e-12);
/// ```
pub fn mg1_wait(arrival_rate: f64, mean_service: f64, scv: f64) -> Option<f64> {
    let utilization = arrival_rate * mean_service;
    (utilization < 1.0).then(|| utilization * mean_service * (1.0 + scv) / 2.0 / (1.0 - utilization))
}

/// M/M/c with room for `room` requests, those in service included; further ones are lost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounded {
    /// Share of requests that are lost.
    pub loss: f64,
    /// Mean wait of those that are served.
    pub wait: f64,
    /// Share of those that are served that must wait.
    pub probability_of_waiting: f64,
    /// Mean number of busy servers over servers.
    pub utilization: f64,
    pub mean_in_queue: f64,
}

/// M/M/c/K. Exists at any load.
///
/// ```
/// // Without waiting room it is Erlang's loss formula.
/// let lost = sim::queueing::mmck(5, 5, 3.0, 1.0);
/// assert!((lost.loss - sim::queueing::erlang_b(5, 3.0)).abs() < 1e-12);
/// // M/M/1/3 at load 1: four equally likely states.
/// assert!((sim::queueing::mmck(1, 3, 1.0, 1.0).loss - 0.25).abs() < 1e-12);
/// ```
pub fn mmck(servers: u32, room: u32, arrival_rate: f64, mean_service: f64) -> Bounded {
    mmck_between(servers, f64::from(room.max(servers) - servers), arrival_rate, mean_service)
}

/// M/M/c/K in which `waiting` requests may wait, which need not be a whole number.
pub fn mmck_between(servers: u32, waiting: f64, arrival_rate: f64, mean_service: f64) -> Bounded {
    let load = arrival_rate * mean_service;
    let c = f64::from(servers);
    let utilization = load / c;
    // Relative to the state in which all servers are busy and nobody waits, whose weight is 1.
    let below: f64 = {
        let mut weight = 1.0;
        (1..=servers)
            .rev()
            .map(|k| {
                weight *= f64::from(k) / load.max(1e-300);
                weight
            })
            .sum()
    };
    if waiting * libm::log(utilization.max(1e-300)) > 460.0 {
        return full(servers, waiting, load, mean_service);
    }
    let last = libm::pow(utilization, waiting);
    let (above, queued) = geometric(utilization, waiting, last);
    let total = below + above;
    let loss = last / total;
    let accepted = arrival_rate * (1.0 - loss);
    let mean_in_queue = queued / total;
    Bounded {
        loss,
        wait: if accepted > 0.0 { mean_in_queue / accepted } else { 0.0 },
        probability_of_waiting: if accepted > 0.0 { (above - last) / (total - last) } else { 0.0 },
        utilization: accepted * mean_service / c,
        mean_in_queue,
    }
}

/// Sums of `x^n` and of `n x^n` for n from 0 to `most`; `last` is `x^most`.
fn geometric(x: f64, most: f64, last: f64) -> (f64, f64) {
    let gap = 1.0 - x;
    if (gap * most).abs() < 1e-3 {
        // Near x = 1 the closed forms cancel: to the first order in the gap.
        let sum = (most + 1.0) * (1.0 - gap * most / 2.0);
        let weighted = most * (most + 1.0) / 2.0 * (1.0 - gap * (2.0 * most + 1.0) / 3.0);
        return (sum, weighted);
    }
    let sum = (1.0 - last * x) / gap;
    let weighted = x * (1.0 - (most + 1.0) * last + most * last * x) / (gap * gap);
    (sum, weighted)
}

/// Limit for a hopeless overload: always full, served at the full rate; the gaps are geometric.
fn full(servers: u32, waiting: f64, load: f64, mean_service: f64) -> Bounded {
    let c = f64::from(servers);
    let mean_in_queue = waiting - 1.0 / (load / c - 1.0);
    Bounded {
        loss: 1.0 - c / load,
        wait: mean_in_queue * mean_service / c,
        probability_of_waiting: 1.0,
        utilization: 1.0,
        mean_in_queue,
    }
}

/// Throughput and mean response of a closed network: users who think, then pass each station (multi-server stations by
/// Seidmann's approximation: a single fast server and a delay), by mean value analysis (Reiser and Lavenberg 1980).
///
/// ```
/// // One user: no queueing at all.
/// let (rate, response) = sim::queueing::closed_network(1, 9.0, &[(1, 1.0)]);
/// assert!((rate - 0.1).abs() < 1e-12 && (response - 1.0).abs() < 1e-12);
/// ```
pub fn closed_network(users: u32, think: f64, stations: &[(u32, f64)]) -> (f64, f64) {
    let mut queues = vec![0.0; stations.len()];
    let (mut rate, mut response) = (0.0, 0.0);
    for n in 1..=users {
        let times: Vec<f64> = stations
            .iter()
            .zip(&queues)
            .map(|(&(servers, demand), queue)| {
                let c = f64::from(servers);
                demand / c * (1.0 + queue) + demand * (c - 1.0) / c
            })
            .collect();
        response = times.iter().sum();
        rate = f64::from(n) / (think + response);
        for ((queue, time), &(servers, demand)) in queues.iter_mut().zip(&times).zip(stations) {
            let c = f64::from(servers);
            *queue = rate * (time - demand * (c - 1.0) / c);
        }
    }
    (rate, response)
}

/// Two-sided 95 % quantile of Student's t by degrees of freedom.
///
/// ```
/// assert_eq!(sim::queueing::student_t_95(9), 2.262);
/// ```
pub fn student_t_95(degrees: u32) -> f64 {
    // Any table of the t distribution; between rows the larger value holds.
    const TABLE: [f64; 30] = [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145,
        2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048,
        2.045, 2.042,
    ];
    match degrees {
        0 => f64::INFINITY,
        1..=30 => TABLE[degrees as usize - 1],
        31..=60 => 2.042 - (2.042 - 2.000) * f64::from(degrees - 30) / 30.0,
        61..=120 => 2.000 - (2.000 - 1.980) * f64::from(degrees - 60) / 60.0,
        _ => 1.960 + 2.4 / f64::from(degrees),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_bound_is_no_bound() {
        let (c, rate) = (4, 3.2);
        let bounded = mmck(c, 5000, rate, 1.0);
        let open = mmc_wait(c, rate, 1.0).unwrap();
        assert!((bounded.wait - open).abs() < 1e-9, "{} {open}", bounded.wait);
        assert!(bounded.loss < 1e-12);
    }

    #[test]
    fn sums_agree_with_adding_up() {
        for x in [0.3, 0.999, 0.999_999, 1.0, 1.000_001, 1.2] {
            for most in [0u32, 1, 7, 100] {
                let terms: Vec<f64> = (0..=most).map(|n| libm::pow(x, f64::from(n))).collect();
                let (sum, weighted) = geometric(x, f64::from(most), libm::pow(x, f64::from(most)));
                let exact: f64 = terms.iter().sum();
                let exact_weighted: f64 = terms.iter().enumerate().map(|(n, it)| n as f64 * it).sum();
                assert!((sum / exact - 1.0).abs() < 1e-6, "{x} {most}");
                assert!(
                    (weighted - exact_weighted).abs() <= 1e-5 * exact_weighted,
                    "{x} {most} {weighted} {exact_weighted}"
                );
            }
        }
    }

    #[test]
    fn a_hopeless_overload_serves_at_the_full_rate() {
        for room in [50, 5_000, 500_000] {
            let it = mmck(4, room, 40.0, 1.0);
            assert!((it.loss - 0.9).abs() < 1e-6, "{it:?}");
            assert!((it.utilization - 1.0).abs() < 1e-6, "{it:?}");
            assert!(it.wait.is_finite());
        }
    }

    #[test]
    fn many_users_saturate_the_slowest_station() {
        let (rate, _) = closed_network(500, 1.0, &[(1, 0.01), (4, 0.08)]);
        assert!((rate - 50.0).abs() < 0.5, "{rate}");
    }
}
