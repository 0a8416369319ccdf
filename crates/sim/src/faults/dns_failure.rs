//! The name resolves to nothing. Callers go on with the answers they have, until these expire one after the other.

use model::finding::Source;

use crate::{
    changes::{Definition, Setting, Sort, Unit, hits},
    report::FailureCause,
};

pub static DNS_FAILURE: Definition = Definition {
    id: "dns-failure",
    sort: Sort::Fault,
    hits: hits::called,
    settings: &[
        // DynamoDB has 5 s, as its record says (`dig dynamodb.us-east-1.amazonaws.com`).
        Setting { key: "ttl", unit: Unit::Seconds, min: 0.0, max: 86_400.0, usual: 5.0 },
    ],
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "AWS: Summary of the Amazon DynamoDB Service Disruption in the Northern Virginia (US-EAST-1) Region (2025)",
        url: "https://aws.amazon.com/message/101925/",
    }),
    holds: |scene, conditions| {
        // Answers were fetched at different times: the share of those that are over grows evenly.
        let share = scene.share_of(scene.setting("ttl"));
        scene.refuse(conditions, share, FailureCause::NameNotResolved);
    },
    moves: true,
    ..Definition::NOTHING
};
