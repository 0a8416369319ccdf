//! Rate limits: a token bucket that is refilled continuously.

use crate::{engine::Engine, network::Node};

impl Engine {
    /// Takes a token for a request; `false` if there is none.
    pub(crate) fn is_within_rate(&mut self, node: &Node, index: u32) -> bool {
        self.refill(node, index);
        let state = &mut self.nodes[index as usize];
        let has_token = state.tokens >= 1.0;
        if has_token {
            state.tokens -= 1.0;
        }
        has_token
    }

    /// Counts what has come in since the last look; also when another limit is to hold from now on.
    #[inline(always)]
    pub(crate) fn refill(&mut self, node: &Node, index: u32) {
        let state = &mut self.nodes[index as usize];
        let gained = (self.now - state.refilled_at) as f64 * node.limit_per_nano;
        state.tokens = (state.tokens + gained).min(node.limit_burst);
        state.refilled_at = self.now;
    }
}
