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
        !matches!(it, Order::Drain(_, Replicas::All) | Order::Admit(_, Replicas::All))
            && !hits::source(scene.architecture, Place::Component(it.component()))
    });
    orders
}
