//! Random drawings of all kinds of the catalogue, mostly as they are when somebody puts them into a drawing.

use model::{Architecture, Kind, catalog::BehaviorKind};
use sim::random::mix;

use super::{
    random_copies::random_copies,
    random_drawing::{Dice, one_of_families, random_drawing, random_items, random_messages, random_policies},
    random_faults::random_faults,
    random_losses::random_losses,
};

/// Any of the others, each component of which may be of any kind that behaves alike.
pub fn random_kinds(seed: u64) -> Architecture {
    let families = [
        random_drawing,
        random_policies,
        random_messages,
        random_losses,
        random_copies,
        random_items,
        random_faults,
    ];
    let mut architecture = one_of_families(seed, &families);
    let mut dice = Dice(mix(seed ^ 0x6b69_6e64));
    for it in &mut architecture.components {
        if it.kind.behavior == BehaviorKind::Source {
            continue;
        }
        let alike: Vec<Kind> = Kind::all().filter(|kind| kind.behavior == it.kind.behavior).collect();
        it.kind = dice.one_of(&alike);
        let (kind, keeps) = (it.kind, dice.one_in(2));
        it.params.retain(|key, _| keeps && kind.param(key).is_some());
    }
    architecture
}
