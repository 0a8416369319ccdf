//! Things done side by side: the longest of several, fork and join, queues that are joined by choice.

/// 1 + 1/2 + … + 1/n: mean of the longest of `n` exponential times of mean 1.
pub fn harmonic(n: u32) -> f64 {
    (1..=n).map(|i| 1.0 / f64::from(i)).sum()
}

/// Standard deviation of the longest of `n` exponential times of mean 1.
pub fn longest_deviation(n: u32) -> f64 {
    (1..=n).map(|i| 1.0 / (f64::from(i) * f64::from(i))).sum::<f64>().sqrt()
}

/// What the longest of `n` exponential times of mean 1 exceeds with probability 1 - `ratio`.
///
/// ```
/// // Of a hundred times the median is beyond what one time exceeds in 1 of 145.
/// let median = sim::queueing::longest_quantile(100, 0.5);
/// assert!((libm::exp(-median) - 1.0 / 144.8).abs() < 1e-4);
/// ```
pub fn longest_quantile(n: u32, ratio: f64) -> f64 {
    -libm::log(1.0 - libm::pow(ratio, 1.0 / f64::from(n)))
}

/// Mean sojourn of a request that is split over `n` M/M/1 queues and joined, over 1 / (μ - λ). Exact for two (Flatto and
/// Hahn 1984; Nelson and Tantawi 1988), within 5 % up to 32 (Nelson and Tantawi 1988).
pub fn fork_join(n: u32, utilization: f64) -> f64 {
    let two = (12.0 - utilization) / 8.0;
    if n < 2 {
        return 1.0;
    }
    let ratio = harmonic(n) / harmonic(2);
    (ratio + (1.0 - ratio) * utilization * 4.0 / 11.0) * two
}

/// Correlation of the waits of two M/G/1 queues whose requests come in pairs, one for each; `scv`: squared coefficient of
/// variation of the service times.
///
/// For exponential service it is chosen so that the longer of two times, each taken as a constant and an exponential part, has
/// the mean of [`fork_join`]: 1/4 in light traffic, 7/16 in heavy. In light traffic it goes with (1 + `scv`)^-2 otherwise, and queues
/// of equal constant service are always equally long; in between it is an interpolation.
///
/// ```
/// assert_eq!(sim::queueing::fork_join_correlation(0.8, 0.0), 1.0);
/// assert_eq!(sim::queueing::fork_join_correlation(0.0, 1.0), 0.25);
/// ```
pub fn fork_join_correlation(utilization: f64, scv: f64) -> f64 {
    let load = utilization.clamp(0.0, 1.0);
    let exponential = (8.0 - load) / (16.0 * (2.0 - load));
    // Most often, and without the two slow functions.
    if scv == 1.0 { exponential } else { libm::pow(exponential, libm::log2(1.0 + scv)) }
}

/// Mean sojourn over the mean service of `n` → ∞ M/M/1 queues when each request joins the shorter of two random ones
/// (Vvedenskaya, Dobrushin, Karpelevich 1996; Mitzenmacher 2001).
///
/// ```
/// assert!((sim::queueing::two_choices(0.9) - 2.614).abs() < 1e-3);
/// ```
pub fn two_choices(utilization: f64) -> f64 {
    let mut sum = 0.0;
    let mut power = 2.0;
    loop {
        // Of i requests or more: ρ^(2^i - 1); by Little's law over ρ.
        let term = libm::pow(utilization, power - 2.0);
        sum += term;
        if term < 1e-16 {
            return sum;
        }
        power *= 2.0;
    }
}

/// Mean number in two M/M/1 queues when each request joins the shorter one: the balance equations of the two numbers,
/// cut off at `most` each, solved by iteration. `rate` and `service_rate` per unit of time, `rate` over both queues.
pub fn shorter_of_two(rate: f64, service_rate: f64, most: usize) -> f64 {
    let side = most + 1;
    let mut now = vec![0.0; side * side];
    now[0] = 1.0;
    let whole = rate + 2.0 * service_rate;
    let (comes, goes) = (rate / whole, service_rate / whole);
    for _ in 0..1_000_000 {
        let mut next = vec![0.0; side * side];
        for a in 0..side {
            for b in 0..side {
                let here = now[a * side + b];
                let (to_a, to_b) = if a == b {
                    (0.5, 0.5)
                } else if a < b {
                    (1.0, 0.0)
                } else {
                    (0.0, 1.0)
                };
                next[(a + 1).min(most) * side + b] += here * comes * to_a;
                next[a * side + (b + 1).min(most)] += here * comes * to_b;
                next[a.saturating_sub(1) * side + b] += here * goes;
                next[a * side + b.saturating_sub(1)] += here * goes;
            }
        }
        let change: f64 = next.iter().zip(&now).map(|(a, b)| (a - b).abs()).sum();
        now = next;
        if change < 1e-11 {
            break;
        }
    }
    (0..side * side).map(|i| now[i] * (i / side + i % side) as f64).sum()
}
