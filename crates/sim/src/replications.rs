//! Several independent runs of one drawing, for confidence intervals.

use std::collections::BTreeMap;

use model::{Architecture, lean};

use crate::{
    histogram::half_bin_millis,
    queueing::student_t_95,
    random::mix,
    report::{Answers, CauseCount, ErrorCount, Latency, Measured, ReplicaSecs, Report},
    session::{CompileError, RunOptions, Session},
    time::SimTime,
};

/// The seed of a replication; the first one has the seed of the run itself, so that one replication is the run.
pub const fn seed_of(seed: u64, replication: u32) -> u64 {
    if replication == 0 { seed } else { mix(seed ^ mix(replication as u64)) }
}

/// Runs `options.replications` times with different seeds. Counts are summed; figures are means over the replications
/// with 95 % intervals by Student's t; series and explanation are those of the first replication.
///
/// # Errors
/// [`CompileError`] if the drawing cannot be run.
pub fn run_replications(architecture: &Architecture, options: RunOptions) -> Result<Report, CompileError> {
    let reports: Result<Vec<_>, _> = (0..options.replications.max(1))
        .map(|replication| run_one(architecture, options, replication))
        .collect();
    Ok(combine(reports?, options.seed))
}

/// One replication to its end.
///
/// # Errors
/// [`CompileError`] if the drawing cannot be run.
pub fn run_one(
    architecture: &Architecture,
    options: RunOptions,
    replication: u32,
) -> Result<Report, CompileError> {
    let options = RunOptions { seed: seed_of(options.seed, replication), ..options };
    let mut session = Session::new(architecture, options)?;
    session.advance(SimTime::NEVER, u64::MAX);
    Ok(session.report())
}

/// Reports of independent replications of one drawing as one report.
///
/// # Panics
/// If there is no report.
pub fn combine(reports: Vec<Report>, seed: u64) -> Report {
    let mut combined = reports[0].clone();
    combined.settings.seed = seed;
    combined.settings.replications = reports.len() as u32;
    if reports.len() == 1 {
        return combined;
    }
    let mut digest = 0u64;
    for report in &reports {
        digest = mix(digest ^ u64::from_str_radix(&report.digest, 16).unwrap_or(0));
    }
    combined.digest = format!("{digest:016x}");
    combined.stopped = reports.iter().find_map(|it| it.stopped.clone());
    combined.measured_secs = reports.iter().map(|it| it.measured_secs).fold(f64::INFINITY, f64::min);
    let mut others: Vec<Report> = reports[1..].to_vec();
    for (i, count) in counts(&mut combined).into_iter().enumerate() {
        *count += others.iter_mut().map(|it| *counts(it)[i]).sum::<u64>();
    }
    merge_causes(&mut combined, &others);
    merge_replicas(&mut combined, &reports);
    merge_answers(&mut combined, &others);
    let columns: Vec<Vec<Option<Measured>>> =
        reports.iter().map(|it| figures(&mut it.clone()).into_iter().map(|it| *it).collect()).collect();
    for (i, figure) in figures(&mut combined).into_iter().enumerate() {
        let values: Vec<f64> = columns.iter().filter_map(|it| it[i]).map(|it| it.value).collect();
        // A figure that some replications could not give would be biased by those that could.
        *figure = (values.len() == columns.len()).then(|| interval(&values));
    }
    percentiles(&mut combined).into_iter().flatten().for_each(widen);
    let columns: Vec<Vec<f64>> = reports
        .iter()
        .map(|it| resources(&mut it.clone()).into_iter().map(|it| it.value).collect())
        .collect();
    for (i, figure) in resources(&mut combined).into_iter().enumerate() {
        let values: Vec<f64> = columns.iter().filter_map(|it| it.get(i).copied()).collect();
        *figure = interval(&values);
    }
    combined
}

/// Mean and 95 % interval of independent values.
pub fn interval(values: &[f64]) -> Measured {
    let n = values.len() as f64;
    // From the first one, so that values that are all alike leave no rounding that looks like an interval.
    let first = values.first().copied().unwrap_or_default();
    let mean = first + values.iter().map(|it| it - first).sum::<f64>() / n;
    let squares: f64 = values.iter().map(|it| (it - mean) * (it - mean)).sum();
    let deviation = (squares / (n - 1.0)).sqrt();
    let half_width = student_t_95(values.len() as u32 - 1) * deviation / n.sqrt();
    Measured { value: mean, half_width: Some(half_width) }
}

/// The same of percentiles, in milliseconds. Each is known to half a bin of its histogram and no better, however alike they
/// are.
pub fn percentile_interval(millis: &[f64]) -> Measured {
    let mut found = interval(millis);
    widen(&mut found);
    found
}

/// Of percentiles in pairs of runs: after less before. `are_alike`: the runs of each pair are, to the last digit of what no
/// histogram has rounded, and so are their percentiles.
pub fn percentile_difference(before: &[f64], after: &[f64], are_alike: bool) -> Measured {
    let gaps: Vec<f64> = before.iter().zip(after).map(|(before, after)| after - before).collect();
    let mut found = interval(&gaps);
    if !are_alike {
        let unsure = |millis: &[f64]| half_bin_millis(millis.iter().copied().fold(0.0, f64::max));
        found.half_width = found.half_width.map(|it| it + unsure(before) + unsure(after));
    }
    found
}

/// Whether the runs of a pair took the same time in the mean, to the last digit.
pub fn are_alike(before: &Report, after: &Report) -> bool {
    before.total.latency.mean_millis == after.total.latency.mean_millis
}

fn widen(percentile: &mut Measured) {
    percentile.half_width = percentile.half_width.map(|it| it + half_bin_millis(percentile.value + it));
}

/// All counts of a report, always in the same order.
fn counts(report: &mut Report) -> Vec<&mut u64> {
    let Report { events, requests, total, journeys, components, connections, .. } = report;
    let mut all = vec![events, requests];
    for it in std::iter::once(total).chain(journeys) {
        all.extend([&mut it.generated, &mut it.succeeded, &mut it.failed]);
        all.extend([&mut it.in_flight_at_start, &mut it.in_flight_at_end, &mut it.latency.samples]);
    }
    for it in components {
        all.extend([&mut it.arrived, &mut it.succeeded, &mut it.failed, &mut it.hits, &mut it.misses]);
        all.extend([&mut it.cold_starts, &mut it.sojourn.samples, &mut it.wait.samples]);
        all.extend(it.tiers.iter_mut().flat_map(|it| [&mut it.arrived, &mut it.refused]));
        // Whether there is one depends on the drawing alone.
        all.extend(it.failover.iter_mut().flat_map(|it| [&mut it.failovers, &mut it.lost_writes]));
        all.extend(it.staleness.iter_mut().map(|it| &mut it.stale_reads));
    }
    for it in connections {
        all.extend([
            &mut it.attempts,
            &mut it.retries,
            &mut it.succeeded,
            &mut it.dead_letters,
            &mut it.dropped,
        ]);
    }
    all
}

/// All figures of a report, always in the same order.
fn figures(report: &mut Report) -> Vec<&mut Option<Measured>> {
    let Report { total, journeys, components, connections, .. } = report;
    let mut all = Vec::new();
    for it in std::iter::once(total).chain(journeys) {
        all.extend([&mut it.success_ratio, &mut it.throughput_per_sec, &mut it.mean_in_flight]);
        all.extend(latency_figures(&mut it.latency));
    }
    for it in components {
        all.extend(latency_figures(&mut it.sojourn));
        all.extend(latency_figures(&mut it.wait));
        all.extend([&mut it.throughput_per_sec, &mut it.mean_service_millis, &mut it.mean_in_system]);
        all.extend([&mut it.mean_in_queue, &mut it.mean_slots_busy, &mut it.utilization]);
        all.extend([&mut it.own_work_utilization, &mut it.load_ratio, &mut it.probability_of_waiting]);
        all.extend([&mut it.probability_of_rejection, &mut it.up_ratio, &mut it.mean_replicas]);
        all.extend(it.failover.iter_mut().flat_map(|it| [&mut it.recovery_secs, &mut it.lost_secs]));
        all.extend(it.staleness.iter_mut().map(|it| &mut it.ratio));
    }
    for it in connections {
        all.extend([&mut it.attempts_per_sec, &mut it.mean_latency_millis, &mut it.mean_backlog]);
        all.extend([&mut it.mean_wait_millis, &mut it.mean_waiting, &mut it.most_waiting]);
        all.extend([&mut it.most_backlog, &mut it.most_in_partition]);
    }
    all
}

/// Use of machines, always in the same order: which components have one depends on the drawing alone.
fn resources(report: &mut Report) -> Vec<&mut Measured> {
    let used = report.components.iter_mut().filter_map(|it| it.resources.as_mut());
    used.flat_map(|it| {
        [&mut it.cpu_percent, &mut it.memory_percent, &mut it.disk_percent, &mut it.network_percent]
    })
    .collect()
}

/// Those of the figures that come from a histogram.
fn percentiles(report: &mut Report) -> Vec<Option<&mut Measured>> {
    let Report { total, journeys, components, .. } = report;
    let journeys = std::iter::once(total).chain(journeys).map(|it| &mut it.latency);
    let components = components.iter_mut().flat_map(|it| [&mut it.sojourn, &mut it.wait]);
    let figures = journeys.chain(components).map(latency_figures);
    figures.flat_map(|[_mean, _deviation, percentiles @ ..]| percentiles).map(Option::as_mut).collect()
}

fn latency_figures(latency: &mut Latency) -> [&mut Option<Measured>; 7] {
    let Latency {
        samples: _,
        mean_millis,
        standard_deviation_millis,
        p50_millis,
        p90_millis,
        p95_millis,
        p99_millis,
        p999_millis,
    } = latency;
    [mean_millis, standard_deviation_millis, p50_millis, p90_millis, p95_millis, p99_millis, p999_millis]
}

/// Adds up failures; what failed for a cause in any replication is listed.
fn merge_causes(combined: &mut Report, others: &[Report]) {
    for other in others {
        for (into, from) in combined.components.iter_mut().zip(&other.components) {
            add_causes(&mut into.failed_by_cause, &from.failed_by_cause);
        }
        for (into, from) in combined.connections.iter_mut().zip(&other.connections) {
            add_causes(&mut into.failed_by_cause, &from.failed_by_cause);
        }
        for error in &other.errors {
            add_error(&mut combined.errors, *error);
        }
    }
    lean::sort_by_key(&mut combined.errors, |it| std::cmp::Reverse(it.count));
}

/// Adds up histograms, which all have the same bins.
fn merge_answers(combined: &mut Report, others: &[Report]) {
    for other in others {
        let into = std::iter::once(&mut combined.total).chain(&mut combined.journeys);
        for (into, from) in into.zip(std::iter::once(&other.total).chain(&other.journeys)) {
            add_answers(&mut into.answers, &from.answers);
            if let (Some(into), Some(from)) = (&mut into.messages, &from.messages) {
                add_answers(&mut into.handled, &from.handled);
                add_answers(&mut into.waiting, &from.waiting);
                into.dead_letters += from.dead_letters;
                into.rejected += from.rejected;
            }
        }
    }
}

fn add_answers(into: &mut Vec<Answers>, from: &[Answers]) {
    for more in from {
        match into.binary_search_by(|it| it.millis.total_cmp(&more.millis)) {
            Ok(at) => into[at].count += more.count,
            Err(at) => into.insert(at, *more),
        }
    }
}

/// Adds up how long there were how many replicas. A run in which their number never changed says only their mean.
fn merge_replicas(combined: &mut Report, reports: &[Report]) {
    for (index, into) in combined.components.iter_mut().enumerate() {
        let runs = || reports.iter().filter_map(|it| Some((it.measured_secs, it.components.get(index)?)));
        if runs().all(|(_, it)| it.replica_secs.is_empty()) {
            continue;
        }
        let mut spent: BTreeMap<u32, f64> = BTreeMap::new();
        for (measured_secs, it) in runs() {
            match it.mean_replicas {
                Some(mean) if it.replica_secs.is_empty() => {
                    *spent.entry((mean.value + 0.5) as u32).or_default() += measured_secs;
                }
                _ => it.replica_secs.iter().for_each(|it| *spent.entry(it.replicas).or_default() += it.secs),
            }
        }
        into.replica_secs =
            spent.into_iter().map(|(replicas, secs)| ReplicaSecs { replicas, secs }).collect();
    }
}

fn add_causes(into: &mut Vec<CauseCount>, from: &[CauseCount]) {
    for more in from {
        match into.iter_mut().find(|it| it.cause == more.cause) {
            Some(known) => known.count += more.count,
            None => into.push(*more),
        }
    }
}

fn add_error(into: &mut Vec<ErrorCount>, more: ErrorCount) {
    match into.iter_mut().find(|it| it.cause == more.cause && it.place == more.place) {
        Some(known) => known.count += more.count,
        None => into.push(more),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_that_are_all_alike_leave_no_rounding() {
        let alike = interval(&[0.1 + 0.2; 7]);
        assert_eq!((alike.value, alike.half_width), (0.1 + 0.2, Some(0.0)));
    }

    #[test]
    fn a_percentile_is_no_surer_than_its_histogram() {
        // Bins from 64 to 128 ms are about half a millisecond wide.
        let half = half_bin_millis(84.2);
        assert!((0.2..0.3).contains(&half), "{half}");
        assert_eq!(percentile_interval(&[84.2; 5]).half_width, Some(half));
        let varied = [84.0, 85.0, 86.0];
        let (plain, found) = (interval(&varied).half_width.unwrap(), percentile_interval(&varied));
        assert!((found.half_width.unwrap() - plain - half).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn percentiles_in_neighboring_bins_may_be_the_same() {
        let next = 84.2 + 2.0 * half_bin_millis(84.2);
        let difference = |after: f64, are_alike| percentile_difference(&[84.2; 5], &[after; 5], are_alike);
        assert!(difference(next, false).may_be_chance());
        assert!(!difference(86.0, false).may_be_chance());
        // In the same bin they may differ all the same, unless the runs do not differ at all.
        assert!(difference(84.2, false).may_be_chance() && !difference(84.2, false).is_nothing());
        assert!(difference(84.2, true).is_nothing());
    }
}
