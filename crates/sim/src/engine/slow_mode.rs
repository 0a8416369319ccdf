//! Components that are slow now and then: spells that begin and end whatever the requests do.

use super::{Engine, Task};
use crate::{
    network::{Network, Node},
    report::What,
};

impl Engine {
    /// The spells with which a run begins.
    pub(super) fn begin_spells(&mut self, net: &Network) {
        for (index, node) in net.nodes.iter().enumerate() {
            let Some(mode) = &node.slow_mode else { continue };
            self.begin_spell(net, index as u32, mode.begins_slow());
        }
    }

    /// A spell is over: the other sort begins.
    pub(super) fn switch_spell(&mut self, net: &Network, index: u32) {
        self.begin_spell(net, index, !self.nodes[index as usize].is_slow);
    }

    fn begin_spell(&mut self, net: &Network, index: u32, is_slow: bool) {
        let node = &net.nodes[index as usize];
        let Some(mode) = &node.slow_mode else { return };
        let state = &mut self.nodes[index as usize];
        let is_first = state.spells == 0;
        state.spells += 1;
        state.is_slow = is_slow;
        let lasts = mode.lasts(state.spells, is_slow, &net.ziggurat);
        self.agenda.plan(self.now.saturating_add(lasts), Task::Switch { node: index });
        if is_slow || !is_first {
            let what =
                if is_slow { What::SlowModeBegan { factor: mode.factor } } else { What::SlowModeEnded };
            self.note_happening(net, node.id, what);
        }
    }

    /// Own work that begins now, with what a slow spell makes of it.
    pub(super) fn slowed(&self, node: &Node, instance: u32, work: u64) -> u64 {
        let Some(mode) = &node.slow_mode else { return work };
        let index = self.instances[instance as usize].node;
        if self.nodes[index as usize].is_slow { (work as f64 * mode.factor) as u64 } else { work }
    }
}
