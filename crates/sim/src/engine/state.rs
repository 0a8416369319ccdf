//! What changes about components, connections and sources while a run goes on.

use std::collections::VecDeque;

use super::{breaker::BreakerState, budget_bound, loss::AtRisk, start::Start};
use crate::{
    behavior::TokenBucket,
    network::{NONE, Node},
};

/// A replica.
#[derive(Clone, Copy, Debug)]
pub struct Instance {
    pub node: u32,
    pub free: u32,
    /// Slots out of use, and those that will be once they become free.
    pub blocked: u32,
    pub owed: u32,
    pub head: u32,
    pub tail: u32,
    pub waiting: u32,
    /// It serves: its process runs and takes requests.
    pub is_up: bool,
    /// Its process runs, be it ready for requests or not.
    pub runs: bool,
    /// Callers without a balancer know it and call it.
    pub is_listed: bool,
    /// Requests done while replicas differ from each other, failures among them, and nanoseconds of own work.
    pub judged: Judged,
    /// Writes that are done at the primary and not yet here.
    pub behind: u32,
}

/// What tells an old version from a new one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    pub served: u64,
    pub failed: u64,
    pub worked: u64,
}

impl Instance {
    pub fn new(index: u32, node: &Node, is_up: bool) -> Self {
        Self {
            node: index,
            free: node.slots - node.blocked,
            blocked: node.blocked,
            owed: 0,
            head: NONE,
            tail: NONE,
            waiting: 0,
            is_up,
            runs: is_up,
            is_listed: is_up,
            judged: Judged::default(),
            behind: 0,
        }
    }

    /// Takes a slot that nobody uses any more out of use, if one is to be. Says whether it did.
    pub const fn withholds_slot(&mut self) -> bool {
        if self.owed == 0 {
            return false;
        }
        self.owed -= 1;
        self.blocked += 1;
        true
    }
}

/// What changes about a component besides its statistics.
#[derive(Clone, Debug, Default)]
pub struct NodeState {
    pub is_up: bool,
    /// How many of its replicas there are; the first ones.
    pub present: u32,
    /// Numbers of replicas that are to go and still finish what they have: they are paid for until they are idle.
    pub leaving: Vec<u32>,
    /// Of those that are there, how many callers without a balancer do not call.
    pub unlisted: u32,
    /// By number of the replica: when it last began to serve, or stopped.
    pub changed_at: Vec<u64>,
    /// Comes up as soon as it has its secrets.
    pub starts: Option<Start>,
    /// It is in its slow mode, and how many spells, slow and quick ones, have begun.
    pub is_slow: bool,
    pub spells: u64,
    /// Of the rate limit for all.
    pub bucket: TokenBucket,
    /// Functions: since when each idle instance is idle; the last one used comes last.
    pub warm: Vec<u64>,
    /// Of stores: which replica takes the writes.
    pub primary: u32,
    /// What would be lost if another one took over; set while the primary is down.
    pub at_risk: Option<AtRisk>,
    /// Writes taken on the smaller side of a store that has fallen apart.
    pub apart_writes: u64,
    /// And those that the others have taken meanwhile, of which it knows nothing.
    pub missed_writes: u64,
    /// Next in turn: the target of a balancer, the replica of a consumer.
    pub turn: u32,
    /// Of consumers: which of their brokers is asked next.
    pub broker_turn: u32,
    /// Of brokers: requests that wait for room, with their generations.
    pub publishing: VecDeque<(u32, u32)>,
}

/// What a caller knows about a connection.
#[derive(Clone, Copy, Debug)]
pub struct LinkState {
    pub in_flight: u32,
    /// Retry budget.
    pub tokens: f64,
    pub failures_in_row: u32,
    pub breaker: BreakerState,
    /// Resolvers: until when the caller knows the answer.
    pub known_until: u64,
    /// Messages that wait for the consumer.
    pub head: u32,
    pub tail: u32,
    /// The partition whose turn it is.
    pub turn: u32,
}

/// A balancer's view of a target.
#[derive(Clone, Copy, Debug)]
pub struct CandidateState {
    pub in_flight: u32,
    /// Seen to be up, and seen to pass its checks.
    pub is_healthy: bool,
    pub is_seen_up: bool,
    pub is_seen_passing: bool,
    /// Smooth weighted round robin (as in nginx).
    pub credit: f64,
}

impl CandidateState {
    /// Of a replica that is there or not.
    pub const fn new(is_there: bool) -> Self {
        Self { in_flight: 0, is_healthy: is_there, is_seen_up: is_there, is_seen_passing: true, credit: 0.0 }
    }
}

/// What changes about a source.
#[derive(Clone, Copy, Debug, Default)]
pub struct SourceState {
    pub sent: u64,
    pub arrivals: u64,
    /// When the next request comes; others that are planned are void.
    pub next_at: u64,
    /// With two rates: which one holds, until when, and how often it has changed.
    pub is_high: bool,
    pub holds_until: f64,
    pub switches: u64,
}

impl LinkState {
    pub fn new(link: &crate::network::Link) -> Self {
        Self {
            in_flight: 0,
            tokens: budget_bound(link.retry_budget),
            failures_in_row: 0,
            breaker: BreakerState::Closed,
            known_until: 0,
            head: NONE,
            tail: NONE,
            turn: 0,
        }
    }
}
