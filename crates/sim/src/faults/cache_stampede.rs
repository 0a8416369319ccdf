//! The items that everybody asks for expire at the same moment: all who ask before one of them is back go to the store behind.

use model::finding::Source;

use crate::changes::{Definition, Order, Setting, Sort, Unit, hits};

pub static CACHE_STAMPEDE: Definition = Definition {
    id: "cache-stampede",
    sort: Sort::Fault,
    hits: hits::keyed_cache,
    settings: &[
        // By popularity.
        Setting { key: "items", unit: Unit::Count, min: 1.0, max: 1_000_000.0, usual: 1.0 },
    ],
    source: Some(Source {
        title: "Nishtala et al., Scaling Memcache at Facebook, NSDI 2013",
        url: "https://www.usenix.org/conference/nsdi13/technical-sessions/presentation/nishtala",
    }),
    begins: |scene| {
        let forgotten = |it| Order::Forget(it, scene.setting("items") as u32);
        scene.orders(forgotten)
    },
    ..Definition::NOTHING
};
