//! What runs more than once, and what could.

use super::fixes;
use crate::{
    architecture::{Architecture, ZoneId},
    catalog::Role,
    component::{Component, Placement},
    connection::Relation,
    edit::Edit,
    finding::Fix,
    graph::Graph,
    text::Message,
    zone::ZoneKind,
};

/// Whether its provider keeps copies, so that one box is not one machine; also what is no machine of its own.
pub(super) fn is_managed(component: &Component) -> bool {
    // A sidecar lives and dies with its service.
    component.kind.is_managed
        || matches!(component.kind.role, Role::Proxy | Role::User | Role::Probe | Role::Unknown)
}

/// Whether there is one of it: no more are drawn, and no autoscaler keeps more.
pub(super) fn runs_once(component: &Component) -> bool {
    component.replicas() < 2 && component.spec().scaling.auto.is_none_or(|it| it.min < 2)
}

/// Whether a component of the same kind keeps a copy of it, or it is such a copy.
pub(super) fn has_twin(graph: &Graph<'_>, at: usize) -> bool {
    let is_twin = |other: usize| graph.component(other).kind == graph.component(at).kind;
    graph
        .out(at)
        .chain(graph.into(at))
        .any(|(it, other)| it.relation == Relation::Replicate && is_twin(other))
}

/// A further replica: in another availability zone where the drawing has one, else beside the first.
pub(super) fn second_replica(architecture: &Architecture, component: &Component) -> Fix {
    let home = component.zone().and_then(|it| zone_of(architecture, it, ZoneKind::AvailabilityZone));
    let Some(other) = home.and_then(|it| siblings(architecture, it).into_iter().next()) else {
        return fixes::replicas(component, component.replicas() + 1);
    };
    let mut placements = component.placements.clone();
    placements.push(Placement { zone: Some(other), replicas: 1 });
    let zone = architecture.zone(other).map_or("", |it| it.name.as_str());
    Fix {
        label: Message::new("fix-replica-in-zone").with("name", component.name.as_str()).with("zone", zone),
        edit: Edit::Place { component: component.id, placements },
    }
}

/// The innermost zone of that kind around `zone`, itself included.
pub(super) fn zone_of(architecture: &Architecture, zone: ZoneId, kind: ZoneKind) -> Option<ZoneId> {
    architecture.zones_around(Some(zone)).into_iter().find(|it| it.kind == kind).map(|it| it.id)
}

/// Other zones of the same kind in the same zone.
pub(super) fn siblings(architecture: &Architecture, zone: ZoneId) -> Vec<ZoneId> {
    let Some(this) = architecture.zone(zone) else { return Vec::new() };
    let alike = |it: &&crate::zone::Zone| it.id != zone && it.kind == this.kind && it.parent == this.parent;
    architecture.zones.iter().filter(alike).map(|it| it.id).collect()
}
