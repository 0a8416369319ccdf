//! What happened in a run, for all charts: faults and other events with their ends, what was done by hand, what the
//! system did by itself, and which alerts fired.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Architecture, Message, scenario::{Action, ScenarioEvent}};
use ops::{AlertEvent, alerts::Change};
use sim::{
    changes,
    report::{Happening, What, ended_at},
};

use super::plot::{Mark, Sort};
use crate::{
    operate::Operations,
    run::Run,
    scenario::{say_action, stays},
    text::say_message,
    workspace::Workspace,
};

/// From the report once it is there, and from what was planned and done before.
pub fn marks(run: Run, workspace: Workspace, operations: Operations) -> Vec<Mark> {
    let reported = run.report.with(|it| it.as_ref().map(|it| it.scenario.clone()));
    let events = reported.unwrap_or_else(|| {
        // Whoever is on call sees what was done, not what is planned.
        let planned = run.planned.get();
        let planned: &[ScenarioEvent] = if run.is_blind.get() { &[] } else { &planned };
        let mut events = planned.to_vec();
        events.extend(run.by_hand.get());
        events
    });
    workspace.document.with(|document| {
        let mut marks: Vec<Mark> = events.iter().map(|it| of_event(document, it, &events)).collect();
        run.happenings.with(|all| of_happenings(document, all, &mut marks));
        operations.events.with(|all| of_alerts(operations, all, &mut marks));
        model::lean::sort_by(&mut marks, |a, b| a.at.total_cmp(&b.at));
        marks
    })
}

fn of_event(document: &Architecture, event: &ScenarioEvent, all: &[ScenarioEvent]) -> Mark {
    let until = match event.action {
        Action::TakeDown { component } => {
            // It lasts until somebody brings it up again.
            let ends = |it: &&ScenarioEvent| it.at_secs >= event.at_secs && it.action == Action::BringUp { component };
            Some(all.iter().find(ends).map_or(f64::INFINITY, |it| it.at_secs))
        }
        _ => match event.action.lasts_secs() {
            Some(secs) => Some(event.at_secs + secs),
            None => stays(&event.action).then_some(f64::INFINITY),
        },
    };
    Mark { at: event.at_secs, until, label: say_action(document, &event.action), sort: sort_of(&event.action) }
}

fn sort_of(action: &Action) -> Sort {
    match action {
        Action::Change(change) => match changes::find(&change.change).map(|it| it.sort) {
            Some(changes::Sort::Fault) => Sort::Fault,
            Some(changes::Sort::Traffic) => Sort::Traffic,
            Some(changes::Sort::Deploy) => Sort::Deploy,
            Some(changes::Sort::Operator) | None => Sort::Operator,
        },
        Action::TakeDown { .. } | Action::FailPrimary { .. } => Sort::Fault,
        Action::BringUp { .. } | Action::Flush { .. } => Sort::Operator,
    }
}

/// A rollout is one mark from its beginning to its end; the steps in between say nothing new.
fn of_happenings(document: &Architecture, all: &[Happening], marks: &mut Vec<Mark>) {
    for (index, it) in all.iter().enumerate() {
        let Some(component) = document.component(it.component) else { continue };
        let ends_with = |is_end: fn(What) -> bool| Some(ended_at(all, index, is_end));
        let (until, sort) = match it.what {
            What::Scaled { .. } => (None, Sort::System),
            What::DeployBegan => {
                (ends_with(|it| matches!(it, What::DeployDone | What::RollbackBegan { .. })), Sort::Deploy)
            }
            What::RollbackBegan { .. } => (ends_with(|it| matches!(it, What::RollbackDone)), Sort::Deploy),
            What::Unready => (ends_with(|it| matches!(it, What::Ready)), Sort::System),
            What::MigrationBegan => {
                let is_end = |it| matches!(it, What::MigrationDone | What::MigrationAborted { .. });
                (ends_with(is_end), Sort::Deploy)
            }
            What::MigrationAborted { .. } => {
                (ends_with(|it| matches!(it, What::MigrationUndone)), Sort::Deploy)
            }
            What::SlowModeBegan { .. } => {
                (ends_with(|it| matches!(it, What::SlowModeEnded)), Sort::System)
            }
            What::SlowModeEnded
            | What::Replaced { .. }
            | What::DeployDone
            | What::Ready
            | What::RollbackDone
            | What::Migrated { .. }
            | What::MigrationDone
            | What::MigrationUndone => continue,
        };
        marks.push(Mark { at: it.at_secs, until, label: say_message(&it.message(&component.name)), sort });
    }
}

/// Each alert from firing to its end.
fn of_alerts(operations: Operations, all: &Arc<Vec<AlertEvent>>, marks: &mut Vec<Mark>) {
    for (index, event) in all.iter().enumerate() {
        let AlertEvent::Changed { at_secs, change: Change::Firing, alert, .. } = event else { continue };
        let ends = |it: &&AlertEvent| {
            matches!(it, AlertEvent::Changed { change: Change::Resolved, alert: other, .. } if other.labels == alert.labels)
        };
        let end = all[index..].iter().find(ends);
        let name = alert.labels.get("alertname").unwrap_or_default();
        let about = operations.about(&alert.labels).unwrap_or_default();
        let severity = alert.labels.get("severity").unwrap_or_default();
        let id = match (about.is_empty(), severity.is_empty()) {
            (true, _) => "operate-mark",
            (false, true) => "operate-mark-about",
            (false, false) => "operate-mark-severity",
        };
        marks.push(Mark {
            at: *at_secs,
            until: Some(end.map_or(f64::INFINITY, AlertEvent::at_secs)),
            label: say_message(&Message::new(id).with("name", name).with("about", about).with("severity", severity)),
            sort: Sort::Alert,
        });
    }
}
