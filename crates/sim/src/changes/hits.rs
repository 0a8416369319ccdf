//! Ready-made answers for [`Definition::hits`](super::Definition::hits): where something can happen at all.

use model::{
    Architecture, Component, ComponentId, Connection, Relation, ZoneId,
    catalog::{Family, Role},
    spec::{Balancing, Behavior, Keys},
    zone::ZoneKind,
};

use super::Place;

fn component_at(architecture: &Architecture, place: Place) -> Option<&Component> {
    let Place::Component(id) = place else { return None };
    architecture.component(id)
}

fn behavior(architecture: &Architecture, place: Place) -> Option<Behavior> {
    component_at(architecture, place).map(|it| it.spec().behavior)
}

/// Components that serve requests.
pub fn server(architecture: &Architecture, place: Place) -> bool {
    behavior(architecture, place)
        .is_some_and(|it| !matches!(it, Behavior::Source | Behavior::OffPath | Behavior::Sink { .. }))
}

/// Servers that do not belong to somebody else.
pub fn own_server(architecture: &Architecture, place: Place) -> bool {
    server(architecture, place) && !external(architecture, place)
}

/// Servers with a bound on what they work on at once.
pub fn pool(architecture: &Architecture, place: Place) -> bool {
    let has_bound = |it: &Component| {
        let spec = it.spec();
        spec.server.slots.is_some() || matches!(spec.behavior, Behavior::Function { .. })
    };
    server(architecture, place) && component_at(architecture, place).is_some_and(has_bound)
}

/// Programs of one's own, of which there can be new versions.
pub fn deployable(architecture: &Architecture, place: Place) -> bool {
    let is_own = |it: &Component| it.kind.param("boot_secs").is_some();
    server(architecture, place) && component_at(architecture, place).is_some_and(is_own)
}

/// Stores whose data has a schema.
pub fn migratable(architecture: &Architecture, place: Place) -> bool {
    let has_schema =
        |it: &Component| matches!(it.kind.role, Role::Database | Role::TimeSeries | Role::Warehouse);
    store(architecture, place) && component_at(architecture, place).is_some_and(has_schema)
}

/// What has a version that can come back.
pub fn versioned(architecture: &Architecture, place: Place) -> bool {
    deployable(architecture, place) || migratable(architecture, place)
}

/// Whether all replicas of a component are one pool.
pub(crate) const fn is_single(behavior: &Behavior) -> bool {
    matches!(behavior, Behavior::Function { .. } | Behavior::Broker { .. })
}

/// Components of which there can be several replicas.
pub fn scalable(architecture: &Architecture, place: Place) -> bool {
    let is_single =
        |it| matches!(it, Behavior::Function { .. } | Behavior::Broker { .. } | Behavior::Store { .. });
    own_server(architecture, place) && !behavior(architecture, place).is_some_and(is_single)
}

/// Components whose number of replicas follows the load.
pub fn autoscaled(architecture: &Architecture, place: Place) -> bool {
    component_at(architecture, place).is_some_and(|it| it.spec().scaling.auto.is_some())
}

/// Anything that can be down.
pub fn component(architecture: &Architecture, place: Place) -> bool {
    behavior(architecture, place).is_some_and(|it| it != Behavior::Source)
}

/// The same of what does not belong to somebody else.
pub fn own_component(architecture: &Architecture, place: Place) -> bool {
    component(architecture, place) && !external(architecture, place)
}

pub fn source(architecture: &Architecture, place: Place) -> bool {
    behavior(architecture, place) == Some(Behavior::Source)
}

pub fn store(architecture: &Architecture, place: Place) -> bool {
    matches!(behavior(architecture, place), Some(Behavior::Store { .. }))
}

/// Stores of which other replicas repeat the writes.
pub fn replicated_store(architecture: &Architecture, place: Place) -> bool {
    store(architecture, place) && replicated(architecture, place)
}

pub fn broker(architecture: &Architecture, place: Place) -> bool {
    matches!(behavior(architecture, place), Some(Behavior::Broker { .. }))
}

/// Brokers whose messages somebody handles.
pub fn consumed_broker(architecture: &Architecture, place: Place) -> bool {
    let is_consumed = |id: ComponentId| architecture.outgoing(id).any(|it| it.relation == Relation::Consume);
    broker(architecture, place) && component_at(architecture, place).is_some_and(|it| is_consumed(it.id))
}

/// Components that handle a broker's messages.
pub fn consumer(architecture: &Architecture, place: Place) -> bool {
    component_at(architecture, place)
        .is_some_and(|it| architecture.incoming(it.id).any(|it| it.relation == Relation::Consume))
}

/// Whatever keeps what it is given: stores and brokers.
pub fn keeper(architecture: &Architecture, place: Place) -> bool {
    store(architecture, place) || broker(architecture, place)
}

/// Who looks at the clock: those who check tokens, caches whose items expire.
pub fn clock(architecture: &Architecture, place: Place) -> bool {
    let checks_tokens =
        matches!(behavior(architecture, place), Some(Behavior::Pool | Behavior::Function { .. }));
    checks_tokens && own_server(architecture, place) || expiring_cache(architecture, place)
}

/// Caches that hold items, and those that hit by a ratio.
pub fn cache(architecture: &Architecture, place: Place) -> bool {
    matches!(behavior(architecture, place), Some(Behavior::Cache { .. } | Behavior::Edge { .. }))
}

/// What a cache holds, if it is simulated item by item.
pub fn keys(architecture: &Architecture, place: Place) -> Option<Keys> {
    match behavior(architecture, place)? {
        Behavior::Cache { keys, .. } | Behavior::Edge { keys, .. } => keys,
        _ => None,
    }
}

/// Caches that hold items.
pub fn keyed_cache(architecture: &Architecture, place: Place) -> bool {
    keys(architecture, place).is_some()
}

/// Caches whose items expire.
pub fn expiring_cache(architecture: &Architecture, place: Place) -> bool {
    keys(architecture, place).is_some_and(|it| it.ttl_secs.is_some())
}

/// Sources in a drawing in which it matters which item is asked for, or by whom: caches of items, balancers by hash.
pub fn source_of_keys(architecture: &Architecture, place: Place) -> bool {
    let is_keyed = |it: &Component| {
        let spec = it.spec();
        match spec.behavior {
            Behavior::Cache { keys, .. } | Behavior::Edge { keys, .. } => keys.is_some(),
            Behavior::Balancer { algorithm, .. } => algorithm == Balancing::Hash,
            Behavior::Broker { partitions, .. } => partitions > 0,
            _ => spec.server.user_limits.is_some(),
        }
    };
    source(architecture, place) && architecture.components.iter().any(is_keyed)
}

/// Services that somebody else runs.
pub fn external(architecture: &Architecture, place: Place) -> bool {
    component_at(architecture, place).is_some_and(|it| it.kind.family == Family::External)
}

/// Components with several replicas, each a machine of its own.
pub fn replicated(architecture: &Architecture, place: Place) -> bool {
    let is_single = matches!(
        behavior(architecture, place),
        Some(Behavior::Function { .. } | Behavior::Broker { .. }) | None
    );
    server(architecture, place)
        && !is_single
        && component_at(architecture, place).is_some_and(|it| it.replicas() > 1)
}

/// Components with several replicas behind a balancer.
pub fn balanced(architecture: &Architecture, place: Place) -> bool {
    let is_balancer =
        |id| matches!(behavior(architecture, Place::Component(id)), Some(Behavior::Balancer { .. }));
    replicated(architecture, place)
        && component_at(architecture, place).is_some_and(|it| {
            architecture.incoming(it.id).any(|it| it.relation == Relation::Call && is_balancer(it.from))
        })
}

/// Connections that carry requests.
pub fn connection(architecture: &Architecture, place: Place) -> bool {
    let Place::Connection(id) = place else { return false };
    architecture.connection(id).is_some_and(|it| it.relation.carries_requests())
}

/// Connections over which somebody waits for an answer.
pub fn call(architecture: &Architecture, place: Place) -> bool {
    let Place::Connection(id) = place else { return false };
    architecture.connection(id).is_some_and(|it| is_call(it.relation))
}

/// The same, and components that are called.
pub fn called(architecture: &Architecture, place: Place) -> bool {
    let is_called = |it: &Component| architecture.incoming(it.id).any(|it| is_call(it.relation));
    call(architecture, place) || component_at(architecture, place).is_some_and(is_called)
}

/// Whether somebody waits for an answer over it.
pub(super) const fn is_call(relation: Relation) -> bool {
    matches!(relation, Relation::Call | Relation::Publish)
}

pub fn zone(architecture: &Architecture, place: Place) -> bool {
    matches!(place, Place::Zone(id) if architecture.zone(id).is_some())
}

/// Zones other than regions in which something runs.
pub fn used_zone(architecture: &Architecture, place: Place) -> bool {
    is_used(architecture, place) && !is_region(architecture, place)
}

/// Regions in which something runs.
pub fn used_region(architecture: &Architecture, place: Place) -> bool {
    is_used(architecture, place) && is_region(architecture, place)
}

fn is_region(architecture: &Architecture, place: Place) -> bool {
    let Place::Zone(id) = place else { return false };
    architecture.zone(id).is_some_and(|it| it.kind == ZoneKind::Region)
}

fn is_used(architecture: &Architecture, place: Place) -> bool {
    let Place::Zone(id) = place else { return false };
    let is_there = |it: &Component| it.placements.iter().any(|it| is_in(architecture, it.zone, id));
    zone(architecture, place) && architecture.components.iter().any(is_there)
}

fn is_in(architecture: &Architecture, placed: Option<ZoneId>, zone: ZoneId) -> bool {
    architecture.zones_around(placed).iter().any(|it| it.id == zone)
}

/// Connections that carry requests, and zones over whose border requests go to other zones.
pub fn way(architecture: &Architecture, place: Place) -> bool {
    let Place::Zone(zone) = place else { return connection(architecture, place) };
    architecture.connections.iter().any(|it| crossing(architecture, it, zone).is_some())
}

/// Some or all ways over a connection lead over a zone's border.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Crossing {
    Some,
    All,
}

/// Whether requests over a connection go into a zone or out of it, from replica to replica. Who is in no zone sees
/// everybody.
pub(crate) fn crossing(
    architecture: &Architecture,
    connection: &Connection,
    zone: ZoneId,
) -> Option<Crossing> {
    let sides = |id: ComponentId| {
        let placements = architecture.component(id).map_or(&[][..], |it| &it.placements);
        placements.iter().map(|it| it.zone.map(|_| is_in(architecture, it.zone, zone)))
    };
    let (mut some, mut all) = (false, connection.relation.carries_requests());
    for from in sides(connection.from) {
        for to in sides(connection.to) {
            let crosses = from.is_some() && to.is_some() && from != to;
            some |= crosses;
            all &= crosses;
        }
    }
    let some = some && connection.relation.carries_requests();
    some.then_some(if all { Crossing::All } else { Crossing::Some })
}
