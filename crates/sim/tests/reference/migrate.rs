//! A store's schema changes: under the table's lock, or row by row beside the traffic.

use model::{ComponentId, Place, scenario::Action, spec::Spec};

use super::{Event, World, nanos, pauses::Pause};

/// "Of at least 20 requests in 5 s."
const ENOUGH: u64 = 20;
const WATCHED: usize = 5;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// It waits for the lock or works under it, takes back what it did, or has the new table take the place of the old one: until then.
    Locked(u64),
    Undoing(u64),
    CuttingOver(u64),
    /// Row by row, so many nanoseconds of work so far.
    Copying {
        done: u64,
        is_paused: bool,
    },
}

#[derive(Clone, Debug)]
struct Migration {
    number: usize,
    id: ComponentId,
    primary: u32,
    began: u64,
    looked: u64,
    failed_before: f64,
    stage: Stage,
}

/// Those that go on, in the order in which they began.
#[derive(Clone, Debug, Default)]
pub(super) struct Migrations {
    going_on: Vec<Migration>,
}

/// Whether an entry of the scenario changes a schema.
pub(super) fn is_about_schemas(action: &Action) -> bool {
    matches!(action, Action::Change(it) if ["migration", "online-migration"].contains(&it.change.as_str()))
}

impl World<'_> {
    pub(super) fn is_migrating(&self) -> bool {
        !self.migrations.going_on.is_empty()
    }

    fn has_primary(&self, id: ComponentId) -> bool {
        !self.out.contains(&id) && !self.is_down(id, self.primary(id))
    }

    /// "One migration of a store goes on at a time."
    pub(super) fn migrate(&mut self, number: usize) {
        let change = self.change_of(number).clone();
        let Place::Component(id) = change.place else { return };
        if self.migrations.going_on.iter().any(|it| it.id == id) || !self.has_primary(id) {
            return;
        }
        let now = self.now;
        let is_online = change.change == "online-migration";
        let stage = if is_online {
            Stage::Copying { done: 0, is_paused: false }
        } else {
            let until =
                now + nanos(change.settings["behind_secs"] * 1e3) + nanos(change.settings["work_secs"] * 1e3);
            let at = self.gives_up_at(number, now).unwrap_or(until);
            self.schedule(at - now, Event::Again);
            Stage::Locked(until)
        };
        let failed_before = self.failed_share(id, WATCHED);
        let primary = self.primary(id);
        let new = Migration { number, id, primary, began: now, looked: now, failed_before, stage };
        self.migrations.going_on.push(new);
        self.look_in_a_second();
    }

    /// "One that has not done so after its time is given up."
    fn gives_up_at(&self, number: usize, began: u64) -> Option<u64> {
        let settings = &self.change_of(number).settings;
        let ends = nanos((settings["behind_secs"]) * 1e3) + nanos(settings["work_secs"] * 1e3);
        let patience = nanos(settings["give_up_secs"] * 1e3);
        (patience > 0 && patience < ends).then_some(began + patience)
    }

    /// At every look.
    pub(super) fn go_on_migrating(&mut self) {
        let now = self.now;
        for mut it in std::mem::take(&mut self.migrations.going_on) {
            let is_over = match it.stage {
                Stage::Locked(until) | Stage::Undoing(until) | Stage::CuttingOver(until) if until <= now => {
                    true
                }
                Stage::Locked(_) => {
                    self.gives_up_at(it.number, it.began).is_some_and(|at| at <= now) && self.undo(&mut it)
                }
                Stage::Undoing(_) | Stage::CuttingOver(_) => false,
                Stage::Copying { .. } => self.copy(&mut it),
            };
            it.looked = now;
            if !is_over {
                self.migrations.going_on.push(it);
            }
        }
    }

    /// "Every second it pauses if the slots held and its own are more than the given share, or the primary is down, and it is given
    /// up if so much more failed than before." Whether it is over.
    fn copy(&mut self, it: &mut Migration) -> bool {
        let Stage::Copying { done, is_paused } = it.stage else { return false };
        let (now, settings) = (self.now, self.change_of(it.number).settings.clone());
        let work = nanos(settings["work_secs"] * 1e3);
        let done = if is_paused { done } else { done + now - it.looked };
        if done >= work && self.has_primary(it.id) {
            let cutover = nanos(settings["cutover"]);
            it.stage = Stage::CuttingOver(now + cutover);
            it.primary = self.primary(it.id);
            self.schedule(cutover, Event::Again);
            return cutover == 0;
        }
        let seconds = ((now - it.began) / nanos(1e3)) as usize;
        if self.failed_share(it.id, seconds.min(WATCHED)) - it.failed_before > settings["most_errors"] {
            return true;
        }
        let own = if is_paused { 0.0 } else { settings["batch_share"] };
        let busy = f64::from(self.usage[&it.id].busy) + own;
        let is_paused = busy > settings["pause_above"] || !self.has_primary(it.id);
        it.stage = Stage::Copying { done, is_paused };
        let left = work.saturating_sub(done);
        if !is_paused && left < nanos(1e3) {
            self.schedule(left, Event::Again);
        }
        false
    }

    /// "Before it has the lock at once, else what it did is taken back under the lock in so many times as long." Whether it is over.
    fn undo(&mut self, it: &mut Migration) -> bool {
        let settings = &self.change_of(it.number).settings;
        match it.stage {
            Stage::Undoing(_) => false,
            Stage::Locked(_) => {
                let begins = it.began + nanos(settings["behind_secs"] * 1e3);
                let worked = self.now.saturating_sub(begins).min(nanos(settings["work_secs"] * 1e3));
                let time = (worked as f64 * settings["undo"]) as u64;
                it.stage = Stage::Undoing(self.now + time);
                self.schedule(time, Event::Again);
                time == 0
            }
            _ => true,
        }
    }

    /// "Rolling back gives up either."
    pub(super) fn undo_migration(&mut self, id: ComponentId) {
        for mut it in std::mem::take(&mut self.migrations.going_on) {
            if it.id != id || !self.undo(&mut it) {
                self.migrations.going_on.push(it);
            }
        }
    }

    /// "A lock is gone with the primary that held it, and then nobody has to take anything back."
    pub(super) fn lose_locks(&mut self) {
        for it in std::mem::take(&mut self.migrations.going_on) {
            let holds_lock = !matches!(it.stage, Stage::Copying { .. });
            let is_there = self.has_primary(it.id) && self.primary(it.id) == it.primary;
            if !holds_lock || is_there {
                self.migrations.going_on.push(it);
            }
        }
    }

    /// "Writes, and reads unless they are let through, wait"; nobody is let in while the tables change places.
    pub(super) fn wait_for_locks(&self, id: ComponentId, pause: &mut Pause) {
        for it in self.migrations.going_on.iter().filter(|it| it.id == id) {
            let settings = &self.change_of(it.number).settings;
            let (until, reads_wait) = match it.stage {
                Stage::Locked(until) | Stage::Undoing(until) => (until, settings["reads_wait"] > 0.0),
                Stage::CuttingOver(until) => (until, true),
                Stage::Copying { .. } => continue,
            };
            pause[1] = pause[1].max(until);
            if reads_wait {
                pause[0] = pause[0].max(until);
            }
        }
    }

    /// "A share of the slots of each replica is taken while it works, the lag grows."
    pub(super) fn under_migrations(&self, id: ComponentId, spec: &mut Spec, lost_slots: &mut f64) {
        for it in self.migrations.going_on.iter().filter(|it| it.id == id) {
            if matches!(it.stage, Stage::Copying { is_paused: false, .. }) {
                let settings = &self.change_of(it.number).settings;
                *lost_slots = 1.0 - (1.0 - *lost_slots) * (1.0 - settings["batch_share"]);
                if let model::spec::Behavior::Store { replication, .. } = &mut spec.behavior {
                    replication.lag_millis += settings["added_lag"];
                }
            }
        }
    }

    /// Of what ended at a store in its last seconds, if that is enough.
    fn failed_share(&self, id: ComponentId, seconds: usize) -> f64 {
        let all = &self.outcome.seconds;
        // The first one may be shorter, and counts for nothing.
        let first = usize::from(!self.measured_from.is_multiple_of(nanos(1e3))).min(all.len());
        let last = &all[all.len().saturating_sub(seconds).max(first)..];
        let of_store = last.iter().filter_map(|it| it.components.get(&id));
        let (failed, ended) = of_store.fold((0, 0), |sum, it| (sum.0 + it[2], sum.1 + it[1] + it[2]));
        if ended >= ENOUGH { failed as f64 / ended as f64 } else { 0.0 }
    }
}
