//! What operators make of a run: objectives and error budgets, metrics and alerts, incidents and their reviews. Pure: no
//! clock, no browser.

// In reading order.
pub mod budget;
pub mod burn;
pub mod clock;
pub mod judge;
pub mod money;

pub mod alerts;
pub mod fog;
pub mod metrics;
pub mod observed;
pub mod openmetrics;
pub mod panels;
pub mod promql;
pub mod sight;
pub mod watch;

pub mod incidents;
pub mod plan;

pub use budget::{Budget, BudgetError};
pub use clock::Clock;
pub use judge::{Judged, judge};
pub use observed::{Observed, observed};
pub use sight::{Sight, Unseen};
pub use watch::{AlertEvent, Watch};
