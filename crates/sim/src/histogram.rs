//! Log-linear histograms of durations (the layout of HdrHistogram): 128 bins per octave, at most 0.8 % too wide.
//! Two of them are merged by adding bins.

use crate::report::{Latency, Measured};

const BITS: u32 = 7;

/// Durations in nanoseconds. Grows to the range that it has seen, so an idle component costs nothing.
#[derive(Clone, Debug, Default)]
pub struct Histogram {
    bins: Vec<u32>,
    /// Number of the first bin in `bins`.
    first: usize,
    /// Nearly all waits of an idle pool: counted apart, because that is quicker.
    zeros: u64,
    sum: f64,
    squares: f64,
}

const fn bin_of(nanos: u64) -> usize {
    let nanos = nanos | 1;
    // Short ones are not shifted: as if they had the bit that does not count.
    let shift = 63 - BITS - (nanos | 1 << BITS).leading_zeros();
    ((shift as usize) << BITS) + (nanos >> shift) as usize
}

/// The middle of a bin, in nanoseconds.
fn middle_of(bin: usize) -> f64 {
    if bin < 2 << BITS {
        return bin as f64;
    }
    let shift = (bin >> BITS) - 1;
    let mantissa = (bin & ((1 << BITS) - 1)) + (1 << BITS);
    (mantissa as f64 + 0.5) * (1u64 << shift) as f64
}

/// How far a percentile that a histogram gives may be from the one of its samples: half a bin.
pub fn half_bin_millis(millis: f64) -> f64 {
    if millis <= 0.0 {
        return 0.0;
    }
    // The shortest are told apart without the bit that does not count.
    let shift = (bin_of((millis * 1e6) as u64) >> BITS).saturating_sub(1).max(1);
    0.5 * (1u64 << shift) as f64 / 1e6
}

impl Histogram {
    #[inline(always)]
    pub fn record(&mut self, nanos: u64) {
        if nanos == 0 {
            return self.record_zero();
        }
        // Signed numbers become floating point in one instruction, and no duration needs the last bit.
        let value = nanos as i64 as f64;
        self.sum += value;
        self.squares += value * value;
        let bin = bin_of(nanos);
        match self.bins.get_mut(bin.wrapping_sub(self.first)) {
            Some(count) => *count += 1,
            None => self.grow_and_count(bin),
        }
    }

    /// A duration of zero.
    #[inline(always)]
    pub const fn record_zero(&mut self) {
        self.zeros += 1;
    }

    #[cold]
    #[inline(never)]
    fn grow_and_count(&mut self, bin: usize) {
        self.cover(bin, bin + 1);
        self.bins[bin - self.first] += 1;
    }

    /// Makes room for the bins from `from` to before `to`, in whole octaves, so that growing is rare.
    fn cover(&mut self, from: usize, to: usize) {
        let octave = from >> BITS << BITS;
        if self.bins.is_empty() {
            self.first = octave;
        }
        if octave < self.first {
            let more = self.first - octave;
            self.bins.splice(0..0, std::iter::repeat_n(0, more));
            self.first = octave;
        }
        let needed = to.next_multiple_of(1 << BITS) - self.first;
        if needed > self.bins.len() {
            self.bins.resize(needed, 0);
        }
    }

    /// Forgets all samples and keeps the memory.
    pub fn clear(&mut self) {
        self.bins.fill(0);
        (self.zeros, self.sum, self.squares) = (0, 0.0, 0.0);
    }

    pub fn merge(&mut self, other: &Self) {
        if !other.bins.is_empty() {
            self.cover(other.first, other.first + other.bins.len());
            let ours = &mut self.bins[other.first - self.first..][..other.bins.len()];
            ours.iter_mut().zip(&other.bins).for_each(|(ours, theirs)| *ours += theirs);
        }
        self.zeros += other.zeros;
        self.sum += other.sum;
        self.squares += other.squares;
    }

    /// Takes away samples that were copied from here earlier. What is left has counts and percentiles, but no mean:
    /// differences of long sums are not exact.
    pub fn forget(&mut self, earlier: &Self) {
        if !earlier.bins.is_empty() {
            let ours = &mut self.bins[earlier.first - self.first..][..earlier.bins.len()];
            ours.iter_mut().zip(&earlier.bins).for_each(|(ours, theirs)| *ours -= theirs);
        }
        self.zeros -= earlier.zeros;
    }

    /// How many are at most each of `bounds`, which ascend, in nanoseconds.
    pub fn upto<const N: usize>(&self, bounds: [f64; N]) -> [u64; N] {
        let mut seen = self.zeros;
        let mut from = 0;
        bounds.map(|bound| {
            // The first bin whose middle is above the bound.
            let bin = bin_of(bound as u64);
            let end = bin + usize::from(middle_of(bin) <= bound);
            let to = end.saturating_sub(self.first).clamp(from, self.bins.len());
            seen += self.bins[from..to].iter().map(|count| u64::from(*count)).sum::<u64>();
            from = to;
            seen
        })
    }

    /// Memory besides the struct itself.
    pub const fn heap_bytes(&self) -> usize {
        self.bins.len() * size_of::<u32>()
    }

    /// How many there are; counted when asked for.
    pub fn samples(&self) -> u64 {
        self.zeros + self.bins.iter().map(|count| u64::from(*count)).sum::<u64>()
    }

    /// Of all samples, in nanoseconds.
    pub const fn sum(&self) -> f64 {
        self.sum
    }

    /// In nanoseconds.
    pub fn mean(&self) -> Option<f64> {
        let samples = self.samples();
        (samples > 0).then(|| self.sum / samples as f64)
    }

    /// In nanoseconds; of the population, so it needs no correction for small samples worth speaking of.
    pub fn standard_deviation(&self) -> Option<f64> {
        let (samples, mean) = (self.samples(), self.mean()?);
        (samples > 1).then(|| (self.squares / samples as f64 - mean * mean).max(0.0).sqrt())
    }

    /// The duration that a share `ratio` of the samples does not exceed, in nanoseconds. `None` unless at least ten
    /// samples lie beyond it (and ten before it): fewer say little, as the count beyond has a standard error of its root.
    pub fn percentile(&self, ratio: f64) -> Option<f64> {
        let n = self.samples() as f64;
        if n * (1.0 - ratio).min(ratio) < 10.0 - 1e-9 {
            return None;
        }
        let wanted = libm::ceil(n * ratio) as u64;
        let mut seen = self.zeros;
        if seen >= wanted {
            return Some(0.0);
        }
        self.bins.iter().enumerate().find_map(|(offset, &count)| {
            seen += u64::from(count);
            (seen >= wanted).then(|| middle_of(self.first + offset))
        })
    }

    /// The bins that hold anything, by their middle in nanoseconds, shortest first.
    pub fn counts(&self) -> impl Iterator<Item = (f64, u64)> {
        let zeros = (self.zeros > 0).then_some((0.0, self.zeros));
        let bins = self.bins.iter().enumerate().filter(|(_, count)| **count > 0);
        zeros
            .into_iter()
            .chain(bins.map(|(offset, &count)| (middle_of(self.first + offset), u64::from(count))))
    }

    pub fn latency(&self) -> Latency {
        let millis = |nanos: Option<f64>| nanos.map(|it| Measured::single(it / 1e6));
        Latency {
            samples: self.samples(),
            mean_millis: millis(self.mean()),
            standard_deviation_millis: millis(self.standard_deviation()),
            p50_millis: millis(self.percentile(0.5)),
            p90_millis: millis(self.percentile(0.9)),
            p95_millis: millis(self.percentile(0.95)),
            p99_millis: millis(self.percentile(0.99)),
            p999_millis: millis(self.percentile(0.999)),
        }
    }

    /// Feeds everything that makes two histograms differ to `word`.
    pub fn digest(&self, mut word: impl FnMut(u64)) {
        word(self.samples());
        word(self.zeros);
        word(self.sum.to_bits());
        word(self.squares.to_bits());
        for (offset, &count) in self.bins.iter().enumerate().filter(|(_, count)| **count > 0) {
            word((self.first + offset) as u64);
            word(u64::from(count));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_duration_is_within_a_percent_of_its_bin() {
        for nanos in [1u64, 5, 255, 256, 257, 999, 12_345, 1_000_000, 987_654_321, 3_600_000_000_000, 1 << 62]
        {
            let middle = middle_of(bin_of(nanos));
            assert!((middle - nanos as f64).abs() <= 0.008 * nanos as f64, "{nanos}: {middle}");
        }
    }

    #[test]
    fn half_a_bin_is_how_far_a_percentile_may_be_off() {
        for nanos in [200u64, 255, 257, 12_345, 1_000_000, 987_654_321] {
            let mut histogram = Histogram::default();
            (0..20).for_each(|_| histogram.record(nanos));
            let found = histogram.percentile(0.5).unwrap() / 1e6;
            let (off, half) = ((found - nanos as f64 / 1e6).abs(), half_bin_millis(found));
            assert!(off <= half && half <= 0.005 * found, "{nanos}: off by {off}, half a bin {half}");
        }
    }

    #[test]
    fn percentiles_of_a_uniform_sample() {
        let mut histogram = Histogram::default();
        (1..=100_000u64).for_each(|i| histogram.record(i * 1000));
        for ratio in [0.5, 0.9, 0.99, 0.999] {
            let found = histogram.percentile(ratio).unwrap();
            assert!((found / (ratio * 1e8) - 1.0).abs() < 0.008, "{ratio}: {found}");
        }
    }

    #[test]
    fn bounds_divide_the_samples() {
        let mut histogram = Histogram::default();
        (0..10_000u64).for_each(|i| histogram.record(crate::random::mix(i) >> 30));
        let bounds = [0.0, 1e3, 5e6, 2.5e8, 1e9, 1e10, 1e15];
        let counted =
            bounds.map(|bound| histogram.counts().filter(|it| it.0 <= bound).map(|it| it.1).sum::<u64>());
        assert_eq!(histogram.upto(bounds), counted);
        assert_eq!(Histogram::default().upto(bounds), [0; 7]);
    }

    #[test]
    fn few_samples_give_no_percentile() {
        let mut histogram = Histogram::default();
        (0..999).for_each(|i| histogram.record(i));
        assert_eq!(histogram.percentile(0.99), None);
        histogram.record(1000);
        assert!(histogram.percentile(0.99).is_some());
        assert_eq!(histogram.percentile(0.999), None);
    }

    #[test]
    fn merging_equals_recording_into_one() {
        let (mut a, mut b, mut both) = (Histogram::default(), Histogram::default(), Histogram::default());
        for i in 0..5000u64 {
            let value = crate::random::mix(i) >> (20 + i % 30);
            if i % 3 == 0 {
                a.record(value)
            } else {
                b.record(value)
            }
            both.record(value);
        }
        a.merge(&b);
        assert_eq!(a.percentile(0.99), both.percentile(0.99));
        assert_eq!(a.samples(), both.samples());
        assert!(a.counts().eq(both.counts()));
        assert_eq!(a.counts().map(|it| it.1).sum::<u64>(), 5000);
        assert!(a.counts().is_sorted_by(|one, next| one.0 < next.0));
    }
}
