//! A component to which no request ever comes, or that is connected with nothing.
//!
//! Of several that hang together only the first is named. Collectors, tools and what starts things by itself are
//! reached in other ways; workers have a rule of their own.

use super::{Found, Rule};
use crate::{
    catalog::Role,
    connection::Relation,
    finding::{Place, Severity},
    graph::Graph,
};

pub(super) const RULE: Rule = Rule { id: "unreachable", source: None, check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    // A drawing that nothing loads is told so once, by another rule.
    if graph.sources().next().is_none() {
        return;
    }
    for (at, is_reached) in graph.reached().into_iter().enumerate() {
        let component = graph.component(at);
        if is_reached {
            continue;
        }
        let place = [Place::Component(component.id)];
        if graph.out(at).next().is_none() && graph.into(at).next().is_none() {
            found.add(Severity::Advice, place).variant("alone").with("name", component.name.as_str());
        } else if takes_requests(component.kind.role) && !is_fed(graph, at) {
            found.add(Severity::Warning, place).with("name", component.name.as_str());
        }
    }
}

/// Whether requests or telemetry come from anywhere, be it from a component that gets none itself.
fn is_fed(graph: &Graph<'_>, at: usize) -> bool {
    graph.into(at).any(|it| it.0.relation.carries_requests() || it.0.relation == Relation::Observe)
}

/// Whether it is there to answer requests and does nothing by itself.
fn takes_requests(role: Role) -> bool {
    match role {
        Role::Resolver
        | Role::Edge
        | Role::Firewall
        | Role::NetworkGateway
        | Role::Balancer
        | Role::Gateway
        | Role::Proxy
        | Role::Service
        | Role::Model
        | Role::Cache
        | Role::Database
        | Role::ObjectStore
        | Role::Search
        | Role::Broker => true,
        // These start by themselves: schedules, webhooks, alerts, telemetry, people.
        Role::User
        | Role::Probe
        | Role::Worker
        | Role::Function
        | Role::TimeSeries
        | Role::Warehouse
        | Role::StreamProcessor
        | Role::External
        | Role::Notifier
        | Role::Metrics
        | Role::Logs
        | Role::Traces
        | Role::UserMonitoring
        | Role::Analytics
        | Role::Secrets
        | Role::ControlPlane
        | Role::Registry
        | Role::Pipeline
        | Role::Unknown => false,
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::check;

    #[test]
    fn the_first_of_a_dead_branch_is_named() {
        check(
            "unreachable",
            "client -> api -> db; forgotten:gateway -> b:api -> cache",
            expect![[r#"
            warning unreachable at forgotten: No request reaches forgotten
        "#]],
        );
    }

    #[test]
    fn a_lone_component_is_advice() {
        check(
            "unreachable",
            "client -> api; search",
            expect![[r#"
            advice unreachable at search: search is connected with nothing
        "#]],
        );
    }

    #[test]
    fn what_starts_by_itself_is_fine() {
        let drawing = "client -> api -observe-> mon:monitoring -> notification; cron:worker -> db; \
            partner:external_api -> api; jenkins:cicd_pipeline -deploy-> api; api -> logging -> archive:objects";
        check("unreachable", drawing, expect![""]);
    }

    #[test]
    fn fed_through_a_queue_is_reached() {
        check("unreachable", "client -> api -> jobs:queue -> worker -> db", expect![[""]]);
    }
}
