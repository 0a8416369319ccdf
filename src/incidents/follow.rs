//! The run that incidents happen in: its clock escalates them, its alerts open them.

use leptos::prelude::*;
use model::{Message, Severity as Urgency, lean, scenario::ScenarioEvent};
use ops::incidents::{
    Change, ChangeKind, Command, Outcome, RunbookAction, truth, words,
};
use ops::AlertEvent;
use sim::Live;

use super::{Incidents, seen::Seen, signals};
use crate::{
    browser::now_millis,
    scenario::say_action,
    follow::follow,
    frame::Toast,
    run::Phase,
    text::{say, say_message},
};

impl Incidents {
    /// Follows runs as long as the page lives.
    pub(super) fn follow_run(self) {
        let run = self.run;
        // A run that was taken back and goes on another way is another run.
        Effect::watch(move || (run.n_started.get(), run.left.get()), move |_, _, _| self.begin(), false);
        follow(move || {
            // The book may be read before or after the run is back.
            self.with(|_| ());
            if run.recovered_secs.get().is_some() {
                untrack(|| self.go_on());
            }
        });
        follow(move || {
            if let Some(live) = run.live.get() {
                untrack(|| self.look(&live));
            }
        });
        follow(move || {
            let events = self.operations.events.get();
            untrack(|| self.hear_alerts(&events));
        });
        follow(move || {
            run.by_hand.track();
            untrack(|| self.note_actions());
        });
        follow(move || {
            if run.report.with(Option::is_some) {
                untrack(|| self.end());
            }
        });
        follow(move || {
            // It could not even start.
            if matches!(run.phase.get(), Phase::Refused(_) | Phase::Crashed(_) | Phase::Idle) {
                self.on_call.is_on.set(false);
            }
        });
        self.show_in_title();
    }

    fn begin(self) {
        self.current_run.set(self.enter_run());
        self.now_secs.set(0.0);
        self.on_call.is_on.set(self.run.is_blind.get_untracked());
        if self.run.recovered_secs.get_untracked().is_none() {
            self.seen.set_value(Seen::default());
        }
        self.heard_secs.set_value(self.run.left.get_untracked().map_or(0.0, |it| it.at_secs));
    }

    /// A place in the book for the run under way.
    pub(super) fn enter_run(self) -> Option<u32> {
        let is_on_call = self.run.is_blind.get_untracked();
        let document = self.workspace.document.get_untracked();
        let speedup = ops::Clock::new(document.operations.clock_factor).factor();
        self.change_quietly(|book| book.begin_run(now_millis(), speedup, is_on_call))
    }

    /// The run that was under way when the page was loaded again: what happened in it is in the book already.
    fn go_on(self) {
        let Some(recovered_secs) = self.run.recovered_secs.get_untracked() else { return };
        if self.current_run.get_untracked().is_some() {
            return;
        }
        let under_way = self.with_untracked(|book| {
            book.runs().last().filter(|it| it.ended_at_secs.is_none()).map(|it| it.number)
        });
        match under_way {
            Some(number) => {
                self.current_run.set(Some(number));
                self.on_call.is_on.set(self.run.is_blind.get_untracked());
            }
            // Nothing had happened that was worth keeping.
            None => self.begin(),
        }
        self.now_secs.set(recovered_secs.floor());
        self.heard_secs.set_value(recovered_secs);
    }

    fn look(self, live: &Live) {
        for frame in &live.frames {
            self.seen.update_value(|it| it.add(frame));
        }
        let Some(run) = self.current_run.get_untracked() else { return };
        let now_secs = live.now_secs.floor();
        // Until it is where it was, nothing new happens.
        let is_behind = self.run.recovered_secs.get_untracked().is_some_and(|it| now_secs < it.floor());
        if is_behind || now_secs == self.now_secs.get_untracked() {
            return;
        }
        self.now_secs.set(now_secs);
        let escalated = self.change_quietly(|book| book.tick(run, now_secs)).unwrap_or_default();
        for number in escalated {
            self.page(number, "page-escalated");
            self.change(|_| ());
        }
    }

    // What alerts have done since this was asked. Rules that are edited meanwhile change what is past; incidents do not.
    fn hear_alerts(self, events: &[AlertEvent]) {
        let Some(run) = self.run_under_way() else { return };
        let heard_secs = self.heard_secs.get_value();
        let document = self.workspace.document.get_untracked();
        for event in events.iter().filter(|it| it.at_secs() > heard_secs) {
            self.heard_secs.set_value(event.at_secs());
            let failures = |id| self.seen.with_value(|seen| f64::from(seen.failures(id)));
            // Whoever is on call knows only the failures that somebody reports.
            let known = |id| if untrack(|| self.run.sees(id)) { failures(id) } else { 0.0 };
            let signal = signals::signal(event, &document, &known);
            let Some(signal) = signal else { continue };
            let relations = self.relations();
            match self.change(|book| book.hear(run, &signal, &relations)) {
                Some(Ok(Outcome::Opened(number))) => self.page(number, "page-opened"),
                Some(Ok(Outcome::Joined(_) | Outcome::Changed(_) | Outcome::Repeated)) | None => {}
                Some(Err(refusal)) => {
                    let text = say_message(&refusal.message());
                    self.workspace.notify(Toast::new(text).severity(Urgency::Warning));
                }
            }
        }
    }

    /// Calls the person on call: on the screen, to screen readers, in the title.
    fn page(self, number: u32, text: &'static str) {
        let Some(case) = self.with_untracked(|book| book.case(number).cloned()) else { return };
        let it = &case.incident;
        let message = Message::new(text)
            .with("number", number)
            .with("severity", words::severity(it.severity))
            .with("title", it.title.as_str())
            .with("level", it.level);
        let toast = Toast::new(say_message(&message)).severity(Urgency::Error).about(page_of(number));
        self.workspace.notify(toast.button(say("page-show"), move || self.show(number)));
    }

    /// The page is answered.
    pub(super) fn end_page(self, number: u32) {
        self.workspace.toasts.withdraw(&page_of(number));
    }

    // What is done by hand goes into every timeline that is not over. Several acts may come at once.
    fn note_actions(self) {
        let noted = self.n_noted.get_value();
        let new = self.run.by_hand.with_untracked(|all| {
            self.n_noted.set_value(all.len());
            // A run that was taken back has fewer.
            all.get(noted.min(all.len())..).map(<[ScenarioEvent]>::to_vec).unwrap_or_default()
        });
        new.iter().for_each(|it| self.note_action(it));
    }

    fn note_action(self, event: &ScenarioEvent) {
        let Some(run) = self.current_run.get_untracked() else { return };
        if self.run.recovered_secs.get_untracked().is_some_and(|it| event.at_secs <= it) {
            return;
        }
        // The runbook writes its own entry.
        if self.acting.get_value() {
            return;
        }
        let document = self.workspace.document.get_untracked();
        let text = say_action(&document, &event.action);
        let change = Change { kind: ChangeKind::Operator, ..truth::change(event, &document, text) };
        let open = self.open_in(run);
        if open.is_empty() {
            return;
        }
        self.change(|book| {
            for number in open {
                let command = match RunbookAction::of(&event.action, &document) {
                    Some((action, component)) => Command::Act { action, component },
                    None => Command::Observe { change: change.clone() },
                };
                // A full timeline keeps no more of these.
                let _ = book.apply(number, event.at_secs, self.author(), command);
            }
        });
    }

    pub(super) fn open_in(self, run: u32) -> Vec<u32> {
        self.with_untracked(|book| {
            let of_run = book.cases().iter().map(|it| &it.incident).filter(|it| it.run == Some(run));
            of_run.filter(|it| !it.status.is_over()).map(|it| it.number).collect()
        })
    }

    // How many pages nobody has answered stands in the title of the tab, where it is seen from other tabs.
    fn show_in_title(self) {
        let usual = document().title();
        let unanswered = Memo::new(move |_| {
            let run = self.current_run.get();
            self.with(|book| {
                let of_run = book.cases().iter().map(|it| &it.incident).filter(|it| run.is_some() && it.run == run);
                lean::set(of_run.filter(|it| it.acknowledged.is_none() && !it.status.is_over()).map(|it| it.number)).len()
            })
        });
        follow(move || {
            let title = match unanswered.get() {
                0 => usual.clone(),
                n => say_message(&Message::new("page-title").with("pages", n).with("title", usual.as_str())),
            };
            document().set_title(&title);
        });
    }
}

/// What a toast that pages for an incident is about.
fn page_of(number: u32) -> String {
    format!("incident {number}")
}
