//! Series put together: `sum by (service) (…)`.

use std::collections::BTreeMap;

use promql::ast::{Aggregator, Grouping};

use super::{Labels, Sample};

pub fn aggregate(
    op: Aggregator,
    grouping: &Grouping,
    param: Option<f64>,
    samples: Vec<Sample>,
) -> Vec<Sample> {
    let mut groups: BTreeMap<Labels, Vec<Sample>> = BTreeMap::new();
    for sample in samples {
        let labels = match grouping {
            Grouping::All => Labels::default(),
            Grouping::By(names) => sample.labels.only(names),
            Grouping::Without(names) => sample.labels.without(names),
        };
        groups.entry(labels).or_default().push(sample);
    }
    let n = param.unwrap_or(0.0).max(0.0) as usize;
    match op {
        Aggregator::TopK => groups.into_values().flat_map(|it| extremes(it, n, true)).collect(),
        Aggregator::BottomK => groups.into_values().flat_map(|it| extremes(it, n, false)).collect(),
        _ => groups.into_iter().map(|(labels, group)| Sample { labels, value: fold(op, &group) }).collect(),
    }
}

fn fold(op: Aggregator, group: &[Sample]) -> f64 {
    let values = || group.iter().map(|it| it.value);
    let (count, sum) = (group.len() as f64, values().sum::<f64>());
    match op {
        Aggregator::Sum => sum,
        Aggregator::Avg => sum / count,
        Aggregator::Count => count,
        // `f64::min` prefers numbers to what is none, as Prometheus does.
        Aggregator::Min => values().fold(f64::NAN, f64::min),
        Aggregator::Max => values().fold(f64::NAN, f64::max),
        Aggregator::TopK | Aggregator::BottomK => f64::NAN,
    }
}

/// The `n` largest or smallest, which keep their labels.
fn extremes(mut group: Vec<Sample>, n: usize, largest: bool) -> Vec<Sample> {
    model::lean::sort_by(&mut group, |a, b| {
        let order = a.value.total_cmp(&b.value);
        if largest { order.reverse() } else { order }
    });
    group.truncate(n);
    group
}
