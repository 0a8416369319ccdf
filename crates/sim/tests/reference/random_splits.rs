//! Random drawings whose stores fall apart, or find nobody who takes the writes.

use model::{
    Architecture, Place, Value,
    catalog::BehaviorKind,
    scenario::{Action, Change},
};
use sim::random::mix;

use super::{
    random_drains::random_drains,
    random_drawing::{Dice, happens, one_of_families},
    random_losses::random_losses,
    random_outages::random_outages,
    random_ways::random_ways,
};

/// Any of the others in zones, with stores of several replicas of which some see each other no more, and failovers that get
/// stuck.
pub fn random_splits(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x7370_6c69));
    let families = [random_losses, random_losses, random_drains, random_ways, random_outages];
    let mut architecture = one_of_families(seed, &families);
    let stores: Vec<_> = architecture
        .components
        .iter()
        .filter(|it| it.kind.behavior == BehaviorKind::Store)
        .map(|it| it.id)
        .collect();
    for it in architecture.components.iter_mut().filter(|it| stores.contains(&it.id)) {
        if it.replicas() < 2 || dice.one_in(2) {
            it.placements[0].replicas += 1;
        }
        it.params.insert("write_quorum".into(), Value::Number(dice.one_of(&[1.0, 1.0, 2.0, 3.0])));
        it.params.insert("read_quorum".into(), Value::Number(dice.one_of(&[1.0, 1.0, 2.0])));
        it.params.insert("reads_from".into(), Value::Text(dice.one_of(&["primary", "all_replicas"]).into()));
        it.params.insert("failover_secs".into(), Value::Number(dice.between(0.0, 2.0)));
        it.params.insert("replication_lag_millis".into(), Value::Number(dice.one_of(&[0.0, 40.3, 700.7])));
    }
    for _ in 0..2 + dice.below(4) {
        let [_, ..] = stores[..] else { break };
        let store = Place::Component(dice.one_of(&stores));
        let change = match dice.below(7) {
            0..3 => Change::new("split-brain", store).with("share", dice.one_of(&[0.2, 0.5, 1.0])),
            3 | 4 => Change::new("failover-stuck", store),
            5 => Change::new("primary-loss", store),
            _ => Change::new("fail-over", store),
        };
        let ends = change.change != "fail-over" && !dice.one_in(4);
        let lasts_secs = ends.then(|| dice.between(0.05, 4.0));
        happens(&mut architecture, dice.between(0.3, 6.0), Action::Change(Change { lasts_secs, ..change }));
    }
    architecture
}
