//! Somebody changes the number of replicas while a new version is rolled out.

use model::ComponentId;

use super::{Control, Rollout, Stage, System};
use crate::changes::Replicas;

impl Control {
    /// Those that are there only for a deploy go.
    pub(super) fn drop_surge(&mut self, system: &mut System<'_>, rollout: &Rollout) {
        if rollout.surge > 0 {
            self.scale_to(system, rollout.component, rollout.index, rollout.base, 0);
        }
    }

    /// So many replicas are wanted, besides those that are there only for a deploy.
    pub(in crate::control) fn scale_by_hand(
        &mut self,
        system: &mut System<'_>,
        component: ComponentId,
        index: u32,
        wanted: u32,
    ) {
        let expected = system.engine.nodes[index as usize].present + self.boots.coming(component);
        let rollout = self.rollouts.iter_mut().find(|it| it.component == component && !it.is_done());
        let Some(rollout) = rollout else { return self.scale_to(system, component, index, wanted, 0) };
        let (surplus, by) = (expected.saturating_sub(rollout.base), rollout.by);
        let wanted = wanted.max(1);
        if wanted < rollout.base {
            // What was there besides goes first.
            rollout.surge = 0;
        }
        let surplus = if wanted < rollout.base { 0 } else { surplus };
        let gone = rollout.rescale(system, wanted);
        self.scale_to(system, component, index, wanted + surplus, 0);
        let present = system.engine.nodes[index as usize].present;
        self.fallen.release(component, &Replicas::Of(gone), present, by);
    }
}

impl Rollout {
    /// A second set of machines is there, or is not any more.
    pub(super) fn provision(&mut self, system: &mut System<'_>, is_there: bool) {
        let now = system.engine.now;
        let stats = &mut system.engine.node_stats[self.index as usize];
        let machines = if is_there { self.base } else { 0 };
        for _ in self.second_set..machines {
            stats.provisioned.up(now);
            stats.spare.up(now);
        }
        for _ in machines..self.second_set {
            stats.provisioned.down(now);
            stats.spare.down(now);
        }
        self.second_set = machines;
    }

    /// It is about so many replicas from now on. Those that come with the version before are changed like the others. Returns those
    /// that go while they are changing.
    fn rescale(&mut self, system: &mut System<'_>, base: u32) -> Vec<u32> {
        let before = std::mem::replace(&mut self.base, base);
        self.pending.retain(|it| it.0 < base);
        let (left, gone): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.changing).into_iter().partition(|it| it.0 < base);
        self.changing = left;
        if self.stage == Stage::Changing && self.deploy.strategy.is_switch() {
            self.batch = base;
            match self.changing.first().copied() {
                Some((_, ready_at, _)) => {
                    self.changing.extend((before..base).map(|it| (it, ready_at, true)));
                    self.provision(system, true);
                }
                None => self.pending.extend((before..base).map(|it| (it, true))),
            }
        }
        gone.into_iter().map(|it| it.0).collect()
    }
}
