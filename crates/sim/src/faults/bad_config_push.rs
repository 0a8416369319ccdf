//! A configuration goes to everything of that kind at once, in all zones, and makes a share of the requests fail.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static BAD_CONFIG_PUSH: Definition = Definition {
    id: "bad-config-push",
    sort: Sort::Fault,
    hits: hits::own_server,
    settings: &[
        // At Fastly 85 % of the network returned errors.
        Setting { key: "share", unit: Unit::Ratio, min: 0.0, max: 1.0, usual: 0.85 },
    ],
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "Fastly: Summary of June 8 outage (2021)",
        url: "https://www.fastly.com/blog/summary-of-june-8-outage",
    }),
    holds: |scene, conditions| {
        let Some(first) = scene.component() else { return };
        for component in scene.architecture.components.iter().filter(|it| it.kind == first.kind) {
            conditions.component(component.id).fail(scene.setting("share"));
        }
    },
    ..Definition::NOTHING
};
