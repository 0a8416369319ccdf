//! The world looks this way: traffic grows within seconds to many times the usual and stays there for a while.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static TRAFFIC_SPIKE: Definition = Definition {
    id: "traffic-spike",
    sort: Sort::Traffic,
    hits: hits::source,
    settings: &[
        Setting { key: "factor", unit: Unit::Factor, min: 0.0, max: 1000.0, usual: 10.0 },
        Setting { key: "over", unit: Unit::Seconds, min: 0.0, max: 3_600.0, usual: 10.0 },
    ],
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "Google Cloud: Bringing Pokémon GO to life on Google Cloud (2016)",
        url: "https://cloud.google.com/blog/products/containers-kubernetes/bringing-pokemon-go-to-life-on-google-cloud",
    }),
    holds: |scene, conditions| {
        if let Some(condition) = scene.condition(conditions) {
            let risen = scene.share_of(scene.setting("over"));
            condition.traffic *= 1.0 + (scene.setting("factor") - 1.0) * risen;
        }
    },
    moves: true,
    ..Definition::NOTHING
};
