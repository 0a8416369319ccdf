//! A connection that is right but means something else: a call where messages are published, and the like.

use super::{Found, Rule};
use crate::{
    connection::Relation,
    edit::Edit,
    finding::{Fix, Place, Severity},
    graph::Graph,
    text::Message,
    verdict,
};

pub(super) const RULE: Rule = Rule { id: "wrong-relation", source: None, check };

fn named(relation: Relation) -> Message {
    Message::computed(format!("relation-{}", relation.id()))
}

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    for (at, connection) in graph.architecture.connections.iter().enumerate() {
        let (from, to) = graph.ends(at);
        let (from, to) = (graph.component(from), graph.component(to));
        let possible = verdict::relations_of(from, to);
        let Some(usual) = possible.first().copied().filter(|_| !possible.contains(&connection.relation))
        else {
            continue;
        };
        let drawn = graph.architecture.between(from.id, to.id).any(|it| it.relation == usual);
        let fix = Fix {
            label: Message::new("fix-relation").with("relation", named(usual)),
            edit: Edit::SetRelation { connection: connection.id, relation: usual },
        };
        found
            .add(Severity::Error, [Place::Connection(connection.id)])
            .with("from", from.name.as_str())
            .with("to", to.name.as_str())
            .with("drawn", named(connection.relation))
            .with("usual", named(usual))
            .fix((!drawn).then_some(fix))
            .fix([super::fixes::remove(connection)]);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::{check, check_fix};

    #[test]
    fn a_call_to_a_collector_is_telemetry() {
        check(
            "wrong-relation",
            "api -call-> monitoring",
            expect![[r#"
            error wrong-relation at api -> monitoring: api → monitoring is drawn as Call; between these two it is Observe
              fix: Make it Observe
              fix: Remove the connection
        "#]],
        );
    }

    #[test]
    fn fix_sets_the_usual_relation() {
        check_fix(
            "wrong-relation",
            "api -call-> jobs:queue",
            0,
            expect![[r#"
            Make it Publish
            - api -call-> jobs
            + api -> jobs
        "#]],
        );
    }

    #[test]
    fn a_less_usual_relation_is_fine() {
        check("wrong-relation", "a:queue -replicate-> b:queue; api -> jobs:queue", expect![[""]]);
    }
}
