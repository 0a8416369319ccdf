//! Taking a run to another second.

use std::sync::Arc;

use leptos::prelude::*;
use model::scenario::ScenarioEvent;
use sim::{Report, ToSim, report::Second};

use super::{Phase, Run, Told};
use crate::dashboard::busiest::Loads;

/// A way that a run went before it was taken back.
#[derive(Clone, Debug, PartialEq)]
pub struct Left {
    /// Up to here it is the run as it is now.
    pub at_secs: f64,
    pub seconds: Arc<Vec<Second>>,
    pub loads: Arc<Loads>,
    pub report: Arc<Report>,
}

/// What was done in one way and not in the other.
pub fn only_in<'a>(of: &'a Report, other: &'a Report) -> impl Iterator<Item = &'a ScenarioEvent> {
    of.scenario.iter().filter(|it| !other.scenario.contains(it))
}

fn end(of: &[Second]) -> f64 {
    of.last().map_or(0.0, |it| it.at_secs)
}

impl Left {
    /// Up to when another way is the same run: whoever goes on without doing anything stays on this one.
    pub fn same_until(&self, report: &Report, seconds: &[Second]) -> f64 {
        let differs = only_in(&self.report, report).chain(only_in(report, &self.report)).map(|it| it.at_secs);
        differs.fold(end(&self.seconds).min(end(seconds)), f64::min).max(self.at_secs)
    }
}

impl Run {
    /// Whether there is a run that can be taken to another second: it pauses, is on its way to one, or it is over.
    ///
    /// Whoever is on call has no such way.
    pub fn can_go_back(self) -> bool {
        if self.is_blind.get() {
            return false;
        }
        let pauses = self.phase.with(|it| matches!(it, Phase::Paused | Phase::Done));
        (pauses || self.is_going_on.get()) && self.live.with(Option::is_some)
    }

    /// Takes the run back to an earlier second, or on to a later one, and pauses it there.
    pub fn go_to(self, to_secs: f64) {
        self.is_going_on.set(self.live.with_untracked(|it| it.as_ref().is_some_and(|it| to_secs > it.now_secs)));
        self.tell(&ToSim::GoTo { to_secs });
    }

    /// Whether it is on its way to a later second.
    pub fn is_going_on(self) -> bool {
        self.is_going_on.get()
    }

    /// Back to the last full second before the present moment, also while it runs. The id of the message why not, else.
    pub fn step_back(self) -> Result<(), &'static str> {
        if self.is_blind.get_untracked() {
            return Err("run-no-way-back");
        }
        let Some(now_secs) = self.live.with_untracked(|it| it.as_ref().map(|it| it.now_secs)) else {
            return Err("run-nothing-to-go-back");
        };
        if self.replicating.with_untracked(Option::is_some) {
            return Err("run-back-repeats");
        }
        if now_secs <= 0.0 {
            return Err("run-back-at-start");
        }
        self.go_to((now_secs.ceil() - 1.0).max(0.0));
        Ok(())
    }

    /// The run was taken back: what came later is what it might have been.
    pub(super) fn leave(self, to_secs: f64, report: Report) {
        self.crew.set_value(None);
        self.set_replicating.set(None);
        self.set_report.set(None);
        // Whoever hears that it pauses asks where.
        self.set_live.update(|live| {
            if let Some(live) = live {
                Arc::make_mut(live).now_secs = to_secs;
            }
        });
        self.set_phase.set(Phase::Paused);
        let (seconds, loads) = (self.seconds.get_untracked(), self.loads.get_untracked());
        // Whoever goes back again and has been nowhere else wants to see the way that went further.
        let before = self.left.get_untracked().filter(|it| it.same_until(&report, &seconds) >= end(&seconds));
        let left = match before {
            Some(left) => Left { at_secs: to_secs.min(left.at_secs), ..(*left).clone() },
            None => {
                let (seconds, loads) = (Arc::clone(&seconds), Arc::clone(&loads));
                Left { at_secs: to_secs, seconds, loads, report: Arc::new(report) }
            }
        };
        self.set_left.set(Some(Arc::new(left)));
        self.by_hand.update(|all| all.retain(|it| it.at_secs <= to_secs));
        self.set_happenings.update(|all| Arc::make_mut(all).retain(|it| it.at_secs <= to_secs));
        self.told(Told::Rewound { to_secs });
        self.set_seconds.set(Arc::new(seconds.iter().filter(|it| it.at_secs <= to_secs).copied().collect()));
        let until = |points: &Vec<(f64, f64)>| points.iter().filter(|it| it.0 <= to_secs).copied().collect();
        self.set_loads.set(Arc::new(loads.iter().map(|(id, points)| (*id, until(points))).collect()));
    }
}
