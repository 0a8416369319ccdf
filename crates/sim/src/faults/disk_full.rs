//! Nothing can be written any more: writes fail, reads go on. A broker can take no message.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static DISK_FULL: Definition = Definition {
    id: "disk-full",
    sort: Sort::Fault,
    hits: hits::keeper,
    settings: &[Setting { key: "share", unit: Unit::Ratio, min: 0.0, max: 1.0, usual: 1.0 }],
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "The Guardian: Toyota blames factory shutdown in Japan on 'insufficient disk space' (2023)",
        url: "https://www.theguardian.com/business/2023/sep/06/toyota-blames-factory-shutdown-in-japan-on-insufficient-disk-space",
    }),
    holds: |scene, conditions| {
        let Some(condition) = scene.condition(conditions) else { return };
        if hits::broker(scene.architecture, scene.change.place) {
            // Every message is something to be kept, whatever the request does elsewhere.
            condition.fail(scene.setting("share"));
        } else {
            condition.fail_writes(scene.setting("share"));
        }
    },
    ..Definition::NOTHING
};
