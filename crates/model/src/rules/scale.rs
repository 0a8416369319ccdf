//! From how much traffic on a rule speaks up. Assumed figures: what matters is that ten requests per second are not
//! judged like ten thousand.

/// A minute's outage is noticed by hundreds of people.
pub(super) const BUSY_PER_SEC: f64 = 50.0;

/// A zone's outage is worth planning for: a minute of it hits thousands of requests.
pub(super) const LARGE_PER_SEC: f64 = 100.0;

/// Below, nothing is worth a second machine: a few requests a minute.
pub(super) const SMALL_PER_SEC: f64 = 1.0;
