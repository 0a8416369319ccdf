//! Traffic is taken away from a zone: its replicas get nothing new and finish what they have. What has no replica elsewhere
//! stays as it is, and nobody takes users away.

use model::Place;

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
    let mut orders = scene.orders_in_zone(order);
    orders.retain(|it| {
        let (Order::Drain(id, Replicas::Of(there)) | Order::Admit(id, Replicas::Of(there))) = it else {
            return false;
        };
        let count = scene.architecture.component(*id).map_or(0, |it| scene.replicas(it));
        let has_others = (0..count).any(|it| !there.contains(&it));
        has_others && !hits::source(scene.architecture, Place::Component(*id))
    });
    orders
}
