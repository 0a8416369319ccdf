//! What the notation has no words for.

use model::{
    Architecture, lean,
    scenario::{Action, ScenarioEvent},
    workload::{Arrivals, Pattern},
};

use crate::random::{Draw, Purpose, Ziggurat, mix, stream};

/// Requests come at equal gaps.
pub fn even(architecture: &mut Architecture, _seed: u64) {
    for workload in architecture.components.iter_mut().filter_map(|it| it.workload.as_mut()) {
        workload.arrivals = Arrivals::Even;
    }
}

/// Another pattern for the only source.
pub fn pattern(architecture: &mut Architecture, pattern: &Pattern) {
    for workload in architecture.components.iter_mut().filter_map(|it| it.workload.as_mut()) {
        workload.pattern = pattern.clone();
    }
}

/// Takes the named components down and brings them back at random: exponential times between failures and to repair,
/// independent of each other and of everything else.
pub fn failing(architecture: &mut Architecture, seed: u64, names: &[&str], up_secs: f64, down_secs: f64) {
    let ziggurat = Ziggurat::new();
    let from = -architecture.settings.warm_up_secs.unwrap_or(0.0);
    let to = architecture.settings.duration_secs;
    let mut events = Vec::new();
    for it in architecture.components.iter().filter(|it| names.contains(&it.name.as_str())) {
        let stream = stream(seed, it.id.0, Purpose::Error);
        let mut number = 0;
        let mut time = |mean: f64| {
            number += 1;
            ziggurat.exponential(&mut Draw::new(stream, mix(number))) * mean
        };
        let mut at_secs = from + time(up_secs);
        let mut is_up = false;
        while at_secs < to {
            let component = it.id;
            let action = if is_up { Action::BringUp { component } } else { Action::TakeDown { component } };
            events.push(ScenarioEvent { at_secs, action });
            at_secs += time(if is_up { up_secs } else { down_secs });
            is_up = !is_up;
        }
    }
    lean::sort_by(&mut events, |a, b| a.at_secs.total_cmp(&b.at_secs));
    architecture.scenario.events = events;
}
