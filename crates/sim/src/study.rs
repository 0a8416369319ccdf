//! Questions that one run cannot answer: each takes many.
//!
//! A study says which runs it needs and takes what comes of them, in any order. It never runs anything itself, so that the
//! page can spread the runs over its workers while tests and the command line make them one after the other; the answer
//! is the same.

use std::sync::Arc;

use model::Architecture;
use serde::{Deserialize, Serialize};

use crate::{
    report::Report,
    session::{CompileError, RunOptions, Session},
    time::SimTime,
    trace::Trace,
};

pub mod change;
pub mod compare;
pub mod counterfactual;
pub mod follow;
pub mod recovery;
pub mod replicate;
mod said;
pub mod share;
pub mod sweep;

pub use change::Change;
pub use compare::{Compare, Comparison};
pub use counterfactual::{Counterfactual, Counterfactuals};
pub use follow::{Follow, Followed};
pub use recovery::{Recoveries, Recovery};
pub use replicate::{Replicate, replicate};
pub use sweep::{Curve, Sweep};

/// Fewest runs, or pairs of them, after which a study may stop because it is precise enough. Chance that makes them look more
/// alike than they are stops it, too: of intervals that are to hold in 95 % of all cases 92 % do if five are enough, 94 % if
/// it takes ten.
const ENOUGH_TO_STOP: usize = 10;

/// One run that a study needs.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its place in the study; its outcome is handed in under it.
    pub number: usize,
    pub architecture: Arc<Architecture>,
    pub options: RunOptions,
    pub wants: Wants,
}

/// What a study wants to know of a run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Wants {
    Report,
    /// Single requests, which have to be followed while it runs; also whatever was sent from a moment on, if one is named.
    Traces {
        from_secs: Option<f64>,
    },
}

/// What a study hears of a run: what it wanted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    Report(Box<Report>),
    Traces(Vec<Trace>),
}

impl Outcome {
    /// The report, if that was wanted.
    pub fn report(&self) -> Option<&Report> {
        if let Self::Report(report) = self { Some(report) } else { None }
    }
}

impl Wants {
    /// A run that can tell it, at its beginning.
    ///
    /// # Errors
    /// [`CompileError`] if the drawing cannot be run.
    pub fn begin(self, architecture: &Architecture, options: RunOptions) -> Result<Session, CompileError> {
        let mut session = Session::new(architecture, options)?;
        if let Self::Traces { from_secs } = self {
            session.follow_requests(from_secs);
        }
        Ok(session)
    }

    /// What it says at its end.
    pub fn outcome(self, ended: &Session) -> Outcome {
        match self {
            Self::Report => Outcome::Report(Box::new(ended.report())),
            Self::Traces { .. } => Outcome::Traces(ended.traces()),
        }
    }
}

/// Something that takes many runs to find out.
pub trait Study {
    /// What it finds out.
    type Answer;

    /// The runs it takes, and what is known of them.
    fn runs(&self) -> &Runs;
    fn runs_mut(&mut self) -> &mut Runs;

    /// A run to be made now; `None` if there is none, or none before more outcomes have come.
    fn next_job(&mut self) -> Option<Job> {
        self.runs_mut().next()
    }

    /// The outcome of a run that was handed out.
    fn take(&mut self, number: usize, outcome: Outcome) {
        self.runs_mut().take(number, outcome);
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
        let mut session = job.wants.begin(&job.architecture, job.options)?;
        session.advance(SimTime::NEVER, u64::MAX);
        study.take(job.number, job.wants.outcome(&session));
    }
    Ok(study.answer())
}

/// Runs that were planned, handed out, and are over.
#[derive(Default)]
pub struct Runs {
    planned: Vec<(Arc<Architecture>, RunOptions, Wants)>,
    handed_out: usize,
    outcomes: Vec<Option<Outcome>>,
}

impl Runs {
    /// One more run that is needed.
    pub fn plan(&mut self, architecture: &Arc<Architecture>, options: RunOptions) {
        self.plan_for(Wants::Report, architecture, options);
    }

    fn plan_for(&mut self, wants: Wants, architecture: &Arc<Architecture>, options: RunOptions) {
        self.planned.push((Arc::clone(architecture), RunOptions { replications: 1, ..options }, wants));
        self.outcomes.push(None);
    }

    fn next(&mut self) -> Option<Job> {
        let number = self.handed_out;
        let &(ref architecture, options, wants) = self.planned.get(number)?;
        self.handed_out += 1;
        Some(Job { number, architecture: Arc::clone(architecture), options, wants })
    }

    /// What came of a run that was planned.
    pub fn take(&mut self, number: usize, outcome: Outcome) {
        if let Some(place) = self.outcomes.get_mut(number) {
            *place = Some(outcome);
        }
    }

    fn progress(&self) -> (usize, usize) {
        (self.outcomes.iter().flatten().count(), self.planned.len())
    }

    /// The report of a run that is over.
    pub fn report(&self, number: usize) -> Option<&Report> {
        self.outcomes.get(number)?.as_ref()?.report()
    }

    /// How many runs were planned so far.
    pub const fn planned(&self) -> usize {
        self.planned.len()
    }

    /// Reports up to the first that is missing: what a later run says must not depend on which worker was faster.
    fn in_order(&self) -> Vec<&Report> {
        self.outcomes.iter().map_while(|it| it.as_ref()?.report()).collect()
    }
}
