//! Finite rooms and finite populations.

use super::{Bounded, mmck_between};

/// Wait in M/D/c over the service time (Crommelin 1932).
///
/// ```
/// // One server: Pollaczek and Khinchine.
/// assert!((sim::queueing::mdc_wait(1, 0.8).unwrap() - 2.0).abs() < 1e-9);
/// ```
pub fn mdc_wait(servers: u32, load: f64) -> Option<f64> {
    let c = f64::from(servers);
    let utilization = load / c;
    if utilization >= 1.0 {
        return None;
    }
    let mut wait = 0.0;
    for i in 1..100_000 {
        let arrivals = f64::from(i) * load;
        let least = u64::from(servers) * u64::from(i as u32);
        let term = poisson_tail(least, arrivals) - poisson_tail(least + 1, arrivals) / utilization;
        wait += term;
        if term < 1e-13 {
            break;
        }
    }
    Some(wait)
}

/// Probability that a Poisson number of mean `mean` is at least `least`; for `least` above the mean.
fn poisson_tail(least: u64, mean: f64) -> f64 {
    let n = least as f64;
    let mut term = libm::exp(n * libm::log(mean) - mean - libm::lgamma(n + 1.0));
    let (mut sum, mut k) = (0.0, n);
    while term > sum * 1e-17 {
        sum += term;
        k += 1.0;
        term *= mean / k;
    }
    sum
}

/// Share lost by M/D/1 with room for `room` requests, the one in service included, from the numbers that departures
/// leave behind (Kleinrock 1975, §5.6; Gross and Harris 1998, §5.1). A token bucket of `room` tokens is the same
/// system: its missing tokens are the work that waits.
///
/// ```
/// assert!((sim::queueing::md1k_loss(1, 0.5) - 0.5 / 1.5).abs() < 1e-12);
/// assert_eq!(sim::queueing::md1k_loss(64, 1000.0), 0.999);
/// ```
pub fn md1k_loss(room: u32, load: f64) -> f64 {
    lost(md1k_nobody(room, load), load)
}

/// Share lost at that load by a server that leaves nobody behind with that probability.
fn lost(nobody: f64, load: f64) -> f64 {
    (1.0 - 1.0 / (nobody + load)).clamp(0.0, 1.0)
}

/// Probability that a departure from M/D/1 with that room leaves nobody behind.
fn md1k_nobody(room: u32, load: f64) -> f64 {
    /// So many times as often with a number of requests as with none.
    const HOPELESS: f64 = 1e16;
    let room = room.max(1) as usize;
    let mut arrivals = vec![libm::exp(-load)];
    for k in 1..=room {
        arrivals.push(arrivals[k - 1] * load / k as f64);
    }
    // Relative to leaving nobody behind.
    let mut left = vec![1.0];
    for j in 0..room - 1 {
        let known: f64 = (1..=j).map(|i| left[i] * arrivals[j + 1 - i]).sum();
        left.push((left[j] - arrivals[j] - known) / arrivals[0]);
        // It is never empty: all that it can do is done.
        if left[j + 1].is_nan() || left[j + 1] > HOPELESS {
            return 0.0;
        }
    }
    1.0 / left.iter().sum::<f64>()
}

/// Share that a token bucket of `burst` tokens and `refill` tokens per second turns away of requests that come at random.
///
/// Exact for small ones ([`md1k_loss`]), in between two whole numbers by the logarithm of the chance that no token is missing, which
/// is exact up to two. Beyond, by the room of exponential work that is full as often, where it is full.
///
/// ```
/// // As Erlang's distribution of the wait in M/D/1 has it.
/// let of_one_and_a_half = 1.0 - 1.0 / ((-0.5f64).exp() + 1.0);
/// assert!((sim::queueing::token_bucket_loss(1.5, 100.0, 100.0) - of_one_and_a_half).abs() < 1e-12);
/// let small = sim::queueing::token_bucket_loss(64.0, 100.0, 101.0);
/// let large = sim::queueing::token_bucket_loss(65.0, 100.0, 101.0);
/// assert!(large < small && small - large < 5e-4);
/// // In the end what is refilled gets through.
/// assert!((sim::queueing::token_bucket_loss(1000.0, 100.0, 150.0) - 1.0 / 3.0).abs() < 1e-9);
/// ```
pub fn token_bucket_loss(burst: f64, refill: f64, arrival_rate: f64) -> f64 {
    const SMALL: f64 = 64.0;
    if refill <= 0.0 {
        return 1.0;
    }
    let burst = burst.max(1.0);
    if burst <= SMALL {
        let (load, part) = (arrival_rate / refill, burst.fract());
        let nobody = |room: f64| md1k_nobody(room as u32, load);
        let below = nobody(burst.floor());
        let between = if part > 0.0 && below > 0.0 {
            libm::pow(below, 1.0 - part) * libm::pow(nobody(burst.ceil()), part)
        } else {
            below
        };
        return lost(between, load);
    }
    mmck_between(1, 2.0 * burst, arrival_rate, 1.0 / refill).loss
}

/// M/G/c/K in which `waiting` requests may wait, by M/M/c/K: work that makes the wait in an endless queue `factor` times as
/// long fills the room that much sooner, but for the places that the servers themselves keep free.
///
/// Against runs of 1 to 8 servers, 5 to 100 places, coefficients of variation of 0 to 4 and loads of 0.5 to 1.3: losses of more
/// than 1% mostly within a tenth, waits within a fifth. Exact for exponential work, and without waiting room (Erlang).
///
/// ```
/// let (even, uneven) = (sim::queueing::mmck(1, 21, 75.0, 0.01), sim::queueing::mgck(1, 20.0, 75.0, 0.01, 2.5));
/// assert!((sim::queueing::mgck(1, 20.0, 75.0, 0.01, 1.0).loss - even.loss).abs() < 1e-12);
/// // Runs with hyperexponential work of variation 2: 1.9% are lost, those let in wait for 5.6 services.
/// assert!((uneven.loss / 0.019 - 1.0).abs() < 0.1 && (uneven.wait / 0.056 - 1.0).abs() < 0.1);
/// // Without room it is Erlang's loss formula, whatever the work.
/// let none = sim::queueing::mgck(5, 0.0, 300.0, 0.01, 2.5).loss;
/// assert!((none - sim::queueing::erlang_b(5, 3.0)).abs() < 1e-12);
/// ```
pub fn mgck(servers: u32, waiting: f64, arrival_rate: f64, mean_service: f64, factor: f64) -> Bounded {
    let kept = (0.75 * libm::pow(f64::from(servers), 0.8)).min(waiting);
    let room = (waiting - kept) / factor + kept;
    let found = mmck_between(servers, room, arrival_rate, mean_service);
    let times = if room > 0.0 { waiting / room } else { 1.0 };
    Bounded { wait: found.wait * times, mean_in_queue: found.mean_in_queue * times, ..found }
}

/// Share of calls lost by `servers` servers with `users` users who think before they call, and think again after a
/// loss: Engset (1918). It depends on the mean of the service time alone.
///
/// ```
/// // Two users, one server: each finds it taken by the other.
/// assert!((sim::queueing::engset(2, 1, 1.0, 1.0) - 0.5).abs() < 1e-12);
/// ```
pub fn engset(users: u32, servers: u32, think: f64, service: f64) -> f64 {
    let others = users.saturating_sub(1);
    let (mut weight, mut total) = (1.0, 1.0);
    for k in 0..servers.min(others) {
        weight *= f64::from(others - k) / f64::from(k + 1) * service / think;
        total += weight;
    }
    if servers > others { 0.0 } else { weight / total }
}

/// Throughput and mean response of M/M/c with `users` users who think: the machine repair model (Kleinrock 1975, §3.8).
///
/// ```
/// let (rate, response) = sim::queueing::machine_repair(1, 9.0, 1, 1.0);
/// assert!((rate - 0.1).abs() < 1e-12 && (response - 1.0).abs() < 1e-12);
/// ```
pub fn machine_repair(users: u32, think: f64, servers: u32, service: f64) -> (f64, f64) {
    let (mut weight, mut total, mut served) = (1.0, 1.0, 0.0);
    // Users who do not think at all are there all the time.
    let offered = service / think.max(1e-9 * service);
    for n in 0..users {
        let busy = f64::from((n + 1).min(servers));
        weight *= f64::from(users - n) * offered / busy;
        // Only the ratios count, and they must stay numbers.
        if weight > 1e100 {
            (total, served, weight) = (total / weight, served / weight, 1.0);
        }
        total += weight;
        served += weight * busy / service;
    }
    let rate = served / total;
    (rate, f64::from(users) / rate - think)
}

/// Mean wait in M/M/c with `users` users at a throughput of `rate`, however long they think; `None`: so few users never
/// send that much. The more users, the nearer to [`mmc_wait`](super::mmc_wait), which is that of endlessly many.
///
/// ```
/// use sim::queueing::{finite_wait, machine_repair, mmc_wait};
/// let (rate, response) = machine_repair(20, 0.5, 1, 0.02);
/// assert!((finite_wait(20, 1, rate, 0.02).unwrap() - (response - 0.02)).abs() < 1e-6);
/// let many = finite_wait(2000, 4, 300.0, 0.01).unwrap();
/// assert!((many / mmc_wait(4, 300.0, 0.01).unwrap() - 1.0).abs() < 0.05);
/// ```
pub fn finite_wait(users: u32, servers: u32, rate: f64, service: f64) -> Option<f64> {
    let most = f64::from(users.min(servers)) / service;
    if rate >= most {
        return None;
    }
    // If nobody waited they would think that long between two requests; as they wait, they think less.
    let (mut short, mut long) = (0.0, f64::from(users) / rate - service);
    let (mut above, mut below) = (most - rate, machine_repair(users, long, servers, service).0 - rate);
    // False position; an end that stays twice is given half its weight, so that both move (Illinois).
    let mut think = long;
    let mut was_above = None;
    for _ in 0..60 {
        if below >= 0.0 || long - short < 1e-9 * long {
            break;
        }
        think = (short * below - long * above) / (below - above);
        let off = machine_repair(users, think, servers, service).0 - rate;
        if off.abs() < 1e-9 * rate {
            break;
        }
        if off > 0.0 {
            (short, above) = (think, off);
            below /= if was_above == Some(true) { 2.0 } else { 1.0 };
        } else {
            (long, below) = (think, off);
            above /= if was_above == Some(false) { 2.0 } else { 1.0 };
        }
        was_above = Some(off > 0.0);
    }
    Some((f64::from(users) / rate - think - service).max(0.0))
}

/// Producers who think, write one message each, and wait while the buffer is full, with one consumer: a birth-death
/// process over the messages in the buffer and those for which there is no room yet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Buffered {
    pub rate: f64,
    /// Mean number of messages in the buffer, the one that is being consumed included.
    pub stored: f64,
    /// Mean number of producers who wait for room.
    pub blocked: f64,
}

/// A buffer that holds `room` messages between `users` producers and an M/M consumer.
///
/// ```
/// // A producer without patience to think and no room but in service: one message is always there.
/// let it = sim::queueing::bounded_buffer(1, 1e-12, 1, 0.1);
/// assert!((it.rate - 10.0).abs() < 1e-6 && (it.stored - 1.0).abs() < 1e-6);
/// // Room for everybody: nobody waits.
/// let it = sim::queueing::bounded_buffer(3, 1.0, 10_000, 0.1);
/// assert!((it.rate - 3.0).abs() < 1e-9 && it.blocked < 1e-9);
/// ```
pub fn bounded_buffer(users: u32, think: f64, room: u32, service: f64) -> Buffered {
    let (mut weight, mut total) = (1.0, 0.0);
    let mut sum = Buffered { rate: 0.0, stored: 0.0, blocked: 0.0 };
    for messages in 0..=room + users {
        let blocked = messages.saturating_sub(room);
        let growth = f64::from(users - blocked) / think;
        total += weight;
        sum.rate += weight * growth;
        sum.stored += weight * f64::from(messages.min(room));
        sum.blocked += weight * f64::from(blocked);
        weight *= growth * service;
        // Only the ratios count, and they must stay numbers.
        if weight > 1e100 {
            let Buffered { rate, stored, blocked } = sum;
            sum = Buffered { rate: rate / weight, stored: stored / weight, blocked: blocked / weight };
            (total, weight) = (total / weight, 1.0);
        }
    }
    Buffered { rate: sum.rate / total, stored: sum.stored / total, blocked: sum.blocked / total }
}
