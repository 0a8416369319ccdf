//! What the rules say about a connection that somebody is drawing.

use model::{Architecture, ComponentId, Message, Relation};

use crate::overlay::TargetVerdict;

/// Whether a connection from `from` to `to` can be drawn, what it would mean, and why not.
pub fn verdict(document: &Architecture, from: ComponentId, to: ComponentId) -> TargetVerdict {
    if from == to {
        return TargetVerdict::Impossible(Message::new("connect-to-itself"));
    }
    if document.between(from, to).next().is_some() {
        return TargetVerdict::Impossible(Message::new("connect-already"));
    }
    TargetVerdict::Possible(vec![Relation::Call])
}
