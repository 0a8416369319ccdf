//! The way takes longer, half of it in each direction: a detour, a congested backbone.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static LATENCY: Definition = Definition {
    id: "latency",
    sort: Sort::Fault,
    hits: hits::way,
    settings: &[
        // Of a round trip.
        Setting { key: "millis", unit: Unit::Millis, min: 0.0, max: 60_000.0, usual: 200.0 },
    ],
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "Cloudflare: Cloudflare outage on July 17, 2020",
        url: "https://blog.cloudflare.com/cloudflare-outage-on-july-17-2020/",
    }),
    holds: |scene, conditions| {
        scene.each_way(conditions, |it| it.added_millis += scene.setting("millis") / 2.0)
    },
    ..Definition::NOTHING
};
