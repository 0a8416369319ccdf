//! The smallest part of a drawing that still shows what the whole does: for people who look for the reason.

use model::{Architecture, Policy};

/// Takes away whatever may go without `shows` becoming false.
pub fn shrink(mut it: Architecture, shows: impl Fn(&Architecture) -> bool) -> Architecture {
    loop {
        let Some(smaller) = smaller(&it).into_iter().find(|it| shows(it)) else { return it };
        it = smaller;
    }
}

/// The same drawing without one thing, for each thing.
fn smaller(it: &Architecture) -> Vec<Architecture> {
    let mut found = Vec::new();
    let mut without = |change: &dyn Fn(&mut Architecture)| {
        let mut smaller = it.clone();
        change(&mut smaller);
        found.push(smaller);
    };
    let sources = it.components.iter().filter(|it| it.workload.is_some()).count();
    for component in it.components.iter().filter(|it| it.workload.is_none() || sources > 1) {
        without(&|it| {
            it.components.retain(|it| it.id != component.id);
            it.connections.retain(|it| it.from != component.id && it.to != component.id);
            it.scenario.events.retain(|it| it.action.component() != Some(component.id));
        });
    }
    for connection in &it.connections {
        without(&|it| it.connections.retain(|it| it.id != connection.id));
    }
    for event in 0..it.scenario.events.len() {
        without(&|it| drop(it.scenario.events.remove(event)));
    }
    for (i, component) in it.components.iter().enumerate() {
        for key in component.params.keys() {
            without(&|it| drop(it.components[i].params.remove(key)));
        }
        for (place, placement) in component.placements.iter().enumerate() {
            if placement.replicas > 1 {
                without(&|it| it.components[i].placements[place].replicas -= 1);
            } else if component.placements.len() > 1 {
                without(&|it| {
                    it.components[i].placements.remove(place);
                });
            }
            if placement.zone.is_some() {
                without(&|it| it.components[i].placements[place].zone = None);
            }
        }
    }
    for (i, connection) in it.connections.iter().enumerate() {
        let policy = serde_json::to_value(&connection.policy).expect("a policy");
        for key in policy.as_object().expect("fields").keys().filter(|it| *it != "latency_millis") {
            let mut fewer = policy.clone();
            fewer.as_object_mut().expect("fields").remove(key);
            let fewer: Policy = serde_json::from_value(fewer).expect("a policy");
            if fewer != connection.policy {
                without(&|it| it.connections[i].policy = fewer.clone());
            }
        }
    }
    found
}
