//! Who sees what of a run: the one rule that metrics, alerts, panels, budgets, the canvas and the headline go by.
//!
//! A component is seen by the monitoring systems that it reports to, while one of them is up. Of a journey it must be known
//! how those fare who send it: they report by themselves, measure as probes do, or are answered by somebody who reports.

use std::collections::BTreeMap;

use model::{
    Architecture, ComponentId, Relation,
    catalog::Role,
    lean,
    objective::{Indicator, Objective},
};
use sim::telemetry::Frame;

use crate::observed::observed;

/// Why something cannot be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unseen {
    /// It reports to nobody who keeps figures.
    Unconnected,
    /// All that it reports to is down.
    CollectorsDown,
}

/// Who sees each component and each source of traffic; those whom nobody sees are missing. `None`: everything is seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight(Option<BTreeMap<ComponentId, Vec<ComponentId>>>);

impl Sight {
    /// The eyes of whoever made the drawing.
    pub const fn everything() -> Self {
        Self(None)
    }

    /// What the drawing's monitoring shows, or everything if it says so.
    pub fn of(drawing: &Architecture) -> Self {
        if drawing.operations.sees_all { Self::everything() } else { Self::of_monitoring(drawing) }
    }

    /// What the drawing's monitoring shows, whatever it says of seeing everything.
    pub fn of_monitoring(drawing: &Architecture) -> Self {
        let observed = observed(drawing);
        let mut watchers = observed.metrics;
        let collectors = watchers.values().chain(observed.users.values()).flatten();
        let collectors = lean::set(collectors.copied());
        // Whatever keeps figures keeps its own, too.
        collectors.into_iter().for_each(|it| watchers.entry(it).or_default().push(it));
        let mut of_sources = BTreeMap::new();
        for source in drawing.components.iter().filter(|it| it.kind.is_source() && it.workload.is_some()) {
            let mut all = observed.users.get(&source.id).cloned().unwrap_or_default();
            if source.kind.role == Role::Probe {
                all.push(source.id);
            }
            let of_front = front(drawing, source.id).into_iter().filter_map(|it| watchers.get(&it));
            all.extend(of_front.flatten());
            if !all.is_empty() {
                of_sources.insert(source.id, all);
            }
        }
        of_sources.into_iter().for_each(|(id, all)| drop(watchers.insert(id, all)));
        Self(Some(watchers))
    }

    /// Whether the figures of a component, or how those fare whom a source stands for, may be seen; else why not.
    ///
    /// # Errors
    /// Why they may not.
    pub fn look(&self, id: ComponentId, is_up: impl Fn(ComponentId) -> bool) -> Result<(), Unseen> {
        let Some(watchers) = &self.0 else { return Ok(()) };
        let watchers = watchers.get(&id).ok_or(Unseen::Unconnected)?;
        if watchers.iter().any(|it| is_up(*it)) { Ok(()) } else { Err(Unseen::CollectorsDown) }
    }

    /// The same of all of several; of nobody there is nothing to hide.
    ///
    /// # Errors
    /// Why the first of them may not be seen.
    pub fn look_at_all(
        &self,
        ids: &[ComponentId],
        is_up: impl Fn(ComponentId) -> bool,
    ) -> Result<(), Unseen> {
        ids.iter().try_for_each(|it| self.look(*it, &is_up))
    }

    /// Whether there is anybody to see it, up or not.
    pub fn is_connected(&self, id: ComponentId) -> bool {
        self.look(id, |_| true).is_ok()
    }
}

/// Who is up in a second of a run.
pub fn up_in(frame: &Frame) -> impl Fn(ComponentId) -> bool + '_ {
    |id| frame.component(id).is_some_and(|it| it.up > 0)
}

/// Who sends the requests of a journey; of none in particular everybody who sends any.
pub fn senders(drawing: &Architecture, journey: &str) -> Vec<ComponentId> {
    let sends = |it: &&model::Component| {
        let classes = it.workload.as_ref().map_or(&[][..], |it| &it.classes);
        it.kind.is_source() && classes.iter().any(|it| journey.is_empty() || it.name == journey)
    };
    drawing.components.iter().filter(sends).map(|it| it.id).collect()
}

/// Who must be seen to know of each objective, in the order of the drawing: those who send its requests; of messages those who
/// handle them.
pub fn concerned(drawing: &Architecture) -> Vec<Vec<ComponentId>> {
    let concerned = |it: &Objective| {
        let senders = senders(drawing, &it.journey);
        match it.indicator {
            Indicator::Availability | Indicator::LatencyBelow { .. } => senders,
            Indicator::Freshness { .. } | Indicator::Correctness => consumers(drawing, senders),
        }
    };
    drawing.objectives.iter().map(concerned).collect()
}

/// Who takes messages that come of what these send.
fn consumers(drawing: &Architecture, senders: Vec<ComponentId>) -> Vec<ComponentId> {
    let mut reached = senders;
    let mut consumers = Vec::new();
    let mut next = 0;
    while let Some(here) = reached.get(next).copied() {
        for connection in drawing.outgoing(here) {
            let is_consumed = connection.relation == Relation::Consume;
            if is_consumed && !consumers.contains(&connection.to) {
                consumers.push(connection.to);
            }
            let goes_on = is_consumed || matches!(connection.relation, Relation::Call | Relation::Publish);
            if goes_on && !reached.contains(&connection.to) {
                reached.push(connection.to);
            }
        }
        next += 1;
    }
    consumers
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

#[cfg(test)]
mod tests {
    use model::notation;

    use super::*;

    fn look(text: &str, name: &str, down: &[&str]) -> Result<(), Unseen> {
        let drawing = notation::parse(text).unwrap();
        let named = |name: &str| drawing.components.iter().find(|it| it.name == name).unwrap().id;
        let down: Vec<ComponentId> = down.iter().map(|it| named(it)).collect();
        Sight::of(&drawing).look(named(name), |it| !down.contains(&it))
    }

    const SHOP: &str = "users:client -> api:api_server -> db:database_sql; users -observe-> rum; api -observe-> watch:monitoring";

    #[test]
    fn a_component_is_seen_while_one_that_it_reports_to_is_up() {
        assert_eq!(look(SHOP, "api", &[]), Ok(()));
        assert_eq!(look(SHOP, "api", &["watch"]), Err(Unseen::CollectorsDown));
        assert_eq!(look(SHOP, "db", &[]), Err(Unseen::Unconnected));
        let two = format!("{SHOP}; api -observe-> other:monitoring");
        assert_eq!(look(&two, "api", &["watch"]), Ok(()));
        // Prometheus scrapes itself.
        assert_eq!(look(SHOP, "watch", &[]), Ok(()));
    }

    #[test]
    fn logs_and_traces_are_no_metrics() {
        let logged = "users:client -> api:api_server; api -observe-> logging; api -observe-> apm";
        assert_eq!(look(logged, "api", &[]), Err(Unseen::Unconnected));
    }

    #[test]
    fn users_are_seen_where_they_or_what_answers_them_report() {
        assert_eq!(look(SHOP, "users", &["rum"]), Ok(()));
        assert_eq!(look(SHOP, "users", &["watch"]), Ok(()));
        assert_eq!(look(SHOP, "users", &["rum", "watch"]), Err(Unseen::CollectorsDown));
        // A balancer and a gateway pass on; a service does not.
        let behind = "u:client -> lb:load_balancer -> gate:api_gateway -> api:api_server -> db:database_sql; watch:monitoring";
        assert_eq!(look(&format!("{behind}; api -observe-> watch"), "u", &[]), Ok(()));
        assert_eq!(look(&format!("{behind}; db -observe-> watch"), "u", &[]), Err(Unseen::Unconnected));
    }

    #[test]
    fn everything_is_seen_by_those_who_want_to() {
        let mut drawing = notation::parse(SHOP).unwrap();
        drawing.operations.sees_all = true;
        let sight = Sight::of(&drawing);
        assert!(drawing.components.iter().all(|it| sight.look(it.id, |_| false).is_ok()));
    }

    #[test]
    fn a_journey_is_the_business_of_all_who_send_it() {
        let two = notation::parse(&format!("{SHOP}; others:client -> pages:web_server")).unwrap();
        assert_eq!(senders(&two, "").len(), 2);
        assert_eq!(senders(&two, "read").len(), 2);
        assert!(senders(&two, "nothing of that name").is_empty());
        // One of two kinds of users is not enough to know what all of them meet.
        assert_eq!(Sight::of(&two).look_at_all(&senders(&two, ""), |_| true), Err(Unseen::Unconnected));
    }

    #[test]
    fn messages_are_the_business_of_those_who_handle_them() {
        let text = "users:client -> api:api_server -publish-> queue -consume-> worker:worker; worker -observe-> monitoring";
        let mut drawing = notation::parse(text).unwrap();
        drawing.objectives = vec![
            Objective::new(Indicator::Freshness { secs: 5.0 }, 0.99, 30.0),
            Objective::new(Indicator::Availability, 0.99, 30.0),
        ];
        let sight = Sight::of(&drawing);
        let seen: Vec<_> = concerned(&drawing).iter().map(|it| sight.look_at_all(it, |_| true)).collect();
        assert_eq!(seen, [Ok(()), Err(Unseen::Unconnected)]);
    }
}
