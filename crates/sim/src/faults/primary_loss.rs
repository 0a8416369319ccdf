//! The replica that takes the writes is gone. After the failover time another one takes its place.

use model::finding::Source;

use crate::changes::{Definition, Order, Replicas, Sort, hits};

pub static PRIMARY_LOSS: Definition = Definition {
    id: "primary-loss",
    sort: Sort::Fault,
    hits: hits::replicated_store,
    usual_secs: Some(120.0),
    source: Some(Source {
        title: "GitHub: GitHub availability this week (2012)",
        url: "https://github.blog/2012-09-14-github-availability-this-week/",
    }),
    begins: |scene| scene.orders(Order::FailPrimary),
    ends: |scene| {
        let up = |it| Order::BringUp(it, Replicas::All);
        scene.orders(up)
    },
    ..Definition::NOTHING
};
