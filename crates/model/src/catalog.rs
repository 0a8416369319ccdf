//! All kinds of components. One entry says everything about a kind; its words are in the message table under
//! `kind-<id>` (label) and `kind-<id>-about` (one sentence).

use std::{fmt, ops::Deref};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::text::Message;

mod charge;
mod curve;
mod offer;
#[macro_use]
mod param;
mod region;
mod size;
mod sources;

mod clients;
mod compute;
mod data;
mod external;
mod intelligence;
mod limits;
mod messaging;
mod network;
mod observability;
mod platform;
mod scaling;
mod serverless;

#[cfg(test)]
mod tests;

pub use charge::{Charge, ChargeKind, Price, Rate};
pub use curve::{Curve, Line, Load, ResourceUse};
pub use offer::{Bought, Offer};
pub use param::{Param, ParamDefault, ParamShape, Provenance, Unit, When};
pub use region::Region;
pub use scaling::{SCALING_PRESETS, ScalingPreset};
pub use size::{Capacity, Concurrency, Size};
pub(crate) use {data::VOLUMES, offer::KEYS as PURCHASE_KEYS, size::BROKER_MESSAGES};

/// A handle on a catalogue entry; dereferences to it.
#[derive(Clone, Copy)]
pub struct Kind(&'static Entry);

/// Everything about a kind.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// As in files and in the notation: `api_server`.
    pub id: &'static str,
    /// Group in the palette.
    pub family: Family,
    /// What the rules know it as.
    pub role: Role,
    /// File name in `assets/icons`, without `.svg`.
    pub icon: &'static str,
    /// Its provider keeps copies of it and sets their number, so one box is not one machine.
    pub is_managed: bool,
    /// How it runs.
    pub behavior: BehaviorKind,
    /// What a replica serves, and how fast.
    pub capacity: Capacity,
    pub params: &'static [Param],
    /// What it uses of a machine at a given load.
    pub curve: Curve,
    /// What it costs.
    pub charges: &'static [Charge],
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

impl Family {
    pub const ALL: [Self; 10] = [
        Self::Clients,
        Self::Network,
        Self::Compute,
        Self::Serverless,
        Self::Data,
        Self::Messaging,
        Self::Intelligence,
        Self::External,
        Self::Observability,
        Self::Platform,
    ];

    /// Its label is the text `family-<id>`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Clients => "clients",
            Self::Network => "network",
            Self::Compute => "compute",
            Self::Serverless => "serverless",
            Self::Data => "data",
            Self::Messaging => "messaging",
            Self::Intelligence => "intelligence",
            Self::External => "external",
            Self::Observability => "observability",
            Self::Platform => "platform",
        }
    }
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

impl Entry {
    const fn new(id: &'static str, family: Family, role: Role, behavior: BehaviorKind) -> Self {
        Self {
            id,
            family,
            role,
            icon: id,
            is_managed: false,
            behavior,
            capacity: Capacity::None,
            params: &[],
            curve: curve::DEFAULT,
            charges: &[],
        }
    }

    const fn icon(mut self, icon: &'static str) -> Self {
        self.icon = icon;
        self
    }

    const fn managed(mut self) -> Self {
        self.is_managed = true;
        self
    }

    const fn capacity(mut self, capacity: Capacity) -> Self {
        self.capacity = capacity;
        self
    }

    const fn params(mut self, params: &'static [Param]) -> Self {
        self.params = params;
        self
    }

    const fn curve(mut self, curve: Curve) -> Self {
        self.curve = curve;
        self
    }

    const fn charges(mut self, charges: &'static [Charge]) -> Self {
        self.charges = charges;
        self
    }
}

/// All entries, by family, in palette order.
static FAMILIES: &[&[Entry]] = &[
    clients::KINDS,
    network::KINDS,
    compute::KINDS,
    serverless::KINDS,
    data::KINDS,
    messaging::KINDS,
    intelligence::KINDS,
    external::KINDS,
    observability::KINDS,
    platform::KINDS,
];

/// Runs like an ordinary service, so that a drawing with an unknown box still runs.
static UNKNOWN: Entry = Entry::new("unknown", Family::Platform, Role::Unknown, BehaviorKind::Pool)
    .capacity(Capacity::Given { slots: Some(16), service_millis: 10.0, fixed_delay_millis: 0.0 });

impl Kind {
    /// Every kind, in palette order.
    pub fn all() -> impl Iterator<Item = Self> {
        FAMILIES.iter().flat_map(|family| family.iter()).map(Self)
    }

    /// The kind of that id.
    pub fn find(id: &str) -> Option<Self> {
        Self::all().find(|it| it.id == id)
    }

    /// Stands in for a kind that this version does not know.
    pub const fn unknown() -> Self {
        Self(&UNKNOWN)
    }

    /// The label's text.
    pub fn label(self) -> Message {
        Message::computed(format!("kind-{}", self.0.id))
    }

    /// The text that says in one sentence what it is.
    pub fn about(self) -> Message {
        Message::computed(format!("kind-{}-about", self.0.id))
    }

    /// Whether a person sets its number of replicas: not for users, tools and what a provider runs.
    pub const fn has_replicas(self) -> bool {
        !self.0.is_managed && !matches!(self.0.behavior, BehaviorKind::Source | BehaviorKind::OffPath)
    }

    /// Whether it sends traffic of its own.
    pub const fn is_source(self) -> bool {
        matches!(self.0.behavior, BehaviorKind::Source)
    }

    /// What can be set: how it runs, then how it is bought.
    pub fn all_params(self) -> impl Iterator<Item = &'static Param> {
        self.0.params.iter().chain(self.offer().into_iter().flat_map(|it| it.params))
    }

    pub fn param(self, key: &str) -> Option<&'static Param> {
        self.all_params().find(|it| it.key == key)
    }

    /// Other ways to buy its machines than by the hour.
    pub fn offer(self) -> Option<&'static Offer> {
        self.0.charges.iter().find_map(|it| it.offer)
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
