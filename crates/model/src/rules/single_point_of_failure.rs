//! A component that runs once and that users' requests cannot do without.
//!
//! Follows who fails when it is down: callers fail with what they call, a balancer only when all its targets are
//! gone, nobody with a cache that can be missed or with consumers of a queue. What a provider runs redundantly
//! (functions, CDN, managed queues) is no such point, nor is what stands beside the path (telemetry, tools).

use super::{Found, Rule, fixes, redundancy, scale};
use crate::{
    finding::{Place, Severity},
    graph::Graph,
    sources,
};

pub(super) const RULE: Rule =
    Rule { id: "single-point-of-failure", source: Some(sources::ELIMINATE_SINGLE_POINTS), check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    let traffic = graph.traffic();
    // A source and one pool are a queueing exercise.
    let is_model_of_one = graph.n_components() - graph.sources().count() == 1;
    let (mut ways, mut failures) = (None, graph.failures());
    for at in 0..graph.n_components() {
        let component = graph.component(at);
        let per_sec = traffic.at_per_sec[at];
        if per_sec < scale::SMALL_PER_SEC
            || !redundancy::runs_once(component)
            || redundancy::is_managed(component)
            || redundancy::has_twin(graph, at)
        {
            continue;
        }
        let sources = failures.sources_without(at);
        if sources.is_empty() {
            continue;
        }
        let is_busy = per_sec >= scale::BUSY_PER_SEC;
        let severity = if is_busy && !is_model_of_one { Severity::Warning } else { Severity::Advice };
        let behind = ways.get_or_insert_with(|| graph.ways()).behind(at);
        let name = |at: &usize| graph.component(*at).name.as_str();
        let finding = found
            .add(severity, [Place::Component(component.id)])
            .with("name", component.name.as_str())
            .with("sources", fixes::names(sources.iter().map(name)));
        let finding = if behind.is_empty() {
            finding
        } else {
            finding.variant("gate").with("behind", fixes::names(behind.iter().map(name)))
        };
        finding.fix([redundancy::second_replica(graph.architecture, component)]);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::{check, check_fix};

    const ID: &str = "single-point-of-failure";

    #[test]
    fn the_only_database_of_a_shop() {
        check(
            ID,
            "phone:client{per_sec=500} -> lb -> api*3 -> orders:db; api -> cache",
            expect![[r#"
                warning single-point-of-failure at orders: orders is a single point of failure: when it is down, requests of phone fail
                  fix: Run 2 replicas of orders
            "#]],
        );
    }

    #[test]
    fn fix_adds_a_replica() {
        check_fix(
            ID,
            "phone:client{per_sec=500} -> lb -> api*3 -> orders:db",
            0,
            expect![[r#"
            Run 2 replicas of orders
            - orders:database_sql
            + orders:database_sql*2
        "#]],
        );
    }

    #[test]
    fn fix_uses_the_next_zone() {
        check_fix(
            ID,
            "client -> lb -> api -> db; [eu: [a: api, db]; [b: db]]",
            0,
            expect![[r#"
            Run a replica of api in b
            - [eu: [a: api, db]; [b: db]]
            + [eu: [a: api, db]; [b: api, db]]
        "#]],
        );
    }

    #[test]
    fn two_replicas_are_none() {
        check(ID, "client -> lb -> api -> db; [eu: [a: api, db]; [b: api, db]]", expect![[""]]);
    }

    #[test]
    fn an_autoscaler_that_keeps_several_is_as_good_as_several() {
        check(ID, "client -> lb -> api{scaling=cpu,scaling_min=2} -> db*2", expect![[""]]);
        check(
            ID,
            "client -> lb -> api{scaling=cpu,scaling_min=1} -> db*2",
            expect![[r#"
                warning single-point-of-failure at api: api is a single point of failure: when it is down, requests of client fail, and nothing reaches db
                  fix: Run 2 replicas of api
            "#]],
        );
    }

    #[test]
    fn small_traffic_is_advice_and_none_is_silent() {
        check(
            ID,
            "client{per_sec=10} -> lb -> api*2 -> db",
            expect![[r#"
                advice single-point-of-failure at db: db is a single point of failure: when it is down, requests of client fail
                  fix: Run 2 replicas of db
            "#]],
        );
        check(ID, "client{per_sec=0.1} -> lb -> api*2 -> db", expect![[""]]);
    }

    #[test]
    fn a_gate_names_what_it_cuts_off() {
        check(
            ID,
            "phone:client -> entry:reverse_proxy -> a:api*2 -> db*2; entry -> b:api*2",
            expect![[r#"
                warning single-point-of-failure at entry: entry is a single point of failure: when it is down, requests of phone fail, and nothing reaches a, db and b
                  fix: Run 2 replicas of entry
            "#]],
        );
    }

    #[test]
    fn targets_of_a_balancer_stand_in_for_each_other() {
        check(ID, "client -> lb -> a:api -> db*2; lb -> b:api -> db", expect![[""]]);
        check(
            ID,
            "client -> lb -> a:api -> db; lb -> b:api -> db",
            expect![[r#"
                warning single-point-of-failure at db: db is a single point of failure: when it is down, requests of client fail
                  fix: Run 2 replicas of db
            "#]],
        );
    }

    #[test]
    fn what_is_beside_the_path_is_none() {
        let drawing = "client -> lb -> api*2 -> db*2; api -> cache; api -> jobs:queue -> worker -> mail:email_service; \
            api -observe-> mon:monitoring; api -> secrets; jenkins:cicd_pipeline -> api; api -> sidecar -> api";
        check(ID, drawing, expect![[""]]);
    }

    #[test]
    fn an_optional_call_is_none() {
        check(ID, "client -> lb -> api*2 -{optional=true}-> ads:microservice", expect![[""]]);
    }

    #[test]
    fn a_cache_that_must_answer_is_one() {
        check(
            ID,
            "client -> lb -> api*2 -{optional=false}-> sessions:cache",
            expect![[r#"
                warning single-point-of-failure at sessions: sessions is a single point of failure: when it is down, requests of client fail
                  fix: Run 2 replicas of sessions
            "#]],
        );
    }

    #[test]
    fn a_drawn_replica_counts() {
        check(ID, "client -> lb -> api*2 -> primary:db -replicate-> standby:db", expect![[""]]);
    }

    #[test]
    fn a_source_and_one_pool_are_an_exercise() {
        check(
            ID,
            "client{per_sec=500} -> api; b:client{per_sec=1} -> api",
            expect![[r#"
                advice single-point-of-failure at api: api is a single point of failure: when it is down, requests of client and b fail
                  fix: Run 2 replicas of api
            "#]],
        );
    }

    #[test]
    fn from_one_request_per_second_on_it_is_told() {
        check(
            ID,
            "client{per_sec=1} -> lb -> api*2 -> db",
            expect![[r#"
                advice single-point-of-failure at db: db is a single point of failure: when it is down, requests of client fail
                  fix: Run 2 replicas of db
            "#]],
        );
    }

    #[test]
    fn a_neighbor_of_the_same_kind_is_no_copy() {
        let drawing = crate::notation::parse("client -> lb*2 -> a:api -> b:api").unwrap();
        let found = crate::rules::check(&drawing).into_iter().filter(|it| it.rule == ID);
        assert_eq!(found.map(|it| it.places[0]).collect::<Vec<_>>().len(), 2);
    }
}
