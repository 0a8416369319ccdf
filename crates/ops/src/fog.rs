//! A look at a run through the drawing's monitoring: what is not connected to it cannot be seen.
//!
//! Who is on call knows what is drawn, and of its state what somebody measures. The rest is fog.

use std::collections::BTreeSet;

use model::{Architecture, ComponentId, Relation, catalog::Role};
use sim::Live;

use crate::observed::observed;

/// Components whose state can be seen at this moment: those that report to something that is up, and what they report to.
pub fn visible(drawing: &Architecture, live: &Live) -> BTreeSet<ComponentId> {
    let observed = observed(drawing);
    let is_up = |id: &ComponentId| live.components.iter().any(|it| it.id == *id && it.up);
    let mut visible = BTreeSet::new();
    for (component, collectors) in observed.metrics.iter().chain(&observed.users) {
        let up = || collectors.iter().filter(|it| is_up(it));
        visible.extend(up());
        if up().next().is_some() {
            visible.insert(*component);
        }
    }
    visible
}

/// Whether somebody sees at this moment how the users fare: they report by themselves, or measure as probes do, or what
/// answers them reports, if need be behind what only passes requests on.
pub fn sees_users(drawing: &Architecture, live: &Live) -> bool {
    let visible = visible(drawing, live);
    let sources = drawing.components.iter().filter(|it| it.kind.is_source() && it.workload.is_some());
    sources.into_iter().all(|source| {
        source.kind.role == Role::Probe || front(drawing, source.id).iter().any(|it| visible.contains(it))
    })
}

/// A source, what it calls, and what stands behind balancers, gateways and the like.
fn front(drawing: &Architecture, source: ComponentId) -> Vec<ComponentId> {
    let mut front = vec![source];
    let mut next = 0;
    while let Some(here) = front.get(next).and_then(|it| drawing.component(*it)) {
        let passes_on = matches!(
            here.kind.role,
            Role::Edge | Role::Firewall | Role::NetworkGateway | Role::Balancer | Role::Gateway | Role::Proxy
        );
        if passes_on || here.id == source {
            let called = drawing.outgoing(here.id).filter(|it| it.relation == Relation::Call);
            let new: Vec<ComponentId> = called.map(|it| it.to).filter(|it| !front.contains(it)).collect();
            front.extend(new);
        }
        next += 1;
    }
    front
}

/// The look without what cannot be seen. What happens on a connection is seen by who calls over it.
pub fn fogged(drawing: &Architecture, live: &Live) -> Live {
    let visible = visible(drawing, live);
    let is_seen = |id| drawing.connection(id).is_some_and(|it| visible.contains(&it.from));
    let mut fogged = live.clone();
    fogged.components.retain(|it| visible.contains(&it.id));
    fogged.connections.retain(|it| is_seen(it.id));
    fogged.hops.retain(|it| is_seen(it.connection));
    fogged
}

#[cfg(test)]
mod tests {
    use model::notation;
    use sim::{RunOptions, Session, SimTime};

    use super::*;

    fn look(text: &str, down: &[&str]) -> (Architecture, Live) {
        let drawing = notation::parse(text).unwrap();
        let mut session = Session::new(&drawing, RunOptions::from(drawing.settings)).unwrap();
        session.advance(SimTime::from_secs(2.0), u64::MAX);
        let mut live = session.live();
        for it in &mut live.components {
            it.up &= !down.contains(&drawing.component(it.id).unwrap().name.as_str());
        }
        (drawing, live)
    }

    fn names(text: &str, down: &[&str]) -> Vec<String> {
        let (drawing, live) = look(text, down);
        let fogged = fogged(&drawing, &live);
        fogged.components.iter().map(|it| drawing.component(it.id).unwrap().name.clone()).collect()
    }

    const SHOP: &str = "users:client -> api:api_server -> db:database_sql; users -observe-> rum; api -observe-> watch:monitoring";

    #[test]
    fn only_what_reports_is_seen_and_only_while_somebody_listens() {
        assert_eq!(names(SHOP, &[]), ["users", "api", "rum", "watch"]);
        assert_eq!(names(SHOP, &["watch"]), ["users", "rum"]);
    }

    #[test]
    fn users_are_seen_where_they_or_what_answers_them_report() {
        let sees = |text: &str, down: &[&str]| {
            let (drawing, live) = look(text, down);
            sees_users(&drawing, &live)
        };
        assert!(sees(SHOP, &["rum"]) && sees(SHOP, &["watch"]) && !sees(SHOP, &["rum", "watch"]));
        // A balancer and a gateway pass on; a service does not.
        let behind = "u:client -> lb:load_balancer -> gate:api_gateway -> api:api_server -> db:database_sql; watch:monitoring";
        assert!(sees(&format!("{behind}; api -observe-> watch"), &[]));
        assert!(!sees(&format!("{behind}; db -observe-> watch"), &[]));
        // One of two kinds of users is not enough to know what all of them meet.
        let two = format!("{SHOP}; others:client -> pages:web_server");
        assert!(!sees(&two, &[]));
    }

    #[test]
    fn a_call_is_seen_by_its_caller() {
        let (drawing, live) =
            look("users:client -> api:api_server -> db:database_sql; db -observe-> watch:monitoring", &[]);
        assert!(!live.hops.is_empty() && live.connections.len() >= 2);
        let fogged = fogged(&drawing, &live);
        let from = |id| drawing.component(drawing.connection(id).unwrap().from).unwrap().name.clone();
        assert!(fogged.connections.iter().all(|it| from(it.id) == "db"));
        assert!(fogged.hops.iter().all(|it| from(it.connection) == "db"));
    }
}
