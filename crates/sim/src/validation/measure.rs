//! What is read from a report and held against theory.

use model::Message;

use crate::report::{ComponentReport, ConnectionReport, Latency, Measured, Report};

/// A figure of a report.
#[derive(Clone, Copy)]
pub struct Measure {
    /// Its words are the text `validation-measure-<id>`.
    pub id: &'static str,
    pub unit: Unit,
    /// Widest half width of the 99.9% interval over the value.
    pub precision: f64,
    /// How far the value may be off because of how it is noted down: percentiles are the middles of bins.
    pub resolution: f64,
    /// Of a report, at a component or a request class by its name; empty: all journeys.
    pub read: fn(&Report, &str) -> Option<f64>,
}

/// What a value counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Millis,
    Ratio,
    PerSec,
    Number,
}

impl Measure {
    pub fn title(&self) -> Message {
        Message::computed(format!("validation-measure-{}", self.id))
    }
}

/// Means, deviations and the like.
const PRECISION: f64 = 0.02;
/// From p99 on.
const EXTREME: f64 = 0.05;
/// Bins of percentiles are up to 0.8% wide.
const BIN: f64 = 0.004;

const fn measure(id: &'static str, unit: Unit, read: fn(&Report, &str) -> Option<f64>) -> Measure {
    Measure { id, unit, precision: PRECISION, resolution: 0.0, read }
}

const fn percentile(id: &'static str, precision: f64, read: fn(&Report, &str) -> Option<f64>) -> Measure {
    Measure { id, unit: Unit::Millis, precision, resolution: BIN, read }
}

fn component<'a>(report: &'a Report, name: &str) -> Option<&'a ComponentReport> {
    report.components.iter().find(|it| it.name == name)
}

/// All connections that end there.
fn into<'a>(report: &'a Report, name: &str) -> impl Iterator<Item = &'a ConnectionReport> {
    let id = component(report, name).map(|it| it.id);
    report.connections.iter().filter(move |it| Some(it.to) == id)
}

fn sojourn<'a>(report: &'a Report, at: &str) -> Option<&'a Latency> {
    if at.is_empty() {
        return Some(&report.total.latency);
    }
    match component(report, at) {
        Some(it) => Some(&it.sojourn),
        None => report.journeys.iter().find(|it| it.name == at).map(|it| &it.latency),
    }
}

fn value(figure: Option<Measured>) -> Option<f64> {
    figure.map(|it| it.value)
}

/// Mean time from arrival to answer.
pub static SOJOURN: Measure =
    measure("sojourn", Unit::Millis, |report, at| value(sojourn(report, at)?.mean_millis));
pub static SOJOURN_DEVIATION: Measure = measure("sojourn-deviation", Unit::Millis, |report, at| {
    value(sojourn(report, at)?.standard_deviation_millis)
});
pub static SOJOURN_P50: Measure =
    percentile("sojourn-p50", PRECISION, |report, at| value(sojourn(report, at)?.p50_millis));
pub static SOJOURN_P90: Measure =
    percentile("sojourn-p90", PRECISION, |report, at| value(sojourn(report, at)?.p90_millis));
pub static SOJOURN_P99: Measure =
    percentile("sojourn-p99", EXTREME, |report, at| value(sojourn(report, at)?.p99_millis));

/// Time in the queue.
pub static WAIT: Measure =
    measure("wait", Unit::Millis, |report, at| value(component(report, at)?.wait.mean_millis));
pub static WAIT_DEVIATION: Measure = measure("wait-deviation", Unit::Millis, |report, at| {
    value(component(report, at)?.wait.standard_deviation_millis)
});
pub static WAIT_P99: Measure =
    percentile("wait-p99", EXTREME, |report, at| value(component(report, at)?.wait.p99_millis));

/// Numbers of requests over time.
pub static IN_SYSTEM: Measure =
    measure("in-system", Unit::Number, |report, at| value(component(report, at)?.mean_in_system));
/// Requests of all journeys under way.
pub static IN_FLIGHT: Measure =
    measure("in-flight", Unit::Number, |report, _| value(report.total.mean_in_flight));
pub static IN_QUEUE: Measure =
    measure("in-queue", Unit::Number, |report, at| value(component(report, at)?.mean_in_queue));
pub static SLOTS_BUSY: Measure =
    measure("slots-busy", Unit::Number, |report, at| value(component(report, at)?.mean_slots_busy));
pub static UTILIZATION: Measure =
    measure("utilization", Unit::Ratio, |report, at| value(component(report, at)?.utilization));
pub static BACKLOG: Measure =
    measure("backlog", Unit::Number, |report, at| value(into(report, at).next()?.mean_backlog));

/// Before calls are sent over a connection that ends there.
pub static PLACE_WAIT: Measure =
    measure("place-wait", Unit::Millis, |report, at| value(into(report, at).next()?.mean_wait_millis));

/// Shares of requests.
pub static MUST_WAIT: Measure =
    measure("must-wait", Unit::Ratio, |report, at| value(component(report, at)?.probability_of_waiting));
pub static REJECTED: Measure =
    measure("rejected", Unit::Ratio, |report, at| value(component(report, at)?.probability_of_rejection));
pub static SUCCESS: Measure = measure("success", Unit::Ratio, |report, at| {
    if at.is_empty() {
        return value(report.total.success_ratio);
    }
    let it = component(report, at)?;
    let done = it.succeeded + it.failed;
    (done > 0).then(|| it.succeeded as f64 / done as f64)
});
pub static FAILED: Measure =
    measure("failed", Unit::Ratio, |report, at| Some(1.0 - (SUCCESS.read)(report, at)?));
pub static COLD: Measure = measure("cold", Unit::Ratio, |report, at| {
    let it = component(report, at)?;
    (it.succeeded > 0).then(|| it.cold_starts as f64 / it.succeeded as f64)
});
/// Share of time.
pub static UP: Measure = measure("up", Unit::Ratio, |report, at| value(component(report, at)?.up_ratio));

pub static THROUGHPUT: Measure = measure("throughput", Unit::PerSec, |report, at| {
    value(if at.is_empty() {
        report.total.throughput_per_sec
    } else {
        component(report, at)?.throughput_per_sec
    })
});
pub static ATTEMPTS: Measure = measure("attempts", Unit::Number, |report, at| {
    let attempts: u64 = into(report, at).map(|it| it.attempts).sum();
    (report.total.generated > 0).then(|| attempts as f64 / report.total.generated as f64)
});

/// Of a wave of traffic: the swing of busy slots, as a sine over the chart's time that repeats every [`WAVE_SECS`].
pub static SWING_IN_PHASE: Measure =
    measure("swing-in-phase", Unit::Number, |report, at| swing(report, at, libm::sin));
pub static SWING_LAGGING: Measure =
    measure("swing-lagging", Unit::Number, |report, at| swing(report, at, |turn| -libm::cos(turn)));

/// Period of the wave in seconds.
pub const WAVE_SECS: f64 = 20.0;

fn swing(report: &Report, at: &str, shape: fn(f64) -> f64) -> Option<f64> {
    let it = component(report, at)?;
    let slots = it.slots? as f64;
    let series = report.series.components.iter().find(|series| series.id == it.id)?;
    let rows = report.series.seconds.iter().zip(&series.utilization).filter(|(row, _)| row.at_secs > 0.5);
    let (mut sum, mut count) = (0.0, 0.0);
    for (row, utilization) in rows {
        // The mean over a second belongs to its middle.
        let turn = (row.at_secs - 0.5) / WAVE_SECS * std::f64::consts::TAU;
        sum += f64::from(*utilization) * slots * shape(turn);
        count += 1.0;
    }
    (count > 0.0).then(|| 2.0 * sum / count)
}
