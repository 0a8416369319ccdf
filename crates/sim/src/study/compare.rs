//! Two drawings under the same luck: what the difference is, and how sure that is.
//!
//! Both are run with the same seeds (*common random numbers*). Draws are keyed by component and request, so what the
//! drawings share happens alike in both and cancels out in the difference; its interval is that of paired replications.

use std::sync::Arc;

use model::{Architecture, cost::monthly_cost};
use serde::Serialize;

use super::{ENOUGH_TO_STOP, Job, Runs, Study};
use crate::{
    replications::{are_alike, combine, interval, percentile_difference, percentile_interval, seed_of},
    report::{Measured, Report},
    session::RunOptions,
};

/// Pairs of runs: how many more at a time, and most.
const MORE: usize = 5;
const MOST: usize = 40;
/// Enough is known of a difference when its half width is below that share of it, or of the figure itself.
const OF_DIFFERENCE: f64 = 0.1;
const OF_FIGURE: f64 = 0.005;

/// A figure of a run that two drawings are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    MeanMillis,
    P50Millis,
    P95Millis,
    P99Millis,
    SuccessRatio,
    ThroughputPerSec,
    DollarsPerMonth,
    /// Of availability, over all runs; only where something failed on both sides.
    Nines,
}

impl Figure {
    pub const ALL: [Self; 8] = [
        Self::MeanMillis,
        Self::P50Millis,
        Self::P95Millis,
        Self::P99Millis,
        Self::SuccessRatio,
        Self::ThroughputPerSec,
        Self::DollarsPerMonth,
        Self::Nines,
    ];

    /// Its value in a report; `None` if too few samples support it, or if it takes all runs to tell.
    pub fn of(self, architecture: &Architecture, report: &Report) -> Option<f64> {
        let total = &report.total;
        let measured = match self {
            Self::MeanMillis => total.latency.mean_millis,
            Self::P50Millis => total.latency.p50_millis,
            Self::P95Millis => total.latency.p95_millis,
            Self::P99Millis => total.latency.p99_millis,
            Self::SuccessRatio => total.success_ratio,
            Self::ThroughputPerSec => total.throughput_per_sec,
            Self::DollarsPerMonth => {
                return Some(monthly_cost(architecture, &report.usage()).total_dollars);
            }
            Self::Nines => return None,
        };
        measured.map(|it| it.value)
    }

    /// It comes from a histogram.
    const fn is_percentile(self) -> bool {
        matches!(self, Self::P50Millis | Self::P95Millis | Self::P99Millis)
    }

    /// Whether more of it is better.
    pub const fn is_better_high(self) -> bool {
        matches!(self, Self::SuccessRatio | Self::ThroughputPerSec | Self::Nines)
    }
}

/// A figure before and after.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    pub figure: Figure,
    pub before: Measured,
    pub after: Measured,
    /// After less before.
    pub difference: Measured,
    /// How many times as many replications independent seeds would take for the same interval: the variance of two
    /// independent runs' difference over that of the pairs'. `None`: the difference never varied.
    pub variance_saved: Option<f64>,
    /// `None`: of throughput, where more is answered as more was sent, or less as less was. Whether that is good, the share
    /// that is answered says.
    pub verdict: Option<Verdict>,
}

/// What is to be thought of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Better,
    Worse,
    /// Not the least difference in any pair of runs.
    Same,
    /// The interval holds zero: the drawings may be alike in this.
    WithinChance,
}

impl Verdict {
    /// Of a difference: after less before.
    pub fn of(difference: Measured, is_better_high: bool) -> Self {
        if difference.is_nothing() {
            Self::Same
        } else if difference.may_be_chance() {
            Self::WithinChance
        } else if (difference.value > 0.0) == is_better_high {
            Self::Better
        } else {
            Self::Worse
        }
    }

    /// Of throughput, by the difference of what was sent.
    fn of_throughput(difference: Measured, sent: Measured) -> Option<Self> {
        let (verdict, sent) = (Self::of(difference, true), Self::of(sent, true));
        let is_as_sent = verdict == sent && matches!(verdict, Self::Better | Self::Worse);
        (!is_as_sent).then_some(verdict)
    }
}

/// What is known about the difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Pairs of runs behind it.
    pub replications: usize,
    /// Requests that ended in all runs of each side, and how many of them failed.
    pub before: Counts,
    pub after: Counts,
    /// Figures that both sides could give in every replication.
    pub differences: Vec<Difference>,
}

/// Requests over all replications.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub ended: u64,
    pub failed: u64,
}

/// Availability as a number of nines: 3 for 99.9 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Nines {
    Exactly(f64),
    /// Nothing failed: at least so many, with 95 % confidence (the rule of three: at most 3/n failed).
    AtLeast(f64),
}

impl Comparison {
    /// Nines of both sides where there is no [`Figure::Nines`], because on one of them nothing failed.
    pub fn bounded_nines(&self) -> Option<(Nines, Nines)> {
        let is_bounded = self.before.failed == 0 || self.after.failed == 0;
        self.before.nines().zip(self.after.nines()).filter(|_| is_bounded)
    }
}

impl Counts {
    /// `None` if nothing ended.
    pub fn nines(self) -> Option<Nines> {
        match (self.ended, self.failed) {
            (0, _) => None,
            (ended, 0) => Some(Nines::AtLeast(libm::log10(ended as f64 / 3.0).max(0.0))),
            (ended, failed) => Some(Nines::Exactly(libm::log10(ended as f64 / failed as f64))),
        }
    }
}

/// Compares two drawings.
pub struct Compare {
    before: Arc<Architecture>,
    after: Arc<Architecture>,
    options: RunOptions,
    /// Before and after in turn.
    runs: Runs,
}

impl Compare {
    pub fn new(before: Arc<Architecture>, after: Arc<Architecture>, options: RunOptions) -> Self {
        let mut study = Self { before, after, options, runs: Runs::default() };
        study.plan(ENOUGH_TO_STOP);
        study
    }

    /// All runs of the second drawing that are over, as one report.
    pub fn report_after(&self) -> Option<Report> {
        let reports = self.runs.in_order();
        let after: Vec<Report> = reports.chunks_exact(2).map(|it| it[1].clone()).collect();
        (!after.is_empty()).then(|| combine(after, self.options.seed))
    }

    fn plan(&mut self, pairs: usize) {
        let planned = self.runs.planned.len() / 2;
        for pair in planned..planned + pairs {
            let options = RunOptions { seed: seed_of(self.options.seed, pair as u32), ..self.options };
            self.runs.plan(&self.before, options);
            self.runs.plan(&self.after, options);
        }
    }

    /// Whether the difference of the mean latency is known well enough; that of success if nothing succeeds.
    fn is_settled(&self) -> bool {
        let Some(comparison) = self.answer() else { return false };
        let Some(headline) = comparison.differences.first() else { return true };
        let half = headline.difference.half_width.unwrap_or(f64::INFINITY);
        half <= OF_DIFFERENCE * headline.difference.value.abs()
            || half <= OF_FIGURE * headline.before.value.abs()
    }
}

impl Study for Compare {
    type Answer = Comparison;

    fn runs(&self) -> &Runs {
        &self.runs
    }

    fn runs_mut(&mut self) -> &mut Runs {
        &mut self.runs
    }

    fn next_job(&mut self) -> Option<Job> {
        let (done, planned) = self.runs.progress();
        if done == planned && planned < 2 * MOST && !self.is_settled() {
            self.plan(MORE);
        }
        self.runs.next()
    }

    fn answer(&self) -> Option<Comparison> {
        let reports = self.runs.in_order();
        let pairs: Vec<(&Report, &Report)> = reports.chunks_exact(2).map(|it| (it[0], it[1])).collect();
        if pairs.len() < 2 {
            return None;
        }
        let differences = Figure::ALL.into_iter().filter_map(|figure| self.difference(figure, &pairs));
        Some(Comparison {
            replications: pairs.len(),
            before: counts(pairs.iter().map(|it| it.0)),
            after: counts(pairs.iter().map(|it| it.1)),
            differences: differences.collect(),
        })
    }
}

impl Compare {
    fn difference(&self, figure: Figure, pairs: &[(&Report, &Report)]) -> Option<Difference> {
        let of_before: Vec<&Report> = pairs.iter().map(|it| it.0).collect();
        let of_after: Vec<&Report> = pairs.iter().map(|it| it.1).collect();
        let values = |architecture: &Architecture, reports: &[&Report]| match figure {
            Figure::Nines => nines(reports),
            _ => reports.iter().map(|it| figure.of(architecture, it)).collect(),
        };
        let (before, after): (Vec<f64>, Vec<f64>) =
            (values(&self.before, &of_before)?, values(&self.after, &of_after)?);
        let gaps: Vec<f64> = before.iter().zip(&after).map(|(before, after)| after - before).collect();
        let paired = variance(&gaps);
        let variance_saved = (paired > 0.0).then(|| (variance(&before) + variance(&after)) / paired);
        let are_all_alike = pairs.iter().all(|(before, after)| are_alike(before, after));
        let of_side = if figure.is_percentile() { percentile_interval } else { interval };
        let difference = if figure.is_percentile() {
            percentile_difference(&before, &after, are_all_alike)
        } else {
            interval(&gaps)
        };
        let difference = match figure {
            Figure::SuccessRatio | Figure::Nines => doubted(difference, &of_before, &of_after),
            _ => difference,
        };
        let verdict = match figure {
            Figure::ThroughputPerSec => Verdict::of_throughput(difference, sent(pairs)),
            _ => Some(Verdict::of(difference, figure.is_better_high())),
        };
        let (before, after) = (of_side(&before), of_side(&after));
        Some(Difference { figure, before, after, difference, variance_saved, verdict })
    }
}

/// A difference that so few failures make may be chance, however alike the runs are: five more on one side are a coin that
/// falls five times on the same side, which it does once in 16 times (sign test at 95 %: from six on).
pub(super) fn doubted(difference: Measured, before: &[&Report], after: &[&Report]) -> Measured {
    const FEWEST: f64 = 6.0;
    let (before, after) = (counts(before.iter().copied()), counts(after.iter().copied()));
    let failing = |it: Counts| it.failed as f64 / it.ended.max(1) as f64;
    let made = (failing(after) - failing(before)).abs() * before.ended.min(after.ended) as f64;
    if made >= FEWEST {
        return difference;
    }
    Measured { half_width: difference.half_width.map(|it| it.max(difference.value.abs())), ..difference }
}

/// Requests sent per second in pairs of runs: after less before.
fn sent(pairs: &[(&Report, &Report)]) -> Measured {
    let per_sec = |it: &Report| it.total.generated as f64 / it.measured_secs.max(f64::MIN_POSITIVE);
    interval(&pairs.iter().map(|(before, after)| per_sec(after) - per_sec(before)).collect::<Vec<_>>())
}

fn counts<'a>(reports: impl Iterator<Item = &'a Report>) -> Counts {
    reports.fold(Counts::default(), |sum, it| Counts {
        ended: sum.ended + it.total.succeeded + it.total.failed,
        failed: sum.failed + it.total.failed,
    })
}

/// Values whose mean is the nines of all runs together, one for each run: the logarithm goes on straight from the share
/// that failed in all of them (delta method), because a run in which nothing failed has no nines of its own. `None`:
/// nothing failed at all.
fn nines(reports: &[&Report]) -> Option<Vec<f64>> {
    let all = counts(reports.iter().copied());
    let Some(Nines::Exactly(nines)) = all.nines() else { return None };
    let failed_ratio = all.failed as f64 / all.ended as f64;
    let mean_ended = all.ended as f64 / reports.len() as f64;
    let of_run = |it: &&Report| {
        let Counts { ended, failed } = counts(std::iter::once(*it));
        let excess = failed as f64 / failed_ratio - ended as f64;
        nines - excess / mean_ended * std::f64::consts::LOG10_E
    };
    Some(reports.iter().map(of_run).collect())
}

fn variance(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    values.iter().map(|it| (it - mean) * (it - mean)).sum::<f64>() / (n - 1.0)
}
