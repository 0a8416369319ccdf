//! What a failure was made of: the run repeated with one cause removed at a time.
//!
//! All runs have the same seeds, so that what remains different is due to the cause (*common random numbers*); whatever is
//! not known well enough is repeated more often.

use std::{cmp::Ordering, collections::BTreeSet, sync::Arc};

use model::{Architecture, ComponentId, Message, lean};

use super::{
    Job, Runs, Study,
    change::{Change, Changes},
    compare::{Verdict, doubted},
    share::Share,
};
use crate::{
    replications::{interval, seed_of},
    report::{CauseCount, ConnectionReport, FailureCause, Measured, Report, What},
    session::RunOptions,
};

mod words;

/// Most causes removed.
const MOST_CAUSES: usize = 8;
/// Pairs of runs with and without a cause: fewest, how many more at a time, and most.
const FEWEST: usize = 5;
const MORE: usize = 5;
const MOST: usize = 20;
/// Enough is known of the failures that vanish when the half width of their share is below this, or below that part of it.
const OF_FAILURES: f64 = 0.05;
const OF_SHARE: f64 = 0.1;
/// Where nothing failed: when that of the mean latency's difference is below that part of it, or of the mean itself.
const OF_DIFFERENCE: f64 = 0.1;
const OF_MEAN: f64 = 0.005;
/// A connection's retries count as a cause from that share of its first tries on.
const NOTABLE_RETRIES: f64 = 0.01;

/// The run without one of its causes.
#[derive(Clone, Debug, PartialEq)]
pub struct Counterfactual {
    /// "With 1 try instead of 3 from api to db".
    pub change: Message,
    /// Pairs of runs behind it.
    pub replications: usize,
    /// Share of requests that failed, 0 to 1.
    pub failed_ratio: Measured,
    /// With the change less without, paired by seed.
    pub failed_difference: Measured,
    /// Of the failures; negative: there are more. `None`: nothing failed in the first place.
    pub vanished: Option<Share>,
    pub p99_millis: Option<Measured>,
    pub mean_millis: Option<Measured>,
    pub mean_difference: Option<Measured>,
}

/// All that were tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Counterfactuals {
    /// Of what ran as it was.
    pub replications: usize,
    /// As it was.
    pub failed_ratio: Measured,
    pub mean_millis: Option<Measured>,
    pub p99_millis: Option<Measured>,
    /// Those that are known, the most helpful first: those that surely make fewer requests fail, by how many fewer; then
    /// those that may, by the mean latency; then those that surely make more fail.
    pub changes: Vec<Counterfactual>,
    /// So many after the first that also help may help as much: how far they differ from it may be chance.
    pub n_rivals: usize,
}

/// Removes one cause at a time.
pub struct WhatIf {
    plain: Arc<Architecture>,
    changes: Vec<Change>,
    options: RunOptions,
    runs: Runs,
    /// Numbers of the runs of the drawing itself, then of each change.
    made: Vec<Vec<usize>>,
}

impl WhatIf {
    /// `architecture` is what ran, with what was done by hand among its scenario's events; `report` is of that run.
    pub fn new(architecture: &Architecture, report: &Report, options: RunOptions) -> Self {
        let changes = causes(architecture, report);
        let made = vec![Vec::new(); 1 + changes.len()];
        let plain = Arc::new(architecture.clone());
        let mut study = Self { plain, changes, options, runs: Runs::default(), made };
        (0..study.made.len()).for_each(|it| study.plan(it, FEWEST));
        study
    }

    /// Whether there is any cause to remove.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Sees to it that there are so many runs of the drawing itself, at 0, or of a change.
    fn plan(&mut self, at: usize, replications: usize) {
        let change = at.checked_sub(1).and_then(|it| self.changes.get(it));
        let drawing = change.map_or(&self.plain, |it| &it.architecture);
        for replication in self.made[at].len()..replications {
            let options = RunOptions { seed: seed_of(self.options.seed, replication as u32), ..self.options };
            self.made[at].push(self.runs.planned());
            self.runs.plan(drawing, options);
        }
    }

    /// More runs of what is not known well enough.
    fn plan_more(&mut self) {
        let plain = self.reports(0);
        let is_open = |at: &usize| {
            let reports = self.reports(*at);
            reports.len() < MOST
                && !Counterfactual::of(&self.changes[at - 1].message, &plain, &reports).is_settled(&plain)
        };
        let open: Vec<usize> = (1..self.made.len()).filter(is_open).collect();
        for at in open {
            let replications = self.made[at].len() + MORE;
            self.plan(0, replications);
            self.plan(at, replications);
        }
    }

    /// Reports up to the first that is missing.
    fn reports(&self, at: usize) -> Vec<&Report> {
        self.made[at].iter().map_while(|it| self.runs.report(*it)).collect()
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

    fn next_job(&mut self) -> Option<Job> {
        let (done, planned) = self.runs.progress();
        if done == planned {
            self.plan_more();
        }
        self.runs.next()
    }

    fn answer(&self) -> Option<Counterfactuals> {
        let plain = self.reports(0);
        if plain.len() < FEWEST {
            return None;
        }
        let mut known: Vec<(Counterfactual, Vec<&Report>)> = (1..self.made.len())
            .map(|at| (at, self.reports(at)))
            .filter(|(_, reports)| reports.len() >= FEWEST)
            .map(|(at, reports)| {
                (Counterfactual::of(&self.changes[at - 1].message, &plain, &reports), reports)
            })
            .collect();
        lean::sort_by(&mut known, |a, b| more_helpful(&a.0, &b.0));
        let n_rivals = n_rivals(&known);
        Some(Counterfactuals {
            replications: plain.len(),
            failed_ratio: interval(&failed_ratios(&plain)),
            mean_millis: all(&plain, mean_of).as_deref().map(interval),
            p99_millis: all(&plain, p99_of).as_deref().map(interval),
            changes: known.into_iter().map(|it| it.0).collect(),
            n_rivals,
        })
    }
}

impl Counterfactual {
    fn of(change: &Message, plain: &[&Report], changed: &[&Report]) -> Self {
        // What has fewer runs sets the number of pairs.
        let pairs = plain.len().min(changed.len());
        let (plain, changed) = (&plain[..pairs], &changed[..pairs]);
        let (before, after) = (failed_ratios(plain), failed_ratios(changed));
        let (mean, mean_difference) = both(plain, changed, mean_of);
        Self {
            change: change.clone(),
            replications: pairs,
            failed_ratio: interval(&after),
            failed_difference: doubted(interval(&gaps(&before, &after)), plain, changed),
            vanished: Share::of(&before, &after).map(Share::less),
            p99_millis: all(changed, p99_of).as_deref().map(interval),
            mean_millis: mean,
            mean_difference,
        }
    }

    /// What is to be thought of the difference in failures.
    pub fn failures(&self) -> Verdict {
        Verdict::of(self.failed_difference, false)
    }

    /// The same of the mean latency; `None`: it is not known.
    pub fn mean(&self) -> Option<Verdict> {
        self.mean_difference.map(|it| Verdict::of(it, false))
    }

    /// Whether its effect is known well enough.
    fn is_settled(&self, plain: &[&Report]) -> bool {
        if self.failures() == Verdict::Same {
            let Some(difference) = self.mean_difference else { return true };
            let half = difference.half_width.unwrap_or(f64::INFINITY);
            let mean = plain.first().and_then(|it| mean_of(it)).unwrap_or(0.0);
            return half <= OF_DIFFERENCE * difference.value.abs() || half <= OF_MEAN * mean;
        }
        let Some(vanished) = self.vanished else { return false };
        if self.failures() == Verdict::WithinChance && vanished.range.is_some_and(|(low, _)| low > 0.0) {
            // All runs agree, but on too few failures.
            return false;
        }
        let half = vanished.range.map_or(f64::INFINITY, |(low, high)| (high - low) / 2.0);
        half <= OF_FAILURES || half <= OF_SHARE * vanished.value.abs()
    }
}

/// What is sure comes before what may be chance.
fn more_helpful(a: &Counterfactual, b: &Counterfactual) -> Ordering {
    let rank = |it: &Counterfactual| match (it.failures(), it.mean()) {
        (Verdict::Better, _) => 0,
        (Verdict::Same | Verdict::WithinChance, Some(Verdict::Better)) => 1,
        (Verdict::Same | Verdict::WithinChance, _) => 2,
        (Verdict::Worse, _) => 3,
    };
    let mean = |it: &Counterfactual| it.mean_difference.map_or(0.0, |it| it.value);
    let failed = a.failed_difference.value.total_cmp(&b.failed_difference.value);
    let means = mean(a).total_cmp(&mean(b));
    let by_size = if rank(a) == 1 { means.then(failed) } else { failed.then(means) };
    rank(a).cmp(&rank(b)).then(by_size)
}

/// How many after the first may make as few requests fail as it does.
fn n_rivals(known: &[(Counterfactual, Vec<&Report>)]) -> usize {
    let Some((first, others)) = known.split_first() else { return 0 };
    if first.0.failures() != Verdict::Better {
        return 0;
    }
    let best = failed_ratios(&first.1);
    let is_rival = |it: &&(Counterfactual, Vec<&Report>)| {
        let differences = gaps(&best, &failed_ratios(&it.1));
        it.0.failures() == Verdict::Better && interval(&differences).may_be_chance()
    };
    others.iter().take_while(is_rival).count()
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
    let held_up = report.connections.iter().filter(|it| is_held_up(it));
    let failing_by = |cause: FailureCause| {
        let strikes = move |it: &CauseCount| it.cause == cause && it.count > 0;
        report.components.iter().filter(move |it| it.failed_by_cause.iter().any(strikes)).map(|it| it.id)
    };
    let slow: BTreeSet<ComponentId> = report
        .happenings
        .iter()
        .filter(|it| matches!(it.what, What::SlowModeBegan { .. }))
        .map(|it| it.component)
        .collect();
    let saturated: BTreeSet<ComponentId> = report.explanation.iter().map(|it| it.component).collect();
    let is_patient = |id| architecture.connection(id).is_some_and(|it| !it.policy.cancel_on_timeout);
    let mut found: Vec<Change> = happened.into_iter().map(|it| changes.stays_up(it)).collect();
    found.extend(architecture.components.iter().filter_map(|it| changes.no_rise(it.id)));
    found.extend(slow.into_iter().filter_map(|it| changes.no_slow_mode(it)));
    found.extend(storms.filter_map(|it| changes.one_attempt(it.id)));
    found.extend(failing_by(FailureCause::Error).filter_map(|it| changes.no_errors(it)));
    found.extend(failing_by(FailureCause::UserLimited).filter_map(|it| changes.no_user_limits(it)));
    found.extend(failing_by(FailureCause::RateLimited).filter_map(|it| changes.no_limit(it)));
    found.extend(held_up.filter_map(|it| changes.no_bulkhead(it.id)));
    found.extend(saturated.into_iter().filter_map(|it| changes.twice_the_replicas(it)));
    found.extend(wasted.filter(|it| is_patient(it.id)).filter_map(|it| changes.cancel(it.id)));
    found.truncate(MOST_CAUSES);
    found
}

/// A bulkhead lets calls fail, or wait for a notable time.
fn is_held_up(it: &ConnectionReport) -> bool {
    let is_refusal = |it: &CauseCount| {
        matches!(it.cause, FailureCause::BulkheadFull | FailureCause::BulkheadWait) && it.count > 0
    };
    it.failed_by_cause.iter().any(is_refusal) || it.waits_notably()
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
