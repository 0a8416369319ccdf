//! How long something takes: mean and variance, and, where most of the variance comes from a few that take much longer (misses,
//! slow paths), those few apart. Enough for what happens one after the other or only now and then, for the longest of several,
//! and for what comes too late.

/// Seconds. What is shorter has no variance that matters.
const NOTABLE_WAIT: f64 = 1e-9;

/// So many means of an exponential time none is as long as: one in 10^17.
const NEVER: f64 = 40.0;

/// Whether something varies more than an exponential time, so that it is worth two parts.
fn is_spread(mean: f64, variance: f64) -> bool {
    variance > mean * mean * (1.0 + 1e-9)
}

/// Seconds. Infinite where there is no steady state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Time {
    pub mean: f64,
    pub variance: f64,
    /// One for all, or two: those of about the same length together.
    parts: [Part; 2],
}

/// Some of all, taken as an exponential time after a constant one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Part {
    share: f64,
    mean: f64,
    variance: f64,
}

impl Part {
    const fn all(mean: f64, variance: f64) -> [Self; 2] {
        [Self { share: 1.0, mean, variance }, Self { share: 0.0, mean: 0.0, variance: 0.0 }]
    }

    fn second(self) -> f64 {
        self.variance + self.mean * self.mean
    }

    /// Mean of the exponential time.
    fn random(self) -> f64 {
        self.variance.sqrt()
    }

    fn constant(self) -> f64 {
        self.mean - self.random()
    }

    /// All of some as one.
    fn merged(parts: &[Self]) -> Self {
        let (mut share, mut mean, mut second) = (0.0, 0.0, 0.0);
        for it in parts {
            share += it.share;
            mean += it.share * it.mean;
            second += it.share * it.second();
        }
        if share <= 0.0 {
            return Self::default();
        }
        let mean = mean / share;
        Self { share, mean, variance: (second / share - mean * mean).max(0.0) }
    }

    /// The share that takes more than that.
    fn beyond(self, limit: f64) -> f64 {
        let (constant, random) = (self.constant(), self.random());
        let room = limit - constant;
        if room < 0.0 {
            1.0
        } else if room < NEVER * random {
            libm::exp(-room / random)
        } else {
            0.0
        }
    }

    /// Those that take no more than an exponential time of mean `patience`.
    fn within_random(self, patience: f64) -> Self {
        if is_spread(self.mean, self.variance) {
            // What varies more than an exponential time: none at all for some, and one for the others.
            let random = self.second() / (2.0 * self.mean);
            let some = self.mean / random / (1.0 + random / patience);
            let inside = 1.0 - self.mean / random + some;
            let shorter = random / (1.0 + random / patience);
            let mean = some * shorter / inside;
            let variance = 2.0 * some * shorter * shorter / inside - mean * mean;
            return Self { share: self.share * inside, mean, variance };
        }
        let constant = self.constant();
        let random = self.random() / (1.0 + self.random() / patience);
        // By the Laplace transform; what is left of an exponential time is a shorter one.
        let inside = libm::exp(-constant / patience) / (1.0 + self.random() / patience);
        Self { share: self.share * inside, mean: constant + random, variance: random * random }
    }

    /// Those that take no more than that.
    fn within(self, limit: f64) -> Self {
        let (constant, random, late) = (self.constant(), self.random(), self.beyond(limit));
        if late <= 0.0 {
            return self;
        }
        let inside = 1.0 - late;
        if inside <= 0.0 {
            return Self::default();
        }
        // Of the exponential part, less what lies beyond.
        let room = limit - constant;
        let first = (random - late * (room + random)) / inside;
        let second = (2.0 * random * random
            - late * (room * room + 2.0 * random * room + 2.0 * random * random))
            / inside;
        Self {
            share: self.share * inside,
            mean: constant + first,
            variance: (second - first * first).max(0.0),
        }
    }
}

impl Default for Time {
    fn default() -> Self {
        Self::NONE
    }
}

impl Time {
    pub const NONE: Self = Self::constant(0.0);

    pub const fn constant(mean: f64) -> Self {
        Self { mean, variance: 0.0, parts: Part::all(mean, 0.0) }
    }

    /// `scv`: squared coefficient of variation. Above one it is one of two exponential times, each with half of the mean.
    pub fn new(mean: f64, scv: f64) -> Self {
        let variance = scv * mean * mean;
        if scv <= 1.0 || !mean.is_finite() || mean <= 0.0 {
            return Self { mean, variance, parts: Part::all(mean, variance) };
        }
        let short = f64::midpoint(1.0, ((scv - 1.0) / (scv + 1.0)).sqrt());
        let parts = [short, 1.0 - short].map(|share| {
            let mean = mean / (2.0 * share);
            Part { share, mean, variance: mean * mean }
        });
        Self { mean, variance, parts }
    }

    /// What takes so long on average; a share of those that wait at all.
    pub fn waiting(mean: f64, of_those_who_do: f64) -> Self {
        if mean < NOTABLE_WAIT {
            return Self::constant(mean);
        }
        if !mean.is_finite() || mean >= of_those_who_do {
            return Self::new(mean, 1.0);
        }
        let share = mean / of_those_who_do;
        let wait = Part { share, mean: of_those_who_do, variance: of_those_who_do * of_those_who_do };
        let none = Part { share: 1.0 - share, ..Part::default() };
        Self { mean, variance: mean * (2.0 * of_those_who_do - mean), parts: [none, wait] }
    }

    /// Of parts whose shares make one.
    fn of(parts: &mut [Part]) -> Self {
        let Part { mean, variance, .. } = Part::merged(parts);
        if !mean.is_finite() {
            return Self::constant(mean);
        }
        if !is_spread(mean, variance) {
            return Self { mean, variance, parts: Part::all(mean, variance) };
        }
        // Mostly four of them.
        for end in 1..parts.len() {
            for at in (0..end).rev() {
                if parts[at].mean <= parts[at + 1].mean {
                    break;
                }
                parts.swap(at, at + 1);
            }
        }
        // Where the two sides differ most.
        let apart = |at: usize| {
            let (low, high) = (Part::merged(&parts[..at]), Part::merged(&parts[at..]));
            low.share * high.share * (high.mean - low.mean) * (high.mean - low.mean)
        };
        let best = (1..parts.len()).max_by(|a, b| apart(*a).total_cmp(&apart(*b))).unwrap_or(1);
        Self { mean, variance, parts: [Part::merged(&parts[..best]), Part::merged(&parts[best..])] }
    }

    /// Squared coefficient of variation.
    pub fn scv(self) -> f64 {
        if self.mean > 0.0 { self.variance / (self.mean * self.mean) } else { 0.0 }
    }

    fn parts(self) -> impl Iterator<Item = Part> + Clone {
        self.parts.into_iter().filter(|it| it.share > 0.0)
    }

    fn is_one(&self) -> bool {
        self.parts[1].share <= 0.0
    }

    /// One after the other.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if !(self.mean + other.mean).is_finite() {
            return Self::constant(f64::INFINITY);
        }
        let sum = |a: Part, b: Part| Part {
            share: a.share * b.share,
            mean: a.mean + b.mean,
            variance: a.variance + b.variance,
        };
        let (mean, variance) = (self.mean + other.mean, self.variance + other.variance);
        if self.is_one() && other.is_one() || !is_spread(mean, variance) {
            return Self { mean, variance, parts: Part::all(mean, variance) };
        }
        Self::of(&mut self.with_each(other, sum))
    }

    /// Of each part of the one with each of the other.
    fn with_each(self, other: Self, both: impl Fn(Part, Part) -> Part) -> [Part; 4] {
        let [a, b] = self.parts;
        let [c, d] = other.parts;
        [(a, c), (a, d), (b, c), (b, d)].map(|(one, other)| {
            if one.share > 0.0 && other.share > 0.0 { both(one, other) } else { Part::default() }
        })
    }

    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        let scaled =
            |it: Part| Part { mean: it.mean * factor, variance: it.variance * factor * factor, ..it };
        Self {
            mean: self.mean * factor,
            variance: self.variance * factor * factor,
            parts: self.parts.map(scaled),
        }
    }

    /// With that probability, otherwise no time at all.
    #[must_use]
    pub fn sometimes(self, share: f64) -> Self {
        if share >= 1.0 { self } else { Self::one_of([(share, self)].into_iter()) }
    }

    /// One of several, each with its probability; with what is left of it no time at all.
    pub fn one_of(choices: impl Iterator<Item = (f64, Self)> + Clone) -> Self {
        let choices = choices.filter(|it| it.0 > 0.0);
        let mut left = 1.0;
        let (mut mean, mut second) = (0.0, 0.0);
        for (share, it) in choices.clone() {
            left -= share;
            mean += share * it.mean;
            second += share * (it.variance + it.mean * it.mean);
        }
        if !mean.is_finite() {
            return Self::constant(mean);
        }
        let variance = (second - mean * mean).max(0.0);
        if !is_spread(mean, variance) {
            return Self { mean, variance, parts: Part::all(mean, variance) };
        }
        let nothing = Part { share: left.max(0.0), ..Part::default() };
        let parts = choices
            .flat_map(|(share, it)| it.parts().map(move |part| Part { share: share * part.share, ..part }));
        Self::of(&mut parts.chain([nothing]).collect::<Vec<_>>())
    }

    /// Probability that it is more than that.
    pub fn beyond(self, limit: f64) -> f64 {
        if !self.mean.is_finite() {
            return 1.0;
        }
        self.parts().map(|it| it.share * it.beyond(limit)).sum()
    }

    /// Of those that are not more than that.
    #[must_use]
    pub fn within(self, limit: f64) -> Self {
        if !self.mean.is_finite() {
            return self;
        }
        Self::of_some(self.parts.map(|it| it.within(limit))).unwrap_or(Self::constant(limit))
    }

    /// Parts whose shares do not make one, by themselves.
    fn of_some([mut a, mut b]: [Part; 2]) -> Option<Self> {
        let share = a.share + b.share;
        if share <= 0.0 {
            return None;
        }
        a.share /= share;
        b.share /= share;
        Some(Self::of(&mut [a, b]))
    }

    /// Against an exponential time of mean `patience`: probability that it is more, itself where it is not, and the patience
    /// where it is.
    pub fn against_random(self, patience: f64) -> (f64, Self, Self) {
        if !self.mean.is_finite() {
            return (1.0, self, Self::new(patience, 1.0));
        }
        let inside = self.parts.map(|it| it.within_random(patience));
        let in_time: f64 = inside.iter().map(|it| it.share).sum();
        let late = (1.0 - in_time).clamp(0.0, 1.0);
        let spent: f64 = inside.iter().map(|it| it.share * it.mean).sum();
        let gone = if late > 0.0 { (patience * late - spent).max(0.0) / late } else { 0.0 };
        (late, Self::of_some(inside).unwrap_or_default(), Self::new(gone, 1.0))
    }

    /// The longer of two, of whose variance so much comes from what they share: it lengthens both, and only in the rest one
    /// can be longer than the other.
    #[must_use]
    pub fn longest(self, other: Self, common: f64) -> Self {
        if !(self.mean + other.mean).is_finite() {
            return Self::constant(f64::INFINITY);
        }
        let without = |it: Part| Part { variance: (it.variance - common).max(0.0), ..it };
        if self.is_one() && other.is_one() {
            let Part { mean, variance, .. } = longer(without(self.parts[0]), without(other.parts[0]));
            let variance = variance + common;
            return Self { mean, variance, parts: Part::all(mean, variance) };
        }
        Self::of(&mut self.with_each(other, |a, b| {
            let it = longer(without(a), without(b));
            Part { share: a.share * b.share, variance: it.variance + common, ..it }
        }))
    }
}

/// The longer of two independent ones.
fn longer(a: Part, b: Part) -> Part {
    let (early, late) = if a.constant() <= b.constant() { (a, b) } else { (b, a) };
    let (soon, then) = (early.random(), late.random());
    let gap = late.constant() - early.constant();
    // Whether the early one is still under way when the other's constant time is over.
    let still = if gap <= 0.0 { 1.0 } else { libm::exp(-gap / soon) };
    let shorter = if soon + then > 0.0 { soon * then / (soon + then) } else { 0.0 };
    let square = |it: f64| it * it;
    // Beyond the later constant.
    let mean = (1.0 - still) * then + still * (soon + then - shorter);
    let second =
        (1.0 - still) * 2.0 * square(then) + still * 2.0 * (square(soon) + square(then) - square(shorter));
    Part { share: 1.0, mean: late.constant() + mean, variance: (second - square(mean)).max(0.0) }
}

#[cfg(test)]
mod tests;
