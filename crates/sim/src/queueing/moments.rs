//! Moments of times: what formulas for general service times ask for.

/// The first three moments about zero of a positive random time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    pub first: f64,
    pub second: f64,
    pub third: f64,
}

impl Moments {
    pub const fn constant(mean: f64) -> Self {
        Self { first: mean, second: mean * mean, third: mean * mean * mean }
    }

    pub const fn exponential(mean: f64) -> Self {
        Self { first: mean, second: 2.0 * mean * mean, third: 6.0 * mean * mean * mean }
    }

    /// A sum of `stages` equal exponential times.
    pub fn erlang(mean: f64, stages: u32) -> Self {
        let k = f64::from(stages);
        Self {
            first: mean,
            second: mean * mean * (k + 1.0) / k,
            third: mean * mean * mean * (k + 1.0) * (k + 2.0) / (k * k),
        }
    }

    /// `cv`: standard deviation over mean.
    pub fn lognormal(mean: f64, cv: f64) -> Self {
        let spread = 1.0 + cv * cv;
        Self {
            first: mean,
            second: mean * mean * spread,
            third: mean * mean * mean * spread * spread * spread,
        }
    }

    /// From 0 to twice the mean.
    pub const fn uniform(mean: f64) -> Self {
        Self { first: mean, second: mean * mean * 4.0 / 3.0, third: mean * mean * mean * 2.0 }
    }

    /// One of two exponential times, each with half of the mean (balanced means); `cv` at least 1.
    ///
    /// ```
    /// let it = sim::queueing::Moments::hyperexponential(1.0, 2.0);
    /// assert!((it.first - 1.0).abs() < 1e-12 && (it.deviation() - 2.0).abs() < 1e-12);
    /// ```
    pub fn hyperexponential(mean: f64, cv: f64) -> Self {
        let squared = cv * cv;
        let share = (1.0 + ((squared - 1.0) / (squared + 1.0)).max(0.0).sqrt()) / 2.0;
        let short = Self::exponential(mean / (2.0 * share));
        short.or(1.0 - share, Self::exponential(mean / (2.0 * (1.0 - share))))
    }

    /// Pareto, bounded: `exponent` of the tail (no whole number), and the longest time over the shortest.
    ///
    /// ```
    /// let it = sim::queueing::Moments::pareto(1.0, 2.5, 100.0);
    /// assert!((it.first - 1.0).abs() < 1e-12);
    /// ```
    pub fn pareto(mean: f64, exponent: f64, spread: f64) -> Self {
        // Of a shortest time of 1: ∫ x^k times the density on 1 to `spread`.
        let moment = |k: f64| {
            let whole = 1.0 - libm::pow(spread, -exponent);
            exponent / whole * (1.0 - libm::pow(spread, k - exponent)) / (exponent - k)
        };
        let scale = mean / moment(1.0);
        Self { first: mean, second: moment(2.0) * scale * scale, third: moment(3.0) * scale * scale * scale }
    }

    /// Of the sum of two independent times.
    ///
    /// ```
    /// use sim::queueing::Moments;
    /// let two = Moments::exponential(1.0).and(Moments::exponential(1.0));
    /// assert_eq!(two, Moments::erlang(2.0, 2));
    /// ```
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            first: self.first + other.first,
            second: self.second + 2.0 * self.first * other.first + other.second,
            third: self.third + 3.0 * (self.second * other.first + self.first * other.second) + other.third,
        }
    }

    /// Of a time that is `other` with probability `share`, else this one.
    #[must_use]
    pub fn or(self, share: f64, other: Self) -> Self {
        let mix = |a: f64, b: f64| a * (1.0 - share) + b * share;
        Self {
            first: mix(self.first, other.first),
            second: mix(self.second, other.second),
            third: mix(self.third, other.third),
        }
    }

    pub fn deviation(self) -> f64 {
        (self.second - self.first * self.first).max(0.0).sqrt()
    }
}
