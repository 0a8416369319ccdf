//! Random drawings in which operators set timeouts, retries and breakers, and components become slow or fail.

use model::{
    Architecture, Place,
    scenario::{Action, Change},
};
use sim::random::mix;

use super::{
    random_copies::random_copies,
    random_drawing::{Dice, happens, one_of_families, random_drawing, random_messages, random_policies},
    random_limits::random_limits,
    random_ways::random_ways,
};

/// Any of the others, changed while it runs.
pub fn random_settings(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x7365_7474));
    let families =
        [random_drawing, random_policies, random_messages, random_limits, random_ways, random_copies];
    let mut architecture = one_of_families(seed, &families);
    for _ in 0..2 + dice.below(4) {
        let connection = dice.below(architecture.connections.len() as u64) as usize;
        let connection = Place::Connection(architecture.connections[connection].id);
        let component = dice.below(architecture.components.len() as u64) as usize;
        let component = Place::Component(architecture.components[component].id);
        let change = match dice.below(5) {
            0 => Change::new("set-timeout", connection).with("millis", dice.between(5.0, 90.0)),
            1 => Change::new("stop-retries", connection).with("attempts", dice.one_of(&[1.0, 4.0])),
            2 => Change::new("enable-breaker", connection)
                .with("failures", dice.one_of(&[1.0, 3.0]))
                .with("open_secs", dice.between(0.1, 0.8)),
            3 => Change::new("slow", component).with("factor", dice.between(1.0, 5.0)),
            _ => Change::new("error-rate", component).with("share", dice.between(0.0, 0.6)),
        };
        let definition = sim::changes::find(&change.change).expect("an entry");
        if !(definition.hits)(&architecture, change.place) {
            continue;
        }
        let lasts_secs = if dice.one_in(3) { None } else { Some(dice.between(0.1, 3.0)) };
        let action = Action::Change(Change { lasts_secs, ..change });
        happens(&mut architecture, dice.between(0.2, 5.0), action);
    }
    architecture
}
