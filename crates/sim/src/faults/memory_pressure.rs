//! Memory is short: work takes longer, and now and then everything stops for a garbage collection or for swapping. What is
//! begun in a pause waits for its end; what is under way goes on, as it does in the rest of the model.

use model::finding::Source;

use crate::{
    changes::{Definition, Setting, Sort, Unit, hits},
    time::SECOND,
};

pub static MEMORY_PRESSURE: Definition = Definition {
    id: "memory-pressure",
    sort: Sort::Fault,
    hits: hits::own_server,
    settings: &[
        // Assumed, as are the pauses; Discord saw one every two minutes.
        Setting { key: "factor", unit: Unit::Factor, min: 1.0, max: 100.0, usual: 1.5 },
        Setting { key: "every", unit: Unit::Seconds, min: 1.0, max: 3_600.0, usual: 5.0 },
        Setting { key: "pause", unit: Unit::Millis, min: 0.0, max: 600_000.0, usual: 800.0 },
    ],
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "Discord: Why Discord is switching from Go to Rust (2020)",
        url: "https://discord.com/blog/why-discord-is-switching-from-go-to-rust",
    }),
    holds: |scene, conditions| {
        let Some(condition) = scene.condition(conditions) else { return };
        let every = scene.setting("every").max(1.0);
        let began = libm::floor(scene.elapsed_secs / every) * every;
        let ends = scene.began + (began * SECOND as f64 + scene.setting("pause") * 1e6) as u64;
        condition.slower *= scene.setting("factor");
        condition.all_wait_until = condition.all_wait_until.max(ends);
    },
    moves: true,
    ..Definition::NOTHING
};
