//! A balancer in front of one server balances nothing yet.

use super::{Found, Rule, redundancy, scale};
use crate::{
    catalog::{BehaviorKind, Role},
    connection::Relation,
    finding::{Place, Severity},
    graph::Graph,
    sources,
};

pub(super) const RULE: Rule =
    Rule { id: "balancer-single-target", source: Some(sources::FRONTEND_BALANCING), check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    for at in 0..graph.n_components() {
        if graph.component(at).kind.behavior != BehaviorKind::Balancer {
            continue;
        }
        let targets: Vec<_> =
            graph.out(at).filter(|it| it.0.relation == Relation::Call).map(|it| it.1).collect();
        let [only] = targets.as_slice() else { continue };
        let target = graph.component(*only);
        // Where the target is a single point of failure, that is the stronger word for the same thing.
        let is_told = graph.traffic().at_per_sec[*only] >= scale::SMALL_PER_SEC;
        let is_one = matches!(target.kind.role, Role::Service | Role::Model) && redundancy::runs_once(target);
        if is_one && !is_told && !redundancy::is_managed(target) {
            found
                .add(
                    Severity::Advice,
                    [Place::Component(graph.component(at).id), Place::Component(target.id)],
                )
                .with("name", graph.component(at).name.as_str())
                .with("target", target.name.as_str())
                .fix([redundancy::second_replica(graph.architecture, target)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::{check, check_fix};

    const ID: &str = "balancer-single-target";

    #[test]
    fn one_server_behind_a_balancer() {
        check(
            ID,
            "lb -> api -> db",
            expect![[r#"
            advice balancer-single-target at lb: lb spreads requests over api alone
              fix: Run 2 replicas of api
        "#]],
        );
    }

    #[test]
    fn fix_adds_a_replica() {
        check_fix(
            ID,
            "lb -> api -> db",
            0,
            expect![[r#"
            Run 2 replicas of api
            - api
            + api*2
        "#]],
        );
    }

    #[test]
    fn several_or_a_chain_of_balancers_are_fine() {
        check(ID, "lb -> api*2; b:lb -> x:k8s_ingress -> y:k8s_service -> z:k8s_pod*2", expect![[""]]);
    }

    #[test]
    fn under_traffic_it_is_told_as_a_single_point_of_failure() {
        check(ID, "client -> lb -> api", expect![[""]]);
        check(
            "single-point-of-failure",
            "client -> lb -> api",
            expect![[r#"
                warning single-point-of-failure at api: api is a single point of failure: when it is down, requests of client fail
                  fix: Run 2 replicas of api
            "#]],
        );
    }
}
