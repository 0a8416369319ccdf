//! A whole place is gone: every replica in the zone, and in the zones inside it, is down until it comes back.

use model::{ComponentId, finding::Source};

use crate::changes::{Definition, Order, Replicas, Scene, Sort, hits};

pub static ZONE_LOSS: Definition = Definition {
    id: "zone-loss",
    sort: Sort::Fault,
    hits: hits::zone,
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "AWS: Summary of the Amazon EC2 and Amazon RDS Service Disruption in the US East Region (2011)",
        url: "https://aws.amazon.com/message/65648/",
    }),
    begins: |scene| orders(scene, Order::TakeDown),
    ends: |scene| orders(scene, Order::BringUp),
    ..Definition::NOTHING
};

fn orders(scene: &Scene<'_>, order: fn(ComponentId, Replicas) -> Order) -> Vec<Order> {
    let Some(zone) = scene.zone() else { return Vec::new() };
    scene.replicas_in(zone.id).into_iter().map(|(component, replicas)| order(component, replicas)).collect()
}
