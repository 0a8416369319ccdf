//! Replicas that come and go during a deploy: those that are there only for it, and those that somebody wants.

use model::ComponentId;

use super::{World, deploy::Stage};

impl World<'_> {
    /// "Replicas of the surge take the place of the last ones."
    pub(super) fn spared(&self, id: ComponentId) -> usize {
        let it = &self.deploys[&id];
        if it.stage == Stage::Changing { it.surge.min(it.base) as usize } else { 0 }
    }

    pub(super) fn is_stage_over(&self, id: ComponentId) -> bool {
        let it = &self.deploys[&id];
        let waits = it.stage == Stage::Changing && self.is_a(id, "rolling-update");
        let are_there = !waits || self.count(id) >= it.base + it.surge;
        are_there && it.changing.is_empty() && it.pending.len() <= self.spared(id)
    }

    /// A rolling update, or its way back, is over.
    pub(super) fn drop_surge(&mut self, id: ComponentId) {
        let it = &self.deploys[&id];
        if it.surge > 0 && it.stage != Stage::Done {
            self.scale_to(id, it.base, 0);
        }
    }

    /// "Those that come while a rolling update or a recreation goes on have the new version", others the one before; after a deploy all
    /// have its version.
    pub(super) fn get_version(&mut self, id: ComponentId, number: u32) {
        if !self.deploys.contains_key(&id) {
            return;
        }
        let brings = self.is_a(id, "rolling-update") || self.is_a(id, "recreate");
        let it = self.deploys.get_mut(&id).expect("a deploy");
        if it.stage != Stage::Done {
            let is_new = brings && it.stage == Stage::Changing;
            it.comes(number, is_new);
            it.others.remove(&number);
        }
    }

    /// "So many replicas are wanted, besides those that are there only for a deploy."
    pub(super) fn scale_by_hand(&mut self, id: ComponentId, wanted: u32) {
        let expected = self.count(id) + self.coming(id);
        let is_switch = self.deploys.contains_key(&id) && self.is_a(id, "blue-green");
        let Some(it) = self.deploys.get_mut(&id).filter(|it| it.stage != Stage::Done) else {
            return self.scale_to(id, wanted, 0);
        };
        let before = std::mem::replace(&mut it.base, wanted);
        let mut surplus = expected.saturating_sub(before);
        if wanted < before {
            (it.surge, surplus) = (0, 0);
        }
        it.pending.retain(|it| it.0 < wanted);
        it.others.retain(|it| *it < wanted);
        let gone: Vec<u32> = it.changing.iter().map(|it| it.0).filter(|it| *it >= wanted).collect();
        it.changing.retain(|it| it.0 < wanted);
        if is_switch && it.stage == Stage::Changing {
            it.at_a_time = wanted as usize;
            match it.changing.first().copied() {
                Some((_, _, at)) => it.changing.extend((before..wanted).map(|it| (it, true, at))),
                None => it.pending.extend((before..wanted).map(|it| (it, true))),
            }
        }
        let number = it.number;
        self.scale_to(id, wanted + surplus, 0);
        self.released(id, gone, number);
    }
}
