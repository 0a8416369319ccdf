//! How fast an error budget is spent, and when to wake somebody for it.
//!
//! Rolling windows over events, several per objective, as in *The Site Reliability Workbook* (2018), ch. 5, alert 6:
//! "multiwindow, multi-burn-rate alerts".

mod meter;
mod rolling;
mod scheme;
mod slices;

pub use meter::{BurnState, Meter, Reading, RowReading};
pub use rolling::{Counts, Rolling};
pub use scheme::{Row, Severity, rows};
pub use slices::Slicer;
