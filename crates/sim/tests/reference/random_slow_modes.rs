//! Random drawings with providers that are slow now and then.

use model::{Architecture, Kind, Value, catalog::BehaviorKind};
use sim::{random::mix, report::What};

use super::{
    compare::{check, seeds, warmed_up},
    random_drawing::{Dice, one_of_families, random_messages, random_policies},
    random_faults::random_faults,
    random_losses::random_losses,
    random_ways::random_ways,
};

/// Any of the others in which some pools are somebody else's.
fn random_slow_modes(seed: u64) -> Architecture {
    let families = [random_policies, random_messages, random_losses, random_ways, random_faults];
    let mut architecture = one_of_families(seed, &families);
    let mut dice = Dice(mix(seed ^ 0x736c_6f77));
    for it in architecture.components.iter_mut().filter(|it| it.kind.behavior == BehaviorKind::Pool) {
        if dice.one_in(2) {
            let providers = ["external_api", "payment_gateway", "email_service"];
            it.kind = Kind::find(dice.one_of(&providers)).expect("a kind");
            let kind = it.kind;
            it.params.retain(|key, _| kind.param(key).is_some());
        }
        if it.kind.param("slow_share").is_none() {
            continue;
        }
        let even = dice.one_of(&["exponential", "constant", "lognormal"]);
        it.params.insert("service_distribution".into(), Value::Text(even.into()));
        // Spells of a second or two, so that a short run meets many.
        let figures = [
            ("slow_share", dice.one_of(&[0.0, 0.05, 0.3, 0.8, 1.0])),
            ("slow_spell_secs", dice.between(1.0, 4.0)),
            ("slow_factor", dice.one_of(&[1.0, 1.7, 5.0, 40.0])),
        ];
        it.params.extend(figures.map(|(key, value)| (key.to_owned(), Value::Number(value))));
    }
    architecture
}

#[test]
fn agree() {
    let (mut began, mut ended) = (0, 0);
    for seed in seeds(250) {
        let report = check(&random_slow_modes(seed), warmed_up(seed, 8.0));
        for it in &report.happenings {
            began += u32::from(matches!(it.what, What::SlowModeBegan { .. }));
            ended += u32::from(it.what == What::SlowModeEnded);
        }
    }
    assert!(began > 300 && ended > 200, "{began} {ended}");
}
