//! A store behind a balancer, gateway or CDN with no service in between: whoever reaches those reaches the data.

use super::{Found, Rule, fixes};
use crate::{catalog::Role, component::Component, graph::Graph, sources, verdict};

pub(super) const RULE: Rule = Rule { id: "public-store", source: Some(sources::OWASP_DATABASE), check };

/// Whether the connection is this rule's business.
pub(super) fn applies(from: &Component, to: &Component) -> bool {
    use Role::{
        Balancer, Cache, Database, Edge, External, Firewall, Gateway, Resolver, Search, TimeSeries, Warehouse,
    };
    matches!(from.kind.role, Resolver | Edge | Firewall | Balancer | Gateway | External)
        && matches!(to.kind.role, Database | TimeSeries | Search | Warehouse | Cache)
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
    fn a_balancer_in_front_of_a_cache_opens_it() {
        check(
            "public-store",
            "client -> lb -> cache",
            expect![[r#"
            error public-store at lb -> cache: lb leads to cache without a service in between
              fix: Put a service between lb and cache
              fix: Remove the connection
        "#]],
        );
    }

    #[test]
    fn fix_inserts_a_service() {
        check_fix(
            "public-store",
            "client -> cdn -> db",
            0,
            expect![[r#"
            Put a service between cdn and db
            - cdn -> db
            + "api server":api_server
            + cdn -> "api server"
            + "api server" -> db
        "#]],
        );
    }

    #[test]
    fn a_bucket_behind_a_cdn_is_fine() {
        check("public-store", "client -> cdn -> objects; client -> gateway -> cache", expect![[""]]);
    }
}
