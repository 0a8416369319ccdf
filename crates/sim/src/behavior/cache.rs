//! Caches and edges: a share of the reads is answered here, the rest elsewhere.

use crate::{
    engine::Engine,
    network::{Network, Node},
    random::Draw,
    span::flag,
};

impl Engine {
    /// The lookup is done. Writes never hit: they go to the origin and make the copy here void.
    pub(crate) fn look_up(
        &mut self,
        net: &Network,
        node: &Node,
        span: u32,
        hit_ratio: f64,
        asks_origin: bool,
    ) {
        let record = &mut self.spans[span];
        let is_hit = !record.is(flag::WRITE) && Draw::new(node.hit_stream, record.key).unit() < hit_ratio;
        let stats = &mut self.node_stats[net.instances[record.instance as usize].node as usize];
        if is_hit {
            stats.hits += 1;
            return self.finish(net, span);
        }
        stats.misses += 1;
        if asks_origin {
            return self.advance(net, span);
        }
        record.flags |= flag::MISS;
        self.finish(net, span);
    }
}
