//! An even number of voters: one more than the odd number below, but it survives no more failures.

use super::{Found, Rule, fixes};
use crate::{
    component::Component,
    finding::{Place, Severity, Source},
    graph::Graph,
    sources,
};

pub(super) const RULE: Rule = Rule { id: "even-quorum", source: Some(sources::ETCD_FAQ), check };

/// Kinds whose replicas vote, and where that is written.
const VOTING: &[(&str, Source)] = &[
    ("container_orchestration", sources::ETCD_FAQ),
    ("database_graph", sources::NEO4J_CLUSTERING),
    ("blockchain_node", sources::RAFT),
];

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    for component in &graph.architecture.components {
        let Some((_, source)) = VOTING.iter().find(|it| it.0 == component.kind.id) else { continue };
        let replicas = component.replicas();
        if replicas >= 2 && replicas.is_multiple_of(2) {
            found
                .add(Severity::Advice, [Place::Component(component.id)])
                .with("name", component.name.as_str())
                .with("count", replicas)
                .with("survives", (replicas - 1) / 2)
                .with("smaller", replicas - 1)
                .source(Some(*source))
                .fix([one_more(component)]);
        }
    }
}

fn one_more(component: &Component) -> crate::Fix {
    fixes::replicas(component, component.replicas() + 1)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::{check, check_fix};

    const ID: &str = "even-quorum";

    #[test]
    fn four_vote_no_better_than_three() {
        check(
            ID,
            "graph:database_graph*4; k8s:container_orchestration*2",
            expect![[r#"
            advice even-quorum at graph: graph has 4 voters and survives the loss of 1, no more than 3 would
              fix: Run 5 replicas of graph
            advice even-quorum at k8s: k8s has 2 voters and survives the loss of 0, no more than 1 would
              fix: Run 3 replicas of k8s
        "#]],
        );
    }

    #[test]
    fn fix_makes_it_odd() {
        check_fix(
            ID,
            "graph:database_graph*4",
            0,
            expect![[r#"
            Run 5 replicas of graph
            - graph:database_graph*4
            + graph:database_graph*5
        "#]],
        );
    }

    #[test]
    fn odd_or_not_voting_is_fine() {
        check(ID, "graph:database_graph*3; api*4; db*2", expect![[""]]);
    }
}
