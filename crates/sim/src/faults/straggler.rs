//! One replica is slower than the others. It passes its health check.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static STRAGGLER: Definition = Definition {
    id: "straggler",
    sort: Sort::Fault,
    hits: hits::replicated,
    settings: &[Setting { key: "factor", unit: Unit::Factor, min: 1.0, max: 1000.0, usual: 10.0 }],
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "Dean, Barroso: The Tail at Scale, Communications of the ACM 56 (2), 2013",
        url: "https://dl.acm.org/doi/10.1145/2408776.2408794",
    }),
    holds: |scene, conditions| {
        if let Some(condition) = scene.condition(conditions) {
            condition.replica(0).slower *= scene.setting("factor");
        }
    },
    ..Definition::NOTHING
};
