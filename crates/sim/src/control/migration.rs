//! A change of a store's schema, from its beginning to its end.

use model::ComponentId;

use super::{Control, System};
use crate::{
    changes::{Migration, MigrationWay},
    conditions::Conditions,
    report::What,
    time::{SECOND, nanos},
};

/// Requests that must have ended before a store is said to fail more than before.
const ENOUGH: u64 = 20;
/// Seconds over which its failures are looked at, while it is migrated and before.
const WATCHED: usize = 5;

/// A migration that goes on.
#[derive(Clone, Debug)]
pub struct Migrating {
    component: ComponentId,
    index: u32,
    migration: Migration,
    /// The replica that took the writes when it asked for its lock.
    primary: u32,
    began: u64,
    /// Share of requests that failed in the seconds before.
    failed_before: f64,
    looked: u64,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    /// It waits for the lock, or works under it, and is done then.
    Locked { until: u64 },
    /// It has been given up; what was done is taken back under the lock until then.
    Undoing { until: u64 },
    /// Row by row: nanoseconds of work done so far.
    Copying { done: u64, is_paused: bool },
    /// The new table takes the place of the old one.
    CuttingOver { until: u64 },
}

impl Migrating {
    /// What is different about the store meanwhile.
    pub fn hold(&self, conditions: &mut Conditions) {
        let condition = conditions.component(self.component);
        let mut lock = |until: u64, reads_wait: bool| {
            condition.writes_wait_until = condition.writes_wait_until.max(until);
            if reads_wait {
                condition.all_wait_until = condition.all_wait_until.max(until);
            }
        };
        match (self.stage, self.migration.way) {
            (
                Stage::Locked { until } | Stage::Undoing { until },
                MigrationWay::Locking { reads_wait, .. },
            ) => {
                lock(until, reads_wait);
            }
            (Stage::CuttingOver { until }, _) => lock(until, true),
            (Stage::Copying { is_paused: false, .. }, MigrationWay::Online { share, lag_millis, .. }) => {
                condition.slots_ratio *= 1.0 - share;
                condition.lag_millis += lag_millis;
            }
            _ => {}
        }
    }

    fn work(&self) -> u64 {
        nanos(self.migration.work_secs)
    }

    /// Nanoseconds for which it has worked by now under its lock.
    fn worked_under_lock(&self, now: u64) -> u64 {
        let MigrationWay::Locking { behind_secs, .. } = self.migration.way else { return 0 };
        now.saturating_sub(self.began + nanos(behind_secs)).min(self.work())
    }

    /// When it gives up by itself, if it does before it is done.
    fn gives_up_at(&self) -> Option<u64> {
        let MigrationWay::Locking { behind_secs, give_up_secs, .. } = self.migration.way else { return None };
        let at = self.began + nanos(give_up_secs?);
        (at < self.began + nanos(behind_secs) + self.work()).then_some(at)
    }
}

impl Control {
    /// One at a time: who comes while another goes on is turned away.
    pub(super) fn migrate(
        &mut self,
        system: &mut System<'_>,
        component: ComponentId,
        index: u32,
        migration: Migration,
    ) {
        if self.migrations.iter().any(|it| it.component == component) || !is_primary_up(system, index) {
            return;
        }
        let began = system.engine.now;
        let stage = match migration.way {
            MigrationWay::Locking { behind_secs, .. } => {
                Stage::Locked { until: began + nanos(behind_secs) + nanos(migration.work_secs) }
            }
            MigrationWay::Online { .. } => Stage::Copying { done: 0, is_paused: false },
        };
        let failed_before = failed_share(system, index, WATCHED).unwrap_or(0.0);
        let primary = system.engine.nodes[index as usize].primary;
        let new =
            Migrating { component, index, migration, primary, began, failed_before, looked: began, stage };
        if let Stage::Locked { until } = stage {
            system.engine.plan_look(new.gives_up_at().unwrap_or(until));
        }
        self.migrations.push(new);
        system.note(component, What::MigrationBegan);
        self.look_again(system);
    }

    /// Migrations go on, end, or are given up.
    pub(super) fn migrate_on(&mut self, system: &mut System<'_>) {
        let now = system.engine.now;
        for mut it in std::mem::take(&mut self.migrations) {
            let ended = match it.stage {
                Stage::Locked { until } if until <= now => Some(What::MigrationDone),
                Stage::Locked { .. } => {
                    if it.gives_up_at().is_some_and(|at| at <= now) {
                        self.give_up(system, &mut it, true)
                    } else {
                        None
                    }
                }
                Stage::Undoing { until } => (until <= now).then_some(What::MigrationUndone),
                Stage::CuttingOver { until } => (until <= now).then_some(What::MigrationDone),
                Stage::Copying { .. } => self.copy_on(system, &mut it),
            };
            it.looked = now;
            match ended {
                Some(what) => system.note(it.component, what),
                None => self.migrations.push(it),
            }
        }
    }

    /// Copies what there was time for since the last look, and sees whether to go on.
    fn copy_on(&mut self, system: &mut System<'_>, it: &mut Migrating) -> Option<What> {
        let now = system.engine.now;
        let Stage::Copying { done: before, is_paused } = it.stage else { return None };
        let MigrationWay::Online { share, pause_above, cutover_millis, most_errors, .. } = it.migration.way
        else {
            return None;
        };
        let has_primary = is_primary_up(system, it.index);
        let done = if is_paused { before } else { before + (now - it.looked) };
        let quarter = |done: u64| (done as f64 / it.work() as f64 * 4.0) as u32;
        let percent = quarter(done).min(4) * 25;
        if quarter(done) > quarter(before) && percent < 100 {
            system.note(it.component, What::Migrated { percent });
        }
        if done >= it.work() && has_primary {
            let until = now + nanos(cutover_millis / 1e3);
            it.stage = Stage::CuttingOver { until };
            it.primary = system.engine.nodes[it.index as usize].primary;
            system.engine.plan_look(until);
            return (until == now).then_some(What::MigrationDone);
        }
        let seconds = ((now - it.began) / SECOND) as usize;
        let failed = failed_share(system, it.index, seconds.min(WATCHED)).unwrap_or(0.0);
        if failed - it.failed_before > most_errors {
            return self.give_up(system, it, true);
        }
        // The slots that its batches had are busy, too.
        let own = if is_paused { 0.0 } else { share };
        let busy = f64::from(system.engine.node_stats[it.index as usize].recent.utilization) + own;
        let is_paused = busy > pause_above || !has_primary;
        it.stage = Stage::Copying { done, is_paused };
        let left = it.work().saturating_sub(done);
        if !is_paused && left < SECOND {
            system.engine.plan_look(now + left);
        }
        None
    }

    /// It stops; what it has done is taken back, which may take a while.
    fn give_up(&mut self, system: &mut System<'_>, it: &mut Migrating, automatic: bool) -> Option<What> {
        let now = system.engine.now;
        if matches!(it.stage, Stage::Undoing { .. }) {
            return None;
        }
        system.note(it.component, What::MigrationAborted { automatic });
        let MigrationWay::Locking { undo, .. } = it.migration.way else {
            // The new table is thrown away.
            return Some(What::MigrationUndone);
        };
        let until = now + (it.worked_under_lock(now) as f64 * undo) as u64;
        it.stage = Stage::Undoing { until };
        system.engine.plan_look(until);
        (until == now).then_some(What::MigrationUndone)
    }

    /// Somebody ends it.
    pub(super) fn give_up_migration(&mut self, system: &mut System<'_>, component: ComponentId) {
        let Some(place) = self.migrations.iter().position(|it| it.component == component) else { return };
        let mut it = self.migrations.remove(place);
        match self.give_up(system, &mut it, false) {
            Some(what) => system.note(component, what),
            None => self.migrations.insert(place, it),
        }
    }

    /// Whoever held a lock at a primary that is gone, or has handed the writes over, holds it no more; recovery is part of coming
    /// back.
    pub(super) fn lose_migrations(&mut self, system: &mut System<'_>) {
        let is_lost = |it: &Migrating| {
            let is_there = is_primary_up(system, it.index)
                && system.engine.nodes[it.index as usize].primary == it.primary;
            !matches!(it.stage, Stage::Copying { .. }) && !is_there
        };
        if !self.migrations.iter().any(is_lost) {
            return;
        }
        let (lost, left) = std::mem::take(&mut self.migrations).into_iter().partition::<Vec<_>, _>(is_lost);
        self.migrations = left;
        for it in lost {
            if !matches!(it.stage, Stage::Undoing { .. }) {
                system.note(it.component, What::MigrationAborted { automatic: true });
            }
            system.note(it.component, What::MigrationUndone);
        }
    }
}

fn is_primary_up(system: &System<'_>, index: u32) -> bool {
    let state = &system.engine.nodes[index as usize];
    state.is_up && system.is_up(index, state.primary)
}

/// Share of what ended at a component in its last seconds that failed. `None`: too little ended.
fn failed_share(system: &System<'_>, index: u32, seconds: usize) -> Option<f64> {
    let history = &system.engine.node_stats[index as usize].history;
    // The first one of a run may be shorter, and what is noted of it is a rate.
    let first = usize::from(!system.network.measured_from.is_multiple_of(SECOND));
    let last = |of: &[u32]| {
        let of = &of[of.len().saturating_sub(seconds).max(first.min(of.len()))..];
        of.iter().map(|it| u64::from(*it)).sum::<u64>()
    };
    let (failed, succeeded) = (last(&history.errors), last(&history.throughput));
    (failed + succeeded >= ENOUGH).then(|| failed as f64 / (failed + succeeded) as f64)
}
