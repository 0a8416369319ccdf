//! After a run: who could have been hit by each of its events, and who was.

use model::{
    Architecture, ComponentId,
    scenario::{Action, Change, ScenarioEvent},
};

use super::{ComponentHit, Seen, blast, seen::compared};
use crate::{changes::find, report::Report};

/// What happens in an instant is looked at for so long, in seconds.
const INSTANT_SECS: f64 = 30.0;

/// An event of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Its place in [`Report::scenario`].
    pub event: usize,
    /// The time that was looked at, in seconds of the run.
    pub from_secs: f64,
    pub to_secs: f64,
    /// Places of the other events that were going on in this time: what they did is counted here, too.
    pub meanwhile: Vec<usize>,
    /// Whoever could have been hit or was, in the order of the drawing.
    pub rows: Vec<Judged>,
}

impl Outcome {
    /// Whether there is a time before it to compare with: else nobody can say who was hit.
    pub fn is_judged(&self) -> bool {
        self.rows.iter().any(|it| it.seen.is_some())
    }
}

/// A component, as foretold and as counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    pub id: ComponentId,
    pub foretold: Option<ComponentHit>,
    /// `None`: nothing was counted.
    pub seen: Option<Seen>,
}

impl Judged {
    pub fn is_hit(&self) -> bool {
        self.seen.as_ref().is_some_and(|it| it.is_hit)
    }
}

/// What a change or a single step does, as a change: a component that goes down crashes.
pub fn change_of(action: &Action) -> Option<Change> {
    let at = |id: &str, component: ComponentId| Change::new(id, model::Place::Component(component));
    match action {
        Action::Change(change) => Some(change.clone()),
        Action::TakeDown { component } => Some(at("crash", *component)),
        Action::FailPrimary { component } => Some(at("primary-loss", *component)),
        Action::Flush { component } => Some(at("cache-flush", *component)),
        Action::BringUp { .. } => None,
    }
}

/// When what was taken down was brought up again.
fn brought_up(all: &[ScenarioEvent], event: &ScenarioEvent) -> f64 {
    let Action::TakeDown { component } = event.action else { return f64::INFINITY };
    let ends =
        |it: &&ScenarioEvent| it.at_secs >= event.at_secs && it.action == Action::BringUp { component };
    all.iter().filter(ends).map(|it| it.at_secs).fold(f64::INFINITY, f64::min)
}

/// Each event of a run that could hit somebody, or did.
pub fn outcomes(architecture: &Architecture, report: &Report) -> Vec<Outcome> {
    let outcome = |(event, it): (usize, &ScenarioEvent)| {
        let change = change_of(&it.action)?;
        if it.at_secs >= report.measured_secs {
            return None;
        }
        let definition = find(&change.change)?;
        let holds_for = definition.holds_for(it.action.lasts_secs());
        let looked_at = if holds_for > 0.0 { holds_for } else { INSTANT_SECS };
        let ends = it.at_secs + looked_at;
        let to_secs = ends.min(brought_up(&report.scenario, it)).min(report.measured_secs);
        let foretold = blast(architecture, &change);
        let seen = compared(report, it.at_secs, to_secs);
        let judged = |id: ComponentId| Judged {
            id,
            foretold: foretold.components.iter().find(|it| it.id == id).copied(),
            seen: seen.iter().find(|it| it.component == id).cloned(),
        };
        let rows: Vec<Judged> = architecture
            .components
            .iter()
            .map(|it| judged(it.id))
            .filter(|it| it.foretold.is_some() || it.is_hit())
            .collect();
        (!rows.is_empty()).then_some(Outcome {
            event,
            from_secs: it.at_secs,
            to_secs,
            meanwhile: Vec::new(),
            rows,
        })
    };
    let mut all: Vec<Outcome> = report.scenario.iter().enumerate().filter_map(outcome).collect();
    let spans: Vec<_> = all.iter().map(|it| (it.event, it.from_secs, it.to_secs)).collect();
    for it in &mut all {
        let overlaps = |(event, from, to): &&(usize, f64, f64)| {
            *event != it.event && *from < it.to_secs && *to > it.from_secs
        };
        it.meanwhile = spans.iter().filter(overlaps).map(|other| other.0).collect();
    }
    all
}
