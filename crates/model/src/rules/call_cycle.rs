//! Synchronous calls that go round in a circle: each waits for the next, and a request can come back to where it is
//! being waited for.

use petgraph::{algo::tarjan_scc, graph::DiGraph};

use super::{Found, Rule, fixes};
use crate::{
    connection::Relation,
    finding::{Place, Severity},
    graph::Graph,
    lean, sources,
};

pub(super) const RULE: Rule = Rule { id: "call-cycle", source: Some(sources::CASCADING_FAILURES), check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    let mut calls = DiGraph::<(), usize>::with_capacity(graph.n_components(), 0);
    let nodes: Vec<_> = (0..graph.n_components()).map(|_| calls.add_node(())).collect();
    for (at, connection) in graph.architecture.connections.iter().enumerate() {
        let (from, to) = graph.ends(at);
        // A push message that reaches a device is the end of the chain.
        if connection.relation == Relation::Call && !graph.component(to).kind.is_source() {
            calls.add_edge(nodes[from], nodes[to], at);
        }
    }
    for circle in tarjan_scc(&calls) {
        if circle.len() < 2 {
            continue;
        }
        let mut members: Vec<_> = circle.iter().map(|it| it.index()).collect();
        lean::sort(&mut members);
        let inside = |at: usize| members.binary_search(&at).is_ok();
        let places = members.iter().map(|it| Place::Component(graph.component(*it).id));
        let lines = calls.edge_weights().filter(|it| {
            let (from, to) = graph.ends(**it);
            inside(from) && inside(to)
        });
        let places: Vec<_> =
            places.chain(lines.map(|it| Place::Connection(graph.connection(*it).id))).collect();
        found
            .add(Severity::Warning, places)
            .with("names", fixes::names(members.iter().map(|it| graph.component(*it).name.as_str())))
            .with("count", members.len());
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::check;

    #[test]
    fn three_services_that_wait_for_each_other() {
        check(
            "call-cycle",
            "client -> a:api -> b:api -> c:api -> a",
            expect![[r#"
            warning call-cycle at a: a, b and c call each other in a circle
        "#]],
        );
    }

    #[test]
    fn each_circle_is_told_once() {
        check(
            "call-cycle",
            "a:api -> b:api -> a; c:api -> d:api -> c; b -> c",
            expect![[r#"
            warning call-cycle at a: a and b call each other in a circle
            warning call-cycle at c: c and d call each other in a circle
        "#]],
        );
    }

    #[test]
    fn messages_break_the_circle() {
        check("call-cycle", "a:api -> jobs:queue -> b:api -> a", expect![[""]]);
        check("call-cycle", "phone:mobile -> api -> notification -> phone", expect![[""]]);
    }

    #[test]
    fn a_circle_is_its_members_and_the_lines_between_them() {
        let drawing =
            crate::notation::parse("a:api -> b:api -> a; c:api -> d:api -> e:api -> c; b -> c").unwrap();
        let circles = crate::rules::check(&drawing).into_iter().filter(|it| it.rule == "call-cycle");
        assert_eq!(circles.map(|it| it.places.len()).collect::<Vec<_>>(), [2 + 2, 3 + 3]);
    }
}
