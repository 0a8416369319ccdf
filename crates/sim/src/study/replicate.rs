//! How sure a run's figures are: more runs of the same drawing under other seeds.

use std::sync::Arc;

use model::Architecture;

use super::{Job, Runs, Study, conduct};
use crate::{
    replications::{combine, interval, run_one, seed_of},
    report::Report,
    session::{CompileError, RunOptions},
};

/// Fewest replications that say anything about an interval.
const AT_LEAST: usize = 5;

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
        let means = means?;
        (AT_LEAST..=means.len()).find(|&count| {
            let mean = interval(&means[..count]);
            mean.half_width.is_some_and(|half| half <= self.precision * mean.value)
        })
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
