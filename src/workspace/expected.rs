//! What is to be expected of the drawing: its traffic, the estimate and the bill. Comes with the panels (`src/later.rs`).

use std::sync::Arc;

use leptos::prelude::*;
use model::{
    cost::{Usage, monthly_cost},
    graph::Graph,
    lean,
};
use sim::{Report, estimate::estimate};

use super::{
    Workspace,
    derived::{Bill, Change, Forecast, Step},
};

/// What a person waits for most comes first; the bill rests on the forecast.
const ALL_STEPS: &[Step] = &[Workspace::derive_forecast, Workspace::derive_findings, Workspace::derive_bill];

impl Workspace {
    /// From now on everything is kept in step with the document.
    pub fn expect(self) {
        self.steps.set(ALL_STEPS);
    }

    fn derive_forecast(self, change: &Change) {
        let document = &*change.document;
        let graph = Graph::new(document);
        let traffic = graph.lasting_traffic();
        let over = document.connections.iter().map(|it| it.id).zip(traffic.over_per_sec.iter().copied());
        let at = traffic.at_per_sec.iter().enumerate().map(|(at, per_sec)| (graph.component(at).id, *per_sec));
        let forecast =
            Forecast { estimate: estimate(document), over_per_sec: lean::map(over), at_per_sec: lean::map(at) };
        if self.forecast.with_untracked(|it| **it != forecast) {
            self.set_forecast.set(Arc::new(forecast));
        }
    }

    fn derive_bill(self, change: &Change) {
        let measured = change.report.as_deref().map(Report::usage);
        let is_measured = measured.is_some();
        let expected = |it: &Arc<Forecast>| Usage {
            requests_per_sec: it.at_per_sec.clone(),
            calls_per_sec: it.over_per_sec.clone(),
            ..Usage::default()
        };
        let usage = measured.unwrap_or_else(|| self.forecast.with_untracked(expected));
        let answered_per_sec = match change.report.as_deref() {
            Some(report) => report.per_sec(report.total.succeeded),
            None => {
                let sources = change.document.components.iter().filter(|it| it.kind.is_source());
                sources.filter_map(|it| usage.requests_per_sec.get(&it.id)).sum()
            }
        };
        let bill = Bill { cost: monthly_cost(&change.document, &usage), is_measured, answered_per_sec };
        if self.bill.with_untracked(|it| **it != bill) {
            self.set_bill.set(Arc::new(bill));
        }
    }
}
