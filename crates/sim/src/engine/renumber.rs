//! A component may come to have more replicas than there were numbers for: all replicas after them are numbered anew.

use super::{
    CandidateState, Engine, Instance,
    line::{Limiter, Line},
};
use crate::{
    network::{NONE, Network, Node},
    span::{State, flag},
};

impl Engine {
    /// Gives every replica, target and queue its number in `new`. Components keep theirs.
    pub(super) fn renumber(&mut self, old: &Network, new: &Network) {
        if old.instances.len() == new.instances.len() {
            return;
        }
        let moved = |instance: u32| match old.instances.get(instance as usize) {
            Some(place) => {
                let node = place.node as usize;
                instance - old.nodes[node].first_instance + new.nodes[node].first_instance
            }
            // No replica, as for messages that wait.
            None => instance,
        };
        let mut instances: Vec<Instance> = new
            .instances
            .iter()
            .map(|place| Instance::new(place.node, &new.nodes[place.node as usize], false))
            .collect();
        for (index, place) in self.instances.iter().enumerate() {
            instances[moved(index as u32) as usize] = *place;
        }
        self.instances = instances;
        self.renumber_candidates(old, new, moved);
        self.renumber_lines(old, new);
        for span in self.spans.indices() {
            let record = &mut self.spans[span];
            if record.state != State::Free {
                record.instance = moved(record.instance);
            }
        }
        self.plans.rename(moved);
    }

    fn renumber_candidates(&mut self, old: &Network, new: &Network, moved: impl Fn(u32) -> u32) {
        let mut places = vec![NONE; old.candidates.len()];
        let mut states = vec![CandidateState::new(false); new.candidates.len()];
        let mut known = std::collections::BTreeMap::new();
        for (index, candidate) in new.candidates.iter().enumerate() {
            known.insert((candidate.link, candidate.instance), index as u32);
        }
        for (index, candidate) in old.candidates.iter().enumerate() {
            if let Some(&place) = known.get(&(candidate.link, moved(candidate.instance))) {
                places[index] = place;
                states[place as usize] = self.candidates[index];
            }
        }
        self.candidates = states;
        for span in self.spans.indices() {
            let record = &mut self.spans[span];
            // Of users of a closed loop it is a count.
            if record.state != State::Free && !record.is(flag::ROOT) && record.candidate != NONE {
                record.candidate = places[record.candidate as usize];
            }
        }
    }

    fn renumber_lines(&mut self, old: &Network, new: &Network) {
        let levels = new.levels.iter().map(|it| usize::from(*it) + 1).max().unwrap_or(1);
        let mut before = std::mem::take(&mut self.lines).into_iter();
        for (was, is) in old.nodes.iter().zip(&new.nodes).filter(|(_, is)| is.queueing.is_some()) {
            self.lines.extend(before.by_ref().take(was.instances as usize));
            self.lines.extend((was.instances..is.instances).map(|_| empty_line(is, levels)));
        }
    }
}

/// The queue of a replica that begins.
pub(super) fn empty_line(node: &Node, levels: usize) -> Line {
    Line::new(levels, Limiter::new(node.slots, node.slots.saturating_add(node.queue_limit)))
}
