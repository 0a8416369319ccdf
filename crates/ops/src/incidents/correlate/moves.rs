//! When a figure left its usual range: a cumulative sum against the figure's own beginning.
//!
//! The first third of a series, or the part before something is known to have changed, says what is usual: its mean and
//! its standard deviation. From there on, how far each second lies above (or below) the usual mean, less one standard
//! deviation of slack, is added up and never falls below zero; when the sum passes ten standard deviations, the figure has
//! moved, and it did so in the second in which the sum last left zero.
//!
//! Source: E. S. Page, *Continuous inspection schemes*, Biometrika 41 (1954).

use model::ComponentId;

/// Figures of a component that can be seen from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Metric {
    Errors,
    Queue,
    Load,
    Throughput,
    Up,
}

/// A figure of one component, second by second.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesOf {
    pub component: ComponentId,
    pub metric: Metric,
    /// Time of the first value; the others follow a second apart.
    pub from_secs: f64,
    /// The values before this are what is usual. At least [`LEAST_USUAL`] of them, or nothing is said.
    pub n_usual: usize,
    pub values: Vec<f64>,
}

/// A figure that left its usual range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Move {
    pub component: ComponentId,
    pub metric: Metric,
    pub at_secs: f64,
    pub usual: f64,
    /// Mean from then until the sum had passed its limit.
    pub then: f64,
    /// How many standard deviations lie between the two.
    pub deviations: f64,
}

/// Fewer values say nothing about what is usual.
pub const LEAST_USUAL: usize = 10;
const SLACK: f64 = 1.0;
const LIMIT: f64 = 10.0;

/// The first move of each series.
pub fn moves(series: &[SeriesOf]) -> Vec<Move> {
    series.iter().filter_map(first_move).collect()
}

fn first_move(series: &SeriesOf) -> Option<Move> {
    let SeriesOf { component, metric, from_secs, n_usual, ref values } = *series;
    let usual = values.get(..n_usual).filter(|it| it.len() >= LEAST_USUAL)?;
    let n = usual.len() as f64;
    let mean = usual.iter().sum::<f64>() / n;
    let variance = usual.iter().map(|it| (it - mean) * (it - mean)).sum::<f64>() / (n - 1.0);
    // A figure that never moved at all would leave its range with the smallest change: counts vary at least as those of
    // independent events do, and ratios by two in a hundred.
    let least = match metric {
        Metric::Errors | Metric::Queue | Metric::Throughput => mean.max(1.0).sqrt(),
        Metric::Load | Metric::Up => 0.02,
    };
    let deviation = variance.sqrt().max(least);
    let (mut above, mut below) = (Sum::default(), Sum::default());
    for (index, value) in values.iter().enumerate().skip(n_usual) {
        let distance = (value - mean) / deviation;
        above.add(index, distance);
        below.add(index, -distance);
        if let Some(sum) = [&above, &below].into_iter().find(|it| it.total > LIMIT) {
            let since = &values[sum.since..=index];
            let then = since.iter().sum::<f64>() / since.len() as f64;
            return Some(Move {
                component,
                metric,
                at_secs: from_secs + sum.since as f64,
                usual: mean,
                then,
                deviations: (then - mean).abs() / deviation,
            });
        }
    }
    None
}

#[derive(Default)]
struct Sum {
    total: f64,
    /// Where it last left zero.
    since: usize,
}

impl Sum {
    fn add(&mut self, index: usize, distance: f64) {
        if self.total <= 0.0 {
            self.since = index;
        }
        self.total = (self.total + distance - SLACK).max(0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Numbers that look random: the fractions of multiples of the golden ratio, between -0.5 and 0.5.
    fn wobble(n: usize) -> f64 {
        (n as f64 * 0.618_033_988_75).fract() - 0.5
    }

    fn series(metric: Metric, values: Vec<f64>) -> SeriesOf {
        SeriesOf { component: ComponentId(1), metric, from_secs: 1.0, n_usual: 60, values }
    }

    #[test]
    fn a_step_is_found_in_its_second() {
        let values = (0..180).map(|n| 100.0 + 20.0 * wobble(n) + if n >= 90 { 60.0 } else { 0.0 });
        let found = moves(&[series(Metric::Throughput, values.collect())]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].at_secs, 91.0);
        assert!((found[0].usual - 100.0).abs() < 2.0 && (found[0].then - 160.0).abs() < 12.0, "{found:?}");
    }

    #[test]
    fn a_drift_is_found_after_its_start_and_a_drop_as_well_as_a_rise() {
        let drift =
            (0..300_u32).map(|n| 50.0 + 10.0 * wobble(n as usize) + 0.5 * f64::from(n.saturating_sub(100)));
        let found = moves(&[series(Metric::Queue, drift.collect())]);
        assert!((101.0..125.0).contains(&found[0].at_secs), "{found:?}");
        let drop = (0..120).map(|n| if n >= 100 { 0.0 } else { 1.0 });
        let found = moves(&[series(Metric::Up, drop.collect())]);
        assert_eq!((found[0].at_secs, found[0].then), (101.0, 0.0));
    }

    #[test]
    fn what_only_wobbles_has_not_moved() {
        let calm = (0..3_600).map(|n| 100.0 + 20.0 * wobble(n));
        assert_eq!(moves(&[series(Metric::Throughput, calm.collect())]), []);
        // A single error where there was none is no move.
        let one = (0..200).map(|n| if n == 150 { 1.0 } else { 0.0 });
        assert_eq!(moves(&[series(Metric::Errors, one.collect())]), []);
    }

    #[test]
    fn too_short_a_beginning_says_nothing() {
        let short = SeriesOf { n_usual: 9, ..series(Metric::Load, vec![0.1; 40]) };
        assert_eq!(moves(&[short]), []);
    }
}
