//! The component has moved to another address. Callers that still have the old one are refused until it expires.

use model::finding::Source;

use crate::{
    changes::{Definition, Setting, Sort, Unit, hits},
    report::FailureCause,
};

pub static STALE_DNS: Definition = Definition {
    id: "stale-dns",
    sort: Sort::Fault,
    hits: hits::called,
    settings: &[
        // Amazon Route 53 recommends 60 s or less for records that fail over.
        Setting { key: "ttl", unit: Unit::Seconds, min: 1.0, max: 86_400.0, usual: 60.0 },
    ],
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "Slack: The Case of the Recursive Resolvers (2021)",
        url: "https://slack.engineering/what-happened-during-slacks-dnssec-rollout/",
    }),
    holds: |scene, conditions| {
        // Answers were fetched at different times: the share of those that are over grows evenly.
        let stale = 1.0 - scene.share_of(scene.setting("ttl"));
        scene.refuse(conditions, stale, FailureCause::Refused);
    },
    moves: true,
    ..Definition::NOTHING
};
