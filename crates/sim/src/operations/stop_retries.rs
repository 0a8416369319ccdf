//! Callers try once and no more, so that failures are not multiplied.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static STOP_RETRIES: Definition = Definition {
    id: "stop-retries",
    sort: Sort::Operator,
    hits: hits::call,
    stays: true,
    settings: &[Setting { key: "attempts", unit: Unit::Count, min: 1.0, max: 100.0, usual: 1.0 }],
    source: Some(Source {
        title: "Brooker, Timeouts, retries, and backoff with jitter, Amazon Builders' Library",
        url: "https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/",
    }),
    holds: |scene, conditions| {
        for connection in scene.connections() {
            conditions.policy(connection).attempts = scene.setting("attempts") as u32;
        }
    },
    ..Definition::NOTHING
};
