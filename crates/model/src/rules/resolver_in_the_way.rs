//! A name service that is drawn as a stop on the way: requests do not pass through it. It is asked once, the answer is
//! kept, and whoever asked calls what the name leads to.

use super::{Found, Rule, fixes};
use crate::{
    architecture::Item,
    catalog::Role,
    connection::{Connection, Policy, Relation},
    edit::Edit,
    finding::{Fix, Place, Severity},
    graph::Graph,
    sources,
    text::Message,
    verdict::relations_between,
};

pub(super) const RULE: Rule = Rule { id: "resolver-in-the-way", source: Some(sources::RFC_1034), check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    for at in (0..graph.n_components()).filter(|it| graph.role(*it) == Role::Resolver) {
        let is_call = |it: &(&Connection, usize)| it.0.relation == Relation::Call;
        let targets: Vec<_> = graph.out(at).filter(is_call).collect();
        let callers: Vec<_> = graph.into(at).filter(is_call).collect();
        let calls = |from: usize, to: usize| graph.out(from).any(|it| it.1 == to && is_call(&it));
        let all_call = callers.iter().all(|it| targets.iter().all(|target| calls(it.1, target.1)));
        if targets.is_empty() || callers.is_empty() || all_call {
            continue;
        }
        let name = |it: &(&Connection, usize)| graph.component(it.1).name.as_str();
        found
            .add(Severity::Warning, [Place::Component(graph.component(at).id)])
            .with("name", graph.component(at).name.as_str())
            .with("callers", fixes::names(callers.iter().map(name)))
            .with("targets", fixes::names(targets.iter().map(name)))
            .fix(lead_around(graph, &callers, &targets));
    }
}

/// Whoever asks calls the targets next; the name service calls nobody.
fn lead_around(
    graph: &Graph<'_>,
    callers: &[(&Connection, usize)],
    targets: &[(&Connection, usize)],
) -> Option<Fix> {
    let mut add = fixes::Additions::new(graph.architecture);
    add.edits.push(Edit::Remove(targets.iter().map(|it| Item::Connection(it.0.id)).collect()));
    for (asks, caller) in callers {
        for (passes_on, target) in targets {
            let (from, to) = (graph.component(*caller), graph.component(*target));
            if !relations_between(from.kind, to.kind).contains(&Relation::Call) {
                return None;
            }
            if !graph.out(*caller).any(|it| it.1 == *target && it.0.relation == Relation::Call) {
                // Once the name is known.
                let policy = Policy { step: asks.policy.step + 1, ..passes_on.policy.clone() };
                add.connect(from.id, to.id, Relation::Call, policy);
            }
        }
    }
    let name = |it: &(&Connection, usize)| graph.component(it.1).name.as_str();
    let label = Message::new("fix-lead-around")
        .with("callers", fixes::names(callers.iter().map(name)))
        .with("targets", fixes::names(targets.iter().map(name)));
    Some(Fix { label, edit: Edit::Many(add.edits) })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::{check, check_fix};

    const ID: &str = "resolver-in-the-way";

    #[test]
    fn requests_do_not_pass_through_names() {
        check(
            ID,
            "client -> dns -> lb -> api",
            expect![[r#"
            warning resolver-in-the-way at dns: Requests of client do not pass through dns: they ask it once and call lb themselves
              fix: Let client call lb once the name is known
        "#]],
        );
    }

    #[test]
    fn fix_lets_the_client_call_once_the_name_is_known() {
        check_fix(
            ID,
            "client -> dns -> lb -> api",
            0,
            expect![[r#"
            Let client call lb once the name is known
            - dns -> lb
            + client -{step=2}-> lb
        "#]],
        );
    }

    #[test]
    fn asked_beside_the_call_is_fine() {
        check(ID, "client -> dns; client -{step=2}-> lb -> api", expect![[""]]);
        check(ID, "client -> dns -> lb -> api; client -> lb", expect![[""]]);
    }

    #[test]
    fn who_calls_the_target_already_gets_no_second_connection() {
        check_fix(
            ID,
            "a:client -> dns -> lb -> api; b:client -> dns; b -> lb",
            0,
            expect![[r#"
            Let a and b call lb once the name is known
            - dns -> lb
            + a -{step=2}-> lb
        "#]],
        );
    }
}
