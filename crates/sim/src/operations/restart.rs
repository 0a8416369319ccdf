//! Processes are ended and begin anew: what they had in memory, good or bad, is gone.

use crate::changes::{Definition, Order, Setting, Sort, Unit, hits};

pub static RESTART: Definition = Definition {
    id: "restart",
    sort: Sort::Operator,
    hits: hits::own_server,
    settings: &[Setting { key: "share", unit: Unit::Ratio, min: 0.01, max: 1.0, usual: 1.0 }],
    begins: |scene| {
        let restart = |it| Order::Restart(it, scene.share_of_replicas());
        // They have ended when what is broken is mended: nobody serves in between.
        [scene.orders(restart), scene.orders(Order::Repair)].concat()
    },
    ..Definition::NOTHING
};
