//! What the rules say about a connection that somebody is drawing, as the canvas shows it.

use std::collections::HashMap;

use model::{
    Architecture, ComponentId, ConnectionId, Message,
    verdict::{self, Level, Verdict},
};

use crate::overlay::TargetVerdict;

/// The fixed end of a connection that is being drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anchor {
    pub component: ComponentId,
    /// The anchor is the end; the start is looked for.
    pub reversed: bool,
}

impl Anchor {
    /// Both ends, the start first, if `other` is chosen.
    pub const fn ends(self, other: ComponentId) -> (ComponentId, ComponentId) {
        if self.reversed { (other, self.component) } else { (self.component, other) }
    }
}

/// Whether a connection from `from` to `to` can be drawn, what it would mean, and why not; and whether the reversed one
/// is what was meant.
pub fn verdict(document: &Architecture, from: ComponentId, to: ComponentId) -> (TargetVerdict, bool) {
    let verdict = verdict::verdict(document, from, to);
    let reverse_is_right = verdict.reverse_is_right();
    (for_target(verdict), reverse_is_right)
}

/// The verdict on every component but the anchor itself. A connection whose end is being moved is not in its own way.
pub fn verdicts(
    document: &Architecture,
    anchor: Anchor,
    moved: Option<ConnectionId>,
) -> HashMap<ComponentId, TargetVerdict> {
    let without;
    let document = match moved {
        None => document,
        Some(id) => {
            let mut copy = document.clone();
            copy.connections.retain(|it| it.id != id);
            without = copy;
            &without
        }
    };
    let verdicts = if anchor.reversed {
        verdict::verdicts_to(document, anchor.component)
    } else {
        verdict::verdicts_from(document, anchor.component)
    };
    let others = verdicts.into_iter().filter(|(id, _)| *id != anchor.component);
    others.map(|(id, verdict)| (id, for_target(verdict))).collect()
}

fn for_target(verdict: Verdict) -> TargetVerdict {
    // Every refusal and warning of the rules has a reason; the general text is for the day one forgets.
    let why = verdict.why.unwrap_or_else(|| Message::new("connect-impossible"));
    match verdict.level {
        Level::Impossible => TargetVerdict::Impossible(why),
        Level::Warning => TargetVerdict::Warning(verdict.relations, why),
        Level::Possible => TargetVerdict::Possible(verdict.relations),
    }
}
