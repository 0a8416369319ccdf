//! Servers that people reach by their own address: none can be added, replaced or protected without their noticing.

use super::{Found, Rule, scale};
use crate::{
    architecture::Architecture,
    catalog::{Kind, Role},
    connection::{Connection, Policy, Relation},
    edit::Edit,
    finding::{Fix, Place, Severity},
    geometry::Point,
    graph::Graph,
    sources,
    text::Message,
    verdict,
};

pub(super) const RULE: Rule =
    Rule { id: "single-public-origin", source: Some(sources::FRONTEND_BALANCING), check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    for (at, connection) in graph.architecture.connections.iter().enumerate() {
        let (from, to) = graph.ends(at);
        if connection.relation == Relation::Call
            && graph.role(from) == Role::User
            && verdict::is_bare_server(graph.component(to).kind)
            && graph.traffic().over_per_sec[at] >= scale::BUSY_PER_SEC
        {
            found
                .add(Severity::Advice, [Place::Connection(connection.id)])
                .with("from", graph.component(from).name.as_str())
                .with("to", graph.component(to).name.as_str())
                .fix(insert_balancer(graph.architecture, connection));
        }
    }
}

fn insert_balancer(architecture: &Architecture, connection: &Connection) -> Option<Fix> {
    let kind = Kind::find("load_balancer")?;
    let (from, to) = (architecture.component(connection.from)?, architecture.component(connection.to)?);
    let mut add = super::fixes::Additions::new(architecture);
    let between = Point::new(f64::midpoint(from.at.x, to.at.x), f64::midpoint(from.at.y, to.at.y));
    let balancer = add.component(kind, between);
    // The client keeps its connection with its policy; it leads to the balancer now.
    add.edits.push(Edit::Reconnect { connection: connection.id, from: from.id, to: balancer });
    add.connect(balancer, to.id, Relation::Call, Policy::default());
    let label = Message::new("fix-insert-balancer").with("name", to.name.as_str());
    Some(Fix { label, edit: Edit::Many(add.edits) })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::{check, check_fix};

    const ID: &str = "single-public-origin";

    #[test]
    fn a_server_with_its_own_address() {
        check(
            ID,
            "client -> web",
            expect![[r#"
            advice single-public-origin at client -> web: client calls web by its own address
              fix: Put a load balancer in front of web
        "#]],
        );
    }

    #[test]
    fn fix_puts_a_balancer_in_front() {
        check_fix(
            ID,
            "client -{timeout_millis=3000}-> web -> db",
            0,
            expect![[r#"
                Put a load balancer in front of web
                - client -{timeout_millis=3000}-> web
                + "load balancer":load_balancer
                + client -{timeout_millis=3000}-> "load balancer"
                + "load balancer" -> web
            "#]],
        );
    }

    #[test]
    fn behind_a_balancer_or_with_few_requests_it_is_fine() {
        check(
            ID,
            "client -> lb -> web; b:client{per_sec=10} -> api; client -> azure_app_service",
            expect![[""]],
        );
    }
}
