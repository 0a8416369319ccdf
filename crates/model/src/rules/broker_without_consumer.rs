//! Messages go in and nobody takes them out: the queue grows until it is full.

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
    Rule { id: "broker-without-consumer", source: Some(sources::COMPETING_CONSUMERS), check };

fn check(graph: &Graph<'_>, found: &mut Found<'_>) {
    for at in 0..graph.n_components() {
        let component = graph.component(at);
        let is_fed = graph.into(at).any(|it| it.0.relation == Relation::Publish);
        let hands_on =
            |it: Relation| matches!(it, Relation::Consume | Relation::Publish | Relation::Replicate);
        // A dead letter queue is looked at by people; messages come to it from another broker.
        let keeps_dead_letters = is_fed
            && graph
                .into(at)
                .filter(|it| it.0.relation == Relation::Publish)
                .all(|(_, from)| graph.role(from) == Role::Broker);
        if component.kind.role == Role::Broker
            && is_fed
            && !keeps_dead_letters
            && !graph.out(at).any(|it| hands_on(it.0.relation))
        {
            found
                .add(Severity::Warning, [Place::Component(component.id)])
                .with("name", component.name.as_str())
                .fix(add_worker(graph.architecture, component));
        }
    }
}

fn add_worker(architecture: &Architecture, broker: &Component) -> Option<Fix> {
    const GAP: f64 = 96.0;
    let kind = Kind::find("worker")?;
    let mut add = fixes::Additions::new(architecture);
    let worker = add.component(kind, broker.at.offset(CARD.width + GAP, 0.0));
    add.connect(broker.id, worker, Relation::Consume, Policy::default());
    let label = Message::new("fix-add-worker").with("name", broker.name.as_str());
    Some(Fix { label, edit: Edit::Many(add.edits) })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::rules::tests::{check, check_fix};

    const ID: &str = "broker-without-consumer";

    #[test]
    fn a_queue_that_only_fills() {
        check(
            ID,
            "client -> api -> jobs:queue",
            expect![[r#"
            warning broker-without-consumer at jobs: Nobody takes messages out of jobs
              fix: Add a worker that takes from jobs
        "#]],
        );
    }

    #[test]
    fn fix_adds_a_worker() {
        check_fix(
            ID,
            "client -> api -> jobs:queue",
            0,
            expect![[r#"
            Add a worker that takes from jobs
            + worker
            + jobs -> worker
        "#]],
        );
    }

    #[test]
    fn consumed_or_passed_on_is_fine() {
        check(
            ID,
            "api -> jobs:queue -> worker; api -> topic:event_bus -> inbox:queue -> lambda",
            expect![[""]],
        );
    }

    #[test]
    fn dead_letters_wait_for_people() {
        check(ID, "api -> jobs:queue -> worker; jobs -> dead:queue", expect![[""]]);
    }

    #[test]
    fn what_nobody_feeds_does_not_fill() {
        check(ID, "client -> api; jobs:queue", expect![[""]]);
    }
}
