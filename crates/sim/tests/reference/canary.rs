//! How a new version fares beside the old one.

use model::{ComponentId, scenario::Change};

use super::{Job, World};

/// What replicas with the old and with the new version did while somebody watched: begun, failed, nanoseconds of own work.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Watched {
    begun: u64,
    failed: u64,
    work: u64,
}

impl World<'_> {
    /// "It goes back if it fails by more than the given share more, or works longer by more than the given factor, than the replicas
    /// with the old version", which is known once 20 requests have begun there.
    pub(super) fn is_worse(&self, id: ComponentId, change: &Change) -> Option<bool> {
        if change.change != "canary" {
            return Some(false);
        }
        let it = &self.deploys[&id];
        let of = |is_new: bool| {
            let mut sum = Watched::default();
            for number in
                (0..it.base.min(self.count(id))).filter(|number| it.has_new[*number as usize] == is_new)
            {
                let one = self.watched.get(&(id, number)).copied().unwrap_or_default();
                sum.begun += one.begun;
                sum.failed += one.failed;
                sum.work += one.work;
            }
            sum
        };
        let (old, new) = (of(false), of(true));
        if new.begun < 20 {
            return None;
        }
        let failing = |it: Watched| if it.begun > 0 { it.failed as f64 / it.begun as f64 } else { 0.0 };
        let mean = |it: Watched| it.work as f64 / it.begun as f64;
        let is_slower = old.begun >= 20 && mean(new) > change.settings["most_slower"] * mean(old);
        Some(failing(new) - failing(old) > change.settings["most_errors"] || is_slower)
    }

    pub(super) fn watch_begin(&mut self, job: usize) {
        let Job { at, replica, work, .. } = self.jobs[job];
        let it = self.watched.entry((at, replica)).or_default();
        it.begun += 1;
        it.work += work;
    }

    pub(super) fn watch_failure(&mut self, job: usize) {
        let Job { at, replica, .. } = self.jobs[job];
        self.watched.entry((at, replica)).or_default().failed += 1;
    }
}
