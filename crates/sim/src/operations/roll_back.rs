//! The version before the last deploy comes back, a quarter of the replicas at a time.

use crate::changes::{Definition, Order, Sort, hits};

pub static ROLL_BACK: Definition = Definition {
    id: "roll-back",
    sort: Sort::Operator,
    hits: hits::deployable,
    begins: |scene| scene.orders(Order::RollBack),
    ..Definition::NOTHING
};
