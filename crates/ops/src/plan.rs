//! Planning: what traffic to come needs, and what the same promises cost at least.

pub mod growth;
pub mod search;

pub mod sizes;

pub use growth::{Growth, growth};
pub use search::Search;
