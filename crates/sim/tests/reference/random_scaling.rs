//! Random drawings whose numbers of replicas change.

use model::{
    Architecture, Place, Value,
    scenario::{Action, Change, ScenarioEvent},
};
use sim::{RunOptions, random::mix};

use super::{
    compare::check,
    random_deploys::random_deploys,
    random_drains::random_drains,
    random_drawing::{
        Dice, happens, one_of_families, random_drawing, random_items, random_messages, random_policies,
    },
    random_faults::{random_faults, random_repairs},
    random_outages::random_outages,
};
use crate::common::{drawing, options};

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

#[test]
fn a_replica_that_goes_does_not_wait_for_what_was_given_up() {
    // The queue is full, so that publishing waits for ever; who asked for it leaves.
    let mut architecture = drawing(
        "u:client{per_sec=101.9} -{latency_millis=0.6, timeout_millis=100.3, cancel_on_timeout=true}-> \
         a:api_server*4{slots=2, service_millis=12} -{enough=2, latency_millis=1.7}-> q:queue{max_messages=20, publishing_when_full=wait}",
    );
    let a = Place::Component(architecture.components[1].id);
    architecture.scenario.events = vec![ScenarioEvent {
        at_secs: 3.7,
        action: Action::Change(Change::new("scale", a).with("replicas", 2.0)),
    }];
    // An even seed is watched second by second.
    check(&architecture, RunOptions { seed: 12, ..options(8.3) });
}
