//! Why a pair of kinds makes no sense, or only with care. One reason per family of mistakes.

use crate::{
    catalog::{
        Kind,
        Role::{
            self, Analytics, Balancer, Broker, Cache, ControlPlane, Database, Edge, External, Firewall,
            Function, Gateway, Logs, Metrics, Model, NetworkGateway, Notifier, ObjectStore, Pipeline, Probe,
            Proxy, Registry, Resolver, Search, Secrets, Service, StreamProcessor, TimeSeries, Traces, User,
            UserMonitoring, Warehouse, Worker,
        },
    },
    finding::Source,
    sources,
};

/// A family of mistakes: its reason, and where to read about it.
#[derive(Debug)]
pub(super) struct Family {
    from: Set,
    to: Set,
    /// Id of the reason; it names both components.
    pub text: &'static str,
    pub source: Option<Source>,
    /// Whether the connection is meant well and only drawn the wrong way round, if that way is possible.
    pub reversible: bool,
}

#[derive(Debug)]
enum Set {
    Any,
    Of(&'static [Role]),
}

impl Set {
    fn has(&self, role: Role) -> bool {
        match self {
            Self::Any => true,
            Self::Of(roles) => roles.contains(&role),
        }
    }
}

const fn family(from: Set, to: Set, text: &'static str, source: Option<Source>) -> Family {
    Family { from, to, text, source, reversible: true }
}

impl Family {
    /// The other way round means something else.
    const fn one_way(self) -> Self {
        Self { reversible: false, ..self }
    }
}

use Set::{Any, Of};

const COLLECTORS: &[Role] = &[Metrics, Logs, Traces];
const STORES: &[Role] = &[Database, TimeSeries, ObjectStore, Search, Warehouse];
const STORES_AND_CACHES: &[Role] = &[Database, TimeSeries, ObjectStore, Search, Warehouse, Cache];
const FRONT: &[Role] = &[Resolver, Edge, Firewall, NetworkGateway, Balancer, Gateway];
const CODE: &[Role] = &[Service, Worker, Function, Model, StreamProcessor, Analytics, Notifier, Proxy];
const TOOLS: &[Role] = &[ControlPlane, Registry, Pipeline];

/// The first family that fits is the reason.
static REFUSALS: &[Family] = &[
    family(Any, Of(&[User, Probe]), "verdict-starts-requests", None),
    family(Of(&[Secrets]), Any, "verdict-secrets-only-report", Some(sources::OWASP_SECRETS)),
    family(Any, Of(&[Secrets]), "verdict-fetches-no-secrets", Some(sources::OWASP_SECRETS)),
    // Telemetry.
    family(Of(&[User]), Of(COLLECTORS), "verdict-devices-report-elsewhere", None),
    family(Of(&[External]), Of(COLLECTORS), "verdict-not-yours", None),
    family(Any, Of(&[UserMonitoring]), "verdict-only-devices-report", None),
    family(Of(&[UserMonitoring]), Any, "verdict-user-monitoring-passes-on", None),
    family(Of(COLLECTORS), Of(STORES), "verdict-telemetry-is-kept-elsewhere", None).one_way(),
    family(Of(COLLECTORS), Any, "verdict-telemetry-direction", Some(sources::PROMETHEUS_OVERVIEW)),
    family(Any, Of(COLLECTORS), "verdict-reports-elsewhere", None),
    // Tools.
    family(Any, Of(&[Pipeline]), "verdict-pipeline-starts", None),
    family(Any, Of(TOOLS), "verdict-not-on-the-path", Some(sources::ISTIO_ARCHITECTURE)),
    family(Of(TOOLS), Any, "verdict-acts-on-code", Some(sources::ISTIO_ARCHITECTURE)),
    // Stores.
    family(
        Of(&[User, Probe]),
        Of(STORES_AND_CACHES),
        "verdict-client-reaches-store",
        Some(sources::OWASP_DATABASE),
    ),
    family(Of(&[User, Probe]), Of(&[Broker]), "verdict-client-reaches-broker", Some(sources::API_GATEWAYS)),
    family(Of(&[Cache]), Of(STORES), "verdict-cache-asks-store", Some(sources::CACHE_ASIDE)),
    family(Of(&[Cache]), Any, "verdict-cache-only-answers", Some(sources::CACHE_ASIDE)),
    family(Of(&[Search]), Of(&[Database]), "verdict-search-is-fed", None),
    family(Of(STORES), Of(&[Cache]), "verdict-cache-is-filled-by-caller", Some(sources::CACHE_ASIDE)),
    family(Of(STORES), Of(&[Edge]), "verdict-edge-fetches", Some(sources::CDN_GUIDANCE)),
    family(Of(STORES), Of(STORES), "verdict-copies-within-a-kind", Some(sources::DEBEZIUM)).one_way(),
    family(Of(STORES), Any, "verdict-store-only-answers", None),
    family(Of(&[Balancer]), Of(STORES_AND_CACHES), "verdict-balancer-reaches-store", None),
    family(Of(FRONT), Of(STORES_AND_CACHES), "verdict-front-reaches-store", Some(sources::API_GATEWAYS)),
    family(
        Of(&[External]),
        Of(STORES_AND_CACHES),
        "verdict-outsider-reaches-store",
        Some(sources::OWASP_DATABASE),
    ),
    // Messages.
    family(
        Of(&[Broker]),
        Of(STORES_AND_CACHES),
        "verdict-messages-need-a-handler",
        Some(sources::COMPETING_CONSUMERS),
    ),
    family(Of(&[Broker]), Any, "verdict-messages-are-pulled", Some(sources::COMPETING_CONSUMERS)),
    family(Of(FRONT), Of(&[Broker]), "verdict-front-reaches-broker", Some(sources::LOAD_LEVELING)),
    family(Of(&[External]), Of(&[Broker]), "verdict-client-reaches-broker", Some(sources::API_GATEWAYS)),
    family(Any, Of(&[StreamProcessor]), "verdict-streams-are-pulled", Some(sources::COMPETING_CONSUMERS))
        .one_way(),
    family(Any, Of(&[Worker]), "verdict-workers-pull", Some(sources::LOAD_LEVELING)).one_way(),
    // The front.
    family(Any, Of(&[Edge]), "verdict-edge-fetches", Some(sources::CDN_GUIDANCE)),
    family(Any, Of(&[Firewall]), "verdict-stands-in-front", None),
    family(Any, Of(&[Resolver]), "verdict-resolver-is-asked-first", None),
    family(Of(FRONT), Of(&[NetworkGateway]), "verdict-network-gateway-between", Some(sources::NAT_GATEWAYS)),
    family(Any, Of(&[Proxy]), "verdict-proxy-is-local", Some(sources::ISTIO_ARCHITECTURE)),
    family(Of(FRONT), Of(CODE), "verdict-a-service-decides", Some(sources::API_GATEWAYS)).one_way(),
    family(Of(&[User, Probe]), Of(CODE), "verdict-a-service-decides", Some(sources::API_GATEWAYS)).one_way(),
    family(Of(&[External]), Any, "verdict-outsider-comes-through-front", Some(sources::API_GATEWAYS)),
    family(Of(FRONT), Any, "verdict-passes-requests-inwards", None),
    family(Any, Of(FRONT), "verdict-stands-in-front", None),
];

static OTHERWISE: Family = family(Any, Any, "verdict-makes-no-sense", None);

static NAT_LEADS_OUT: Family = family(Any, Any, "verdict-nat-leads-out", Some(sources::NAT_GATEWAYS));
static POOL_LEADS_TO_DATABASE: Family =
    family(Any, Any, "verdict-pool-leads-to-database", Some(sources::CONNECTION_POOLS));
static CODE_ASKS_POOL: Family = family(Any, Any, "verdict-code-asks-pool", Some(sources::CONNECTION_POOLS));
static OUTSIDE_FIRST: Family = family(Any, Any, "verdict-outside-first", Some(sources::KUBERNETES_INGRESS));
static OTHER_CLOUD: Family = family(Any, Any, "verdict-other-cloud", None);

/// Pairs of kinds that can do nothing together although their roles could.
static REFUSED_KINDS: &[(&str, &str, &Family)] = &[
    // Outside traffic arrives at the load balancer first.
    ("k8s_service", "load_balancer", &OUTSIDE_FIRST),
    ("k8s_ingress", "load_balancer", &OUTSIDE_FIRST),
    ("k8s_service", "k8s_ingress", &OUTSIDE_FIRST),
    // No cloud triggers another cloud's functions.
    ("azure_service_bus", "lambda_function", &OTHER_CLOUD),
    ("azure_service_bus", "cloud_function", &OTHER_CLOUD),
    ("gcp_pub_sub", "lambda_function", &OTHER_CLOUD),
    ("gcp_pub_sub", "azure_function", &OTHER_CLOUD),
];

static OPEN_BUCKET: Family = family(Any, Any, "verdict-open-bucket", Some(sources::PRESIGNED_URLS));
static MANY_CONNECTIONS: Family =
    family(Any, Any, "verdict-many-connections", Some(sources::CONNECTION_POOLS));
static SINGLE_ORIGIN: Family = family(Any, Any, "verdict-single-origin", Some(sources::FRONTEND_BALANCING));

/// Why these kinds in particular make no sense.
pub(super) fn refused_kinds(from: Kind, to: Kind) -> Option<&'static Family> {
    // Network address translation leads from inside to the internet.
    const INSIDE: &[Role] = &[NetworkGateway, Resolver, Balancer, Gateway, Service];
    let into_nat = to.id == "nat_gateway" && matches!(from.role, User | Probe | NetworkGateway);
    if into_nat || from.id == "nat_gateway" && INSIDE.contains(&to.role) {
        return Some(&NAT_LEADS_OUT);
    }
    const POOL: &str = "connection_pool";
    // Connections lead to databases, and whoever has queries asks for one.
    const TOOLS: &[Role] = &[ControlPlane, Registry, Pipeline];
    const BEHIND: &[Role] = &[Database, TimeSeries, Warehouse];
    const BESIDE: &[Role] = &[Metrics, Logs, Traces, Secrets, ControlPlane];
    if from.id == POOL && !BEHIND.contains(&to.role) && !BESIDE.contains(&to.role) {
        return Some(&POOL_LEADS_TO_DATABASE);
    }
    if to.id == POOL && !CODE.contains(&from.role) && !TOOLS.contains(&from.role) {
        return Some(&CODE_ASKS_POOL);
    }
    REFUSED_KINDS.iter().find(|it| it.0 == from.id && it.1 == to.id).map(|it| it.2)
}

/// Why components of these roles make no sense together.
pub(super) fn refused(from: Role, to: Role) -> &'static Family {
    REFUSALS.iter().find(|it| it.from.has(from) && it.to.has(to)).unwrap_or(&OTHERWISE)
}

/// What speaks against a pair that is possible.
pub(super) fn caution(from: Kind, to: Kind) -> Option<&'static Family> {
    // Thousands of short-lived instances at the edge, each with a connection of its own.
    if from.id == "wasm_runtime" && to.id == "database_sql" {
        return Some(&MANY_CONNECTIONS);
    }
    if from.role == User && is_bare_server(to) {
        return Some(&SINGLE_ORIGIN);
    }
    (from.role == User && to.role == ObjectStore).then_some(&OPEN_BUCKET)
}

/// A server with an address of its own; platforms bring a front that balances.
pub(crate) fn is_bare_server(kind: Kind) -> bool {
    matches!(
        kind.id,
        "api_server" | "web_server" | "microservice" | "grpc_server" | "auth_service" | "k8s_pod"
    )
}
