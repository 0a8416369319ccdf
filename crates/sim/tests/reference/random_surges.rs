//! Random drawings in which new versions come with more replicas than there should be, or no faster than a budget allows.

use model::{
    Architecture, Value,
    scenario::{Action, Change},
};
use sim::random::mix;

use super::{
    random_deploys::random_deploys,
    random_drains::random_drains,
    random_drawing::{Dice, happens, one_of_families},
    random_scaling::random_scaling,
};

/// Any of the others with surges, budgets, and other numbers of replicas meanwhile.
pub fn random_surges(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x7375_7267));
    let families = [random_deploys, random_deploys, random_scaling, random_drains];
    let mut architecture = one_of_families(seed, &families);
    for it in &mut architecture.scenario.events {
        if let Action::Change(change) = &mut it.action
            && change.change == "rolling-update"
        {
            change.settings.insert("max_surge".into(), dice.one_of(&[0.0, 1.0, 1.0, 3.0]));
        }
    }
    for it in &mut architecture.components {
        if it.kind.param("max_unavailable").is_some() && !dice.one_in(3) {
            let budget = dice.one_of(&[1.0, 1.0, 2.0, 4.0]);
            it.params.insert("max_unavailable".into(), Value::Number(budget));
        }
    }
    for _ in 0..dice.below(3) {
        let definition = sim::changes::find("scale").expect("an entry");
        let places = sim::changes::places(&architecture, definition);
        if !places.is_empty() {
            let change =
                Change::new("scale", dice.one_of(&places)).with("replicas", dice.one_of(&[1.0, 3.0, 6.0]));
            happens(&mut architecture, dice.between(0.3, 7.0), Action::Change(change));
        }
    }
    architecture
}
