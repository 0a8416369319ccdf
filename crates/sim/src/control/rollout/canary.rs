//! How a new version fares beside the old one.

use super::Rollout;
use crate::{changes::Strategy, control::System, engine::Judged};

/// Requests that a canary must have served before it is judged.
const ENOUGH: u64 = 20;

impl Rollout {
    /// What replicas with the old or with the new version did since they were last looked at.
    fn judged(&self, system: &System<'_>, is_new: bool) -> Judged {
        let first = system.network.nodes[self.index as usize].first_instance;
        let mut all = Judged::default();
        for number in (0..self.there(system)).filter(|it| self.new.contains(it) == is_new) {
            let judged = system.engine.instances[(first + number) as usize].judged;
            all.served += judged.served;
            all.failed += judged.failed;
            all.worked += judged.worked;
        }
        all
    }

    /// Those that it is about and that are there.
    fn there(&self, system: &System<'_>) -> u32 {
        self.base.min(system.engine.nodes[self.index as usize].present)
    }

    pub(super) fn forget(&self, system: &mut System<'_>) {
        let first = system.network.nodes[self.index as usize].first_instance;
        for number in 0..self.there(system) {
            system.engine.instances[(first + number) as usize].judged = Judged::default();
        }
    }

    /// Whether the new version is worse than it may be. `None`: too little was seen.
    pub(super) fn is_worse(&self, system: &System<'_>) -> Option<bool> {
        let Strategy::Canary { most_errors, most_slower, .. } = self.deploy.strategy else {
            return Some(false);
        };
        let (old, new) = (self.judged(system, false), self.judged(system, true));
        if new.served < ENOUGH {
            return None;
        }
        let errors = |it: Judged| if it.served > 0 { it.failed as f64 / it.served as f64 } else { 0.0 };
        let work = |it: Judged| it.worked as f64 / it.served as f64;
        let is_slower = old.served >= ENOUGH && work(new) > most_slower * work(old);
        Some(errors(new) - errors(old) > most_errors || is_slower)
    }
}
