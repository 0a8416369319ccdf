//! What a report says that its figures rest on.

use model::{Architecture, Arg, Message, spec::Behavior};

use super::MAX_HAPPENINGS;

/// What a run takes for granted, and what it does not say; `left_out`: how many of its happenings.
pub fn assumptions(architecture: &Architecture, left_out: u64) -> Vec<Message> {
    let mut found = vec![
        Message::new("assumption-network")
            .with("same", Arg::Millis(crate::network::SAME_ZONE_MILLIS))
            .with("zones", Arg::Millis(crate::network::OTHER_ZONE_MILLIS)),
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
    if left_out > 0 {
        found.push(
            Message::new("assumption-happenings")
                .with("listed", MAX_HAPPENINGS)
                .with("left_out", Arg::Count(left_out as f64)),
        );
    }
    found
}
