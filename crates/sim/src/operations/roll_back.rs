//! The version before the last deploy comes back, a quarter of the replicas at a time; a migration that goes on is given up.

use crate::changes::{Definition, Order, Sort, hits};

pub static ROLL_BACK: Definition = Definition {
    id: "roll-back",
    sort: Sort::Operator,
    hits: hits::versioned,
    begins: |scene| scene.orders(Order::RollBack),
    ..Definition::NOTHING
};
