//! Random drawings of which the provider takes machines back, or which have no power.

use model::{
    Architecture, Place, Placement, Value, ZoneId,
    scenario::{Action, Change},
};
use sim::random::mix;

use super::{
    random_autoscalers::random_autoscalers,
    random_copies::random_copies,
    random_drains::random_drains,
    random_drawing::{Dice, happens, one_of_families},
    random_losses::random_losses,
    random_needs::random_needs,
    random_outages::random_outages,
    random_scaling::random_scaling,
    random_surges::random_surges,
    random_ways::random_ways,
};

/// Any of the others, mostly in zones.
pub fn random_machines(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x6d61_6368));
    let families = [random_losses, random_ways, random_drains, random_losses, random_copies, random_outages];
    let mut architecture = one_of_families(seed, &families);
    for it in &mut architecture.components {
        if it.kind.param("boot_secs").is_some() {
            it.params.insert("boot_secs".into(), Value::Number(dice.between(0.01, 2.0)));
        }
    }
    let ids: Vec<_> = architecture.components.iter().map(|it| it.id).collect();
    for _ in 0..1 + dice.below(4) {
        let component = dice.one_of(&ids);
        let change = match dice.below(6) {
            0..3 => Change::new("spot-reclaim", Place::Component(component))
                .with("share", dice.one_of(&[0.2, 0.5, 1.0]))
                .with("notice", dice.one_of(&[1.0, 1.4, 2.0])),
            3 | 4 => Change::new("power-loss", Place::Zone(ZoneId(2001 + dice.below(5) as u32))),
            _ => Change::new("power-loss", Place::Architecture),
        };
        let definition = sim::changes::find(&change.change).expect("an entry");
        if !(definition.hits)(&architecture, change.place) {
            continue;
        }
        let lasts_secs = if dice.one_in(5) { None } else { Some(dice.between(0.05, 4.0)) };
        happens(&mut architecture, dice.between(0.3, 6.0), Action::Change(Change { lasts_secs, ..change }));
        // Somebody may have it brought up before that would end.
        if dice.one_in(3) {
            happens(&mut architecture, dice.between(1.0, 8.0), Action::BringUp { component });
        }
    }
    architecture
}

/// Any of the others, in which machines are bought in one way or another, and what is spot is taken back, with a drain or without.
pub fn random_spots(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x7370_6f74));
    let families = [
        random_machines,
        random_autoscalers,
        random_losses,
        random_scaling,
        random_surges,
        random_autoscalers,
        random_needs,
        random_drains,
    ];
    let mut architecture = one_of_families(seed, &families);
    let is_placed = !architecture.zones.is_empty();
    for it in architecture.components.iter_mut().filter(|it| it.kind.param("purchase").is_some()) {
        let mut choose = |key: &str, choices: &[&str]| {
            it.params.insert(key.to_owned(), Value::Text(dice.one_of(choices).to_owned()));
        };
        choose("purchase", &["on_demand", "spot", "spot", "one_year", "one_year"]);
        choose("burst", &["on_demand", "spot", "spot"]);
        it.params.insert("reserved_replicas".into(), Value::Number(dice.one_of(&[0.0, 1.0, 2.0])));
        if !is_placed && dice.one_in(2) {
            it.placements = vec![Placement { zone: None, replicas: 2 + dice.below(4) as u32 }];
        }
    }
    let definition = sim::changes::find("spot-reclaim").expect("an entry");
    let places = sim::changes::places(&architecture, definition);
    if places.is_empty() {
        return architecture;
    }
    for _ in 0..1 + dice.below(3) {
        let change = Change::new(definition.id, dice.one_of(&places))
            .with("share", dice.one_of(&[0.2, 0.5, 0.7, 1.0]))
            .with("notice", dice.one_of(&[1.0, 1.4, 3.0]))
            .with("drained", dice.one_of(&[0.0, 1.0]));
        let lasts_secs = if dice.one_in(5) { None } else { Some(dice.between(0.05, 5.0)) };
        happens(&mut architecture, dice.between(0.3, 5.0), Action::Change(Change { lasts_secs, ..change }));
    }
    architecture
}
