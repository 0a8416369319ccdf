//! Planning: what traffic to come needs, and what the same promises cost at least, and which changes save money.

pub mod advice;
pub mod growth;
pub mod search;

mod promises;
pub mod sizes;
mod stored;

pub use advice::Advise;
pub use growth::{Growth, growth};
pub use search::Search;
