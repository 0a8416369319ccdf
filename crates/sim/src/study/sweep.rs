//! Throughput and latency against offered load: where it bends, and where it breaks.

use std::sync::Arc;

use model::{
    Architecture, Component, Workload,
    spec::Shape,
    workload::{Arrivals, Pattern},
};

use super::{Runs, Study, change::steady};
use crate::{
    estimate::estimate,
    replications::{combine, seed_of},
    report::{Measured, Report, why_missing_of_several},
    session::{RunOptions, USUAL_WARM_UP_SECS},
};

/// Loads looked at, as shares of the load that the estimate holds for the most that can be served.
const SHARES: [f64; 13] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0, 1.1, 1.3];
/// Runs per load.
const REPLICATIONS: u32 = 3;
/// Least time measured at each load: in a few seconds chance decides what is carried.
const SHORTEST_SECS: f64 = 30.0;
/// Looked for up to that many times today's traffic.
const MOST_FACTOR: f64 = 1000.0;
/// A load is carried if that share of the requests sent is answered well.
const CARRIED: f64 = 0.99;
/// Times the load of which it is said what cannot keep up with more.
const BEYOND: f64 = 1.01;

/// One load.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Times the drawing's own traffic.
    pub factor: f64,
    pub offered_per_sec: f64,
    pub throughput_per_sec: Option<Measured>,
    pub success_ratio: Option<Measured>,
    pub mean_millis: Option<Measured>,
    pub p50_millis: Option<Measured>,
    pub p99_millis: Option<Measured>,
    /// What the estimate says of the mean; `None` without a steady state.
    pub estimate_millis: Option<f64>,
    /// Share that fails by the estimate: its mean is that of the others.
    pub estimate_failed_ratio: Option<f64>,
}

/// Where a design bends and breaks.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// By growing load; those that are known.
    pub points: Vec<Point>,
    /// Index of the load at which throughput over latency is highest: Kleinrock's *power* (1979), the knee of the curve.
    pub knee: Option<usize>,
    /// Index of the highest load that is carried: 99 % of what is sent is answered well, there and at all lower loads. Right
    /// at the limit only if no queue grows for ever.
    pub carried: Option<usize>,
    /// The first load that is not.
    pub broken: Option<usize>,
    /// All loads are known: what is said of the end holds.
    pub is_whole: bool,
    /// What cannot keep up first by the estimate. Work behind a queue may fall behind for ever, and all are answered.
    pub narrowest: Option<Narrowest>,
    /// Measured in each run, without its warm-up.
    pub measured_secs: f64,
}

/// Asked for more than it can serve before all others, by the estimate.
#[derive(Clone, Debug, PartialEq)]
pub struct Narrowest {
    pub name: String,
    /// Times the drawing's own traffic.
    pub factor: f64,
    /// Requests come and are served like clockwork, so that none waits even when it is always busy.
    pub is_even: bool,
}

/// Runs a drawing at many loads. Its traffic is made steady first, and its scenario left out.
pub struct Sweep {
    /// By growing load: times the drawing's own traffic, and what the estimate says of the mean latency and the share
    /// that fails.
    loads: Vec<(f64, Option<f64>, Option<f64>)>,
    narrowest: Option<Narrowest>,
    runs: Runs,
}

impl Sweep {
    /// As a drawing's settings say, but long enough: what a drawing shows in three seconds says little of its limit.
    pub fn options(settings: RunOptions) -> RunOptions {
        RunOptions {
            duration_secs: settings.duration_secs.max(SHORTEST_SECS),
            warm_up_secs: settings.warm_up_secs.max(USUAL_WARM_UP_SECS),
            ..settings
        }
    }

    pub fn new(architecture: &Architecture, options: RunOptions) -> Self {
        let capacity = capacity(architecture);
        let mut loads = Vec::new();
        let mut runs = Runs::default();
        for factor in SHARES.map(|share| share * capacity) {
            let drawing = Arc::new(steady(architecture, factor));
            let estimate = estimate(&drawing);
            let millis = estimate.as_ref().and_then(|it| it.mean_latency_millis());
            loads.push((factor, millis, estimate.map(|it| it.failed_ratio())));
            for replication in 0..REPLICATIONS {
                runs.plan(&drawing, RunOptions { seed: seed_of(options.seed, replication), ..options });
            }
        }
        let narrowest = overloaded(architecture, capacity * BEYOND).map(|name| Narrowest {
            name,
            factor: capacity,
            is_even: is_even(architecture),
        });
        Self { loads, narrowest, runs }
    }

    fn point(&self, index: usize, reports: &[&Report]) -> Point {
        let report = combine(reports.iter().map(|it| (*it).clone()).collect(), reports[0].settings.seed);
        let secs = report.measured_secs * f64::from(REPLICATIONS);
        let (factor, estimate_millis, estimate_failed_ratio) = self.loads[index];
        Point {
            factor,
            offered_per_sec: if secs > 0.0 { report.total.generated as f64 / secs } else { 0.0 },
            throughput_per_sec: report.total.throughput_per_sec,
            success_ratio: report.total.success_ratio,
            mean_millis: report.total.latency.mean_millis,
            p50_millis: report.total.latency.p50_millis,
            p99_millis: report.total.latency.p99_millis,
            estimate_millis,
            estimate_failed_ratio,
        }
    }
}

impl Study for Sweep {
    type Answer = Curve;

    fn runs(&self) -> &Runs {
        &self.runs
    }

    fn runs_mut(&mut self) -> &mut Runs {
        &mut self.runs
    }

    fn answer(&self) -> Option<Curve> {
        let reports = self.runs.in_order();
        let points: Vec<Point> = reports
            .chunks_exact(REPLICATIONS as usize)
            .enumerate()
            .map(|(index, reports)| self.point(index, reports))
            .collect();
        let measured_secs = reports.first()?.measured_secs;
        let curve = Curve::of(points, self.loads.len(), self.narrowest.clone(), measured_secs);
        (!curve.points.is_empty()).then_some(curve)
    }
}

impl Curve {
    fn of(points: Vec<Point>, planned: usize, narrowest: Option<Narrowest>, measured_secs: f64) -> Self {
        let is_carried = |it: &Point| {
            it.throughput_per_sec.is_some_and(|served| served.value >= CARRIED * it.offered_per_sec)
        };
        let mut carried = points.iter().take_while(|it| is_carried(it)).count();
        // In an open queue at its limit the backlog grows with the root of the time: too slowly for a run to lose one in a
        // hundred. If more is carried, too, this is not the limit.
        if let (Some(last), Some(_), Some(narrowest)) =
            (carried.checked_sub(1), points.get(carried), &narrowest)
            && points[last].factor == narrowest.factor
            && !narrowest.is_even
            && points[last].never_settles(measured_secs)
        {
            carried = last;
        }
        let power = |it: &Point| Some(it.throughput_per_sec?.value / it.mean_millis?.value);
        let knee = (0..carried)
            .filter_map(|index| Some((index, power(&points[index])?)))
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|it| it.0);
        Self {
            knee,
            carried: carried.checked_sub(1),
            broken: (carried < points.len()).then_some(carried),
            is_whole: points.len() == planned,
            points,
            narrowest,
            measured_secs,
        }
    }
}

impl Point {
    /// Message id of why a percentile of it is missing, if one is.
    pub fn why_missing(&self) -> &'static str {
        let is_anybody_answered = self.throughput_per_sec.is_some_and(|it| it.value > 0.0);
        why_missing_of_several(is_anybody_answered, self.mean_millis.is_some())
    }

    /// By the estimate there is no steady state, or it is that of a queue which takes longer than the run to form.
    fn never_settles(&self, measured_secs: f64) -> bool {
        self.estimate_failed_ratio.is_some()
            && self.estimate_millis.is_none_or(|it| it > measured_secs * 1000.0)
    }
}

/// Whether nothing comes or is served at random.
fn is_even(architecture: &Architecture) -> bool {
    let comes_evenly = |it: &Workload| {
        // Sessions begin at random.
        it.arrivals == Arrivals::Even && it.batch == 1 && !matches!(it.pattern, Pattern::Sessions { .. })
    };
    let mut workloads = architecture.components.iter().filter_map(|it| it.workload.as_ref());
    let works_evenly = |it: &Component| it.spec().server.service.shape == Shape::Constant;
    let mut pools = architecture.components.iter().filter(|it| it.workload.is_none());
    workloads.all(comes_evenly) && pools.all(works_evenly)
}

/// The component, or the connection with a bulkhead, that is asked for more than it can serve at so many times the drawing's
/// traffic, by the estimate.
fn overloaded(architecture: &Architecture, factor: f64) -> Option<String> {
    let estimate = estimate(&steady(architecture, factor))?;
    let is_too_much = |is_overloaded, loss_ratio| is_overloaded || loss_ratio > 1.0 - CARRIED;
    // Who waits for a place there holds slots, so that its caller is overloaded, too.
    let mut connections = estimate.connections.iter();
    if let Some(found) = connections.find(|it| is_too_much(it.is_overloaded, it.loss_ratio)) {
        return architecture.connection_name(found.id);
    }
    let mut components = estimate.components.iter();
    let found = components.find(|it| is_too_much(it.is_overloaded, it.loss_ratio))?;
    Some(architecture.component_name(found.id).to_owned())
}

/// Times the drawing's traffic at which the first component, or bulkhead, is asked for more than it can serve, by the estimate; today's
/// traffic if nothing has a bound.
fn capacity(architecture: &Architecture) -> f64 {
    let is_overloaded = |factor: f64| overloaded(architecture, factor).is_some();
    if !is_overloaded(MOST_FACTOR) {
        return 1.0;
    }
    let (mut low, mut high) = (0.0, MOST_FACTOR);
    // So near that a queue at the limit stays short for as long as a run lasts, if all comes and is served evenly; by halves of
    // the exponent, as nothing is known of the scale.
    while high - low > 1e-6 * high {
        let middle = if low > 0.0 { libm::sqrt(low * high) } else { high / 10.0 };
        if middle < 1e-6 {
            break;
        }
        if is_overloaded(middle) { high = middle } else { low = middle }
    }
    high
}
