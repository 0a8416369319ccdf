//! What became of single requests: a run is made again, and its requests are followed.

use std::sync::Arc;

use model::Architecture;

use super::{Outcome, Runs, Study, Wants};
use crate::{session::RunOptions, trace::Trace};

/// Repeats a run to follow its requests.
pub struct Follow {
    runs: Runs,
    from_secs: Option<f64>,
}

/// Requests of a run that can be looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Followed {
    /// The moment that was asked for.
    pub from_secs: Option<f64>,
    pub traces: Vec<Trace>,
}

impl Follow {
    /// `architecture` is what ran, with what was done by hand among its scenario's events. `from_secs`: what was sent then
    /// and soon after is wanted, too.
    pub fn new(architecture: Architecture, options: RunOptions, from_secs: Option<f64>) -> Self {
        let mut runs = Runs::default();
        runs.plan_for(Wants::Traces { from_secs }, &Arc::new(architecture), options);
        Self { runs, from_secs }
    }
}

impl Study for Follow {
    type Answer = Followed;

    fn runs(&self) -> &Runs {
        &self.runs
    }

    fn runs_mut(&mut self) -> &mut Runs {
        &mut self.runs
    }

    fn answer(&self) -> Option<Followed> {
        match self.runs.outcomes.first()? {
            Some(Outcome::Traces(traces)) => {
                Some(Followed { from_secs: self.from_secs, traces: traces.clone() })
            }
            Some(Outcome::Report(_)) | None => None,
        }
    }
}
