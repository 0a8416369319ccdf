//! The incidents of the open drawing, and what of them is on the screen.

use std::sync::Arc;

use leptos::prelude::*;
use model::{ComponentId, Message, Severity as Urgency};
use ops::incidents::{Author, Book, Case, Command, Incident, Refusal, Relations, Severity};

use super::{keep::{Keeping, Known}, on_call::OnCall, seen::Seen, unsent};
use crate::{
    browser::{now_millis, settings, tabs::Tabs},
    frame::{BottomTab, Side, Toast},
    operate::Operations,
    projects::Projects,
    run::Run,
    text::{say_message, say_time},
    workspace::Workspace,
};

/// Which part of an incident is on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    #[default]
    Timeline,
    Response,
    Investigation,
    Runbook,
    Review,
}

/// Handle on the incidents; cheap to copy, handed down as a context.
#[derive(Clone, Copy)]
pub struct Incidents {
    pub workspace: Workspace,
    pub run: Run,
    pub(super) projects: Projects,
    pub(super) operations: Operations,
    book: StoredValue<Book>,
    /// Fires when the book has changed.
    version: RwSignal<u32>,
    /// The incident on the screen. `None`: the list.
    pub shown: RwSignal<Option<u32>>,
    pub part: RwSignal<Part>,
    /// The name under which this person writes.
    pub me: RwSignal<String>,
    /// The run under way or the last one, by its number in the book.
    pub current_run: RwSignal<Option<u32>>,
    /// Whole seconds on its clock.
    pub now_secs: RwSignal<f64>,
    pub on_call: OnCall,
    /// What could be seen of the run, second by second.
    pub(super) seen: StoredValue<Seen>,
    /// Up to when alerts were heard, in the run's seconds.
    pub(super) heard_secs: StoredValue<f64>,
    /// A step of a runbook is being carried out, which writes its own entry.
    pub(super) acting: StoredValue<bool>,
    /// How much of what was done by hand the timelines know.
    pub(super) n_noted: StoredValue<usize>,
    /// What was written and not added yet.
    pub(super) unsent: StoredValue<unsent::All>,
    pub keeping: RwSignal<Keeping>,
    pub(super) kept: StoredValue<Known>,
    pub(super) tabs: StoredValue<Option<Tabs>, LocalStorage>,
}

impl Incidents {
    /// Needs a reactive owner that lives as long as the page.
    pub fn new(workspace: Workspace, projects: Projects, operations: Operations) -> Self {
        let incidents = Self {
            workspace,
            run: workspace.simulation,
            projects,
            operations,
            book: StoredValue::new(Book::new(new_name())),
            version: RwSignal::new(0),
            shown: RwSignal::new(None),
            part: RwSignal::new(Part::default()),
            me: RwSignal::new(settings::load("responder").unwrap_or_default()),
            current_run: RwSignal::new(None),
            now_secs: RwSignal::new(0.0),
            on_call: OnCall::new(),
            seen: StoredValue::new(Seen::default()),
            heard_secs: StoredValue::new(0.0),
            acting: StoredValue::new(false),
            n_noted: StoredValue::new(0),
            unsent: StoredValue::new(unsent::load()),
            keeping: RwSignal::new(Keeping::Nothing),
            kept: StoredValue::new(Known::default()),
            tabs: StoredValue::new_local(None),
        };
        incidents.keep_stored();
        incidents.follow_run();
        incidents
    }

    /// Reads the book, and reads it again when it has changed.
    pub fn with<T>(self, read: impl FnOnce(&Book) -> T) -> T {
        self.version.track();
        self.book.with_value(read)
    }

    pub fn with_untracked<T>(self, read: impl FnOnce(&Book) -> T) -> T {
        self.book.with_value(read)
    }

    /// An incident as it is now.
    pub fn case(self, number: u32) -> Option<Case> {
        self.with(|book| book.case(number).cloned())
    }

    /// Lets the book change; it is stored soon.
    pub(super) fn change<T>(self, change: impl FnOnce(&mut Book) -> T) -> Option<T> {
        let outcome = self.book.try_update_value(change);
        self.version.update(|it| *it += 1);
        self.schedule();
        outcome
    }

    /// Lets what need not be stored change.
    pub(super) fn change_quietly<T>(self, change: impl FnOnce(&mut Book) -> T) -> Option<T> {
        self.book.try_update_value(change)
    }

    /// Takes another book in place of this one.
    pub(super) fn replace(self, book: Book) {
        self.book.set_value(book);
        self.shown.set(None);
        // A run that goes on goes on here; one that came back is looked for by who brings it back.
        let goes_on = self.run_under_way().is_some() && self.run.recovered_secs.get_untracked().is_none();
        self.current_run.set(if goes_on { self.enter_run() } else { None });
        self.version.update(|it| *it += 1);
    }

    /// Carries a command out in the name of this person. A refusal is told; whether there was none.
    pub fn apply(self, number: u32, command: Command) -> bool {
        let at_secs = self.moment_for(number);
        let outcome = self.change(|book| book.apply(number, at_secs, self.author(), command));
        if self.with_untracked(|book| book.case(number).is_some_and(|it| it.incident.acknowledged.is_some())) {
            self.end_page(number);
        }
        self.told(outcome)
    }

    /// Opens an incident in the name of this person.
    pub fn declare(self, title: &str, severity: Severity, service: Option<ComponentId>) -> Option<u32> {
        let run = self.run_under_way();
        let at_secs = run.map_or_else(|| now_millis() / 1e3, |_| self.now_secs.get_untracked());
        let outcome = self.change(|book| book.open(run, at_secs, self.author(), title, severity, service))?;
        match outcome {
            Ok(number) => {
                self.show(number);
                Some(number)
            }
            Err(refusal) => {
                self.refuse(refusal);
                None
            }
        }
    }

    /// How many are not over.
    pub fn n_open(self) -> usize {
        self.with(|book| book.cases().iter().filter(|it| !it.incident.status.is_over()).count())
    }

    /// Shows an incident in the panel.
    pub fn show(self, number: u32) {
        self.shown.set(Some(number));
        self.workspace.layout.bottom_tab.set(BottomTab::Incidents);
        self.workspace.layout.show(Side::Bottom);
    }

    pub(super) fn told(self, outcome: Option<Result<(), Refusal>>) -> bool {
        match outcome {
            Some(Ok(())) => true,
            Some(Err(refusal)) => {
                self.refuse(refusal);
                false
            }
            None => false,
        }
    }

    fn refuse(self, refusal: Refusal) {
        let text = say_message(&refusal.message());
        self.workspace.notify(Toast::new(text).severity(Urgency::Advice));
    }

    pub fn author(self) -> Author {
        let me = self.me.get_untracked();
        Author::Person(if me.trim().is_empty() { crate::text::say("responder-you") } else { me })
    }

    pub fn set_me(self, name: String) {
        settings::save("responder", &name);
        self.me.set(name);
    }

    /// The run that goes on or pauses.
    pub fn run_under_way(self) -> Option<u32> {
        if untrack(|| self.run.is_active()) { self.current_run.get_untracked() } else { None }
    }

    /// Now, on the clock of an incident: that of a run that is over stands still.
    fn moment_for(self, number: u32) -> f64 {
        self.with_untracked(|book| {
            let Some(incident) = book.case(number).map(|it| &it.incident) else { return 0.0 };
            match incident.run {
                None => now_millis() / 1e3,
                Some(run) if Some(run) == self.current_run.get_untracked() => self.now_secs.get_untracked(),
                Some(_) => incident.last_secs(),
            }
        })
    }

    /// A moment of an incident's clock as people read it.
    pub fn say_moment(self, incident: &Incident, at_secs: f64) -> String {
        match incident.run {
            Some(_) => clock(at_secs),
            None => say_time(at_secs * 1e3),
        }
    }

    /// How a component is called now.
    pub fn name(self, component: ComponentId) -> String {
        self.workspace.document.with_untracked(|document| {
            document.component(component).map_or_else(
                || say_message(&Message::new("component-gone").with("number", component.0)),
                |it| it.name.clone(),
            )
        })
    }

    pub fn relations(self) -> Arc<Relations> {
        self.workspace.document.with_untracked(|it| Arc::new(Relations::of(it)))
    }
}

/// Minutes and seconds of a run.
pub fn clock(at_secs: f64) -> String {
    let sign = if at_secs < 0.0 { "-" } else { "" };
    let secs = at_secs.abs().floor() as u64;
    format!("{sign}{}:{:02}", secs / 60, secs % 60)
}

pub(super) fn new_name() -> String {
    format!("{:x}{:x}", now_millis() as u64, (js_sys::Math::random() * 1e9) as u64)
}
