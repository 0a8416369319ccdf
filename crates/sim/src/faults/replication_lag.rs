//! Other replicas begin to repeat a write only after a while: a long transaction, too much to write. Quorums wait for them,
//! and what has not been repeated is lost with the primary.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static REPLICATION_LAG: Definition = Definition {
    id: "replication-lag",
    sort: Sort::Fault,
    hits: hits::replicated_store,
    settings: &[Setting { key: "millis", unit: Unit::Millis, min: 0.0, max: 600_000.0, usual: 5_000.0 }],
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "GitLab: Postmortem of database outage of January 31 (2017)",
        url: "https://about.gitlab.com/blog/2017/02/10/postmortem-of-database-outage-of-january-31/",
    }),
    holds: |scene, conditions| {
        if let Some(condition) = scene.condition(conditions) {
            condition.lag_millis += scene.setting("millis");
        }
    },
    ..Definition::NOTHING
};
