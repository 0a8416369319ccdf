//! One server: how waits are spread, other arrivals, impatience, breakdowns.

use super::Moments;

/// A time's mean and standard deviation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    pub mean: f64,
    pub deviation: f64,
}

impl Spread {
    fn of(first: f64, second: f64) -> Self {
        Self { mean: first, deviation: (second - first * first).max(0.0).sqrt() }
    }

    /// Of the sum with an independent time.
    #[must_use]
    pub fn and(self, other: Moments) -> Self {
        let deviation = other.deviation();
        Self {
            mean: self.mean + other.first,
            deviation: (self.deviation * self.deviation + deviation * deviation).sqrt(),
        }
    }
}

/// Wait in M/G/1, first come, first served: Pollaczek and Khinchine (Kleinrock 1975, §5.7).
///
/// ```
/// use sim::queueing::{Moments, mg1_fifo};
/// // M/M/1 at 80 %: the wait has second moment 2 ρ / (μ - λ)².
/// let wait = mg1_fifo(0.8, Moments::exponential(1.0)).unwrap();
/// assert!((wait.mean - 4.0).abs() < 1e-12);
/// assert!((wait.deviation - 24f64.sqrt()).abs() < 1e-12);
/// ```
pub fn mg1_fifo(arrival_rate: f64, service: Moments) -> Option<Spread> {
    let (first, second) = waits(arrival_rate, service)?;
    Some(Spread::of(first, second))
}

/// Wait in M/G/1, last come, first served: the mean is the same, the second moment larger by 1 / (1 - ρ) (Kingman 1962).
pub fn mg1_lifo(arrival_rate: f64, service: Moments) -> Option<Spread> {
    let (first, second) = waits(arrival_rate, service)?;
    Some(Spread::of(first, second / (1.0 - arrival_rate * service.first)))
}

fn waits(arrival_rate: f64, service: Moments) -> Option<(f64, f64)> {
    let free = 1.0 - arrival_rate * service.first;
    let first = arrival_rate * service.second / (2.0 * free);
    let second = 2.0 * first * first + arrival_rate * service.third / (3.0 * free);
    (free > 0.0).then_some((first, second))
}

/// Probability that an arrival of GI/M/1 must wait: the root below 1 of σ = A*(μ (1 - σ)); `gaps` is the Laplace
/// transform of the gaps between arrivals (Kleinrock 1975, §6.4). The sojourn is then exponential of rate μ (1 - σ).
///
/// ```
/// // Poisson arrivals: the utilization.
/// let found = sim::queueing::gim1_waiting(|s| 0.8 / (0.8 + s), 1.0);
/// assert!((found - 0.8).abs() < 1e-9);
/// ```
pub fn gim1_waiting(gaps: impl Fn(f64) -> f64, service_rate: f64) -> f64 {
    let mut root = 0.0;
    // The iteration grows towards the smaller root; its steps shrink at least as fast as the utilization's powers.
    for _ in 0..100_000 {
        let next = gaps(service_rate * (1.0 - root));
        if (next - root).abs() < 1e-14 {
            return next;
        }
        root = next;
    }
    root
}

/// M/M/1 whose customers leave, also out of service, when they have been there for `patience`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Impatient {
    pub success: f64,
    pub utilization: f64,
}

/// The work in the system never exceeds the patience; below it has the density of M/M/1, cut off and scaled (level
/// crossing: Gnedenko and Kovalenko 1968; Brill 2008, §3.3).
///
/// ```
/// // Endless patience: everybody is served.
/// let it = sim::queueing::mm1_patient(80.0, 100.0, 1e3);
/// assert!((it.success - 1.0).abs() < 1e-9 && (it.utilization - 0.8).abs() < 1e-9);
/// ```
pub fn mm1_patient(arrival_rate: f64, service_rate: f64, patience: f64) -> Impatient {
    let gap = service_rate - arrival_rate;
    let empty = gap / (service_rate - arrival_rate * libm::exp(-gap * patience));
    // From work v an arrival is served in time with probability 1 - e^(-μ (T - v)).
    let from_empty = 1.0 - libm::exp(-service_rate * patience);
    let below = (1.0 - libm::exp(-gap * patience)) / gap;
    let late = (libm::exp(-gap * patience) - libm::exp(-service_rate * patience)) / arrival_rate;
    Impatient { success: empty * (from_empty + arrival_rate * (below - late)), utilization: 1.0 - empty }
}

/// Mean number in M/M/1 that is emptied by failures of rate `failure_rate` while up, turns everybody away while down,
/// and is repaired at `repair_rate`: while up the number is geometric, its ratio the smaller root of
/// μ z² - (λ + μ + failure rate) z + λ (Boudali and Economou 2012).
pub fn mm1_with_failures(arrival_rate: f64, service_rate: f64, failure_rate: f64, repair_rate: f64) -> f64 {
    let sum = arrival_rate + service_rate + failure_rate;
    let ratio = (sum - (sum * sum - 4.0 * arrival_rate * service_rate).sqrt()) / (2.0 * service_rate);
    repair_rate / (failure_rate + repair_rate) * ratio / (1.0 - ratio)
}

/// Mean sojourn in M/G/1 whose server fails at `failure_rate` while it is up, also when it has nothing to do, and goes on
/// after a repair where it stopped (preemptive resume: White and Christie 1958; Avi-Itzhak and Naor 1963).
///
/// What is ahead of a request takes longer by the repairs that fall into it, and whoever comes during a repair waits
/// for what is left of it.
///
/// ```
/// use sim::queueing::{Moments, mg1_fifo, mg1_with_breakdowns};
/// let (service, repair) = (Moments::exponential(1.0), Moments::exponential(5.0));
/// // A server that never fails.
/// let found = mg1_with_breakdowns(0.5, service, 0.0, repair).unwrap();
/// assert!((found - mg1_fifo(0.5, service).unwrap().mean - 1.0).abs() < 1e-12);
/// // Nearly no requests: their own work with its repairs, and what is left of a repair for those who meet one.
/// let found = mg1_with_breakdowns(1e-9, service, 0.1, repair).unwrap();
/// assert!((found - (1.5 + 0.5 / 1.5 * 5.0)).abs() < 1e-6);
/// ```
pub fn mg1_with_breakdowns(
    arrival_rate: f64,
    service: Moments,
    failure_rate: f64,
    repair: Moments,
) -> Option<f64> {
    let longer = 1.0 + failure_rate * repair.first;
    let down = failure_rate * repair.first / longer;
    let left = if down > 0.0 { down * repair.second / (2.0 * repair.first) } else { 0.0 };
    let free = 1.0 - arrival_rate * service.first * longer;
    let ahead = arrival_rate * (service.first * left + service.second * longer / 2.0) / free;
    (free > 0.0).then_some(left + (ahead + service.first) * longer)
}
