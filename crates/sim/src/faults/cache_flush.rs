//! A cache forgets what it holds: a restart, a mistaken command, a change of all its keys. One that is simulated item by
//! item is filled again by those who miss; in others hits come back evenly over a while.

use model::finding::Source;

use crate::changes::{Definition, Order, Setting, Sort, Unit, hits};

pub static CACHE_FLUSH: Definition = Definition {
    id: "cache-flush",
    sort: Sort::Fault,
    hits: hits::cache,
    settings: &[
        // Assumed: it depends on traffic and size, which only a cache of items knows.
        Setting { key: "refill", unit: Unit::Seconds, min: 0.0, max: 86_400.0, usual: 30.0 },
    ],
    usual_secs: Some(30.0),
    source: Some(Source {
        title: "Slack: Slack's Incident on 2-22-22",
        url: "https://slack.engineering/slacks-incident-on-2-22-22/",
    }),
    holds: |scene, conditions| {
        if let Some(condition) = scene.condition(conditions) {
            condition.hit_ratio *= scene.share_of(scene.setting("refill"));
        }
    },
    begins: |scene| scene.orders(Order::Flush),
    moves: true,
    ..Definition::NOTHING
};
