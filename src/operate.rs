//! Operating the running system, as signals: how the objectives stand, what alerts do, who was told.
//!
//! All evaluation is [`ops::Watch`]; here it is fed with what the run says, and begun anew when the rules change: the run
//! so far is then watched again with the new ones, so that a rule shows at once when it would have fired.

use std::{collections::VecDeque, sync::Arc};

use leptos::{prelude::*, task::spawn_local};
use model::{Architecture, Message, alert};
use ops::{
    AlertEvent, Clock, Sight, Unseen, Watch,
    alerts::{Alert, Change, Score, aftermath_secs, faults, score},
    burn::Reading,
    promql::Labels,
};
use promql::Expr;
use sim::telemetry::Frame;

use crate::{
    browser::promql::{Parsed, parse},
    follow::follow,
    run::{Run, Told},
    text::say_message,
    workspace::Workspace,
};

mod editor;
mod history;
mod objectives;
mod panel;
mod rules;
mod settings;

pub use panel::OperatePanel;
pub use rules::advice_row;

/// Seconds of single components that are kept for watching a run again: some 60 MB.
const MOST_KEPT: usize = 400_000;

/// An objective at this moment.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectiveNow {
    /// Its label in metrics and alerts.
    pub name: String,
    /// `None`: target or window make no budget, or nobody sees it.
    pub reading: Option<Reading>,
    /// Why nobody on call can see it, if so.
    pub unseen: Option<Unseen>,
}

/// Handle on what watches the run; cheap to copy, handed down as a context.
#[derive(Clone, Copy)]
pub struct Operations {
    workspace: Workspace,
    inner: StoredValue<Inner, LocalStorage>,
    /// In the order of the document that runs; empty without a run.
    pub objectives: ReadSignal<Arc<Vec<ObjectiveNow>>>,
    set_objectives: WriteSignal<Arc<Vec<ObjectiveNow>>>,
    /// What is pending or fires.
    pub active: ReadSignal<Arc<Vec<Alert>>>,
    set_active: WriteSignal<Arc<Vec<Alert>>>,
    /// How many alerts of each rule fire and are pending, in the order of the document.
    pub by_rule: ReadSignal<Arc<Vec<(usize, usize)>>>,
    set_by_rule: WriteSignal<Arc<Vec<(usize, usize)>>>,
    /// All that alerts did in this run, notifications among it.
    pub events: ReadSignal<Arc<Vec<AlertEvent>>>,
    set_events: WriteSignal<Arc<Vec<AlertEvent>>>,
    /// The document's rules, read; shorter than their list while that goes on.
    pub parsed: ReadSignal<Arc<Vec<Parsed>>>,
    set_parsed: WriteSignal<Arc<Vec<Parsed>>>,
    /// Goes up when what was heard before no longer holds; and how many seconds of the run have been heard since.
    pub heard: ReadSignal<(u32, usize)>,
    set_heard: WriteSignal<(u32, usize)>,
    /// Why rules cannot be read at all.
    pub trouble: ReadSignal<Option<String>>,
    set_trouble: WriteSignal<Option<String>>,
}

#[derive(Default)]
struct Inner {
    /// The drawing that runs, with the rules that watch it.
    subject: Option<Architecture>,
    watch: Option<Watch>,
    /// The latest seconds of the run, as many as there is room for.
    frames: VecDeque<Frame>,
    /// How many seconds before those were let go.
    n_gone: usize,
    /// Counts the changes of rules, so that an answer that comes late is known.
    version: u32,
}

impl Inner {
    fn n_heard(&self) -> usize {
        self.n_gone + self.frames.len()
    }
}

impl Operations {
    /// Needs a reactive owner that lives as long as the page.
    pub fn new(workspace: Workspace) -> Self {
        let (objectives, set_objectives) = signal(Arc::new(Vec::new()));
        let (active, set_active) = signal(Arc::new(Vec::new()));
        let (by_rule, set_by_rule) = signal(Arc::new(Vec::new()));
        let (events, set_events) = signal(Arc::new(Vec::new()));
        let (parsed, set_parsed) = signal(Arc::new(Vec::new()));
        let (trouble, set_trouble) = signal(None);
        let (heard, set_heard) = signal((0, 0));
        let operations = Self {
            workspace,
            inner: StoredValue::new_local(Inner::default()),
            objectives,
            set_objectives,
            active,
            set_active,
            by_rule,
            set_by_rule,
            events,
            set_events,
            parsed,
            set_parsed,
            heard,
            set_heard,
            trouble,
            set_trouble,
        };
        let rules = Memo::new(move |_| workspace.document.with(|it| it.operations.clone()));
        follow(move || operations.rules_changed(rules.get()));
        let run: Run = workspace.simulation;
        run.tell_seconds(move |told| operations.hear(told));
        follow(move || {
            if !run.is_blind.get() {
                untrack(|| operations.reveal());
            }
        });
        operations
    }

    /// The rules of the document are others now.
    fn rules_changed(self, wanted: alert::Operations) {
        let version = self.inner.try_update_value(|it| {
            it.version += 1;
            it.version
        });
        let exprs = wanted.alerts.iter().map(|it| it.expr.clone()).collect();
        spawn_local(async move {
            let outcome = parse(exprs).await;
            if self.inner.with_value(|it| Some(it.version)) != version {
                return;
            }
            match outcome {
                Ok(parsed) => {
                    self.set_trouble.set(None);
                    self.set_parsed.set(Arc::new(parsed));
                }
                Err(reason) => self.set_trouble.set(Some(reason)),
            }
            self.inner.update_value(|it| {
                if let Some(subject) = &mut it.subject {
                    subject.operations = wanted;
                }
            });
            self.hear_anew();
            self.watch_again();
        });
    }

    fn hear(self, told: Told<'_>) {
        match told {
            Told::Started(architecture) => {
                self.inner.update_value(|it| {
                    it.subject = Some(Architecture::clone(architecture));
                    it.frames.clear();
                    it.n_gone = 0;
                });
                self.hear_anew();
                self.watch_again();
            }
            Told::Seconds(frames) => self.feed(frames),
            Told::Rewound { to_secs } => {
                self.inner.update_value(|it| {
                    it.frames.retain(|frame| frame.at_secs <= to_secs);
                    // Of a long run only this much can be watched again.
                    it.n_gone = 0;
                });
                self.hear_anew();
                self.watch_again();
            }
            Told::Forgotten => {
                self.inner.update_value(|it| {
                    *it = Inner { version: it.version, ..Inner::default() };
                });
                self.hear_anew();
                self.publish();
            }
        }
    }

    /// What was made of the seconds so far has to be made again.
    fn hear_anew(self) {
        let n_heard = self.inner.with_value(Inner::n_heard);
        self.set_heard.update(|it| *it = (it.0.wrapping_add(1), n_heard));
    }

    /// The drawing that runs, and those of its seconds that came after the first `n_known` and are still there.
    pub fn with_seconds(self, n_known: usize, read: impl FnOnce(&Architecture, &mut dyn Iterator<Item = &Frame>)) {
        self.inner.with_value(|it| {
            if let Some(subject) = &it.subject {
                read(subject, &mut it.frames.iter().skip(n_known.saturating_sub(it.n_gone)));
            }
        });
    }

    fn feed(self, frames: &[Frame]) {
        if frames.is_empty() {
            return;
        }
        let mut heard = Vec::new();
        self.inner.update_value(|it| {
            if let Some(watch) = &mut it.watch {
                heard = frames.iter().flat_map(|frame| watch.feed(frame)).collect();
            }
            let components = frames.first().map_or(0, |it| it.components.len()).max(1);
            it.frames.extend(frames.iter().cloned());
            let n_over = it.frames.len().saturating_sub(MOST_KEPT / components);
            it.frames.drain(..n_over);
            it.n_gone += n_over;
        });
        let n_heard = self.inner.with_value(Inner::n_heard);
        self.set_heard.update(|it| it.1 = n_heard);
        self.publish();
        self.announce(&heard);
    }

    /// Watches the run from its beginning with the rules as they are now.
    fn watch_again(self) {
        let n_rules = self.workspace.document.with_untracked(|it| it.operations.alerts.len());
        let parsed = self.parsed.get_untracked();
        let is_read = parsed.len() == n_rules || self.trouble.with_untracked(Option::is_some);
        let is_on_call = self.workspace.simulation.is_blind.get_untracked();
        self.inner.update_value(|it| {
            let Some(subject) = it.subject.as_ref().filter(|_| is_read) else { return };
            // What is no longer known of a long run cannot be watched again: its rules stay.
            if it.n_gone > 0 && it.watch.is_some() {
                return;
            }
            let exprs: Vec<Option<Expr>> = parsed.iter().map(|it| it.as_ref().ok().cloned()).collect();
            let sight = if is_on_call { Sight::of(subject) } else { Sight::everything() };
            let mut watch = Watch::new(subject, &exprs).with_sight(sight);
            it.frames.iter().for_each(|frame| drop(watch.feed(frame)));
            it.watch = Some(watch);
        });
        self.publish();
    }

    /// The call is over: how the objectives stand is no secret any more. What alerts did stays as it was seen.
    fn reveal(self) {
        self.inner.update_value(|it| {
            if let Some(watch) = &mut it.watch {
                watch.reveal();
            }
        });
        self.publish();
    }

    fn publish(self) {
        self.inner.with_value(|it| {
            let Some(watch) = &it.watch else {
                self.set_objectives.set(Arc::new(Vec::new()));
                self.set_active.set(Arc::new(Vec::new()));
                self.set_by_rule.set(Arc::new(Vec::new()));
                self.set_events.set(Arc::new(Vec::new()));
                return;
            };
            let objectives = watch
                .objectives()
                .zip(watch.unseen())
                .map(|((name, it), unseen)| ObjectiveNow { name: name.to_owned(), reading: it.map(|it| it.1), unseen })
                .collect();
            self.set_objectives.set(Arc::new(objectives));
            let active = watch.active();
            if self.active.with_untracked(|it| **it != active) {
                self.set_active.set(Arc::new(active));
                self.set_by_rule.set(Arc::new(watch.by_rule().collect()));
            }
            if self.events.with_untracked(|it| it.len()) != watch.events().len() || watch.now_secs() == 0.0 {
                self.set_events.set(Arc::new(watch.events().to_vec()));
            }
        });
    }

    /// What a label says to people: who wrote an objective knows what it promises, and not what metrics call it.
    fn say_label(self, label: &str, value: &str) -> String {
        let promise = |it: &Inner| it.watch.as_ref()?.promise(value).cloned();
        match self.inner.with_value(promise).filter(|_| label == "objective") {
            Some(promise) => say_message(&Message::new("operate-promise").with("promise", promise)),
            None => value.to_owned(),
        }
    }

    /// The component or the objective that an alert is about.
    pub fn about(self, labels: &Labels) -> Option<String> {
        let of = |label| labels.get(label).map(|value| self.say_label(label, value));
        of("service").or_else(|| of("objective"))
    }

    /// The same, and how urgent it is: two that differ in nothing else would look like one told twice.
    pub fn about_with_severity(self, labels: &Labels) -> String {
        let severity = labels.get("severity").map(str::to_owned);
        self.about(labels).into_iter().chain(severity).collect::<Vec<_>>().join(" · ")
    }

    /// Says what began or stopped to fire, for screen readers.
    fn announce(self, heard: &[AlertEvent]) {
        for event in heard {
            let AlertEvent::Changed { change, alert, .. } = event else { continue };
            let id = match change {
                Change::Firing => "operate-said-firing",
                Change::Resolved => "operate-said-resolved",
                Change::Pending | Change::Cancelled => continue,
            };
            let name = alert.labels.get("alertname").unwrap_or_default();
            let about = self.about(&alert.labels).unwrap_or_default();
            let message = Message::new(id).with("name", name).with("about", about);
            self.workspace.announce(say_message(&message));
        }
    }

    /// What the alerts of a run that is over were worth, held against what broke in it, and by whose clock.
    pub fn score(self) -> Option<(Score, Clock)> {
        self.events.track();
        let broken = self.workspace.simulation.report.with(|it| it.as_ref().map(|it| faults(&it.scenario)))?;
        self.inner.with_value(|it| {
            let watch = it.watch.as_ref()?;
            Some((score(&watch.pages(), &broken, aftermath_secs(watch.clock())), watch.clock()))
        })
    }

    /// How many alerts fire.
    pub fn n_firing(self) -> usize {
        self.active.with(|it| it.iter().filter(|it| it.fired_secs.is_some()).count())
    }
}
