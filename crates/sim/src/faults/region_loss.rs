//! A whole region is gone, with all its zones. Only what runs in another region goes on.

use model::finding::Source;

use crate::changes::{Definition, Order, Sort, hits};

pub static REGION_LOSS: Definition = Definition {
    id: "region-loss",
    sort: Sort::Fault,
    hits: hits::used_region,
    usual_secs: Some(120.0),
    source: Some(Source {
        title: "AWS: Summary of the AWS Service Event in the Northern Virginia (US-EAST-1) Region (2021)",
        url: "https://aws.amazon.com/message/12721/",
    }),
    begins: |scene| scene.orders_in_zone(Order::TakeDown),
    ends: |scene| scene.orders_in_zone(Order::BringUp),
    ..Definition::NOTHING
};
