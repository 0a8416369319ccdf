//! Random drawings with several sources, whose classes go different ways.

use model::{
    Component, ComponentId, Connection, ConnectionId, Kind, Placement, Point, Relation,
    catalog::BehaviorKind,
    connection::Condition,
    workload::{Access, Arrivals, Pattern, RequestClass, Workload},
};
use sim::random::mix;

use super::random_drawing::{
    Dice, one_of_families, random_drawing, random_items, random_messages, random_policies,
};

/// Any of the others with up to three sources, open and closed, some of whose classes bear the same name.
pub fn random_sources(seed: u64) -> model::Architecture {
    let mut dice = Dice(mix(seed ^ 0x736f_7572));
    let families = [random_drawing, random_policies, random_messages, random_items];
    let mut architecture = one_of_families(seed, &families);
    for number in 0..dice.below(3) as u32 {
        // Before and after the other components.
        let id = ComponentId([900, 2000][number as usize]);
        let client = Kind::find("client").expect("a kind");
        let mut source = Component::new(id, client, format!("u{number}"), Point::default());
        let places = dice.one_of(&[1, 1, 2]);
        source.placements = vec![Placement { zone: None, replicas: places }];
        source.workload = architecture.components[0].workload.clone();
        for call in 0..1 + dice.below(2) as u32 {
            let to = 1 + dice.below(architecture.components.len() as u64 - 1) as usize;
            let to = &architecture.components[to];
            if to.workload.is_some() || to.kind.behavior == BehaviorKind::Broker {
                continue;
            }
            let id = ConnectionId(2100 + 10 * number + call);
            let mut it = Connection::new(id, source.id, to.id, Relation::Call);
            it.policy.latency_millis = Some(dice.between(0.1, 4.0));
            if dice.one_in(3) {
                it.policy.timeout_millis = Some(dice.between(5.0, 100.0));
                it.policy.attempts = dice.one_of(&[1, 3]);
            }
            architecture.connections.push(it);
        }
        architecture.components.push(source);
    }
    architecture.next_id = 3000;
    for it in &mut architecture.components {
        if let Some(workload) = &mut it.workload {
            *workload = random_workload(&mut dice);
        }
    }
    for it in &mut architecture.connections {
        if it.policy.on == Condition::Always && dice.one_in(4) {
            it.policy.on = Condition::Class(dice.one_of(&["browse", "buy", "report"]).into());
        }
    }
    architecture
}

fn random_workload(dice: &mut Dice) -> Workload {
    let pattern = match dice.below(4) {
        0 => Pattern::Users { users: 1 + dice.below(20) as u32, think_secs: dice.between(0.01, 0.6) },
        1 => Pattern::Sessions {
            sessions_per_sec: dice.between(2.0, 20.0),
            requests_each: dice.between(1.0, 5.0),
            think_secs: dice.between(0.0, 0.6),
        },
        _ => Pattern::Constant { per_sec: dice.between(5.0, 70.0) },
    };
    let mut classes = Vec::new();
    for name in ["browse", "buy", "report"] {
        if classes.is_empty() || dice.one_in(2) {
            let access = dice.one_of(&[Access::Read, Access::Read, Access::Write]);
            let mut class = RequestClass::new(name, dice.between(0.1, 3.0), access);
            class.priority = dice.below(4) as u8;
            classes.push(class);
        }
    }
    let arrivals = dice.one_of(&[Arrivals::Poisson, Arrivals::Poisson, Arrivals::Even]);
    Workload { pattern, arrivals, batch: dice.one_of(&[1, 1, 1, 3]), classes, population: None }
}
