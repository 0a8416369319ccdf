//! Laws that hold for every queue, checked on a run of anybody's drawing: Little's law and the utilization law, and,
//! where theory knows a component exactly, its exact numbers beside those of the run.
//!
//! A law that does not hold means that the engine counts wrong, or that the run is too short to say anything. Both
//! are worth knowing, so the page shows it.

mod exact;

use model::{
    Architecture, Component, ComponentId, Relation,
    spec::{Behavior, Discipline, Spec},
};

pub use exact::Exact;

use crate::{
    estimate::{ComponentEstimate, estimate},
    report::{ComponentReport, FailureCause, Report},
    service::scv,
};

/// A tolerance above this says that the run is too short to tell.
const TELLING: f64 = 0.25;
/// From this share of slots held on a queue does nothing but grow.
const FULL: f64 = 0.97;

/// How a run of a drawing obeys the laws, component by component.
pub fn laws(architecture: &Architecture, report: &Report) -> Vec<ComponentLaws> {
    // Stopped in its warm-up it has counted, but for no time.
    if report.measured_secs <= 0.0 {
        return Vec::new();
    }
    let estimates = estimate(architecture).map(|it| it.components).unwrap_or_default();
    report
        .components
        .iter()
        .filter_map(|it| Some((it, architecture.component(it.id)?)))
        .filter(|(it, component)| it.wait.samples > 0 && component.workload.is_none())
        .map(|(it, component)| of_component(architecture, report, &estimates, it, component))
        .collect()
}

/// What is known about one component.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ComponentLaws {
    pub id: ComponentId,
    /// Little's law: mean number in the queue = requests served per second × their mean wait.
    pub little: Result<Law, Exempt>,
    /// Utilization law: mean slots doing own work = requests served per second × mean own work as drawn.
    pub busy: Result<Law, Exempt>,
    /// Exact numbers, where theory has them.
    pub exact: Option<Exact>,
}

/// Why a law says nothing about a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exempt {
    /// Messages wait in it, which are no requests.
    Messages,
    /// Its replicas repeat each other's writes, which wait, too.
    RepeatedWrites,
    /// Full all the time, and not served in the order of arrival: some stay for good.
    NeverServed,
    /// Some left before they were served or done.
    Left,
    /// Its own work is not what is drawn alone: functions start first.
    ColdStarts,
    /// Its own work is not what is drawn alone: it is traced.
    Tracing,
    /// Some were turned away, and reads are not as much work as writes.
    Mix,
    /// It has no slots or no queue of its own.
    Uncounted,
}

impl Exempt {
    /// Message id.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Messages => "laws-exempt-messages",
            Self::RepeatedWrites => "laws-exempt-repeated-writes",
            Self::NeverServed => "laws-exempt-never-served",
            Self::Left => "laws-exempt-left",
            Self::ColdStarts => "laws-exempt-cold-starts",
            Self::Tracing => "laws-exempt-tracing",
            Self::Mix => "laws-exempt-mix",
            Self::Uncounted => "laws-exempt-uncounted",
        }
    }
}

/// Two figures that should be equal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Law {
    /// As counted over time.
    pub found: f64,
    /// As it follows from other figures.
    pub expected: f64,
    /// By how much they may differ, as a share: who was there at the start and at the end is counted by one side only,
    /// and the work that is drawn differs from its mean by chance (four standard errors).
    pub tolerance: f64,
}

impl Law {
    /// By how much the first differs from the second, as a share.
    pub fn residual(&self) -> f64 {
        if self.expected == self.found { 0.0 } else { self.found / self.expected - 1.0 }
    }

    /// Whether the run is long enough to tell.
    pub fn is_telling(&self) -> bool {
        self.tolerance <= TELLING
    }

    pub fn holds(&self) -> bool {
        self.residual().abs() <= self.tolerance
    }
}

fn of_component(
    architecture: &Architecture,
    report: &Report,
    estimates: &[ComponentEstimate],
    it: &ComponentReport,
    component: &Component,
) -> ComponentLaws {
    let spec = component.spec();
    // Counts are summed over replications, so their time is, too.
    let secs = report.measured_secs * f64::from(report.settings.replications.max(1));
    let row = estimates.iter().find(|row| row.id == it.id);
    ComponentLaws {
        id: it.id,
        little: little(&spec, component.replicas(), it, secs, report.measured_secs),
        busy: busy(architecture, &spec, it, secs),
        exact: row.and_then(|row| exact::exact(architecture, report, &spec, component, row)),
    }
}

fn little(spec: &Spec, replicas: u32, it: &ComponentReport, secs: f64, run_secs: f64) -> Result<Law, Exempt> {
    match spec.behavior {
        Behavior::Broker { .. } => return Err(Exempt::Messages),
        Behavior::Store { .. } if replicas > 1 => return Err(Exempt::RepeatedWrites),
        _ => {}
    }
    if has_left(it) {
        return Err(Exempt::Left);
    }
    // Whoever is served in the order of arrival waits no longer than it takes to serve a full queue.
    let is_full = it.utilization.is_some_and(|it| it.value > FULL);
    if is_full && spec.server.discipline != Discipline::Fifo {
        return Err(Exempt::NeverServed);
    }
    let (Some(found), Some(wait)) = (it.mean_in_queue, it.wait.mean_millis) else {
        return Err(Exempt::Uncounted);
    };
    let (found, wait_secs) = (found.value, wait.value / 1e3);
    let deviation_secs = it.wait.standard_deviation_millis.map_or(wait_secs, |it| it.value / 1e3);
    // Those in the queue at an end of the run have half of a long wait before or behind them: long ones are met more
    // often than short ones (length-biased, E[W²] / 2 E[W]). Three times that, and as many as there may well be.
    let cut_off = if wait_secs > 0.0 {
        3.0 * (wait_secs * wait_secs + deviation_secs * deviation_secs) / (2.0 * wait_secs)
    } else {
        0.0
    };
    let at_an_end = found + 4.0 * found.sqrt() + 2.0;
    Ok(Law {
        found,
        expected: it.wait.samples as f64 / secs * wait_secs,
        tolerance: 0.001 + 2.0 * cut_off * at_an_end / (found * run_secs).max(f64::MIN_POSITIVE),
    })
}

/// Some left before they were served or done: they are in the queue's length, not among the waits, and their work was
/// cut short.
fn has_left(it: &ComponentReport) -> bool {
    it.failed_by_cause
        .iter()
        .any(|it| matches!(it.cause, FailureCause::Timeout | FailureCause::Interrupted | FailureCause::Shed))
}

fn busy(architecture: &Architecture, spec: &Spec, it: &ComponentReport, secs: f64) -> Result<Law, Exempt> {
    let (Some(slots), Some(found), Some(load)) = (it.slots, it.own_work_utilization, it.load_ratio) else {
        return Err(Exempt::Uncounted);
    };
    if it.arrived == 0 {
        return Err(Exempt::Uncounted);
    }
    if has_left(it) {
        return Err(Exempt::Left);
    }
    if matches!(spec.behavior, Behavior::Function { .. }) {
        return Err(Exempt::ColdStarts);
    }
    if is_traced(architecture, it.id) {
        return Err(Exempt::Tracing);
    }
    let slots = slots as f64;
    let served = it.wait.samples as f64;
    // Where writes are more work, those who were served may be another mix than those who came.
    let is_mixed = matches!(spec.behavior, Behavior::Store { write_factor, .. } if write_factor != 1.0);
    if is_mixed && served < 0.98 * it.arrived as f64 {
        return Err(Exempt::Mix);
    }
    let (spread, factor) = match spec.behavior {
        Behavior::Store { write_factor, .. } => (scv(&spec.server.service.shape), write_factor.max(1.0)),
        _ => (scv(&spec.server.service.shape), 1.0),
    };
    let edges = 20.0 * factor * spec.server.service.mean_millis / 1e3 / secs;
    Ok(Law {
        found: found.value * slots,
        // Expected work of all that came, of which some were turned away.
        expected: load.value * slots * served / it.arrived as f64,
        tolerance: 4.0 * ((spread + 0.1) * factor / served).sqrt() + edges,
    })
}

/// Tracing adds work that is not drawn.
fn is_traced(architecture: &Architecture, id: ComponentId) -> bool {
    let adds_work = |to| {
        let behavior = architecture.component(to).map(|it| it.spec().behavior);
        matches!(behavior, Some(Behavior::Sink { traced_overhead_millis }) if traced_overhead_millis > 0.0)
    };
    let mut links = architecture.connections.iter();
    links.any(|it| it.from == id && it.relation == Relation::Observe && adds_work(it.to))
}
