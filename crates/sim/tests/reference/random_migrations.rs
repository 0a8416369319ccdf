//! Random drawings whose stores change their schemas.

use model::{
    Architecture, Kind, Placement, Value,
    catalog::BehaviorKind,
    scenario::{Action, Change},
};
use sim::random::mix;

use super::{
    random_copies::random_copies,
    random_drains::random_drains,
    random_drawing::{Dice, happens, one_of_families, random_drawing, random_policies},
    random_faults::random_pauses,
    random_losses::random_losses,
    random_outages::random_outages,
};

/// Any of the others with up to four migrations, of which some are rolled back, and some lose their primary.
pub fn random_migrations(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x6d69_6772));
    let families = [
        random_drawing,
        random_policies,
        random_losses,
        random_pauses,
        random_outages,
        random_drains,
        random_copies,
        random_drawing,
    ];
    let mut architecture = one_of_families(seed, &families);
    have_stores(&mut dice, &mut architecture);
    let definition = sim::changes::find("migration").expect("an entry");
    let stores = sim::changes::places(&architecture, definition);
    if stores.is_empty() {
        return architecture;
    }
    for _ in 0..1 + dice.below(4) {
        let place = dice.one_of(&stores);
        let change = if dice.one_in(2) {
            Change::new("migration", place)
                .with("work_secs", dice.one_of(&[0.13, 0.9, 2.7]))
                .with("reads_wait", dice.one_of(&[0.0, 1.0]))
                .with("behind_secs", dice.one_of(&[0.0, 0.0, 0.61]))
                .with("give_up_secs", dice.one_of(&[0.0, 0.37, 1.23]))
                .with("undo", dice.one_of(&[0.0, 1.5]))
        } else {
            Change::new("online-migration", place)
                .with("work_secs", dice.one_of(&[0.7, 1.9, 3.3]))
                .with("batch_share", dice.one_of(&[0.2, 0.45, 0.9]))
                .with("pause_above", dice.one_of(&[0.5, 0.8, 1.0]))
                .with("most_errors", dice.one_of(&[0.02, 0.2, 1.0]))
                .with("added_lag", dice.one_of(&[0.0, 31.7]))
                .with("cutover", dice.one_of(&[0.0, 173.0]))
        };
        let at_secs = dice.between(0.3, 6.0);
        happens(&mut architecture, at_secs, Action::Change(change));
        let ends = match dice.below(8) {
            0 | 1 => Change::new("roll-back", place),
            2 => Change::new("primary-loss", place).lasting(dice.between(0.2, 3.0)),
            3 => Change::new("fail-over", place),
            4 => Change::new("restart", place).with("share", dice.one_of(&[0.5, 1.0])),
            5 => Change::new("repair", place),
            _ => continue,
        };
        happens(&mut architecture, at_secs + dice.between(0.1, 2.5), Action::Change(ends));
    }
    architecture
}

/// Some of those that call nobody become databases.
fn have_stores(dice: &mut Dice, architecture: &mut Architecture) {
    let calls = |id| architecture.connections.iter().any(|it| it.from == id);
    let leaves: Vec<_> = architecture.components.iter().map(|it| it.id).filter(|it| !calls(*it)).collect();
    let is_placed = !architecture.zones.is_empty();
    for it in architecture.components.iter_mut().filter(|it| leaves.contains(&it.id)) {
        let is_store = it.kind.behavior == BehaviorKind::Store;
        if !is_store && (it.kind.behavior != BehaviorKind::Pool || dice.one_in(3)) {
            continue;
        }
        it.kind = Kind::find("database_sql").expect("a kind");
        let mut set = |key: &str, value: f64| it.params.insert(key.to_owned(), Value::Number(value));
        set("write_factor", dice.between(0.5, 4.0));
        set("failover_secs", dice.one_of(&[0.0, 0.4, 1.3]));
        set("replication_lag_millis", dice.one_of(&[0.0, 3.3]));
        if !is_placed && dice.one_in(2) {
            it.placements = vec![Placement { zone: None, replicas: 1 + dice.below(3) as u32 }];
        }
    }
}
