//! A share of the requests fails after it has been worked on.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static ERROR_RATE: Definition = Definition {
    id: "error-rate",
    sort: Sort::Fault,
    hits: hits::server,
    settings: &[Setting { key: "share", unit: Unit::Ratio, min: 0.0, max: 1.0, usual: 0.05 }],
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "AWS: Summary of the Amazon DynamoDB Service Disruption and Related Impacts in the US-East Region (2015)",
        url: "https://aws.amazon.com/message/5467D2/",
    }),
    holds: |scene, conditions| {
        if let Some(condition) = scene.condition(conditions) {
            condition.fail(scene.setting("share"));
        }
    },
    ..Definition::NOTHING
};
