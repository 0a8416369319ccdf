//! The study under way and what studies have found, kept while other tabs are looked at.

use std::sync::Arc;

use editor::Question;
use leptos::prelude::*;
use model::{Architecture, Message};
use ops::plan::{advice::Advices, growth::Growth, search::Cheapest};
use sim::{
    RunOptions,
    study::{Comparison, Counterfactuals, Curve, Followed, Recoveries, Study},
};

use super::question_label;
use crate::{
    browser::crew::{Crew, News},
    follow::follow,
    frame::{BottomTab, Side, Toast},
    run::{Phase, Run},
    text::{say, say_message},
    workspace::Workspace,
};

/// What a study found, and about which drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Found<A> {
    pub answer: A,
    pub about: Arc<Architecture>,
}

/// Where the answers of one question go.
pub type Answer<A> = RwSignal<Option<Arc<Found<A>>>>;

/// How far the study under way is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub question: Question,
    pub done: usize,
    /// As far as is known.
    pub planned: usize,
}

/// Why a study has no answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Trouble {
    pub question: Question,
    pub message: Message,
    /// Something went wrong; otherwise there is nothing to ask of this drawing.
    pub is_failure: bool,
}

/// Handle on the studies; cheap to copy, handed down as a context.
#[derive(Clone, Copy)]
pub struct Studies {
    workspace: Workspace,
    pub run: Run,
    pub question: RwSignal<Question>,
    crew: StoredValue<Option<Crew>, LocalStorage>,
    pub progress: RwSignal<Option<Progress>>,
    /// How far the last studies had come that were ended before they were done, one a question.
    pub ended_early: RwSignal<Vec<Progress>>,
    /// Why the last study could not be made.
    pub trouble: RwSignal<Option<Trouble>>,
    /// The drawing that others are compared with.
    pub pinned: RwSignal<Option<Arc<Architecture>>>,
    pub curve: Answer<Curve>,
    pub comparison: Answer<Comparison>,
    pub causes: Answer<Counterfactuals>,
    pub recoveries: Answer<Recoveries>,
    /// From when on every request is wanted, if from any time.
    pub requests_from: RwSignal<Option<f64>>,
    pub requests: Answer<Followed>,
    pub cheapest: Answer<Cheapest>,
    pub advice: Answer<Advices>,
    pub growth: Answer<Growth>,
    /// How far the projection of growth under way is, 0.0 to 1.0, and which of all projections the newest is.
    pub projected: RwSignal<Option<f64>>,
    pub projections: StoredValue<u64>,
}

impl Studies {
    /// Needs a reactive owner that lives as long as the page.
    pub fn new(workspace: Workspace) -> Self {
        let studies = Self {
            workspace,
            run: workspace.simulation,
            question: workspace.layout.question,
            crew: StoredValue::new_local(None),
            progress: RwSignal::new(None),
            ended_early: RwSignal::new(Vec::new()),
            trouble: RwSignal::new(None),
            pinned: RwSignal::new(None),
            curve: RwSignal::new(None),
            comparison: RwSignal::new(None),
            causes: RwSignal::new(None),
            recoveries: RwSignal::new(None),
            requests_from: RwSignal::new(None),
            requests: RwSignal::new(None),
            cheapest: RwSignal::new(None),
            advice: RwSignal::new(None),
            growth: RwSignal::new(None),
            projected: RwSignal::new(None),
            projections: StoredValue::new(0),
        };
        follow(move || {
            workspace.opened.track();
            studies.forget();
        });
        studies
    }

    /// What was found about one drawing says nothing of another. The one that was kept may be compared with any.
    fn forget(self) {
        self.stop();
        self.ended_early.set(Vec::new());
        self.trouble.set(None);
        self.curve.set(None);
        self.comparison.set(None);
        self.causes.set(None);
        self.recoveries.set(None);
        self.requests.set(None);
        self.requests_from.set(None);
        self.cheapest.set(None);
        self.advice.set(None);
        self.growth.set(None);
        self.next_projection();
    }

    /// Ends the projection of growth under way; gives the number of the next one.
    pub fn next_projection(self) -> u64 {
        self.projected.set(None);
        self.projections.update_value(|it| *it += 1);
        self.projections.get_value()
    }

    /// Whether the open drawing has no objectives.
    pub fn promises_nothing(self) -> bool {
        self.workspace.document.with(|it| it.objectives.is_empty())
    }

    pub fn document(self) -> Arc<Architecture> {
        self.workspace.document.get_untracked()
    }

    /// Whether an answer is about another drawing than the one that is open now.
    pub fn is_stale<A>(self, found: &Found<A>) -> bool {
        self.workspace.document.with(|now| !found.about.runs_like(now))
    }

    /// The same of the answer that is shown.
    pub fn stale<A: Send + Sync + 'static>(self, answer: Answer<A>) -> Signal<bool> {
        Signal::derive(move || answer.with(|it| it.as_ref().is_some_and(|it| self.is_stale(it))))
    }

    /// What hinders a question about the last run: that there is none.
    pub fn without_run(self) -> Signal<Option<&'static str>> {
        Signal::derive(move || (self.run.phase.get() != Phase::Done).then_some("study-causes-no-run"))
    }

    /// As the drawing's settings say, one run at a time.
    pub fn options(document: &Architecture) -> RunOptions {
        RunOptions { replications: 1, ..RunOptions::from(document.settings) }
    }

    pub fn refuse(self, question: Question, why: &'static str) {
        self.trouble.set(Some(Trouble { question, message: Message::new(why), is_failure: false }));
    }

    /// Begins a study; one that was under way ends.
    pub fn begin<S>(self, question: Question, study: S, about: Arc<Architecture>, into: Answer<S::Answer>)
    where
        S: Study + 'static,
        S::Answer: Send + Sync + 'static,
    {
        let other = self.progress.get_untracked();
        self.cancel();
        self.ended_early.update(|all| all.retain(|it| it.question != question));
        self.trouble.set(None);
        let (done, planned) = study.progress();
        self.progress.set(Some(Progress { question, done, planned }));
        match other.map(|it| Message::new(question_label(it.question))) {
            Some(other) => {
                let message = named("study-begun-instead", question).with("other", other);
                self.workspace.notify(Toast::new(say_message(&message)));
            }
            None => self.announce("study-begun", question),
        }
        let show = move |answer: Option<S::Answer>| {
            if let Some(answer) = answer {
                into.set(Some(Arc::new(Found { answer, about: Arc::clone(&about) })));
            }
        };
        let crew = Crew::start(study, move |news| match news {
            News::Progress { done, planned, answer } => {
                self.progress.set(Some(Progress { question, done, planned }));
                show(answer);
            }
            News::Done { answer } => {
                show(answer);
                self.stop();
                self.tell_done(question);
            }
            News::Failed(message) => {
                self.trouble.set(Some(Trouble { question, message, is_failure: true }));
                self.stop();
                // Where it can be seen, why it failed is told at once.
                if !self.is_seen(question) {
                    self.tell_elsewhere("study-failed-elsewhere", question);
                }
            }
        });
        self.crew.set_value(Some(crew));
    }

    /// For those who do not see the progress.
    pub fn announce(self, id: &'static str, question: Question) {
        self.workspace.announce(say_message(&named(id, question)));
    }

    /// Says that a study is over, and leads to its answer where that cannot be seen.
    pub fn tell_done(self, question: Question) {
        if self.is_seen(question) {
            self.announce("study-done", question);
        } else {
            self.tell_elsewhere("study-done-elsewhere", question);
        }
    }

    fn is_seen(self, question: Question) -> bool {
        let layout = self.workspace.layout;
        let is_on_top = layout.bottom_tab.get_untracked() == BottomTab::Studies && self.question.get_untracked() == question;
        is_on_top && untrack(|| layout.is_shown(Side::Bottom))
    }

    /// To those who look at something else.
    fn tell_elsewhere(self, id: &'static str, question: Question) {
        let layout = self.workspace.layout;
        let show = move || {
            self.question.set(question);
            layout.bottom_tab.set(BottomTab::Studies);
            layout.show(Side::Bottom);
        };
        let said = say_message(&named(id, question));
        self.workspace.notify(Toast::new(said).button(say("study-look"), show));
    }

    /// Ends the study under way; what it found so far stays.
    pub fn cancel(self) {
        if let Some(progress) = self.progress.get_untracked() {
            self.ended_early.update(|all| all.push(progress));
        }
        self.stop();
    }

    fn stop(self) {
        self.crew.set_value(None);
        self.progress.set(None);
    }
}

fn named(id: &'static str, question: Question) -> Message {
    Message::new(id).with("question", Message::new(question_label(question)))
}
