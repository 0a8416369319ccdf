//! Random drawings in which slots come and go that calls and messages share, or wait for.

use model::{
    Architecture, Place, notation,
    scenario::{Action, Change},
};
use sim::random::mix;

use crate::random_drawing::{Dice, happens};

pub fn random_shortages(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x7368_6f72));
    let text = format!(
        "u:client{{per_sec={per_sec}, writes=0.4}} -{{latency_millis=1.5, timeout_millis={patience}, cancel_on_timeout={cancels}}}-> \
         w:worker*{replicas}{{slots={slots}, service_millis={service}, discipline={order}, queue_limit={room}, \
         when_full={when_full}, holds_slot={holds}}}; \
         u -publish-> q:queue -consume{{latency_millis={way}}}-> w -{{latency_millis=2.1}}-> d:microservice{{slots=8}}",
        per_sec = dice.between(60.0, 160.0),
        patience = dice.one_of(&[40.0, 150.0, 5000.0]),
        cancels = dice.one_in(2),
        replicas = 1 + dice.below(2),
        slots = 2 + dice.below(6),
        service = dice.between(8.0, 25.0),
        order = dice.one_of(&["sharing", "sharing", "sharing", "preemptive", "priority", "lifo", "fifo"]),
        room = dice.one_of(&[0, 5, 1000]),
        when_full = dice.one_of(&["reject", "shed_oldest"]),
        holds = dice.one_in(2),
        way = dice.one_of(&[1.3, 35.0]),
    );
    let mut architecture = notation::parse(&text).expect("a drawing");
    let classes = architecture.components[0].workload.iter_mut().flat_map(|it| &mut it.classes);
    classes.for_each(|it| it.priority = dice.below(3) as u8);
    let worker = Place::Component(architecture.components[1].id);
    for _ in 0..2 + dice.below(4) {
        let mut change = match dice.below(6) {
            0 => Change::new("crash", worker),
            1 => Change::new("stall", worker),
            _ => Change::new("pool-exhaustion", worker)
                .with("left", dice.one_of(&[0.0, 0.3, 0.5, 0.8]))
                .with("over", dice.one_of(&[0.0, 1.3, 2.5])),
        };
        change.lasts_secs = Some(dice.between(0.1, 2.5));
        happens(&mut architecture, dice.between(0.2, 4.5), Action::Change(change));
    }
    architecture
}
