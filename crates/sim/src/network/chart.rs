//! The clock of charts and scenarios beside that of the run.

use super::Network;
use crate::time::SECOND;

impl Network {
    /// Chart time of a moment: zero is the end of the warm-up.
    pub fn chart_secs(&self, at: u64) -> f64 {
        (at as f64 - self.measured_from as f64) / SECOND as f64
    }

    /// The moment of a chart time; the beginning of the run if that was later.
    pub fn moment(&self, chart_secs: f64) -> u64 {
        (self.measured_from as f64 + chart_secs * SECOND as f64 + 0.5) as u64
    }
}
