//! Another replica of a store takes the writes, at once.

use crate::changes::{Definition, Order, Sort, hits};

pub static FAIL_OVER: Definition = Definition {
    id: "fail-over",
    sort: Sort::Operator,
    hits: hits::replicated_store,
    begins: |scene| scene.orders(Order::Promote),
    ..Definition::NOTHING
};
