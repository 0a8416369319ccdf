//! Callers wait for at most so long.

use crate::changes::{Definition, Setting, Sort, Unit, hits};

pub static SET_TIMEOUT: Definition = Definition {
    id: "set-timeout",
    sort: Sort::Operator,
    hits: hits::call,
    stays: true,
    settings: &[Setting { key: "millis", unit: Unit::Millis, min: 1.0, max: 3_600_000.0, usual: 1000.0 }],
    holds: |scene, conditions| {
        for connection in scene.connections() {
            conditions.policy(connection).timeout_millis = Some(scene.setting("millis"));
        }
    },
    ..Definition::NOTHING
};
