//! A directed line between two components: what it means and how it behaves when things go wrong.

mod bulkhead;
mod presets;

pub use bulkhead::Bulkhead;
pub use presets::{POLICY_PRESETS, PolicyPreset};

use serde::{Deserialize, Serialize};

use crate::architecture::{ComponentId, ConnectionId};

/// What a connection means. Who initiates, who waits and what load it carries follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Synchronous request, caller to callee; the caller waits.
    Call,
    /// Producer to broker; only the acknowledgement is awaited.
    Publish,
    /// Broker to consumer; the consumer pulls at its own pace.
    Consume,
    /// Primary to replica; carries the writes.
    Replicate,
    /// Observed component to collector: telemetry, never on the request path.
    Observe,
    /// Service to secret store, at start and on rotation.
    Secret,
    /// Tool to target, at deploys.
    Deploy,
    /// Control plane to target, configuration only.
    Control,
}

impl Relation {
    pub const ALL: [Self; 8] = [
        Self::Call,
        Self::Publish,
        Self::Consume,
        Self::Replicate,
        Self::Observe,
        Self::Secret,
        Self::Deploy,
        Self::Control,
    ];

    /// The name used in files, in the notation and in message ids.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Publish => "publish",
            Self::Consume => "consume",
            Self::Replicate => "replicate",
            Self::Observe => "observe",
            Self::Secret => "secret",
            Self::Deploy => "deploy",
            Self::Control => "control",
        }
    }

    /// Whether requests of users travel along it.
    pub const fn carries_requests(self) -> bool {
        match self {
            Self::Call | Self::Publish | Self::Consume | Self::Replicate => true,
            Self::Observe | Self::Secret | Self::Deploy | Self::Control => false,
        }
    }
}

/// When a request takes a connection.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    #[default]
    Always,
    /// Read requests only.
    Read,
    /// Write requests only.
    Write,
    /// Requests of one class, by its name.
    Class(String),
    /// After a cache lookup over that connection found nothing, failed or timed out.
    OnMissOf(ConnectionId),
}

/// How much random delay a retry adds to its exponential backoff `b`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Jitter {
    /// Exactly `b`.
    None,
    /// Uniform between `b/2` and `b`.
    Equal,
    /// Uniform between 0 and `b`: spreads synchronized clients best (AWS Architecture Blog, 2015).
    #[default]
    Full,
}

/// Opens after failures in a row or above a share of them, refuses for `open_secs`, then lets `probes` requests try.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Breaker {
    /// In a row; has no effect if `ratio` is set.
    pub failures: u32,
    pub open_secs: f64,
    /// Share of the calls of the last `window_secs` that failed, 0.0 to 1.0, once there were `min_calls` of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ratio: Option<f64>,
    #[serde(skip_serializing_if = "is_default_window")]
    pub window_secs: f64,
    #[serde(skip_serializing_if = "is_default_calls")]
    pub min_calls: u32,
    /// Requests that try when it has been open long enough; all of them must succeed to close it.
    #[serde(skip_serializing_if = "is_one")]
    pub probes: u32,
}

/// 50 % is the usual share where one is used; see [`Breaker::by_ratio`].
const RATIO: f64 = 0.5;
const WINDOW_SECS: f64 = 10.0;
const MIN_CALLS: u32 = 10;

impl Default for Breaker {
    fn default() -> Self {
        Self {
            failures: 5,
            open_secs: 30.0,
            ratio: None,
            window_secs: WINDOW_SECS,
            min_calls: MIN_CALLS,
            probes: 1,
        }
    }
}

impl Breaker {
    /// Opens when half of the calls of ten seconds failed.
    pub fn by_ratio() -> Self {
        Self { ratio: Some(RATIO), ..Self::default() }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks with references; depends on the target")]
fn is_default_window(secs: &f64) -> bool {
    *secs == WINDOW_SECS
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks with references; depends on the target")]
const fn is_default_calls(calls: &u32) -> bool {
    *calls == MIN_CALLS
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks with references; depends on the target")]
const fn is_one(probes: &u32) -> bool {
    *probes == 1
}

/// When a second try is sent while the first is still awaited.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hedge {
    /// After that long.
    AfterMillis(f64),
    /// When it takes longer than 95 % of the calls before did (Dean and Barroso 2013).
    P95,
}

/// How the times after which callers give up differ from each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeoutSpread {
    /// All give up after the same time, as programs do.
    #[default]
    Fixed,
    /// Exponential with that mean, as people do (Palm 1953; Brown et al. 2005 for a call center).
    Exponential,
}

/// What a caller waits for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeoutUntil {
    /// The answer.
    #[default]
    Answered,
    /// That work on its request begins; from then on it stays, as long as that takes.
    Begun,
}

/// Who opens the connection that carries telemetry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Collection {
    /// The observed component sends it (StatsD, OTLP).
    #[default]
    Push,
    /// The collector fetches it (Prometheus).
    Scrape,
}

/// How a connection behaves. Every field changes what a run does, what a drawing costs or what is found in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// Equal steps run in parallel and are awaited together; then the next step starts.
    pub step: u32,
    pub on: Condition,
    /// Share of requests that take the connection, 0.0 to 1.0.
    pub probability: f64,
    /// How often one request takes it; they run one after the other.
    pub calls_per_request: u32,
    /// A failure here does not fail the request. `None`: as usual for the pair (cache lookups are optional).
    pub optional: Option<bool>,
    /// The caller gives up after this long. `None`: it waits for ever.
    pub timeout_millis: Option<f64>,
    pub timeout_spread: TimeoutSpread,
    pub timeout_until: TimeoutUntil,
    /// A timed-out request frees the callee's slot. Without it the callee keeps working for nobody.
    pub cancel_on_timeout: bool,
    /// Tries in all, 1 means no retry.
    pub attempts: u32,
    /// The wait before the second try; doubles with each further try.
    pub backoff_base_millis: f64,
    pub backoff_cap_millis: f64,
    pub jitter: Jitter,
    /// Retries allowed as a share of first tries, 0.0 to 1.0. `None`: no budget.
    pub retry_budget: Option<f64>,
    pub breaker: Option<Breaker>,
    /// `None`: any number of calls may be in flight.
    pub bulkhead: Option<Bulkhead>,
    /// A second try while the first is still awaited; the first answer counts. `None`: no second one.
    pub hedge: Option<Hedge>,
    /// Who is called does not begin, and calls nobody further, once nobody waits for the answer any more.
    pub propagate_deadline: bool,
    /// So many answers of its step are enough. `None`: all are awaited.
    pub enough: Option<u32>,
    /// One-way network latency. `None`: from the zones of the two ends.
    pub latency_millis: Option<f64>,
    /// Balancers send traffic in proportion to it.
    pub weight: f64,
    /// `replicate` only: the primary waits for the replica.
    pub synchronous: bool,
    /// `observe` only.
    pub collection: Collection,
    /// `observe` only: share of requests that send a copy, 0.0 to 1.0.
    pub sample_ratio: f64,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            step: 1,
            on: Condition::Always,
            probability: 1.0,
            calls_per_request: 1,
            optional: None,
            timeout_millis: None,
            timeout_spread: TimeoutSpread::Fixed,
            timeout_until: TimeoutUntil::Answered,
            cancel_on_timeout: false,
            attempts: 1,
            backoff_base_millis: 100.0,
            backoff_cap_millis: 10_000.0,
            jitter: Jitter::Full,
            retry_budget: None,
            breaker: None,
            bulkhead: None,
            hedge: None,
            propagate_deadline: false,
            enough: None,
            latency_millis: None,
            weight: 1.0,
            synchronous: false,
            collection: Collection::Push,
            sample_ratio: 1.0,
        }
    }
}

/// A line from one component to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Connection {
    pub id: ConnectionId,
    pub from: ComponentId,
    pub to: ComponentId,
    pub relation: Relation,
    pub policy: Policy,
}

impl Connection {
    pub fn new(id: ConnectionId, from: ComponentId, to: ComponentId, relation: Relation) -> Self {
        Self { id, from, to, relation, policy: Policy::default() }
    }
}
