//! Where to look first: what changed shortly before, who is connected with the service, what moved first. Every suggestion
//! comes with its evidence, and with a score from 0 to 1 whose formula stands beside it. It is a hint; that two things
//! happen together proves nothing.

use model::ComponentId;

use super::{
    command::{Change, ChangeKind},
    relations::Relations,
};

mod moves;

pub use moves::{LEAST_USUAL, Metric, Move, SeriesOf, moves};

/// Something worth looking at.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// `None`: the system as a whole.
    pub component: Option<ComponentId>,
    /// 0.0 to 1.0.
    pub score: f64,
    pub evidence: Evidence,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Evidence {
    /// It changed so long before, and is so many calls away.
    Changed { change: Change, secs_before: f64, distance: Option<u32> },
    /// The service depends on it, over so many calls.
    Below { distance: u32 },
    /// It depends on the service.
    Above { distance: u32 },
    /// A figure of it left its usual range.
    Moved(Move),
}

/// Changes so long before are taken to matter, in operators' seconds.
const RECENT_SECS: f64 = 1_800.0;
/// Seconds that a clock which fast runs can blur: causes are looked for over at least as long.
const LEAST_SECS: f64 = 60.0;

/// What changed before `at_secs`, most suspicious first. Score: `(1 - age / window) · near`, with `near` 1 for the service
/// itself, `1 / (1 + calls in between)` for what is connected, and 0.2 for the rest; what operators did counts half.
pub fn changes_before(
    changes: &[Change],
    at_secs: f64,
    service: Option<ComponentId>,
    relations: &Relations,
    speedup: f64,
) -> Vec<Suggestion> {
    let window_secs = (RECENT_SECS / speedup).max(LEAST_SECS);
    let mut found = Vec::new();
    for change in changes {
        let secs_before = at_secs - change.at_secs;
        if !(0.0..window_secs).contains(&secs_before) || change.kind == ChangeKind::Fault {
            continue;
        }
        let distances = change.components.iter().map(|it| relations.distance(service?, *it));
        let distance = distances.flatten().min();
        let near = distance.map_or(0.2, |calls| 1.0 / (1.0 + f64::from(calls)));
        let weight = if change.kind == ChangeKind::Operator { 0.5 } else { 1.0 };
        found.push(Suggestion {
            component: change.components.first().copied(),
            score: (1.0 - secs_before / window_secs) * near * weight,
            evidence: Evidence::Changed { change: change.clone(), secs_before, distance },
        });
    }
    best_first(found)
}

/// Who is connected with the service. Score: `1 / (1 + calls in between)`, halved for those that call it, since trouble
/// travels from the called to the caller.
pub fn neighbors(service: ComponentId, relations: &Relations) -> Vec<Suggestion> {
    let mut found = Vec::new();
    for (component, distance) in relations.below(service) {
        let score = 1.0 / (1.0 + f64::from(distance));
        found.push(Suggestion { component: Some(component), score, evidence: Evidence::Below { distance } });
    }
    for (component, distance) in relations.above(service) {
        let score = 0.5 / (1.0 + f64::from(distance));
        found.push(Suggestion { component: Some(component), score, evidence: Evidence::Above { distance } });
    }
    best_first(found)
}

/// Which figures left their usual range before `at_secs`, the first one on top. Score: `1 - lag / window`, where the lag is
/// how much later than the very first one it moved.
pub fn first_to_move(series: &[SeriesOf], at_secs: f64, speedup: f64) -> Vec<Suggestion> {
    let window_secs = (RECENT_SECS / speedup).max(LEAST_SECS);
    let mut moved = moves(series);
    moved.retain(|it| it.at_secs <= at_secs && at_secs - it.at_secs <= window_secs);
    let Some(first_secs) = moved.iter().map(|it| it.at_secs).reduce(f64::min) else { return Vec::new() };
    let suggestion = |it: Move| Suggestion {
        component: Some(it.component),
        score: 1.0 - (it.at_secs - first_secs) / window_secs,
        evidence: Evidence::Moved(it),
    };
    best_first(moved.into_iter().map(suggestion).collect())
}

fn best_first(mut found: Vec<Suggestion>) -> Vec<Suggestion> {
    model::lean::sort_by(&mut found, |a, b| b.score.total_cmp(&a.score));
    found
}
