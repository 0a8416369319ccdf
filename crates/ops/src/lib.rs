//! What operators make of a run: objectives and error budgets, incidents and their reviews. Pure: no clock, no browser.

// In reading order.
pub mod budget;
pub mod judge;
pub mod observed;

pub mod incidents;

pub use budget::{Budget, BudgetError};
pub use judge::{Judged, judge};
pub use observed::{Observed, observed};
