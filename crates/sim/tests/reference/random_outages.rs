//! Random drawings whose replicas fail by chance.

use model::{
    Architecture, Place, Value,
    scenario::{Action, Change, ScenarioEvent},
};
use sim::random::mix;

use super::{
    random_copies::random_copies,
    random_drawing::{Dice, random_messages, random_policies},
    random_losses::random_losses,
    random_ways::random_ways,
};

/// Any of the others in which components fail by nature, or because somebody makes them.
pub fn random_outages(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x6f75_7461));
    let mut architecture = match seed % 5 {
        0 => random_policies(seed),
        1 => random_messages(seed),
        2 => random_losses(seed),
        3 => random_ways(seed),
        _ => random_copies(seed),
    };
    let definition = sim::changes::find("random-failures").expect("an entry");
    let places: Vec<Place> = architecture.components.iter().map(|it| Place::Component(it.id)).collect();
    let may_fail: Vec<Place> =
        places.into_iter().filter(|it| (definition.hits)(&architecture, *it)).collect();
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
        architecture.scenario.events.push(ScenarioEvent { at_secs: dice.between(0.0, 6.0), action });
    }
    architecture.scenario.events.sort_by(|a, b| a.at_secs.total_cmp(&b.at_secs));
    architecture
}
