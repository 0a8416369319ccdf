//! What really happened in a run, from its scenario, and who had to do with it.

use std::collections::BTreeSet;

use model::{
    Architecture, ComponentId,
    finding::Place,
    scenario::{Action, ScenarioEvent},
};
use sim::changes::{self, Sort};

use super::{
    command::{Change, ChangeKind},
    relations::Relations,
};

/// What sort of change an action is.
pub fn kind(action: &Action) -> ChangeKind {
    match action {
        Action::TakeDown { .. } | Action::FailPrimary { .. } | Action::Flush { .. } => ChangeKind::Fault,
        Action::BringUp { .. } => ChangeKind::Operator,
        Action::Change(change) => match changes::find(&change.change).map(|it| it.sort) {
            Some(Sort::Fault) | None => ChangeKind::Fault,
            Some(Sort::Traffic) => ChangeKind::Traffic,
            Some(Sort::Deploy) => ChangeKind::Deploy,
            Some(Sort::Operator) => ChangeKind::Operator,
        },
    }
}

/// The components that an action is about. None: the system as a whole.
pub fn components(action: &Action, drawing: &Architecture) -> Vec<ComponentId> {
    match action.place() {
        Place::Component(component) => vec![component],
        Place::Connection(id) => drawing.connection(id).map(|it| vec![it.from, it.to]).unwrap_or_default(),
        Place::Zone(zone) => {
            let is_in = |at: &model::component::Placement| {
                drawing.zones_around(at.zone).iter().any(|around| around.id == zone)
            };
            let is_there = |it: &&model::Component| it.placements.iter().any(is_in);
            drawing.components.iter().filter(is_there).map(|it| it.id).collect()
        }
        Place::Architecture => Vec::new(),
    }
}

/// An event of a scenario as a change, in words.
pub fn change(event: &ScenarioEvent, drawing: &Architecture, text: String) -> Change {
    Change {
        at_secs: event.at_secs,
        kind: kind(&event.action),
        components: components(&event.action, drawing),
        text,
        id: match &event.action {
            Action::Change(change) => change.change.clone(),
            _ => String::new(),
        },
    }
}

/// Everything that may suffer: what changed, and what depends on it. A change of the system as a whole concerns everything.
pub fn concerned(truth: &[Change], drawing: &Architecture) -> BTreeSet<ComponentId> {
    let relations = Relations::of(drawing);
    let mut concerned = BTreeSet::new();
    for change in truth {
        if change.components.is_empty() {
            concerned.extend(drawing.components.iter().map(|it| it.id));
        }
        for it in &change.components {
            concerned.insert(*it);
            concerned.extend(relations.above(*it).into_iter().map(|it| it.0));
        }
    }
    concerned
}
