//! What a failure was made of: the run repeated with one cause removed at a time.
//!
//! All runs have the same seeds, so that what remains different is due to the cause (*common random numbers*).

use std::{collections::BTreeSet, sync::Arc};

use model::{Architecture, ComponentId, Message, lean};

use super::{
    Runs, Study,
    change::{Change, Changes},
};
use crate::{
    replications::{interval, seed_of},
    report::{FailureCause, Measured, Report},
    session::RunOptions,
};

/// Most causes removed.
const MOST: usize = 8;
/// Runs of the drawing as it is and of each change.
const REPLICATIONS: usize = 5;
/// A connection's retries count as a cause from that share of its first tries on.
const NOTABLE_RETRIES: f64 = 0.01;

/// The run without one of its causes.
#[derive(Clone, Debug, PartialEq)]
pub struct Counterfactual {
    /// "With 1 try instead of 3 from api to db".
    pub change: Message,
    /// Share of requests that failed, 0 to 1.
    pub failed_ratio: Measured,
    /// With the change less without, paired by seed.
    pub failed_difference: Measured,
    /// Share of the failures that vanish; negative: there are more. `None`: nothing failed in the first place.
    pub vanished: Option<f64>,
    pub p99_millis: Option<Measured>,
    pub p99_difference: Option<Measured>,
    pub mean_millis: Option<Measured>,
    pub mean_difference: Option<Measured>,
}

/// All that were tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Counterfactuals {
    pub replications: usize,
    /// As it was.
    pub failed_ratio: Measured,
    pub mean_millis: Option<Measured>,
    pub p99_millis: Option<Measured>,
    /// Those that are known, the most helpful first: by failures that vanish, then by the mean latency.
    pub changes: Vec<Counterfactual>,
}

/// Removes one cause at a time.
pub struct WhatIf {
    changes: Vec<Change>,
    /// The drawing itself, then each change.
    runs: Runs,
}

impl WhatIf {
    /// `architecture` is what ran, with what was done by hand among its scenario's events; `report` is of that run.
    pub fn new(architecture: &Architecture, report: &Report, options: RunOptions) -> Self {
        let changes = causes(architecture, report);
        let mut runs = Runs::default();
        let plain = Arc::new(architecture.clone());
        for drawing in std::iter::once(&plain).chain(changes.iter().map(|it| &it.architecture)) {
            for replication in 0..REPLICATIONS as u32 {
                runs.plan(drawing, RunOptions { seed: seed_of(options.seed, replication), ..options });
            }
        }
        Self { changes, runs }
    }

    /// Whether there is any cause to remove.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

impl Study for WhatIf {
    type Answer = Counterfactuals;

    fn runs(&self) -> &Runs {
        &self.runs
    }

    fn runs_mut(&mut self) -> &mut Runs {
        &mut self.runs
    }

    fn answer(&self) -> Option<Counterfactuals> {
        let reports = self.runs.in_order();
        let mut groups = reports.chunks_exact(REPLICATIONS);
        let plain = groups.next()?;
        let mut changes: Vec<_> = groups
            .zip(&self.changes)
            .map(|(changed, change)| counterfactual(&change.message, plain, changed))
            .collect();
        let mean = |it: &Counterfactual| it.mean_difference.map_or(0.0, |it| it.value);
        lean::sort_by(&mut changes, |a, b| {
            let failed = a.failed_difference.value.total_cmp(&b.failed_difference.value);
            failed.then(mean(a).total_cmp(&mean(b)))
        });
        Some(Counterfactuals {
            replications: REPLICATIONS,
            failed_ratio: interval(&failed_ratios(plain)),
            mean_millis: all(plain, mean_of).as_deref().map(interval),
            p99_millis: all(plain, p99_of).as_deref().map(interval),
            changes,
        })
    }
}

/// Everything that may have made the run what it was, each removed.
fn causes(architecture: &Architecture, report: &Report) -> Vec<Change> {
    let changes = Changes(architecture);
    let happened: BTreeSet<ComponentId> =
        architecture.scenario.events.iter().filter_map(|it| it.action.component()).collect();
    let storms = report
        .connections
        .iter()
        .filter(|it| it.retries as f64 > NOTABLE_RETRIES * (it.attempts - it.retries) as f64);
    let wasted = report
        .connections
        .iter()
        .filter(|it| it.failed_by_cause.iter().any(|it| it.cause == FailureCause::Timeout && it.count > 0));
    let failing = report
        .components
        .iter()
        .filter(|it| it.failed_by_cause.iter().any(|it| it.cause == FailureCause::Error && it.count > 0));
    let saturated: BTreeSet<ComponentId> = report.explanation.iter().map(|it| it.component).collect();
    let is_patient = |id| architecture.connection(id).is_some_and(|it| !it.policy.cancel_on_timeout);
    let mut found: Vec<Change> = happened.into_iter().map(|it| changes.stays_up(it)).collect();
    found.extend(architecture.components.iter().filter_map(|it| changes.no_rise(it.id)));
    found.extend(storms.filter_map(|it| changes.one_attempt(it.id)));
    found.extend(failing.filter_map(|it| changes.no_errors(it.id)));
    found.extend(saturated.into_iter().filter_map(|it| changes.twice_the_replicas(it)));
    found.extend(wasted.filter(|it| is_patient(it.id)).filter_map(|it| changes.cancel(it.id)));
    found.truncate(MOST);
    found
}

fn counterfactual(change: &Message, plain: &[&Report], changed: &[&Report]) -> Counterfactual {
    let (before, after) = (failed_ratios(plain), failed_ratios(changed));
    let failed_before = before.iter().sum::<f64>();
    let (p99, p99_difference) = both(plain, changed, p99_of);
    let (mean, mean_difference) = both(plain, changed, mean_of);
    Counterfactual {
        change: change.clone(),
        failed_ratio: interval(&after),
        failed_difference: interval(&gaps(&before, &after)),
        vanished: (failed_before > 0.0).then(|| 1.0 - after.iter().sum::<f64>() / failed_before),
        p99_millis: p99,
        p99_difference,
        mean_millis: mean,
        mean_difference,
    }
}

/// A figure after a change, and how far it is from before.
fn both(
    plain: &[&Report],
    changed: &[&Report],
    figure: fn(&Report) -> Option<f64>,
) -> (Option<Measured>, Option<Measured>) {
    let (before, after) = (all(plain, figure), all(changed, figure));
    let difference = before.zip(after.as_ref()).map(|(before, after)| interval(&gaps(&before, after)));
    (after.as_deref().map(interval), difference)
}

/// A figure of every report; `None` if one cannot give it.
fn all(reports: &[&Report], figure: fn(&Report) -> Option<f64>) -> Option<Vec<f64>> {
    reports.iter().map(|it| figure(it)).collect()
}

fn mean_of(report: &Report) -> Option<f64> {
    report.total.latency.mean_millis.map(|it| it.value)
}

fn p99_of(report: &Report) -> Option<f64> {
    report.total.latency.p99_millis.map(|it| it.value)
}

fn failed_ratios(reports: &[&Report]) -> Vec<f64> {
    let ratio = |it: &&Report| {
        let ended = it.total.failed + it.total.succeeded;
        if ended > 0 { it.total.failed as f64 / ended as f64 } else { 0.0 }
    };
    reports.iter().map(ratio).collect()
}

fn gaps(before: &[f64], after: &[f64]) -> Vec<f64> {
    before.iter().zip(after).map(|(before, after)| after - before).collect()
}
