//! Functions: one request per instance; a new instance starts cold, an idle one stays warm for a while.

use crate::{
    engine::Engine,
    network::{Node, Role},
    span::flag,
};

impl Engine {
    /// Finds an instance for a request, warm or cold. `false`: over the concurrency limit.
    pub(crate) fn admit_to_function(&mut self, node: &Node, index: u32, span: u32) -> bool {
        let Role::Function { keep_warm, concurrency, .. } = node.role else { return true };
        let state = &mut self.nodes[index as usize];
        if state.running >= concurrency {
            return false;
        }
        state.running += 1;
        // The instance that was used last is taken first; when that one is cold, all are.
        match state.warm.pop() {
            Some(since) if self.now - since <= keep_warm => {}
            _ => {
                state.warm.clear();
                self.spans[span].flags |= flag::COLD;
                self.node_stats[index as usize].cold_starts += 1;
            }
        }
        true
    }

    /// An instance becomes idle.
    pub(crate) fn leave_function(&mut self, index: u32) {
        let state = &mut self.nodes[index as usize];
        state.running = state.running.saturating_sub(1);
        state.warm.push(self.now);
    }
}
