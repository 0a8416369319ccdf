//! Consumers run and fetch nothing: a lost subscription, a rebalance that does not end. Messages pile up.

use model::{Relation, finding::Source};

use crate::changes::{Definition, Sort, hits};

pub static QUEUE_BACKLOG: Definition = Definition {
    id: "queue-backlog",
    sort: Sort::Fault,
    hits: hits::consumer,
    usual_secs: Some(60.0),
    source: Some(Source {
        title: "Slack: Scaling Slack's Job Queue (2017)",
        url: "https://slack.engineering/scaling-slacks-job-queue/",
    }),
    holds: |scene, conditions| {
        for connection in scene.connections().into_iter().filter(|it| it.relation == Relation::Consume) {
            let condition = conditions.connection(connection.id);
            (condition.is_cut_there, condition.is_cut_back) = (true, true);
        }
    },
    ..Definition::NOTHING
};
