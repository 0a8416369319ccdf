//! A feature is switched on for a share of the requests; switched off again, everything is as before.

use model::finding::Source;

use crate::{
    changes::{Definition, Setting, Sort, Unit, hits},
    conditions::Feature,
};

pub static FEATURE_FLAG: Definition = Definition {
    id: "feature-flag",
    sort: Sort::Deploy,
    hits: hits::own_server,
    settings: &[
        Setting { key: "share", unit: Unit::Ratio, min: 0.0, max: 1.0, usual: 0.1 },
        Setting { key: "error_ratio", unit: Unit::Ratio, min: 0.0, max: 1.0, usual: 0.0 },
        Setting { key: "slower", unit: Unit::Factor, min: 0.1, max: 100.0, usual: 1.2 },
    ],
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "Hodgson, Feature Toggles (2017)",
        url: "https://martinfowler.com/articles/feature-toggles.html",
    }),
    holds: |scene, conditions| {
        let Some(condition) = scene.condition(conditions) else { return };
        let share = scene.setting("share");
        let slower = scene.setting("slower");
        if share > 0.0 && slower != 1.0 {
            condition.features.push(Feature { share, slower });
        }
        condition.fail(share * scene.setting("error_ratio"));
    },
    ..Definition::NOTHING
};
