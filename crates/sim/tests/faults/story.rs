//! A run in which one thing happens, told by its phases.

use std::ops::Range;

use model::{Architecture, ZoneId, finding::Place, scenario::Change};
use sim::{Report, changes, report::FailureCause};

use crate::common::{change_at, component, drawing, options, run};

/// A pool of ten slots that serves a thousand requests a second.
pub const POOL: &str = "slots=10, service_millis=10, service_distribution=exponential, fixed_delay_millis=0";
/// Never busy, hardly any work.
pub const FAST: &str = "slots=1000, service_millis=1, service_distribution=constant, fixed_delay_millis=0";

pub const BEFORE: Range<usize> = 2..10;
pub const DURING: Range<usize> = 11..20;
pub const AFTER: Range<usize> = 25..40;

/// A change that is to happen to a place known by its name.
pub struct Trouble {
    change: &'static str,
    settings: Vec<(&'static str, f64)>,
}

/// For ten seconds.
pub fn trouble(change: &'static str, settings: &[(&'static str, f64)]) -> Trouble {
    Trouble { change, settings: settings.to_vec() }
}

/// A component, `-> component` for the connection that ends there, or `[zone]`.
#[track_caller]
pub fn place(architecture: &Architecture, name: &str) -> Place {
    if let Some(zone) = name.strip_prefix('[') {
        let zone = zone.trim_end_matches(']');
        let found: Option<ZoneId> = architecture.zones.iter().find(|it| it.name == zone).map(|it| it.id);
        return Place::Zone(found.unwrap_or_else(|| panic!("no zone {zone}")));
    }
    let plain = name.trim_start_matches("-> ");
    let found = architecture.components.iter().find(|it| it.name == plain);
    let id = found.unwrap_or_else(|| panic!("no {plain}")).id;
    if plain == name {
        return Place::Component(id);
    }
    Place::Connection(architecture.incoming(id).next().expect("a connection").id)
}

/// Adds a change to a drawing; it must be possible there.
#[track_caller]
pub fn happen(architecture: &mut Architecture, at_secs: f64, at: &str, trouble: &Trouble) {
    let place = place(architecture, at);
    let definition = changes::find(trouble.change).unwrap_or_else(|| panic!("no {}", trouble.change));
    assert!((definition.hits)(architecture, place), "{} cannot happen to {at}", trouble.change);
    let mut change = Change::new(trouble.change, place).lasting(10.0);
    for (key, value) in &trouble.settings {
        assert!(definition.settings.iter().any(|it| it.key == *key), "{} has no {key}", trouble.change);
        change = change.with(key, *value);
    }
    change_at(architecture, at_secs, change);
}

/// A run of forty seconds with a change in the tenth.
pub struct Story {
    pub report: Report,
}

#[track_caller]
pub fn story(text: &str, at: &str, trouble: Trouble) -> Story {
    let mut architecture = drawing(text);
    happen(&mut architecture, 10.0, at, &trouble);
    Story { report: run(&architecture, options(40.0)) }
}

impl Story {
    /// Sums over seconds: sent, answered, failed.
    pub fn sent(&self, phase: Range<usize>) -> f64 {
        self.report.series.seconds[phase].iter().map(|it| f64::from(it.generated)).sum()
    }

    pub fn answered(&self, phase: Range<usize>) -> f64 {
        self.report.series.seconds[phase].iter().map(|it| f64::from(it.succeeded)).sum()
    }

    pub fn failed(&self, phase: Range<usize>) -> f64 {
        self.report.series.seconds[phase].iter().map(|it| f64::from(it.failed)).sum()
    }

    /// Share of the requests that ended badly.
    pub fn errors(&self, phase: Range<usize>) -> f64 {
        let (failed, answered) = (self.failed(phase.clone()), self.answered(phase));
        if failed + answered > 0.0 { failed / (failed + answered) } else { 0.0 }
    }

    pub fn p50(&self, phase: Range<usize>) -> f64 {
        let seconds = &self.report.series.seconds[phase];
        mean(seconds.iter().filter_map(|it| it.p50_millis))
    }

    pub fn p95(&self, phase: Range<usize>) -> f64 {
        let seconds = &self.report.series.seconds[phase];
        mean(seconds.iter().filter_map(|it| it.p95_millis))
    }

    /// Longest queue at the end of a second.
    pub fn queue(&self, name: &str, phase: Range<usize>) -> u32 {
        self.series(name, |it| it.queue[phase].iter().copied().max()).expect("seconds")
    }

    /// Answers per second of a component.
    pub fn throughput(&self, name: &str, phase: Range<usize>) -> f64 {
        let seconds = phase.len() as f64;
        self.series(name, |it| {
            it.throughput_per_sec[phase].iter().map(|it| f64::from(*it)).sum::<f64>() / seconds
        })
    }

    /// Failures per second of a component.
    pub fn failures(&self, name: &str, phase: Range<usize>) -> f64 {
        let seconds = phase.len() as f64;
        self.series(name, |it| {
            it.errors_per_sec[phase].iter().map(|it| f64::from(*it)).sum::<f64>() / seconds
        })
    }

    #[track_caller]
    fn series<T>(&self, name: &str, look: impl FnOnce(&sim::report::ComponentSeries) -> T) -> T {
        let id = component(&self.report, name).id;
        look(self.report.series.components.iter().find(|it| it.id == id).expect("a series"))
    }

    /// Why users' requests failed, over the whole run.
    pub fn failed_by(&self, cause: FailureCause) -> f64 {
        self.report.errors.iter().filter(|it| it.cause == cause).map(|it| it.count as f64).sum()
    }

    /// No errors before and none once it is over, and in between a share of `expected`, give or take four standard
    /// deviations of a binomial count.
    #[track_caller]
    pub fn fails(&self, expected: f64) {
        assert_eq!(self.failed(BEFORE), 0.0, "failed before");
        assert_eq!(self.failed(AFTER), 0.0, "failed afterwards");
        let ended = self.failed(DURING) + self.answered(DURING);
        let tolerance = 4.0 * (expected * (1.0 - expected) / ended).sqrt() + 1e-9;
        let found = self.errors(DURING);
        assert!((found - expected).abs() <= tolerance, "{found} failed, expected {expected} ± {tolerance}");
    }

    /// So many times as slow at the median, and as before once it is over.
    #[track_caller]
    pub fn is_slower(&self, factor: f64) {
        let (before, during, after) = (self.p50(BEFORE), self.p50(DURING), self.p50(AFTER));
        assert!((during / before / factor - 1.0).abs() < 0.1, "{before} ms, then {during} ms");
        assert!((after / before - 1.0).abs() < 0.1, "{before} ms before, {after} ms afterwards");
    }
}

fn mean(values: impl Iterator<Item = f32>) -> f64 {
    let values: Vec<f64> = values.map(f64::from).collect();
    assert!(!values.is_empty(), "no answers");
    values.iter().sum::<f64>() / values.len() as f64
}
