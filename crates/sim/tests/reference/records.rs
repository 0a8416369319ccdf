//! What there is to remember: events, calls, requests, queues.

use std::collections::BTreeSet;

use model::{ComponentId, ConnectionId};
use sim::report::{ErrorPlace, FailureCause};

use super::{bulkhead::Waiter, limits::Adaptive, messages::Message, source::Visitor};

/// Something that will happen; names by numbers in the lists below.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// The next request of that source, unless another one has been planned since: which one it is.
    Arrival(ComponentId, u64),
    /// A user has thought enough; the key of the request.
    Thought(Visitor, u64),
    /// A call reaches its callee.
    Reach(usize),
    /// A copy reaches its replica.
    Copied(usize),
    /// A job's own work is done, unless its end has been planned anew since: which plan that is.
    Served(usize, u64),
    /// An answer reaches the caller.
    Answer(usize),
    /// The caller's patience ends.
    GiveUp(usize),
    /// The time for a second try of the same call.
    Hedge(usize),
    /// A request that shares the slots is done, unless another end has been planned since.
    Shared(usize, u64),
    /// A try is sent.
    Send(Try),
    /// A call that waited gets a place, or waits no more: which one it is.
    HasPlace(Waiter),
    EndOfWait(ConnectionId, u64),
    /// A try that was not sent fails.
    NotSent(Try, FailureCause),
    /// An entry of the scenario begins, or ends.
    Begins(usize),
    Ends(usize),
    /// A message reaches its consumer, or takes too long there.
    Handed(usize),
    MessageLate(usize),
    /// A message comes again.
    Redeliver(Message),
    /// A broker may have room for those who wait to publish.
    Room(ComponentId),
    /// A balancer, or callers without one, notice that a replica went down or came back, if that was its last change: which
    /// one it was.
    Notice(Option<ComponentId>, ComponentId, u32, u32),
    /// Somebody looks at what goes by the clock.
    Look,
    /// The warm-up is over.
    Measure,
    /// A collector fetches telemetry.
    Scrape(ConnectionId),
    /// A balancer notices that its way to a replica was cut or mended, if that was the last change: which one it was.
    Checked(ConnectionId, u32, u32),
    /// Replicas of a component have come back at this moment.
    Back(ComponentId),
    /// The failover time after a failure of a primary is over.
    FailOver(ComponentId, u32, u32),
    /// Replicas that were restarted have booted.
    Booted(usize, ComponentId),
    /// A component has its secrets, or asks again; which start it is.
    Start(ComponentId, u64),
    /// Somebody looks at deploys, besides every second.
    Again,
    /// A fetch for which others wait has taken too long: the cache, the item, which fetch.
    FetchLate(ComponentId, u32, u64),
}

pub const OF_REQUESTS: u64 = 9;

impl Event {
    /// At one moment, once a second has ended, these happen in this order, and what requests do comes last.
    pub const fn rank(&self) -> u64 {
        match self {
            Self::Measure => 1,
            Self::Start(..) => 2,
            Self::Notice(..) | Self::Checked(..) => 3,
            Self::Scrape(_) => 4,
            Self::Begins(_) => 5,
            Self::Ends(_) | Self::Look | Self::Booted(..) | Self::Again => 6,
            Self::FetchLate(..) => 7,
            Self::FailOver(..) | Self::Back(_) => 8,
            _ => OF_REQUESTS,
        }
    }
}

/// A try of a call that is to be made.
#[derive(Clone, Copy, Debug)]
pub struct Try {
    pub caller: usize,
    pub connection: ConnectionId,
    /// Which of the calls per request.
    pub call: u16,
    pub attempt: u8,
    pub key: u64,
    /// Which of the caller's steps it belongs to: nobody waits for it in a later one.
    pub step: usize,
    /// The try that it is the second one of, if it is.
    pub hedges: Option<usize>,
}

/// A try that was sent.
#[derive(Clone, Copy, Debug)]
pub struct Attempt {
    pub what: Try,
    pub sent_at: u64,
    /// The balancer's target, if one chose.
    pub target: Option<(ConnectionId, u32)>,
    pub job: usize,
    /// Answered or given up.
    pub is_over: bool,
    /// The broker had taken the message when it was over.
    pub was_taken: bool,
    /// The other try of a hedged call.
    pub twin: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Traveling,
    Queued,
    Serving,
    Calling,
    Done,
}

/// Why something failed, and where that began.
pub type Failure = (FailureCause, ErrorPlace);

/// A request at a component.
#[derive(Clone, Debug)]
pub struct Job {
    pub at: ComponentId,
    pub replica: u32,
    pub key: u64,
    pub user: u32,
    /// Which item of a cache it asks for, before that is fitted to the cache's popularity.
    pub item: u32,
    /// The source that sent it, and which of its classes it is of.
    pub class: (ComponentId, usize),
    /// The try that brought it; `None`: a user's request, or a copy.
    pub from: Option<usize>,
    /// Who sent a user's request.
    pub visitor: Option<Visitor>,
    /// What a consumer works on.
    pub message: Option<Message>,
    /// A copy that nobody waits for: over which connection it was sent.
    pub sent_over: Option<ConnectionId>,
    /// A write that a replica of a store repeats: work, but no request.
    pub is_copy: bool,
    /// It had to wait for a new instance of a function.
    pub is_cold: bool,
    /// How many calls it is away from the user, or the message, that it began with.
    pub depth: u32,
    pub begun: u64,
    /// Own work in all; what is left of it and when it ends, or would end.
    pub work: u64,
    pub left: u64,
    pub ends_at: u64,
    pub plans: u64,
    pub was_interrupted: bool,
    /// The end of the pause, or of the lock, that it waited for when its work began.
    pub waits_until: u64,
    pub state: State,
    pub has_slot: bool,
    /// The step that it is in, and how many of its connections are not done.
    pub step: usize,
    pub open: u32,
    /// So many more answers are enough, if not all are awaited.
    pub needed: Option<u32>,
    /// The write or read whose quorum waits for this copy, and the copies that this one waits for.
    pub asked_by: Option<usize>,
    pub copies: u32,
    /// Parts of own work that are left, where slots are shared.
    pub remaining: i128,
    pub found: BTreeSet<ConnectionId>,
    /// The item that it fetches for the cache that it is at.
    pub fetches: Option<u32>,
    pub failure: Option<Failure>,
    pub missed: bool,
    /// A broker has taken it, or refused it as it was full.
    pub is_written: bool,
    pub is_refused: bool,
}

impl Job {
    /// On its way to a replica.
    pub fn new(at: ComponentId, replica: u32, key: u64, class: (ComponentId, usize)) -> Self {
        Self {
            at,
            replica,
            key,
            user: 0,
            item: 0,
            class,
            from: None,
            visitor: None,
            message: None,
            sent_over: None,
            is_copy: false,
            is_cold: false,
            depth: 0,
            begun: 0,
            work: 0,
            left: 0,
            ends_at: 0,
            plans: 0,
            was_interrupted: false,
            waits_until: 0,
            state: State::Traveling,
            has_slot: false,
            step: 0,
            open: 0,
            needed: None,
            asked_by: None,
            copies: 0,
            remaining: 0,
            found: BTreeSet::new(),
            fetches: None,
            failure: None,
            missed: false,
            is_written: false,
            is_refused: false,
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Replica {
    pub busy: u32,
    pub queue: Vec<usize>,
    /// Jobs whose own work is being done, in the order in which they began or went on.
    pub serving: Vec<usize>,
    /// Jobs that share the slots; since when nobody has come or gone; the next end, and how often that has been planned.
    pub sharing: Vec<usize>,
    pub since: u64,
    /// Slots in use since then, and how many share them.
    pub share: (i128, i128),
    pub next_end: Option<(usize, u64)>,
    pub plans: u64,
    /// Requests that were let in and have not been answered.
    pub present: BTreeSet<usize>,
    pub adaptive: Option<Adaptive>,
}

/// What a caller knows about a connection.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    pub in_flight: u32,
    /// Calls that wait for a place.
    pub line: Vec<Waiter>,
    /// How many places an adaptive bulkhead has.
    pub places: Option<Adaptive>,
    pub failures_in_row: u32,
    pub open_until: Option<u64>,
    /// Calls that try whether things are better: sent, and succeeded.
    pub trying: Option<(u32, u32)>,
    /// In which tenth of a window a call was heard of, and whether it succeeded; since the breaker opened or closed.
    pub heard: Vec<(u64, bool)>,
    pub tokens: f64,
}
