//! What operators make of a run: objectives and error budgets. Pure arithmetic on counts.

// In reading order.
pub mod budget;
pub mod judge;
pub mod observed;

pub use budget::{Budget, BudgetError};
pub use judge::{Judged, judge};
pub use observed::{Observed, observed};
