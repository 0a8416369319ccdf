//! A store falls apart: a part of the users sees one replica only, which takes their writes and tells nobody. When the sides
//! see each other again, these writes are lost. Where a write needs a quorum, the smaller side has none.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static SPLIT_BRAIN: Definition = Definition {
    id: "split-brain",
    sort: Sort::Fault,
    hits: hits::replicated_store,
    settings: &[Setting { key: "share", unit: Unit::Ratio, min: 0.01, max: 1.0, usual: 0.3 }],
    usual_secs: Some(43.0),
    source: Some(Source {
        title: "GitHub: October 21 post-incident analysis (2018)",
        url: "https://github.blog/2018-10-30-oct21-post-incident-analysis/",
    }),
    holds: |scene, conditions| {
        if let Some(condition) = scene.condition(conditions) {
            condition.split_share = condition.split_share.max(scene.setting("share"));
        }
    },
    ..Definition::NOTHING
};
