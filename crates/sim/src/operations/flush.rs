//! A cache forgets its items, so that wrong ones are gone; the right ones are fetched again.

use crate::changes::{Definition, Order, Sort, hits};

pub static FLUSH: Definition = Definition {
    id: "flush",
    sort: Sort::Operator,
    hits: hits::cache,
    begins: |scene| scene.orders(Order::Flush),
    ..Definition::NOTHING
};
