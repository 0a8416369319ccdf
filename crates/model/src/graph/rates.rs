//! One rate for a pattern that moves over time.

use crate::workload::{Pattern, Workload};

/// Highest rate of a pattern. Users who get their answers at once ask most often.
pub(super) fn peak_per_sec(pattern: &Pattern) -> f64 {
    // A user cannot ask faster than a short answer takes.
    const SHORTEST_ANSWER_SECS: f64 = 0.01;
    match *pattern {
        Pattern::Constant { per_sec } => per_sec,
        Pattern::Ramp { from_per_sec, to_per_sec, .. } => from_per_sec.max(to_per_sec),
        Pattern::Step { before_per_sec, after_per_sec, .. } => before_per_sec.max(after_per_sec),
        Pattern::Spike { base_per_sec, peak_per_sec, .. } => base_per_sec.max(peak_per_sec),
        Pattern::Wave { mean_per_sec, amplitude_per_sec, .. } => mean_per_sec + amplitude_per_sec,
        Pattern::Burst { base_per_sec, burst_per_sec, .. } => base_per_sec.max(burst_per_sec),
        Pattern::TwoState { low_per_sec, high_per_sec, .. } => low_per_sec.max(high_per_sec),
        Pattern::Replay { ref points } => points.iter().map(|it| it.per_sec).fold(0.0, f64::max),
        Pattern::Sessions { sessions_per_sec, requests_each, .. } => {
            sessions_per_sec * requests_each.max(1.0)
        }
        Pattern::Users { users, think_secs } => f64::from(users) / think_secs.max(SHORTEST_ANSWER_SECS),
    }
}

/// Rate of a pattern in the long run, when its start and its single peak are over.
pub(super) fn lasting_per_sec(pattern: &Pattern) -> f64 {
    match *pattern {
        Pattern::Ramp { to_per_sec, .. } => to_per_sec,
        Pattern::Step { after_per_sec, .. } => after_per_sec,
        Pattern::Spike { base_per_sec, .. } => base_per_sec,
        Pattern::Wave { mean_per_sec, .. } => mean_per_sec,
        Pattern::Burst { base_per_sec, burst_per_sec, burst_secs, every_secs } if every_secs > 0.0 => {
            let share = (burst_secs / every_secs).clamp(0.0, 1.0);
            burst_per_sec * share + base_per_sec * (1.0 - share)
        }
        Pattern::TwoState { .. } | Pattern::Replay { .. } => {
            Workload { pattern: pattern.clone(), ..Workload::default() }.mean_per_sec()
        }
        Pattern::Constant { .. }
        | Pattern::Users { .. }
        | Pattern::Burst { .. }
        | Pattern::Sessions { .. } => peak_per_sec(pattern),
    }
}
