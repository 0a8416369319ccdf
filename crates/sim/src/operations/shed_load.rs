//! More than so many requests per second are refused, so that the others are served.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static SHED_LOAD: Definition = Definition {
    id: "shed-load",
    sort: Sort::Operator,
    hits: hits::server,
    stays: true,
    settings: &[Setting { key: "per_sec", unit: Unit::PerSecond, min: 0.1, max: 10_000_000.0, usual: 100.0 }],
    source: Some(Source {
        title: "Beyer et al., Site Reliability Engineering (2016), chapter 22: Addressing Cascading Failures",
        url: "https://sre.google/sre-book/addressing-cascading-failures/",
    }),
    holds: |scene, conditions| {
        if let Some(condition) = scene.condition(conditions) {
            condition.limit_rate(scene.setting("per_sec"));
        }
    },
    ..Definition::NOTHING
};
