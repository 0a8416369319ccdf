//! Items expire much too soon: a unit mixed up, a default that nobody set. The cache is full and hits nothing.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static SHORT_TTL: Definition = Definition {
    id: "short-ttl",
    sort: Sort::Fault,
    hits: hits::expiring_cache,
    settings: &[Setting { key: "factor", unit: Unit::Factor, min: 0.0, max: 1.0, usual: 0.01 }],
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "Facebook: More Details on Today's Outage (2010)",
        url: "https://www.facebook.com/notes/facebook-engineering/more-details-on-todays-outage/431441338919",
    }),
    holds: |scene, conditions| {
        if let Some(condition) = scene.condition(conditions) {
            condition.ttl *= scene.setting("factor");
        }
    },
    ..Definition::NOTHING
};
