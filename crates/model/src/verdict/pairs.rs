//! Which relations a pair of kinds can have: rows of roles, then single kinds that differ.

use std::{
    collections::HashMap,
    sync::{LazyLock, OnceLock},
};

use super::why::{self, Family};
use crate::{
    catalog::{Kind, Role},
    connection::Relation,
};

use Relation::{Call, Consume, Control, Deploy, Observe, Publish, Replicate, Secret};
use Role::{
    Analytics, Balancer, Broker, Cache, ControlPlane, Database, Edge, External, Firewall, Function, Gateway,
    Logs, Metrics, Model, NetworkGateway, Notifier, ObjectStore, Pipeline, Probe, Proxy, Registry, Resolver,
    Search, Secrets, Service, StreamProcessor, TimeSeries, Traces, Unknown, User, UserMonitoring, Warehouse,
    Worker,
};

/// Every role in `from` may start `relation` to every role in `to`.
struct Row {
    from: &'static [Role],
    relation: Relation,
    to: &'static [Role],
}

const fn row(from: &'static [Role], relation: Relation, to: &'static [Role]) -> Row {
    Row { from, relation, to }
}

/// What runs a team's own code.
const CODE: &[Role] = &[Service, Worker, Function, Model, StreamProcessor, Analytics, Notifier];

/// Everything that runs and can report about itself. Secret stores report to the metrics alone; people's devices
/// report to real user monitoring; what belongs to somebody else reports nothing.
#[rustfmt::skip] // a list of names, not a table
const OBSERVED: &[Role] = &[
    Probe, Resolver, Edge, Firewall, NetworkGateway, Balancer, Gateway, Proxy, Service, Worker,
    Function, Model, Cache, Database, TimeSeries, ObjectStore, Search, Warehouse, Broker,
    StreamProcessor, Notifier, Analytics, UserMonitoring, ControlPlane, Registry, Pipeline,
];

/// In the order in which a pair's relations are offered: the first one that fits is the default.
#[rustfmt::skip] // one row is one thought
const ROWS: &[Row] = &[
    // People and probes come in through the front; some parts of a page come from elsewhere.
    row(
        &[User, Probe],
        Call,
        &[
            Resolver, Edge, Firewall, NetworkGateway, Balancer, Gateway, Service, Function,
            ObjectStore, External,
        ],
    ),
    row(&[Probe], Call, &[Notifier]),
    row(&[User], Observe, &[UserMonitoring, Analytics]),
    // A name leads to an entry point.
    row(&[Resolver], Call, &[Edge, Firewall, Balancer, Gateway, Service, Function, ObjectStore, External]),
    // The front of a system: each part hands requests on, inwards.
    row(&[Edge], Call, &[Edge, Firewall, Balancer, Gateway, Service, Function, ObjectStore, External]),
    row(&[Firewall], Call, &[Edge, Balancer, Gateway, Service, Function]),
    row(&[NetworkGateway], Call, &[NetworkGateway, Resolver, Balancer, Gateway, Service, External]),
    row(&[Balancer], Call, &[Balancer, Firewall, Gateway, Proxy, Service, Function, Model]),
    row(&[Gateway], Call, &[Balancer, Gateway, Proxy, Service, Function, Model, Cache, External]),
    row(&[Gateway], Publish, &[Broker]),
    // A proxy stands for its service, in both directions.
    row(
        &[Proxy],
        Call,
        &[
            Proxy, Service, Worker, Function, Model, Balancer, Gateway, Cache, Database,
            TimeSeries, ObjectStore, Search, Warehouse, External, Notifier, NetworkGateway,
        ],
    ),
    row(&[Proxy], Publish, &[Broker]),
    row(&[Proxy], Control, &[ControlPlane]),
    // Own code sends events to analytics, and calls what it needs.
    row(CODE, Observe, &[Analytics]),
    row(&[Proxy], Observe, &[Analytics]),
    row(
        CODE,
        Call,
        &[
            Service, Function, Model, Balancer, Gateway, Proxy, Cache, Database, TimeSeries,
            ObjectStore, Search, Warehouse, External, Notifier, Analytics, NetworkGateway,
            Resolver,
        ],
    ),
    row(CODE, Publish, &[Broker]),
    row(&[Worker], Call, &[Worker]),
    row(&[Notifier], Call, &[User]),
    // Somebody else's service comes back through the front (webhooks).
    row(&[External], Call, &[Edge, Firewall, Balancer, Gateway, Service, Function]),
    // Messages are pulled by whoever handles them.
    row(
        &[Broker],
        Consume,
        &[
            Worker, Service, Function, StreamProcessor, Analytics, Notifier, Model,
            ObjectStore, Search, TimeSeries, Warehouse,
        ],
    ),
    row(&[Broker], Publish, &[Broker]),
    // Stores hand out changes and copies; they ask nobody.
    row(&[Database, TimeSeries, ObjectStore, Search, Warehouse], Publish, &[Broker]),
    row(&[Database, ObjectStore], Replicate, &[Search, Warehouse]),
    row(&[Database, Warehouse], Replicate, &[StreamProcessor]),
    row(&[Database, TimeSeries, Search, Warehouse], Replicate, &[ObjectStore]),
    // Functions are triggered by what changes in a store.
    row(&[Database, ObjectStore], Replicate, &[Function]),
    row(&[ObjectStore], Replicate, &[ObjectStore]),
    row(&[Warehouse], Replicate, &[Warehouse]),
    row(&[Registry], Replicate, &[Registry]),
    // Telemetry flows towards collectors, and from collectors to where it is kept.
    row(OBSERVED, Observe, &[Metrics, Logs]),
    row(
        &[
            Probe, Edge, Balancer, Gateway, Proxy, Service, Worker, Function, Model, Cache,
            Database, TimeSeries, ObjectStore, Search, Warehouse, Broker, StreamProcessor,
            Notifier, Analytics, UserMonitoring, ControlPlane,
        ],
        Observe,
        &[Traces],
    ),
    row(&[UserMonitoring], Observe, &[Analytics]),
    row(&[Secrets], Observe, &[Metrics]),
    row(&[Metrics], Observe, &[Metrics, Logs, TimeSeries, ObjectStore]),
    row(&[Logs], Observe, &[Logs, Metrics, Search, ObjectStore, Warehouse]),
    row(&[Traces], Observe, &[Traces, Metrics, Logs, TimeSeries, ObjectStore]),
    row(&[Logs], Publish, &[Broker]),
    row(&[Metrics, Logs], Call, &[Notifier]),
    row(&[Metrics], Call, &[External]),
    // Secrets are fetched, never sent.
    row(
        &[
            Gateway, Balancer, Proxy, Service, Worker, Function, Model, StreamProcessor,
            Analytics, Notifier, ControlPlane, Pipeline,
        ],
        Secret,
        &[Secrets],
    ),
    // Tools reach what they deploy and configure.
    row(
        &[ControlPlane],
        Control,
        &[
            ControlPlane, Resolver, Balancer, Gateway, Proxy, Service, Worker, Function, Model,
            Cache, Database, TimeSeries, ObjectStore, Search, Warehouse, Broker,
            StreamProcessor, Analytics, Notifier,
        ],
    ),
    row(&[ControlPlane], Deploy, &[Proxy, Service, Worker, Model, StreamProcessor]),
    row(
        &[Registry],
        Deploy,
        &[ControlPlane, Proxy, Service, Worker, Function, Model, StreamProcessor, Analytics, Notifier],
    ),
    row(
        &[Pipeline],
        Deploy,
        &[
            Registry, ControlPlane, Resolver, Edge, Firewall, NetworkGateway, Balancer,
            Gateway, Proxy, Service, Worker, Function, Model, Cache, Database, TimeSeries,
            ObjectStore, Search, Warehouse, Broker, StreamProcessor, Analytics, Notifier,
        ],
    ),
    row(&[Pipeline], Call, &[Notifier]),
];

/// Kinds that also do what another role does.
const ALSO: &[(&str, Role)] = &[
    // Drawn as an external service, but also as a team's own payment service with a ledger behind it.
    ("payment_gateway", Service),
    ("blockchain_node", Service),
];

/// Pairs of kinds that can do more than their roles.
const MORE: &[(&str, Relation, &str)] = &[
    // Resolvers of a GraphQL gateway read stores themselves.
    ("graphql_gateway", Call, "database_sql"),
    ("graphql_gateway", Call, "database_nosql"),
    ("graphql_gateway", Call, "database_graph"),
    ("graphql_gateway", Call, "azure_cosmos_db"),
    ("graphql_gateway", Call, "gcp_firestore"),
    ("graphql_gateway", Call, "search"),
    // A reverse proxy may serve static files from a bucket.
    ("reverse_proxy", Call, "object_storage"),
    ("reverse_proxy", Call, "file_storage"),
    // A tunnel leads to services in another network.
    ("api_gateway", Call, "vpn"),
    ("load_balancer", Call, "vpn"),
    ("reverse_proxy", Call, "vpn"),
];

/// Stores and brokers keep copies of themselves, in the same kind only.
const REPLICATES: &[Role] = &[Cache, Database, TimeSeries, Search, Broker];

/// What there is to say about a pair of kinds, whatever the components are set to.
pub(super) struct Pair {
    /// The usual one first.
    pub relations: Vec<Relation>,
    /// Why there are none.
    pub refusal: Option<&'static Family>,
    /// What speaks against the usual one.
    pub caution: Option<&'static Family>,
}

/// Each pair is derived when somebody first asks about it: a drawing has a few of the thousands.
struct Table {
    index: HashMap<&'static str, usize>,
    pairs: Vec<OnceLock<Pair>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let kinds: Vec<Kind> = Kind::all().collect();
    let index = kinds.iter().enumerate().map(|(at, kind)| (kind.id, at)).collect();
    let pairs = (0..kinds.len() * kinds.len()).map(|_| OnceLock::new()).collect();
    Table { index, pairs }
});

static ANYTHING: Pair = Pair { relations: Vec::new(), refusal: None, caution: None };

/// The relations that a connection between these kinds can have, the usual one first; empty if it makes no sense.
///
/// A kind that this version does not know can be connected with everything.
pub fn relations_between(from: Kind, to: Kind) -> &'static [Relation] {
    if from.role == Unknown || to.role == Unknown { &Relation::ALL } else { &pair(from, to).relations }
}

pub(super) fn pair(from: Kind, to: Kind) -> &'static Pair {
    let table = &*TABLE;
    match (table.index.get(from.id), table.index.get(to.id)) {
        (Some(row), Some(column)) => {
            table.pairs[row * table.index.len() + column].get_or_init(|| derive(from, to))
        }
        _ => &ANYTHING,
    }
}

fn derive(from: Kind, to: Kind) -> Pair {
    if let Some(refusal) = why::refused_kinds(from, to) {
        return Pair { relations: Vec::new(), refusal: Some(refusal), caution: None };
    }
    let mut relations = Vec::new();
    let roles = |kind: Kind| {
        let more = ALSO.iter().filter(move |(id, _)| *id == kind.id).map(|(_, role)| *role);
        std::iter::once(kind.role).chain(more)
    };
    for row in ROWS {
        if roles(from).any(|it| row.from.contains(&it)) && roles(to).any(|it| row.to.contains(&it)) {
            push_new(&mut relations, row.relation);
        }
    }
    if from == to && REPLICATES.contains(&from.role) {
        push_new(&mut relations, Replicate);
    }
    for (_, relation, _) in MORE.iter().filter(|it| it.0 == from.id && it.2 == to.id) {
        push_new(&mut relations, *relation);
    }
    let refusal = relations.is_empty().then(|| why::refused(from.role, to.role));
    let caution = (!relations.is_empty()).then(|| why::caution(from, to)).flatten();
    Pair { relations, refusal, caution }
}

fn push_new(found: &mut Vec<Relation>, relation: Relation) {
    if !found.contains(&relation) {
        found.push(relation);
    }
}
