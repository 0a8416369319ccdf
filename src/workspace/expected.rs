//! What is to be expected of the drawing: its traffic, the estimate and the bill. Comes with the panels (`src/later.rs`).

use std::sync::Arc;

use leptos::prelude::*;
use model::{
    cost::monthly_cost,
};
use sim::{Report, estimate::{Estimate, estimate, usage}};

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
        let estimate = estimate(document);
        let usage = usage(document, estimate.as_ref());
        let forecast = Forecast { estimate, usage };
        if self.forecast.with_untracked(|it| **it != forecast) {
            self.set_forecast.set(Arc::new(forecast));
        }
    }

    fn derive_bill(self, change: &Change) {
        let measured = change.report.as_deref().map(Report::usage);
        let is_measured = measured.is_some();
        let usage = measured.unwrap_or_else(|| self.forecast.with_untracked(|it| it.usage.clone()));
        let answered_per_sec = match change.report.as_deref() {
            Some(report) => report.per_sec(report.total.succeeded),
            None => self.forecast.with_untracked(|it| {
                it.estimate.as_ref().map_or(0.0, Estimate::answered_per_sec)
            }),
        };
        let bill = Bill { cost: monthly_cost(&change.document, &usage), is_measured, answered_per_sec };
        if self.bill.with_untracked(|it| **it != bill) {
            self.set_bill.set(Arc::new(bill));
        }
    }
}
