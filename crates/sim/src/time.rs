//! Simulated time: whole nanoseconds since the start of a run.

use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// Nanoseconds in a second.
pub const SECOND: u64 = 1_000_000_000;

/// A duration in seconds as nanoseconds, rounded; negative ones become zero.
pub(crate) fn nanos(secs: f64) -> u64 {
    SimTime::from_secs(secs).0
}

/// A duration in nanoseconds as seconds.
pub(crate) const fn secs(nanos: u64) -> f64 {
    nanos as f64 / SECOND as f64
}

/// A moment of a run. Zero is the start of the warm-up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SimTime(pub u64);

impl SimTime {
    /// The end of time: no run lasts that long (584 years).
    pub const NEVER: Self = Self(u64::MAX);

    /// Rounded to a nanosecond; negative values become zero, values out of range the end of time.
    pub fn from_secs(secs: f64) -> Self {
        Self((secs * SECOND as f64 + 0.5) as u64)
    }

    pub fn as_secs(self) -> f64 {
        secs(self.0)
    }

    pub fn as_millis(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

impl Add for SimTime {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for SimTime {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}
