//! How many requests come too late for those who asked.

use crate::{
    network::{Link, NONE, Network},
    queueing::erlang_c,
    time::SECOND,
};

/// A pool in front of which callers wait; times in seconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pool {
    pub servers: u32,
    /// Requests that may wait; `None`: no bound.
    pub room: Option<u32>,
    pub held: f64,
}

/// How long callers wait for a pool.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    pub secs: f64,
    /// Exponential with that mean.
    is_random: bool,
    /// They stay once it is their turn.
    for_turn: bool,
    /// Share of those who are still there after what comes besides the pool.
    there: f64,
}

impl Patience {
    /// Of the callers over a connection; `None`: they wait for ever.
    pub fn of(net: &Network, link: &Link) -> Option<Self> {
        let is_random = link.patience > 0.0;
        let nanos = if is_random {
            link.patience
        } else if link.timeout_lane != NONE {
            net.lanes[link.timeout_lane as usize].1 as f64
        } else {
            return None;
        };
        Some(Self { secs: nanos / SECOND as f64, is_random, for_turn: link.waits_for_turn, there: 1.0 })
    }

    #[cfg(test)]
    pub const fn fixed_for_test(secs: f64) -> Self {
        Self { secs, is_random: false, for_turn: false, there: 1.0 }
    }

    /// What is left of it for the pool if everything else takes so long.
    #[must_use]
    pub fn after(self, elsewhere: f64) -> Self {
        if self.is_random {
            // An exponential time is as long as before after any time.
            Self { there: self.there * libm::exp(-elsewhere / self.secs), ..self }
        } else {
            Self { secs: (self.secs - elsewhere).max(0.0), ..self }
        }
    }

    /// Share of the requests that a pool accepts at that rate that come too late.
    pub fn late(&self, pool: Pool, rate: f64) -> f64 {
        let (unbounded, full) = if self.is_random { self.random(pool, rate) } else { self.fixed(pool, rate) };
        full.map_or(unbounded, |full| unbounded.min(full))
    }

    /// Share that comes too late of those whose work begins after such a wait.
    pub fn late_after(&self, waited: f64, held: f64) -> f64 {
        if self.is_random {
            let own = if self.for_turn { 1.0 } else { 1.0 / (1.0 + held / self.secs) };
            return 1.0 - self.there * own * libm::exp(-waited / self.secs);
        }
        let left = self.secs - waited;
        match left {
            _ if left <= 0.0 => 1.0,
            _ if self.for_turn => 0.0,
            _ => libm::exp(-left / held),
        }
    }

    /// By a queue without a bound, and behind a full one.
    fn fixed(&self, pool: Pool, rate: f64) -> (f64, Option<f64>) {
        let unbounded = match waiting(pool, rate) {
            None => 1.0,
            Some((waits, drain)) if self.for_turn => waits * libm::exp(-drain * self.secs),
            Some((waits, drain)) => sojourn_tail(1.0 / pool.held, waits, drain, self.secs),
        };
        // Nobody waits longer than behind a full queue: as many departures as there is room, of all servers together, and the
        // own time. The sum of so many exponential times is nearly normal.
        let full = pool.room.map(|room| {
            let own = if self.for_turn { 0.0 } else { 1.0 };
            let (room, servers) = (f64::from(room), f64::from(pool.servers));
            let (mean, variance) = (room / servers + own, room / (servers * servers) + own);
            normal_tail((self.secs - mean * pool.held) / (libm::sqrt(variance) * pool.held).max(1e-12))
        });
        (unbounded, full)
    }

    /// The same for exponential patience: by the Laplace transform of the time at its rate.
    fn random(&self, pool: Pool, rate: f64) -> (f64, Option<f64>) {
        let leaving = 1.0 / self.secs;
        let own = if self.for_turn { 1.0 } else { 1.0 / (1.0 + pool.held * leaving) };
        let unbounded = match waiting(pool, rate) {
            None => 1.0,
            Some((waits, drain)) => 1.0 - self.there * own * (1.0 - waits * leaving / (drain + leaving)),
        };
        let full = pool.room.map(|room| {
            let one = 1.0 / (1.0 + pool.held / f64::from(pool.servers) * leaving);
            1.0 - self.there * own * libm::pow(one, f64::from(room))
        });
        (unbounded, full)
    }
}

/// In M/M/c: the share that must wait, and the rate at which it drains; `None`: there is no steady state.
fn waiting(pool: Pool, rate: f64) -> Option<(f64, f64)> {
    let load = rate * pool.held;
    Some((erlang_c(pool.servers, load)?, (f64::from(pool.servers) - load) / pool.held))
}

/// Probability that a request spends more than `time` at an M/M/c queue, waiting and being served.
///
/// Source: Gross et al., *Fundamentals of Queueing Theory*, 4th ed. (2008), section 2.3.
fn sojourn_tail(service: f64, waits: f64, drain: f64, time: f64) -> f64 {
    let served = libm::exp(-service * time);
    // At `drain = service` both exponentials are one and the formula has a removable gap.
    if (drain - service).abs() < 1e-9 * service {
        return served * (1.0 + waits * service * time);
    }
    let waited = libm::exp(-drain * time);
    let tail = (1.0 - waits) * served + waits * (drain * served - service * waited) / (drain - service);
    tail.clamp(0.0, 1.0)
}

/// Probability that a standard normal variable exceeds `z`.
fn normal_tail(z: f64) -> f64 {
    0.5 * libm::erfc(z / std::f64::consts::SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_patience_is_a_mixture_of_fixed_ones() {
        let pool = Pool { servers: 3, room: None, held: 0.01 };
        for for_turn in [false, true] {
            let patience = |secs, is_random| Patience { secs, is_random, for_turn, there: 1.0 };
            let exact = patience(0.02, true).late(pool, 240.0);
            // By the middle of each of many strips of the density.
            let strips = (0..200_000).map(|i| (f64::from(i) + 0.5) * 2e-6);
            let mixed: f64 = strips
                .map(|secs| libm::exp(-secs / 0.02) / 0.02 * 2e-6 * patience(secs, false).late(pool, 240.0))
                .sum();
            assert!((exact - mixed).abs() < 1e-5, "{exact} {mixed}");
        }
    }

    #[test]
    fn who_waits_for_its_turn_minds_less() {
        let pool = Pool { servers: 3, room: Some(20), held: 0.01 };
        for is_random in [false, true] {
            let late =
                |for_turn, rate| Patience { secs: 0.03, is_random, for_turn, there: 1.0 }.late(pool, rate);
            assert!(late(true, 240.0) < late(false, 240.0));
            assert!(late(true, 900.0) < 1.0 && late(true, 900.0) > 0.3, "behind a full queue");
        }
    }

    #[test]
    fn many_servers_empty_a_full_queue_evenly() {
        let pool = Pool { servers: 100, room: Some(1000), held: 0.1 };
        let patience = |secs| Patience { secs, is_random: false, for_turn: true, there: 1.0 };
        // A thousand departures, one each millisecond on average: 1 s with a deviation of √1000 ms = 31.6 ms.
        let late = |secs: f64| patience(secs).late(pool, 5000.0);
        let normal = |deviations: f64| 0.5 * libm::erfc(deviations / std::f64::consts::SQRT_2);
        for secs in [0.95, 1.0, 1.05] {
            let expected = normal((secs - 1.0) / 0.0316);
            assert!((late(secs) - expected).abs() < 0.002, "{} {expected}", late(secs));
        }
        // Who also waits to be served has one exponential time more, of 100 ms.
        let served = Patience { for_turn: false, ..patience(1.205) }.late(pool, 5000.0);
        assert!((served - normal(1.0)).abs() < 0.002, "{served}");
    }
}
