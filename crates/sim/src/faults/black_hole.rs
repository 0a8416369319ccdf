//! One replica fails everything at once. It looks idle, so a balancer that sends to the least busy sends it ever more.

use model::finding::Source;

use crate::changes::{Definition, Sort, hits};

pub static BLACK_HOLE: Definition = Definition {
    id: "black-hole",
    sort: Sort::Fault,
    hits: hits::replicated,
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "Amazon Builders' Library: Implementing health checks",
        url: "https://aws.amazon.com/builders-library/implementing-health-checks/",
    }),
    holds: |scene, conditions| {
        if let Some(condition) = scene.condition(conditions) {
            condition.replica(0).fails_fast = true;
        }
    },
    ..Definition::NOTHING
};
