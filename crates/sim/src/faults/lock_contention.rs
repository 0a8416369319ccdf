//! Writes wait for each other: they want the same row, the same lock. They hold their slots all the while.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static LOCK_CONTENTION: Definition = Definition {
    id: "lock-contention",
    sort: Sort::Fault,
    hits: hits::store,
    settings: &[Setting { key: "factor", unit: Unit::Factor, min: 1.0, max: 10_000.0, usual: 20.0 }],
    usual_secs: Some(30.0),
    source: Some(Source {
        title: "Roblox: Return to Service 10/28-10/31 2021",
        url: "https://blog.roblox.com/2022/01/roblox-return-to-service-10-28-10-31-2021/",
    }),
    holds: |scene, conditions| {
        if let Some(condition) = scene.condition(conditions) {
            condition.writes_slower *= scene.setting("factor");
        }
    },
    ..Definition::NOTHING
};
