//! Bots join the users, so many requests of theirs for each of a user. Most of them ask for the same thing, from the same
//! place.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static BOT_FLOOD: Definition = Definition {
    id: "bot-flood",
    sort: Sort::Traffic,
    hits: hits::source,
    settings: &[
        Setting { key: "factor", unit: Unit::Factor, min: 0.0, max: 1000.0, usual: 20.0 },
        Setting { key: "share", unit: Unit::Ratio, min: 0.0, max: 1.0, usual: 0.8 },
    ],
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "Google Cloud: How it works: The novel HTTP/2 'Rapid Reset' DDoS attack (2023)",
        url: "https://cloud.google.com/blog/products/identity-security/how-it-works-the-novel-http2-rapid-reset-ddos-attack",
    }),
    holds: |scene, conditions| {
        let Some(condition) = scene.condition(conditions) else { return };
        let bots = scene.setting("factor");
        condition.traffic *= 1.0 + bots;
        condition.hot_share = condition.hot_share.max(scene.setting("share") * bots / (1.0 + bots));
    },
    ..Definition::NOTHING
};
