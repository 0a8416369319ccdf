//! What follows from the document: findings, the bill, the estimate. Never stored, made anew after each change.
//!
//! The page begins with the findings; how the others are reckoned comes with the panels ([`expected`](super::expected)).

use std::{sync::Arc, time::Duration};

use leptos::prelude::*;
use model::{
    Architecture,
    cost::{Cost, SECONDS, Usage},
    rules,
};
use sim::{Report, estimate::Estimate};

use super::Workspace;
use crate::follow::{after_paint, follow};

/// What the drawing costs in a month, and what that is based on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bill {
    pub cost: Cost,
    /// Traffic as the last run measured it; else as the estimate foretells it.
    pub is_measured: bool,
    /// Requests of users that are answered; zero if nobody knows without a run.
    pub answered_per_sec: f64,
}

impl Bill {
    /// US dollars for a thousand requests that are answered. `None`: none is.
    pub fn per_thousand_dollars(&self) -> Option<f64> {
        let thousands = self.answered_per_sec * SECONDS / 1000.0;
        (thousands > 0.0).then(|| self.cost.total_dollars / thousands)
    }
}

/// What is to be expected without a run; shown as an estimate wherever it is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forecast {
    /// `None`: nothing sends traffic, or the drawing cannot be run.
    pub estimate: Option<Estimate>,
    /// What would be used; where there is no estimate, before anything queues or fails.
    pub usage: Usage,
}

/// From this many components and connections on, checking waits until the person pauses.
const LARGE: usize = 400;
const DELAY: Duration = Duration::from_millis(150);

/// A document and, if it is of that very document, the report of a run.
pub struct Change {
    pub(super) document: Arc<Architecture>,
    pub(super) report: Option<Arc<Report>>,
    /// Goes up with every change.
    version: u64,
}

/// One of the things that follow.
pub type Step = fn(Workspace, &Change);

/// What the page begins with.
pub const FIRST_STEPS: &[Step] = &[Workspace::derive_findings];

impl Workspace {
    /// Keeps findings, bill and estimate in step with the document, and the bill with the run. What a person did is on
    /// the screen before any of it begins.
    pub(super) fn keep_derived(self) {
        let version = StoredValue::new(0_u64);
        follow(move || {
            let document = self.document.get();
            let steps = self.steps.get();
            let run = self.simulation;
            let report = run.report.get().filter(|_| !run.is_stale());
            version.update_value(|it| *it += 1);
            self.set_is_deriving.set(true);
            let is_large = document.components.len() + document.connections.len() >= LARGE;
            let change = Change { document, report, version: version.get_value() };
            let begin = move || self.derive(version, change, steps);
            if is_large { set_timeout(begin, DELAY) } else { after_paint(begin) }
        });
    }

    /// Takes one step at a time, so that the page answers between them; a newer change takes the place of what is left.
    fn derive(self, newest: StoredValue<u64>, change: Change, steps: &'static [Step]) {
        if newest.get_value() != change.version {
            return;
        }
        let Some((step, left)) = steps.split_first() else {
            self.set_is_deriving.set(false);
            return;
        };
        step(self, &change);
        set_timeout(move || self.derive(newest, change, left), Duration::ZERO);
    }

    pub(super) fn derive_findings(self, change: &Change) {
        let found = rules::check(&change.document);
        if self.findings.with_untracked(|it| **it != found) {
            self.set_findings.set(Arc::new(found));
        }
    }
}
