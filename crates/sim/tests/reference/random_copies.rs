//! Random drawings in which collectors, brokers and other stores get copies.

use model::{
    Architecture, Component, ComponentId, Connection, ConnectionId, Kind, Placement, Point, Relation, Value,
    catalog::BehaviorKind,
    connection::{Collection, Condition},
};
use sim::random::mix;

use super::{
    random_drawing::{Dice, one_of_families, random_drawing, random_items, random_messages, random_policies},
    random_losses::random_losses,
    random_sources::random_sources,
    random_ways::random_ways,
};

/// Any of the others with up to two collectors, a broker that gets what stores capture, and another store.
pub fn random_copies(seed: u64) -> Architecture {
    let mut dice = Dice(mix(seed ^ 0x636f_7069));
    let families = [
        random_drawing,
        random_policies,
        random_messages,
        random_items,
        random_sources,
        random_losses,
        random_ways,
    ];
    let mut architecture = one_of_families(seed, &families);
    let drawn: Vec<ComponentId> = architecture.components.iter().map(|it| it.id).collect();
    let mut collectors = Vec::new();
    for number in 0..1 + dice.below(2) as u32 {
        let kind = dice.one_of(&["monitoring", "logging", "apm"]);
        collectors.push(add(&mut dice, &mut architecture, 4000 + number, kind));
    }
    for &to in &collectors {
        for _ in 0..1 + dice.below(3) {
            let from = dice.one_of(&drawn);
            let it = connect(&mut dice, &mut architecture, from, to, Relation::Observe);
            it.collection = dice.one_of(&[Collection::Push, Collection::Push, Collection::Scrape]);
            it.sample_ratio = dice.one_of(&[1.0, 0.5, 0.05]);
        }
    }
    if let [first, second] = collectors[..]
        && dice.one_in(2)
    {
        connect(&mut dice, &mut architecture, first, second, Relation::Observe);
    }
    let stores: Vec<ComponentId> = architecture
        .components
        .iter()
        .filter(|it| it.kind.behavior == BehaviorKind::Store)
        .map(|it| it.id)
        .collect();
    for (number, &store) in stores.iter().enumerate() {
        let number = number as u32;
        if dice.one_in(2) {
            let broker = add(&mut dice, &mut architecture, 4100 + number, "message_broker");
            let worker = add(&mut dice, &mut architecture, 4200 + number, "worker");
            let it = connect(&mut dice, &mut architecture, store, broker, Relation::Publish);
            it.on = if dice.one_in(4) { Condition::Read } else { Condition::Always };
            it.probability = dice.one_of(&[1.0, 0.4]);
            connect(&mut dice, &mut architecture, broker, worker, Relation::Consume);
        }
        if dice.one_in(2) {
            let other = add(&mut dice, &mut architecture, 4300 + number, "database_sql");
            let it = connect(&mut dice, &mut architecture, store, other, Relation::Replicate);
            it.synchronous = dice.one_in(2);
            it.optional = dice.one_of(&[None, Some(true)]);
        }
    }
    for it in &mut architecture.components {
        if it.kind.param("cdc").is_some() {
            it.params.insert("cdc".into(), Value::Flag(!dice.one_in(4)));
        }
    }
    architecture
}

fn add(dice: &mut Dice, architecture: &mut Architecture, id: u32, kind: &str) -> ComponentId {
    let kind = Kind::find(kind).expect("a kind");
    let mut it = Component::new(ComponentId(id), kind, format!("c{id}"), Point::default());
    it.placements = vec![Placement { zone: None, replicas: dice.one_of(&[1, 1, 2]) }];
    let mut set = |key: &str, value: f64| {
        if kind.param(key).is_some() {
            it.params.insert(key.to_owned(), Value::Number(value));
        }
    };
    set("slots", dice.one_of(&[1.0, 2.0, 20.0]));
    set("service_millis", dice.between(0.5, 20.0));
    set("queue_limit", dice.one_of(&[0.0, 3.0, 100.0]));
    set("max_messages", dice.one_of(&[3.0, 1000.0]));
    set("error_ratio", dice.one_of(&[0.0, 0.1]));
    set("replication_lag_millis", dice.one_of(&[0.0, 5.3]));
    set("traced_overhead_millis", dice.between(0.0, 4.0));
    architecture.components.push(it);
    ComponentId(id)
}

fn connect<'a>(
    dice: &mut Dice,
    architecture: &'a mut Architecture,
    from: ComponentId,
    to: ComponentId,
    relation: Relation,
) -> &'a mut model::Policy {
    let id = ConnectionId(5000 + architecture.connections.len() as u32);
    let mut it = Connection::new(id, from, to, relation);
    it.policy.latency_millis = Some(dice.between(0.1, 4.0));
    architecture.next_id = 6000;
    architecture.connections.push(it);
    &mut architecture.connections.last_mut().expect("a connection").policy
}
