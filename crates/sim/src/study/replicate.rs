//! How sure a run's figures are: more runs of the same drawing under other seeds.

use std::sync::Arc;

use model::Architecture;

use super::{ENOUGH_TO_STOP, Job, Runs, Study, conduct};
use crate::{
    replications::{combine, interval, run_one, seed_of},
    report::Report,
    session::{CompileError, RunOptions},
};

/// Runs a drawing `options.replications` times, or until its headline is precise enough, here and one after the other.
///
/// # Errors
/// [`CompileError`] if the drawing cannot be run.
pub fn replicate(
    architecture: &Architecture,
    options: RunOptions,
    precision: f64,
) -> Result<Report, CompileError> {
    let first = run_one(architecture, options, 0)?;
    let mut study = Replicate::new(architecture.clone(), options, first.clone(), precision);
    Ok(conduct(&mut study)?.unwrap_or(first))
}

/// Repeats a run until its headline is precise enough.
pub struct Replicate {
    runs: Runs,
    first: Report,
    seed: u64,
    /// Half width of the 95 % interval of the mean latency over that mean at which it stops. Zero: never early.
    precision: f64,
}

impl Replicate {
    /// Goes on from `first`, the report of replication zero, up to `options.replications`. `architecture` is what ran,
    /// with what was done by hand among its scenario's events.
    pub fn new(architecture: Architecture, options: RunOptions, first: Report, precision: f64) -> Self {
        let architecture = Arc::new(architecture);
        let mut runs = Runs::default();
        for replication in 1..options.replications {
            let seed = seed_of(options.seed, replication);
            runs.plan(&architecture, RunOptions { seed, ..options });
        }
        Self { runs, first, seed: options.seed, precision }
    }

    /// How many of the first reports make the headline precise enough, if enough of them are there. The answer must
    /// not depend on how many more have come in the meantime.
    fn enough(&self, others: &[&Report]) -> Option<usize> {
        if self.precision <= 0.0 {
            return None;
        }
        let headline = |it: &Report| it.total.latency.mean_millis.map(|it| it.value);
        let means: Option<Vec<f64>> =
            std::iter::once(&self.first).chain(others.iter().copied()).map(headline).collect();
        stops_at(&means?, self.precision)
    }
}

impl Study for Replicate {
    type Answer = Report;

    fn runs(&self) -> &Runs {
        &self.runs
    }

    fn runs_mut(&mut self) -> &mut Runs {
        &mut self.runs
    }

    fn next_job(&mut self) -> Option<Job> {
        if self.enough(&self.runs.in_order()).is_some() { None } else { self.runs.next() }
    }

    fn progress(&self) -> (usize, usize) {
        let (done, planned) = self.runs.progress();
        (done + 1, planned + 1)
    }

    /// Of those that are over, up to the first that is not, and no more than precision asks for.
    fn answer(&self) -> Option<Report> {
        let others = self.runs.in_order();
        let count = self.enough(&others).unwrap_or(others.len() + 1);
        let reports = std::iter::once(&self.first).chain(others).take(count).cloned().collect();
        Some(combine(reports, self.seed))
    }
}

/// So many of the first values give an interval whose half width is at most that share of their mean.
fn stops_at(values: &[f64], precision: f64) -> Option<usize> {
    (ENOUGH_TO_STOP..=values.len()).find(|&count| {
        let mean = interval(&values[..count]);
        mean.half_width.is_some_and(|half| half <= precision * mean.value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::mix;

    #[test]
    fn stopping_early_costs_intervals_little() {
        const STUDIES: u64 = 10_000;
        let uniform = |key: u64| (mix(key) >> 11) as f64 / (1u64 << 53) as f64;
        // The sum of twelve is nearly normal, with a variance of one.
        let normal = |number: u64| (0..12).map(|it| uniform(12 * number + it)).sum::<f64>() - 6.0;
        for spread in [0.05, 0.085, 0.11, 0.15, 0.25] {
            let holds = |study: &u64| {
                let values: Vec<f64> = (0..200).map(|it| 1.0 + spread * normal(study * 200 + it)).collect();
                let stops = stops_at(&values, 0.05).unwrap_or(values.len());
                let found = interval(&values[..stops]);
                found.half_width.is_some_and(|half| (found.value - 1.0).abs() <= half)
            };
            let held = (0..STUDIES).filter(holds).count() as f64 / STUDIES as f64;
            // 92 % where five are enough to stop.
            assert!((0.93..=0.956).contains(&held), "{spread}: {held}");
        }
    }
}
