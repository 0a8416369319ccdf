//! A service that somebody else runs answers, but late. Its own status page is green: a gray failure.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static DEPENDENCY_SLOW: Definition = Definition {
    id: "dependency-slow",
    sort: Sort::Fault,
    hits: hits::external,
    settings: &[Setting { key: "millis", unit: Unit::Millis, min: 0.0, max: 600_000.0, usual: 3_000.0 }],
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "Huang et al., Gray Failure: The Achilles' Heel of Cloud-Scale Systems, HotOS 2017",
        url: "https://dl.acm.org/doi/10.1145/3102980.3103005",
    }),
    holds: |scene, conditions| {
        for connection in scene.calls() {
            conditions.connection(connection.id).added_millis += scene.setting("millis") / 2.0;
        }
    },
    ..Definition::NOTHING
};
