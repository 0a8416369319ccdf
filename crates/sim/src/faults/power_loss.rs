//! A place has no power. When it is back, everything there boots at once: who is ready before what it needs is, fails.

use model::{Component, finding::Source};

use crate::changes::{Definition, Order, Place, Replicas, Scene, Sort, hits};

pub static POWER_LOSS: Definition = Definition {
    id: "power-loss",
    sort: Sort::Fault,
    hits: |architecture, place| {
        let own = |it: &Component| hits::own_component(architecture, Place::Component(it.id));
        match place {
            Place::Zone(_) => hits::used_zone(architecture, place) || hits::used_region(architecture, place),
            Place::Architecture => architecture.components.iter().any(own),
            Place::Component(_) | Place::Connection(_) => false,
        }
    },
    usual_secs: Some(30.0),
    source: Some(Source {
        title: "AWS: Summary of the AWS Service Event in the US East Region (2012)",
        url: "https://aws.amazon.com/message/67457/",
    }),
    begins: |scene| orders(scene, Order::TakeDown),
    ends: |scene| orders(scene, Order::Boot),
    ..Definition::NOTHING
};

fn orders(scene: &Scene<'_>, order: fn(model::ComponentId, Replicas) -> Order) -> Vec<Order> {
    if scene.zone().is_some() {
        return scene.orders_in_zone(order);
    }
    let components = scene.architecture.components.iter();
    let own = components.filter(|it| hits::own_component(scene.architecture, Place::Component(it.id)));
    own.map(|it| order(it.id, Replicas::All)).collect()
}
