//! Random drawings whose numbers of replicas change.

use model::{
    Architecture, Place, Value,
    scenario::{Action, Change},
};
use sim::random::mix;

use super::{
    random_deploys::random_deploys,
    random_drains::random_drains,
    random_drawing::{
        Dice, happens, one_of_families, random_drawing, random_items, random_messages, random_policies,
    },
    random_faults::{random_faults, random_repairs},
    random_outages::random_outages,
};

/// Any of the others, in which people have replicas come and go.
pub fn random_scaling(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x7363_616c));
    let families = [
        random_drawing,
        random_policies,
        random_messages,
        random_items,
        random_drains,
        random_outages,
        random_faults,
        random_repairs,
        random_deploys,
    ];
    let mut architecture = one_of_families(seed, &families);
    let definition = sim::changes::find("scale").expect("an entry");
    let mut scaled = sim::changes::places(&architecture, definition);
    while scaled.len() > 2 {
        scaled.swap_remove(dice.below(scaled.len() as u64) as usize);
    }
    for it in &mut architecture.components {
        if scaled.contains(&Place::Component(it.id)) && it.kind.param("boot_secs").is_some() {
            it.params.insert("boot_secs".into(), Value::Number(dice.one_of(&[0.0, 0.013, 0.4, 1.3])));
        }
    }
    if scaled.is_empty() {
        return architecture;
    }
    for _ in 0..1 + dice.below(6) {
        let change = Change::new(definition.id, dice.one_of(&scaled));
        let change = change.with("replicas", dice.one_of(&[1.0, 1.0, 2.0, 3.0, 5.0, 9.0]));
        happens(&mut architecture, dice.between(0.2, 6.0), Action::Change(change));
    }
    architecture
}
