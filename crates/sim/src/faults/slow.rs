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
        title: "Huang et al., Gray Failure: The Achilles' Heel of Cloud-Scale Systems, HotOS 2017",
        url: "https://dl.acm.org/doi/10.1145/3102980.3103005",
    }),
    holds: |scene, conditions| {
        if let Some(component) = scene.component_id() {
            conditions.component(component).slower *= scene.setting("factor");
        }
    },
    ..Definition::NOTHING
};
