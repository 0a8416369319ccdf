//! Traffic is taken away from a zone: its replicas get nothing new and finish what they have. What has no replica elsewhere
//! stays as it is.

use crate::changes::{Definition, Order, Replicas, Scene, Sort, hits};

pub static DRAIN_ZONE: Definition = Definition {
    id: "drain-zone",
    sort: Sort::Operator,
    hits: hits::zone,
    usual_secs: Some(120.0),
    begins: |scene| orders(scene, Order::Drain),
    ends: |scene| orders(scene, Order::Admit),
    ..Definition::NOTHING
};

fn orders(scene: &Scene<'_>, order: fn(model::ComponentId, Replicas) -> Order) -> Vec<Order> {
    let Some(zone) = scene.zone() else { return Vec::new() };
    let shared = scene.replicas_in(zone.id).into_iter().filter(|(_, replicas)| *replicas != Replicas::All);
    shared.map(|(component, replicas)| order(component, replicas)).collect()
}
