//! How much memory a run takes.

use std::mem::size_of;

use super::{CandidateState, Engine, Instance, Items, LinkState, NodeState, Room, SourceState, lru::Lru};
use crate::{
    report::Second,
    span::Span,
    stats::{ClassStats, LinkStats, NodeStats},
};

impl Engine {
    /// Bytes that a copy of the run takes, as near as lengths tell.
    pub fn bytes(&self) -> usize {
        let histograms = self.node_stats.iter().map(NodeStats::heap_bytes).sum::<usize>()
            + self.class_stats.iter().map(|it| it.latency.heap_bytes()).sum::<usize>();
        size_of::<Self>()
            + self.spans.indices().len() * size_of::<Span>()
            + self.queue.bytes()
            + self.instances.len() * size_of::<Instance>()
            + self.nodes.len() * (size_of::<NodeState>() + size_of::<NodeStats>())
            + self.links.len() * (size_of::<LinkState>() + size_of::<LinkStats>())
            + self.candidates.len() * size_of::<CandidateState>()
            + self.sources.len() * size_of::<SourceState>()
            + self.class_stats.len() * size_of::<ClassStats>()
            + self
                .class_stats
                .iter()
                .filter_map(|it| it.messages.as_ref())
                .map(|it| size_of_val(&**it) + it.ages.heap_bytes())
                .sum::<usize>()
            + self.second.rows.len() * size_of::<Second>()
            + self.agenda.bytes()
            + self.rooms.iter().map(|it| size_of::<Room>() + it.heap_bytes()).sum::<usize>()
            + self.caches.iter().map(Items::heap_bytes).sum::<usize>()
            + self.buckets.iter().map(Lru::heap_bytes).sum::<usize>()
            + histograms
            + self.telemetry.as_ref().map_or(0, |it| it.bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::notation;

    use crate::{
        RunOptions, Session, SimTime,
        queue::{BYTES_PER_WAITING, far::BYTES_PER_EVENT},
    };

    /// Rewinding keeps as many copies of a run as fit.
    #[test]
    fn what_caches_and_limits_know_counts() {
        let bytes = |text: &str| {
            let options = RunOptions { seed: 1, duration_secs: 10.0, warm_up_secs: 0.0, replications: 1 };
            let mut session = Session::new(&notation::parse(text).unwrap(), options).unwrap();
            session.advance(SimTime::NEVER, u64::MAX);
            session.bytes()
        };
        let source = "u:client{per_sec=5000, writes=0, population=20000}";
        // Twenty thousand items or users at least; each takes 28 bytes and more.
        let few = bytes(&format!(
            "{source} -> c:cdn{{cache_model=keys, cached_keys=40000, popularity=0, capacity_items=10}} -> s:api_server{{slots=900}}"
        ));
        let many = bytes(&format!(
            "{source} -> c:cdn{{cache_model=keys, cached_keys=40000, popularity=0, capacity_items=40000}} -> s:api_server{{slots=900}}"
        ));
        assert!(many > few + 20_000 * 28, "{few}, {many}");
        let free = bytes(&format!("{source} -> g:api_gateway{{slots=900}}"));
        let limited = bytes(&format!("{source} -> g:api_gateway{{slots=900, user_limits=tiers}}"));
        assert!(limited > free + 18_000 * 28, "{free}, {limited}");
    }

    /// Its record, its next event, and its entry in the lane of timeouts. A user's request that makes more than one call is
    /// one record more.
    #[test]
    fn a_call_under_way_takes_two_cache_lines() {
        let bytes = size_of::<Span>() + BYTES_PER_EVENT + BYTES_PER_WAITING;
        assert!(bytes <= 128, "{bytes}");
    }
}
