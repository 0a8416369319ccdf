//! Consumers take longer for each message, and fall behind what is published.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static CONSUMER_LAG: Definition = Definition {
    id: "consumer-lag",
    sort: Sort::Fault,
    hits: hits::consumer,
    settings: &[Setting { key: "factor", unit: Unit::Factor, min: 1.0, max: 1000.0, usual: 10.0 }],
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "Amazon Builders' Library: Avoiding insurmountable queue backlogs",
        url: "https://aws.amazon.com/builders-library/avoiding-insurmountable-queue-backlogs/",
    }),
    holds: |scene, conditions| {
        if let Some(condition) = scene.condition(conditions) {
            condition.slower *= scene.setting("factor");
        }
    },
    ..Definition::NOTHING
};
