//! An expression at one moment.

use promql::ast::{Expr, Selector};

use super::{Labels, Sample, Value, aggregate, binary, functions};
use crate::metrics::{Store, Window};

/// When, and on which clock: durations in expressions are the operators'.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// Simulated time.
    pub at_secs: f64,
    pub clock: crate::clock::Clock,
}

impl Moment {
    /// The end and the length of a window, in simulated time.
    pub fn window(self, range_secs: f64, offset_secs: f64) -> Window {
        let to_secs = self.at_secs - self.clock.simulated_secs(offset_secs);
        Window { to_secs, length_secs: self.clock.simulated_secs(range_secs) }
    }

    /// A value counts as the present one for so long: Prometheus' lookback of five minutes.
    fn lookback(self, offset_secs: f64) -> Window {
        const LOOKBACK_SECS: f64 = 300.0;
        let window = self.window(LOOKBACK_SECS, offset_secs);
        // Telemetry comes once per simulated second at best.
        Window { length_secs: window.length_secs.max(2.0), ..window }
    }
}

/// The value of `expr`. What the parser lets through can be evaluated; a selector without series gives none.
pub fn evaluate(expr: &Expr, store: &Store, moment: Moment) -> Value {
    match expr {
        Expr::Number(number) => Value::Scalar(*number),
        Expr::Negative(inner) => match evaluate(inner, store, moment) {
            Value::Scalar(value) => Value::Scalar(-value),
            Value::Vector(samples) => Value::Vector(each(samples, |value| -value)),
        },
        Expr::Selector(selector) => Value::Vector(instant(selector, store, moment)),
        // A range alone has no value; the parser refuses it outside of a function.
        Expr::Range { .. } => Value::Vector(Vec::new()),
        Expr::Call { function, args } => functions::call(*function, args, store, moment),
        Expr::Aggregate { op, grouping, param, inner } => {
            let samples = vector(evaluate(inner, store, moment));
            let param = param.as_ref().map(|it| scalar(evaluate(it, store, moment)));
            Value::Vector(aggregate::aggregate(*op, grouping, param, samples))
        }
        Expr::Binary { op, returns_bool, matching, left, right } => {
            let (left, right) = (evaluate(left, store, moment), evaluate(right, store, moment));
            binary::binary(*op, *returns_bool, matching, left, right)
        }
    }
}

/// The latest value of each series.
fn instant(selector: &Selector, store: &Store, moment: Moment) -> Vec<Sample> {
    let window = moment.lookback(selector.offset_secs);
    let latest = |series: &crate::metrics::Series| {
        series.latest(window).map(|value| Sample { labels: series.labels.clone(), value })
    };
    store.select(selector).filter_map(latest).collect()
}

/// The same operation on every value.
pub(super) fn each(mut samples: Vec<Sample>, change: impl Fn(f64) -> f64) -> Vec<Sample> {
    samples.iter_mut().for_each(|it| it.value = change(it.value));
    samples
}

pub(super) fn vector(value: Value) -> Vec<Sample> {
    match value {
        Value::Scalar(value) => vec![Sample { labels: Labels::default(), value }],
        Value::Vector(samples) => samples,
    }
}

/// The only value, as PromQL's `scalar` has it: not a number when there are none or several.
pub(super) fn scalar(value: Value) -> f64 {
    match value {
        Value::Scalar(value) => value,
        Value::Vector(samples) => match samples.as_slice() {
            [only] => only.value,
            _ => f64::NAN,
        },
    }
}
