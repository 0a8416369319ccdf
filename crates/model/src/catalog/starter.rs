//! The first few kinds.

use super::{BehaviorKind, Curve, Entry, Family, Line, Role};

const CURVE: Curve = Curve {
    cpu: Line::new(0.0, 100.0),
    memory: Line::new(30.0, 40.0),
    disk: Line::new(10.0, 0.0),
    network: Line::new(0.0, 80.0),
};

const fn entry(id: &'static str, family: Family, role: Role, behavior: BehaviorKind) -> Entry {
    Entry { id, family, role, icon: id, behavior, params: &[], curve: CURVE }
}

pub static UNKNOWN: Entry = entry("unknown", Family::Platform, Role::Unknown, BehaviorKind::Pool);

pub static ENTRIES: &[Entry] = &[
    entry("client", Family::Clients, Role::User, BehaviorKind::Source),
    entry("load_balancer", Family::Network, Role::Balancer, BehaviorKind::Balancer),
    entry("api_server", Family::Compute, Role::Service, BehaviorKind::Pool),
    entry("worker", Family::Compute, Role::Worker, BehaviorKind::Pool),
    entry("cache_redis", Family::Data, Role::Cache, BehaviorKind::Cache),
    entry("database_sql", Family::Data, Role::Database, BehaviorKind::Store),
    entry("queue", Family::Messaging, Role::Broker, BehaviorKind::Broker),
    entry("monitoring", Family::Observability, Role::Metrics, BehaviorKind::Sink),
    entry("apm", Family::Observability, Role::Traces, BehaviorKind::Sink),
];
