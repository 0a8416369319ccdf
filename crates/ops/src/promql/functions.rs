//! Functions: what counters, windows and histograms are for.

use std::collections::BTreeMap;

use promql::ast::{Expr, Function, MatchOp, Matcher, Selector};

use super::{
    Labels, Moment, Sample, Value,
    eval::{each, evaluate, scalar, vector},
};
use crate::metrics::{Store, Window};

/// What a function makes of a series' points in a window.
type Fold = fn(&[(f64, f64)], Window) -> Option<f64>;

pub fn call(function: Function, args: &[Expr], store: &Store, moment: Moment) -> Value {
    let value =
        |index: usize| args.get(index).map_or(Value::Vector(Vec::new()), |it| evaluate(it, store, moment));
    let over = |fold: Fold| Value::Vector(ranges(args, store, moment, fold));
    match function {
        Function::Rate => over(|points, window| increase(points, window).map(|it| it / window.length_secs)),
        Function::Increase => over(increase),
        Function::Irate => over(|points, _| irate(points)),
        Function::Delta => over(|points, window| extrapolated(points, window, false)),
        Function::AvgOverTime => over(|points, _| Some(sum(points) / points.len() as f64)),
        Function::SumOverTime => over(|points, _| Some(sum(points))),
        Function::CountOverTime => over(|points, _| Some(points.len() as f64)),
        Function::MinOverTime => over(|points, _| points.iter().map(|it| it.1).reduce(f64::min)),
        Function::MaxOverTime => over(|points, _| points.iter().map(|it| it.1).reduce(f64::max)),
        Function::LastOverTime => over(|points, _| points.last().map(|it| it.1)),
        Function::HistogramQuantile => {
            let (ratio, buckets) = (scalar(value(0)), vector(value(1)));
            Value::Vector(quantiles(ratio, buckets))
        }
        Function::Absent => Value::Vector(absent(args.first(), vector(value(0)))),
        Function::Abs => Value::Vector(each(vector(value(0)), f64::abs)),
        Function::Ceil => Value::Vector(each(vector(value(0)), f64::ceil)),
        Function::Floor => Value::Vector(each(vector(value(0)), f64::floor)),
        Function::ClampMin => {
            let least = scalar(value(1));
            Value::Vector(each(vector(value(0)), |it| it.max(least)))
        }
        Function::ClampMax => {
            let most = scalar(value(1));
            Value::Vector(each(vector(value(0)), |it| it.min(most)))
        }
        Function::Scalar => Value::Scalar(scalar(value(0))),
        Function::Vector => Value::Vector(vector(value(0))),
        Function::Time => Value::Scalar(moment.at_secs),
    }
}

/// A function of the points of each series in a window.
fn ranges(args: &[Expr], store: &Store, moment: Moment, fold: Fold) -> Vec<Sample> {
    let Some(Expr::Range { selector, range_secs }) = args.first() else { return Vec::new() };
    let window = moment.window(*range_secs, selector.offset_secs);
    let sample = |series: &crate::metrics::Series| {
        let points = series.points(window);
        let value = if points.is_empty() { None } else { fold(&points, window) };
        value.map(|value| Sample { labels: series.labels.clone(), value })
    };
    store.select(selector).filter_map(sample).collect()
}

fn sum(points: &[(f64, f64)]) -> f64 {
    points.iter().map(|it| it.1).sum()
}

/// How much a counter grew, resets taken into account.
fn increase(points: &[(f64, f64)], window: Window) -> Option<f64> {
    extrapolated(points, window, true)
}

/// The difference between the last and the first point, stretched to the whole window: up to half a gap where the series
/// begins or ends inside of it, and never to before a counter was zero. That is Prometheus' rule, to the letter
/// (`extrapolatedRate` in promql/functions.go).
fn extrapolated(points: &[(f64, f64)], window: Window, is_counter: bool) -> Option<f64> {
    let ([first, .., last], n) = (points, points.len()) else { return None };
    let mut grown = last.1 - first.1;
    if is_counter {
        grown += points.windows(2).filter(|it| it[1].1 < it[0].1).map(|it| it[0].1).sum::<f64>();
    }
    let sampled = last.0 - first.0;
    if sampled <= 0.0 {
        return None;
    }
    let gap = sampled / (n - 1) as f64;
    let mut to_start = first.0 - (window.to_secs - window.length_secs);
    let to_end = window.to_secs - last.0;
    if is_counter && grown > 0.0 && first.1 >= 0.0 {
        to_start = to_start.min(sampled * (first.1 / grown));
    }
    let stretch = |distance: f64| if distance < 1.1 * gap { distance } else { gap / 2.0 };
    Some(grown * (sampled + stretch(to_start) + stretch(to_end)) / sampled)
}

/// From the last two points.
fn irate(points: &[(f64, f64)]) -> Option<f64> {
    let [.., before, last] = points else { return None };
    let grown = if last.1 < before.1 { last.1 } else { last.1 - before.1 };
    Some(grown / (last.0 - before.0))
}

/// Quantiles of classic histograms, in a straight line within a bucket.
fn quantiles(ratio: f64, samples: Vec<Sample>) -> Vec<Sample> {
    let mut histograms: BTreeMap<Labels, Vec<(f64, f64)>> = BTreeMap::new();
    for sample in samples {
        let bound = sample.labels.get("le").and_then(|it| it.parse::<f64>().ok());
        if let Some(bound) = bound {
            histograms
                .entry(sample.labels.without(&["le".to_owned()]))
                .or_default()
                .push((bound, sample.value));
        }
    }
    let quantile = |(labels, buckets)| quantile(ratio, buckets).map(|value| Sample { labels, value });
    histograms.into_iter().filter_map(quantile).collect()
}

fn quantile(ratio: f64, mut buckets: Vec<(f64, f64)>) -> Option<f64> {
    model::lean::sort_by(&mut buckets, |a, b| a.0.total_cmp(&b.0));
    if ratio.is_nan() {
        return Some(f64::NAN);
    }
    if ratio < 0.0 {
        return Some(f64::NEG_INFINITY);
    }
    if ratio > 1.0 {
        return Some(f64::INFINITY);
    }
    // Without a bucket for everything there is no telling how many there are.
    let all = buckets.last().filter(|it| it.0 == f64::INFINITY)?.1;
    if buckets.len() < 2 || all == 0.0 || all.is_nan() {
        return Some(f64::NAN);
    }
    // Rates of counters that were scraped apart may shrink a little from one bucket to the next.
    let mut most = 0.0_f64;
    for bucket in &mut buckets {
        most = most.max(bucket.1);
        bucket.1 = most;
    }
    let rank = ratio * all;
    let index = buckets.iter().position(|it| it.1 >= rank).unwrap_or(buckets.len() - 1);
    if index == buckets.len() - 1 {
        return Some(buckets[index - 1].0);
    }
    let (end, upto) = buckets[index];
    if index == 0 && end <= 0.0 {
        return Some(end);
    }
    let (start, before) = if index == 0 { (0.0, 0.0) } else { buckets[index - 1] };
    Some(start + (end - start) * ((rank - before) / (upto - before)))
}

/// One sample where there is none, with the labels that were asked for by name.
fn absent(asked: Option<&Expr>, found: Vec<Sample>) -> Vec<Sample> {
    if !found.is_empty() {
        return Vec::new();
    }
    let matchers: &[Matcher] = match asked {
        Some(Expr::Selector(Selector { matchers, .. })) => matchers,
        _ => &[],
    };
    let equal = matchers.iter().filter(|it| it.op == MatchOp::Equal);
    let labels = Labels::new(equal.map(|it| (it.name.as_str(), it.value.as_str())));
    vec![Sample { labels, value: 1.0 }]
}
