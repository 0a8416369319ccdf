//! Time slices instead of requests: a slice is good when enough of its requests were.

use super::Counts;

/// Turns counts of requests into counts of slices (OpenSLO's budgeting method `Timeslices`).
#[derive(Clone, Debug)]
pub struct Slicer {
    slice_secs: f64,
    /// Share of good requests from which a slice is good, 0.0 to 1.0.
    good_from: f64,
    /// Number of the slice that goes on.
    current: i64,
    so_far: Counts,
}

impl Slicer {
    pub fn new(slice_secs: f64, good_from: f64) -> Self {
        Self { slice_secs, good_from, current: 0, so_far: Counts::default() }
    }

    /// Requests up to `now_secs` in; slices that ended out. A slice without requests says nothing and is not counted.
    pub fn add(&mut self, now_secs: f64, new: Counts) -> Counts {
        let slice = ((now_secs / self.slice_secs - 1e-9).ceil() as i64) - 1;
        let mut ended = if slice == self.current { Counts::default() } else { self.close(slice) };
        self.so_far = Counts { total: self.so_far.total + new.total, bad: self.so_far.bad + new.bad };
        // What ends with the slice completes it.
        if now_secs >= (slice + 1) as f64 * self.slice_secs - 1e-9 {
            let last = self.close(slice + 1);
            ended = Counts { total: ended.total + last.total, bad: ended.bad + last.bad };
        }
        ended
    }

    fn close(&mut self, next: i64) -> Counts {
        let Counts { total, bad } = std::mem::take(&mut self.so_far);
        self.current = next;
        if total == 0 {
            return Counts::default();
        }
        let good = (total - bad) as f64;
        // Rounded in favor of neither: 999 of 1,000 are 99.9 %.
        Counts { total: 1, bad: u64::from(good < (self.good_from - 1e-9) * total as f64) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slice_is_good_or_bad_as_a_whole() {
        let mut slicer = Slicer::new(10.0, 0.95);
        let mut slices = Counts::default();
        for second in 1..=40 {
            // 5 % bad, then 6 %, then nothing, then none.
            let (total, bad) = match second {
                1..=10 => (100, 5),
                11..=20 => (100, 6),
                21..=30 => (0, 0),
                _ => (100, 0),
            };
            let ended = slicer.add(f64::from(second), Counts { total, bad });
            slices = Counts { total: slices.total + ended.total, bad: slices.bad + ended.bad };
        }
        assert_eq!(slices, Counts { total: 3, bad: 1 });
    }

    #[test]
    fn few_bad_requests_in_every_slice_are_no_bad_slice() {
        // By occurrences, 4 % of all requests are bad; by slices, nothing is.
        let mut slicer = Slicer::new(1.0, 0.95);
        let bad: u64 = (1..=50).map(|it| slicer.add(f64::from(it), Counts { total: 100, bad: 4 }).bad).sum();
        assert_eq!(bad, 0);
    }
}
