//! A run: made from a drawing, advanced in slices, looked at, changed by hand, reported.

use model::{
    Architecture, Message,
    scenario::{Action, RunSettings},
};
use serde::{Deserialize, Serialize};

use crate::{live::Live, report::Report, time::SimTime};

/// How to run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunOptions {
    pub seed: u64,
    /// Measured time, without the warm-up.
    pub duration_secs: f64,
    /// Simulated first and left out of every figure.
    pub warm_up_secs: f64,
    /// Independent repetitions; a [`Session`] makes one, [`crate::replications`] makes them all.
    pub replications: u32,
}

impl From<RunSettings> for RunOptions {
    fn from(settings: RunSettings) -> Self {
        Self {
            seed: settings.seed,
            duration_secs: settings.duration_secs,
            warm_up_secs: settings.warm_up_secs,
            replications: settings.replications,
        }
    }
}

/// Why a drawing cannot be run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CompileError {
    #[error("nothing sends traffic: add a client and give it a workload")]
    NoTraffic,
    #[error("{found} replicas are more than the {limit} that a run can hold")]
    TooManyReplicas { found: u64, limit: u64 },
    #[error("the duration must be between a millisecond and {limit_secs} seconds")]
    BadDuration { limit_secs: u32 },
}

impl CompileError {
    /// The same in the reader's language.
    pub fn message(&self) -> Message {
        match self {
            Self::NoTraffic => Message::new("run-error-no-traffic"),
            Self::TooManyReplicas { found, limit } => Message::new("run-error-too-many-replicas")
                .with("found", *found as usize)
                .with("limit", *limit as usize),
            Self::BadDuration { limit_secs } => {
                Message::new("run-error-bad-duration").with("limit", *limit_secs)
            }
        }
    }
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub now: SimTime,
    /// Since the start of the run.
    pub events: u64,
    /// The end of the duration is reached, or the run stopped early.
    pub is_done: bool,
}

/// A run that is going on. Cloning it gives a snapshot: both go on alike.
#[derive(Clone)]
pub struct Session {
    options: RunOptions,
    now: SimTime,
}

impl Session {
    /// Makes a run ready, at time zero.
    ///
    /// # Errors
    /// [`CompileError`] if the drawing cannot be run.
    pub fn new(architecture: &Architecture, options: RunOptions) -> Result<Self, CompileError> {
        if !architecture.components.iter().any(|it| it.workload.is_some()) {
            return Err(CompileError::NoTraffic);
        }
        Ok(Self { options, now: SimTime(0) })
    }

    /// Runs to `until`, but at most `max_events` events. How a run is cut into slices never changes its results.
    pub fn advance(&mut self, until: SimTime, _max_events: u64) -> Progress {
        self.now = until.min(self.end());
        Progress { now: self.now, events: 0, is_done: self.now == self.end() }
    }

    /// Does something to the running system now, by hand; the report lists it among the scenario's events.
    pub fn apply(&mut self, _action: &Action) {}

    /// A look at the run; what it says since the last look is said once.
    pub fn live(&mut self) -> Live {
        Live { now_secs: self.now.as_secs() - self.options.warm_up_secs, ..Live::default() }
    }

    /// The end of the run: warm-up and duration.
    pub fn end(&self) -> SimTime {
        SimTime::from_secs(self.options.warm_up_secs + self.options.duration_secs)
    }

    pub const fn now(&self) -> SimTime {
        self.now
    }

    /// What the run found out so far.
    pub fn report(&self) -> Report {
        unimplemented!("lands with the engine")
    }
}
