//! A whole place is gone: every replica in the zone, and in the zones inside it, is down until it comes back.

use model::finding::Source;

use crate::changes::{Definition, Order, Sort, hits};

pub static ZONE_LOSS: Definition = Definition {
    id: "zone-loss",
    sort: Sort::Fault,
    hits: hits::used_zone,
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "AWS: Summary of the Amazon EC2 and Amazon RDS Service Disruption in the US East Region (2011)",
        url: "https://aws.amazon.com/message/65648/",
    }),
    begins: |scene| scene.orders_in_zone(Order::TakeDown),
    ends: |scene| scene.orders_in_zone(Order::BringUp),
    ..Definition::NOTHING
};
