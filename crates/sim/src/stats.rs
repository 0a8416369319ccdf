//! What is counted while a run goes on.

use crate::{
    batches::{Batches, Counts},
    histogram::Histogram,
    level::{Level, Staircase},
    messages::MessageStats,
    network::Node,
    report::{FailureCause, Second},
};

/// Counts by cause of failure, in the order of [`FailureCause::ALL`].
pub type Causes = [u64; FailureCause::ALL.len()];

/// A component.
#[derive(Clone, Debug, Default)]
pub struct NodeStats {
    pub arrived: u64,
    pub succeeded: u64,
    pub failed: u64,
    pub causes: Causes,
    pub hits: u64,
    pub misses: u64,
    pub cold_starts: u64,
    /// Stores: times that another replica took over, nanoseconds until it did, writes that were lost, and the age of the
    /// oldest of them in nanoseconds.
    pub failovers: u64,
    pub without_primary: u64,
    pub lost_writes: u64,
    pub lost_age: u64,
    /// Stores: reads at a replica that did not have every write yet.
    pub stale_reads: u64,
    /// Requests that had to wait.
    pub waited: u64,
    /// Requests whose own work began before it was known how long they wait, as it may be interrupted or slowed down.
    pub begun_early: u64,
    /// Stores: own work that other replicas repeated, for a quorum or to have every write.
    pub repeated: u64,
    /// Turned away: queue full, over a limit.
    pub rejected: u64,
    /// Where each user is limited, by tier.
    pub tiers: [TierCount; 3],
    /// Arrivals that change data.
    pub writes: u64,
    /// Expected own work of what arrived, in nanoseconds.
    pub offered: u64,
    pub sojourn: Histogram,
    pub wait: Histogram,
    /// Requests that wait, do own work, wait for callees; a request is in one state at a time.
    pub queued: Level,
    pub working: Level,
    pub calling: Level,
    /// Slots kept for messages on their way.
    pub reserved: Level,
    /// Where requests share the slots, these: as many slots as there are such requests, but for those that are kept for
    /// messages on their way. Of the requests themselves as many work as there are slots, and the others count as queued.
    pub shared: Level,
    /// Messages held by a broker.
    pub stored: Level,
    /// Time up, in nanoseconds; one while up.
    pub up: Level,
    /// Replicas that are there, up or not.
    pub provisioned: Staircase,
    /// Of those, machines of a deploy's other set, which serve nobody.
    pub spare: Level,
    /// At the last full second.
    pub last: Snapshot,
    pub recent: Recent,
    pub history: History,
}

/// Requests of the users of a tier.
#[derive(Clone, Copy, Debug, Default)]
pub struct TierCount {
    pub arrived: u64,
    /// Beyond what their user may send.
    pub refused: u64,
}

/// Counters at the end of a second.
#[derive(Clone, Copy, Debug, Default)]
pub struct Snapshot {
    pub arrived: u64,
    pub succeeded: u64,
    pub failed: u64,
    pub offered: u64,
    pub held: u64,
    pub queued: u64,
    pub serving: u64,
}

/// The last full second.
#[derive(Clone, Copy, Debug, Default)]
pub struct Recent {
    pub utilization: f32,
    pub load_ratio: f32,
    pub mean_queue: f32,
    pub throughput: u32,
    pub errors: u32,
    /// Seconds in a row with L at 0.95 or more, and with a mean queue that grew.
    pub seconds_loaded: u8,
    pub seconds_growing: u8,
}

impl Recent {
    /// Three seconds in a row: too loaded, or a queue that grew.
    pub const fn is_saturated(&self) -> bool {
        self.seconds_loaded >= 3 || self.seconds_growing >= 3
    }
}

/// Second by second, from the first second of the run; empty as long as nothing came.
#[derive(Clone, Debug, Default)]
pub struct History {
    pub utilization: Vec<f32>,
    pub load_ratio: Vec<f32>,
    pub queue: Vec<u32>,
    pub throughput: Vec<u32>,
    pub errors: Vec<u32>,
    pub up: Vec<bool>,
    pub saturated: Vec<bool>,
}

/// A connection.
#[derive(Clone, Debug, Default)]
pub struct LinkStats {
    pub attempts: u64,
    pub retries: u64,
    pub succeeded: u64,
    pub failed: u64,
    pub causes: Causes,
    pub dead_letters: u64,
    pub dropped: u64,
    /// Of attempts that were answered; for `consume` the age of messages at the start of their handling.
    pub latency_nanos: u64,
    pub latencies: u64,
    pub backlog: Level,
    /// Calls that wait for a place in the bulkhead; how many at most, and for how long those that were sent.
    pub waiting: Level,
    pub most_waiting: u64,
    pub waited_nanos: u64,
    /// Most messages waiting at once, in all and in one partition.
    pub most_backlog: u64,
    pub most_in_partition: u32,
    pub last_attempts: u64,
    pub last_succeeded: u64,
    pub last_failed: u64,
    pub attempts_per_sec: f32,
    pub succeeded_per_sec: f32,
    pub errors_per_sec: f32,
}

/// A request class.
#[derive(Clone, Debug, Default)]
pub struct ClassStats {
    pub generated: u64,
    pub succeeded: u64,
    pub failed: u64,
    pub in_flight_at_start: u64,
    pub in_flight: Level,
    pub latency: Histogram,
    /// One per limit of latency that somebody watches.
    pub slow: Vec<Slow>,
    /// What became of its messages, if an objective asks for it.
    pub messages: Option<Box<MessageStats>>,
    /// The measured time in parts.
    pub batches: Batches,
}

/// Requests that succeeded and took longer than a limit.
#[derive(Clone, Copy, Debug)]
pub struct Slow {
    pub limit_nanos: u64,
    pub count: u64,
}

/// All classes: up to the last second, and the seconds before.
#[derive(Clone, Debug, Default)]
pub struct SecondStats {
    pub last: Totals,
    pub window: Window,
    pub rows: Vec<Second>,
    /// Rows that the page has not seen.
    pub rows_shown: usize,
}

/// Requests since the measured time began, or the run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Totals {
    pub generated: u64,
    pub succeeded: u64,
    pub failed: u64,
}

impl Totals {
    pub fn of(classes: &[ClassStats]) -> Self {
        let sum = |count: fn(&ClassStats) -> u64| classes.iter().map(count).sum();
        Self {
            generated: sum(|it| it.generated),
            succeeded: sum(|it| it.succeeded),
            failed: sum(|it| it.failed),
        }
    }

    pub const fn since(self, earlier: Self) -> Self {
        Self {
            generated: self.generated - earlier.generated,
            succeeded: self.succeeded - earlier.succeeded,
            failed: self.failed - earlier.failed,
        }
    }
}

/// Samples since percentiles were last given: a second of little traffic may hold too few. All three are of the same
/// samples, so that p99 never seems to lie below p95.
#[derive(Clone, Debug, Default)]
pub struct Window {
    /// What had been recorded when they were last given.
    before: Histogram,
    /// Room to work in, kept from one second to the next.
    since: Histogram,
    seconds: u8,
}

impl Window {
    /// Nothing has been recorded since percentiles were last given.
    pub const fn is_fresh(&self) -> bool {
        self.seconds == 0
    }

    /// Memory besides the struct itself.
    pub const fn heap_bytes(&self) -> usize {
        self.before.heap_bytes() + self.since.heap_bytes()
    }
}

/// After so many seconds what there are samples enough for is given without the rest.
const MAX_WINDOW_SECONDS: u8 = 5;

impl Window {
    /// A second ends; p50, p95 and p99 in nanoseconds if there are samples enough now.
    pub fn end_second<'a>(&mut self, recorded: impl Iterator<Item = &'a Histogram>) -> [Option<f64>; 3] {
        self.since.clear();
        recorded.for_each(|it| self.since.merge(it));
        self.since.forget(&self.before);
        self.seconds += 1;
        let percentiles = [0.5, 0.95, 0.99].map(|ratio| self.since.percentile(ratio));
        if percentiles[2].is_none() && self.seconds < MAX_WINDOW_SECONDS {
            return [None; 3];
        }
        self.before.merge(&self.since);
        self.seconds = 0;
        percentiles
    }
}

impl NodeStats {
    /// Slots taken. A request that waits for callees may hold its slot or not; one that shared it does not.
    pub fn held(&self, node: &Node) -> Level {
        let held = if node.shares() { self.shared } else { self.working }.and(self.reserved);
        if node.holds_slot && !node.shares() { held.and(self.calling) } else { held }
    }

    /// Requests that are there.
    pub const fn system(&self) -> Level {
        self.queued.and(self.working).and(self.calling)
    }

    /// Requests whose own work began.
    pub fn begun(&self) -> u64 {
        if self.begun_early > 0 { self.begun_early } else { self.wait.samples() }
    }

    /// Memory besides the struct itself: histograms, and 22 bytes per second of history.
    pub const fn heap_bytes(&self) -> usize {
        self.sojourn.heap_bytes() + self.wait.heap_bytes() + 22 * self.history.queue.len()
    }

    /// Integral over time of the replicas that requests may come to, or that still finish some.
    pub const fn serving(&self, now: u64) -> u64 {
        self.provisioned.area(now).wrapping_sub(self.spare.area(now))
    }

    /// The measured time begins: forgets what was counted; who is there stays.
    pub fn restart(&mut self, now: u64) {
        let old = std::mem::take(self);
        let mut provisioned = old.provisioned;
        provisioned.restart(now);
        let again = |mut level: Level| {
            level.restart(now);
            level
        };
        *self = Self {
            queued: again(old.queued),
            working: again(old.working),
            calling: again(old.calling),
            reserved: again(old.reserved),
            shared: again(old.shared),
            stored: again(old.stored),
            up: again(old.up),
            spare: again(old.spare),
            provisioned,
            recent: old.recent,
            history: old.history,
            ..Self::default()
        };
    }
}

impl LinkStats {
    /// An answer came after so many nanoseconds, good or bad.
    #[inline(always)]
    pub const fn answered(&mut self, latency: u64) {
        self.latency_nanos += latency;
        self.latencies += 1;
    }

    /// A good one.
    #[inline(always)]
    pub const fn heard(&mut self, latency: u64) {
        self.answered(latency);
        self.succeeded += 1;
    }

    pub fn restart(&mut self, now: u64) {
        let (mut backlog, mut waiting) = (self.backlog, self.waiting);
        backlog.restart(now);
        waiting.restart(now);
        let Self { attempts_per_sec, succeeded_per_sec, errors_per_sec, .. } = *self;
        *self =
            Self { backlog, waiting, attempts_per_sec, succeeded_per_sec, errors_per_sec, ..Self::default() };
    }
}

impl ClassStats {
    /// A request has a good answer.
    #[inline(always)]
    pub fn succeed(&mut self, now: u64, latency: u64) {
        self.in_flight.down(now);
        self.succeeded += 1;
        self.latency.record(latency);
        if !self.slow.is_empty() {
            self.count_slow(latency);
        }
    }

    /// Compares an answer with the limits that are watched.
    #[cold]
    pub fn count_slow(&mut self, nanos: u64) {
        self.slow.iter_mut().for_each(|it| it.count += u64::from(nanos > it.limit_nanos));
    }

    /// A whole second ends.
    pub fn end_second(&mut self, now: u64) {
        self.batches.end_second(Counts {
            latency_nanos: self.latency.sum(),
            succeeded: self.succeeded,
            failed: self.failed,
            area: self.in_flight.area(now),
        });
    }

    pub fn restart(&mut self, now: u64) {
        let mut in_flight = self.in_flight;
        in_flight.restart(now);
        let mut slow = std::mem::take(&mut self.slow);
        slow.iter_mut().for_each(|it| it.count = 0);
        let mut messages = self.messages.take();
        if let Some(it) = &mut messages {
            it.restart(now);
        }
        let in_flight_at_start = in_flight.count();
        *self = Self { in_flight, in_flight_at_start, slow, messages, ..Self::default() };
    }
}
