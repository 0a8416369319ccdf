//! Mistakes that the shape of an expression shows, whatever the drawing is.

use model::{Arg, Message};
use promql::{
    Expr,
    ast::{Aggregator, BinaryOp, Function, Grouping},
};

use super::Advice;
use crate::metrics::{MetricKind, metric};

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dimension {
    Unknown,
    /// Events per second.
    PerSec,
    /// A share of something.
    Ratio,
    Secs,
    Count,
}

pub fn check(expr: &Expr, found: &mut Vec<Advice>) {
    if !is_condition(expr) {
        found.push(Advice::warning(Message::new("lint-no-condition")));
    }
    for it in expr.all() {
        match it {
            Expr::Binary { op, left, right, .. } if op.is_comparison() => compared(left, right, found),
            Expr::Aggregate { op: Aggregator::Avg | Aggregator::Sum, inner, .. } if is_quantile(inner) => {
                found.push(Advice::warning(Message::new("lint-averaged-quantile")));
            }
            Expr::Call { function: Function::HistogramQuantile, args } => {
                if let Some(buckets) = args.get(1) {
                    quantile(buckets, found);
                }
            }
            Expr::Call { function, args } if is_rate(*function) => {
                if let Some(Expr::Range { selector, .. }) = args.first()
                    && metric(&selector.metric).is_some_and(|it| it.kind == MetricKind::Gauge)
                {
                    let message = Message::new("lint-rate-of-gauge").with("metric", selector.metric.clone());
                    found.push(Advice::error(message.with("function", function.word())));
                }
            }
            _ => {}
        }
    }
}

/// Whether it leaves something out: what is always there always fires.
fn is_condition(expr: &Expr) -> bool {
    match expr {
        Expr::Binary { op: BinaryOp::And | BinaryOp::Unless, left, right, .. } => {
            is_condition(left) || is_condition(right)
        }
        Expr::Binary { op: BinaryOp::Or, left, right, .. } => is_condition(left) && is_condition(right),
        Expr::Binary { op, returns_bool, .. } => op.is_comparison() && !returns_bool,
        Expr::Call { function: Function::Absent, .. } => true,
        Expr::Aggregate { inner, .. } => is_condition(inner),
        _ => false,
    }
}

/// Events per second against a number that only a share of them can be meant by: at 100 requests per second, 0.05 errors
/// per second are one in two thousand; at one request per minute they are more than all.
fn compared(left: &Expr, right: &Expr, found: &mut Vec<Advice>) {
    let (measured, threshold) = match (left, right) {
        (Expr::Number(number), measured) | (measured, Expr::Number(number)) => (measured, *number),
        _ => return,
    };
    match dimension(measured) {
        Dimension::PerSec if threshold > 0.0 && threshold <= 1.0 => {
            let message = Message::new("lint-per-second-as-ratio");
            found.push(Advice::warning(message.with("threshold", Arg::Number(threshold))));
        }
        Dimension::Ratio if threshold > 1.0 => {
            let message = Message::new("lint-ratio-above-one");
            found.push(Advice::error(message.with("threshold", Arg::Number(threshold))));
        }
        _ => {}
    }
}

fn quantile(buckets: &Expr, found: &mut Vec<Advice>) {
    let loses_le = |it: &Expr| match it {
        Expr::Aggregate { grouping: Grouping::All, .. } => true,
        Expr::Aggregate { grouping: Grouping::By(names), .. } => !names.iter().any(|it| it == "le"),
        Expr::Aggregate { grouping: Grouping::Without(names), .. } => names.iter().any(|it| it == "le"),
        _ => false,
    };
    if buckets.all().into_iter().any(loses_le) {
        found.push(Advice::error(Message::new("lint-quantile-without-le")));
    }
    if !buckets.all().into_iter().any(|it| matches!(it, Expr::Call { function, .. } if is_rate(*function))) {
        found.push(Advice::warning(Message::new("lint-quantile-of-everything")));
    }
}

fn is_quantile(expr: &Expr) -> bool {
    matches!(expr, Expr::Call { function: Function::HistogramQuantile, .. })
}

const fn is_rate(function: Function) -> bool {
    matches!(function, Function::Rate | Function::Irate | Function::Increase)
}

fn dimension(expr: &Expr) -> Dimension {
    match expr {
        Expr::Selector(selector) if selector.metric.ends_with("_ratio") => Dimension::Ratio,
        Expr::Call { function: Function::Rate | Function::Irate, .. } => Dimension::PerSec,
        Expr::Call { function: Function::Increase, .. } => Dimension::Count,
        Expr::Call { function: Function::HistogramQuantile, .. } => Dimension::Secs,
        Expr::Aggregate { op: Aggregator::Count, .. } => Dimension::Count,
        Expr::Aggregate { inner, .. } | Expr::Negative(inner) => dimension(inner),
        Expr::Binary { op: BinaryOp::Div, left, right, .. } => {
            let (left, right) = (dimension(left), dimension(right));
            if left == right && left != Dimension::Unknown { Dimension::Ratio } else { Dimension::Unknown }
        }
        Expr::Binary { op: BinaryOp::Add | BinaryOp::Sub, left, right, .. } => {
            match (&**left, dimension(left)) {
                // `1 - ratio` is a ratio.
                (Expr::Number(_), _) => dimension(right),
                (_, dimension) => dimension,
            }
        }
        _ => Dimension::Unknown,
    }
}
