//! Whether a configuration does what was promised, in one run or several.

use model::{Architecture, Arg, ComponentId, Message, ZoneId};
use sim::{Report, report::ComponentReport};

use crate::judge::judge;

/// Most requests of all that may fail where nothing is promised about failures.
const MOST_FAILED: f64 = 0.001;
/// Load from which a component is at its limit.
const FULL: f64 = 0.95;

/// Why a configuration does not do, if it does not; of its first run that fails. A run is made with a zone lost, or with none.
pub fn broken<'a>(
    architecture: &Architecture,
    runs: impl IntoIterator<Item = (Option<ZoneId>, &'a Report)>,
) -> Option<Message> {
    runs.into_iter().find_map(|(lost, report)| broken_in(architecture, lost, report))
}

fn broken_in(architecture: &Architecture, lost: Option<ZoneId>, report: &Report) -> Option<Message> {
    let zone = lost.and_then(|it| architecture.zone(it));
    let say = |id: &'static str, with_lost: &'static str| match zone {
        Some(zone) => Message::new(with_lost).with("zone", zone.name.as_str()),
        None => Message::new(id),
    };
    for judged in judge(&architecture.objectives, report) {
        if judged.is_met != Some(true) {
            let good = judged.good_ratio().unwrap_or(0.0);
            return Some(
                say("plan-misses", "plan-misses-lost")
                    .with("good", Arg::Ratio(good))
                    .with("target", Arg::Ratio(judged.objective.target)),
            );
        }
    }
    let failed = failed_ratio(report);
    if !architecture.objectives.iter().any(|it| it.journey.is_empty()) && failed > MOST_FAILED {
        return Some(say("plan-fails", "plan-fails-lost").with("failed", Arg::Ratio(failed)));
    }
    // A queue that grows keeps its promises only for as long as the run lasts.
    let full = saturated(report)?;
    let name = architecture.component(full).map_or("", |it| it.name.as_str());
    Some(say("plan-full", "plan-full-lost").with("component", name))
}

/// Share of the requests that failed, 0.0 to 1.0.
pub fn failed_ratio(report: &Report) -> f64 {
    let total = &report.total;
    total.failed as f64 / (total.succeeded + total.failed).max(1) as f64
}

/// A component whose load is at its limit.
fn saturated(report: &Report) -> Option<ComponentId> {
    report.components.iter().find(|it| fullness(it) >= FULL).map(|it| it.id)
}

/// How near a component is to its limit, 1.0 at it: by the work that comes, or by the slots that are held, also by requests that
/// only wait for others there.
pub fn fullness(component: &ComponentReport) -> f64 {
    let shares = [component.load_ratio, component.utilization];
    shares.into_iter().flatten().map(|it| it.value).fold(0.0, f64::max)
}
