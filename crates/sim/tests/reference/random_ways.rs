//! Random drawings whose ways become slow, lose packets, or are cut.

use model::{
    Architecture, Place, ZoneId,
    scenario::{Action, Change},
};
use sim::random::mix;

use super::{
    random_drawing::{Dice, happens, one_of_families, random_drawing, random_messages, random_policies},
    random_losses::random_losses,
    random_sources::random_sources,
};

/// Any of the others with connections that do not work as they should, and zones that are cut off.
pub fn random_ways(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x7761_7973));
    let families =
        [random_drawing, random_policies, random_messages, random_sources, random_losses, random_losses];
    let mut architecture = one_of_families(seed, &families);
    let has_zones = !architecture.zones.is_empty();
    for _ in 0..1 + dice.below(4) {
        let at_secs = dice.between(0.3, 5.0);
        let connection =
            architecture.connections[dice.below(architecture.connections.len() as u64) as usize].id;
        let place = if has_zones && dice.one_in(2) {
            Place::Zone(ZoneId(2001 + dice.below(5) as u32))
        } else {
            Place::Connection(connection)
        };
        let change = match dice.below(4) {
            0 => Change::new("packet-loss", place).with("share", dice.one_of(&[0.02, 0.3, 0.9])),
            // Whole nanoseconds, also of half of it.
            1 => Change::new("latency", place).with("millis", dice.below(90_000) as f64 / 1000.0),
            2 => Change::new("partition", place),
            _ => Change::new("partition-one-way", place),
        };
        let lasts_secs = if dice.one_in(5) { None } else { Some(dice.between(0.01, 2.5)) };
        let action = Action::Change(Change { lasts_secs, ..change });
        happens(&mut architecture, at_secs, action);
    }
    architecture
}
