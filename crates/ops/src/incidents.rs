//! Incidents: from the first alert to the review.
//!
//! An incident is its timeline ([`Command`]s that were accepted); a [`Book`] holds all incidents of a drawing. Times are
//! seconds on the clock of the run they happened in, and every operator's duration is divided by how much faster that
//! clock runs. The formulas are in `docs/INCIDENTS.md`.

// In reading order.
pub mod action;
pub mod alerts;
pub mod book;
pub mod command;
pub mod correlate;
pub mod entry;
pub mod escalation;
pub mod harm;
pub mod incident;
pub mod keep;
pub mod measures;
pub mod parts;
pub mod refusal;
pub mod relations;
pub mod review;
pub mod run;
pub mod runbook;
pub mod score;
pub mod severity;
pub mod status;
pub mod truth;
pub mod words;

pub use action::RunbookAction;
pub use alerts::{AlertSignal, Outcome};
pub use book::{Book, Case};
pub use command::{Change, ChangeKind, Command, Entry, EntryKind};
pub use entry::entry;
pub use incident::Incident;
pub use parts::Author;
pub use refusal::Refusal;
pub use relations::Relations;
pub use run::{Harm, RunRecord};
pub use runbook::Runbook;
pub use severity::Severity;
pub use status::Status;
