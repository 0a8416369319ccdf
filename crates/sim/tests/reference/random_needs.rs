//! Random drawings whose replicas serve when what they need is there.

use model::{
    Architecture, Place, Value,
    scenario::{Action, Change},
};
use sim::random::mix;

use super::{
    random_autoscalers::random_autoscalers,
    random_deploys::random_deploys,
    random_drains::random_drains,
    random_drawing::{Dice, happens, one_of_families},
    random_faults::random_repairs,
    random_losses::random_losses,
    random_outages::random_outages,
    random_scaling::random_scaling,
    random_ways::random_ways,
};

/// Any of the others, in which more is lost and cut, and much looks at what it needs.
pub fn random_needs(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x6e65_6564));
    let families = [
        random_losses,
        random_outages,
        random_autoscalers,
        random_ways,
        random_drains,
        random_deploys,
        random_repairs,
        random_scaling,
    ];
    let mut architecture = one_of_families(seed, &families);
    for it in architecture.components.iter_mut().filter(|it| it.kind.param("readiness").is_some()) {
        let readiness = dice.one_of(&["booted", "needs_at_start", "needs_always", "needs_always"]);
        it.params.insert("readiness".into(), Value::Text(readiness.into()));
        it.params.insert("probe_secs".into(), Value::Number(dice.one_of(&[0.0, 0.6, 1.0, 2.3])));
        it.params.insert("boot_secs".into(), Value::Number(dice.one_of(&[0.0, 0.013, 0.4, 1.3])));
    }
    let components: Vec<_> = architecture.components.iter().map(|it| it.id).collect();
    for _ in 0..2 + dice.below(4) {
        let component = Place::Component(dice.one_of(&components));
        let connection = dice.below(architecture.connections.len() as u64) as usize;
        let connection = Place::Connection(architecture.connections[connection].id);
        let change = match dice.below(7) {
            0 | 1 => Change::new("crash", component).with("share", dice.one_of(&[0.5, 1.0, 1.0])),
            2 => Change::new("partition", connection),
            3 => Change::new("partition-one-way", connection),
            4 => Change::new("restart", component).with("share", dice.one_of(&[0.4, 1.0])),
            5 => Change::new("dns-failure", component).with("ttl", dice.one_of(&[0.0, 1.5])),
            _ => Change::new("scale", component).with("replicas", dice.one_of(&[1.0, 2.0, 4.0])),
        };
        let definition = sim::changes::find(&change.change).expect("an entry");
        if !(definition.hits)(&architecture, change.place) {
            continue;
        }
        let ends = definition.usual_secs.is_some() && !dice.one_in(5);
        let lasts_secs = ends.then(|| dice.between(0.1, 4.0));
        happens(&mut architecture, dice.between(0.3, 6.0), Action::Change(Change { lasts_secs, ..change }));
        if dice.one_in(6)
            && let Place::Component(component) = component
        {
            happens(&mut architecture, dice.between(1.0, 8.0), Action::BringUp { component });
        }
    }
    architecture
}
