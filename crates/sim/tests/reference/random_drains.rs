//! Random drawings in which operators drain zones, restart components and have other replicas take the writes.

use model::{
    Architecture, Place, Value, ZoneId,
    scenario::{Action, Change},
};
use sim::random::mix;

use super::{
    random_copies::random_copies,
    random_drawing::{Dice, happens, one_of_families},
    random_losses::random_losses,
    random_outages::random_outages,
    random_ways::random_ways,
};

/// Any of the others, mostly in zones, in which people take things out.
pub fn random_drains(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x6472_6169));
    let families = [random_losses, random_losses, random_ways, random_copies, random_outages];
    let mut architecture = one_of_families(seed, &families);
    for it in &mut architecture.components {
        let mut set = |key: &str, value: f64| {
            if it.kind.param(key).is_some() {
                it.params.insert(key.to_owned(), Value::Number(value));
            }
        };
        set("boot_secs", dice.between(0.01, 2.0));
        set("replication_lag_millis", dice.one_of(&[0.0, 40.3, 700.7]));
        set("write_quorum", dice.one_of(&[1.0, 1.0, 2.0]));
    }
    for _ in 0..1 + dice.below(5) {
        let component = dice.one_of(&architecture.components.iter().map(|it| it.id).collect::<Vec<_>>());
        let component = Place::Component(component);
        let change = match dice.below(6) {
            0 => Change::new("restart", component).with("share", dice.one_of(&[0.3, 0.6, 1.0])),
            1 => Change::new("repair", component),
            2 => Change::new("fail-over", component),
            _ => Change::new("drain-zone", Place::Zone(ZoneId(2001 + dice.below(5) as u32))),
        };
        let definition = sim::changes::find(&change.change).expect("an entry");
        if !(definition.hits)(&architecture, change.place) {
            continue;
        }
        let ends = definition.usual_secs.is_some() && !dice.one_in(4);
        let lasts_secs = ends.then(|| dice.between(0.05, 3.0));
        happens(&mut architecture, dice.between(0.3, 6.0), Action::Change(Change { lasts_secs, ..change }));
    }
    architecture
}
