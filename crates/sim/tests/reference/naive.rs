//! A second simulator, written from `docs/SEMANTICS.md` and nothing else: slow, plain, and without any of the engine's
//! structures. Its event list is a sorted `Vec`, its records are never reused, its tables are looked up by id. All it
//! shares with the engine are the keyed random draws, so that both must come to the very same numbers.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use model::{
    Architecture, Component, ComponentId, Connection, ConnectionId,
    spec::{Behavior, Spec},
};
use sim::{RunOptions, random::Ziggurat};

#[path = "apart.rs"]
mod apart;
#[path = "arrivals.rs"]
mod arrivals;
#[path = "autoscale.rs"]
mod autoscale;
#[path = "breaker.rs"]
mod breaker;
#[path = "budget.rs"]
mod budget;
#[path = "bulkhead.rs"]
mod bulkhead;
#[path = "callee.rs"]
mod callee;
#[path = "caller.rs"]
mod caller;
#[path = "canary.rs"]
mod canary;
#[path = "copies.rs"]
mod copies;
#[path = "crowds.rs"]
mod crowds;
#[path = "deadline.rs"]
mod deadline;
#[path = "deploy.rs"]
mod deploy;
#[path = "drain.rs"]
mod drain;
#[path = "faults.rs"]
mod faults;
#[path = "gauges.rs"]
mod gauges;
#[path = "hedge.rs"]
mod hedge;
#[path = "items.rs"]
mod items;
#[path = "limits.rs"]
mod limits;
#[path = "links.rs"]
mod links;
#[path = "lookups.rs"]
mod lookups;
#[path = "luck.rs"]
mod luck;
#[path = "mending.rs"]
mod mending;
#[path = "messages.rs"]
mod messages;
#[path = "migrate.rs"]
mod migrate;
#[path = "outage.rs"]
mod outage;
#[path = "outcome.rs"]
mod outcome;
#[path = "pauses.rs"]
mod pauses;
#[path = "pick.rs"]
mod pick;
#[path = "places.rs"]
mod places;
#[path = "primary.rs"]
mod primary;
#[path = "queue.rs"]
mod queue;
#[path = "quorum.rs"]
mod quorum;
#[path = "ready.rs"]
mod ready;
#[path = "records.rs"]
mod records;
#[path = "rescale.rs"]
mod rescale;
#[path = "scale.rs"]
mod scale;
#[path = "seconds.rs"]
pub mod seconds;
#[path = "secrets.rs"]
mod secrets;
#[path = "settings.rs"]
mod settings;
#[path = "shapes.rs"]
mod shapes;
#[path = "sharing.rs"]
mod sharing;
#[path = "slow_mode.rs"]
mod slow_mode;
#[path = "source.rs"]
mod source;
#[path = "usage.rs"]
mod usage;

use messages::Topics;
pub use outcome::{Carried, Counts, Journey, Outcome};
use records::{Attempt, Event, Failure, Guard, Job, Replica, State, Try};

struct World<'a> {
    /// As drawn, and as it is at the moment; the same goes for what components are.
    drawing: &'a Architecture,
    architecture: &'a Architecture,
    specs: BTreeMap<ComponentId, Spec>,
    seed: u64,
    now: u64,
    measured_from: u64,
    end: u64,
    /// Latest first; of equal times the one scheduled last comes first, so that the end of the list is next.
    events: Vec<(u64, u64, Event)>,
    scheduled: u64,
    at_once: VecDeque<Event>,
    jobs: Vec<Job>,
    attempts: Vec<Attempt>,
    replicas: BTreeMap<ComponentId, Vec<Replica>>,
    /// How many replicas there are, and were when each entry of the scenario began; new ones, and when they have booted.
    present: BTreeMap<ComponentId, u32>,
    at_begin: BTreeMap<usize, BTreeMap<ComponentId, u32>>,
    boots: Vec<(u64, ComponentId)>,
    /// Those that were down when they went, or have been taken down since.
    gone: BTreeSet<(ComponentId, u32)>,
    guards: BTreeMap<ConnectionId, Guard>,
    /// How long answers took over connections with second tries.
    answer_times: BTreeMap<ConnectionId, hedge::AnswerTimes>,
    shelves: BTreeMap<ComponentId, items::Shelf>,
    /// Until when the caller knows what a resolver said.
    known_until: BTreeMap<ConnectionId, u64>,
    /// Tokens of a rate limit, and when they were counted.
    /// Tokens and when they were counted, of all and of a user.
    buckets: BTreeMap<(ComponentId, Option<u32>), (f64, u64)>,
    /// Since when the idle instances of a function are idle; the one used last comes last.
    warm: BTreeMap<ComponentId, Vec<u64>>,
    /// What a balancer has under way at its targets, and whose turn it was.
    under_way: BTreeMap<(ConnectionId, u32), u32>,
    /// How many calls have waited for a place in a bulkhead.
    waiters: u64,
    turns: BTreeMap<ComponentId, u32>,
    /// What targets have saved up for their turn, where they weigh differently.
    credits: BTreeMap<ComponentId, BTreeMap<(ConnectionId, u32), f64>>,
    topics: Topics,
    /// Replicas that are down, and the entries of the scenario that hold them down.
    holds: BTreeMap<(ComponentId, u32), BTreeSet<usize>>,
    out: BTreeSet<ComponentId>,
    /// Components that fetch their secrets: which of all starts that is, and whether everybody is told.
    starts: BTreeMap<ComponentId, (u64, bool)>,
    starts_so_far: u64,
    /// The last deploy of each component, and what replicas did while somebody watched.
    deploys: BTreeMap<ComponentId, deploy::Deploy>,
    late: Vec<(u64, ComponentId, u32, usize)>,
    watched: BTreeMap<(ComponentId, u32), canary::Watched>,
    /// How many replicas of a pool were there before the last one was drained.
    finishing: BTreeMap<ComponentId, u32>,
    /// Replicas whose processes do not run.
    ended: BTreeSet<(ComponentId, u32)>,
    /// How often a replica has gone down or come back.
    changes: BTreeMap<(ComponentId, u32), u32>,
    /// Replicas of components that a balancer thinks are down, or callers without one.
    known_down: BTreeSet<(Option<ComponentId>, ComponentId, u32)>,
    /// Entries of the scenario that hold, of those about ways.
    lasting: BTreeSet<usize>,
    /// The same of those that change settings, in the order in which they began.
    in_force: Vec<usize>,
    faults: faults::Faults,
    crowds: crowds::Crowds,
    /// How often a balancer's way to a replica was cut or mended, and ways that the balancer thinks are cut.
    way_changes: BTreeMap<(ConnectionId, u32), u32>,
    known_cut: BTreeSet<(ConnectionId, u32)>,
    /// What fails by chance, whether somebody will look at it, and what was down at the last look, by who holds it down.
    luck: Vec<luck::Luck>,
    is_looking: bool,
    was_down: BTreeSet<(usize, u32)>,
    /// Replicas that take the writes, and stores where the next one that is up is to do so.
    primaries: BTreeMap<ComponentId, u32>,
    vacant: BTreeSet<ComponentId>,
    /// Writes that each replica of a store had not been sent when the primary failed.
    at_risk: BTreeMap<ComponentId, BTreeMap<u32, u64>>,
    /// When the time of a failover is over; stores that are not whole, and writes taken on their smaller sides.
    failover_due: BTreeMap<ComponentId, u64>,
    broken: BTreeMap<ComponentId, apart::Broken>,
    written_apart: BTreeMap<ComponentId, u64>,
    written_whole: BTreeMap<ComponentId, u64>,
    /// Moments at which a source would send, and requests that it sent.
    moments: BTreeMap<ComponentId, u64>,
    sent: BTreeMap<ComponentId, u64>,
    disruptions: Vec<budget::Disruption>,
    ready: ready::Ready,
    migrations: migrate::Migrations,
    scalers: Vec<autoscale::Scaler>,
    usage: BTreeMap<ComponentId, usage::Usage>,
    watch: seconds::Watch,
    ziggurat: Ziggurat,
    outcome: Outcome,
}

/// Runs a drawing.
pub fn simulate(architecture: &Architecture, options: RunOptions) -> Outcome {
    let mut world = World::new(architecture, options);
    if world.measured_from > 0 {
        world.schedule(world.measured_from, Event::Measure);
    }
    world.plan_outages();
    world.plan_scrapes();
    world.plan_failures();
    world.plan_scaling();
    while let Some(event) = world.at_once.pop_front() {
        world.happen(event);
    }
    for it in architecture.components.iter().filter(|it| arrivals::is_source(architecture, it)) {
        world.start_source(it.id);
    }
    while let Some((at, _, event)) = world.events.pop() {
        if at >= world.end {
            break;
        }
        world.pass_time(at);
        world.happen(event);
        while let Some(event) = world.at_once.pop_front() {
            world.happen(event);
        }
    }
    world.pass_time(world.end);
    world.note_last_second();
    world.outcome
}

impl<'a> World<'a> {
    fn new(architecture: &'a Architecture, options: RunOptions) -> Self {
        let guard = |it: &Connection| Guard {
            tokens: it.policy.retry_budget.map_or(0.0, most_tokens),
            ..Guard::default()
        };
        // Functions and brokers are one pool.
        let replicas = |it: &Component| match it.spec().behavior {
            Behavior::Function { .. } | Behavior::Broker { .. } => vec![Replica::default()],
            _ => vec![Replica::default(); it.replicas().max(1) as usize],
        };
        Self {
            drawing: architecture,
            architecture,
            specs: architecture.components.iter().map(|it| (it.id, it.spec())).collect(),
            seed: options.seed,
            now: 0,
            measured_from: nanos(options.warm_up_secs * 1e3),
            end: nanos((options.warm_up_secs + options.duration_secs) * 1e3),
            events: Vec::new(),
            scheduled: 0,
            at_once: VecDeque::new(),
            jobs: Vec::new(),
            attempts: Vec::new(),
            replicas: architecture.components.iter().map(|it| (it.id, replicas(it))).collect(),
            present: architecture.components.iter().map(|it| (it.id, it.replicas().max(1))).collect(),
            at_begin: BTreeMap::new(),
            boots: Vec::new(),
            gone: BTreeSet::new(),
            guards: architecture.connections.iter().map(|it| (it.id, guard(it))).collect(),
            answer_times: BTreeMap::new(),
            shelves: BTreeMap::new(),
            known_until: BTreeMap::new(),
            buckets: BTreeMap::new(),
            warm: BTreeMap::new(),
            under_way: BTreeMap::new(),
            waiters: 0,
            turns: BTreeMap::new(),
            credits: BTreeMap::new(),
            topics: Topics::default(),
            holds: BTreeMap::new(),
            out: BTreeSet::new(),
            starts: BTreeMap::new(),
            starts_so_far: 0,
            ended: BTreeSet::new(),
            finishing: BTreeMap::new(),
            deploys: BTreeMap::new(),
            watched: BTreeMap::new(),
            late: Vec::new(),
            primaries: BTreeMap::new(),
            vacant: BTreeSet::new(),
            at_risk: BTreeMap::new(),
            failover_due: BTreeMap::new(),
            broken: BTreeMap::new(),
            written_apart: BTreeMap::new(),
            written_whole: BTreeMap::new(),
            changes: BTreeMap::new(),
            known_down: BTreeSet::new(),
            lasting: BTreeSet::new(),
            in_force: Vec::new(),
            faults: faults::Faults::default(),
            crowds: crowds::Crowds::default(),
            luck: Vec::new(),
            is_looking: false,
            was_down: BTreeSet::new(),
            way_changes: BTreeMap::new(),
            known_cut: BTreeSet::new(),
            moments: BTreeMap::new(),
            sent: BTreeMap::new(),
            disruptions: Vec::new(),
            ready: ready::Ready::default(),
            migrations: migrate::Migrations::default(),
            scalers: Vec::new(),
            usage: architecture.components.iter().map(|it| (it.id, usage::Usage::default())).collect(),
            watch: seconds::Watch::default(),
            ziggurat: Ziggurat::new(),
            outcome: Outcome::nothing_yet(architecture),
        }
    }

    /// "The warm-up is left out of every figure."
    fn measure(&mut self) {
        let seconds = std::mem::take(&mut self.outcome.seconds);
        self.outcome = Outcome { seconds, ..Outcome::nothing_yet(self.architecture) };
        self.note_measure();
    }

    fn schedule(&mut self, delay: u64, event: Event) {
        // "What comes without a delay comes before anything else of its nanosecond."
        let rank = event.rank();
        if delay == 0 && rank == records::OF_REQUESTS {
            return self.at_once.push_back(event);
        }
        self.scheduled += 1;
        let entry = (self.now + delay, (rank << 56) + self.scheduled, event);
        let place = self.events.partition_point(|it| (it.0, it.1) > (entry.0, entry.1));
        self.events.insert(place, entry);
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Arrival(source, number) => self.arrival(source, number),
            Event::Thought(visitor, key) => self.thought(visitor, key),
            Event::Reach(attempt) => self.reach(self.attempts[attempt].job),
            Event::Copied(job) => self.reach(job),
            Event::Served(job, plan) => self.served(job, plan),
            Event::Answer(attempt) => self.answer(attempt),
            Event::GiveUp(attempt) => self.give_up(attempt),
            Event::Hedge(attempt) => self.hedge(attempt),
            Event::Shared(job, plan) => self.shared_until_now(job, plan),
            Event::Send(what) if self.is_awaited(&what) => self.send(what),
            Event::Send(_) => {}
            Event::HasPlace(waiter) => self.has_waited(waiter),
            Event::EndOfWait(connection, number) => self.waited_too_long(connection, number),
            Event::NotSent(what, cause) => self.not_sent(what, cause),
            Event::Handed(job) => self.handed(job),
            Event::MessageLate(job) => self.message_late(job),
            Event::Redeliver(message) => self.offer(message, false),
            Event::FetchLate(cache, item, number) => self.fetch_late(cache, item, number),
            Event::Room(broker) => self.make_room(broker),
            Event::Begins(_) | Event::Ends(_) | Event::Look | Event::Booted(..) | Event::Again => {
                self.stop_for(event);
            }
            Event::Notice(who, component, number, change) => self.notice(who, component, number, change),
            Event::Measure => self.measure(),
            Event::Scrape(connection) => self.scrape(connection),
            Event::Checked(connection, replica, change) => self.checked(connection, replica, change),
            Event::Back(id) => self.take_writes(id),
            Event::FailOver(store, primary, change) => self.fail_over(store, primary, change),
            Event::Start(id, start) => self.start(id, start),
        }
    }

    /// The caller still waits for what this call brings.
    fn is_awaited(&self, what: &Try) -> bool {
        let caller = &self.jobs[what.caller];
        caller.state == State::Calling && caller.step == what.step
    }

    fn component(&self, id: ComponentId) -> &'a Component {
        self.architecture.component(id).expect("a component")
    }

    fn connection(&self, id: ConnectionId) -> &'a Connection {
        self.architecture.connections.iter().find(|it| it.id == id).expect("a connection")
    }

    fn counts(&mut self, id: ComponentId) -> &mut Counts {
        self.outcome.components.get_mut(&id).expect("a component")
    }

    fn carried(&mut self, id: ConnectionId) -> &mut Carried {
        self.outcome.connections.get_mut(&id).expect("a connection")
    }

    fn guard(&mut self, id: ConnectionId) -> &mut Guard {
        self.guards.get_mut(&id).expect("a connection")
    }
}

fn nanos(millis: f64) -> u64 {
    (millis * 1e6 + 0.5) as u64
}

fn most_tokens(budget: f64) -> f64 {
    (100.0 * budget).max(1.0)
}
