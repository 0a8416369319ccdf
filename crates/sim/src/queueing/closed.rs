//! Requests that keep a slot while they wait elsewhere: how fast so many of them go round, and the queue in front of
//! their slots.

/// A place that a fixed number of customers come by again and again.
#[derive(Clone, Debug)]
pub struct Station {
    /// How often each comes by in one round.
    pub visits: f64,
    pub mean_service: f64,
    /// Completions per unit of time with 1, 2, ... customers there; with more, as many as with the last number.
    pub speeds: Vec<f64>,
}

/// What so many customers do.
#[derive(Clone, Debug, PartialEq)]
pub struct Rounds {
    /// Per unit of time, of all of them together.
    pub rate: f64,
    /// Mean wait per visit at each station.
    pub waits: Vec<f64>,
}

/// What 1, 2, ... up to `customers` customers do, who besides need `apart` in each round without waiting for one another:
/// Buzen's convolution (1973), in which nothing is subtracted that could leave only rounding. Exact for exponential service.
///
/// ```
/// use sim::queueing::{Station, rounds};
/// let station = Station { visits: 1.0, mean_service: 1.0, speeds: vec![1.0] };
/// // Machine repair: 3 customers, one server.
/// let (rate, _) = sim::queueing::machine_repair(3, 2.0, 1, 1.0);
/// assert!((rounds(&[station], 2.0, 3)[2].rate - rate).abs() < 1e-12);
/// ```
pub fn rounds(stations: &[Station], apart: f64, customers: u32) -> Vec<Rounds> {
    let most = customers as usize;
    // In units of the most that there can be, of the slowest station or of everybody apart, so that products stay in range.
    let unit = stations.iter().map(Station::most).fold(f64::from(customers) / apart, f64::min);
    let thinking = weights(most, |n| apart * unit / n as f64);
    let at_stations: Vec<Vec<f64>> =
        stations.iter().map(|it| weights(most, |n| it.visits * unit / it.speed(n))).collect();
    // What is elsewhere is what is before a station and what is behind it: both grow by one station at a time.
    let mut before = vec![thinking];
    for it in &at_stations {
        before.push(convolved(&before[before.len() - 1], it));
    }
    let all = before.pop().unwrap_or_default();
    let mut behind = weights(most, |_| 0.0);
    let mut elsewhere = Vec::with_capacity(stations.len());
    for (before, it) in before.iter().zip(&at_stations).rev() {
        elsewhere.push(convolved(before, &behind));
        behind = convolved(&behind, it);
    }
    elsewhere.reverse();
    let at = |n: usize| {
        let rate = unit * all[n - 1] / all[n];
        let wait = |(i, station): (usize, &Station)| {
            let there = (1..=n).map(|k| k as f64 * at_stations[i][k] * elsewhere[i][n - k]);
            (there.sum::<f64>() / all[n] / (rate * station.visits) - station.mean_service).max(0.0)
        };
        Rounds { rate, waits: stations.iter().enumerate().map(wait).collect() }
    };
    (1..=most).map(at).collect()
}

/// Products of the first 0, 1, ... up to `most` of some numbers.
fn weights(most: usize, each: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut product = 1.0;
    let rest = (1..=most).map(|n| {
        product *= each(n);
        product
    });
    [1.0].into_iter().chain(rest).collect()
}

/// Of two independent numbers, their sum.
fn convolved(a: &[f64], b: &[f64]) -> Vec<f64> {
    (0..a.len()).map(|n| (0..=n).map(|k| a[k] * b[n - k]).sum()).collect()
}

/// Completions per unit of time of a pool with 1, 2, ... up to `customers` customers there. Servers need not be whole: what
/// others leave.
pub fn speeds(servers: f64, mean_service: f64, customers: u32) -> Vec<f64> {
    (1..=customers).map(|n| servers.min(f64::from(n)) / mean_service).collect()
}

/// The same of `count` places that are all alike, to which customers go at random.
///
/// ```
/// // Two customers at two single servers: half of the time at the same one.
/// let both = sim::queueing::speeds_of_several(&[1.0, 1.0], 2);
/// assert!((both[1] - 4.0 / 3.0).abs() < 1e-12);
/// ```
pub fn speeds_of_several(speeds: &[f64], count: u32) -> Vec<f64> {
    // As above: of all places always busy, or of everybody alone.
    let places = f64::from(count);
    let unit = (places * speeds[speeds.len() - 1]).min(speeds.len() as f64 * speeds[0]);
    let mut power = weights(speeds.len(), |n| unit / places / speeds[n - 1]);
    let mut all = weights(speeds.len(), |_| 0.0);
    let mut left = count;
    while left > 0 {
        if left % 2 == 1 {
            all = convolved(&all, &power);
        }
        power = convolved(&power, &power);
        left /= 2;
    }
    (1..=speeds.len()).map(|n| unit * all[n - 1] / all[n]).collect()
}

impl Station {
    /// Of `n` customers.
    fn speed(&self, n: usize) -> f64 {
        self.speeds[n.min(self.speeds.len()) - 1]
    }

    /// Rounds per unit of time if it is always busy.
    fn most(&self) -> f64 {
        self.speed(usize::MAX) / self.visits
    }
}

/// A queue in front of slots.
#[derive(Clone, Debug, PartialEq)]
pub struct InFront {
    /// Mean of all that are let in.
    pub wait: f64,
    /// Mean of those who wait at all.
    pub of_those_who_do: f64,
    /// Share that finds no room.
    pub loss: f64,
    /// Mean share of the slots that are taken.
    pub utilization: f64,
    /// Of the requests, those that end while 1, 2, ... slots are taken.
    pub ends: Vec<f64>,
}

/// Random arrivals to slots that are all alike; `rates`: completions per unit of time with 1, 2, ... of them taken. `room`: how many
/// may be there, those with a slot included. `None`: there is no steady state.
///
/// ```
/// // M/M/2.
/// let queue = sim::queueing::in_front_of(1.5, &[1.0, 2.0], None).unwrap();
/// assert!((queue.wait - sim::queueing::mmc_wait(2, 1.5, 1.0).unwrap()).abs() < 1e-12);
/// ```
pub fn in_front_of(arrival_rate: f64, rates: &[f64], room: Option<u32>) -> Option<InFront> {
    let slots = rates.len();
    let all_taken = *rates.last()?;
    let ratio = arrival_rate / all_taken;
    let waiting = match room {
        Some(room) => f64::from(room) - slots as f64,
        None if ratio < 1.0 => f64::INFINITY,
        None => return None,
    };
    let Tail { first, sum, queue, last } = Tail::of(ratio, waiting);
    // With so many slots taken, beside the states in which all are.
    let (mut state, mut below, mut taken) = (first, 0.0, 0.0);
    let mut ends = vec![sum * all_taken; slots];
    for n in (0..slots).rev() {
        state *= rates[n] / arrival_rate;
        below += state;
        taken += n as f64 * state;
        if n > 0 {
            ends[n - 1] = state * rates[n - 1];
        }
    }
    let total = below + sum;
    let loss = last / total;
    let let_in = arrival_rate * (1.0 - loss);
    ends.iter_mut().for_each(|it| *it /= total * let_in);
    let wait = queue / total / let_in;
    Some(InFront {
        wait,
        of_those_who_do: wait * (total - last) / (sum - last).max(f64::MIN_POSITIVE),
        loss,
        utilization: (taken / slots as f64 + sum) / total,
        ends,
    })
}

/// The states in which all slots are taken, compared with one another.
struct Tail {
    /// Nobody waits.
    first: f64,
    sum: f64,
    /// Weighted by how many wait.
    queue: f64,
    /// There is no room for one more.
    last: f64,
}

impl Tail {
    /// Each is `ratio` times as probable as the one with one less waiting.
    fn of(ratio: f64, room: f64) -> Self {
        if room.is_infinite() {
            let sum = 1.0 / (1.0 - ratio);
            return Self { first: 1.0, sum, queue: ratio * sum * sum, last: 0.0 };
        }
        // From the more probable end.
        let ratio_from_there = if ratio > 1.0 { 1.0 / ratio } else { ratio };
        let other = libm::pow(ratio_from_there, room);
        let less = 1.0 - ratio_from_there;
        let (sum, away) = if less * (room + 1.0) < 1e-3 {
            (room + 1.0, room * (room + 1.0) / 2.0)
        } else {
            let next = other * ratio_from_there;
            let away = ratio_from_there * (1.0 - (room + 1.0) * other + room * next) / (less * less);
            ((1.0 - next) / less, away)
        };
        if ratio > 1.0 {
            Self { first: other, sum, queue: room * sum - away, last: 1.0 }
        } else {
            Self { first: 1.0, sum, queue: away, last: other }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queueing::{machine_repair, mmck};

    #[track_caller]
    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{found}, expected {expected}");
    }

    #[test]
    fn slots_that_need_nobody_else_are_a_pool() {
        for (rate, servers, room) in [(3.0, 4, 10), (5.0, 4, 6), (40.0, 3, 500), (4.0, 4, 40)] {
            let rates: Vec<f64> = (1..=servers).map(f64::from).collect();
            let (found, exact) =
                (in_front_of(rate, &rates, Some(room)).unwrap(), mmck(servers, room, rate, 1.0));
            near(found.wait, exact.wait);
            near(found.loss, exact.loss);
            near(found.utilization, exact.utilization);
            near(found.ends.iter().sum(), 1.0);
        }
        assert_eq!(in_front_of(4.0, &[1.0, 2.0, 3.0], None), None);
    }

    #[test]
    fn rounds_of_machine_repair() {
        let station = Station { visits: 2.0, mean_service: 0.5, speeds: speeds(3.0, 0.5, 12) };
        for (n, found) in rounds(&[station], 4.0, 12).into_iter().enumerate() {
            // Twice as often, half of the time between.
            let (rate, response) = machine_repair(n as u32 + 1, 2.0, 3, 0.5);
            near(2.0 * found.rate, rate);
            near(0.5 + found.waits[0], response);
        }
    }

    #[test]
    fn who_goes_round_without_a_break_keeps_the_slowest_busy() {
        let fast = Station { visits: 1.0, mean_service: 0.1, speeds: speeds_of_several(&[10.0; 40], 2) };
        let slow = Station { visits: 1.0, mean_service: 1.0, speeds: vec![1.0, 2.0] };
        let rates: Vec<f64> = rounds(&[fast, slow], 0.2, 40).iter().map(|it| it.rate).collect();
        assert!(rates.windows(2).all(|it| it[0] <= it[1]));
        near(rates[39], 2.0);
        near(rates[0], 1.0 / 1.3);
    }

    #[test]
    fn many_stations_are_as_each_by_itself() {
        let stations: Vec<Station> = (1..=7)
            .map(|i| Station {
                visits: 1.0 + f64::from(i % 3),
                mean_service: 0.1 * f64::from(i),
                speeds: speeds(1.0 + f64::from(i % 2), 0.1 * f64::from(i), 9),
            })
            .collect();
        let found = rounds(&stations, 0.7, 9);
        for i in 0..stations.len() {
            // Put first, where nothing is before it, each finds the same.
            let mut turned = stations.clone();
            turned.rotate_left(i);
            for (it, turned) in found.iter().zip(rounds(&turned, 0.7, 9)) {
                near(turned.rate, it.rate);
                near(turned.waits[0], it.waits[i]);
            }
        }
        // Little's law over the whole round.
        for (n, it) in (1..).zip(&found) {
            let at = |(station, wait): (&Station, &f64)| station.visits * (station.mean_service + wait);
            let round = 0.7 + stations.iter().zip(&it.waits).map(at).sum::<f64>();
            near(round * it.rate, f64::from(n));
        }
    }

    #[test]
    fn many_at_nearly_full_stations() {
        let one = Station { visits: 1.0, mean_service: 1.0, speeds: speeds(12.0, 1.0, 65) };
        let other = Station { visits: 1.0, mean_service: 0.08, speeds: vec![12.5] };
        let rates: Vec<f64> = rounds(&[one, other], 0.01, 65).iter().map(|it| it.rate).collect();
        assert!(rates.windows(2).all(|it| it[0] <= it[1]));
        assert!(rates[64] > 11.0 && rates[64] < 12.0, "{}", rates[64]);
    }

    #[test]
    fn among_very_many_places_nobody_meets() {
        for (count, customers) in [(10_000_000, 256), (u32::MAX, 64), (1_000_000, 100)] {
            let alone: Vec<f64> = vec![20.0; customers];
            for (rate, n) in speeds_of_several(&alone, count).iter().zip(1..) {
                let free = 20.0 * f64::from(n);
                assert!((rate / free - 1.0).abs() < 1e-3, "{count} {n} {rate}");
            }
        }
    }

    #[test]
    fn whoever_comes_by_next_to_never_meets_nobody() {
        for (visits, apart) in [(0.0, 2.0), (5e-324, 2.0), (1e-310, 2.0), (1e-200, 1e-3), (1e-9, 1e5)] {
            let station = Station { visits, mean_service: 1e-3, speeds: vec![1e3] };
            for (found, n) in rounds(&[station], apart, 256).iter().zip(1..) {
                assert!(
                    (found.rate * apart / f64::from(n) - 1.0).abs() < 1e-6,
                    "{visits} {apart} {n} {found:?}"
                );
                assert!(found.waits[0] < 1e-6, "{visits} {apart} {n} {found:?}");
            }
        }
    }
}
