//! How sure the figures of a single run are: its time in equal parts, whose means differ as much as chance makes them
//! (*batch means*; Conway 1963, Law and Kelton 2000, §9.5.3).
//!
//! The parts must be long enough to be nearly independent. Whether they are is looked at: neighbors that are alike widen
//! the interval or, if they are too much alike, there is none.

use crate::{queueing::student_t_95, time::SECOND};

/// Parts are merged in pairs when there are so many, so that a long run has long ones.
const MOST: usize = 60;
/// Parts that an interval is made of, as long as they last: this many, or up to twice as many.
const ENOUGH: usize = 15;
/// Fewest parts, if only longer ones are independent.
const FEWEST: usize = 8;
/// Standard deviations by which neighbors may be more alike than independent ones: one in ten would be by chance.
const ALIKE: f64 = 1.28;

/// What was counted in some time, or up to a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    pub latency_nanos: f64,
    pub succeeded: u64,
    pub failed: u64,
    /// Integral of the requests under way, modulo 2^64.
    pub area: u64,
}

impl Counts {
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            latency_nanos: self.latency_nanos + other.latency_nanos,
            succeeded: self.succeeded + other.succeeded,
            failed: self.failed + other.failed,
            area: self.area.wrapping_add(other.area),
        }
    }

    fn since(self, earlier: Self) -> Self {
        Self {
            latency_nanos: self.latency_nanos - earlier.latency_nanos,
            succeeded: self.succeeded - earlier.succeeded,
            failed: self.failed - earlier.failed,
            area: self.area.wrapping_sub(earlier.area),
        }
    }
}

/// The measured time so far in parts of equal length.
#[derive(Clone, Debug)]
pub struct Batches {
    parts: Vec<Counts>,
    secs_each: u64,
    open: Counts,
    open_secs: u64,
    last: Counts,
}

impl Default for Batches {
    fn default() -> Self {
        let none = Counts::default();
        Self { parts: Vec::new(), secs_each: 1, open: none, open_secs: 0, last: none }
    }
}

impl Batches {
    /// A whole second ends; `total` is what was counted since the measured time began.
    pub fn end_second(&mut self, total: Counts) {
        self.open = self.open.and(total.since(self.last));
        self.last = total;
        self.open_secs += 1;
        if self.open_secs < self.secs_each {
            return;
        }
        self.parts.push(std::mem::take(&mut self.open));
        self.open_secs = 0;
        if self.parts.len() == MOST {
            self.parts = in_pairs(&self.parts, Counts::and);
            self.secs_each *= 2;
        }
    }

    /// The same parts of several classes, added up.
    pub fn sum<'a>(all: impl Iterator<Item = &'a Self>) -> Option<Self> {
        all.fold(None, |sum: Option<Self>, it| {
            let Some(mut sum) = sum else { return Some(it.clone()) };
            sum.parts = sum.parts.iter().zip(&it.parts).map(|(a, b)| a.and(*b)).collect();
            Some(sum)
        })
    }

    /// Half widths of the 95 % intervals.
    pub fn half_widths(&self) -> HalfWidths {
        let nanos = (self.secs_each * SECOND) as f64;
        let of = |figure: &dyn Fn(&Counts) -> (f64, f64)| half_width(self.parts.iter().map(figure).collect());
        HalfWidths {
            latency_nanos: of(&|it| (it.latency_nanos, it.succeeded as f64)),
            success_ratio: of(&|it| (it.succeeded as f64, (it.succeeded + it.failed) as f64)),
            per_sec: of(&|it| (it.succeeded as f64, self.secs_each as f64)),
            in_flight: of(&|it| (it.area as f64, nanos)),
        }
    }
}

/// Half widths of the 95 % intervals of what a user sees; `None`: the run does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HalfWidths {
    pub latency_nanos: Option<f64>,
    pub success_ratio: Option<f64>,
    pub per_sec: Option<f64>,
    pub in_flight: Option<f64>,
}

/// Of the sum of the first numbers over that of the second ones.
fn half_width(mut parts: Vec<(f64, f64)>) -> Option<f64> {
    let add = |a: (f64, f64), b: (f64, f64)| (a.0 + b.0, a.1 + b.1);
    if parts.len() >= 2 * ENOUGH {
        parts = in_pairs(&parts, add);
    }
    if parts.len() < ENOUGH {
        return None;
    }
    loop {
        let n = parts.len() as f64;
        let (above, below) = parts.iter().copied().fold((0.0, 0.0), add);
        if below <= 0.0 {
            return None;
        }
        // How much each part adds to being off (the ratio estimator: Law and Kelton 2000, §9.5.3).
        let off: Vec<f64> = parts.iter().map(|it| (it.0 - above / below * it.1) * n / below).collect();
        let squares: f64 = off.iter().map(|it| it * it).sum();
        if squares <= 0.0 {
            // Nothing ever differed, as where nothing failed: that says little about what is rare.
            return None;
        }
        let alike = off.iter().zip(&off[1..]).map(|(a, b)| a * b).sum::<f64>() / squares;
        if alike <= ALIKE / n.sqrt() {
            // What is left of it makes the mean less sure than independent parts would.
            let wider = ((1.0 + alike.max(0.0)) / (1.0 - alike.max(0.0))).sqrt();
            return Some(student_t_95(parts.len() as u32 - 1) * (squares / (n - 1.0) / n).sqrt() * wider);
        }
        parts = in_pairs(&parts, add);
        if parts.len() < FEWEST {
            return None;
        }
    }
}

/// Neighbors made one; who has none is left out.
fn in_pairs<T: Copy>(parts: &[T], and: impl Fn(T, T) -> T) -> Vec<T> {
    parts.chunks_exact(2).map(|it| and(it[0], it[1])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Draw, mix};

    fn noise(seed: u64, count: u64) -> Vec<f64> {
        (0..count).map(|i| Draw::new(mix(seed), mix(i)).normal()).collect()
    }

    #[test]
    fn independent_parts_give_students_interval() {
        let (runs, mut inside, mut given) = (2000, 0, 0);
        for seed in 0..runs {
            let parts: Vec<_> = noise(seed, 25).into_iter().map(|it| (10.0 + it, 1.0)).collect();
            let mean = parts.iter().map(|it| it.0).sum::<f64>() / 25.0;
            let Some(half) = half_width(parts) else { continue };
            given += 1;
            inside += u32::from((mean - 10.0).abs() <= half);
        }
        let covered = f64::from(inside) / f64::from(given);
        assert!(given > 1900 && (0.93..0.98).contains(&covered), "{given} {covered}");
    }

    #[test]
    fn a_trend_gives_none() {
        let parts: Vec<_> = noise(1, 29).iter().zip(0..).map(|(it, i)| (f64::from(i) + it, 1.0)).collect();
        assert_eq!(half_width(parts), None);
        assert_eq!(half_width(vec![(1.0, 1.0); 29]), None, "nothing differed");
        assert_eq!(half_width(noise(1, 14).into_iter().map(|it| (it, 1.0)).collect()), None, "too few");
    }

    #[test]
    fn parts_become_longer_with_the_run() {
        let mut batches = Batches::default();
        for second in 1..=150 {
            batches.end_second(Counts { succeeded: second * 10, ..Counts::default() });
        }
        // After 60 seconds two each, after 120 four each.
        assert_eq!((batches.secs_each, batches.parts.len(), batches.open_secs), (4, 37, 2));
        assert!(batches.parts.iter().all(|it| it.succeeded == 40));
    }
}
