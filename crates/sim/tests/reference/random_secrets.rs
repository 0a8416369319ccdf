//! Random drawings in which components that were lost fetch their secrets before they serve again.

use model::{
    Architecture, Component, ComponentId, Connection, ConnectionId, Kind, Place, Placement, Point, Relation,
    ZoneId,
    scenario::{Action, Change},
};
use sim::random::mix;

use super::{
    random_drains::random_drains,
    random_drawing::{Dice, happens, one_of_families},
    random_losses::random_losses,
    random_machines::random_machines,
    random_outages::random_outages,
    random_splits::random_splits,
};

/// Any of the others in which things are lost, with one or two secret stores.
pub fn random_secrets(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x7365_6372));
    let families = [random_losses, random_outages, random_machines, random_drains, random_splits];
    let mut architecture = one_of_families(seed, &families);
    let ids: Vec<ComponentId> =
        architecture.components.iter().filter(|it| it.workload.is_none()).map(|it| it.id).collect();
    for number in 0..1 + dice.below(2) as u32 {
        let kind = Kind::find("secret_manager").expect("a kind");
        let id = ComponentId(7000 + number);
        let mut vault = Component::new(id, kind, format!("v{number}"), Point::default());
        let zone = architecture.zones.get(dice.below(9) as usize).map(|it| it.id);
        vault.placements = vec![Placement { zone, replicas: dice.one_of(&[1, 2]) }];
        architecture.components.push(vault);
        for from in &ids {
            if dice.one_in(2) {
                let connection = ConnectionId(8000 + architecture.connections.len() as u32);
                let mut it = Connection::new(connection, *from, id, Relation::Secret);
                let millis = dice.between(1.0, 400.0);
                it.policy.latency_millis = dice.one_of(&[None, Some(millis)]);
                architecture.connections.push(it);
            }
        }
        for _ in 0..dice.below(3) {
            let at_secs = dice.between(0.3, 6.0);
            let back_at = at_secs + dice.between(0.1, 3.0);
            happens(&mut architecture, at_secs, Action::TakeDown { component: id });
            happens(&mut architecture, back_at, Action::BringUp { component: id });
        }
    }
    for _ in 0..1 + dice.below(3) {
        // Whoever asks for secrets.
        let crash = Change::new("crash", Place::Component(dice.one_of(&ids)));
        let crash = crash.with("share", dice.one_of(&[0.5, 1.0, 1.0])).lasting(dice.between(0.1, 2.0));
        happens(&mut architecture, dice.between(0.3, 6.0), Action::Change(crash));
    }
    for _ in 0..dice.below(3) {
        let zone = Place::Zone(ZoneId(2001 + dice.below(5) as u32));
        let drain = Change::new("drain-zone", zone).lasting(dice.between(0.1, 4.0));
        happens(&mut architecture, dice.between(1.0, 7.0), Action::Change(drain));
    }
    architecture
}
