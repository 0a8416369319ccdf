//! What was counted up to the last second, so that a second's own counts are differences.

use super::{BUCKET_SECS, BUCKETS, Buckets, is_over_limit};
use crate::{
    histogram::Histogram,
    report::FailureCause,
    stats::{ClassStats, LinkStats, NodeStats},
    time::SECOND,
};

/// A count of one second; more than four thousand million fit no run.
pub fn small(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Of a component.
#[derive(Clone, Debug, Default)]
pub struct NodeCounts {
    pub arrived: u64,
    pub succeeded: u64,
    pub failed: u64,
    pub limited: u64,
    pub refused: u64,
    pub writes: u64,
    pub hits: u64,
    pub misses: u64,
    pub stale_reads: u64,
    pub latency: Totals,
}

impl NodeCounts {
    /// What is new since the last second; the counts of now are the next second's last.
    pub fn advance(&mut self, stats: &NodeStats) -> Self {
        let over_limit = FailureCause::ALL.into_iter().filter(|it| is_over_limit(*it));
        let new = Self {
            arrived: stats.arrived,
            succeeded: stats.succeeded,
            failed: stats.failed,
            limited: over_limit.map(|it| stats.causes[it as usize]).sum(),
            refused: stats.causes[FailureCause::Refused as usize],
            writes: stats.writes,
            hits: stats.hits,
            misses: stats.misses,
            stale_reads: stats.stale_reads,
            // Most components of a large design rest in most seconds.
            latency: if stats.succeeded == self.succeeded {
                self.latency
            } else {
                Totals::of(&stats.sojourn)
            },
        };
        let last = std::mem::replace(self, new);
        Self {
            arrived: self.arrived - last.arrived,
            succeeded: self.succeeded - last.succeeded,
            failed: self.failed - last.failed,
            limited: self.limited - last.limited,
            refused: self.refused - last.refused,
            writes: self.writes - last.writes,
            hits: self.hits - last.hits,
            misses: self.misses - last.misses,
            stale_reads: self.stale_reads - last.stale_reads,
            latency: self.latency.since(&last.latency),
        }
    }
}

/// Of a connection.
#[derive(Clone, Copy, Debug, Default)]
pub struct LinkCounts {
    pub attempts: u64,
    pub retries: u64,
    pub failed: u64,
}

impl LinkCounts {
    pub const fn advance(&mut self, stats: &LinkStats) -> Self {
        let new = Self { attempts: stats.attempts, retries: stats.retries, failed: stats.failed };
        let last = std::mem::replace(self, new);
        Self {
            attempts: new.attempts - last.attempts,
            retries: new.retries - last.retries,
            failed: new.failed - last.failed,
        }
    }
}

/// Of a request class.
#[derive(Clone, Debug, Default)]
pub struct ClassCounts {
    pub succeeded: u64,
    pub failed: u64,
    /// Over each limit of latency that the class is held to.
    pub slow: Vec<u64>,
    pub latency: Totals,
}

impl ClassCounts {
    pub fn advance(&mut self, stats: &ClassStats) -> Self {
        let new = Self {
            succeeded: stats.succeeded,
            failed: stats.failed,
            slow: stats.slow.iter().map(|it| it.count).collect(),
            latency: if stats.succeeded == self.succeeded {
                self.latency
            } else {
                Totals::of(&stats.latency)
            },
        };
        let last = std::mem::replace(self, new);
        let before = |index: usize| last.slow.get(index).copied().unwrap_or(0);
        Self {
            succeeded: self.succeeded - last.succeeded,
            failed: self.failed - last.failed,
            slow: self.slow.iter().enumerate().map(|(index, count)| count - before(index)).collect(),
            latency: self.latency.since(&last.latency),
        }
    }
}

/// A histogram in few buckets.
#[derive(Clone, Copy, Debug, Default)]
pub struct Totals {
    counts: [u64; BUCKETS],
    sum_nanos: f64,
}

impl Totals {
    pub fn of(histogram: &Histogram) -> Self {
        let upto = histogram.upto(BUCKET_SECS.map(|secs| secs * SECOND as f64));
        let mut counts = [0; BUCKETS];
        let mut before = 0;
        for (count, upto) in counts.iter_mut().zip(upto.into_iter().chain([histogram.samples()])) {
            *count = upto - before;
            before = upto;
        }
        Self { counts, sum_nanos: histogram.sum() }
    }

    fn since(&self, earlier: &Self) -> Self {
        let mut counts = self.counts;
        counts.iter_mut().zip(earlier.counts).for_each(|(ours, theirs)| *ours -= theirs);
        Self { counts, sum_nanos: self.sum_nanos - earlier.sum_nanos }
    }

    pub fn buckets(&self) -> Buckets {
        Buckets { counts: self.counts.map(small), sum_secs: self.sum_nanos / SECOND as f64 }
    }
}
