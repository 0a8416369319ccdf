//! What a store loses with its primary, or when it falls apart: acknowledged writes that nobody else has.

use std::collections::BTreeMap;

use super::Engine;
use crate::{
    network::{Link, Network, Node, Role},
    random::{Draw, mix},
    span::{Span, State, flag},
};

/// Writes that are lost if another replica takes over.
#[derive(Clone, Debug, Default)]
pub struct AtRisk {
    pub since: u64,
    /// When the failover time is over. `None`: failover was off when the primary went down.
    pub due: Option<u64>,
    /// It was drained: nobody waits for the failover time.
    pub is_planned: bool,
    /// By the number of that replica: how many, and the age of the oldest of them, in nanoseconds.
    pub writes: BTreeMap<u32, (u64, u64)>,
}

impl Engine {
    /// The primary goes down: what others have not been sent yet may be lost with it, whoever of them takes over. With a write quorum another
    /// replica has every write that was acknowledged.
    pub(crate) fn note_risk(&mut self, net: &Network, index: u32) {
        let node = &net.nodes[index as usize];
        let Role::Store { writes_await, .. } = node.role else { return };
        let mut risk = AtRisk { since: self.now, ..AtRisk::default() };
        if writes_await == 0 {
            let there = self.present(net, index);
            let is_late = |it: &Span| {
                there.contains(&it.instance)
                    && it.state == State::Sent
                    && it.flags & (flag::INTERNAL | flag::WRITE) == flag::INTERNAL | flag::WRITE
                    && !it.is(flag::DEAD)
            };
            for span in self.spans.indices().map(|it| &self.spans[it]).filter(|it| is_late(it)) {
                let (writes, age) = risk.writes.entry(span.instance - there.start).or_default();
                *writes += 1;
                *age = (*age).max(self.now - span.start);
            }
        }
        self.nodes[index as usize].at_risk = Some(risk);
    }

    /// Another replica has taken over: the primary of now.
    pub(crate) fn note_takeover(&mut self, index: u32) {
        let Some(risk) = self.nodes[index as usize].at_risk.take() else { return };
        let (writes, age) = risk.writes.get(&self.nodes[index as usize].primary).copied().unwrap_or_default();
        let stats = &mut self.node_stats[index as usize];
        stats.failovers += 1;
        stats.without_primary += self.now - risk.since;
        stats.lost_writes += writes;
        stats.lost_age = stats.lost_age.max(age);
    }

    /// Who takes over from the primary: the next replica that is up.
    pub(crate) fn successor(&self, node: &Node, index: u32) -> Option<u32> {
        let state = &self.nodes[index as usize];
        let at = |step: u32| node.first_instance + (state.primary + step) % state.present;
        (1..state.present).map(at).find(|it| self.instances[*it as usize].is_up)
    }

    /// The replica on the smaller side of a store that has fallen apart; `None`: it is whole.
    pub(crate) fn apart(&self, node: &Node, index: u32) -> Option<u32> {
        let Role::Store { split_ratio, .. } = node.role else { return None };
        let state = &self.nodes[index as usize];
        (split_ratio > 0.0 && state.present > 1)
            .then(|| node.first_instance + (state.primary + state.present - 1) % state.present)
    }

    /// Which replica a user sees of a store that has fallen apart. The same user stays on the same side.
    #[cold]
    pub(super) fn replica_of_side(
        &self,
        node: &Node,
        index: u32,
        link: &Link,
        key: u64,
        user: u32,
        is_write: bool,
    ) -> Option<u32> {
        let apart = self.apart(node, index)?;
        let Role::Store { split_ratio, reads_from_all, .. } = node.role else { return None };
        let draw = |stream, key| Draw::new(stream, key);
        if draw(node.hit_stream, mix(u64::from(user))).unit() < split_ratio {
            return Some(apart);
        }
        let state = &self.nodes[index as usize];
        // The one apart is the last after the primary.
        let others = state.present - 1;
        let at = |step: u32| node.first_instance + (state.primary + step) % state.present;
        if !reads_from_all || is_write {
            return Some(at(0));
        }
        let mut draw = draw(link.replica_stream, key);
        let drawn = at(draw.below(others));
        if self.instances[drawn as usize].is_listed {
            return Some(drawn);
        }
        self.listed((0..others).map(at), &mut draw).or(Some(drawn))
    }

    /// The sides see each other again: what the smaller one has taken is lost.
    pub(super) fn adopt_split(&mut self, before: &Node, after: &Node, index: u32) {
        let is_split = |it: &Node| matches!(it.role, Role::Store { split_ratio, .. } if split_ratio > 0.0);
        if is_split(before) && !is_split(after) {
            let state = &mut self.nodes[index as usize];
            state.missed_writes = 0;
            let writes = std::mem::take(&mut state.apart_writes);
            self.node_stats[index as usize].lost_writes += writes;
        }
    }
}
