//! Random drawings whose users are limited each, by tier.

use model::{Architecture, Kind, Value, catalog::BehaviorKind};
use sim::random::mix;

use super::{
    compare::{check, seeds, warmed_up},
    random_drawing::{Dice, one_of_families, random_policies},
    random_faults::random_crowds,
    random_sources::random_sources,
};

/// Any of the others with limits for users, of whom there are few enough to meet them.
pub fn random_tiers(seed: u64) -> Architecture {
    let mut architecture = one_of_families(seed, &[random_policies, random_sources, random_crowds]);
    let mut dice = Dice(mix(seed ^ 0x7469_6572));
    for it in &mut architecture.components {
        if let Some(workload) = &mut it.workload {
            workload.population = dice.one_of(&[None, Some(1), Some(5), Some(40), Some(1000)]);
        }
        if it.kind.behavior == BehaviorKind::Pool && dice.one_in(2) {
            it.kind = Kind::find(dice.one_of(&["api_gateway", "graphql_gateway"])).expect("a kind");
        }
        if it.kind.param("user_limits").is_none() || dice.one_in(4) {
            continue;
        }
        it.params.insert("user_limits".into(), Value::Text("tiers".into()));
        // A second or two, so that a short run meets them again and again.
        let figures = [
            ("tier_window_secs", dice.between(0.3, 3.0)),
            ("free_limit", dice.one_of(&[1.0, 2.5, 8.0])),
            ("pro_limit", dice.one_of(&[2.0, 6.0])),
            ("enterprise_limit", dice.one_of(&[10.0, 50.0])),
            ("pro_share", dice.one_of(&[0.0, 0.3, 1.0])),
            ("enterprise_share", dice.one_of(&[0.0, 0.1, 0.5])),
        ];
        it.params.extend(figures.map(|(key, value)| (key.to_owned(), Value::Number(value))));
    }
    architecture
}

#[test]
fn agree() {
    let (mut arrived, mut refused) = ([0; 3], [0; 3]);
    for seed in seeds(200) {
        let architecture = random_tiers(seed);
        let report = check(&architecture, warmed_up(seed, 8.3));
        for it in &report.components {
            for (tier, it) in it.tiers.iter().enumerate() {
                arrived[tier] += it.arrived;
                refused[tier] += it.refused;
            }
        }
    }
    for (arrived, refused) in arrived.into_iter().zip(refused) {
        assert!(refused > 500 && arrived > refused + 2000, "{arrived} {refused}");
    }
}
