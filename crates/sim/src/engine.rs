//! The event loop and the state that it changes.
//!
//! Handlers are methods in `engine/` (what all components share) and `behavior/` (what some do besides). None of them
//! calls back into a caller that is not done: what happens at once but later goes through `soon`.

use std::collections::{BTreeMap, VecDeque};

use model::scenario::ScenarioEvent;

use crate::{
    live::Hop as LiveHop,
    network::{NONE, Network},
    queue::{Kind, Queue},
    span::{Span, Spans},
    stats::{ClassStats, LinkStats, NodeStats, SecondStats},
    telemetry::Telemetry,
    trace::Tracer,
};

mod agenda;
mod answer;
mod breaker;
mod bytes;
mod cancel;
mod client;
mod copies;
mod gather;
mod hedge;
mod items;
mod jobs;
mod line;
mod outage;
mod policy;
mod refusal;
mod rules;
mod server;
mod shown;
mod tick;

pub(crate) use crate::random::child_key;
pub use agenda::{Agenda, Task};
pub use breaker::BreakerState;
use breaker::Window;
use hedge::Hedges;
use items::Items;
use line::{Limiter, Line};
pub(crate) use policy::backoff;
pub(crate) use tick::LOADED;

/// Most requests, calls and messages under way: 288 MB. A run that needs more is stopped and says so.
pub const MAX_SPANS: u32 = 4_000_000;
/// Calls nested deeper than this fail: they go round in a circle.
pub const MAX_DEPTH: u8 = 64;
/// Marks a place that is a link, not a node.
pub const LINK_PLACE: u32 = 1 << 31;

/// Why a run ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    TooManyInFlight,
}

/// A replica.
#[derive(Clone, Copy, Debug)]
pub struct Instance {
    pub node: u32,
    pub free: u32,
    pub head: u32,
    pub tail: u32,
    pub waiting: u32,
    pub is_up: bool,
}

impl Instance {
    const fn new(node: u32, slots: u32) -> Self {
        Self { node, free: slots, head: NONE, tail: NONE, waiting: 0, is_up: true }
    }
}

/// What changes about a component besides its statistics.
#[derive(Clone, Debug, Default)]
pub struct NodeState {
    pub is_up: bool,
    /// Comes up as soon as it has its secrets.
    pub is_starting: bool,
    /// Rate limit: tokens at `refilled_at`.
    pub tokens: f64,
    pub refilled_at: u64,
    /// Functions: since when each idle instance is idle; the last one used comes last.
    pub warm: Vec<u64>,
    /// Of stores: which replica takes the writes.
    pub primary: u32,
    /// Next in turn, for round robin and for pulling.
    pub turn: u32,
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
}

/// A balancer's view of a target.
#[derive(Clone, Copy, Debug)]
pub struct CandidateState {
    pub in_flight: u32,
    pub is_healthy: bool,
    /// Smooth weighted round robin (as in nginx).
    pub credit: f64,
}

/// What changes about a source.
#[derive(Clone, Copy, Debug, Default)]
pub struct SourceState {
    pub sent: u64,
    pub arrivals: u64,
    /// With two rates: which one holds, until when, and how often it has changed.
    pub is_high: bool,
    pub holds_until: f64,
    pub switches: u64,
}

/// A run in progress.
#[derive(Clone)]
pub struct Engine {
    pub now: u64,
    pub events: u64,
    pub requests: u64,
    pub stopped: Option<Stop>,
    pub(crate) queue: Queue,
    /// Happens now, in this order.
    pub(crate) soon: VecDeque<(Kind, u32)>,
    pub(crate) agenda: Agenda,
    pub(crate) spans: Spans,
    pub(crate) instances: Vec<Instance>,
    /// Of the replicas with queue rules.
    pub(crate) lines: Vec<Line>,
    pub(crate) nodes: Vec<NodeState>,
    pub(crate) links: Vec<LinkState>,
    /// Of links whose breaker goes by a share of failures.
    pub(crate) windows: Vec<Window>,
    pub(crate) hedges: Hedges,
    /// Of caches that hold items.
    pub(crate) caches: Vec<Items>,
    pub(crate) candidates: Vec<CandidateState>,
    pub(crate) sources: Vec<SourceState>,
    pub(crate) node_stats: Vec<NodeStats>,
    pub(crate) link_stats: Vec<LinkStats>,
    pub(crate) class_stats: Vec<ClassStats>,
    pub(crate) second: SecondStats,
    /// Failed requests by cause and place.
    pub(crate) errors: BTreeMap<(u8, u32), u64>,
    pub(crate) log: Vec<ScenarioEvent>,
    pub(crate) hops: Vec<LiveHop>,
    /// Requests whose hash ends in these zeros are shown.
    pub(crate) trace_mask: u32,
    /// Follows every request, if that was asked for.
    pub(crate) tracer: Option<Box<Tracer>>,
    /// Notes down every second, if somebody watches.
    pub(crate) telemetry: Option<Box<Telemetry>>,
    /// Requests that ended, for conservation.
    pub(crate) finished: u64,
}

impl Engine {
    pub fn new(net: &Network) -> Self {
        let instances =
            net.instances.iter().map(|it| Instance::new(it.node, net.nodes[it.node as usize].slots));
        let mut engine = Self {
            now: 0,
            events: 0,
            requests: 0,
            stopped: None,
            queue: Queue::with_lanes(&net.lanes),
            soon: VecDeque::new(),
            agenda: Agenda::default(),
            spans: Spans::default(),
            instances: instances.collect(),
            lines: lines(net),
            nodes: net
                .nodes
                .iter()
                .map(|it| NodeState { is_up: true, tokens: it.limit_burst, ..NodeState::default() })
                .collect(),
            links: net.links.iter().map(LinkState::new).collect(),
            windows: vec![Window::default(); net.windows as usize],
            hedges: Hedges::new(net.hedges),
            caches: vec![Items::new(); net.caches.len()],
            candidates: vec![
                CandidateState { in_flight: 0, is_healthy: true, credit: 0.0 };
                net.candidates.len()
            ],
            sources: vec![SourceState::default(); net.sources.len()],
            node_stats: vec![NodeStats::default(); net.nodes.len()],
            link_stats: vec![LinkStats::default(); net.links.len()],
            class_stats: vec![ClassStats::default(); net.classes.len()],
            second: SecondStats::default(),
            errors: BTreeMap::new(),
            log: Vec::new(),
            hops: Vec::new(),
            trace_mask: 0,
            tracer: None,
            telemetry: None,
            finished: 0,
        };
        for stats in &mut engine.node_stats {
            stats.up.up(0);
        }
        engine.plan(net);
        for source in 0..net.sources.len() as u32 {
            engine.start_source(net, source);
        }
        engine
    }

    /// Runs to `until`, but at most `max_events` events. Returns whether `until` was reached.
    pub fn run(&mut self, net: &Network, until: u64, max_events: u64) -> bool {
        let until = until.min(net.end);
        let last_event = self.events.saturating_add(max_events);
        while self.events < last_event {
            if self.stopped.is_some() {
                return true;
            }
            if !self.soon.is_empty()
                && let Some((kind, subject)) = self.soon.pop_front()
            {
                self.events += 1;
                self.happen(net, kind, subject);
                continue;
            }
            let fence = self.agenda.next().min(until);
            match self.queue.pop_before(fence) {
                Some(due) => {
                    self.now = due.at;
                    self.events += 1;
                    self.happen(net, due.kind, due.subject);
                }
                None if self.agenda.next() <= until => {
                    self.now = self.agenda.next();
                    self.events += 1;
                    self.do_task(net);
                }
                None => {
                    self.now = until;
                    return true;
                }
            }
        }
        false
    }

    #[inline(always)]
    fn happen(&mut self, net: &Network, kind: Kind, subject: u32) {
        match kind {
            Kind::Arrival => self.arrival(net, subject),
            Kind::Served => self.served(net, subject),
            Kind::Arrive => self.arrive(net, subject),
            Kind::Reply => self.replied(net, subject),
            Kind::Launch => self.launch_again(net, subject),
            Kind::NotSent => self.not_sent(net, subject),
            Kind::Thought => self.thought(net, subject),
            Kind::Job => self.job_due(net, subject),
            Kind::Hedge => self.hedge_due(net, subject),
            Kind::Redeliver => self.redeliver(net, subject),
            Kind::LaneServed => {
                let (span, _) = self.queue.take_head(subject, |_, _| false);
                self.served(net, span);
            }
            Kind::LaneArrive => {
                let (span, _) = self.queue.take_head(subject, |_, _| false);
                self.arrive(net, span);
            }
            Kind::LaneReply => {
                let (span, _) = self.queue.take_head(subject, |_, _| false);
                self.replied(net, span);
            }
            Kind::LaneTimeout => {
                let spans = &self.spans;
                let is_stale = |span: u32, generation| spans[span].generation != generation;
                let (span, generation) = self.queue.take_head(subject, is_stale);
                self.timed_out(net, span, generation);
            }
            // Patience is always of a fixed length: it ends in a lane.
            Kind::Timeout => {}
        }
    }

    /// Puts an event after a delay that a lane stands for; without one it happens soon. Not for timeouts, whose lanes
    /// need to know the generation.
    #[inline(always)]
    pub(crate) fn after(&mut self, lane: u32, kind: Kind, span: u32) {
        if lane == NONE {
            self.soon.push_back((kind, span));
        } else {
            self.queue.push_lane(lane, self.now, span, 0);
        }
    }

    #[inline(always)]
    pub(crate) fn alloc(&mut self, span: Span) -> u32 {
        if self.spans.live() >= MAX_SPANS {
            self.stopped = Some(Stop::TooManyInFlight);
        }
        self.spans.alloc(span)
    }

    /// Requests that users wait for.
    pub fn in_flight(&self) -> u64 {
        self.class_stats.iter().map(|it| it.in_flight.count()).sum()
    }

    /// What comes in must go out or be there.
    ///
    /// # Errors
    /// The law that does not hold, in words for a developer.
    pub fn check_conservation(&self, net: &Network) -> Result<(), String> {
        if self.requests != self.finished + self.in_flight() {
            return Err(format!(
                "{} requests were generated, {} finished and {} are in flight",
                self.requests,
                self.finished,
                self.in_flight()
            ));
        }
        for class in &self.class_stats {
            let left = class.generated + class.in_flight_at_start;
            if left != class.succeeded + class.failed + class.in_flight.count() {
                return Err(format!("a class lost requests: {class:?}"));
            }
        }
        for (i, node) in net.nodes.iter().enumerate() {
            let range = node.first_instance as usize..(node.first_instance + node.instances) as usize;
            let instances = &self.instances[range];
            let waiting: u64 = instances.iter().map(|it| u64::from(it.waiting)).sum();
            let stats = &self.node_stats[i];
            if waiting != stats.queued.count() {
                return Err(format!("{:?}: {waiting} in queues, {} counted", node.id, stats.queued.count()));
            }
            let held: u64 = instances.iter().map(|it| u64::from(node.slots - it.free)).sum();
            if held != stats.held(node).count() {
                return Err(format!(
                    "{:?}: {held} slots taken, {} counted",
                    node.id,
                    stats.held(node).count()
                ));
            }
            for instance in instances {
                if instance.free > 0 && instance.waiting > 0 {
                    return Err(format!("{:?}: a request waits beside a free slot", node.id));
                }
            }
        }
        Ok(())
    }
}

/// Empty lines of all replicas with queue rules.
fn lines(net: &Network) -> Vec<Line> {
    let levels = net.levels.iter().map(|it| usize::from(*it) + 1).max().unwrap_or(1);
    let mut lines = Vec::with_capacity(net.lines as usize);
    for node in net.nodes.iter().filter(|it| it.queueing.is_some()) {
        let limiter = Limiter::new(node.slots, node.slots.saturating_add(node.queue_limit));
        lines.extend((0..node.instances).map(|_| Line::new(levels, limiter)));
    }
    lines
}

impl LinkState {
    fn new(link: &crate::network::Link) -> Self {
        Self {
            in_flight: 0,
            tokens: budget_bound(link.retry_budget),
            failures_in_row: 0,
            breaker: BreakerState::Closed,
            known_until: 0,
            head: NONE,
            tail: NONE,
        }
    }
}

/// Most retries that a budget saves up: those of a hundred first tries, but at least one.
pub(crate) fn budget_bound(ratio: f64) -> f64 {
    (100.0 * ratio).max(1.0)
}
