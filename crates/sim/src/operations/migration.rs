//! The schema of a store changes: under the table's lock, or row by row beside the traffic.

use model::finding::Source;

use crate::changes::{Definition, Migration, MigrationWay, Order, Setting, Sort, Unit, hits};

/// Assumed: a table of some gigabytes, in a run of minutes.
const WORK: Setting =
    Setting { key: "work_secs", unit: Unit::Seconds, min: 0.1, max: 604_800.0, usual: 20.0 };

pub static MIGRATION: Definition = Definition {
    settings: &[
        WORK,
        // `ALTER TABLE` that writes the table anew locks reads out, too; an index made without `CONCURRENTLY` does not.
        Setting { key: "reads_wait", unit: Unit::Switch, min: 0.0, max: 1.0, usual: 1.0 },
        Setting { key: "behind_secs", unit: Unit::Seconds, min: 0.0, max: 86_400.0, usual: 0.0 },
        // As `statement_timeout`: 0 is never.
        Setting { key: "give_up_secs", unit: Unit::Seconds, min: 0.0, max: 604_800.0, usual: 0.0 },
        // PostgreSQL throws the new table away at once; InnoDB takes back row by row, which takes as long or longer.
        Setting { key: "undo", unit: Unit::Factor, min: 0.0, max: 10.0, usual: 0.0 },
    ],
    source: Some(Source {
        title: "PostgreSQL Documentation: ALTER TABLE, Notes; Explicit Locking",
        url: "https://www.postgresql.org/docs/current/explicit-locking.html",
    }),
    begins: |scene| {
        let way = MigrationWay::Locking {
            behind_secs: scene.setting("behind_secs"),
            reads_wait: scene.setting("reads_wait") >= 0.5,
            give_up_secs: Some(scene.setting("give_up_secs")).filter(|it| *it > 0.0),
            undo: scene.setting("undo"),
        };
        let migration = Migration { work_secs: scene.setting("work_secs"), way };
        scene.orders(|it| Order::Migrate(it, migration))
    },
    ..entry("migration")
};

pub static ONLINE_MIGRATION: Definition = Definition {
    settings: &[
        WORK,
        // Assumed: batches that are kept small.
        Setting { key: "batch_share", unit: Unit::Ratio, min: 0.0, max: 0.95, usual: 0.2 },
        // Both are what gh-ost calls `max-load` and `critical-load`, as shares.
        Setting { key: "pause_above", unit: Unit::Ratio, min: 0.01, max: 1.0, usual: 0.8 },
        Setting { key: "most_errors", unit: Unit::Ratio, min: 0.0, max: 1.0, usual: 0.05 },
        // What batches add until replicas have them. Assumed.
        Setting { key: "added_lag", unit: Unit::Millis, min: 0.0, max: 3_600_000.0, usual: 500.0 },
        // Two tables change their names. Assumed.
        Setting { key: "cutover", unit: Unit::Millis, min: 0.0, max: 60_000.0, usual: 200.0 },
    ],
    source: Some(Source {
        title: "GitHub: gh-ost, GitHub's online schema migration tool for MySQL (2016)",
        url: "https://github.blog/2016-08-01-gh-ost-github-s-online-migration-tool-for-mysql/",
    }),
    begins: |scene| {
        let way = MigrationWay::Online {
            share: scene.setting("batch_share"),
            pause_above: scene.setting("pause_above"),
            cutover_millis: scene.setting("cutover"),
            lag_millis: scene.setting("added_lag"),
            most_errors: scene.setting("most_errors"),
        };
        let migration = Migration { work_secs: scene.setting("work_secs"), way };
        scene.orders(|it| Order::Migrate(it, migration))
    },
    ..entry("online-migration")
};

const fn entry(id: &'static str) -> Definition {
    Definition { id, sort: Sort::Deploy, hits: hits::migratable, stays: true, ..Definition::NOTHING }
}
