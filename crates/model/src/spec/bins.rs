//! Measured durations: what a person pastes from a histogram.

use std::fmt;

use crate::lean;

/// Most durations in one histogram.
pub const MAX_BINS: usize = 200;
/// Longest duration: an hour.
const MAX_MILLIS: f64 = 3_600_000.0;
const MAX_WEIGHT: f64 = 1e12;

/// Durations with their weights: each draw is one of them. Sorted, no duration twice, weights above zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Bins(Vec<(f64, f64)>);

impl Bins {
    /// Reads `5:50 20:30 100:20`: milliseconds, and how often; a missing weight is 1. `None` if it is anything else.
    pub fn parse(text: &str) -> Option<Self> {
        // Refused before it is taken apart: a file may hold a text of any length.
        if text.len() > MAX_BINS * 40 {
            return None;
        }
        let mut bins: Vec<(f64, f64)> = Vec::new();
        for part in text.split([' ', ',', ';', '\n', '\t']).filter(|it| !it.is_empty()) {
            let (millis, weight) = part.split_once(':').unwrap_or((part, "1"));
            let (millis, weight): (f64, f64) = (millis.parse().ok()?, weight.parse().ok()?);
            // Asked for what is right, so that what is no number is refused, too.
            let is_right = millis > 0.0 && millis <= MAX_MILLIS && (0.0..=MAX_WEIGHT).contains(&weight);
            if !is_right || bins.len() == MAX_BINS {
                return None;
            }
            bins.push((millis, weight));
        }
        bins.retain(|it| it.1 > 0.0);
        lean::sort_by(&mut bins, |a, b| a.0.total_cmp(&b.0));
        bins.dedup_by(|next, kept| {
            let is_same = next.0 == kept.0;
            if is_same {
                kept.1 += next.1;
            }
            is_same
        });
        (!bins.is_empty()).then_some(Self(bins))
    }

    /// Durations in milliseconds with their weights.
    pub fn iter(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.0.iter().copied()
    }

    /// Mean duration in milliseconds.
    pub fn mean_millis(&self) -> f64 {
        let weights: f64 = self.iter().map(|it| it.1).sum();
        self.iter().map(|(millis, weight)| millis * weight / weights).sum()
    }
}

impl fmt::Display for Bins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (millis, weight)) in self.iter().enumerate() {
            write!(f, "{}{millis}:{weight}", if i == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_and_weights_are_read_in_any_order() {
        let bins = Bins::parse("20:30, 5:20\n5:30;100").expect("bins");
        assert_eq!(bins.to_string(), "5:50 20:30 100:1");
        assert!((bins.mean_millis() - (250.0 + 600.0 + 100.0) / 81.0).abs() < 1e-12);
    }

    #[test]
    fn what_is_no_histogram_is_refused() {
        let long = "1:1 ".repeat(MAX_BINS + 1);
        let longer = "1".repeat(100_000);
        for wrong in [
            "", "5:0", "0:1", "-1:1", "5:-1", "nan:1", "5:nan", "5:inf", "5:1:1", "a", "1e9:1", &long,
            &longer,
        ] {
            assert_eq!(Bins::parse(wrong), None, "{wrong}");
        }
    }
}
