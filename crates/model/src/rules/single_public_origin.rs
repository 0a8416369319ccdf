//! Servers that people reach by their own address: none can be added, replaced or protected without their noticing.

use super::{Found, Rule, fixes, scale};
use crate::{
    architecture::Architecture,
    catalog::{Kind, Role},
    component::Component,
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
    for at in 0..graph.n_components() {
        let server = graph.component(at);
        let direct: Vec<_> = graph
            .into(at)
            .filter(|(it, from)| it.relation == Relation::Call && graph.role(*from) == Role::User)
            .collect();
        let per_sec: f64 = direct
            .iter()
            .filter_map(|it| graph.find_connection(it.0.id))
            .map(|it| graph.traffic().over_per_sec[it])
            .sum();
        if direct.is_empty() || !verdict::is_bare_server(server.kind) || per_sec < scale::BUSY_PER_SEC {
            continue;
        }
        let connections: Vec<_> = direct.iter().map(|it| it.0).collect();
        let places = std::iter::once(Place::Component(server.id));
        found
            .add(
                Severity::Advice,
                places.chain(connections.iter().map(|it| Place::Connection(it.id))).collect::<Vec<_>>(),
            )
            .with("from", fixes::names(direct.iter().map(|it| graph.component(it.1).name.as_str())))
            .with("to", server.name.as_str())
            .fix(insert_balancer(graph.architecture, &connections, server));
    }
}

/// The clients keep their connections with their policies; these lead to a balancer now.
fn insert_balancer(architecture: &Architecture, direct: &[&Connection], server: &Component) -> Option<Fix> {
    let kind = Kind::find("load_balancer")?;
    let from = architecture.component(direct.first()?.from)?;
    let mut add = fixes::Additions::new(architecture);
    let between = Point::new(f64::midpoint(from.at.x, server.at.x), f64::midpoint(from.at.y, server.at.y));
    let balancer = add.component(kind, between);
    for it in direct {
        add.edits.push(Edit::Reconnect { connection: it.id, from: it.from, to: balancer });
    }
    add.connect(balancer, server.id, Relation::Call, Policy::default());
    let label = Message::new("fix-insert-balancer").with("name", server.name.as_str());
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
                advice single-public-origin at web: web is reached by client at its own address
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

    #[test]
    fn from_fifty_requests_per_second_on_it_is_told() {
        check(
            ID,
            "client{per_sec=50} -> web",
            expect![[r#"
                advice single-public-origin at web: web is reached by client at its own address
                  fix: Put a load balancer in front of web
            "#]],
        );
    }
}
