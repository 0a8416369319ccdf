//! Random drawings whose replicas fail by chance.

use model::{
    Architecture, Value,
    scenario::{Action, Change},
};
use sim::random::mix;

use super::{
    random_copies::random_copies,
    random_drawing::{Dice, happens, one_of_families, random_messages, random_policies},
    random_losses::random_losses,
    random_ways::random_ways,
};

/// Any of the others in which components fail by nature, or because somebody makes them.
pub fn random_outages(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x6f75_7461));
    let families = [random_policies, random_messages, random_losses, random_ways, random_copies];
    let mut architecture = one_of_families(seed, &families);
    let definition = sim::changes::find("random-failures").expect("an entry");
    let may_fail = sim::changes::places(&architecture, definition);
    for it in &mut architecture.components {
        if it.kind.param("mttf_secs").is_some() && dice.one_in(3) {
            it.params.insert("mttf_secs".into(), Value::Number(dice.between(1.0, 15.0)));
            it.params.insert("mttr_secs".into(), Value::Number(dice.between(1.0, 4.0)));
        }
    }
    for _ in 0..dice.below(3) {
        if may_fail.is_empty() {
            break;
        }
        let change = Change::new(definition.id, dice.one_of(&may_fail))
            .with("mttf", dice.between(1.0, 9.0))
            .with("mttr", dice.between(1.0, 4.0));
        let lasts_secs = if dice.one_in(3) { None } else { Some(dice.between(0.5, 8.0)) };
        let action = Action::Change(Change { lasts_secs, ..change });
        happens(&mut architecture, dice.between(0.0, 6.0), action);
    }
    architecture
}
