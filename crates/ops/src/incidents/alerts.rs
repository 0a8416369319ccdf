//! From alerts to incidents: one open incident per cause.
//!
//! An alert belongs to the incident that knows its fingerprint; else to one that is not over, of the same run, and about
//! the same service, or about a neighbor of it and recent. Only an alert that fires and belongs to none opens one. The
//! last one that stops is noted; that it is over, a person says.

use model::ComponentId;

use super::{
    book::Book,
    command::{Command, Heard, MOST_LABELS, MOST_NAME, MOST_TEXT, MOST_TITLE},
    incident::Incident,
    parts::Author,
    refusal::Refusal,
    relations::Relations,
    severity::Severity,
};

/// An alert as its rule sends it, again and again while it fires.
#[derive(Clone, Debug, PartialEq)]
pub struct AlertSignal {
    /// The same for the same rule and labels.
    pub fingerprint: String,
    pub name: String,
    /// The label `severity`, in whatever words the rule's author uses.
    pub severity: String,
    /// What it is about. `None`: the system as a whole.
    pub service: Option<ComponentId>,
    pub labels: Vec<(String, String)>,
    pub summary: String,
    pub at_secs: f64,
    pub is_firing: bool,
}

/// What became of a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It opened the incident of that number.
    Opened(u32),
    /// It joined one.
    Joined(u32),
    /// It started again, or stopped.
    Changed(u32),
    /// Nothing new.
    Repeated,
}

/// Alerts of neighbors within so many of an operator's seconds have one cause. The interval at which pagers send further
/// alerts of a group by default.
const TOGETHER_SECS: f64 = 300.0;

impl Book {
    /// Takes a signal of a run.
    ///
    /// # Errors
    /// [`Refusal`] if it makes no sense, or there is no room for another incident.
    pub fn hear(
        &mut self,
        run: u32,
        signal: &AlertSignal,
        relations: &Relations,
    ) -> Result<Outcome, Refusal> {
        let heard = cut(signal);
        let known = self.cases().iter().rev().map(|it| &it.incident);
        let known = known.filter(|it| it.run == Some(run)).find(|it| {
            let fires = it.alert(&heard.fingerprint).map(|alert| alert.is_firing);
            // One that was over when the alert started again is another incident.
            fires.is_some_and(|fires| fires || !it.status.is_over())
        });
        if let Some(number) = known.map(|it| it.number) {
            return self.hear_again(number, signal.at_secs, heard);
        }
        if !signal.is_firing {
            return Ok(Outcome::Repeated);
        }
        let speedup = self.run(run).map_or(1.0, |it| it.speedup);
        let of_run = self.cases().iter().rev().map(|it| &it.incident).filter(|it| it.run == Some(run));
        let joined = of_run
            .filter(|it| !it.status.is_over())
            .find(|it| belongs(it, signal, relations, TOGETHER_SECS / speedup))
            .map(|it| it.number);
        let severity = Severity::of_alert(&signal.severity);
        let (number, outcome) = match joined {
            Some(number) => (number, Outcome::Joined(number)),
            None => {
                let title = if heard.summary.is_empty() { &heard.name } else { &heard.summary };
                let title = shortened(title, MOST_TITLE);
                let number =
                    self.open(Some(run), signal.at_secs, Author::System, &title, severity, signal.service)?;
                (number, Outcome::Opened(number))
            }
        };
        self.apply(number, signal.at_secs, Author::System, Command::Alert(heard))?;
        self.raise(number, signal.at_secs, severity)?;
        Ok(outcome)
    }

    fn hear_again(&mut self, number: u32, at_secs: f64, heard: Heard) -> Result<Outcome, Refusal> {
        let is_firing = heard.is_firing;
        match self.apply(number, at_secs, Author::System, Command::Alert(heard)) {
            Ok(()) => {}
            Err(Refusal::NothingChanges) => return Ok(Outcome::Repeated),
            Err(refusal) => return Err(refusal),
        }
        let is_clear = self.case(number).is_some_and(|it| it.incident.n_firing() == 0);
        if !is_firing && is_clear {
            self.apply(number, at_secs, Author::System, Command::AllClear)?;
        }
        Ok(Outcome::Changed(number))
    }

    // A worse alert makes it a worse incident, unless a person has judged that already.
    fn raise(&mut self, number: u32, at_secs: f64, severity: Severity) -> Result<(), Refusal> {
        let is_judged = |it: &Incident| {
            let by_people = it.timeline.iter().filter(|it| it.author != Author::System);
            by_people
                .into_iter()
                .any(|it| matches!(it.command, Command::SetSeverity { .. } | Command::Open { .. }))
        };
        let Some(it) = self.case(number).map(|it| &it.incident) else { return Ok(()) };
        if severity < it.severity && !is_judged(it) {
            self.apply(number, at_secs, Author::System, Command::SetSeverity { severity })?;
        }
        Ok(())
    }
}

fn belongs(incident: &Incident, signal: &AlertSignal, relations: &Relations, together_secs: f64) -> bool {
    if let (Some(one), Some(other)) = (incident.service, signal.service) {
        if one == other {
            return true;
        }
        let is_near =
            incident.affected.iter().any(|(it, _)| *it == other || relations.are_neighbors(*it, other))
                || relations.are_neighbors(one, other);
        if !is_near {
            return false;
        }
    }
    let last_secs = incident.alerts.iter().map(|it| it.since_secs).fold(incident.opened_at_secs, f64::max);
    signal.at_secs - last_secs <= together_secs
}

// An alert must not be lost because somebody wrote a long summary.
fn cut(signal: &AlertSignal) -> Heard {
    let label = |(key, value): &(String, String)| (shortened(key, MOST_NAME), shortened(value, MOST_TITLE));
    Heard {
        fingerprint: shortened(&signal.fingerprint, MOST_TEXT),
        name: shortened(&signal.name, MOST_TITLE),
        summary: shortened(&signal.summary, MOST_TEXT),
        labels: signal.labels.iter().take(MOST_LABELS).map(label).collect(),
        is_firing: signal.is_firing,
    }
}

fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most.saturating_sub(1)) {
        Some((end, _)) if text.chars().nth(most).is_some() => format!("{}…", &text[..end]),
        _ => text.to_owned(),
    }
}
