//! What follows from the document: findings, the bill, the estimate. Never stored, made anew after each change.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use leptos::prelude::*;
use model::{
    Architecture, ConnectionId,
    cost::{Cost, monthly_cost},
    graph::Graph,
    rules,
};
use sim::{
    Report,
    estimate::{Estimate, estimate},
};

use super::Workspace;

/// What the drawing costs in a month, and what that is based on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bill {
    pub cost: Cost,
    /// Traffic as the last run measured it; else as the workloads and connections say.
    pub is_measured: bool,
}

/// What is to be expected without a run; shown as an estimate wherever it is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forecast {
    /// `None`: nothing sends traffic, or the drawing cannot be run.
    pub estimate: Option<Estimate>,
    /// Requests per second over connections, before anything queues or fails.
    pub over_per_sec: BTreeMap<ConnectionId, f64>,
}

/// From this many components and connections on, checking waits until the person pauses.
const LARGE: usize = 400;
const DELAY: Duration = Duration::from_millis(150);

impl Workspace {
    /// Keeps findings, bill and estimate in step with the document, and the bill with the run.
    pub(super) fn keep_derived(self) {
        let waiting = StoredValue::new(None::<TimeoutHandle>);
        Effect::new(move || {
            let document = self.document.get();
            let run = self.simulation;
            let report = run.report.get().filter(|_| !run.is_stale());
            if let Some(timer) = waiting.try_update_value(Option::take).flatten() {
                timer.clear();
            }
            if document.components.len() + document.connections.len() < LARGE {
                self.derive(&document, report.as_deref());
            } else {
                let later = set_timeout_with_handle(move || self.derive(&document, report.as_deref()), DELAY);
                waiting.set_value(later.ok());
            }
        });
    }

    fn derive(self, document: &Architecture, report: Option<&Report>) {
        let found = rules::check(document);
        if self.findings.with_untracked(|it| **it != found) {
            self.set_findings.set(Arc::new(found));
        }
        let graph = Graph::new(document);
        let traffic = graph.lasting_traffic();
        let over = document.connections.iter().map(|it| it.id).zip(traffic.over_per_sec.iter().copied());
        let forecast = Forecast { estimate: estimate(document), over_per_sec: over.collect() };
        if self.forecast.with_untracked(|it| **it != forecast) {
            self.set_forecast.set(Arc::new(forecast));
        }
        let at = traffic.at_per_sec.iter().enumerate();
        let drawn = || at.map(|(at, per_sec)| (graph.component(at).id, *per_sec)).collect();
        let rates = report.map_or_else(drawn, Report::arrivals_per_sec);
        let bill = Bill { cost: monthly_cost(document, &rates), is_measured: report.is_some() };
        if self.bill.with_untracked(|it| **it != bill) {
            self.set_bill.set(Arc::new(bill));
        }
    }
}
