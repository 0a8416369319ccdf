//! Random drawings in which people do things while they run.

use model::{Architecture, Value, scenario::Action};
use sim::random::mix;

use super::{
    losses::random_machines::random_spots,
    random_autoscalers::random_autoscalers,
    random_budgets::random_budgets,
    random_copies::random_copies,
    random_deploys::random_deploys,
    random_drawing::{Dice, happens, one_of_families},
    random_faults::{random_crowds, random_faults, random_pauses, random_repairs},
    random_losses::random_losses,
    random_migrations::random_migrations,
    random_mixtures::random_mixtures,
    random_needs::random_needs,
    random_scaling::random_scaling,
    random_settings::random_settings,
    random_surges::random_surges,
    random_traffic::{random_loads, random_traffic},
    random_ways::random_ways,
};

/// Any of the others; what happens in them is partly planned, and partly done by somebody, also before the warm-up is over.
pub fn random_by_hand(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x6861_6e64));
    let families = [
        random_mixtures,
        random_needs,
        random_autoscalers,
        random_surges,
        random_mixtures,
        random_budgets,
        random_repairs,
        random_pauses,
        random_crowds,
        random_faults,
        random_settings,
        random_copies,
        random_ways,
        random_traffic,
        random_losses,
        random_scaling,
        random_deploys,
        random_migrations,
        random_loads,
        random_spots,
    ];
    let mut architecture = one_of_families(seed, &families);
    for _ in 0..dice.below(4) {
        let component = dice.below(architecture.components.len() as u64) as usize;
        let component = architecture.components[component].id;
        let at_secs = dice.between(-1.7, 5.0);
        happens(&mut architecture, at_secs, Action::TakeDown { component });
        if !dice.one_in(4) {
            happens(&mut architecture, at_secs + dice.between(0.0, 1.5), Action::BringUp { component });
        }
        if dice.one_in(3) {
            happens(&mut architecture, dice.between(0.0, 6.0), Action::FailPrimary { component });
        }
    }
    architecture
}

/// The same by the clock: things begin, end, boot and are noticed at the same moments.
pub fn random_clocks(seed: u64) -> Architecture {
    let mut architecture = random_by_hand(seed);
    let mut dice = Dice(mix(seed ^ 0x636c_6f63));
    let step = dice.one_of(&[1.0, 2.0, 4.0]);
    let on_the_clock = |it: f64| (it * step).round() / step;
    for it in &mut architecture.scenario.events {
        it.at_secs = on_the_clock(it.at_secs);
        if let Action::Change(change) = &mut it.action {
            change.lasts_secs = change.lasts_secs.map(on_the_clock);
        }
    }
    architecture.scenario.events.sort_by(|a, b| a.at_secs.total_cmp(&b.at_secs));
    for it in &mut architecture.components {
        for key in ["boot_secs", "failover_secs", "health_check_secs", "probe_secs"] {
            if let Some(Value::Number(secs)) = it.params.get_mut(key) {
                *secs = on_the_clock(*secs);
            }
        }
    }
    architecture
}
