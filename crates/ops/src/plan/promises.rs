//! Whether a configuration does what was promised, in one run or several.

use model::{Architecture, Arg, ComponentId, Message, ZoneId, text::decimals_for_ratio};
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
                    .with("good", Arg::Ratio(short_of(judged.objective.target, good)))
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
    let name = architecture.component_name(full);
    Some(say("plan-full", "plan-full-lost").with("component", name))
}

/// A share below a target, so that it is not written as the target when it only just misses it.
fn short_of(target: f64, share: f64) -> f64 {
    let scale = 10_f64.powi(i32::from(decimals_for_ratio(share)) + 2);
    if (share * scale).round() < target * scale { share } else { (share * scale).floor() / scale }
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

#[cfg(test)]
mod tests {
    use super::short_of;

    #[test]
    fn what_misses_a_target_is_not_written_as_the_target() {
        for (target, share, written) in [
            (0.999, 0.998_97, 0.9989),
            (0.95, 0.9497, 0.949),
            (0.9999, 0.999_87, 0.9998),
            (0.999, 0.826, 0.826),
        ] {
            let found = short_of(target, share);
            assert!((found - written).abs() < 1e-12, "{share}: {found}");
        }
    }
}
