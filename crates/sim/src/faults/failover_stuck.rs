//! The replica that takes the writes is gone, and no other takes its place until it is back or somebody promotes one.

use model::finding::Source;

use crate::changes::{Definition, Order, Replicas, Sort, hits};

pub static FAILOVER_STUCK: Definition = Definition {
    id: "failover-stuck",
    sort: Sort::Fault,
    hits: hits::replicated_store,
    usual_secs: Some(120.0),
    source: Some(Source {
        title: "GoCardless: Incident review: API and Dashboard outage on 10 October 2017",
        url: "https://gocardless.com/blog/incident-review-api-and-dashboard-outage-on-10th-october/",
    }),
    holds: |scene, conditions| {
        if let Some(condition) = scene.condition(conditions) {
            condition.failover_is_off = true;
        }
    },
    begins: |scene| scene.orders(Order::FailPrimary),
    ends: |scene| {
        let up = |it| Order::BringUp(it, Replicas::All);
        scene.orders(up)
    },
    ..Definition::NOTHING
};
