//! Arrival rates over time, in straight pieces, so that the next arrival is found exactly.

use model::workload::{Pattern, Workload, replay::RatePoint};

/// Straight pieces that stand for a period of a sine; the error is below 5e-6 of the amplitude.
const PIECES_PER_WAVE: u32 = 1024;

/// A thousand times the longest run.
const LATE_SECS: f64 = 1e9;

/// Requests per second over chart time. Between two corners it is a straight line; it may jump at a corner.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    /// By time; the first starts at zero.
    pieces: Vec<Piece>,
    /// The pieces come again and again; also before zero. Else the first and last value hold for ever.
    period_secs: Option<f64>,
    /// Requests expected in each period; zero without one.
    per_period: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Piece {
    from_secs: f64,
    to_secs: f64,
    /// At its two ends.
    from_rate: f64,
    to_rate: f64,
}

impl Rate {
    pub fn new(pattern: &Pattern) -> Self {
        let flat = |from_secs, to_secs, rate| line(from_secs, to_secs, rate, rate);
        let steady = |rate| (vec![flat(0.0, f64::INFINITY, rate)], None);
        let (pieces, period_secs) = match *pattern {
            Pattern::Constant { per_sec } => steady(per_sec),
            // Changes at random are drawn while the run goes on.
            Pattern::TwoState { .. } => {
                steady(Workload { pattern: pattern.clone(), ..Workload::default() }.mean_per_sec())
            }
            Pattern::Sessions { sessions_per_sec, .. } => steady(sessions_per_sec),
            Pattern::Replay { ref points } => (replayed(points), None),
            Pattern::Users { .. } => steady(0.0),
            Pattern::Ramp { from_per_sec, to_per_sec, over_secs } => {
                let over_secs = over_secs.max(1e-9);
                let rise = line(0.0, over_secs, from_per_sec, to_per_sec);
                (vec![rise, flat(over_secs, f64::INFINITY, to_per_sec)], None)
            }
            Pattern::Step { before_per_sec, after_per_sec, at_secs } => {
                (vec![flat(0.0, at_secs, before_per_sec), flat(at_secs, f64::INFINITY, after_per_sec)], None)
            }
            Pattern::Spike { base_per_sec, peak_per_sec, at_secs, for_secs } => {
                let until_secs = at_secs + for_secs;
                let spike = flat(at_secs, until_secs, peak_per_sec);
                (
                    vec![
                        flat(0.0, at_secs, base_per_sec),
                        spike,
                        flat(until_secs, f64::INFINITY, base_per_sec),
                    ],
                    None,
                )
            }
            Pattern::Wave { mean_per_sec, amplitude_per_sec, period_secs } => {
                let period_secs = period_secs.max(1e-3);
                let corner = |i: u32| {
                    let turn = f64::from(i) / f64::from(PIECES_PER_WAVE);
                    let rate = mean_per_sec + amplitude_per_sec * libm::sin(std::f64::consts::TAU * turn);
                    (turn * period_secs, rate)
                };
                let pieces = (0..PIECES_PER_WAVE).map(|i| {
                    let ((from_secs, from_rate), (to_secs, to_rate)) = (corner(i), corner(i + 1));
                    line(from_secs, to_secs, from_rate, to_rate)
                });
                (pieces.collect(), Some(period_secs))
            }
            Pattern::Burst { base_per_sec, burst_per_sec, burst_secs, every_secs } => {
                let every_secs = every_secs.max(1e-3);
                let burst_secs = burst_secs.clamp(0.0, every_secs);
                let burst = flat(0.0, burst_secs, burst_per_sec);
                (vec![burst, flat(burst_secs, every_secs, base_per_sec)], Some(every_secs))
            }
        };
        Self::of(pieces, period_secs)
    }

    fn of(mut pieces: Vec<Piece>, period_secs: Option<f64>) -> Self {
        pieces.retain(|it| it.to_secs > it.from_secs);
        if pieces.is_empty() {
            return Self {
                pieces: vec![line(0.0, f64::INFINITY, 0.0, 0.0)],
                period_secs: None,
                per_period: 0.0,
            };
        }
        let per_period = match period_secs {
            Some(_) => {
                pieces.iter().map(|it| (it.from_rate + it.to_rate) / 2.0 * (it.to_secs - it.from_secs)).sum()
            }
            None => 0.0,
        };
        Self { pieces, period_secs, per_period }
    }

    /// So many times as much.
    #[must_use]
    pub fn times(mut self, factor: f64) -> Self {
        if factor != 1.0 {
            self.per_period *= factor;
            for piece in &mut self.pieces {
                piece.from_rate *= factor;
                piece.to_rate *= factor;
            }
        }
        self
    }

    /// The rate does not change.
    pub fn constant(&self) -> Option<f64> {
        match self.pieces[..] {
            [only] if only.from_rate == only.to_rate && self.period_secs.is_none() => Some(only.from_rate),
            _ => None,
        }
    }

    /// Requests per second at a chart time.
    pub fn at(&self, secs: f64) -> f64 {
        let (piece, offset) = self.piece_at(secs);
        piece.rate_at(secs - offset)
    }

    /// Mean over a stretch of chart time, in requests per second.
    pub fn mean(&self, from_secs: f64, to_secs: f64) -> f64 {
        if let Some(rate) = self.constant() {
            return rate;
        }
        let mut total = 0.0;
        let mut at = from_secs;
        if let Some(period_secs) = self.period_secs {
            let periods = all_but_one((to_secs - from_secs) / period_secs);
            at += periods * period_secs;
            total += periods * self.per_period;
        }
        while at < to_secs {
            let (piece, offset) = self.piece_at(at);
            let end = (piece.to_secs + offset).min(to_secs);
            total += (piece.rate_at(at - offset) + piece.rate_at(end - offset)) / 2.0 * (end - at);
            at = if end > at { end } else { next_up(at) };
        }
        total / (to_secs - from_secs)
    }

    /// The chart time until which, from `secs` on, `arrivals` requests are expected. `None`: they never come.
    ///
    /// With exponential `arrivals` of mean 1 this gives a Poisson process of the changing rate (time change theorem).
    pub fn after(&self, secs: f64, arrivals: f64) -> Option<f64> {
        let (mut at, mut left) = (secs, arrivals);
        if let Some(period_secs) = self.period_secs {
            // Nothing comes, or less than a number can say.
            if self.per_period <= 0.0 {
                return None;
            }
            let periods = all_but_one(left / self.per_period);
            at += periods * period_secs;
            left -= periods * self.per_period;
        }
        // Later than any run ends it does not matter when, and a period may be shorter than what rounding leaves of such times.
        if at > LATE_SECS {
            return Some(at);
        }
        // Pieces without traffic are passed over; a whole period without any means that none will come.
        let mut passed_without = 0;
        loop {
            let (piece, offset) = self.piece_at(at);
            let (start, end) = (at - offset, piece.to_secs);
            let rate = piece.rate_at(start);
            let slope = piece.slope();
            let in_piece = if end.is_finite() {
                (rate + piece.to_rate).max(0.0) / 2.0 * (end - start)
            } else {
                f64::INFINITY
            };
            if rate <= 0.0 && piece.to_rate <= 0.0 {
                if !end.is_finite() {
                    return None;
                }
                passed_without += 1;
                if passed_without > self.pieces.len() + 1 {
                    return None;
                }
            } else if in_piece >= left {
                // Solves rate * t + slope / 2 * t * t = left for t, in the form that does not cancel.
                let root = (rate * rate + 2.0 * slope * left).max(0.0).sqrt();
                return Some(at + 2.0 * left / (rate + root));
            } else {
                passed_without = 0;
                left -= in_piece;
            }
            let next = end + offset;
            at = if next > at { next } else { next_up(at) };
        }
    }

    /// The piece that holds at a chart time, and what to subtract from chart time to get the piece's own.
    fn piece_at(&self, secs: f64) -> (Piece, f64) {
        let offset = self.period_secs.map_or(0.0, |period| libm::floor(secs / period) * period);
        let own = secs - offset;
        let i = self.pieces.partition_point(|it| it.to_secs <= own);
        match self.pieces.get(i) {
            // Before zero the first value holds.
            Some(first) if own < first.from_secs => {
                (line(f64::NEG_INFINITY, first.from_secs, first.from_rate, first.from_rate), offset)
            }
            Some(&piece) => (piece, offset),
            // Rounding put a time just past the end of its period: it belongs to the next one.
            None => (self.pieces[0], offset + self.period_secs.unwrap_or(0.0)),
        }
    }
}

impl Piece {
    fn slope(&self) -> f64 {
        let length = self.to_secs - self.from_secs;
        if length.is_finite() { (self.to_rate - self.from_rate) / length } else { 0.0 }
    }

    fn rate_at(&self, own_secs: f64) -> f64 {
        if self.from_rate == self.to_rate {
            return self.from_rate;
        }
        let along = ((own_secs - self.from_secs) / (self.to_secs - self.from_secs)).clamp(0.0, 1.0);
        self.from_rate + (self.to_rate - self.from_rate) * along
    }
}

/// Straight pieces through measured points; the first and the last value hold before and after.
fn replayed(points: &[RatePoint]) -> Vec<Piece> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
    let mut pieces = Vec::with_capacity(points.len() + 1);
    if first.at_secs > 0.0 {
        pieces.push(line(0.0, first.at_secs, first.per_sec, first.per_sec));
    }
    pieces
        .extend(points.windows(2).map(|it| line(it[0].at_secs, it[1].at_secs, it[0].per_sec, it[1].per_sec)));
    pieces.push(line(last.at_secs, f64::INFINITY, last.per_sec, last.per_sec));
    pieces
}

fn line(from_secs: f64, to_secs: f64, from_rate: f64, to_rate: f64) -> Piece {
    Piece { from_secs, to_secs, from_rate: from_rate.max(0.0), to_rate: to_rate.max(0.0) }
}

/// Whole periods that need not be walked through: a wave may have thousands between two requests. The last one is, so that
/// rounding cannot use up all that is left.
fn all_but_one(periods: f64) -> f64 {
    (libm::floor(periods) - 1.0).max(0.0)
}

/// The next larger number, so that rounding cannot stop a walk over pieces.
fn next_up(secs: f64) -> f64 {
    secs + secs.abs().max(1.0) * f64::EPSILON
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Even arrivals at a rate: times at which whole numbers of requests are expected.
    fn arrivals(pattern: Pattern, from: f64, to: f64) -> Vec<f64> {
        let rate = Rate::new(&pattern);
        let mut times = Vec::new();
        let mut at = from;
        while let Some(next) = rate.after(at, 1.0)
            && next < to
        {
            times.push(next);
            at = next;
        }
        times
    }

    /// Of a period of a millisecond there are 10^10 in this: a walk through them would not end.
    #[test]
    fn short_periods_take_no_longer_than_long_ones() {
        let mut wave = Pattern::Wave { mean_per_sec: 0.01, amplitude_per_sec: 0.01, period_secs: 0.0 };
        let rate = Rate::new(&wave);
        let after = rate.after(-5.0, 1e5).expect("they come");
        assert!((after - 1e7).abs() < 10.0, "{after}");
        assert!((rate.mean(-3.0, 1e7) / 0.01 - 1.0).abs() < 1e-6);
        wave =
            Pattern::Burst { base_per_sec: 0.0, burst_per_sec: 1e-6, burst_secs: 0.5e-3, every_secs: 1e-3 };
        let after = Rate::new(&wave).after(0.0, 5.0).expect("they come");
        assert!((after - 1e7).abs() < 10.0, "{after}");
        wave =
            Pattern::Burst { base_per_sec: 0.0, burst_per_sec: 1e-12, burst_secs: 0.5e-3, every_secs: 1e-3 };
        assert!(Rate::new(&wave).after(0.0, 1e5).is_some_and(|it| it > 1e9), "long after any run");
        wave =
            Pattern::Burst { base_per_sec: 0.0, burst_per_sec: 5e-324, burst_secs: 0.5e-3, every_secs: 1e-3 };
        assert_eq!(Rate::new(&wave).after(0.0, 1.0), None);
    }

    #[test]
    fn constant_arrivals_are_evenly_spaced() {
        let times = arrivals(Pattern::Constant { per_sec: 10.0 }, -1.0, 0.95);
        assert_eq!(times.len(), 19);
        assert!((times[4] - -0.5).abs() < 1e-12);
    }

    #[test]
    fn a_ramp_brings_the_area_under_it() {
        let times =
            arrivals(Pattern::Ramp { from_per_sec: 0.0, to_per_sec: 100.0, over_secs: 10.0 }, 0.0, 12.0);
        assert!((times.len() as i64 - 700).abs() <= 1, "{}", times.len());
        // Area to t is 5 t²: 125 at 5 s.
        assert!((times[124] - 5.0).abs() < 1e-9, "{}", times[124]);
    }

    #[test]
    fn a_spike_is_where_it_should_be() {
        let pattern = Pattern::Spike { base_per_sec: 10.0, peak_per_sec: 100.0, at_secs: 5.0, for_secs: 2.0 };
        let times = arrivals(pattern, 0.0, 10.0);
        let in_spike = times.iter().filter(|t| (5.0..7.0).contains(*t)).count();
        assert!((in_spike as i64 - 200).abs() <= 1);
        assert!((times.len() as i64 - 280).abs() <= 1);
    }

    #[test]
    fn waves_and_bursts_repeat_also_before_zero() {
        let wave = Pattern::Wave { mean_per_sec: 100.0, amplitude_per_sec: 50.0, period_secs: 4.0 };
        let times = arrivals(wave, -4.0, 8.0);
        assert!((times.len() as i64 - 1200).abs() <= 1, "{}", times.len());
        let crest = times.iter().filter(|t| (0.0..2.0).contains(*t)).count() as f64;
        assert!((crest - (200.0 + 2.0 * 50.0 * 4.0 / std::f64::consts::TAU)).abs() <= 1.5, "{crest}");
        let burst =
            Pattern::Burst { base_per_sec: 10.0, burst_per_sec: 110.0, burst_secs: 0.5, every_secs: 2.0 };
        assert!((arrivals(burst, -2.0, 4.0).len() as i64 - 210).abs() <= 1);
    }

    #[test]
    fn measured_rates_are_played_again() {
        let point = |at_secs, per_sec| RatePoint { at_secs, per_sec };
        let points = vec![point(-2.0, 10.0), point(0.0, 10.0), point(2.0, 110.0), point(2.0, 20.0)];
        let times = arrivals(Pattern::Replay { points }, -5.0, 4.0);
        let count = |from: f64, to: f64| times.iter().filter(|t| (from..to).contains(*t)).count() as i64;
        assert!((count(-5.0, 0.0) - 50).abs() <= 1, "{}", count(-5.0, 0.0));
        assert!((count(0.0, 2.0) - 120).abs() <= 1, "{}", count(0.0, 2.0));
        assert!((count(2.0, 4.0) - 40).abs() <= 1, "{}", count(2.0, 4.0));
    }

    #[test]
    fn no_traffic_ends_the_search() {
        assert_eq!(Rate::new(&Pattern::Constant { per_sec: 0.0 }).after(0.0, 1.0), None);
        let wave = Pattern::Wave { mean_per_sec: 0.0, amplitude_per_sec: 0.0, period_secs: 1.0 };
        assert_eq!(Rate::new(&wave).after(0.3, 1.0), None);
        let step = Pattern::Step { before_per_sec: 10.0, after_per_sec: 0.0, at_secs: 1.0 };
        assert_eq!(Rate::new(&step).after(0.95, 1.0), None);
    }

    #[test]
    fn means_over_time() {
        let step = Rate::new(&Pattern::Step { before_per_sec: 10.0, after_per_sec: 30.0, at_secs: 5.0 });
        assert!((step.mean(0.0, 10.0) - 20.0).abs() < 1e-9);
        let wave = Rate::new(&Pattern::Wave { mean_per_sec: 10.0, amplitude_per_sec: 5.0, period_secs: 2.0 });
        assert!((wave.mean(0.0, 8.0) - 10.0).abs() < 1e-9);
    }
}
