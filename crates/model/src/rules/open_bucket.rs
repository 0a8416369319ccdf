//! Devices that reach an object store directly: fine with signed links, a leak without.

use super::{Found, Rule};
use crate::{
    catalog::Role,
    connection::Relation,
    finding::{Place, Severity},
    graph::Graph,
    sources,
};

pub(super) const RULE: Rule = Rule { id: "open-bucket", source: Some(sources::PRESIGNED_URLS), check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    for (at, connection) in graph.architecture.connections.iter().enumerate() {
        let (from, to) = graph.ends(at);
        if connection.relation == Relation::Call
            && graph.role(from) == Role::User
            && graph.role(to) == Role::ObjectStore
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

    #[test]
    fn a_phone_that_uploads_by_itself() {
        check(
            "open-bucket",
            "phone:mobile -> videos:objects",
            expect![[r#"
            advice open-bucket at phone -> videos: phone reaches videos directly
        "#]],
        );
    }

    #[test]
    fn through_a_cdn_is_fine() {
        check("open-bucket", "client -> cdn -> objects", expect![[""]]);
    }
}
