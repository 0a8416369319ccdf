//! Counts over the latest part of a run, for windows of any length at once.

use std::collections::VecDeque;

/// Requests that ended, and those of them that missed an objective.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub total: u64,
    pub bad: u64,
}

impl Counts {
    /// Share that was bad; `None` without any: no data is not the same as no errors.
    pub fn error_ratio(self) -> Option<f64> {
        (self.total > 0).then(|| self.bad as f64 / self.total as f64)
    }

    const fn plus(self, other: Self) -> Self {
        Self { total: self.total + other.total, bad: self.bad + other.bad }
    }

    const fn minus(self, other: Self) -> Self {
        Self { total: self.total - other.total, bad: self.bad - other.bad }
    }
}

/// Fixed buckets in a ring, each with the sum of everything before it: any window costs one subtraction.
#[derive(Clone, Debug)]
pub struct Rolling {
    bucket_secs: f64,
    /// Most buckets kept.
    most: usize,
    /// Sums up to the beginning of each bucket, oldest first.
    before: VecDeque<Counts>,
    /// Number of the latest bucket; the one from zero to `bucket_secs` is 0.
    latest: i64,
    now_secs: f64,
    sum: Counts,
}

impl Rolling {
    /// For windows of up to `longest_secs`, which are right to within one bucket.
    pub fn new(bucket_secs: f64, longest_secs: f64) -> Self {
        // One more for the bucket that has just begun, one for the window's beginning.
        let most = (longest_secs / bucket_secs).ceil() as usize + 2;
        Self {
            bucket_secs,
            most,
            before: VecDeque::new(),
            latest: i64::MIN,
            now_secs: 0.0,
            sum: Counts::default(),
        }
    }

    /// What happened since the last time, up to `now_secs`; times must not go back.
    pub fn add(&mut self, now_secs: f64, new: Counts) {
        self.now_secs = now_secs;
        // What ends with a bucket belongs to it.
        let bucket = ((now_secs / self.bucket_secs - 1e-9).ceil() as i64) - 1;
        if self.before.is_empty() {
            self.before.push_back(self.sum);
            self.latest = bucket;
        }
        // A long silence needs no more buckets than are kept.
        let skipped = (bucket - self.latest).clamp(0, self.most as i64);
        for _ in 0..skipped {
            self.before.push_back(self.sum);
            if self.before.len() > self.most {
                self.before.pop_front();
            }
        }
        self.latest = self.latest.max(bucket);
        self.sum = self.sum.plus(new);
    }

    /// The last `window_secs`; of a shorter history, all of it.
    pub fn over(&self, window_secs: f64) -> Counts {
        let begins = ((self.now_secs - window_secs) / self.bucket_secs + 1e-9).floor() as i64;
        let back = self.latest - begins;
        let Some(oldest) = self.before.front() else { return Counts::default() };
        let index = self.before.len() as i64 - 1 - back;
        let before = usize::try_from(index).ok().and_then(|it| self.before.get(it)).unwrap_or(oldest);
        self.sum.minus(*before)
    }

    /// Up to when it was counted.
    pub const fn now_secs(&self) -> f64 {
        self.now_secs
    }

    /// Since the beginning.
    pub const fn all(&self) -> Counts {
        self.sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_window_forgets_what_is_older() {
        let mut rolling = Rolling::new(10.0, 60.0);
        for second in 1..=100 {
            rolling.add(f64::from(second), Counts { total: 2, bad: u64::from(second <= 50) });
        }
        assert_eq!(rolling.over(60.0), Counts { total: 120, bad: 10 });
        assert_eq!(rolling.over(50.0), Counts { total: 100, bad: 0 });
        assert_eq!(rolling.all(), Counts { total: 200, bad: 50 });
    }

    #[test]
    fn a_young_history_is_all_there_is() {
        let mut rolling = Rolling::new(1.0, 3600.0);
        assert_eq!(rolling.over(60.0).error_ratio(), None);
        rolling.add(1.0, Counts { total: 4, bad: 1 });
        assert_eq!(rolling.over(3600.0).error_ratio(), Some(0.25));
    }

    #[test]
    fn silence_empties_a_window() {
        let mut rolling = Rolling::new(1.0, 10.0);
        rolling.add(1.0, Counts { total: 4, bad: 1 });
        rolling.add(500.0, Counts::default());
        assert_eq!(rolling.over(10.0), Counts::default());
    }

    proptest! {
        /// Against adding up a list, for windows of whole buckets.
        #[test]
        fn windows_are_sums(bad in prop::collection::vec(0u64..5, 1..200), window in 1usize..40) {
            let mut rolling = Rolling::new(1.0, 40.0);
            for (index, bad) in bad.iter().enumerate() {
                rolling.add((index + 1) as f64, Counts { total: 5, bad: *bad });
            }
            let last = &bad[bad.len().saturating_sub(window)..];
            prop_assert_eq!(rolling.over(window as f64).bad, last.iter().sum::<u64>());
            prop_assert_eq!(rolling.over(window as f64).total, 5 * last.len() as u64);
        }
    }
}
