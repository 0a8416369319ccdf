//! A rate limit far below the traffic: what exceeds it is turned away at once. A tenth of a second of it may come at
//! once.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static RATE_LIMIT_MISCONFIGURATION: Definition = Definition {
    id: "rate-limit-misconfiguration",
    sort: Sort::Fault,
    hits: hits::server,
    settings: &[Setting { key: "per_sec", unit: Unit::PerSecond, min: 0.0, max: 10_000_000.0, usual: 10.0 }],
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "Google Cloud Infrastructure Components Incident 20013: quota of the user ID service (December 14, 2020)",
        url: "https://status.cloud.google.com/incident/zall/20013",
    }),
    holds: |scene, conditions| {
        if let Some(condition) = scene.condition(conditions) {
            condition.limit_rate(scene.setting("per_sec"));
        }
    },
    ..Definition::NOTHING
};
