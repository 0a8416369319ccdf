//! Instances that come and go by the hundred, each with a connection of its own to a database that has few.

use super::{Found, Rule, scale};
use crate::{
    catalog::Role,
    connection::Relation,
    finding::{Place, Severity},
    graph::Graph,
    sources,
};

pub(super) const RULE: Rule =
    Rule { id: "many-database-connections", source: Some(sources::CONNECTION_POOLS), check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    for (at, connection) in graph.architecture.connections.iter().enumerate() {
        let (from, to) = graph.ends(at);
        let comes_and_goes =
            graph.role(from) == Role::Function || graph.component(from).kind.id == "wasm_runtime";
        if connection.relation == Relation::Call
            && comes_and_goes
            && graph.component(to).kind.id == "database_sql"
            && graph.traffic().over_per_sec[at] >= scale::BUSY_PER_SEC
        {
            found
                .add(Severity::Advice, [Place::Connection(connection.id)])
                .with("from", graph.component(from).name.as_str())
                .with("to", graph.component(to).name.as_str());
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::check;

    const ID: &str = "many-database-connections";

    #[test]
    fn functions_with_connections_of_their_own() {
        check(
            ID,
            "client -> gateway -> lambda -> db",
            expect![[r#"
            advice many-database-connections at lambda -> db: lambda opens a connection to db from each of its instances
        "#]],
        );
    }

    #[test]
    fn few_requests_or_a_store_without_connections_are_fine() {
        check(ID, "client{per_sec=5} -> gateway -> lambda -> db; lambda -> nosql", expect![[""]]);
    }

    #[test]
    fn a_pool_between_them_is_fine() {
        check(ID, "client -> gateway -> lambda -> pool:connection_pool -> db", expect![[""]]);
    }
}
