//! People's devices that speak to a database, a cache or a queue without a service in between.

use super::{Found, Rule, fixes};
use crate::{catalog::Role, component::Component, graph::Graph, sources, verdict};

pub(super) const RULE: Rule =
    Rule { id: "client-reaches-store", source: Some(sources::OWASP_DATABASE), check };

/// Whether the connection is this rule's business.
pub(super) fn applies(from: &Component, to: &Component) -> bool {
    use Role::{Broker, Cache, Database, Probe, Search, TimeSeries, User, Warehouse};
    matches!(from.kind.role, User | Probe)
        && matches!(to.kind.role, Database | TimeSeries | Search | Warehouse | Cache | Broker)
        && verdict::relations_of(from, to).is_empty()
}

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    fixes::needs_service(graph, found, applies);
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::{check, check_fix};

    #[test]
    fn direct_connection_is_an_error() {
        check(
            "client-reaches-store",
            "phone:client -> orders:database",
            expect![[r#"
            error client-reaches-store at phone -> orders: phone talks to orders without a service in between
              fix: Put a service between phone and orders
              fix: Remove the connection
        "#]],
        );
    }

    #[test]
    fn fix_inserts_a_service() {
        check_fix(
            "client-reaches-store",
            "phone:client -> orders:database",
            0,
            expect![[r#"
            Put a service between phone and orders
            - phone -> orders
            + "api server":api_server
            + phone -> "api server"
            + "api server" -> orders
        "#]],
        );
    }

    #[test]
    fn fix_publishes_to_a_queue() {
        check_fix(
            "client-reaches-store",
            "phone:client -> jobs:queue -> worker",
            0,
            expect![[r#"
            Put a service between phone and jobs
            - phone -> jobs
            + "api server":api_server
            + phone -> "api server"
            + "api server" -> jobs
        "#]],
        );
    }

    #[test]
    fn through_a_service_is_fine() {
        check("client-reaches-store", "phone:client -> api -> orders:database", expect![[""]]);
    }
}
