//! Who was hit, from the seconds that a run has noted down.

use std::ops::Range;

use model::ComponentId;

use crate::report::{ComponentSeries, Report};

/// The time before a change that it is compared with, in seconds.
const BASE_SECS: f64 = 30.0;
/// What counts as hit: so much larger a share of failures, so many times the queue, or so much less done; and each beyond four
/// standard deviations of Poisson counts, those before included. A tenth of a percent is all that "three nines" allow.
const MORE_ERRORS: f64 = 0.001;
const LONGER_QUEUE: f64 = 2.0;
const LESS_DONE: f64 = 0.8;
/// Requests that wait by chance.
const SHORT_QUEUE: f64 = 10.0;

/// Something before a change and while it held.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shift {
    pub before: f64,
    pub during: f64,
}

/// How a component fared.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    pub component: ComponentId,
    pub is_hit: bool,
    /// Failed over ended, 0.0 to 1.0.
    pub errors: Shift,
    /// Requests that wait, on average.
    pub queue: Shift,
    pub throughput_per_sec: Shift,
}

/// Components that were hit between two moments of a run, compared with the time before; in the order of the drawing.
pub fn seen(report: &Report, from_secs: f64, to_secs: f64) -> Vec<Seen> {
    let mut all = compared(report, from_secs, to_secs);
    all.retain(|it| it.is_hit);
    all
}

/// All components, hit or not.
pub(super) fn compared(report: &Report, from_secs: f64, to_secs: f64) -> Vec<Seen> {
    let seconds = &report.series.seconds;
    // A row holds the second that ends at its time.
    let rows = |from: f64, to: f64| -> Range<usize> {
        let first = seconds.partition_point(|it| it.at_secs <= from);
        first..seconds.partition_point(|it| it.at_secs <= to).max(first)
    };
    let begin = seconds.first().map_or(0.0, |it| it.at_secs - 1.0).max(0.0);
    let (before, during) = (rows((from_secs - BASE_SECS).max(begin), from_secs), rows(from_secs, to_secs));
    if before.is_empty() || during.is_empty() {
        return Vec::new();
    }
    let mut all: Vec<Seen> = report.series.components.iter().map(|it| look(it, &before, &during)).collect();
    let position = |id| report.components.iter().position(|it| it.id == id);
    model::lean::sort_by_key(&mut all, |it| position(it.component));
    all
}

fn look(series: &ComponentSeries, before: &Range<usize>, during: &Range<usize>) -> Seen {
    let sum = |values: &[u32], rows: &Range<usize>| -> f64 {
        values.get(rows.clone()).unwrap_or_default().iter().map(|it| f64::from(*it)).sum()
    };
    let shift = |of: &dyn Fn(&Range<usize>) -> f64| Shift { before: of(before), during: of(during) };
    let done = |rows: &Range<usize>| sum(&series.throughput_per_sec, rows);
    let failed = |rows: &Range<usize>| sum(&series.errors_per_sec, rows);
    let ended = |rows: &Range<usize>| done(rows) + failed(rows);
    let errors = shift(&|rows| if ended(rows) > 0.0 { failed(rows) / ended(rows) } else { 0.0 });
    let per_row = |of: &dyn Fn(&Range<usize>) -> f64, rows: &Range<usize>| of(rows) / rows.len() as f64;
    let throughput_per_sec = shift(&|rows| per_row(&done, rows));
    let queue = shift(&|rows| per_row(&|it| sum(&series.queue, it), rows));
    let expected = |rate: f64| rate * during.len() as f64;
    let fails = errors.during - errors.before > MORE_ERRORS && {
        let usual = errors.before * ended(during);
        // Few failures before say little about what is usual: their chance counts as often as they are multiplied.
        let times = ended(during) / ended(before).max(1.0);
        failed(during) > usual + 4.0 * (usual.max(1.0) * (1.0 + times)).sqrt()
    };
    let waits = queue.during > SHORT_QUEUE && queue.during > LONGER_QUEUE * queue.before;
    let usual = expected(throughput_per_sec.before);
    let does_less = done(during) < LESS_DONE * usual && done(during) < usual - 4.0 * usual.sqrt();
    let is_hit = fails || waits || does_less;
    Seen { component: series.id, is_hit, errors, queue, throughput_per_sec }
}
