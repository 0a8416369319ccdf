//! A migration holds the lock of a table until it is done. Writes wait for it, and keep their slots.

use model::finding::Source;

use crate::changes::{Definition, Sort, hits};

pub static SCHEMA_MIGRATION_LOCK: Definition = Definition {
    id: "schema-migration-lock",
    sort: Sort::Fault,
    hits: hits::store,
    usual_secs: Some(15.0),
    source: Some(Source {
        title: "GoCardless: Zero-downtime Postgres migrations - the hard parts (2015)",
        url: "https://gocardless.com/blog/zero-downtime-postgres-migrations-the-hard-parts/",
    }),
    holds: |scene, conditions| {
        if let Some(condition) = scene.condition(conditions) {
            condition.writes_wait_until = condition.writes_wait_until.max(scene.until());
        }
    },
    ..Definition::NOTHING
};
