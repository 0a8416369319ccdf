//! Random drawings in which new versions are rolled out, good ones and bad ones.

use model::{
    Architecture, Place, Placement, Value,
    scenario::{Action, Change},
};
use sim::random::mix;

use super::{
    random_drains::random_drains,
    random_drawing::{Dice, happens, one_of_families, random_drawing, random_messages, random_policies},
    random_settings::random_settings,
};

/// Any of the others with up to four steps of deploys, some of them of the same component.
pub fn random_deploys(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x6465_706c));
    let families = [random_drawing, random_policies, random_messages, random_drains, random_settings];
    let mut architecture = one_of_families(seed, &families);
    let definition = sim::changes::find("canary").expect("an entry");
    let mut deployed = sim::changes::places(&architecture, definition);
    while deployed.len() > 2 {
        deployed.swap_remove(dice.below(deployed.len() as u64) as usize);
    }
    for it in &mut architecture.components {
        if deployed.contains(&Place::Component(it.id)) {
            it.params.insert("boot_secs".into(), Value::Number(dice.between(0.01, 1.2)));
            if architecture.zones.is_empty() && !dice.one_in(3) {
                it.placements = vec![Placement { zone: None, replicas: 1 + dice.below(9) as u32 }];
            }
        }
    }
    if deployed.is_empty() {
        return architecture;
    }
    for _ in 0..1 + dice.below(4) {
        let place = dice.one_of(&deployed);
        let change = match dice.below(6) {
            0 => Change::new("roll-back", place),
            1 => Change::new("recreate", place),
            2 => Change::new("blue-green", place).with("keep_secs", dice.one_of(&[0.0, 0.7, 2.3])),
            3 => Change::new("canary", place)
                .with("share", dice.one_of(&[0.1, 0.4]))
                .with("step_secs", dice.between(1.0, 2.0))
                .with("most_errors", dice.one_of(&[0.05, 0.3]))
                .with("most_slower", dice.one_of(&[1.5, 5.0])),
            _ => Change::new("rolling-update", place)
                .with("max_unavailable", dice.one_of(&[0.0, 1.0, 2.0, 5.0]))
                .with("max_surge", 0.0),
        };
        let change = if change.change == "roll-back" {
            change
        } else {
            let error_ratio = dice.one_of(&[0.0, 0.0, 0.1, 0.8]);
            change.with("slower", dice.one_of(&[1.0, 0.7, 2.5])).with("error_ratio", error_ratio)
        };
        happens(&mut architecture, dice.between(0.2, 7.0), Action::Change(change));
    }
    architecture
}
