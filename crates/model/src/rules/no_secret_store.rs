//! Many services with passwords of databases and partners, and no place that keeps them.

use super::{Found, Rule, fixes, scale};
use crate::{
    architecture::Architecture,
    catalog::{Kind, Role},
    component::CARD,
    connection::{Policy, Relation},
    edit::Edit,
    finding::{Fix, Place, Severity},
    geometry::Point,
    graph::Graph,
    sources,
    text::Message,
};

pub(super) const RULE: Rule = Rule { id: "no-secret-store", source: Some(sources::OWASP_SECRETS), check };

/// Fewer services keep their few secrets in their own settings.
const FEWEST_SERVICES: usize = 4;

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    let per_sec: f64 = graph.sources().map(|it| graph.traffic().at_per_sec[it]).sum();
    if per_sec < scale::LARGE_PER_SEC || (0..graph.n_components()).any(|it| graph.role(it) == Role::Secrets) {
        return;
    }
    let needs_password = |at: &usize| {
        matches!(graph.role(*at), Role::Service | Role::Worker | Role::Function)
            && graph.out(*at).any(|(it, to)| {
                it.relation == Relation::Call && matches!(graph.role(to), Role::Database | Role::External)
            })
    };
    let services: Vec<_> = (0..graph.n_components()).filter(needs_password).collect();
    if services.len() >= FEWEST_SERVICES {
        found
            .add(Severity::Advice, [Place::Architecture])
            .with("count", services.len())
            .fix(add_store(graph.architecture, &services));
    }
}

fn add_store(architecture: &Architecture, services: &[usize]) -> Option<Fix> {
    const GAP: f64 = 96.0;
    let kind = Kind::find("secret_manager")?;
    let mut add = fixes::Additions::new(architecture);
    let right = architecture.components.iter().map(|it| it.at.x).fold(f64::MIN, f64::max);
    let bottom = architecture.components.iter().map(|it| it.at.y).fold(f64::MIN, f64::max);
    let store = add.component(kind, Point::new(right + CARD.width + GAP, bottom));
    for at in services {
        add.connect(architecture.components[*at].id, store, Relation::Secret, Policy::default());
    }
    let label = Message::new("fix-add-secret-store").with("count", services.len());
    Some(Fix { label, edit: Edit::Many(add.edits) })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::{check, check_fix};

    const ID: &str = "no-secret-store";
    const MANY: &str = "client -> lb -> a:api -> db; lb -> b:api -> db; lb -> c:api -> db; lb -> d:api -> db";

    #[test]
    fn four_services_with_passwords() {
        check(
            ID,
            MANY,
            expect![[r#"
            advice no-secret-store at the drawing: 4 services need passwords, and nothing keeps them
              fix: Add a secret store from which 4 services fetch
        "#]],
        );
    }

    #[test]
    fn fix_adds_a_store() {
        check_fix(
            ID,
            MANY,
            0,
            expect![[r#"
            Add a secret store from which 4 services fetch
            + "secret manager":secret_manager
            + a -> "secret manager"
            + b -> "secret manager"
            + c -> "secret manager"
            + d -> "secret manager"
        "#]],
        );
    }

    #[test]
    fn a_few_services_need_none() {
        check(ID, "client -> lb -> a:api -> db; lb -> b:api -> db", expect![[""]]);
    }

    #[test]
    fn little_traffic_is_no_reason_for_one() {
        check(ID, &MANY.replace("client", "client{per_sec=5}"), expect![[""]]);
    }
}
