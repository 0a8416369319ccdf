//! The repetitions of a run that was shown, made side by side.

use std::sync::Arc;

use leptos::prelude::*;
use model::Architecture;
use sim::{Report, RunOptions, study::Replicate};

use super::{Phase, Run};
use crate::browser::crew::{Crew, News};

impl Run {
    /// The last run as it was made: the drawing with what was done to it by hand, and options for another like it.
    pub fn as_it_ran(self) -> Option<(Architecture, RunOptions, Arc<Report>)> {
        let report = self.report.get_untracked()?;
        let mut ran = (*self.subject.get_untracked()?).clone();
        ran.scenario.events.clone_from(&report.scenario);
        // The warm-up that was found for the first is that of all.
        let warm_up_secs = report.settings.warm_up_secs;
        let options = RunOptions { warm_up_secs, ..RunOptions::from(ran.settings) };
        Some((ran, options, report))
    }

    /// Repeats the run that was shown, for the sake of intervals.
    pub(super) fn repeat(self) {
        let Some((ran, options, first)) = self.as_it_ran() else { return };
        if let Some(repeated) = Self::kept_repetitions(&first) {
            self.show_report(Some(repeated));
            return self.set_phase.set(Phase::Done);
        }
        self.set_replicating.set(Some((1, options.replications)));
        let precision = ran.settings.precision;
        let study = Replicate::new(ran, options, (*first).clone(), precision);
        let crew = Crew::start(study, move |news| match news {
            News::Progress { done, planned, answer } => {
                self.set_replicating.set(Some((done as u32, planned as u32)));
                self.show_report(answer);
            }
            News::Done { answer } => {
                self.show_report(answer);
                self.end_repetitions();
            }
            News::Failed(message) => {
                self.end_repetitions();
                self.set_phase.set(Phase::Refused(message));
            }
        });
        self.crew.set_value(Some(crew));
    }

    fn show_report(self, report: Option<Report>) {
        if let Some(report) = report {
            self.set_report.set(Some(Arc::new(report)));
        }
    }

    /// Those that are over count.
    pub(super) fn end_repetitions(self) {
        self.crew.set_value(None);
        self.set_replicating.set(None);
        self.set_phase.set(Phase::Done);
    }
}
