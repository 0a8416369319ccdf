//! Everything takes longer: a bad disk, a throttled machine, a regression that nobody noticed.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static SLOW: Definition = Definition {
    id: "slow",
    sort: Sort::Fault,
    hits: hits::server,
    settings: &[Setting { key: "factor", unit: Unit::Factor, min: 1.0, max: 1000.0, usual: 5.0 }],
    usual_secs: Some(30.0),
    source: Some(Source {
        title: "Gunawi et al., Fail-Slow at Scale: Evidence of Hardware Performance Faults in Large Production Systems, FAST 2018",
        url: "https://www.usenix.org/conference/fast18/presentation/gunawi",
    }),
    holds: |scene, conditions| {
        if let Some(condition) = scene.condition(conditions) {
            condition.slower *= scene.setting("factor");
        }
    },
    ..Definition::NOTHING
};
