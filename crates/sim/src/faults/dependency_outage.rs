//! A service that somebody else runs is gone. Nothing here can bring it back.

use model::finding::Source;

use crate::changes::{Definition, Order, Replicas, Sort, hits};

pub static DEPENDENCY_OUTAGE: Definition = Definition {
    id: "dependency-outage",
    sort: Sort::Fault,
    hits: hits::external,
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "AWS: Summary of the Amazon S3 Service Disruption in the Northern Virginia (US-EAST-1) Region (2017)",
        url: "https://aws.amazon.com/message/41926/",
    }),
    begins: |scene| {
        let down = |it| Order::TakeDown(it, Replicas::All);
        scene.orders(down)
    },
    ends: |scene| {
        let up = |it| Order::BringUp(it, Replicas::All);
        scene.orders(up)
    },
    ..Definition::NOTHING
};
