//! What operators make of a run: objectives and error budgets. Pure arithmetic on counts.

// In reading order.
pub mod budget;

pub use budget::{Budget, BudgetError};
