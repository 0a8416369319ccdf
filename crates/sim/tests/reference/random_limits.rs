//! Random drawings with limits that adapt, deadlines that are passed on, and weights.

use model::{Architecture, Value, catalog::BehaviorKind, connection::Condition};
use sim::random::mix;

use super::random_drawing::{Dice, random_drawing, random_policies};

/// The same with limits that adapt, deadlines that are passed on, weights, and own work of every shape.
pub fn random_limits(seed: u64) -> Architecture {
    let mut architecture = if seed.is_multiple_of(2) { random_drawing(seed) } else { random_policies(seed) };
    let mut dice = Dice(mix(seed ^ 0x6c69_6d69));
    for it in &mut architecture.components {
        let mut set = |key: &str, value: Value| {
            if it.kind.param(key).is_some() {
                it.params.insert(key.to_owned(), value);
            }
        };
        if dice.one_in(2) {
            set("adaptive_limit_millis", Value::Number(dice.between(2.0, 80.0)));
        }
        let shapes = ["lognormal", "erlang", "hyperexponential", "pareto", "triangular", "histogram"];
        set("service_distribution", Value::Text(dice.one_of(&shapes).into()));
        set("service_cv", Value::Number(dice.one_of(&[0.3, 2.0])));
        set("service_stages", Value::Number(dice.one_of(&[1.0, 2.0, 7.0])));
        set("service_hyper_cv", Value::Number(dice.one_of(&[1.0, 1.5, 4.0])));
        set("service_tail", Value::Number(dice.one_of(&[0.8, 1.0, 2.5])));
        set("service_spread", Value::Number(dice.one_of(&[10.0, 1000.0])));
        set("service_histogram", Value::Text(dice.one_of(&["3:5 7:2 40:1", "5:70 20:25 100:5"]).into()));
    }
    for it in &mut architecture.connections {
        it.policy.propagate_deadline = dice.one_in(2);
        let from = architecture.components.iter().find(|of| of.id == it.from);
        if from.is_some_and(|it| it.kind.behavior == BehaviorKind::Balancer) {
            it.policy.weight = dice.one_of(&[1.0, 1.0, 2.0, 0.3, 0.0]);
            it.policy.probability = dice.one_of(&[1.0, 1.0, 0.5]);
            it.policy.on = if dice.one_in(3) { Condition::Read } else { Condition::Always };
        }
    }
    architecture
}
