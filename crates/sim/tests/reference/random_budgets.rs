//! Random drawings in which people take replicas out no faster than budgets allow.

use model::{
    Architecture, Place, Placement, Value, ZoneId,
    scenario::{Action, Change},
};
use sim::random::mix;

use super::{
    random_deploys::random_deploys,
    random_drains::random_drains,
    random_drawing::{Dice, happens, one_of_families},
    random_losses::random_losses,
    random_outages::random_outages,
    random_scaling::random_scaling,
};

/// Any of the others with budgets, in which much is restarted and drained.
pub fn random_budgets(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x6275_6467));
    let families =
        [random_drains, random_losses, random_drains, random_scaling, random_outages, random_deploys];
    let mut architecture = one_of_families(seed, &families);
    let is_placed = !architecture.zones.is_empty();
    let mut budgeted = Vec::new();
    for it in architecture.components.iter_mut().filter(|it| it.kind.param("max_unavailable").is_some()) {
        budgeted.push(Place::Component(it.id));
        let budget = dice.one_of(&[1.0, 1.0, 2.0, 4.0]);
        it.params.insert("max_unavailable".into(), Value::Number(budget));
        it.params.insert("boot_secs".into(), Value::Number(dice.one_of(&[0.0, 0.013, 0.4, 1.3])));
        if !is_placed {
            it.placements = vec![Placement { zone: None, replicas: 1 + dice.below(6) as u32 }];
        }
    }
    if budgeted.is_empty() {
        return architecture;
    }
    for _ in 0..1 + dice.below(5) {
        let place = dice.one_of(&budgeted);
        let change = match dice.below(8) {
            0 => Change::new("repair", place),
            1 => Change::new("crash", place).with("share", dice.one_of(&[0.3, 0.6, 1.0])),
            2 => Change::new("scale", place).with("replicas", dice.one_of(&[1.0, 3.0, 6.0])),
            3..5 if is_placed => Change::new("drain-zone", Place::Zone(ZoneId(2001 + dice.below(5) as u32))),
            _ => Change::new("restart", place).with("share", dice.one_of(&[0.3, 0.6, 1.0])),
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
