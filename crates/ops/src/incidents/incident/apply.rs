//! The one way in which an incident changes.

use model::ComponentId;

use super::{Incident, MOST_LEVELS, checks};
use crate::incidents::{
    command::{Change, Command, Entry},
    parts::{Acknowledgement, Author},
    refusal::{Field, Kind, Refusal},
    severity::Severity,
    status::Status,
};

impl Incident {
    /// Carries a command out and writes it into the timeline, or leaves everything as it was.
    ///
    /// A time before the last entry counts as that entry's: clocks of several sources differ, timelines do not go back.
    ///
    /// # Errors
    /// [`Refusal`] says why, and what to do instead.
    pub fn apply(&mut self, at_secs: f64, mut author: Author, mut command: Command) -> Result<(), Refusal> {
        if !at_secs.is_finite() {
            return Err(Refusal::Time);
        }
        if let Author::Person(name) = &mut author {
            checks::name(name)?;
        }
        let ends_it = matches!(
            command,
            Command::SetStatus { .. }
                | Command::Reopen { .. }
                | Command::Acknowledge
                | Command::SetSeverity { .. }
        );
        checks::room(self.timeline.len(), ends_it)?;
        let at_secs = at_secs.max(self.last_secs());
        let by = match &author {
            Author::System => "",
            Author::Person(name) => name,
        };
        self.carry_out(at_secs, by, &mut command)?;
        self.timeline.push(Entry { at_secs, author, command });
        Ok(())
    }

    // Texts lose the space around them before they are written down.
    fn carry_out(&mut self, at_secs: f64, by: &str, command: &mut Command) -> Result<(), Refusal> {
        match command {
            Command::Open { .. } => Err(Refusal::OpenedAlready),
            Command::Rename { title } => self.rename(title),
            Command::SetSeverity { severity } => self.set_severity(at_secs, *severity),
            Command::SetStatus { to, reason } => self.set_status(at_secs, by, *to, reason),
            Command::Reopen { reason } => self.reopen(at_secs, reason),
            Command::Acknowledge => self.acknowledge(at_secs, by),
            Command::Escalate => self.escalate(at_secs),
            Command::AcknowledgementLapsed => self.let_lapse(at_secs),
            Command::Assign { role, name } => self.assign(*role, name),
            Command::SetService { service } => self.set_service(*service),
            Command::Affect { component, impact } => self.affect(*component, *impact),
            Command::Alert(heard) => self.hear(at_secs, heard),
            Command::AllClear => changes(self.n_firing() == 0 && !self.alerts.is_empty()),
            Command::AddTask { text, owner, due } => self.add_task(text, owner, due),
            Command::SetTask { task, status } => self.set_task(*task, *status),
            Command::AssignTask { task, owner, due } => self.assign_task(*task, owner, due),
            Command::Propose { text, confidence } => self.propose(text, *confidence),
            Command::Judge { hypothesis, status, confidence } => {
                self.judge(*hypothesis, *status, *confidence)
            }
            Command::AddEvidence { hypothesis, text } => self.add_evidence(*hypothesis, text),
            Command::AddStep { text, hypothesis } => self.add_step(text, *hypothesis),
            Command::SetStep { step, status } => self.set_step(*step, *status),
            Command::SetRunbookStep { runbook, step, status } => {
                self.set_runbook_step(runbook, *step, *status)
            }
            Command::Note { text } | Command::Tell { text } => checks::text(text),
            Command::Act { .. } => Ok(()),
            Command::Observe { change } => check_change(change),
        }
    }

    fn rename(&mut self, title: &mut String) -> Result<(), Refusal> {
        checks::title(title)?;
        changes(self.title != *title)?;
        self.title.clone_from(title);
        Ok(())
    }

    fn set_service(&mut self, service: ComponentId) -> Result<(), Refusal> {
        changes(self.service != Some(service))?;
        self.service = Some(service);
        Ok(())
    }

    fn set_severity(&mut self, at_secs: f64, severity: Severity) -> Result<(), Refusal> {
        changes(self.severity != severity)?;
        // What has become worse is a page of its own: the time until somebody else is paged starts anew.
        if severity < self.severity && self.acknowledged.is_none() {
            self.paged_at_secs = at_secs;
        }
        self.severity = severity;
        Ok(())
    }

    fn set_status(&mut self, at_secs: f64, by: &str, to: Status, reason: &mut String) -> Result<(), Refusal> {
        checks::maybe(reason)?;
        self.status.may_become(to).map_err(|why| Refusal::Status { from: self.status, to, why })?;
        let firing = self.n_firing();
        if to == Status::Resolved && firing > 0 && reason.is_empty() {
            return Err(Refusal::StillFiring { alerts: firing });
        }
        // Whoever works on it has seen it.
        if self.acknowledged.is_none() {
            self.set_acknowledged(at_secs, by);
        }
        self.status = to;
        self.mitigated_at_secs = match to {
            Status::Mitigated | Status::Resolved => self.mitigated_at_secs.or(Some(at_secs)),
            Status::Open | Status::Investigating => None,
        };
        self.resolved_at_secs = (to == Status::Resolved).then_some(at_secs);
        Ok(())
    }

    fn reopen(&mut self, at_secs: f64, reason: &mut String) -> Result<(), Refusal> {
        checks::reason(reason)?;
        if !self.status.is_over() {
            return Err(Refusal::NotResolved);
        }
        self.status = Status::Investigating;
        self.mitigated_at_secs = None;
        self.resolved_at_secs = None;
        self.n_reopened += 1;
        // Somebody has to take it up again; the first level is paged.
        self.acknowledged = None;
        self.level = 1;
        self.paged_at_secs = at_secs;
        Ok(())
    }

    fn acknowledge(&mut self, at_secs: f64, by: &str) -> Result<(), Refusal> {
        self.not_over()?;
        if self.acknowledged.is_some() {
            return Err(Refusal::AlreadyAcknowledged);
        }
        if by.is_empty() {
            return Err(Refusal::Empty(Field::Name));
        }
        self.set_acknowledged(at_secs, by);
        Ok(())
    }

    fn set_acknowledged(&mut self, at_secs: f64, by: &str) {
        self.acknowledged = Some(Acknowledgement { at_secs, by: by.to_owned() });
        self.first_acknowledged_at_secs = self.first_acknowledged_at_secs.or(Some(at_secs));
    }

    fn escalate(&mut self, at_secs: f64) -> Result<(), Refusal> {
        self.not_over()?;
        if self.acknowledged.is_some() {
            return Err(Refusal::AlreadyAcknowledged);
        }
        if self.level >= MOST_LEVELS {
            return Err(Refusal::LastLevel);
        }
        self.level += 1;
        self.paged_at_secs = at_secs;
        Ok(())
    }

    fn let_lapse(&mut self, at_secs: f64) -> Result<(), Refusal> {
        self.not_over()?;
        changes(self.acknowledged.is_some())?;
        self.acknowledged = None;
        self.paged_at_secs = at_secs;
        Ok(())
    }

    pub(super) const fn not_over(&self) -> Result<(), Refusal> {
        if self.status.is_over() { Err(Refusal::Over) } else { Ok(()) }
    }
}

pub(super) const fn changes(does: bool) -> Result<(), Refusal> {
    if does { Ok(()) } else { Err(Refusal::NothingChanges) }
}

fn check_change(change: &mut Change) -> Result<(), Refusal> {
    if !change.at_secs.is_finite() {
        return Err(Refusal::Time);
    }
    checks::fits(change.components.len(), Kind::Component)?;
    checks::name(&mut change.id)?;
    checks::text(&mut change.text)
}

/// The part of that number.
pub(super) fn part<T>(all: &mut [T], number: u32, kind: Kind) -> Result<&mut T, Refusal> {
    all.get_mut(number as usize).ok_or(Refusal::Unknown(kind))
}
