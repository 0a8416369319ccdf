//! Whether a run stays the same while it lasts.

use model::{
    Architecture,
    workload::{Pattern, Workload},
};

use crate::engine::Engine;

/// Whether nothing changes during a run by itself or from outside: only then do parts of it differ by chance alone.
pub fn is_steady(architecture: &Architecture, engine: &Engine) -> bool {
    let changes = |it: &Workload| match &it.pattern {
        Pattern::Constant { .. }
        | Pattern::Users { .. }
        | Pattern::Sessions { .. }
        | Pattern::TwoState { .. } => false,
        Pattern::Ramp { .. }
        | Pattern::Step { .. }
        | Pattern::Spike { .. }
        | Pattern::Wave { .. }
        | Pattern::Burst { .. }
        | Pattern::Replay { .. } => true,
    };
    architecture.scenario.events.is_empty()
        && engine.log.is_empty()
        && engine.happenings.is_empty()
        && !architecture.components.iter().filter_map(|it| it.workload.as_ref()).any(changes)
        // Slow spells are few, and last: parts of one run say little about how many others would have.
        && !architecture.components.iter().any(|it| it.slow_mode().is_some())
}
