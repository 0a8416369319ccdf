//! How long something takes, by mean and variance: enough for what happens one after the other or only now and then, and,
//! with distributions that have these two, for the longest of several.

/// Seconds. Infinite where there is no steady state.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Time {
    pub mean: f64,
    pub variance: f64,
}

/// With some probability, an exponential time after a constant one.
#[derive(Clone, Copy, Debug)]
struct Phase {
    share: f64,
    constant: f64,
    random: f64,
}

impl Phase {
    fn beyond(self, limit: f64) -> f64 {
        if limit < self.constant {
            1.0
        } else if self.random > 0.0 {
            libm::exp(-(limit - self.constant) / self.random)
        } else {
            0.0
        }
    }
}

impl Time {
    pub const NONE: Self = Self::constant(0.0);

    pub const fn constant(mean: f64) -> Self {
        Self { mean, variance: 0.0 }
    }

    /// `scv`: squared coefficient of variation.
    pub fn new(mean: f64, scv: f64) -> Self {
        Self { mean, variance: scv * mean * mean }
    }

    pub fn second(self) -> f64 {
        self.variance + self.mean * self.mean
    }

    pub fn from_moments(mean: f64, second: f64) -> Self {
        Self { mean, variance: (second - mean * mean).max(0.0) }
    }

    /// One after the other.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { mean: self.mean + other.mean, variance: self.variance + other.variance }
    }

    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self { mean: self.mean * factor, variance: self.variance * factor * factor }
    }

    /// With that probability, otherwise no time at all.
    #[must_use]
    pub fn sometimes(self, share: f64) -> Self {
        Self::one_of([(share, self)].into_iter())
    }

    /// One of several, each with its probability; with what is left of it no time at all.
    pub fn one_of(choices: impl Iterator<Item = (f64, Self)>) -> Self {
        let (mut mean, mut second) = (0.0, 0.0);
        for (share, it) in choices.filter(|it| it.0 > 0.0) {
            mean += share * it.mean;
            second += share * it.second();
        }
        Self::from_moments(mean, second)
    }

    /// A distribution with this mean and variance: a constant and an exponential time, or, if that is not spread enough, one of
    /// two exponential times, each with half of the mean.
    fn phases(self) -> [Phase; 2] {
        let nothing = Phase { share: 0.0, constant: 0.0, random: 0.0 };
        // No spread of no time.
        let scv = if self.mean > 0.0 { self.variance / (self.mean * self.mean) } else { 0.0 };
        if scv <= 1.0 {
            let random = self.variance.sqrt();
            return [Phase { share: 1.0, constant: (self.mean - random).max(0.0), random }, nothing];
        }
        let short = f64::midpoint(1.0, ((scv - 1.0) / (scv + 1.0)).sqrt());
        [short, 1.0 - short].map(|share| Phase { share, constant: 0.0, random: self.mean / (2.0 * share) })
    }

    /// The same with so much less of it by chance.
    #[must_use]
    pub fn without(self, variance: f64) -> Self {
        Self { variance: (self.variance - variance).max(0.0), ..self }
    }

    /// Probability that it is more than that.
    pub fn beyond(self, limit: f64) -> f64 {
        if !self.mean.is_finite() {
            return 1.0;
        }
        self.phases().map(|it| it.share * it.beyond(limit)).iter().sum()
    }

    /// Of those that are not more than that. Without limit where all are.
    #[must_use]
    pub fn within(self, limit: f64) -> Self {
        if !self.mean.is_finite() {
            return self;
        }
        let (mut share, mut mean, mut second) = (0.0, 0.0, 0.0);
        for it in self.phases().into_iter().filter(|it| it.share > 0.0 && it.constant <= limit) {
            let late = it.beyond(limit);
            let room = limit - it.constant;
            // What lies beyond, as first and second moment of the part that is random.
            let beyond = if late > 0.0 { late * (room + it.random) } else { 0.0 };
            let square = if late > 0.0 {
                late * (room * room + 2.0 * it.random * room + 2.0 * it.random * it.random)
            } else {
                0.0
            };
            let (first, squared) = (it.random - beyond, 2.0 * it.random * it.random - square);
            let inside = 1.0 - late;
            share += it.share * inside;
            mean += it.share * (it.constant * inside + first);
            second += it.share * (it.constant * it.constant * inside + 2.0 * it.constant * first + squared);
        }
        if share > 0.0 { Self::from_moments(mean / share, second / share) } else { Self::constant(limit) }
    }

    /// The longer of two independent ones.
    #[must_use]
    pub fn longest(self, other: Self) -> Self {
        let (mut mean, mut second) = (0.0, 0.0);
        for a in self.phases() {
            for b in other.phases().into_iter().filter(|b| a.share * b.share > 0.0) {
                let longer = longer(a, b);
                mean += a.share * b.share * longer.mean;
                second += a.share * b.share * longer.second();
            }
        }
        Self::from_moments(mean, second)
    }
}

/// The longer of two independent ones.
fn longer(a: Phase, b: Phase) -> Time {
    let (early, late) = if a.constant <= b.constant { (a, b) } else { (b, a) };
    let gap = late.constant - early.constant;
    // Whether the early one is still under way when the other's constant time is over.
    let still = if gap <= 0.0 { 1.0 } else { libm::exp(-gap / early.random) };
    let alone = late.random;
    let sum = early.random + late.random;
    let shorter = if sum > 0.0 { early.random * late.random / sum } else { 0.0 };
    let square = |it: f64| it * it;
    // Beyond the later constant.
    let mean = (1.0 - still) * alone + still * (sum - shorter);
    let second = (1.0 - still) * 2.0 * square(alone)
        + still * 2.0 * (square(early.random) + square(late.random) - square(shorter));
    let beyond = Time::from_moments(mean, second);
    Time { mean: late.constant + beyond.mean, ..beyond }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queueing::{harmonic, longest_deviation};

    #[track_caller]
    fn near(found: f64, expected: f64, tolerance: f64) {
        assert!((found - expected).abs() <= tolerance * expected.abs(), "{found}, expected {expected}");
    }

    #[test]
    fn the_longest_of_exponential_times() {
        let one = Time::new(1.0, 1.0);
        let two = one.longest(one);
        near(two.mean, harmonic(2), 1e-12);
        near(two.variance.sqrt(), longest_deviation(2), 1e-12);
        // Beyond two it is only nearly exact: the longest of two is no such distribution.
        let four = two.longest(one).longest(one);
        near(four.mean, harmonic(4), 0.02);
        near(four.variance.sqrt(), longest_deviation(4), 0.05);
    }

    #[test]
    fn the_longest_of_unequal_ones() {
        // E max = 1 + 0.2 - 1 / (1 + 5).
        let one = Time::new(1.0, 1.0);
        near(one.longest(Time::new(0.2, 1.0)).mean, 1.0 + 0.2 - 1.0 / 6.0, 1e-12);
        // A constant and an exponential: 2 + ∫ exp(-t) beyond 2.
        near(Time::constant(2.0).longest(one).mean, 2.0 + libm::exp(-2.0), 1e-12);
        assert_eq!(Time::constant(2.0).longest(Time::constant(3.0)), Time::constant(3.0));
    }

    #[test]
    fn what_is_in_time() {
        // Of an exponential time: all within a limit and all beyond make the whole.
        let one = Time::new(2.0, 1.0);
        let late = one.beyond(3.0);
        near(late, libm::exp(-1.5), 1e-12);
        let (inside, outside) = (one.within(3.0), 3.0 + 2.0);
        near((1.0 - late) * inside.mean + late * outside, 2.0, 1e-12);
        near((1.0 - late) * inside.second() + late * (9.0 + 12.0 + 8.0), 8.0, 1e-12);
        // After a constant, with more spread, and with none.
        let delayed = one.and(Time::constant(1.0));
        near(delayed.beyond(4.0), late, 1e-12);
        near(delayed.within(4.0).mean, inside.mean + 1.0, 1e-12);
        near(Time::new(2.0, 4.0).within(1e6).mean, 2.0, 1e-12);
        near(Time::new(2.0, 4.0).within(1e6).variance, 16.0, 1e-12);
        assert_eq!(Time::constant(2.0).beyond(2.0), 0.0);
        assert_eq!(Time::constant(2.0).within(2.0), Time::constant(2.0));
        assert_eq!(Time::constant(2.0).beyond(1.0), 1.0);
    }

    #[test]
    fn sums_and_choices() {
        let one = Time::new(1.0, 1.0);
        assert_eq!(one.and(one), Time::new(2.0, 0.5));
        // Half of them nothing: mean 1/2, second moment 1.
        assert_eq!(one.sometimes(0.5), Time { mean: 0.5, variance: 0.75 });
        // Spread as it says.
        let wide = Time::new(3.0, 4.0);
        let again = wide.longest(Time::NONE);
        near(again.mean, wide.mean, 1e-12);
        near(again.variance, wide.variance, 1e-12);
    }
}
