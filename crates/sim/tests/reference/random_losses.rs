//! Random drawings in several zones, of which parts are lost.

use model::{
    Architecture, Place, Placement, Rect, Value, Zone, ZoneId, ZoneKind,
    scenario::{Action, Change},
};
use sim::random::mix;

use super::random_drawing::{
    Dice, happens, one_of_families, random_drawing, random_items, random_messages, random_policies,
};

/// Any of the others in two regions, in which single replicas, primaries and whole zones are lost.
pub fn random_losses(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x6c6f_7373));
    let families = [random_drawing, random_drawing, random_policies, random_items, random_messages];
    let mut architecture = one_of_families(seed, &families);
    let zone = |id, kind, parent: Option<u32>, region: Option<&str>| Zone {
        id: ZoneId(id),
        kind,
        name: format!("z{id}"),
        rect: Rect::default(),
        parent: parent.map(ZoneId),
        region: region.map(str::to_owned),
    };
    architecture.zones = vec![
        zone(2001, ZoneKind::Region, None, Some("us-east")),
        zone(2002, ZoneKind::AvailabilityZone, Some(2001), None),
        zone(2003, ZoneKind::AvailabilityZone, Some(2001), None),
        zone(2004, ZoneKind::Network, Some(2003), None),
        zone(2005, ZoneKind::Region, None, Some("eu-west")),
    ];
    architecture.next_id = 3000;
    let zones = [None, None, Some(2001), Some(2002), Some(2003), Some(2004), Some(2005)];
    for it in &mut architecture.components {
        // Zones in which there may be nobody but users are not lost.
        let zones = if it.workload.is_some() { &[None, Some(2001), Some(2005)] } else { &zones[..] };
        it.placements = (0..dice.one_of(&[1, 1, 2, 3]))
            .map(|_| Placement { zone: dice.one_of(zones).map(ZoneId), replicas: dice.one_of(&[1, 1, 2]) })
            .collect();
        if it.kind.param("failover_secs").is_some() {
            it.params.insert("failover_secs".into(), Value::Number(dice.between(0.0, 1.5)));
        }
    }
    let count = architecture.connections.len() as u64;
    for it in &mut architecture.connections {
        if dice.below(count) < 2 {
            it.policy.latency_millis = None;
        }
    }
    for _ in 0..2 + dice.below(4) {
        let at_secs = dice.between(0.5, 5.0);
        // Users do not crash.
        let component =
            architecture.components[1 + dice.below(architecture.components.len() as u64 - 1) as usize].id;
        let secs = if dice.one_in(4) { None } else { Some(dice.between(0.01, 3.0)) };
        let lasts = |change: Change| Action::Change(Change { lasts_secs: secs, ..change });
        let action = match dice.below(6) {
            0 => Action::BringUp { component },
            1 => Action::FailPrimary { component },
            2 => lasts(Change::new("zone-loss", Place::Zone(ZoneId(2002 + dice.below(3) as u32)))),
            _ => {
                let share = dice.one_of(&[0.2, 0.5, 0.7, 1.0]);
                lasts(Change::new("crash", Place::Component(component)).with("share", share))
            }
        };
        happens(&mut architecture, at_secs, action);
    }
    architecture
}
