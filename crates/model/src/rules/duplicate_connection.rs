//! The same connection twice, which only files can bring: every request would take both.

use std::collections::HashMap;

use super::{Found, Rule, fixes};
use crate::{
    connection::Connection,
    finding::{Place, Severity},
    graph::Graph,
};

pub(super) const RULE: Rule = Rule { id: "duplicate-connection", source: None, check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    let mut seen: HashMap<_, Vec<&Connection>> = HashMap::new();
    for (at, connection) in graph.architecture.connections.iter().enumerate() {
        let earlier = seen.entry((connection.from, connection.to, connection.relation)).or_default();
        // Two under different conditions are two different things.
        if let Some(first) = earlier.iter().find(|it| it.policy.on == connection.policy.on) {
            let (from, to) = graph.ends(at);
            found
                .add(Severity::Warning, [Place::Connection(connection.id), Place::Connection(first.id)])
                .with("from", graph.component(from).name.as_str())
                .with("to", graph.component(to).name.as_str())
                .fix([fixes::remove(connection)]);
        } else {
            earlier.push(connection);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::{check, check_fix};

    const ID: &str = "duplicate-connection";

    #[test]
    fn drawn_twice() {
        check(
            ID,
            "client -> api -> db; api -> db",
            expect![[r#"
            warning duplicate-connection at api -> db: api is connected to db twice
              fix: Remove the connection
        "#]],
        );
    }

    #[test]
    fn fix_removes_the_second() {
        check_fix(
            ID,
            "client -> api -{timeout_millis=5}-> db; api -> db",
            0,
            expect![[r#"
            Remove the connection
            - api -> db
        "#]],
        );
    }

    #[test]
    fn under_two_conditions_it_is_fine() {
        check(
            ID,
            "client -> api -{on=read}-> db; api -{on=write}-> db; api -observe-> monitoring",
            expect![[""]],
        );
    }
}
