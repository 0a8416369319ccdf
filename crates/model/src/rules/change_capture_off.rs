//! A store that is to publish its changes and captures none. Every store, every broker, functions and stream
//! processors alike.

use super::{Found, Rule};
use crate::{
    finding::{Place, Severity},
    graph::Graph,
    sources, verdict,
};

pub(super) const RULE: Rule = Rule { id: "change-capture-off", source: Some(sources::DEBEZIUM), check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    for (at, connection) in graph.architecture.connections.iter().enumerate() {
        let (from, to) = graph.ends(at);
        let (from, to) = (graph.component(from), graph.component(to));
        if verdict::needs_capture(from, to, connection.relation) {
            found
                .add(Severity::Warning, [Place::Connection(connection.id), Place::Component(from.id)])
                .with("from", from.name.as_str())
                .with("to", to.name.as_str())
                .fix([verdict::capture_fix(from)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::{check, check_fix};

    #[test]
    fn a_database_that_captures_nothing_publishes_nothing() {
        check(
            "change-capture-off",
            "orders:database -> changes:queue",
            expect![[r#"
            warning change-capture-off at orders -> changes: orders is to publish its changes to changes, but change data capture is off
              fix: Turn change data capture on at orders
        "#]],
        );
    }

    #[test]
    fn fix_turns_it_on() {
        check_fix(
            "change-capture-off",
            "orders:database -> changes:queue",
            0,
            expect![[r#"
            Turn change data capture on at orders
            - orders:database_sql
            + orders:database_sql{cdc=true}
        "#]],
        );
    }

    #[test]
    fn on_is_fine() {
        check(
            "change-capture-off",
            "orders:database{cdc=true} -> changes:queue; api -> changes",
            expect![[""]],
        );
    }
}
