//! A compressed clock: months of operations in minutes of simulation, with honest counts.
//!
//! Durations of the operators' world (windows, `for`, intervals) are divided by a factor; the simulated system keeps its
//! own pace, and no event is counted twice. Ratios and burn rates are then exact, and guards against low traffic see
//! how many requests there really were. See `docs/decisions/compressed-clock.md`.

/// The shortest time that a run tells apart, in simulated seconds: telemetry comes once per second.
pub const RESOLUTION_SECS: f64 = 1.0;

/// How much faster the operators' clock goes than the simulated one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clock {
    factor: f64,
}

impl Clock {
    /// One simulated second is one second of the operators.
    pub const REAL: Self = Self { factor: 1.0 };

    /// `factor` seconds of the operators pass in one simulated second; what is no factor of at least 1 counts as 1.
    pub const fn new(factor: f64) -> Self {
        Self { factor: if factor.is_finite() && factor > 1.0 { factor } else { 1.0 } }
    }

    pub const fn factor(self) -> f64 {
        self.factor
    }

    /// A duration of the operators, in simulated seconds.
    /// ```
    /// // A second is a minute: an hour of watching takes a simulated minute.
    /// assert_eq!(ops::Clock::new(60.0).simulated_secs(3600.0), 60.0);
    /// ```
    pub const fn simulated_secs(self, operator_secs: f64) -> f64 {
        operator_secs / self.factor
    }

    /// The same, but not shorter than a run tells apart. A window that this lengthens is not the window that was asked
    /// for: [`Self::resolves`] says so.
    pub fn window_secs(self, operator_secs: f64) -> f64 {
        self.simulated_secs(operator_secs).max(RESOLUTION_SECS)
    }

    /// Simulated seconds, on the operators' clock.
    pub const fn operator_secs(self, simulated_secs: f64) -> f64 {
        simulated_secs * self.factor
    }

    /// Whether a duration is long enough to be told apart at this factor.
    pub fn resolves(self, operator_secs: f64) -> bool {
        self.simulated_secs(operator_secs) >= RESOLUTION_SECS - 1e-9
    }
}

/// A duration as operators write it: `5m`, `1h30m`, `3d`.
/// ```
/// assert_eq!(ops::clock::duration(5400.0), "1h30m");
/// ```
pub fn duration(secs: f64) -> String {
    let mut left = secs.max(0.0).round() as u64;
    let mut text = String::new();
    for (unit, length) in [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)] {
        if left >= length {
            text += &format!("{}{unit}", left / length);
            left %= length;
        }
    }
    if text.is_empty() { format!("{}s", (secs * 100.0).round() / 100.0) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_and_back() {
        let clock = Clock::new(720.0);
        assert_eq!(clock.simulated_secs(86_400.0), 120.0);
        assert_eq!(clock.operator_secs(clock.simulated_secs(30.0)), 30.0);
    }

    #[test]
    fn five_minutes_are_told_apart_up_to_three_hundred() {
        assert!(Clock::new(300.0).resolves(300.0));
        assert!(!Clock::new(720.0).resolves(300.0));
        assert_eq!(Clock::new(720.0).window_secs(300.0), 1.0);
    }

    #[test]
    fn nonsense_is_the_real_clock() {
        for factor in [f64::NAN, 0.0, -3.0, 0.5, f64::INFINITY] {
            assert_eq!(Clock::new(factor), Clock::REAL);
        }
    }
}
