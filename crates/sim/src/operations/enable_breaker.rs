//! Callers stop calling somebody who only fails: a circuit breaker is switched on.

use model::{connection::Breaker, finding::Source};

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static ENABLE_BREAKER: Definition = Definition {
    id: "enable-breaker",
    sort: Sort::Operator,
    hits: hits::call,
    stays: true,
    settings: &[
        Setting { key: "failures", unit: Unit::Count, min: 1.0, max: 1000.0, usual: 5.0 },
        Setting { key: "open_secs", unit: Unit::Seconds, min: 0.1, max: 3600.0, usual: 30.0 },
    ],
    source: Some(Source {
        title: "Nygard, Release It!, 2nd ed. (2018), section 5.2: Circuit Breaker",
        url: "https://pragprog.com/titles/mnee2/release-it-second-edition/",
    }),
    holds: |scene, conditions| {
        for connection in scene.connections() {
            let failures = scene.setting("failures") as u32;
            let breaker = Breaker { failures, open_secs: scene.setting("open_secs"), ..Breaker::default() };
            conditions.policy(connection).breaker = Some(breaker);
        }
    },
    ..Definition::NOTHING
};
