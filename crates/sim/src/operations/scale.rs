//! Somebody changes the number of replicas by hand.

use crate::changes::{Definition, Order, Setting, Sort, Unit, hits};

pub static SCALE: Definition = Definition {
    id: "scale",
    sort: Sort::Operator,
    hits: hits::scalable,
    stays: true,
    settings: &[Setting { key: "replicas", unit: Unit::Count, min: 1.0, max: 1000.0, usual: 2.0 }],
    begins: |scene| {
        let scaled = |it| Order::Scale(it, scene.setting("replicas") as u32);
        scene.orders(scaled)
    },
    ..Definition::NOTHING
};
