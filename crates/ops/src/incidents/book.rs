//! All incidents of a drawing, and the runs they happened in.

use model::ComponentId;

use super::{
    command::Command,
    incident::Incident,
    parts::Author,
    refusal::{Kind, Refusal},
    review::Review,
    run::{Harm, RunRecord},
    severity::Severity,
};

/// More incidents than these are not kept: the oldest that is resolved makes room.
pub const MOST_INCIDENTS: usize = 200;

/// Incidents change by [`Book::apply`] only, so what was opened once obeys the rules for good.
#[derive(Clone, Debug, PartialEq)]
pub struct Book {
    /// Goes into the ids of its incidents, which makes them unique everywhere.
    name: String,
    cases: Vec<Case>,
    pub(super) runs: Vec<RunRecord>,
    n_opened: u32,
    n_runs: u32,
}

/// An incident with what was made of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    pub incident: Incident,
    pub review: Review,
    /// What it did to users, as far as the run has come.
    pub harm: Option<Harm>,
}

impl Book {
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), cases: Vec::new(), runs: Vec::new(), n_opened: 0, n_runs: 0 }
    }

    pub(super) fn restore(name: String, cases: Vec<Case>, runs: Vec<RunRecord>) -> Self {
        let n_opened = cases.iter().map(|it| it.incident.number).max().unwrap_or(0);
        let n_runs = runs.iter().map(|it| it.number).max().unwrap_or(0);
        Self { name, cases, runs, n_opened, n_runs }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// In the order in which they were opened.
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    pub fn case(&self, number: u32) -> Option<&Case> {
        self.cases.iter().find(|it| it.incident.number == number)
    }

    pub fn runs(&self) -> &[RunRecord] {
        &self.runs
    }

    pub fn run(&self, number: u32) -> Option<&RunRecord> {
        self.runs.iter().find(|it| it.number == number)
    }

    pub fn run_mut(&mut self, number: u32) -> Option<&mut RunRecord> {
        self.runs.iter_mut().find(|it| it.number == number)
    }

    /// How much faster than operators' the clock of an incident runs.
    pub fn speedup(&self, incident: &Incident) -> f64 {
        incident.run.and_then(|it| self.run(it)).map_or(1.0, |it| it.speedup)
    }

    /// A run begins. Earlier ones that had no incident are forgotten.
    pub fn begin_run(&mut self, started_at_millis: f64, speedup: f64, is_on_call: bool) -> u32 {
        self.n_runs += 1;
        let cases = &self.cases;
        self.runs.retain(|run| cases.iter().any(|it| it.incident.run == Some(run.number)));
        self.runs.push(RunRecord::new(self.n_runs, started_at_millis, speedup, is_on_call));
        self.n_runs
    }

    /// Opens an incident. Its number.
    ///
    /// # Errors
    /// [`Refusal`] if the title is no good or the book is full of incidents that are not over.
    pub fn open(
        &mut self,
        run: Option<u32>,
        at_secs: f64,
        author: Author,
        title: &str,
        severity: Severity,
        service: Option<ComponentId>,
    ) -> Result<u32, Refusal> {
        let number = self.n_opened + 1;
        let key = (format!("{}-{number}", self.name), number, run);
        let incident = Incident::open(key, at_secs, author, title.to_owned(), severity, service)?;
        self.make_room()?;
        self.cases.push(Case { incident, review: Review::default(), harm: None });
        self.n_opened = number;
        Ok(number)
    }

    /// Carries a command out.
    ///
    /// # Errors
    /// [`Refusal`] says why, and what to do instead.
    pub fn apply(
        &mut self,
        number: u32,
        at_secs: f64,
        author: Author,
        command: Command,
    ) -> Result<(), Refusal> {
        self.incident_mut(number)?.apply(at_secs, author, command)
    }

    /// Lets time pass for the incidents of a run: those that nobody acknowledges escalate. The numbers of those that did.
    pub fn tick(&mut self, run: u32, now_secs: f64) -> Vec<u32> {
        let Some(speedup) = self.run(run).map(|it| it.speedup) else { return Vec::new() };
        let of_run = self.cases.iter_mut().map(|it| &mut it.incident).filter(|it| it.run == Some(run));
        let mut escalated = Vec::new();
        for it in of_run {
            if it.tick(now_secs, speedup) > 0 {
                escalated.push(it.number);
            }
        }
        escalated
    }

    /// The review of an incident, to be edited.
    pub fn review_mut(&mut self, number: u32) -> Option<&mut Review> {
        self.cases.iter_mut().find(|it| it.incident.number == number).map(|it| &mut it.review)
    }

    pub fn set_harm(&mut self, number: u32, harm: Harm) {
        if let Some(case) = self.cases.iter_mut().find(|it| it.incident.number == number) {
            case.harm = Some(harm);
        }
    }

    /// Forgets an incident for good. Whether there was one.
    pub fn delete(&mut self, number: u32) -> bool {
        let before = self.cases.len();
        self.cases.retain(|it| it.incident.number != number);
        self.cases.len() < before
    }

    pub(super) fn incident_mut(&mut self, number: u32) -> Result<&mut Incident, Refusal> {
        let found = self.cases.iter_mut().find(|it| it.incident.number == number);
        found.map(|it| &mut it.incident).ok_or(Refusal::Unknown(Kind::Incident))
    }

    fn make_room(&mut self) -> Result<(), Refusal> {
        if self.cases.len() < MOST_INCIDENTS {
            return Ok(());
        }
        let full = Refusal::Full { kind: Kind::Incident, most: MOST_INCIDENTS };
        let oldest = self.cases.iter().position(|it| it.incident.status.is_over()).ok_or(full)?;
        self.cases.remove(oldest);
        Ok(())
    }
}
