//! A drawing made ready to run: everything looked up, sorted, and numbered once.
//!
//! Components, connections and their draws are numbered by their stable ids, so that the order in which they were
//! drawn changes nothing.

use model::{
    ComponentId, ConnectionId, Relation,
    connection::{Hedge, Jitter},
    spec::Balancing,
};

use crate::{
    conditions::{Feature, ReplicaCondition},
    queue::Kind,
    random::Ziggurat,
    service::Service,
};

mod chart;
mod compile;
mod hops;
mod latency;
mod limits;
mod queueing;
mod quick;
mod rate;
mod slow_mode;
mod source;
mod trouble;
mod zipf;

pub use hops::{Hop, Hops};
pub use latency::{OTHER_ZONE_MILLIS, SAME_ZONE_MILLIS, SOURCE_URL, millis_between_regions, one_way_millis};
pub use limits::{Limit, UserLimits};
pub use queueing::Queueing;
pub use quick::{QuickLink, QuickNode, QuickSource};
pub use rate::Rate;
pub use slow_mode::SlowMode;
pub use source::{Class, Source, TwoState};
pub use trouble::{CONNECT_GIVES_UP, Trouble, Troubles};
pub use zipf::Zipf;

/// A duration in milliseconds as nanoseconds, rounded; what is no duration becomes zero.
pub(crate) fn nanos(millis: f64) -> u64 {
    (millis * 1e6 + 0.5) as u64
}

/// Stands for "none" in numbers of things.
pub const NONE: u32 = u32::MAX;
/// Most replicas over all components.
pub const MAX_REPLICAS: u64 = 1_000_000;
/// Free slots of a component without a bound.
pub const UNBOUNDED: u32 = 1 << 30;

/// What never changes during a run.
#[derive(Clone, Debug)]
pub struct Network {
    /// An objective is about messages.
    pub counts_messages: bool,
    pub nodes: Vec<Node>,
    pub instances: Vec<Place>,
    pub links: Vec<Link>,
    /// Links of a node by step, as ranges in `groups`.
    pub grouped: Vec<u32>,
    pub groups: Vec<Range>,
    /// By group: so many answers are enough; zero: all are awaited.
    pub enough: Vec<u16>,
    /// Links that wait for the result of a lookup, by the lookup's link.
    pub dependents: Vec<u32>,
    /// `observe` links and asynchronous `replicate` links, by the node that sends copies.
    pub copies: Vec<u32>,
    /// `consume` links, by broker and by consumer.
    pub subscriptions: Vec<u32>,
    pub pulls: Vec<u32>,
    pub candidates: Vec<Candidate>,
    /// Balancers that have a node among their targets.
    pub balancers_of: Vec<u32>,
    pub sources: Vec<Source>,
    pub classes: Vec<Class>,
    /// Whether a class may take a link: row per link, column per class.
    pub allowed: Vec<bool>,
    /// Latencies of links whose ends lie in several places.
    pub hops: Vec<Hops>,
    /// Of links that do not work as they should.
    pub troubles: Vec<Troubles>,
    pub lanes: Vec<(Kind, u64)>,
    /// Replicas with queue rules, and levels of priority: one per class, 0 is the most important.
    pub lines: u32,
    /// Links whose breaker counts over a window, and links that hedge.
    pub windows: u32,
    pub hedges: u32,
    /// Of links whose bulkhead lets calls wait, or adapts.
    pub rooms: Vec<Room>,
    /// Partitions of all subscriptions.
    pub partitions: u32,
    /// Caches that hold items, and the draws of what is asked for.
    pub caches: Vec<Cache>,
    /// Caches that a link's answers fill, and the next of them; [`NONE`]: there is no other.
    pub fillings: Vec<(u32, u32)>,
    pub item_stream: u64,
    /// How many components limit each user.
    pub user_limits: u32,
    pub tier_stream: u64,
    pub levels: Vec<u8>,
    pub scrapes: Vec<u32>,
    pub ziggurat: Ziggurat,
    /// End of the warm-up and of the run.
    pub measured_from: u64,
    pub end: u64,
}

/// A slice of one of the network's tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    pub from: u32,
    pub to: u32,
}

impl Range {
    pub const fn iter(self) -> std::ops::Range<usize> {
        self.from as usize..self.to as usize
    }

    pub const fn is_empty(self) -> bool {
        self.from == self.to
    }
}

/// A component.
#[derive(Clone, Debug)]
pub struct Node {
    pub id: ComponentId,
    pub role: Role,
    pub first_instance: u32,
    /// Replicas that it may come to have.
    pub instances: u32,
    /// Those that it has at the start; the first ones.
    pub drawn: u32,
    /// Per instance; [`UNBOUNDED`] if there is no bound.
    pub slots: u32,
    pub queue_limit: u32,
    /// Rules of its queue, if it is not simply first come, first served.
    pub queueing: Option<Box<Queueing>>,
    /// Rate limit or queue rules.
    pub has_door: bool,
    /// Something remains to be done when a request has been answered: queue rules, items to keep.
    pub has_closing: bool,
    pub holds_slot: bool,
    pub service: Service,
    /// Work of a write over work of a read.
    pub write_factor: f64,
    /// Lane for own work that takes every request as long; [`NONE`]: in the heap.
    pub service_lane: u32,
    pub fixed_delay: u64,
    /// Of reads and of writes.
    pub error_ratios: [f64; 2],
    /// Replicas that differ from the others: as many as there may be, or none.
    pub odd: Vec<ReplicaCondition>,
    /// What is on for some of its requests, each with a stream of its own.
    pub features: Vec<(Feature, u64)>,
    /// It is slow now and then.
    pub slow_mode: Option<SlowMode>,
    /// Slots of each instance that cannot be used.
    pub blocked: u32,
    /// Reads and writes keep waiting until then; zero: they do not.
    pub wait_until: [u64; 2],
    /// Shares of messages that it cannot handle, as a consumer, by the link over which they come.
    pub poison: Vec<(u32, f64)>,
    pub limit: Limit,
    pub user_limits: Option<Box<UserLimits>>,
    pub groups: Range,
    pub copies: Range,
    /// Some of its copies make it slower.
    pub is_traced: bool,
    pub subscriptions: Range,
    pub pulls: Range,
    pub balancers: Range,
    /// Where it fetches its secrets when it starts, and the round trip in nanoseconds.
    pub secrets: Vec<(u32, u64)>,
    pub service_stream: u64,
    pub error_stream: u64,
    pub hit_stream: u64,
    pub quick: QuickNode,
}

/// A cache that holds items.
#[derive(Clone, Copy, Debug)]
pub struct Cache {
    pub node: u32,
    pub popularity: Zipf,
    pub capacity: u32,
    /// Nanoseconds; `u64::MAX`: for ever.
    pub ttl: u64,
    pub coalesces: bool,
}

/// What a component does besides serving.
#[derive(Clone, Debug)]
pub enum Role {
    /// Follows its connections.
    Plain,
    Source {
        source: u32,
    },
    Balancer(Balancer),
    /// Knows the answer or not; then asks its origin, or says so to the caller.
    Lookup {
        hit_ratio: f64,
        asks_origin: bool,
        /// In [`Network::caches`]; [`NONE`] if it hits by its ratio.
        cache: u32,
    },
    Store {
        reads_from_all: bool,
        captures_changes: bool,
        /// Other replicas that must have a write, or answer a read, before the request goes on.
        writes_await: u16,
        reads_await: u16,
        /// Lane of copies between replicas; [`NONE`]: at once.
        lag_lane: u32,
        failover: u64,
        /// Share of the users who see one replica only.
        split_ratio: f64,
    },
    Broker {
        max_messages: u64,
        max_deliveries: u32,
        /// Publishers wait while it is full; else they are refused.
        waits_for_room: bool,
    },
    Function {
        cold_start: u64,
        keep_warm: u64,
    },
    Sink,
}

/// A balancer's targets and how it picks.
#[derive(Clone, Debug)]
pub struct Balancer {
    pub algorithm: Balancing,
    pub health_check: u64,
    /// In [`Network::candidates`].
    pub candidates: Range,
    /// Every class may go everywhere, and all weights are equal.
    pub is_uniform: bool,
    pub stream: u64,
}

impl Balancer {
    /// Its choice depends on what is under way at the targets.
    pub const fn watches_load(&self) -> bool {
        matches!(self.algorithm, Balancing::LeastConnections | Balancing::TwoChoices)
    }
}

/// A replica that a balancer may pick.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    pub link: u32,
    pub instance: u32,
    pub weight: f64,
    /// Differs between candidates and never changes with the drawing's order; for hashing.
    pub salt: u64,
}

/// Where a replica runs.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub node: u32,
    pub location: u16,
}

/// A connection.
#[derive(Clone, Debug)]
pub struct Link {
    pub id: ConnectionId,
    pub relation: Relation,
    pub from: u32,
    pub to: u32,
    /// Between the keys of a request and of its calls.
    pub salt: u64,
    /// Lanes there and back if they are the same for all replicas; else see `hops`.
    pub hop: Hop,
    /// In [`Network::hops`]; [`NONE`] if `hop` holds for all.
    pub hops: u32,
    /// Who asks is noted down, as the way's length does not say it. Then `hops` is set as well.
    pub notes_callers: bool,
    /// In [`Network::troubles`]; [`NONE`]: it works. Then `hops` is set as well.
    pub trouble: u32,
    pub trouble_stream: u64,
    /// Every request takes it, always.
    pub is_unconditional: bool,
    pub probability: f64,
    pub take_stream: u64,
    pub calls: u16,
    pub is_optional: bool,
    /// The lookup whose miss it waits for, as a bit of the caller's `hits`; zero: none.
    pub unless_hit: u16,
    /// Its own bit, if others wait for its miss; zero: nobody does.
    pub hit_bit: u16,
    pub dependents: Range,
    /// The first cache that its answers fill, in [`Network::fillings`]; [`NONE`]: none.
    pub fills: u32,
    pub timeout_lane: u32,
    /// Mean of an exponential patience in nanoseconds; zero: there is none, or it is fixed and has a lane.
    pub patience: f64,
    pub patience_stream: u64,
    /// Callers stay once work on their request has begun.
    pub waits_for_turn: bool,
    pub cancels: bool,
    pub attempts: u8,
    pub backoff_base: u64,
    pub backoff_cap: u64,
    pub jitter: Jitter,
    pub jitter_stream: u64,
    /// Negative: no budget.
    pub retry_budget: f64,
    /// Zero: no breaker.
    pub breaker_failures: u32,
    pub breaker_open: u64,
    pub breaker_probes: u32,
    /// In [`Network::windows`]; [`NONE`] if it opens after failures in a row.
    pub breaker_window: u32,
    pub breaker_window_nanos: u64,
    pub breaker_min_calls: u32,
    pub breaker_ratio: f64,
    pub hedge: Option<Hedge>,
    pub hedge_delay: u64,
    /// In [`Network::hedges`].
    pub hedge_place: u32,
    pub propagates_deadline: bool,
    /// What calls over it may itself be called over a link that propagates deadlines.
    pub checks_deadline: bool,
    pub bulkhead: u32,
    /// In [`Network::rooms`]; [`NONE`]: always so many calls, and further ones fail.
    pub room: u32,
    /// Anything to be asked before sending: breaker, bulkhead, budget, deadline, hedge.
    pub is_guarded: bool,
    /// One of a balancer's connections, of which each request takes one.
    pub is_alternative: bool,
    /// Resolvers: how long the caller keeps an answer. Zero: asks every time.
    pub ttl: u64,
    pub sample_ratio: f64,
    pub sample_stream: u64,
    pub replica_stream: u64,
    /// Added to the work of a sampled request at the observed component.
    pub traced_overhead: u64,
    /// Of a subscription to a topic with partitions: how many, and the first in the engine's list.
    pub partitions: u32,
    pub first_partition: u32,
    /// Counts in [`Level`](crate::level::Level)s of its own and in reports.
    pub is_scrape: bool,
    pub quick: QuickLink,
}

/// What becomes of calls beyond a bulkhead.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Most that wait.
    pub queue_limit: u32,
    /// Of the end of a wait; [`NONE`]: it takes as long as it takes.
    pub wait_lane: u32,
    /// Of an adaptive bulkhead: answers later than this, in nanoseconds, are late; zero: it does not adapt.
    pub adaptive_limit: u64,
}

impl Link {
    /// Calls beyond its bulkhead may wait, or its bulkhead adapts.
    #[inline(always)]
    pub const fn has_room(&self) -> bool {
        self.room != NONE
    }

    /// Messages go over it to a broker.
    pub fn is_published(&self, net: &Network) -> bool {
        self.relation == Relation::Publish && matches!(net.nodes[self.to as usize].role, Role::Broker { .. })
    }
}

impl Network {
    #[inline(always)]
    pub fn allows(&self, link: u32, class: u16) -> bool {
        self.allowed[link as usize * self.classes.len() + class as usize]
    }

    /// Slots over all instances as drawn; `None` without a bound.
    pub fn slots_of(&self, node: u32) -> Option<u64> {
        let node = &self.nodes[node as usize];
        (node.slots != UNBOUNDED).then(|| u64::from(node.slots) * u64::from(node.drawn))
    }
}
