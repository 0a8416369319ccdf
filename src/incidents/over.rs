//! A run that is over: the truth about it, what it did to users, and the score of whoever was on call.

use leptos::prelude::*;
use model::{ComponentId, cost::replica_dollars_per_hour, scenario::ScenarioEvent};
use ops::incidents::{
    Change, Harm, correlate, harm,
    score::{self, Facts},
    truth,
};
use sim::report::Second;

use super::Incidents;
use crate::{
    frame::Toast,
    scenario::say_action,
    text::say,
};

impl Incidents {
    // The run is over: truth, harm and score.
    pub(super) fn end(self) {
        let Some(run) = self.current_run.get_untracked() else { return };
        if self.with_untracked(|book| book.run(run).is_none_or(|it| it.ended_at_secs.is_some())) {
            return;
        }
        let document = self.workspace.document.get_untracked();
        let change = |it: &ScenarioEvent| truth::change(it, &document, say_action(&document, &it.action));
        let truth: Vec<Change> = self.run.planned.with_untracked(|all| all.iter().map(change).collect());
        let ended_at_secs = self.now_secs.get_untracked();
        // What was planned for later never happened.
        let truth: Vec<Change> = truth.into_iter().filter(|it| it.at_secs <= ended_at_secs).collect();
        let felt_at_secs = self.of_users(&truth, harm::felt_secs);
        let was_on_call = self.on_call.is_on.get_untracked();
        let score = was_on_call.then(|| self.score(run, &truth, ended_at_secs));
        let has_incidents = self.with_untracked(|book| book.cases().iter().any(|it| it.incident.run == Some(run)));
        let finish = |book: &mut ops::incidents::Book| {
            if let Some(record) = book.run_mut(run) {
                record.end(ended_at_secs, truth);
                record.score = score;
                record.felt_at_secs = felt_at_secs;
            }
        };
        if has_incidents || was_on_call {
            self.change(finish);
        } else {
            self.change_quietly(finish);
        }
        // Everybody may know now.
        self.on_call.is_on.set(false);
        self.run.is_blind.set(false);
        self.measure_harm(run);
        // Nobody is waited for any more.
        let of_run = self.with_untracked(|book| {
            let all = book.cases().iter().map(|it| &it.incident).filter(|it| it.run == Some(run));
            all.map(|it| it.number).collect::<Vec<_>>()
        });
        of_run.into_iter().for_each(|it| self.end_page(it));
        if was_on_call {
            self.on_call.shows_result.set_value(true);
            self.shown.set(None);
            self.workspace.layout.bottom_tab.set(crate::frame::BottomTab::Incidents);
            self.workspace.notify(Toast::new(say("on-call-over")));
        }
    }

    fn score(self, run: u32, truth: &[Change], ended_at_secs: f64) -> score::Score {
        let document = self.workspace.document.get_untracked();
        let broke_at_secs = broke_secs(truth);
        let series = self.seen.with_value(|it| it.series(ended_at_secs, |_| true));
        let act = |it: &ScenarioEvent| truth::change(it, &document, say_action(&document, &it.action));
        let acts: Vec<Change> = self.run.by_hand.with_untracked(|all| all.iter().map(act).collect());
        let concerned = truth::concerned(truth, &document);
        let wrong_actions = score::wrong_actions(&acts, &concerned, &correlate::moves(&series));
        let counts = self.seen.with_value(|it| it.objectives.clone());
        self.with_untracked(|book| {
            let speedup = book.run(run).map_or(1.0, |it| it.speedup);
            let first = book.cases().iter().map(|it| &it.incident).find(|it| {
                it.run == Some(run) && broke_at_secs.is_none_or(|broke| it.opened_at_secs >= broke)
            });
            score::score(&Facts {
                speedup,
                broke_at_secs,
                severity: first.map(|it| it.severity),
                opened_at_secs: first.map(|it| it.opened_at_secs),
                acknowledged_at_secs: first.and_then(|it| it.first_acknowledged_at_secs),
                felt_at_secs: self.of_users(truth, harm::felt_secs),
                well_at_secs: self.of_users(truth, harm::well_again_secs),
                budget_spent: score::most_spent(&document.objectives, &counts, ended_at_secs * speedup).map(|it| it.1),
                wrong_actions,
            })
        })
    }

    /// When something became of users after the first thing that broke.
    fn of_users(self, truth: &[Change], find: fn(&[Second], f64) -> Option<f64>) -> Option<f64> {
        let broke_secs = broke_secs(truth)?;
        self.run.seconds.with_untracked(|all| find(all, broke_secs))
    }

    /// What an incident did to users so far, if its run can still be looked at.
    pub(super) fn measure_harm_of(self, number: u32) {
        let run = self.with_untracked(|book| book.case(number).and_then(|it| it.incident.run));
        if let Some(run) = run.filter(|it| Some(*it) == self.current_run.get_untracked()) {
            self.measure_harm(run);
        }
    }

    fn measure_harm(self, run: u32) {
        let dollars = self.workspace.bill.with_untracked(|it| it.cost.total_dollars);
        let now_secs = self.now_secs.get_untracked();
        let document = self.workspace.document.get_untracked();
        let price_of = |(id, secs): (ComponentId, f64)| match document.component(id).filter(|_| secs > 0.0) {
            Some(component) => secs / 3_600.0 * replica_dollars_per_hour(&document, component),
            None => 0.0,
        };
        let measured: Vec<_> = self.with_untracked(|book| {
            let record = book.run(run);
            let speedup = record.map_or(1.0, |it| it.speedup);
            let truth = record.map_or(&[][..], |it| it.known_truth());
            let of_run = book.cases().iter().map(|it| &it.incident).filter(|it| it.run == Some(run));
            of_run
                .map(|it| {
                    let began = truth.iter().rfind(|change| change.kind.can_begin_it() && change.at_secs <= it.opened_at_secs);
                    let from_secs = began.map_or(it.opened_at_secs, |change| change.at_secs);
                    let until_secs = it.mitigated_at_secs.unwrap_or(now_secs);
                    let window = (from_secs, until_secs);
                    let harm = harm::harm(&untrack(|| self.run.seen_seconds()), window, speedup, dollars);
                    let added = self.seen.with_value(|it| it.added_secs(window).map(price_of).sum::<f64>());
                    let counts = self.seen.with_value(|it| it.promised(window));
                    let lasted_secs = (until_secs - from_secs) * speedup;
                    let spent = score::most_spent(&document.objectives, &counts, lasted_secs);
                    let harm = Harm {
                        added_dollars: added * speedup,
                        dollars_per_failure: document.planning.dollars_per_failure,
                        spent: spent.map(|(objective, share)| (objective.clone(), share)),
                        ..harm
                    };
                    (it.number, harm)
                })
                .collect()
        });
        if !measured.is_empty() {
            self.change(|book| {
                for (number, harm) in measured {
                    book.set_harm(number, harm);
                }
            });
        }
    }
}

/// When the first thing broke.
fn broke_secs(truth: &[Change]) -> Option<f64> {
    truth.iter().filter(|it| it.kind.can_begin_it()).map(|it| it.at_secs).reduce(f64::min)
}
