//! Tries that are never given up: a hanging callee is waited for and never tried again.

use super::{Found, Rule, fixes};
use crate::{
    finding::{Place, Severity},
    graph::Graph,
    sources,
};

pub(super) const RULE: Rule =
    Rule { id: "retry-without-timeout", source: Some(sources::RETRY_BACKOFF), check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    for (at, connection) in graph.architecture.connections.iter().enumerate() {
        if connection.policy.attempts < 2
            || connection.policy.timeout_millis.is_some()
            || !connection.relation.carries_requests()
        {
            continue;
        }
        let (from, to) = graph.ends(at);
        found
            .add(Severity::Warning, [Place::Connection(connection.id)])
            .with("from", graph.component(from).name.as_str())
            .with("to", graph.component(to).name.as_str())
            .fix([fixes::set_timeout(connection)]);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::{check, check_fix};

    #[test]
    fn a_retry_that_never_comes() {
        check(
            "retry-without-timeout",
            "api -{attempts=3}-> db",
            expect![[r#"
            warning retry-without-timeout at api -> db: api retries db but waits for each try for ever
              fix: Set a timeout of 1 s
        "#]],
        );
    }

    #[test]
    fn fix_sets_one() {
        check_fix(
            "retry-without-timeout",
            "api -{attempts=3}-> db",
            0,
            expect![[r#"
                Set a timeout of 1 s
                - api -{attempts=3}-> db
                + api -{attempts=3, timeout_millis=1000}-> db
            "#]],
        );
    }

    #[test]
    fn with_a_timeout_it_is_fine() {
        check(
            "retry-without-timeout",
            "api -{attempts=3, timeout_millis=200}-> db; api -> cache",
            expect![[""]],
        );
    }

    #[test]
    fn one_retry_is_a_retry() {
        check(
            "retry-without-timeout",
            "api -{attempts=2}-> db",
            expect![[r#"
                warning retry-without-timeout at api -> db: api retries db but waits for each try for ever
                  fix: Set a timeout of 1 s
            "#]],
        );
    }
}
