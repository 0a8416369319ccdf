//! An expression second by second.
//!
//! Alert rules see what is scraped every 15 s; a panel looks at every second, so that it is never coarser than the other
//! charts. Durations are the operators', as in rules.

use std::collections::BTreeSet;

use model::Architecture;
use promql::Expr;
use sim::telemetry::Frame;

use super::{Plotted, Subject};
use crate::{
    burn::Meter,
    clock::Clock,
    metrics::{Feed, Store},
    promql::{Moment, evaluate},
    sight::Sight,
};

/// Series are kept for at least so long, in seconds of the operators: Prometheus' lookback, and some more.
const LEAST_KEPT_SECS: f64 = 600.0;
/// More series than this are not drawn, nor remembered.
const MAX_SERIES: usize = 200;

/// Evaluates an expression over the seconds of a run.
#[derive(Clone, Debug)]
pub struct Expression {
    expr: Expr,
    clock: Clock,
    store: Store,
    feed: Feed,
    /// `None`: target or window make no budget.
    budgets: Vec<Option<Meter>>,
}

impl Expression {
    pub fn new(expr: Expr, architecture: &Architecture) -> Self {
        let clock = Clock::new(architecture.operations.clock_factor);
        let wanted: BTreeSet<String> = model::lean::set(expr.selectors().map(|it| it.0.metric.clone()));
        let longest = expr.selectors().map(|(selector, range)| selector.offset_secs + range.unwrap_or(0.0));
        let kept_secs = clock.simulated_secs(longest.fold(0.0, f64::max) + LEAST_KEPT_SECS).max(10.0);
        let mut store = Store::new(kept_secs);
        let feed = Feed::new(architecture, &Sight::of(architecture), Some(&wanted), 1.0, &mut store);
        let budgets = architecture.objectives.iter().map(|it| Meter::new(it, clock).ok()).collect();
        Self { expr, clock, store, feed, budgets }
    }

    /// A second; its samples go to the lines of their labels.
    pub fn add(&mut self, frame: &Frame, lines: &mut Vec<Plotted>) {
        let counts = frame.objectives.iter().copied().chain(std::iter::repeat(Default::default()));
        for (meter, count) in self.budgets.iter_mut().zip(counts) {
            if let Some(meter) = meter {
                meter.add(frame.at_secs, count);
            }
        }
        let left = |it: &Option<Meter>| it.as_ref()?.read().remaining;
        self.feed.add(&mut self.store, frame, || self.budgets.iter().map(left).collect());
        let moment = Moment { at_secs: frame.at_secs, clock: self.clock };
        for sample in evaluate(&self.expr, &self.store, moment).into_samples() {
            // What is no number, such as a quantile of nothing, is no point.
            if !sample.value.is_finite() {
                continue;
            }
            let subject =
                if sample.labels.is_empty() { Subject::Whole } else { Subject::Series(sample.labels) };
            let index = match lines.iter().position(|it| it.subject == subject) {
                Some(index) => index,
                None if lines.len() < MAX_SERIES => {
                    lines.push(Plotted::new(subject));
                    lines.len() - 1
                }
                None => continue,
            };
            lines[index].push(frame.at_secs, Some(sample.value));
        }
    }
}
