//! A call to somebody else's service without a timeout: when they hang, so does everyone who waits.

use super::{Found, Rule, fixes, scale};
use crate::{
    catalog::Role,
    connection::Relation,
    finding::{Place, Severity},
    graph::Graph,
    sources,
};

pub(super) const RULE: Rule =
    Rule { id: "external-without-timeout", source: Some(sources::CIRCUIT_BREAKER), check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    for (at, connection) in graph.architecture.connections.iter().enumerate() {
        let (from, to) = graph.ends(at);
        let is_ours = !graph.component(from).kind.is_source();
        if connection.relation != Relation::Call
            || connection.policy.timeout_millis.is_some()
            || graph.role(to) != Role::External
            || !is_ours
            || graph.traffic().over_per_sec[at] < scale::SMALL_PER_SEC
            // Told by the rule on retries.
            || connection.policy.attempts > 1
        {
            continue;
        }
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

    const ID: &str = "external-without-timeout";

    #[test]
    fn a_partner_that_may_hang() {
        check(
            ID,
            "client -> api -> partner:external_api",
            expect![[r#"
            warning external-without-timeout at api -> partner: api waits for partner for ever
              fix: Set a timeout of 1 s
        "#]],
        );
    }

    #[test]
    fn fix_sets_one() {
        check_fix(
            ID,
            "client -> api -> partner:external_api",
            0,
            expect![[r#"
                Set a timeout of 1 s
                - api -> partner
                + api -{timeout_millis=1000}-> partner
            "#]],
        );
    }

    #[test]
    fn with_one_or_from_a_phone_it_is_fine() {
        check(
            ID,
            "client -> api -{timeout_millis=2000}-> partner:external_api; client -> maps:external_api",
            expect![[""]],
        );
    }

    #[test]
    fn what_is_not_called_from_here_or_hardly_is_fine() {
        check(ID, "client{per_sec=0.1} -> api -> partner:external_api", expect![[""]]);
        check(ID, "client -> api -> db", expect![[""]]);
        check(ID, "client -> api -{attempts=3}-> partner:external_api", expect![[""]]);
    }

    #[test]
    fn from_one_request_per_second_on_it_is_told() {
        check(
            ID,
            "client{per_sec=1} -> api -> partner:external_api",
            expect![[r#"
                warning external-without-timeout at api -> partner: api waits for partner for ever
                  fix: Set a timeout of 1 s
            "#]],
        );
    }
}
