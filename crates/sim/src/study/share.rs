//! What share of one thing another is, and how sure that is.

use crate::{queueing::student_t_95, replications::interval};

/// A share of something that is only known from samples, too.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    pub value: f64,
    /// Its 95 % interval. `None`: the whole may be nothing, and then no share is too large.
    pub range: Option<(f64, f64)>,
}

impl Share {
    /// The mean of `parts` as a share of the mean of `wholes`, which are paired. `None` if the whole is nothing.
    ///
    /// Source: Fieller, *Some problems in interval estimation*, J. R. Stat. Soc. B 16 (1954). The interval holds 1 exactly
    /// if that of the paired difference holds 0, so that both say the same of what may be chance.
    pub fn of(wholes: &[f64], parts: &[f64]) -> Option<Self> {
        let n = wholes.len().min(parts.len());
        let (wholes, parts) = (&wholes[..n], &parts[..n]);
        let (whole, part) = (interval(wholes).value, interval(parts).value);
        if whole == 0.0 || n < 2 {
            return None;
        }
        let t = student_t_95(n as u32 - 1);
        // Squares of half widths: of one mean, of the other, and what they have in common.
        let common = |a: &[f64], a_mean: f64, b: &[f64], b_mean: f64| {
            let products = a.iter().zip(b).map(|(a, b)| (a - a_mean) * (b - b_mean));
            t * t * products.sum::<f64>() / ((n - 1) * n) as f64
        };
        let square = whole * whole - common(wholes, whole, wholes, whole);
        let middle = whole * part - common(wholes, whole, parts, part);
        let rest = part * part - common(parts, part, parts, part);
        let root = libm::sqrt((middle * middle - square * rest).max(0.0));
        let range = (square > 0.0).then(|| ((middle - root) / square, (middle + root) / square));
        // Nothing here is below zero.
        let range = range.map(|(low, high)| (low.max(0.0), high));
        Some(Self { value: part / whole, range })
    }

    /// What is left of the whole.
    pub fn less(self) -> Self {
        Self { value: 1.0 - self.value, range: self.range.map(|(low, high)| (1.0 - high, 1.0 - low)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Draw;

    #[test]
    fn a_share_that_is_always_the_same_is_certain() {
        let share = Share::of(&[2.0, 2.5, 3.0], &[0.5, 0.625, 0.75]);
        let Some(Share { value, range: Some((low, high)) }) = share else { panic!("{share:?}") };
        assert!((value - 0.25).abs() < 1e-12 && (low - 0.25).abs() < 1e-6 && (high - 0.25).abs() < 1e-6);
        let none = Share::of(&[0.5, 0.25], &[0.0, 0.0]).map(Share::less);
        assert_eq!(none.map(|it| it.value), Some(1.0));
    }

    #[test]
    fn of_what_may_be_nothing_no_share_is_known() {
        let share = Share::of(&[0.0, 0.0, 0.0, 0.9], &[0.0, 0.0, 0.0, 0.1]).expect("something failed");
        assert_eq!(share.range, None);
        assert_eq!(Share::of(&[0.0, 0.0], &[0.0, 0.0]), None);
    }

    #[test]
    fn the_interval_holds_one_where_the_difference_may_be_chance() {
        let mut random = Draw::new(7, 0);
        for _ in 0..500 {
            let wholes: Vec<f64> = (0..5).map(|_| 1.0 + random.unit()).collect();
            let parts: Vec<f64> = wholes.iter().map(|it| it * 0.8 + 0.5 * random.unit()).collect();
            let gaps: Vec<f64> = wholes.iter().zip(&parts).map(|(whole, part)| part - whole).collect();
            let Some((low, high)) = Share::of(&wholes, &parts).and_then(|it| it.range) else { continue };
            let holds_one = low <= 1.0 && 1.0 <= high;
            assert_eq!(holds_one, interval(&gaps).may_be_chance(), "{wholes:?} {parts:?}");
        }
    }

    #[test]
    fn nineteen_in_twenty_intervals_hold_the_true_share() {
        let mut random = Draw::new(11, 0);
        let mut n_held = 0;
        for _ in 0..2000 {
            // The true share is a half.
            let mut around = |mean: f64| mean + 0.1 * random.normal();
            let wholes: Vec<f64> = (0..5).map(|_| around(1.0)).collect();
            let parts: Vec<f64> = wholes.iter().map(|it| 0.5 * it + around(0.0)).collect();
            let (low, high) = Share::of(&wholes, &parts).and_then(|it| it.range).expect("an interval");
            n_held += u32::from(low <= 0.5 && 0.5 <= high);
        }
        assert!((1870..=1930).contains(&n_held), "{n_held} of 2000");
    }
}
