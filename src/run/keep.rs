//! A run outlives a reload of the page: where it is and what was done to it is kept in the tab, and simulated again.
//!
//! That is exact, because the same drawing with the same options and the same acts is the same run. It comes back paused, so
//! that nothing happens before somebody looks; one that was over comes back with its results. What came of its repetitions is
//! kept as it is, where there is room: making all of them again may take minutes.

use std::sync::Arc;

use leptos::prelude::*;
use model::{Arg, Message, file, scenario::ScenarioEvent};
use serde::{Deserialize, Serialize};
use sim::{
    ENGINE_VERSION, Report, RunOptions, Speed, ToSim,
    protocol::{ByHand, Resume},
};

use super::{Phase, Run, Told};
use crate::{
    browser::{now_millis, tab_storage},
    follow::follow,
};

/// The drawing as it was when the run began, and the rest, which changes all the time.
const DRAWING: &str = "run-drawing";
const MOMENT: &str = "run-moment";
/// The name of a drawing whose run has come further than can be kept.
const TOO_LONG: &str = "run-too-long";
/// The report of all repetitions.
const REPEATED: &str = "run-repeated";
/// One of ten components and a minute takes a tenth of it.
const MOST_REPEATED_BYTES: usize = 1_000_000;
/// How often the moment is written down.
const EVERY_MILLIS: f64 = 500.0;
/// More events than this would take too long to simulate again: some ten seconds.
const MOST_EVENTS: u64 = 60_000_000;

/// Where the run is.
#[derive(Debug, Serialize, Deserialize)]
struct Moment {
    /// Another engine would give another run.
    engine: String,
    options: RunOptions,
    speed: Speed,
    resume: Resume,
    /// Its scenario is hidden from the person on call.
    is_blind: bool,
    /// It had come to its end.
    is_whole: bool,
}

impl Run {
    /// A run of that drawing begins.
    pub(super) fn keep_drawing(self, file: &str) {
        self.forget_kept();
        self.is_kept.set_value(tab_storage::save(DRAWING, &file));
    }

    /// Writes down where the run is, now and then.
    pub(super) fn keep_moment(self) {
        let now = now_millis();
        if self.is_kept.get_value() && now - self.kept_at.get_value() >= EVERY_MILLIS {
            self.write_moment(self.is_blind.get_untracked(), false);
            self.note_length();
            self.kept_at.set_value(now);
        }
    }

    /// Writes down that the run is over: nobody is on call in it any more.
    pub(super) fn keep_end(self, is_whole: bool) {
        // Where it was half a second ago somebody may still have been.
        if self.is_kept.get_value() && !self.write_moment(false, is_whole) {
            self.forget_kept();
            self.note_length();
        }
    }

    /// Keeps what comes of repetitions as soon as they are over. Writing a report out comes with the panels, as reading it.
    pub(super) fn keep_repetitions(self) {
        follow(move || {
            if self.phase.get() == Phase::Done
                && self.is_kept.get_value()
                && let Some(report) = self.report.get_untracked().filter(|it| it.settings.replications > 1)
            {
                tab_storage::save_small(REPEATED, &*report, MOST_REPEATED_BYTES);
            }
        });
    }

    /// What came of the repetitions of that run, if it is kept.
    pub(super) fn kept_repetitions(first: &Report) -> Option<Report> {
        // Every second of the first one is in it.
        let is_its_own = |it: &Report| it.engine == first.engine && it.series == first.series;
        tab_storage::load(REPEATED).filter(is_its_own)
    }

    // Whoever finds it short of its end, or gone, shall hear why.
    fn note_length(self) {
        if self.live.with_untracked(|it| it.as_ref().is_some_and(|it| it.events > MOST_EVENTS)) {
            tab_storage::save(TOO_LONG, &self.document.with_untracked(|it| it.name.clone()));
        } else {
            tab_storage::remove(TOO_LONG);
        }
    }

    // Whether it could be written.
    fn write_moment(self, is_blind: bool, is_whole: bool) -> bool {
        let (Some(live), Some(subject)) = (self.live.get_untracked(), self.subject_untracked()) else { return false };
        if live.now_secs < 0.0 || live.events > MOST_EVENTS {
            return false;
        }
        let options = RunOptions {
            replications: 1,
            warm_up_secs: live.warm_up_secs,
            ..RunOptions::from(subject.settings)
        };
        let resume = Resume { at: live.at, by_hand: self.acts.get_value() };
        let speed = self.speed.get_untracked();
        let engine = ENGINE_VERSION.to_owned();
        tab_storage::save(MOMENT, &Moment { engine, options, speed, resume, is_blind, is_whole })
    }

    pub(super) fn forget_kept(self) {
        self.is_kept.set_value(false);
        self.kept_at.set_value(0.0);
        tab_storage::remove(DRAWING);
        tab_storage::remove(MOMENT);
        tab_storage::remove(REPEATED);
        tab_storage::remove(TOO_LONG);
    }

    /// Brings back the run that this tab had before it was loaded again, and what a person is told of it. `None` if it was over
    /// and waits for nobody; if there was none, or it was of another drawing, which is forgotten.
    pub fn recover(self) -> Option<Message> {
        // Somebody was quicker and has begun another.
        if self.n_started.get_untracked() > 0 {
            return None;
        }
        let name = self.document.with_untracked(|it| it.name.clone());
        let is_too_long = tab_storage::load::<String>(TOO_LONG).is_some_and(|it| it == name);
        let Some((at_secs, is_whole)) = self.try_to_recover() else {
            self.forget_kept();
            return is_too_long.then(|| Message::new("run-too-long-to-recover"));
        };
        let id = if is_too_long { "run-recovered-in-part" } else { "run-recovered" };
        (!is_whole).then(|| Message::new(id).with("time", Arg::Moment(at_secs)))
    }

    // Where it was, and whether that was its end.
    fn try_to_recover(self) -> Option<(f64, bool)> {
        let file: String = tab_storage::load(DRAWING)?;
        let moment: Moment = tab_storage::load(MOMENT)?;
        let ran = file::load(file.as_bytes()).ok()?.architecture;
        let document = self.document.get_untracked();
        // What was drawn since is not part of it, but it must be the same drawing.
        if moment.engine != ENGINE_VERSION || ran.name != document.name || ran.next_id > document.next_id {
            return None;
        }
        let Moment { options, speed, resume, is_blind, is_whole, .. } = moment;
        let at_secs = resume.at.as_secs() - options.warm_up_secs;
        let ran = Arc::new(ran);
        let subject = if is_blind || ran.runs_like(&document) { document } else { Arc::clone(&ran) };
        self.clear();
        self.subject.set(Some(subject));
        self.speed.set(speed);
        self.is_blind.set(is_blind);
        self.told(Told::Started(&ran));
        self.planned.set(Arc::new(ran.scenario.events.clone()));
        let event = |it: &ByHand| {
            let at_secs = it.at.as_secs() - options.warm_up_secs;
            ScenarioEvent { at_secs, action: it.action.clone() }
        };
        self.by_hand.set(resume.by_hand.iter().map(event).collect());
        self.recovered_secs.set(Some(at_secs));
        self.set_phase.set(Phase::Running);
        self.is_kept.set_value(true);
        let resume = Some(resume);
        self.tell(&ToSim::Start { file, options, finds_warm_up: false, speed, resume });
        Some((at_secs, is_whole))
    }
}
