//! Something else takes a share of the processors: a runaway process, a neighbor, an expensive pattern. What is left
//! does the work, which takes 1 / (1 - share) times as long.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static CPU_PRESSURE: Definition = Definition {
    id: "cpu-pressure",
    sort: Sort::Fault,
    hits: hits::own_server,
    settings: &[Setting { key: "share", unit: Unit::Ratio, min: 0.0, max: 0.99, usual: 0.8 }],
    usual_secs: Some(30.0),
    source: Some(Source {
        title: "Cloudflare: Details of the Cloudflare outage on July 2, 2019",
        url: "https://blog.cloudflare.com/details-of-the-cloudflare-outage-on-july-2-2019/",
    }),
    holds: |scene, conditions| {
        if let Some(condition) = scene.condition(conditions) {
            condition.slower /= 1.0 - scene.setting("share");
        }
    },
    ..Definition::NOTHING
};
