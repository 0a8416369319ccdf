//! Whether two components can be connected, by what, and why not: answered while the pointer drags.

mod pairs;

pub use pairs::relations_between;
