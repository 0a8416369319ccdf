//! Functions: one request per instance; a new instance starts cold, an idle one stays warm for a while. The concurrency
//! limit is the number of slots.

use crate::{
    engine::Engine,
    network::{Node, Role},
    span::flag,
};

impl Engine {
    /// Finds an instance for a request that begins, warm or cold.
    pub(crate) fn take_instance(&mut self, keep_warm: u64, index: u32, span: u32) {
        let state = &mut self.nodes[index as usize];
        // The instance that was used last is taken first; when that one has gone cold, all have.
        match state.warm.pop() {
            Some(since) if self.now - since <= keep_warm => {}
            _ => {
                state.warm.clear();
                self.spans[span].flags |= flag::COLD;
                self.node_stats[index as usize].cold_starts += 1;
            }
        }
    }

    /// An instance becomes idle.
    pub(crate) fn leave_instance(&mut self, node: &Node, index: u32) {
        if let Role::Function { .. } = node.role {
            self.nodes[index as usize].warm.push(self.now);
        }
    }
}
