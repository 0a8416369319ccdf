//! One item is all the rage: a share of the requests asks for it, as if they came from one user. Whatever is spread by
//! keys is spread no more.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static HOT_KEY: Definition = Definition {
    id: "hot-key",
    sort: Sort::Fault,
    hits: hits::source_of_keys,
    settings: &[Setting { key: "share", unit: Unit::Ratio, min: 0.0, max: 1.0, usual: 0.5 }],
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "Discord: How Discord Stores Trillions of Messages (2023)",
        url: "https://discord.com/blog/how-discord-stores-trillions-of-messages",
    }),
    holds: |scene, conditions| {
        if let Some(condition) = scene.condition(conditions) {
            condition.hot_share = condition.hot_share.max(scene.setting("share"));
        }
    },
    ..Definition::NOTHING
};
