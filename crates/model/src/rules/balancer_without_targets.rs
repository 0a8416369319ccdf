//! A balancer that has nowhere to send requests fails every one.

use super::{Found, Rule};
use crate::{
    catalog::BehaviorKind,
    connection::Relation,
    finding::{Place, Severity},
    graph::Graph,
};

pub(super) const RULE: Rule = Rule { id: "balancer-without-targets", source: None, check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    for at in 0..graph.n_components() {
        let component = graph.component(at);
        let is_balancer = component.kind.behavior == BehaviorKind::Balancer;
        let is_called = graph.into(at).any(|it| it.0.relation == Relation::Call);
        if is_balancer && is_called && !graph.out(at).any(|it| it.0.relation == Relation::Call) {
            found
                .add(Severity::Error, [Place::Component(component.id)])
                .with("name", component.name.as_str());
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::check;

    #[test]
    fn a_balancer_that_leads_nowhere() {
        check(
            "balancer-without-targets",
            "client -> lb; lb -observe-> monitoring",
            expect![[r#"
            error balancer-without-targets at lb: lb has no target to send requests to
        "#]],
        );
    }

    #[test]
    fn one_that_is_not_called_yet_is_fine() {
        check("balancer-without-targets", "client -> api; lb; client -> b:lb -> api", expect![[""]]);
    }
}
