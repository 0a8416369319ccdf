//! The event loop and the state that it changes.
//!
//! Handlers are methods in `engine/` (what all components share) and `behavior/` (what some do besides). None of them
//! calls back into a caller that is not done: what happens at once but later goes through `soon`.

use std::collections::{BTreeMap, VecDeque};

use model::{
    ComponentId,
    scenario::{Action, ScenarioEvent},
};

use crate::{
    behavior::{Partition, TokenBucket},
    live::Hop as LiveHop,
    network::{NONE, Network, UNBOUNDED},
    queue::{Kind, Queue},
    report::{Happening, MAX_HAPPENINGS, What},
    span::{Span, Spans},
    stats::{ClassStats, LinkStats, NodeStats, SecondStats},
    telemetry::Telemetry,
    trace::Tracer,
};

mod adopt;
mod agenda;
mod answer;
mod breaker;
mod bytes;
mod cancel;
mod client;
mod conservation;
mod copies;
mod direct;
mod gather;
pub(crate) mod hedge;
mod items;
mod jobs;
mod line;
mod loss;
mod lru;
mod notice;
mod outage;
mod patience;
mod policy;
mod refusal;
mod renumber;
mod replica;
mod room;
mod rules;
mod scale;
mod server;
mod shared;
mod shown;
mod slots;
mod slow_mode;
mod start;
mod state;
mod tick;
mod tickets;
mod trouble;
mod whole;

pub(crate) use crate::random::child_key;
pub use agenda::{Agenda, Task};
pub use breaker::BreakerState;
use breaker::Window;
use hedge::Hedges;
use items::Items;
use line::Line;
pub(crate) use loss::AtRisk;
use lru::Lru;
pub(crate) use policy::{backoff, longest_backoff};
use room::Room;
pub use state::{CandidateState, Instance, Judged, LinkState, NodeState, SourceState};
pub(crate) use tick::LOADED;
use tickets::Tickets;

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
    /// Something outside of the engine is due ([`Engine::due`]); then it goes on.
    ForControl,
}

/// What the engine does not do by itself: it changes the network.
#[derive(Clone, Debug, PartialEq)]
pub enum Control {
    /// The scenario, or a person.
    Act(Action),
    /// Whoever goes by the clock looks at the system.
    Look,
}

/// A run in progress.
#[derive(Clone)]
pub struct Engine {
    pub now: u64,
    pub events: u64,
    pub requests: u64,
    pub stopped: Option<Stop>,
    /// When somebody acted, or looked at the system, last.
    acted_at: Option<u64>,
    pub(crate) queue: Queue,
    /// Happens now, in this order.
    pub(crate) soon: VecDeque<(Kind, u32)>,
    /// What is planned at replicas whose work can be interrupted or is shared.
    plans: Tickets,
    pub(crate) agenda: Agenda,
    pub(crate) spans: Spans,
    pub(crate) instances: Vec<Instance>,
    /// Of the replicas with queue rules.
    pub(crate) lines: Vec<Line>,
    pub(crate) nodes: Vec<NodeState>,
    pub(crate) links: Vec<LinkState>,
    /// Of links whose bulkhead lets calls wait, or adapts.
    rooms: Vec<Room>,
    /// Of links whose breaker goes by a share of failures.
    pub(crate) windows: Vec<Window>,
    pub(crate) hedges: Hedges,
    /// Attempts whose callers give up sooner or later.
    pub(crate) patience: Tickets,
    /// Of subscriptions to topics with partitions.
    pub(crate) partitions: Vec<Partition>,
    /// Of caches that hold items.
    pub(crate) caches: Vec<Items>,
    /// Of components that limit each user: what those have who asked last.
    pub(crate) buckets: Vec<Lru<TokenBucket>>,
    pub(crate) candidates: Vec<CandidateState>,
    /// When a target began to pass or to fail its balancer's checks though it stayed up, by link and replica's number.
    pub(crate) checks_changed: BTreeMap<(u32, u32), u64>,
    /// Which replica sent a question over a way in trouble, by record: its generation, and the replica's number.
    pub(crate) callers: Vec<(u32, u32)>,
    /// Records whose work waits for the end of a pause or of a lock: their generation, and until when.
    waiting: BTreeMap<u32, (u32, u64)>,
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
    /// What is to be done from outside before the run goes on.
    pub(crate) due: Vec<Control>,
    /// What the system did by itself, as far as it is noted down.
    pub(crate) happenings: Vec<Happening>,
    pub(crate) happenings_left_out: u64,
    /// How many of them the page has heard of.
    pub(crate) happenings_shown: usize,
    /// Requests that ended, for conservation.
    pub(crate) finished: u64,
}

impl Engine {
    pub fn new(net: &Network) -> Self {
        let instances = net.instances.iter().enumerate().map(|(i, it)| {
            let node = &net.nodes[it.node as usize];
            Instance::new(it.node, node, (i as u32) < node.first_instance + node.drawn)
        });
        let is_there = |instance: u32| {
            let node = &net.nodes[net.instances[instance as usize].node as usize];
            instance < node.first_instance + node.drawn
        };
        let mut engine = Self {
            now: 0,
            events: 0,
            requests: 0,
            stopped: None,
            acted_at: None,
            queue: Queue::with_lanes(&net.lanes),
            soon: VecDeque::new(),
            plans: Tickets::default(),
            agenda: Agenda::default(),
            spans: Spans::default(),
            instances: instances.collect(),
            lines: lines(net),
            nodes: net
                .nodes
                .iter()
                .map(|it| NodeState {
                    is_up: true,
                    present: it.drawn,
                    bucket: TokenBucket::full(it.limit, 0),
                    ..NodeState::default()
                })
                .collect(),
            links: net.links.iter().map(LinkState::new).collect(),
            rooms: room::rooms(net),
            windows: vec![Window::default(); net.windows as usize],
            hedges: Hedges::new(net.hedges),
            patience: Tickets::default(),
            partitions: vec![Partition::default(); net.partitions as usize],
            caches: vec![Items::default(); net.caches.len()],
            buckets: vec![Lru::default(); net.user_limits as usize],
            candidates: net.candidates.iter().map(|it| CandidateState::new(is_there(it.instance))).collect(),
            checks_changed: BTreeMap::new(),
            callers: Vec::new(),
            waiting: BTreeMap::new(),
            sources: vec![SourceState::default(); net.sources.len()],
            node_stats: vec![NodeStats::default(); net.nodes.len()],
            link_stats: vec![LinkStats::default(); net.links.len()],
            class_stats: vec![
                ClassStats {
                    messages: net.counts_messages.then(Box::default),
                    ..ClassStats::default()
                };
                net.classes.len()
            ],
            second: SecondStats::default(),
            errors: BTreeMap::new(),
            log: Vec::new(),
            hops: Vec::new(),
            trace_mask: 0,
            tracer: None,
            telemetry: None,
            due: Vec::new(),
            happenings: Vec::new(),
            happenings_left_out: 0,
            happenings_shown: 0,
            finished: 0,
        };
        for (stats, node) in engine.node_stats.iter_mut().zip(&net.nodes) {
            stats.up.up(0);
            (0..node.drawn).for_each(|_| stats.provisioned.up(0));
        }
        engine.plan(net);
        for source in 0..net.sources.len() as u32 {
            engine.start_source(net, source);
        }
        engine
    }

    /// Runs to `until`, but at most `max_events` events. Returns whether `until` was reached.
    pub fn run(&mut self, net: &Network, until: u64, max_events: u64) -> bool {
        // Time never goes back.
        let until = until.min(net.end).max(self.now);
        let last_event = self.events.saturating_add(max_events);
        if self.stopped.is_some() {
            return true;
        }
        self.agenda.run_until(until);
        while self.events < last_event {
            let (kind, subject) = if !self.soon.is_empty()
                && self.stopped.is_none()
                && let Some(first) = self.soon.pop_front()
            {
                first
            } else {
                match self.queue.pop_before(self.agenda.fence()) {
                    Some(due) => {
                        self.now = due.at;
                        (due.kind, due.subject)
                    }
                    None if self.stopped.is_some() => return true,
                    None if self.agenda.next() <= until => {
                        self.now = self.agenda.next();
                        self.events += 1;
                        self.do_task(net);
                        continue;
                    }
                    None => {
                        self.now = until;
                        return true;
                    }
                }
            };
            self.events += 1;
            self.happen(net, kind, subject);
        }
        false
    }

    #[inline(always)]
    fn happen(&mut self, net: &Network, kind: Kind, subject: u32) {
        let (kind, subject) = match kind {
            Kind::LaneServed => (Kind::Served, self.queue.take_head(subject, |_, _| false).0),
            Kind::LaneArrive => (Kind::Arrive, self.queue.take_head(subject, |_, _| false).0),
            Kind::LaneReply => (Kind::Reply, self.queue.take_head(subject, |_, _| false).0),
            other => (other, subject),
        };
        match kind {
            Kind::Arrival => self.arrival(net, subject),
            Kind::Served => self.served(net, subject),
            Kind::Arrive => self.arrive::<true>(net, subject),
            Kind::Reply => self.replied(net, subject),
            Kind::Launch => self.launch_again(net, subject),
            Kind::NotSent => self.not_sent(net, subject),
            Kind::Thought => self.thought(net, subject),
            Kind::Job => self.job_due(net, subject),
            Kind::Hedge => self.hedge_due(net, subject),
            Kind::Room => self.make_room(net, subject),
            Kind::Redeliver => self.redeliver(net, subject),
            // Became what the heads of their lanes are, above.
            Kind::LaneServed | Kind::LaneArrive | Kind::LaneReply => {}
            Kind::LaneTimeout => {
                let spans = &self.spans;
                let is_stale = |span: u32, generation| spans[span].generation != generation;
                let (span, generation) = self.queue.take_head(subject, is_stale);
                self.timed_out(net, span, generation);
            }
            // Patience of a fixed length ends in a lane.
            Kind::Timeout => self.patience_over(net, subject),
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
        self.have_room();
        self.spans.alloc(span).0
    }

    /// There is a free record from now on.
    #[inline(always)]
    pub(crate) fn have_room(&mut self) {
        if self.spans.is_full() && self.spans.grow() > MAX_SPANS {
            self.stop(Stop::TooManyInFlight);
        }
    }

    /// No event any more.
    #[cold]
    fn stop(&mut self, why: Stop) {
        self.stopped = Some(why);
        self.agenda.run_until(0);
    }

    /// Notes down what the system did by itself, if there is not too much of it.
    pub(crate) fn note_happening(&mut self, net: &Network, component: ComponentId, what: What) {
        if self.happenings.len() == MAX_HAPPENINGS {
            self.happenings_left_out += 1;
            return;
        }
        self.happenings.push(Happening { at_secs: net.chart_secs(self.now), component, what });
    }

    /// Numbers of the replicas that a component has at the moment.
    pub fn present(&self, net: &Network, index: u32) -> std::ops::Range<u32> {
        let first = net.nodes[index as usize].first_instance;
        first..first + self.nodes[index as usize].present
    }

    /// Slots over all instances at the moment; `None` without a bound.
    pub fn slots_of(&self, net: &Network, index: u32) -> Option<u64> {
        let slots = net.nodes[index as usize].slots;
        (slots != UNBOUNDED).then(|| u64::from(slots) * u64::from(self.nodes[index as usize].present))
    }

    /// Requests that users wait for.
    pub fn in_flight(&self) -> u64 {
        self.class_stats.iter().map(|it| it.in_flight.count()).sum()
    }
}

/// Empty lines of all replicas with queue rules.
fn lines(net: &Network) -> Vec<Line> {
    let levels = net.levels.iter().map(|it| usize::from(*it) + 1).max().unwrap_or(1);
    let nodes = net.nodes.iter().filter(|it| it.queueing.is_some());
    nodes.flat_map(|node| (0..node.instances).map(move |_| renumber::empty_line(node, levels))).collect()
}

/// Most retries that a budget saves up: those of a hundred first tries, but at least one.
pub(crate) fn budget_bound(ratio: f64) -> f64 {
    (100.0 * ratio).max(1.0)
}
