//! Retries at once, or all at the same moment: the callee that just failed gets the whole load again in one blow.

use super::{Found, Rule, fixes};
use crate::{
    connection::{Jitter, Policy},
    finding::{Fix, Place, Severity},
    graph::Graph,
    sources,
    text::Message,
};

pub(super) const RULE: Rule =
    Rule { id: "retry-without-backoff", source: Some(sources::RETRY_BACKOFF), check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    for (at, connection) in graph.architecture.connections.iter().enumerate() {
        let policy = &connection.policy;
        let waits = policy.backoff_base_millis > 0.0 && policy.backoff_cap_millis > 0.0;
        if policy.attempts < 2
            || !connection.relation.carries_requests()
            || waits && policy.jitter != Jitter::None
        {
            continue;
        }
        let (from, to) = graph.ends(at);
        let severity = if waits { Severity::Advice } else { Severity::Warning };
        let finding = found
            .add(severity, [Place::Connection(connection.id)])
            .with("from", graph.component(from).name.as_str())
            .with("to", graph.component(to).name.as_str())
            .fix([Fix {
                label: Message::new("fix-backoff"),
                edit: fixes::set_policy(connection, |it| {
                    let usual = Policy::default();
                    if !waits {
                        it.backoff_base_millis = usual.backoff_base_millis;
                        it.backoff_cap_millis = it.backoff_cap_millis.max(usual.backoff_cap_millis);
                    }
                    it.jitter = usual.jitter;
                }),
            }]);
        if waits {
            finding.variant("jitter");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::{check, check_fix};

    const ID: &str = "retry-without-backoff";

    #[test]
    fn a_retry_at_once() {
        check(
            ID,
            "api -{attempts=3, backoff_base_millis=0}-> db",
            expect![[r#"
            warning retry-without-backoff at api -> db: api retries db at once
              fix: Wait before each further try, longer each time, spread by full jitter
        "#]],
        );
    }

    #[test]
    fn retries_in_step() {
        check(
            ID,
            "api -{attempts=3, jitter=none}-> db",
            expect![[r#"
            advice retry-without-backoff at api -> db: All who retry db from api do so at the same moment
              fix: Wait before each further try, longer each time, spread by full jitter
        "#]],
        );
    }

    #[test]
    fn fix_waits_and_spreads() {
        check_fix(
            ID,
            "api -{attempts=3, jitter=none, timeout_millis=100, backoff_base_millis=0}-> db",
            0,
            expect![[r#"
                Wait before each further try, longer each time, spread by full jitter
                - api -{attempts=3, backoff_base_millis=0, jitter=none, timeout_millis=100}-> db
                + api -{attempts=3, timeout_millis=100}-> db
            "#]],
        );
    }

    #[test]
    fn the_usual_backoff_is_fine() {
        check(ID, "api -{attempts=3}-> db; api -{backoff_base_millis=0}-> cache", expect![[""]]);
    }

    #[test]
    fn one_retry_is_a_retry_and_a_cap_of_nothing_is_no_backoff() {
        check(
            ID,
            "api -{attempts=2, jitter=none}-> db; b:api -{attempts=2, backoff_cap_millis=0}-> db",
            expect![[r#"
                warning retry-without-backoff at b -> db: b retries db at once
                  fix: Wait before each further try, longer each time, spread by full jitter
                advice retry-without-backoff at api -> db: All who retry db from api do so at the same moment
                  fix: Wait before each further try, longer each time, spread by full jitter
            "#]],
        );
    }
}
