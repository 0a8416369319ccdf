//! Questions that one run cannot answer: each takes many.
//!
//! A study says which runs it needs and takes their reports, in any order. It never runs anything itself, so that the
//! page can spread the runs over its workers while tests and the command line make them one after the other; the answer
//! is the same.

use std::sync::Arc;

use model::Architecture;

use crate::{
    report::Report,
    session::{CompileError, RunOptions, Session},
    time::SimTime,
};

pub mod change;
pub mod compare;
pub mod counterfactual;
pub mod recovery;
pub mod replicate;
pub mod sweep;

pub use change::Change;
pub use compare::{Compare, Comparison};
pub use counterfactual::{Counterfactual, Counterfactuals};
pub use recovery::{Recoveries, Recovery};
pub use replicate::{Replicate, replicate};
pub use sweep::{Curve, Sweep};

/// One run that a study needs.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its place in the study; its report is handed in under it.
    pub number: usize,
    pub architecture: Arc<Architecture>,
    pub options: RunOptions,
}

/// Something that takes many runs to find out.
pub trait Study {
    /// What it finds out.
    type Answer;

    /// The runs it takes, and what is known of them.
    fn runs(&self) -> &Runs;
    fn runs_mut(&mut self) -> &mut Runs;

    /// A run to be made now; `None` if there is none, or none before more reports have come.
    fn next_job(&mut self) -> Option<Job> {
        self.runs_mut().next()
    }

    /// The report of a run that was handed out.
    fn take(&mut self, number: usize, report: Report) {
        self.runs_mut().take(number, report);
    }

    /// Runs that are over, and how many there will be as far as is known.
    fn progress(&self) -> (usize, usize) {
        self.runs().progress()
    }

    /// What is known so far; `None` while that is nothing.
    fn answer(&self) -> Option<Self::Answer>;
}

/// Makes all runs of a study here, one after the other.
///
/// # Errors
/// [`CompileError`] if one of its drawings cannot be run.
pub fn conduct<S: Study>(study: &mut S) -> Result<Option<S::Answer>, CompileError> {
    while let Some(job) = study.next_job() {
        let mut session = Session::new(&job.architecture, job.options)?;
        session.advance(SimTime::NEVER, u64::MAX);
        study.take(job.number, session.report());
    }
    Ok(study.answer())
}

/// Runs that were planned, handed out, and are over.
#[derive(Default)]
pub struct Runs {
    planned: Vec<(Arc<Architecture>, RunOptions)>,
    handed_out: usize,
    reports: Vec<Option<Report>>,
}

impl Runs {
    fn plan(&mut self, architecture: &Arc<Architecture>, options: RunOptions) {
        self.planned.push((Arc::clone(architecture), RunOptions { replications: 1, ..options }));
        self.reports.push(None);
    }

    fn next(&mut self) -> Option<Job> {
        let (architecture, options) = self.planned.get(self.handed_out)?;
        let job = Job { number: self.handed_out, architecture: Arc::clone(architecture), options: *options };
        self.handed_out += 1;
        Some(job)
    }

    fn take(&mut self, number: usize, report: Report) {
        if let Some(place) = self.reports.get_mut(number) {
            *place = Some(report);
        }
    }

    fn progress(&self) -> (usize, usize) {
        (self.reports.iter().flatten().count(), self.planned.len())
    }

    /// Reports up to the first that is missing: what a later run says must not depend on which worker was faster.
    fn in_order(&self) -> Vec<&Report> {
        self.reports.iter().map_while(Option::as_ref).collect()
    }
}
