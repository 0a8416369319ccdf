//! What a report says that its figures rest on.

use model::{Architecture, Message, spec::Behavior};

/// What a run takes for granted.
pub fn assumptions(architecture: &Architecture) -> Vec<Message> {
    let mut found = vec![
        Message::new("assumption-network")
            .with("same", model::Arg::Millis(crate::network::SAME_ZONE_MILLIS))
            .with("zones", model::Arg::Millis(crate::network::OTHER_ZONE_MILLIS)),
        Message::new("assumption-replicas"),
    ];
    let has =
        |wanted: fn(&Behavior) -> bool| architecture.components.iter().any(|it| wanted(&it.spec().behavior));
    if has(|it| matches!(it, Behavior::Cache { keys: None, .. } | Behavior::Edge { keys: None, .. })) {
        found.push(Message::new("assumption-hit-ratio"));
    }
    if has(|it| matches!(it, Behavior::Broker { .. })) {
        found.push(Message::new("assumption-subscriptions"));
    }
    if architecture.connections.iter().any(|it| it.policy.breaker.is_some() || it.policy.bulkhead.is_some()) {
        found.push(Message::new("assumption-shared-policy"));
    }
    found
}
