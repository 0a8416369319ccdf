//! A second simulator, written from `docs/SEMANTICS.md` and nothing else: slow, plain, and without any of the engine's
//! structures. Its event list is a sorted `Vec`, its records are never reused, its tables are looked up by id. All it
//! shares with the engine are the keyed random draws, so that both must come to the very same numbers.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Architecture, Component, ComponentId, Connection, ConnectionId,
    connection::Condition,
    spec::{Behavior, Spec},
    workload::{Access, RequestClass},
};
use sim::{
    RunOptions,
    random::{Draw, Purpose, Ziggurat, child_key, stream},
};

#[path = "callee.rs"]
mod callee;
#[path = "caller.rs"]
mod caller;
#[path = "hedge.rs"]
mod hedge;
#[path = "messages.rs"]
mod messages;
#[path = "outage.rs"]
mod outage;
#[path = "pick.rs"]
mod pick;
#[path = "quorum.rs"]
mod quorum;
#[path = "sharing.rs"]
mod sharing;
#[path = "source.rs"]
mod source;

use messages::{Message, Topics};

/// What a component did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub arrived: u64,
    pub succeeded: u64,
    pub failed: u64,
    pub sojourn_nanos: u64,
    pub wait_nanos: u64,
    pub waits: u64,
}

/// What a connection carried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    pub attempts: u64,
    pub retries: u64,
    pub succeeded: u64,
}

/// What came of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub generated: u64,
    pub succeeded: u64,
    pub failed: u64,
    pub latency_nanos: u64,
    pub components: BTreeMap<ComponentId, Counts>,
    pub connections: BTreeMap<ConnectionId, Carried>,
}

/// Something that will happen; names by numbers in the lists below.
#[derive(Clone, Copy, Debug)]
enum Event {
    /// The next request of that source.
    Arrival(ComponentId),
    /// A call reaches its callee.
    Reach(usize),
    /// A copy of a write reaches another replica.
    Copied(usize),
    /// A job's own work is done.
    Served(usize),
    /// An answer reaches the caller.
    Answer(usize),
    /// The caller's patience ends.
    GiveUp(usize),
    /// The time for a second try of the same call.
    Hedge(usize),
    /// A request that shares the slots may be done, if nobody has come or gone since.
    Shared(usize, u64),
    /// A try is sent.
    Send(Try),
    /// A try that was not sent fails.
    NotSent(Try),
    /// A component goes down or comes up.
    Outage(ComponentId, bool),
    /// A message reaches its consumer, or takes too long there.
    Handed(usize),
    MessageLate(usize),
    /// A message comes again.
    Redeliver(Message),
    /// A broker may have room for those who wait to publish.
    Room(ComponentId),
    /// A balancer notices that it did.
    Notice(ComponentId, ComponentId, bool),
}

/// A try of a call that is to be made.
#[derive(Clone, Copy, Debug)]
struct Try {
    caller: usize,
    connection: ConnectionId,
    /// Which of the calls per request.
    call: u16,
    attempt: u8,
    key: u64,
    /// Which of the caller's steps it belongs to: nobody waits for it in a later one.
    step: usize,
    /// The try that it is the second one of, if it is.
    hedges: Option<usize>,
}

/// A try that was sent.
#[derive(Clone, Copy, Debug)]
struct Attempt {
    what: Try,
    /// The balancer's target, if one chose.
    target: Option<(ConnectionId, u32)>,
    job: usize,
    /// Answered or given up.
    is_over: bool,
    /// The other try of a hedged call.
    twin: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Traveling,
    Queued,
    Serving,
    Calling,
    Done,
}

/// A request at a component.
#[derive(Clone, Debug)]
struct Job {
    at: ComponentId,
    replica: u32,
    key: u64,
    user: u32,
    class: usize,
    /// The try that brought it; `None`: a user's request, or a copy.
    from: Option<usize>,
    /// What a consumer works on.
    message: Option<Message>,
    /// A write that a replica of a store repeats: work, but no request.
    is_copy: bool,
    /// It had to wait for a new instance of a function.
    is_cold: bool,
    begun: u64,
    /// Own work in all; what is left of it and when it ends, or would end.
    work: u64,
    left: u64,
    ends_at: u64,
    was_interrupted: bool,
    state: State,
    has_slot: bool,
    /// The step that it is in, and how many of its connections are not done.
    step: usize,
    open: u32,
    /// So many more answers are enough, if not all are awaited.
    needed: Option<u32>,
    /// The write or read whose quorum waits for this copy, and the copies that this one waits for.
    asked_by: Option<usize>,
    copies: u32,
    /// Own work that is left, where slots are shared.
    remaining: f64,
    found: BTreeSet<ConnectionId>,
    failed: bool,
    missed: bool,
}

#[derive(Clone, Debug, Default)]
struct Replica {
    busy: u32,
    queue: Vec<usize>,
    /// Jobs whose own work is being done, in the order in which they began or went on.
    serving: Vec<usize>,
    /// Jobs that share the slots; since when nobody has come or gone, and how often somebody has.
    sharing: Vec<usize>,
    since: u64,
    changes: u64,
    /// Requests that were let in and have not been answered, where slots are shared.
    present: u32,
}

/// What a caller knows about a connection.
#[derive(Clone, Debug, Default)]
struct Guard {
    in_flight: u32,
    failures_in_row: u32,
    open_until: Option<u64>,
    is_trying: bool,
    tokens: f64,
}

struct World<'a> {
    architecture: &'a Architecture,
    specs: BTreeMap<ComponentId, Spec>,
    seed: u64,
    now: u64,
    end: u64,
    /// Latest first; of equal times the one scheduled last comes first, so that the end of the list is next.
    events: Vec<(u64, u64, Event)>,
    scheduled: u64,
    jobs: Vec<Job>,
    attempts: Vec<Attempt>,
    replicas: BTreeMap<ComponentId, Vec<Replica>>,
    guards: BTreeMap<ConnectionId, Guard>,
    /// Until when the caller knows what a resolver said.
    known_until: BTreeMap<ConnectionId, u64>,
    /// Tokens of a rate limit, and when they were counted.
    buckets: BTreeMap<ComponentId, (f64, u64)>,
    /// Since when the idle instances of a function are idle; the one used last comes last.
    warm: BTreeMap<ComponentId, Vec<u64>>,
    /// What a balancer has under way at its targets, and whose turn it was.
    under_way: BTreeMap<(ConnectionId, u32), u32>,
    turns: BTreeMap<ComponentId, u32>,
    topics: Topics,
    down: BTreeSet<ComponentId>,
    /// Components that a balancer thinks are down: balancer, component.
    known_down: BTreeSet<(ComponentId, ComponentId)>,
    /// Moments at which a source would send, and requests that it sent.
    moments: BTreeMap<ComponentId, u64>,
    sent: BTreeMap<ComponentId, u64>,
    ziggurat: Ziggurat,
    outcome: Outcome,
}

/// Runs a drawing without a warm-up.
pub fn simulate(architecture: &Architecture, options: RunOptions) -> Outcome {
    let mut world = World::new(architecture, options);
    world.plan_outages();
    for it in architecture.components.iter().filter(|it| it.workload.is_some()) {
        world.plan_arrival(it.id);
    }
    while let Some((at, _, event)) = world.events.pop() {
        if at >= world.end {
            break;
        }
        world.now = at;
        world.happen(event);
    }
    world.outcome
}

impl<'a> World<'a> {
    fn new(architecture: &'a Architecture, options: RunOptions) -> Self {
        let mut outcome = Outcome::default();
        for it in &architecture.components {
            outcome.components.insert(it.id, Counts::default());
        }
        let guard = |it: &Connection| Guard {
            tokens: it.policy.retry_budget.map_or(0.0, most_tokens),
            ..Guard::default()
        };
        for it in &architecture.connections {
            outcome.connections.insert(it.id, Carried::default());
        }
        // Functions and brokers are one pool.
        let replicas = |it: &Component| match it.spec().behavior {
            Behavior::Function { .. } | Behavior::Broker { .. } => vec![Replica::default()],
            _ => vec![Replica::default(); it.replicas().max(1) as usize],
        };
        Self {
            architecture,
            specs: architecture.components.iter().map(|it| (it.id, it.spec())).collect(),
            seed: options.seed,
            now: 0,
            end: nanos(options.duration_secs * 1e3),
            events: Vec::new(),
            scheduled: 0,
            jobs: Vec::new(),
            attempts: Vec::new(),
            replicas: architecture.components.iter().map(|it| (it.id, replicas(it))).collect(),
            guards: architecture.connections.iter().map(|it| (it.id, guard(it))).collect(),
            known_until: BTreeMap::new(),
            buckets: BTreeMap::new(),
            warm: BTreeMap::new(),
            under_way: BTreeMap::new(),
            turns: BTreeMap::new(),
            topics: Topics::default(),
            down: BTreeSet::new(),
            known_down: BTreeSet::new(),
            moments: BTreeMap::new(),
            sent: BTreeMap::new(),
            ziggurat: Ziggurat::new(),
            outcome,
        }
    }

    fn schedule(&mut self, delay: u64, event: Event) {
        self.scheduled += 1;
        let entry = (self.now + delay, self.scheduled, event);
        let place = self.events.partition_point(|it| (it.0, it.1) > (entry.0, entry.1));
        self.events.insert(place, entry);
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Arrival(source) => self.arrival(source),
            Event::Reach(attempt) => self.reach(self.attempts[attempt].job),
            Event::Copied(job) => self.reach(job),
            Event::Served(job) => self.served(job),
            Event::Answer(attempt) => self.answer(attempt),
            Event::GiveUp(attempt) => self.give_up(attempt),
            Event::Hedge(attempt) => self.hedge(attempt),
            Event::Shared(job, changes) => self.shared_until_now(job, changes),
            Event::Send(what) if self.is_awaited(&what) => self.send(what),
            Event::Send(_) => {}
            Event::NotSent(what) => self.not_sent(what),
            Event::Handed(job) => self.handed(job),
            Event::MessageLate(job) => self.message_late(job),
            Event::Redeliver(message) => self.offer(message, false),
            Event::Room(broker) => self.make_room(broker),
            Event::Outage(component, is_up) => self.outage(component, is_up),
            Event::Notice(balancer, component, is_up) => self.notice(balancer, component, is_up),
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

    fn unit(&self, thing: u32, purpose: Purpose, key: u64) -> f64 {
        Draw::new(stream(self.seed, thing, purpose), key).unit()
    }

    /// The reference knows one source, and its classes only.
    fn class(&self, job: usize) -> &RequestClass {
        let source = self.architecture.components.iter().find_map(|it| it.workload.as_ref());
        &source.expect("a source").classes[self.jobs[job].class]
    }

    fn is_write(&self, job: usize) -> bool {
        self.class(job).access == Access::Write
    }

    fn fits(&self, job: usize, connection: &Connection) -> bool {
        match &connection.policy.on {
            Condition::Always | Condition::OnMissOf(_) => true,
            Condition::Read => !self.is_write(job),
            Condition::Write => self.is_write(job),
            Condition::Class(_) => panic!("the reference knows reads and writes only"),
        }
    }

    fn is_balancer(&self, id: ComponentId) -> bool {
        matches!(self.specs[&id].behavior, Behavior::Balancer { .. })
    }

    /// One way over a connection.
    fn way(&self, id: ConnectionId) -> u64 {
        nanos(self.connection(id).policy.latency_millis.expect("a latency"))
    }
}

fn nanos(millis: f64) -> u64 {
    (millis * 1e6 + 0.5) as u64
}

fn most_tokens(budget: f64) -> f64 {
    (100.0 * budget).max(1.0)
}

/// The key of a call over a connection.
fn key_of(seed: u64, caller_key: u64, connection: ConnectionId, call: u16, attempt: u8) -> u64 {
    child_key(caller_key, stream(seed, connection.0, Purpose::Span), call, attempt)
}
