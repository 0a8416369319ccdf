//! What comes of the worker's messages. Comes with the panels (`src/later.rs`): reading a report takes more code than drawing.

use std::{rc::Rc, sync::Arc};

use leptos::prelude::*;
use sim::FromSim;

use super::{Phase, Run, Told};
use crate::{browser::sim_worker::Heard, dashboard::busiest};

impl Run {
    /// `listener` hears of every second. What the worker has said before waited for it, unread.
    pub fn tell_seconds(self, listener: impl Fn(Told<'_>) + 'static) {
        self.listener.set_value(Some(Rc::new(listener)));
        self.reader.set_value(Some(Self::hear));
        self.is_deaf.set_value(false);
        self.keep_repetitions();
        let (started, heard) = self.unheard.try_update_value(std::mem::take).unwrap_or_default();
        if let Some(started) = started {
            self.told(Told::Started(&started));
        }
        heard.into_iter().for_each(|it| self.hear(it));
    }

    fn hear(self, heard: Heard) {
        match heard.read() {
            Ok(FromSim::Ready { .. }) => {}
            Ok(FromSim::State { running }) => {
                if !running {
                    self.is_going_on.set(false);
                }
                let phase = if running { Phase::Running } else { Phase::Paused };
                // Said again, it would be announced again.
                if self.is_active_untracked() && self.phase.with_untracked(|it| *it != phase) {
                    self.set_phase.set(phase);
                }
            }
            Ok(FromSim::Live(mut live)) => {
                if !live.seconds.is_empty() {
                    self.note_unseen(&live);
                    self.set_seconds.update(|all| Arc::make_mut(all).extend_from_slice(&live.seconds));
                    self.set_loads.update(|all| busiest::add(Arc::make_mut(all), &live.frames));
                }
                if !live.happenings.is_empty() {
                    self.set_happenings.update(|all| Arc::make_mut(all).extend_from_slice(&live.happenings));
                }
                if let Some(acts) = live.by_hand.take() {
                    self.acts.set_value(acts);
                }
                self.told(Told::Seconds(&live.frames));
                self.set_live.set(Some(Arc::new(*live)));
                self.keep_moment();
            }
            Ok(FromSim::Report(report)) => {
                self.set_loads.set(Arc::new(busiest::of_report(&report)));
                let is_whole = report.stopped.is_none() && report.measured_secs >= report.settings.duration_secs;
                self.keep_end(is_whole);
                self.set_report.set(Some(Arc::new(*report)));
                let repetitions = self.subject.with_untracked(|it| it.as_ref().map_or(1, |it| it.settings.replications));
                if is_whole && repetitions > 1 {
                    self.repeat();
                } else {
                    self.set_phase.set(Phase::Done);
                }
            }
            Ok(FromSim::Rewound { to_secs, left }) => self.leave(to_secs, *left),
            // No study is sent to this worker.
            Ok(FromSim::Worked { .. }) => {}
            Ok(FromSim::Failed { message }) => self.set_phase.set(Phase::Refused(message)),
            // One that was only started ahead of need is started again when it is needed.
            Err(message) => {
                if self.is_active_untracked() {
                    self.set_phase.set(Phase::Crashed(message));
                }
            }
        }
    }
}
