//! All clients go away and come back at once, each with what it has missed: more than usual, ever less so for a while.

use model::finding::Source;

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static THUNDERING_HERD: Definition = Definition {
    id: "thundering-herd",
    sort: Sort::Traffic,
    hits: hits::source,
    settings: &[
        Setting { key: "away", unit: Unit::Seconds, min: 0.0, max: 3_600.0, usual: 10.0 },
        Setting { key: "factor", unit: Unit::Factor, min: 1.0, max: 1000.0, usual: 5.0 },
        Setting { key: "over", unit: Unit::Seconds, min: 1.0, max: 3_600.0, usual: 20.0 },
    ],
    usual_secs: Some(30.0),
    source: Some(Source {
        title: "Slack: Slack's Outage on January 4th 2021",
        url: "https://slack.engineering/slacks-outage-on-january-4th-2021/",
    }),
    holds: |scene, conditions| {
        let Some(condition) = scene.condition(conditions) else { return };
        let back_for = scene.elapsed_secs - scene.setting("away");
        let over = scene.setting("over");
        let left = if back_for < over { 1.0 - back_for / over } else { 0.0 };
        let factor = if back_for < 0.0 { 0.0 } else { 1.0 + (scene.setting("factor") - 1.0) * left };
        condition.traffic *= factor;
    },
    moves: true,
    ..Definition::NOTHING
};
