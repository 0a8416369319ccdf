//! Some messages cannot be handled, however often they are delivered.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static POISON_MESSAGE: Definition = Definition {
    id: "poison-message",
    sort: Sort::Fault,
    hits: hits::consumed_broker,
    settings: &[Setting { key: "share", unit: Unit::Ratio, min: 0.0, max: 1.0, usual: 0.02 }],
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "Google Cloud incident of June 12, 2025: Multiple GCP products are experiencing Service issues",
        url: "https://status.cloud.google.com/incidents/ow5i3PPK96RduMcb1SsW",
    }),
    holds: |scene, conditions| {
        if let Some(condition) = scene.condition(conditions) {
            condition.poison_ratio = scene.setting("share");
        }
    },
    ..Definition::NOTHING
};
