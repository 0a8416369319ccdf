//! Many servers whose customers leave when they have waited, or have been there, for too long.

/// What comes of a queue that impatient customers leave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Abandoned {
    /// Share of customers who leave without having been served to the end.
    pub left: f64,
    /// Mean wait of those whose service begins.
    pub wait: f64,
    pub mean_in_queue: f64,
    pub mean_busy: f64,
}

/// M/M/c whose customers leave the queue after exponential times of mean `patience`, but not out of service: Erlang A
/// (Palm 1957; Garnett, Mandelbaum and Reiman 2002). Exists at any load.
///
/// ```
/// // Endless patience: Erlang C.
/// let it = sim::queueing::erlang_a(4, 3.2, 1.0, 1e9);
/// assert!(it.left < 1e-8 && (it.wait - sim::queueing::mmc_wait(4, 3.2, 1.0).unwrap()).abs() < 1e-6);
/// // No patience: Erlang B.
/// let it = sim::queueing::erlang_a(5, 3.0, 1.0, 1e-9);
/// assert!((it.left - sim::queueing::erlang_b(5, 3.0)).abs() < 1e-6);
/// ```
pub fn erlang_a(servers: u32, arrival_rate: f64, mean_service: f64, patience: f64) -> Abandoned {
    let all = f64::from(servers) / mean_service;
    let states = birth_death(arrival_rate, |n| {
        f64::from(n.min(servers)) / mean_service + f64::from(n.saturating_sub(servers)) / patience
    });
    let (mut queued, mut busy, mut waits, mut served) = (0.0, 0.0, 0.0, 0.0);
    // Whoever finds so many waiting moves up through as many stages and leaves in one of them or is served. The mean
    // time in the stages is the same for both.
    let mut stages = 0.0;
    for (n, p) in (0..).zip(&states) {
        let waiting = f64::from(n - servers.min(n));
        queued += p * waiting;
        busy += p * f64::from(n.min(servers));
        if n < servers {
            served += p;
            continue;
        }
        let leaving = all + (waiting + 1.0) / patience;
        stages += 1.0 / leaving;
        served += p * all / leaving;
        waits += p * all / leaving * stages;
    }
    Abandoned { left: 1.0 - served, wait: waits / served, mean_in_queue: queued, mean_busy: busy }
}

/// The same when customers leave out of service as well: everybody stays for an exponential time at most.
///
/// ```
/// // Enough servers: the shorter of service and patience.
/// let (success, _) = sim::queueing::mmc_leaving(1000, 3.0, 1.0, 4.0);
/// assert!((success - 0.8).abs() < 1e-9);
/// ```
pub fn mmc_leaving(servers: u32, arrival_rate: f64, mean_service: f64, patience: f64) -> (f64, f64) {
    let states =
        birth_death(arrival_rate, |n| f64::from(n.min(servers)) / mean_service + f64::from(n) / patience);
    let mean = |value: &dyn Fn(u32) -> u32| -> f64 {
        (0..).zip(&states).map(|(n, p)| p * f64::from(value(n))).sum()
    };
    let busy = mean(&|n| n.min(servers));
    (busy / mean_service / arrival_rate, mean(&|n| n))
}

/// Share of customers who leave M/M/c, and mean number of busy servers, if all of them wait for `patience` at most:
/// M/M/c+D (Barrer 1957; Baccelli and Hebuterne 1981). The wait that a newcomer would have to stand has the density of
/// M/M/c, beyond the patience without new work.
///
/// ```
/// let (left, _) = sim::queueing::mmc_with_fixed_patience(5, 3.0, 1.0, 0.0);
/// assert!((left - sim::queueing::erlang_b(5, 3.0)).abs() < 1e-12);
/// let (left, busy) = sim::queueing::mmc_with_fixed_patience(4, 3.2, 1.0, 1e3);
/// assert!(left < 1e-9 && (busy - 3.2).abs() < 1e-9);
/// ```
pub fn mmc_with_fixed_patience(
    servers: u32,
    arrival_rate: f64,
    mean_service: f64,
    patience: f64,
) -> (f64, f64) {
    let load = arrival_rate * mean_service;
    let all = f64::from(servers) / mean_service;
    // Relative to one server being idle.
    let mut below = 0.0;
    let mut weight = 1.0;
    for n in (1..servers).rev() {
        below += weight;
        weight *= f64::from(n) / load;
    }
    below += weight;
    let gap = all - arrival_rate;
    let in_time = if gap == 0.0 { patience } else { (1.0 - libm::exp(-gap * patience)) / gap } * arrival_rate;
    let late = arrival_rate / all * libm::exp(-gap * patience);
    let left = late / (below + in_time + late);
    (left, load * (1.0 - left))
}

/// Probabilities of the numbers in a system that grows at `birth` and shrinks at the rate of its number (Kleinrock 1975,
/// §3.1), as far as they count.
fn birth_death(birth: f64, death: impl Fn(u32) -> f64) -> Vec<f64> {
    let mut weights = vec![1.0];
    let (mut sum, mut highest) = (1.0f64, 1.0f64);
    for n in 1..10_000_000 {
        let shrinks = death(n);
        let mut weight = weights[n as usize - 1] * birth / shrinks;
        if weight > 1e250 {
            // Only the ratios count, and they must stay numbers.
            weights.iter_mut().for_each(|it| *it *= 1e-250);
            (sum, highest, weight) = (sum * 1e-250, highest * 1e-250, weight * 1e-250);
        }
        weights.push(weight);
        sum += weight;
        highest = highest.max(weight);
        if shrinks > birth && weight < 1e-17 * highest {
            break;
        }
    }
    weights.iter_mut().for_each(|it| *it /= sum);
    weights
}
