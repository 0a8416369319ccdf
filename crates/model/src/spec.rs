//! What a component is when it runs: its parameters and the catalogue's numbers, resolved and typed.
//!
//! The one place between catalogue and simulator: the catalogue fills it, the engine and the estimate read it.

mod bins;
mod effective;
mod keys;
mod resolve;
mod sizing;

pub use bins::Bins;
pub use keys::Keys;
pub use sizing::Sizing;

/// A component as the engine sees it. Figures are per replica.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    pub server: Server,
    pub behavior: Behavior,
    pub scaling: Scaling,
    /// `None`: nothing fails by chance.
    pub failures: Option<Failures>,
    /// `None`: it is always as quick.
    pub slow_mode: Option<SlowMode>,
}

/// How replicas come and go.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scaling {
    /// Time until a new replica, or a new version of one, serves.
    pub boot_secs: f64,
    /// `None`: their number is as drawn, or as somebody sets it.
    pub auto: Option<Autoscaler>,
    /// So many replicas may be missing by what people do on purpose. `None`: as many as they take.
    pub max_unavailable: Option<u32>,
    /// When a replica that has booted serves.
    pub readiness: Readiness,
    /// With [`Readiness::NeedsAlways`], for how long what it needs must be missing until it is called no more.
    pub probe_secs: f64,
}

/// When a replica that has booted serves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Readiness {
    /// At once.
    #[default]
    Booted,
    /// When everything that it calls and cannot do without is up.
    NeedsAtStart,
    /// The same, and it is not called while that is not so.
    NeedsAlways,
}

/// How a replica fails by chance: times up and down are exponential, each replica's for itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Failures {
    pub mttf_secs: f64,
    pub mttr_secs: f64,
}

impl Failures {
    /// Share of the time in which a replica is up.
    pub fn availability(self) -> f64 {
        self.mttf_secs / (self.mttf_secs + self.mttr_secs)
    }
}

/// A component that is slow now and then, for a while, whatever its load: spells are exponential (a two-state
/// Markov-modulated service).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlowMode {
    /// Of the time, 0.0 to 1.0.
    pub share: f64,
    /// Mean length of a slow spell.
    pub spell_secs: f64,
    /// On own work, while it lasts.
    pub factor: f64,
}

/// Keeps a figure near its target by changing the number of replicas.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Autoscaler {
    pub metric: ScalingMetric,
    pub min: u32,
    pub max: u32,
    pub schedule: Schedule,
    /// Of CPU and memory a share, 0.0 to 1.0; of a queue the length per replica.
    pub target: f64,
    /// Of memory, where processors are looked at as well.
    pub memory_target: f64,
    /// More replicas come only when they were wanted for so long, and go only when they were not needed for so long.
    pub up_secs: f64,
    pub down_secs: f64,
    /// After it has changed their number it leaves it alone for so long.
    pub cooldown_secs: f64,
    pub period_secs: f64,
    /// Replicas that have booted and wait.
    pub warm: u32,
}

/// At least so many replicas from one second of the run until another, whatever the figure says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Schedule {
    pub min: u32,
    pub from_secs: f64,
    pub until_secs: f64,
}

/// What an autoscaler looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalingMetric {
    Cpu,
    Memory,
    /// Both; whichever asks for more replicas decides.
    CpuAndMemory,
    /// Requests that wait, and messages that wait for it at its brokers.
    Queue,
}

/// The pool that every component on the request path has. Capacity of a replica is `slots / service mean`.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// Requests in service at once. `None`: as many as come (an external service, a CDN).
    pub slots: Option<u32>,
    pub service: ServiceTime,
    /// Added to each request's latency without holding a slot.
    pub fixed_delay_millis: f64,
    /// Requests that may wait; a further one is rejected. `None`: no bound.
    pub queue_limit: Option<u32>,
    pub discipline: Discipline,
    pub when_full: WhenFull,
    /// A request that waited longer is turned away instead of served. `None`: it waits as long as it takes.
    pub max_wait_millis: Option<f64>,
    /// Limits requests at once so that answers take less than this. `None`: only slots and queue limit them.
    pub adaptive_limit_millis: Option<f64>,
    /// Keeps its slot while it waits for callees. Event-loop kinds do not.
    pub holds_slot_while_calling: bool,
    /// Share of requests it fails by itself after service, 0.0 to 1.0.
    pub error_ratio: f64,
    /// Requests beyond it are refused at once (HTTP 429).
    pub rate_limit: Option<RateLimit>,
    /// The same for each user. `None`: one may ask as much as all.
    pub user_limits: Option<UserLimits>,
}

/// A token bucket for each user, by tier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UserLimits {
    /// In the order of [`UserLimits::TIERS`].
    pub tiers: [Tier; 3],
}

/// What a user of a tier may ask.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tier {
    /// As much at once as in a whole window.
    pub limit: RateLimit,
    /// Of the users, 0.0 to 1.0.
    pub share: f64,
}

impl UserLimits {
    /// Last parts of their names.
    pub const TIERS: [&str; 3] = ["free", "pro", "enterprise"];

    /// The tier of a user, whom `place` stands for: a number that is as likely anywhere from 0.0 to 1.0.
    pub fn tier(&self, place: f64) -> usize {
        let [_, pro, enterprise] = self.tiers.map(|it| it.share);
        if place < enterprise { 2 } else { usize::from(place < enterprise + pro) }
    }
}

/// Token bucket, refilled continuously; for all replicas together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateLimit {
    pub per_sec: f64,
    pub burst: f64,
}

/// Own work per request.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceTime {
    pub mean_millis: f64,
    pub shape: Shape,
}

/// Distribution around the mean.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Exponential,
    Constant,
    /// `cv`: standard deviation over mean.
    Lognormal {
        cv: f64,
    },
    /// Sum of `stages` exponentials; cv is `1 / sqrt(stages)`.
    Erlang {
        stages: u32,
    },
    /// One of two exponentials, each with half of the work (balanced means); `cv` is at least 1.
    Hyperexponential {
        cv: f64,
    },
    /// Bounded Pareto: `exponent` of its tail, and the longest time over the shortest.
    Pareto {
        exponent: f64,
        spread: f64,
    },
    /// From 0 to twice the mean.
    Uniform,
    /// Between `min` and `max` times the mean, likeliest at `mode` times the mean; their average is 1.
    Triangular {
        min: f64,
        mode: f64,
        max: f64,
    },
    /// One of these, scaled to the mean.
    Histogram(Bins),
}

/// Who is served next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Discipline {
    #[default]
    Fifo,
    Lifo,
    /// The most important class first; who is in service finishes.
    Priority,
    /// As above, but a more important request takes the slot of a less important one, which goes on later.
    Preemptive,
    /// Nobody waits: all requests share the slots (processor sharing).
    Sharing,
}

/// What happens to a request that finds the queue full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenFull {
    /// It is turned away.
    #[default]
    Reject,
    /// The one that has waited longest is, and the new one may wait.
    ShedOldest,
}

/// What a component does besides serving.
#[derive(Clone, Debug, PartialEq)]
pub enum Behavior {
    /// Sends requests as its workload says.
    Source,
    /// Serves, then follows its connections.
    Pool,
    /// Its `call` connections are alternatives: one healthy target gets the request.
    Balancer { algorithm: Balancing, health_check_secs: f64 },
    /// Answers a share of lookups; the rest are misses.
    /// With `keys` it holds items; then the ratio is what that comes to.
    Cache { hit_ratio: f64, mode: CacheMode, keys: Option<Keys> },
    /// Answers reads that it holds; fetches the rest, and all writes, from its origin.
    Edge { hit_ratio: f64, keys: Option<Keys> },
    /// Writes go to the first replica; reads as `reads_from` says.
    /// Changes go to brokers if they are captured.
    Store { write_factor: f64, reads_from: ReadsFrom, captures_changes: bool, replication: Replication },
    /// Accepts messages, hands them to consumers that pull.
    /// `partitions`: of each subscription; zero: replicas of a consumer share one queue.
    /// Publishers are refused when it is full, or wait.
    Broker { max_messages: u64, max_deliveries: u32, partitions: u32, waits_for_room: bool },
    /// One request per instance; instances start cold and stay warm for a while.
    Function { cold_start_millis: f64, keep_warm_secs: f64, concurrency_limit: u32 },
    /// Takes telemetry copies; never on the request path. `traced_overhead_millis` is paid by whoever is observed.
    Sink { traced_overhead_millis: f64 },
    /// Asked once, then cached by the caller for that long.
    Resolver { ttl_secs: f64 },
    /// Acts at start-up, deploys and rotation only.
    OffPath,
}

/// How the replicas of a store keep up with each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Replication {
    /// Before another replica begins to repeat a write.
    pub lag_millis: f64,
    /// Replicas that must have a write before it is answered, the primary among them.
    pub write_quorum: u32,
    /// Replicas that answer a read.
    pub read_quorum: u32,
    /// Until another replica takes the place of a primary that failed.
    pub failover_secs: f64,
}

/// How a balancer picks its target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Balancing {
    #[default]
    RoundRobin,
    Random,
    LeastConnections,
    /// The less busy of two random targets (Mitzenmacher 2001).
    TwoChoices,
    /// By a hash of the request's key.
    Hash,
}

/// Who asks the database after a miss.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CacheMode {
    /// The caller does (`on miss of` this connection).
    #[default]
    Aside,
    /// The cache itself, over its own `call` connections.
    ReadThrough,
}

/// Which replicas of a store answer reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReadsFrom {
    Primary,
    #[default]
    AllReplicas,
}

#[cfg(test)]
mod tests;
