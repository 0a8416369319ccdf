//! More users come, or fewer: a campaign, a holiday, a region that fails over to this one.

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static TRAFFIC: Definition = Definition {
    id: "traffic",
    sort: Sort::Traffic,
    hits: hits::source,
    settings: &[Setting { key: "factor", unit: Unit::Factor, min: 0.0, max: 1000.0, usual: 3.0 }],
    usual_secs: Some(30.0),
    holds: |scene, conditions| {
        if let Some(condition) = scene.condition(conditions) {
            condition.traffic *= scene.setting("factor");
        }
    },
    ..Definition::NOTHING
};
