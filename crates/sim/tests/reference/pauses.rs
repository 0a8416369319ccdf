//! Pauses and locks, for whose end requests wait with their slots.

use model::{ComponentId, Place, spec::Discipline};

use super::{Event, State, World, faults::Held, nanos};

/// "After an hour at the latest."
const LONGEST_SECS: f64 = 3600.0;

/// Until when reads and writes that come to their turn wait.
pub(super) type Pause = [u64; 2];

impl World<'_> {
    /// Until when those who are begun at a component wait, by what holds.
    pub(super) fn pause_of(&self, id: ComponentId, changes: &[Held]) -> Pause {
        let mut pause = [0; 2];
        for Held { id: change, change: it, elapsed, .. } in changes {
            if it.place != Place::Component(id) {
                continue;
            }
            let began = self.now - (*elapsed * 1e9 + 0.5) as u64;
            let end = began + nanos(it.lasts_secs.unwrap_or(f64::INFINITY).min(LONGEST_SECS) * 1e3);
            let hit: &[usize] = match *change {
                "stall" | "memory-pressure" => &[0, 1],
                "schema-migration-lock" => &[1],
                _ => &[],
            };
            let end = if *change == "memory-pressure" {
                let every = it.settings["every"];
                let turn = (*elapsed / every).floor();
                began + (turn * every * 1e9) as u64 + nanos(it.settings["pause"])
            } else {
                end
            };
            hit.iter().for_each(|access| pause[*access] = end.max(pause[*access]));
        }
        self.wait_for_locks(id, &mut pause);
        pause
    }

    /// How long a request that is begun now waits.
    pub(super) fn wait_for_pause(&self, job: usize) -> u64 {
        self.pause_at(job).saturating_sub(self.now)
    }

    fn pause_at(&self, job: usize) -> u64 {
        self.faults.pause(self.jobs[job].at)[usize::from(self.is_write(job))]
    }

    /// "Whoever waits goes on when it ends, also where that is earlier or later than was planned."
    pub(super) fn wait_anew(&mut self) {
        for job in 0..self.jobs.len() {
            let (now, it) = (self.now, &self.jobs[job]);
            let ends = self.pause_at(job).max(now);
            if it.state != State::Serving || it.waits_until < now || it.waits_until == ends {
                continue;
            }
            let was = it.waits_until;
            let shares = self.specs[&it.at].server.discipline == Discipline::Sharing;
            let it = &mut self.jobs[job];
            it.work = it.work + ends - was;
            it.waits_until = ends;
            if !shares {
                it.ends_at = it.ends_at + ends - was;
                self.plan_end_of(job);
            }
        }
    }

    /// Own work goes on until its end, unless that is planned anew.
    pub(super) fn plan_end_of(&mut self, job: usize) {
        let it = &mut self.jobs[job];
        it.plans += 1;
        let (delay, plan) = (it.ends_at - self.now, it.plans);
        self.schedule(delay, Event::Served(job, plan));
    }
}

/// The end of a wait that begins now, if there is one.
pub(super) const fn end_of(now: u64, wait: u64) -> u64 {
    if wait > 0 { now + wait } else { 0 }
}
