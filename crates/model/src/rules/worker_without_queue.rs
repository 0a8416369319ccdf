//! A worker that takes its work from nowhere.

use super::{Found, Rule, fixes};
use crate::{
    architecture::Architecture,
    catalog::{Kind, Role},
    component::{CARD, Component},
    connection::{Policy, Relation},
    edit::Edit,
    finding::{Fix, Place, Severity},
    graph::Graph,
    sources,
    text::Message,
};

pub(super) const RULE: Rule =
    Rule { id: "worker-without-queue", source: Some(sources::LOAD_LEVELING), check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    for at in 0..graph.n_components() {
        let component = graph.component(at);
        let is_fed = graph.into(at).any(|it| it.0.relation.carries_requests());
        let does_something = graph.out(at).any(|it| it.0.relation.carries_requests());
        if component.kind.role == Role::Worker && !is_fed && does_something {
            found
                .add(Severity::Advice, [Place::Component(component.id)])
                .with("name", component.name.as_str())
                .fix(add_queue(graph.architecture, component));
        }
    }
}

fn add_queue(architecture: &Architecture, worker: &Component) -> Option<Fix> {
    const GAP: f64 = 96.0;
    let kind = Kind::find("queue")?;
    let mut add = fixes::Additions::new(architecture);
    let queue = add.component(kind, worker.at.offset(-CARD.width - GAP, 0.0));
    add.connect(queue, worker.id, Relation::Consume, Policy::default());
    let label = Message::new("fix-add-queue").with("name", worker.name.as_str());
    Some(Fix { label, edit: Edit::Many(add.edits) })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::{check, check_fix};

    const ID: &str = "worker-without-queue";

    #[test]
    fn work_from_nowhere() {
        check(
            ID,
            "resize:worker -> objects",
            expect![[r#"
            advice worker-without-queue at resize: resize takes its work from nowhere
              fix: Add a queue that feeds resize
        "#]],
        );
    }

    #[test]
    fn fix_adds_a_queue() {
        check_fix(
            ID,
            "resize:worker -> objects",
            0,
            expect![[r#"
            Add a queue that feeds resize
            + queue
            + queue -> resize
        "#]],
        );
    }

    #[test]
    fn fed_by_a_queue_or_another_worker_is_fine() {
        check(ID, "jobs:queue -> a:worker -> b:worker -> db", expect![[""]]);
    }
}
