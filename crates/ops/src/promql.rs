//! Expressions over metrics: a documented subset of PromQL (`docs/ALERTS.md`).
//!
//! What an expression means is here. Reading one from text is left to a parser that others keep (`plimsoll-promql`),
//! because the page loads that only when there is something to read.

mod aggregate;
mod binary;
mod eval;
mod functions;
mod value;

pub use eval::{Moment, evaluate};
pub use value::{Labels, Sample, Value};
