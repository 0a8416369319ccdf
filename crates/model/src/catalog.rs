//! All kinds of components. One entry says everything about a kind; its words are in the message table under
//! `kind-<id>` (label) and `kind-<id>-about` (one sentence).

use std::{fmt, ops::Deref};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::finding::Source;

mod starter;

/// A handle on a catalogue entry; dereferences to it.
#[derive(Clone, Copy)]
pub struct Kind(&'static Entry);

/// Everything about a kind.
#[derive(Debug)]
pub struct Entry {
    /// As in files and in the notation: `api_server`.
    pub id: &'static str,
    /// Group in the palette.
    pub family: Family,
    /// What the rules know it as.
    pub role: Role,
    /// File name in `assets/icons`, without `.svg`.
    pub icon: &'static str,
    /// How it runs.
    pub behavior: BehaviorKind,
    pub params: &'static [Param],
    /// What it uses of a machine at a given load.
    pub curve: Curve,
}

/// Groups of the palette, in the order shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    Clients,
    Network,
    Compute,
    Serverless,
    Data,
    Messaging,
    Intelligence,
    External,
    Observability,
    Platform,
}

/// What a kind is in an architecture; rules speak of roles, not of single kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// People's devices: start requests.
    User,
    /// Synthetic checks: start requests to measure.
    Probe,
    Resolver,
    /// Content delivery network.
    Edge,
    Firewall,
    /// VPN and NAT gateways: pass traffic between networks.
    NetworkGateway,
    Balancer,
    /// API and GraphQL gateways.
    Gateway,
    /// A service's sidecar.
    Proxy,
    Service,
    Worker,
    Function,
    Model,
    Cache,
    Database,
    TimeSeries,
    ObjectStore,
    Search,
    Warehouse,
    Broker,
    StreamProcessor,
    /// Somebody else's service, reached over the internet.
    External,
    /// Sends messages to people: notification, email.
    Notifier,
    Metrics,
    Logs,
    Traces,
    /// Real user monitoring: browsers report to it.
    UserMonitoring,
    Analytics,
    Secrets,
    /// Orchestrators and meshes: configure, never serve.
    ControlPlane,
    Registry,
    Pipeline,
    /// A kind this version does not know.
    Unknown,
}

/// Which behavior of the simulator carries a kind; [`crate::spec::Behavior`] holds its parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BehaviorKind {
    Source,
    Pool,
    Balancer,
    Cache,
    Edge,
    Store,
    Broker,
    Function,
    Sink,
    Resolver,
    OffPath,
}

/// A setting of a component. Its words are under `param-<key>` and `param-<key>-help`.
#[derive(Debug)]
pub struct Param {
    /// As in files: `service_millis`.
    pub key: &'static str,
    pub shape: ParamShape,
    pub unit: Unit,
    pub default: ParamDefault,
    pub provenance: Provenance,
    /// Shown only when asked for.
    pub advanced: bool,
}

/// Which values are allowed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ParamShape {
    Number {
        min: f64,
        max: f64,
    },
    Count {
        min: u32,
        max: u32,
    },
    Flag,
    /// Labels are under `choice-<value>` where they are words, or the value itself where it is a product name.
    Choice(&'static [&'static str]),
}

/// The value when a person set none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ParamDefault {
    Number(f64),
    Flag(bool),
    Text(&'static str),
    /// Follows from other parameters, such as slots from the instance size.
    Derived,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    None,
    Millis,
    Secs,
    Ratio,
    PerSec,
    Gigabytes,
    Kilobytes,
    Megabytes,
    Messages,
    Slots,
}

/// How a number is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// By us, with the method in the docs.
    Measured,
    Published(Source),
    /// A plausible value to be replaced by the user's own.
    Assumed,
}

/// Percent of a resource in use at load ratio `L`: `base + slope * L`, at most 100.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    pub base: f64,
    pub slope: f64,
}

/// Resource use by load ratio.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve {
    pub cpu: Line,
    pub memory: Line,
    pub disk: Line,
    pub network: Line,
}

impl Line {
    pub const fn new(base: f64, slope: f64) -> Self {
        Self { base, slope }
    }

    /// Percent at load ratio `load` (1.0 is full capacity; not clipped above).
    pub fn percent(&self, load: f64) -> f64 {
        (self.base + self.slope * load).clamp(0.0, 100.0)
    }
}

impl Kind {
    /// Every kind, in palette order.
    pub fn all() -> impl Iterator<Item = Self> {
        starter::ENTRIES.iter().map(Self)
    }

    /// The kind of that id.
    pub fn find(id: &str) -> Option<Self> {
        Self::all().find(|it| it.id == id)
    }

    /// Stands in for a kind that this version does not know.
    pub const fn unknown() -> Self {
        Self(&starter::UNKNOWN)
    }

    /// Whether it sends traffic of its own.
    pub const fn is_source(self) -> bool {
        matches!(self.0.behavior, BehaviorKind::Source)
    }

    pub fn param(self, key: &str) -> Option<&'static Param> {
        self.0.params.iter().find(|it| it.key == key)
    }
}

impl Deref for Kind {
    type Target = Entry;

    fn deref(&self) -> &Entry {
        self.0
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.0.id == other.0.id
    }
}

impl Eq for Kind {}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.id)
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.id)
    }
}

/// An id that this version does not know becomes [`Kind::unknown`]; the file format keeps the id beside it.
impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        Ok(Self::find(&id).unwrap_or(Self::unknown()))
    }
}
