//! The ways between replicas: how long there and back.

use std::collections::BTreeMap;

use super::{Link, NONE, Network};

/// Lanes of a hop; [`NONE`] stands for no delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    pub there: u32,
    /// With the callee's fixed delay.
    pub back: u32,
    /// Of refusals, which do not pass through the callee.
    pub refused: u32,
    /// One way, in nanoseconds.
    pub delay: u64,
}

/// Hops by pairs of locations.
#[derive(Clone, Debug, Default)]
pub struct Hops(pub BTreeMap<(u16, u16), Hop>);

impl Network {
    /// The hop from `from` to `to` over `link`.
    #[inline(always)]
    pub fn hop(&self, link: &Link, from: u32, to: u32) -> Hop {
        if link.hops == NONE { link.hop } else { self.far_hop(link, from, to) }
    }

    fn far_hop(&self, link: &Link, from: u32, to: u32) -> Hop {
        let pair = (self.instances[from as usize].location, self.instances[to as usize].location);
        self.hops[link.hops as usize].0.get(&pair).copied().unwrap_or(link.hop)
    }

    /// The hop over `link` that takes so long, in nanoseconds.
    pub fn hop_like(&self, link: &Link, delay: u64) -> Hop {
        let hops = self.hops.get(link.hops as usize);
        let found = hops.and_then(|it| it.0.values().find(|it| it.delay == delay));
        found.copied().unwrap_or(link.hop)
    }
}
