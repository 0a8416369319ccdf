//! Rate limits: a token bucket that is refilled continuously.

use crate::{engine::Engine, network::Node};

impl Engine {
    /// Takes a token for a request; `false` if there is none.
    pub(crate) fn is_within_rate(&mut self, node: &Node, index: u32) -> bool {
        let state = &mut self.nodes[index as usize];
        let gained = (self.now - state.refilled_at) as f64 * node.limit_per_nano;
        state.tokens = (state.tokens + gained).min(node.limit_burst);
        state.refilled_at = self.now;
        let has_token = state.tokens >= 1.0;
        if has_token {
            state.tokens -= 1.0;
        }
        has_token
    }
}
