//! The number of replicas no longer follows the load: the autoscaler has lost its figures, its quota, or its mind.

use model::finding::Source;

use crate::changes::{Definition, Sort, hits};

pub static AUTOSCALER_FAILURE: Definition = Definition {
    id: "autoscaler-failure",
    sort: Sort::Fault,
    hits: hits::autoscaled,
    usual_secs: Some(300.0),
    source: Some(Source {
        title: "Reddit: Why Reddit was down on Aug 11 (2016)",
        url: "https://www.reddit.com/r/announcements/comments/4y0m56/why_reddit_was_down_on_aug_11/",
    }),
    holds: |scene, conditions| {
        if let Some(condition) = scene.condition(conditions) {
            condition.scaling_is_off = true;
        }
    },
    ..Definition::NOTHING
};
