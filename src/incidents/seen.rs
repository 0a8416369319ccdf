//! What could be seen of a run, second by second: the ground on which suggestions and alerts stand.

use std::collections::BTreeMap;

use model::{ComponentId, lean};
use ops::incidents::correlate::{LEAST_USUAL, Metric, SeriesOf};
use sim::telemetry::{ComponentFrame, Frame, ObjectiveCount};

/// More seconds than these are not remembered; the oldest half goes.
const MOST_SECS: usize = 7_200;
const METRICS: [Metric; 5] = [Metric::Errors, Metric::Queue, Metric::Load, Metric::Throughput, Metric::Up];
/// What is usual is seen in the first third of what came before the trouble, in seconds at most.
const MOST_USUAL: usize = 300;

/// The seconds after the warm-up.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Time of the first second.
    from_secs: f64,
    n_seconds: usize,
    components: BTreeMap<ComponentId, [Vec<f32>; 5]>,
    /// From when on there were how many replicas; only where their number changes.
    replicas: BTreeMap<ComponentId, Vec<(f64, u32)>>,
    /// Requests and bad ones of each objective since the start, and second by second.
    pub objectives: Vec<(u64, u64)>,
    promised: Vec<Vec<ObjectiveCount>>,
}

impl Seen {
    pub fn add(&mut self, frame: &Frame) {
        if frame.at_secs <= 0.0 {
            return;
        }
        if self.n_seconds == 0 {
            self.from_secs = frame.at_secs;
        }
        for it in &frame.components {
            let steps = self.replicas.entry(it.id).or_default();
            if steps.last().is_none_or(|last| last.1 != it.replicas) {
                steps.push((frame.at_secs, it.replicas));
            }
            let values = self.components.entry(it.id).or_default();
            for (all, value) in values.iter_mut().zip(figures(it)) {
                // One that came later was not there before.
                all.resize(self.n_seconds, 0.0);
                all.push(value);
            }
        }
        self.n_seconds += 1;
        self.objectives.resize(frame.objectives.len(), (0, 0));
        for (all, second) in self.objectives.iter_mut().zip(&frame.objectives) {
            all.0 += u64::from(second.total);
            all.1 += u64::from(second.bad);
        }
        self.promised.push(frame.objectives.clone());
        if self.n_seconds > MOST_SECS {
            self.forget(MOST_SECS / 2);
        }
    }

    /// All figures until `until_secs`, of the components that `is_visible`.
    pub fn series(&self, until_secs: f64, is_visible: impl Fn(ComponentId) -> bool) -> Vec<SeriesOf> {
        let n = ((until_secs - self.from_secs).max(0.0) as usize + 1).min(self.n_seconds);
        // Of a short run at least as much as says anything.
        let n_usual = (n / 3).clamp(LEAST_USUAL, MOST_USUAL);
        let mut series = Vec::new();
        for (component, figures) in self.components.iter().filter(|it| is_visible(*it.0)) {
            for (metric, values) in METRICS.into_iter().zip(figures) {
                let values = values.iter().take(n).map(|it| f64::from(*it)).collect();
                series.push(SeriesOf { component: *component, metric, from_secs: self.from_secs, n_usual, values });
            }
        }
        series
    }

    /// Seconds of replicas that came on top of those that were there at `from_secs`, by component.
    pub fn added_secs(&self, (from_secs, until_secs): (f64, f64)) -> impl Iterator<Item = (ComponentId, f64)> {
        self.replicas.iter().map(move |(id, steps)| {
            let at_first = steps.iter().rfind(|it| it.0 <= from_secs).or(steps.first()).map_or(0, |it| it.1);
            let ends = steps.iter().skip(1).map(|it| it.0).chain([until_secs]);
            let added = steps.iter().zip(ends).map(|(&(begins_secs, replicas), ends_secs)| {
                let secs = ends_secs.min(until_secs) - begins_secs.max(from_secs);
                f64::from(replicas.saturating_sub(at_first)) * secs.max(0.0)
            });
            (*id, added.sum())
        })
    }

    /// Requests and bad ones of each objective in a part of the run. A second is named by its end.
    pub fn promised(&self, (from_secs, until_secs): (f64, f64)) -> Vec<(u64, u64)> {
        let mut sums = vec![(0, 0); self.objectives.len()];
        for (i, second) in self.promised.iter().enumerate() {
            let at_secs = self.from_secs + i as f64;
            if at_secs > from_secs && at_secs <= until_secs {
                for (sum, it) in sums.iter_mut().zip(second) {
                    *sum = (sum.0 + u64::from(it.total), sum.1 + u64::from(it.bad));
                }
            }
        }
        sums
    }

    /// How many requests a component usually answers in a second: the middle value of those before now.
    pub fn usual_per_sec(&self, component: ComponentId) -> Option<f64> {
        let [.., throughput, _] = self.components.get(&component)?;
        let mut values = throughput.clone();
        lean::sort_by(&mut values, f32::total_cmp);
        values.get(values.len() / 2).map(|it| f64::from(*it))
    }

    /// Failures of a component in the last second.
    pub fn failures(&self, component: ComponentId) -> f32 {
        let errors = self.components.get(&component).map(|it| &it[0]);
        errors.and_then(|it| it.last().copied()).unwrap_or(0.0)
    }

    fn forget(&mut self, n: usize) {
        for values in self.components.values_mut().flatten() {
            values.drain(..n.min(values.len()));
        }
        self.promised.drain(..n.min(self.promised.len()));
        self.n_seconds -= n;
        self.from_secs += n as f64;
    }
}

fn figures(it: &ComponentFrame) -> [f32; 5] {
    let share = |part: u32, whole: u32| if whole == 0 { 0.0 } else { part as f32 / whole as f32 };
    [
        it.failed as f32,
        (it.queue + it.backlog) as f32,
        share(it.busy, it.slots),
        it.succeeded as f32,
        share(it.up, it.replicas),
    ]
}
