//! Everything stands still for a while: requests are accepted and not worked on, then all goes on at once. Short as it is, it
//! can start what does not end by itself.

use model::finding::Source;

use crate::changes::{Definition, Sort, hits};

pub static STALL: Definition = Definition {
    id: "stall",
    sort: Sort::Fault,
    hits: hits::server,
    usual_secs: Some(5.0),
    source: Some(Source {
        title: "Bronson et al., Metastable Failures in Distributed Systems, HotOS 2021",
        url: "https://sigops.org/s/conferences/hotos/2021/papers/hotos21-s11-bronson.pdf",
    }),
    holds: |scene, conditions| {
        if let Some(condition) = scene.condition(conditions) {
            condition.all_wait_until = condition.all_wait_until.max(scene.until());
        }
    },
    ..Definition::NOTHING
};
