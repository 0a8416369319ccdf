//! One incident: what its timeline says.

use std::collections::BTreeMap;

use model::ComponentId;

use super::{
    command::{Command, Entry},
    parts::{Acknowledgement, Affected, Alert, Author, Hypothesis, Role, Step, StepStatus, Task},
    refusal::Refusal,
    severity::Severity,
    status::Status,
};

mod apply;
mod checks;
mod parts;

/// Changed by [`Incident::apply`] alone. Everything but the first three fields follows from the timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Incident {
    /// Unique everywhere.
    pub id: String,
    /// Unique in its book, from 1: what people call it.
    pub number: u32,
    /// The run it happened in, by its number in the book. `None`: outside of any.
    pub run: Option<u32>,
    /// Only ever grows; times never go back.
    pub timeline: Vec<Entry>,

    pub title: String,
    pub severity: Severity,
    pub status: Status,
    /// Where it shows.
    pub service: Option<ComponentId>,
    pub affected: Vec<Affected>,
    pub roles: BTreeMap<Role, String>,
    pub alerts: Vec<Alert>,
    pub tasks: Vec<Task>,
    pub hypotheses: Vec<Hypothesis>,
    pub steps: Vec<Step>,
    pub runbook_steps: BTreeMap<(String, u32), StepStatus>,

    pub opened_at_secs: f64,
    /// Holds off escalation. `None`: nobody, or not any more.
    pub acknowledged: Option<Acknowledgement>,
    /// Whoever was first, for the time to acknowledge.
    pub first_acknowledged_at_secs: Option<f64>,
    /// The level that is paged, from 1.
    pub level: u32,
    pub paged_at_secs: f64,
    /// Set exactly while it is mitigated or resolved.
    pub mitigated_at_secs: Option<f64>,
    /// Set exactly while it is resolved.
    pub resolved_at_secs: Option<f64>,
    pub n_reopened: u32,
}

/// Whether these make something to do: a text, an owner that may be missing, a day that may be.
pub(super) fn check_item(text: &mut String, owner: &mut String, due: &mut String) -> Result<(), Refusal> {
    checks::text(text)?;
    checks::name(owner)?;
    checks::day(due)
}

/// A level above this has nobody left to page.
pub const MOST_LEVELS: u32 = 4;

impl Incident {
    /// Opened by its first command, which is [`Command::Open`].
    ///
    /// # Errors
    /// [`Refusal`] if title or time are no good.
    pub fn open(
        (id, number, run): (String, u32, Option<u32>),
        at_secs: f64,
        author: Author,
        mut title: String,
        severity: Severity,
        service: Option<ComponentId>,
    ) -> Result<Self, Refusal> {
        checks::title(&mut title)?;
        if !at_secs.is_finite() {
            return Err(Refusal::Time);
        }
        let command = Command::Open { title: title.clone(), severity, service };
        Ok(Self {
            id,
            number,
            run,
            timeline: vec![Entry { at_secs, author, command }],
            title,
            severity,
            status: Status::Open,
            service,
            affected: service.map(|it| (it, super::parts::Impact::Primary)).into_iter().collect(),
            roles: BTreeMap::new(),
            alerts: Vec::new(),
            tasks: Vec::new(),
            hypotheses: Vec::new(),
            steps: Vec::new(),
            runbook_steps: BTreeMap::new(),
            opened_at_secs: at_secs,
            acknowledged: None,
            first_acknowledged_at_secs: None,
            level: 1,
            paged_at_secs: at_secs,
            mitigated_at_secs: None,
            resolved_at_secs: None,
            n_reopened: 0,
        })
    }

    /// Time of the last entry.
    pub fn last_secs(&self) -> f64 {
        self.timeline.last().map_or(self.opened_at_secs, |it| it.at_secs)
    }

    pub fn n_firing(&self) -> usize {
        self.alerts.iter().filter(|it| it.is_firing).count()
    }

    /// Whether an alert of that fingerprint belongs to it.
    pub fn alert(&self, fingerprint: &str) -> Option<&Alert> {
        self.alerts.iter().find(|it| it.fingerprint == fingerprint)
    }

    pub fn is_affected(&self, component: ComponentId) -> bool {
        self.affected.iter().any(|(it, _)| *it == component)
    }

    /// The entries about changes by hand and by alerts, statuses and so on.
    pub fn entries(&self, kind: super::command::EntryKind) -> impl Iterator<Item = &Entry> {
        self.timeline.iter().filter(move |it| it.command.kind() == kind)
    }
}
