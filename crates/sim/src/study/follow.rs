//! What became of single requests: a run is made again, and its requests are followed.

use std::sync::Arc;

use model::Architecture;

use super::{Outcome, Runs, Study, Wants};
use crate::{session::RunOptions, trace::Trace};

/// Repeats a run to follow its requests.
pub struct Follow {
    runs: Runs,
}

impl Follow {
    /// `architecture` is what ran, with what was done by hand among its scenario's events.
    pub fn new(architecture: Architecture, options: RunOptions) -> Self {
        let mut runs = Runs::default();
        runs.plan_for(Wants::Traces, &Arc::new(architecture), options);
        Self { runs }
    }
}

impl Study for Follow {
    type Answer = Vec<Trace>;

    fn runs(&self) -> &Runs {
        &self.runs
    }

    fn runs_mut(&mut self) -> &mut Runs {
        &mut self.runs
    }

    fn answer(&self) -> Option<Vec<Trace>> {
        match self.runs.outcomes.first()? {
            Some(Outcome::Traces(traces)) => Some(traces.clone()),
            Some(Outcome::Report(_)) | None => None,
        }
    }
}
