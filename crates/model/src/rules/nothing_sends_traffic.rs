//! A drawing with several components and no source: a run would show nothing.

use super::{Found, Rule, fixes};
use crate::{
    architecture::Architecture,
    catalog::Kind,
    component::CARD,
    connection::Policy,
    edit::Edit,
    finding::{Fix, Place, Severity},
    graph::Graph,
    text::Message,
    verdict::relations_between,
};

pub(super) const RULE: Rule = Rule { id: "nothing-sends-traffic", source: None, check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    if graph.n_components() < 2 || graph.sources().next().is_some() {
        return;
    }
    let entry = Kind::find("client").and_then(|client| {
        (0..graph.n_components())
            .filter(|at| !graph.into(*at).any(|it| it.0.relation.carries_requests()))
            .find(|at| {
                graph.component(*at).kind.id != "unknown" && can_call(client, graph.component(*at).kind)
            })
            .map(|at| add_client(graph.architecture, client, at))
    });
    found.add(Severity::Advice, [Place::Architecture]).fix(entry);
}

fn can_call(client: Kind, kind: Kind) -> bool {
    relations_between(client, kind).first() == Some(&crate::Relation::Call)
}

fn add_client(architecture: &Architecture, client: Kind, entry: usize) -> Fix {
    const GAP: f64 = 96.0;
    let entry = &architecture.components[entry];
    let mut add = fixes::Additions::new(architecture);
    let id = add.component(client, entry.at.offset(-CARD.width - GAP, 0.0));
    add.connect(id, entry.id, crate::Relation::Call, Policy::default());
    Fix {
        label: Message::new("fix-add-client").with("name", entry.name.as_str()),
        edit: Edit::Many(add.edits),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::{check, check_fix};

    #[test]
    fn services_without_clients_stand_still() {
        check(
            "nothing-sends-traffic",
            "lb -> api -> db",
            expect![[r#"
            advice nothing-sends-traffic at the drawing: Nothing in the drawing sends requests
              fix: Add a client that calls lb
        "#]],
        );
    }

    #[test]
    fn fix_adds_a_client_at_the_entry() {
        check_fix(
            "nothing-sends-traffic",
            "lb -> api -> db",
            0,
            expect![[r#"
            Add a client that calls lb
            + client
            + client -> lb
        "#]],
        );
    }

    #[test]
    fn a_first_component_is_no_finding_yet() {
        check("nothing-sends-traffic", "api", expect![[""]]);
        check("nothing-sends-traffic", "client; api", expect![[""]]);
    }

    #[test]
    fn a_client_is_only_offered_where_it_could_call() {
        for drawing in ["w:worker -> db", "x:?laser -> db"] {
            check(
                "nothing-sends-traffic",
                drawing,
                expect![[r#"
                    advice nothing-sends-traffic at the drawing: Nothing in the drawing sends requests
                "#]],
            );
        }
    }
}
