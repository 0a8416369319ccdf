//! Series and their latest points.

use std::collections::{BTreeMap, VecDeque};

use promql::ast::Selector;

use crate::promql::Labels;

/// A stretch of simulated time: without its beginning, with its end, as Prometheus 3 has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    pub to_secs: f64,
    pub length_secs: f64,
}

/// Values over time.
#[derive(Clone, Debug)]
pub struct Series {
    pub labels: Labels,
    /// Time and value; what is no number says that the series ended there (a stale marker).
    points: VecDeque<(f64, f64)>,
}

impl Series {
    /// The last value in a window; `None` if there is none, or the series has ended.
    pub fn latest(&self, window: Window) -> Option<f64> {
        let end = self.points.partition_point(|it| it.0 <= window.to_secs);
        let (at_secs, value) = *self.points.get(end.checked_sub(1)?)?;
        (at_secs > window.to_secs - window.length_secs && !value.is_nan()).then_some(value)
    }

    /// The values in a window, oldest first.
    pub fn points(&self, window: Window) -> Vec<(f64, f64)> {
        let from = self.points.partition_point(|it| it.0 <= window.to_secs - window.length_secs + 1e-9);
        let to = self.points.partition_point(|it| it.0 <= window.to_secs);
        self.points.range(from..to.max(from)).copied().filter(|it| !it.1.is_nan()).collect()
    }

    /// All that is kept.
    pub fn all(&self) -> impl Iterator<Item = (f64, f64)> {
        self.points.iter().copied()
    }
}

/// All series, as far back as somebody asks for them.
#[derive(Clone, Debug)]
pub struct Store {
    series: BTreeMap<&'static str, Vec<Series>>,
    kept_secs: f64,
}

/// A series in the store.
#[derive(Clone, Copy, Debug)]
pub struct SeriesId {
    metric: &'static str,
    index: usize,
}

impl Store {
    /// Forgets what is older than `kept_secs` of simulated time.
    pub const fn new(kept_secs: f64) -> Self {
        Self { series: BTreeMap::new(), kept_secs }
    }

    pub fn add_series(&mut self, metric: &'static str, labels: Labels) -> SeriesId {
        let all = self.series.entry(metric).or_default();
        all.push(Series { labels, points: VecDeque::new() });
        SeriesId { metric, index: all.len() - 1 }
    }

    pub fn push(&mut self, id: SeriesId, at_secs: f64, value: f64) {
        let Some(series) = self.series.get_mut(id.metric).and_then(|it| it.get_mut(id.index)) else { return };
        series.points.push_back((at_secs, value));
        let oldest = at_secs - self.kept_secs;
        while series.points.front().is_some_and(|it| it.0 < oldest) {
            series.points.pop_front();
        }
    }

    /// The series that a selector means.
    pub fn select<'a>(&'a self, selector: &'a Selector) -> impl Iterator<Item = &'a Series> {
        let all = self.series.get(selector.metric.as_str()).map_or(&[][..], Vec::as_slice);
        let is_meant = |series: &&Series| {
            selector.matchers.iter().all(|it| it.matches(series.labels.get(&it.name).unwrap_or_default()))
        };
        all.iter().filter(is_meant)
    }

    /// Every series with the name of its metric.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, &Series)> {
        self.series.iter().flat_map(|(name, all)| all.iter().map(|it| (*name, it)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ended_series_has_no_latest_value_but_a_past() {
        let mut store = Store::new(100.0);
        let id = store.add_series("up", Labels::default());
        for (at_secs, value) in [(1.0, 1.0), (2.0, 1.0), (3.0, f64::NAN)] {
            store.push(id, at_secs, value);
        }
        let series = store.all().next().unwrap().1;
        let window = |to_secs| Window { to_secs, length_secs: 5.0 };
        assert_eq!(series.latest(window(2.5)), Some(1.0));
        assert_eq!(series.latest(window(3.0)), None);
        assert_eq!(series.points(window(4.0)).len(), 2);
    }

    #[test]
    fn old_points_are_forgotten() {
        let mut store = Store::new(10.0);
        let id = store.add_series("up", Labels::default());
        (0..100).for_each(|it| store.push(id, f64::from(it), 1.0));
        assert_eq!(store.all().next().unwrap().1.all().count(), 11);
    }
}
