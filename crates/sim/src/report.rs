//! What a run found out. Every figure has its unit in its name; a figure that too few samples support is `None`.

use model::{Arg, ComponentId, ConnectionId, Message, scenario::ScenarioEvent};
use serde::{Deserialize, Serialize};

mod assumptions;
mod build;
mod connections;
mod digest;
mod failure;
mod happening;
mod missing;
mod steady;
mod stores;
mod usage;

pub(crate) use build::report as build;
pub use failure::{CauseCount, ErrorCount, ErrorPlace, FailureCause};
pub use happening::{Happening, MAX_HAPPENINGS, What, ended_at};
pub use missing::{last_p99_millis, why_missing, why_missing_of_several};
pub use stores::{Failover, Staleness};
pub use usage::ReplicaSecs;

/// A figure of a run, or the mean of that figure over independent replications.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    pub value: f64,
    /// Half of the width of the 95 % confidence interval: Student's t over replications, and for percentiles half a bin of
    /// the histogram more; for means over all requests of a single steady run over its batch means. `None`: not known.
    pub half_width: Option<f64>,
}

impl Measured {
    pub const fn single(value: f64) -> Self {
        Self { value, half_width: None }
    }

    /// The half width as it may be told: where all runs were alike, as when nothing failed in any of them, they do not say
    /// how sure that is.
    pub fn told_half_width(&self) -> Option<f64> {
        self.half_width.filter(|it| *it > 0.0)
    }

    /// Of a share, 0 to 1: from where to where it may be, if its interval goes far beyond what a share can be.
    ///
    /// ```
    /// # use sim::Measured;
    /// let share = |value, half| Measured { value, half_width: Some(half) }.share_range();
    /// assert_eq!(share(0.51, 1.24), Some((0.0, 1.0)));
    /// assert_eq!(share(0.999, 0.003), None);
    /// assert_eq!(share(0.5, 0.1), None);
    /// ```
    pub fn share_range(&self) -> Option<(f64, f64)> {
        const NOTABLE: f64 = 0.02;
        let half = self.told_half_width()?;
        let (low, high) = (self.value - half, self.value + half);
        let is_far = low < -NOTABLE || high > 1.0 + NOTABLE;
        is_far.then_some((low.max(0.0), high.min(1.0)))
    }

    /// The same in words.
    pub fn share_message(&self) -> Option<Message> {
        let (low, high) = self.share_range()?;
        let message = Message::new("share-range").with("share", Arg::Ratio(self.value));
        Some(message.with("low", Arg::Ratio(low)).with("high", Arg::Ratio(high)))
    }

    /// Of a difference: all runs were alike to the last digit.
    pub fn is_nothing(&self) -> bool {
        self.value == 0.0 && self.half_width == Some(0.0)
    }

    /// Of a difference: there may be none.
    pub fn may_be_chance(&self) -> bool {
        self.half_width.is_none_or(|half| self.value.abs() <= half)
    }
}

/// Everything about a run that has ended, or that was looked at on its way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Version of the engine: other versions may give other numbers.
    pub engine: String,
    /// 16 hexadecimal digits over all counts and histograms: equal digests mean equal runs.
    pub digest: String,
    pub settings: Settings,
    /// How much of the duration was simulated, in seconds; less than the duration when the run was stopped.
    pub measured_secs: f64,
    /// Why the run ended before its duration.
    pub stopped: Option<Message>,
    /// Things that happened in the simulator, warm-up included, over all replications.
    pub events: u64,
    /// Requests that users sent, warm-up included, over all replications.
    pub requests: u64,
    /// All journeys together; its name is empty.
    pub total: Journey,
    /// In the order of the drawing.
    pub journeys: Vec<Journey>,
    /// In the order of the drawing; kinds that are never on the path of a request are among them.
    pub components: Vec<ComponentReport>,
    /// In the order of the drawing; connections that carry neither requests nor telemetry are left out.
    pub connections: Vec<ConnectionReport>,
    /// Requests that failed, by cause and by the place where the failure began. Most frequent first.
    pub errors: Vec<ErrorCount>,
    /// Of the first replication.
    pub series: Series,
    /// What saturated first, and why; most important first.
    pub explanation: Vec<crate::explain::Cause>,
    /// What happened on purpose: the document's events and those made by hand.
    pub scenario: Vec<ScenarioEvent>,
    /// What the system did by itself, in order of time. Of the first replication.
    pub happenings: Vec<Happening>,
    /// What the run took for granted.
    pub assumptions: Vec<Message>,
}

impl Report {
    /// What became of a component. `None`: it was not in the run.
    pub fn component(&self, id: ComponentId) -> Option<&ComponentReport> {
        self.components.iter().find(|it| it.id == id)
    }
}

/// How the run was made.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    pub seed: u64,
    pub duration_secs: f64,
    pub warm_up_secs: f64,
    pub replications: u32,
}

/// A request class end to end, as its user sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Journey {
    pub name: String,
    /// The source that sends it. `None`: all sources.
    pub source: Option<ComponentId>,
    /// Counts are of the measured time, summed over replications:
    /// `in_flight_at_start + generated = succeeded + failed + in_flight_at_end`.
    pub generated: u64,
    pub succeeded: u64,
    pub failed: u64,
    pub in_flight_at_start: u64,
    pub in_flight_at_end: u64,
    /// Succeeded over finished, 0 to 1.
    pub success_ratio: Option<Measured>,
    /// Requests that succeeded.
    pub throughput_per_sec: Option<Measured>,
    /// From sending to the answer, of requests that succeeded.
    pub latency: Latency,
    /// The same as a histogram, shortest first, summed over replications: what objectives are judged by.
    pub answers: Vec<Answers>,
    pub mean_in_flight: Option<Measured>,
    /// What became of its messages. `None`: no objective of the drawing is about messages, so nobody counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub messages: Option<Messages>,
}

/// Messages that a journey's requests published, one for each subscription that takes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Messages {
    /// By time from publishing to the end of the handling.
    pub handled: Vec<Answers>,
    /// Given up after the last delivery.
    pub dead_letters: u64,
    /// Refused by a full broker for good.
    pub rejected: u64,
    /// By age: neither handled nor given up when the run ended.
    pub waiting: Vec<Answers>,
}

/// Requests that were answered in about the same time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answers {
    /// At most 0.4 % off.
    pub millis: f64,
    pub count: u64,
}

/// A duration's distribution. A percentile is given only when at least ten samples lie beyond it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Latency {
    pub samples: u64,
    pub mean_millis: Option<Measured>,
    pub standard_deviation_millis: Option<Measured>,
    pub p50_millis: Option<Measured>,
    pub p90_millis: Option<Measured>,
    pub p95_millis: Option<Measured>,
    pub p99_millis: Option<Measured>,
    pub p999_millis: Option<Measured>,
}

/// A component over all its replicas.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComponentReport {
    pub id: ComponentId,
    pub name: String,
    /// Id of its kind.
    pub kind: String,
    /// Requests that came, were answered well, and failed, in the measured time, summed over replications. For a
    /// broker: messages published; for a telemetry sink: copies.
    pub arrived: u64,
    pub succeeded: u64,
    pub failed: u64,
    /// Its own failures; those passed on from callees are in `failed` only.
    pub failed_by_cause: Vec<CauseCount>,
    /// Lookups answered from the cache or the edge, and those that were not. Zero for other kinds.
    pub hits: u64,
    pub misses: u64,
    /// Functions only: requests that waited for a new instance.
    pub cold_starts: u64,
    /// Where each user is limited: what came of each tier.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tiers: Vec<TierReport>,
    pub throughput_per_sec: Option<Measured>,
    /// From arrival to answer: wait, service, callees.
    pub sojourn: Latency,
    /// Time in the queue, of requests that were served.
    pub wait: Latency,
    /// Own work each time that some was done; what a store's other replicas repeat is done once more.
    pub mean_service_millis: Option<Measured>,
    pub mean_in_system: Option<Measured>,
    pub mean_in_queue: Option<Measured>,
    /// Slots over all replicas. `None`: no bound.
    pub slots: Option<u64>,
    /// Slots held, calls to others included, on average.
    pub mean_slots_busy: Option<Measured>,
    /// Slots held over slots, 0 to 1. `None`: no bound.
    pub utilization: Option<Measured>,
    /// Slots doing own work over slots, 0 to 1.
    pub own_work_utilization: Option<Measured>,
    /// Arrival rate times mean service over slots; not clipped at 1.
    pub load_ratio: Option<Measured>,
    pub probability_of_waiting: Option<Measured>,
    pub probability_of_rejection: Option<Measured>,
    /// Use of its machine by the kind's curves at `load_ratio`. `None`: no bound on slots, so no machine to fill.
    pub resources: Option<Resources>,
    /// Share of the measured time in which it was up, 0 to 1: the process of a replica ran, ready for requests or not.
    pub up_ratio: Option<Measured>,
    /// Replicas that were there, on average: what is paid for.
    pub mean_replicas: Option<Measured>,
    /// How long there were how many, fewest first, summed over replications. Empty: always as many as are drawn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replica_secs: Vec<ReplicaSecs>,
    /// Stores with replicas only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failover: Option<Failover>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staleness: Option<Staleness>,
}

/// Requests of the users of a tier, at a component that limits each user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TierReport {
    /// One of [`model::spec::UserLimits::TIERS`].
    pub tier: String,
    /// In the measured time, summed over replications.
    pub arrived: u64,
    /// Beyond what their user may send.
    pub refused: u64,
}

/// Use of a machine in percent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resources {
    pub cpu_percent: Measured,
    pub memory_percent: Measured,
    pub disk_percent: Measured,
    pub network_percent: Measured,
}

/// A connection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConnectionReport {
    pub id: ConnectionId,
    pub from: ComponentId,
    pub to: ComponentId,
    /// Tries, retries included, in the measured time, summed over replications.
    pub attempts: u64,
    pub retries: u64,
    pub succeeded: u64,
    pub failed_by_cause: Vec<CauseCount>,
    /// Messages given up after the most deliveries allowed; `consume` only.
    pub dead_letters: u64,
    /// Copies lost because the collector could not take them; `observe` only.
    pub dropped: u64,
    pub attempts_per_sec: Option<Measured>,
    /// One try, from sending to its answer. For `consume`: from publishing to the start of its handling.
    pub mean_latency_millis: Option<Measured>,
    /// Where a bulkhead lets calls wait: how long a try that was sent had waited for its place, how many wait on average, and
    /// at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean_wait_millis: Option<Measured>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean_waiting: Option<Measured>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_waiting: Option<Measured>,
    /// For `consume`: messages waiting for the consumer on average.
    pub mean_backlog: Option<Measured>,
    /// The most that waited at once, in all and, where there are partitions, in one of them.
    pub most_backlog: Option<Measured>,
    pub most_in_partition: Option<Measured>,
}

impl ConnectionReport {
    /// Tries that failed, for whatever cause.
    pub fn failed(&self) -> u64 {
        self.failed_by_cause.iter().map(|it| it.count).sum()
    }
}

/// How the run went, second by second.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Series {
    pub seconds: Vec<Second>,
    /// Only components that got something to do.
    pub components: Vec<ComponentSeries>,
}

impl Series {
    /// Leaves out seconds, as evenly as can be, until there are at most so many.
    pub fn thin(&mut self, most: usize) {
        let every = self.seconds.len().div_ceil(most);
        if every > 1 {
            keep_each(&mut self.seconds, every);
            for it in &mut self.components {
                let ComponentSeries {
                    id: _,
                    utilization,
                    load_ratio,
                    queue,
                    throughput_per_sec,
                    errors_per_sec,
                    up,
                } = it;
                [utilization, load_ratio].into_iter().for_each(|it| keep_each(it, every));
                [queue, throughput_per_sec, errors_per_sec].into_iter().for_each(|it| keep_each(it, every));
                keep_each(up, every);
            }
        }
    }
}

/// The last of every so many, so that the series ends where the run does if it can.
fn keep_each<T>(values: &mut Vec<T>, every: usize) {
    let mut place = 0;
    values.retain(|_| {
        place += 1;
        place % every == 0
    });
}

/// All journeys in one simulated second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Second {
    /// End of the second; zero is the end of the warm-up, so the warm-up has negative values.
    pub at_secs: f64,
    pub generated: u32,
    pub succeeded: u32,
    pub failed: u32,
    /// Requests under way at the end of the second.
    pub in_flight: u32,
    /// Of requests that succeeded since percentiles were last given, this second included. They are given once p99 has
    /// ten samples beyond it, and after five seconds at the latest; `None` in between and where samples are too few.
    pub p50_millis: Option<f32>,
    pub p95_millis: Option<f32>,
    pub p99_millis: Option<f32>,
}

impl Second {
    /// Seconds end at whole numbers, so the first is shorter where the warm-up is no whole number of them, and the last
    /// may be. How long each was, of a series that begins at `from_secs`; others may be missing from it.
    ///
    /// ```
    /// # use sim::report::Second;
    /// let second = |at_secs| Second { at_secs, ..Second::default() };
    /// let seconds = [-1.0, 0.0, 5.0, 5.5].map(second);
    /// assert_eq!(Second::lengths_secs(&seconds, -1.25).collect::<Vec<_>>(), [0.25, 1.0, 1.0, 0.5]);
    /// ```
    pub fn lengths_secs(seconds: &[Self], from_secs: f64) -> impl Iterator<Item = f64> {
        let begins = std::iter::once(from_secs).chain(seconds.iter().map(|it| it.at_secs));
        seconds.iter().zip(begins).map(|(it, begin)| (it.at_secs - begin).min(1.0))
    }
}

/// A component second by second; the same seconds as [`Series::seconds`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComponentSeries {
    pub id: ComponentId,
    /// Mean slots held over slots in that second, 0 to 1; zero where there is no bound.
    pub utilization: Vec<f32>,
    /// Arrival rate times mean service over slots; not clipped.
    pub load_ratio: Vec<f32>,
    /// Waiting at the end of the second; for a broker the messages it holds.
    pub queue: Vec<u32>,
    pub throughput_per_sec: Vec<u32>,
    pub errors_per_sec: Vec<u32>,
    pub up: Vec<bool>,
}
