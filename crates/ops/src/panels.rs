//! What panels of a dashboard show: values second by second, taken from the seconds of a run. A value that nobody could
//! have seen is missing, and so is one that was not there to measure; neither is a zero.

mod cost;
mod csv;
mod expression;
mod measures;
mod plotter;

#[cfg(test)]
mod tests;

pub use csv::{Column, csv};
pub use measures::{MEASURES, Measure, Of, measure};
pub use plotter::{Plotted, Plotter, Source, Subject};
