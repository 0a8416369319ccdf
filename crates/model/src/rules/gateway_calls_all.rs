//! A gateway that has several services behind it and calls them all for each request, where one would do.

use super::{Found, Rule, fixes};
use crate::{
    catalog::Role,
    connection::{Condition, Connection, Relation},
    finding::{Place, Severity},
    graph::Graph,
    sources,
};

pub(super) const RULE: Rule = Rule { id: "gateway-calls-all", source: Some(sources::GATEWAY_ROUTING), check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    for at in 0..graph.n_components() {
        if graph.role(at) != Role::Gateway || graph.traffic().at_per_sec[at] <= 0.0 {
            continue;
        }
        let is_service = |at: usize| {
            matches!(graph.role(at), Role::Service | Role::Function | Role::Balancer | Role::Model)
        };
        let is_always = |it: &Connection| it.policy.on == Condition::Always && it.policy.probability >= 1.0;
        // Identity is asked for each request, next to the service that does the work.
        let asks_for_all = |at: usize| graph.component(at).kind.id == "auth_service";
        let all: Vec<_> = graph
            .out(at)
            .filter(|(it, to)| {
                it.relation == Relation::Call && is_service(*to) && !asks_for_all(*to) && is_always(it)
            })
            .collect();
        if all.len() < 2 {
            continue;
        }
        let gateway = graph.component(at);
        let places = std::iter::once(Place::Component(gateway.id))
            .chain(all.iter().map(|it| Place::Connection(it.0.id)));
        found
            .add(Severity::Advice, places.collect::<Vec<_>>())
            .with("name", gateway.name.as_str())
            .with("targets", fixes::names(all.iter().map(|it| graph.component(it.1).name.as_str())));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::check;

    const ID: &str = "gateway-calls-all";

    #[test]
    fn every_request_goes_everywhere() {
        check(
            ID,
            "client -> gateway -> orders:microservice; gateway -> users:microservice",
            expect![[r#"
            advice gateway-calls-all at gateway: gateway calls orders and users for every request
        "#]],
        );
    }

    #[test]
    fn routed_by_class_or_share_is_fine() {
        let drawing = "client -> gateway -{on=read}-> orders:microservice; gateway -{on=write}-> users:microservice; \
            gateway -> auth_service; gateway -> catalog:microservice";
        check(ID, drawing, expect![[""]]);
    }

    #[test]
    fn shares_of_the_requests_are_fine() {
        let drawing = "client -> gateway -{probability=0.5}-> orders:microservice; \
            gateway -{probability=0.5}-> users:microservice";
        check(ID, drawing, expect![[""]]);
    }

    #[test]
    fn only_gateways_with_traffic_and_their_services_are_meant() {
        check(ID, "client -> api -> orders:microservice; api -> users:microservice", expect![[""]]);
        check(ID, "gateway -> orders:microservice; gateway -> users:microservice", expect![[""]]);
        check(ID, "client -> gateway -> orders:microservice; gateway -> cache", expect![[""]]);
    }
}
