//! Slots are taken and never given back: connections that leak, threads that hang. Ever fewer are left for the requests,
//! until somebody restarts it.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static POOL_EXHAUSTION: Definition = Definition {
    id: "pool-exhaustion",
    sort: Sort::Fault,
    hits: hits::pool,
    settings: &[
        // Share of the slots that can be used in the end.
        Setting { key: "left", unit: Unit::Ratio, min: 0.0, max: 1.0, usual: 0.05 },
        Setting { key: "over", unit: Unit::Seconds, min: 0.0, max: 86_400.0, usual: 20.0 },
    ],
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "AWS: Summary of the Amazon Kinesis Event in the Northern Virginia (US-EAST-1) Region (2020)",
        url: "https://aws.amazon.com/message/11201/",
    }),
    holds: |scene, conditions| {
        let lost = (1.0 - scene.setting("left")) * scene.share_of(scene.setting("over"));
        if let Some(condition) = scene.condition(conditions) {
            condition.slots_ratio *= 1.0 - lost;
        }
    },
    moves: true,
    ..Definition::NOTHING
};
