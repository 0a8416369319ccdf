//! Random drawings in which autoscalers have replicas come and go.

use model::{
    Architecture, Placement, Value,
    scenario::{Action, Change},
};
use sim::random::mix;

use super::{
    random_deploys::random_deploys,
    random_drawing::{Dice, happens, one_of_families, random_drawing, random_messages, random_policies},
    random_faults::random_faults,
    random_outages::random_outages,
    random_scaling::random_scaling,
    random_sources::random_sources,
};

/// Any of the others, with autoscalers that look every second or every few seconds.
pub fn random_autoscalers(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x6175_746f));
    let families = [
        random_drawing,
        random_policies,
        random_messages,
        random_sources,
        random_outages,
        random_faults,
        random_scaling,
        random_deploys,
    ];
    let mut architecture = one_of_families(seed, &families);
    let mut scaled = Vec::new();
    let is_placed = !architecture.zones.is_empty();
    for it in architecture.components.iter_mut().filter(|it| it.kind.param("scaling").is_some()) {
        if dice.one_in(3) {
            continue;
        }
        scaled.push(it.id);
        if !is_placed && dice.one_in(2) {
            it.placements = vec![Placement { zone: None, replicas: 1 + dice.below(6) as u32 }];
        }
        let mut set = |key: &str, value: Value| it.params.insert(key.to_owned(), value);
        let metric = dice.one_of(&["cpu", "cpu", "memory", "cpu_memory", "queue"]);
        set("scaling", Value::Text(metric.to_owned()));
        let mut number = |key: &str, choices: &[f64]| set(key, Value::Number(dice.one_of(choices)));
        number("scaling_min", &[1.0, 1.0, 2.0, 4.0]);
        number("scaling_max", &[3.0, 6.0, 12.0]);
        number("scaling_scheduled", &[1.0, 1.0, 5.0]);
        number("scaling_from_secs", &[0.0, 1.1, 2.5]);
        number("scaling_until_secs", &[1.0, 4.3, 6.0]);
        number("scaling_target", &[0.05, 0.2, 0.5, 0.8]);
        number("scaling_memory_target", &[0.2, 0.4, 0.75]);
        number("scaling_queue", &[0.3, 1.0, 4.0]);
        number("scaling_up_secs", &[0.0, 0.0, 1.0, 2.5]);
        number("scaling_down_secs", &[0.0, 0.0, 1.0, 2.5]);
        number("scaling_cooldown_secs", &[0.0, 0.0, 1.7, 3.0]);
        number("scaling_period_secs", &[1.0, 1.0, 1.3, 2.0]);
        number("scaling_warm", &[0.0, 0.0, 1.0, 3.0]);
        number("boot_secs", &[0.0, 0.013, 0.4, 1.3]);
    }
    let definition = sim::changes::find("autoscaler-failure").expect("an entry");
    let places = sim::changes::places(&architecture, definition);
    if !places.is_empty() && dice.one_in(4) {
        let change = Change::new(definition.id, dice.one_of(&places)).lasting(dice.between(0.5, 4.0));
        happens(&mut architecture, dice.between(0.5, 6.0), Action::Change(change));
    }
    architecture
}
