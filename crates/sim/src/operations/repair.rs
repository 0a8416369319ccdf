//! What is wrong with a component is put right: a disk is freed, a certificate renewed, a query killed.

use crate::changes::{Definition, Order, Sort, hits};

pub static REPAIR: Definition = Definition {
    id: "repair",
    sort: Sort::Operator,
    hits: hits::own_component,
    begins: |scene| scene.orders(Order::Repair),
    ..Definition::NOTHING
};
