//! Which replica gets a call that no balancer routes.

use super::Engine;
use crate::{
    network::{Link, Network, Role},
    random::Draw,
    span::{Span, flag},
};

impl Engine {
    /// Which replica of the callee gets a call that no balancer routes.
    #[inline(always)]
    pub(crate) fn replica(&self, net: &Network, link: &Link, record: &Span) -> u32 {
        self.replica_for(net, link, record.key, record.user, record.is(flag::WRITE))
    }

    /// The same of a call that has no record yet.
    #[inline]
    pub(super) fn replica_for(&self, net: &Network, link: &Link, key: u64, user: u32, is_write: bool) -> u32 {
        let callee = &net.nodes[link.to as usize];
        if callee.instances == 1 {
            return callee.first_instance;
        }
        let present = self.nodes[link.to as usize].present;
        if let Role::Store { reads_from_all, split_ratio, .. } = callee.role {
            if split_ratio > 0.0
                && let Some(seen) = self.replica_of_side(callee, link.to, link, key, user, is_write)
            {
                return seen;
            }
            if !reads_from_all || is_write {
                return callee.first_instance + self.nodes[link.to as usize].primary;
            }
        }
        let mut draw = Draw::new(link.replica_stream, key);
        let drawn = callee.first_instance + draw.below(present);
        if self.nodes[link.to as usize].unlisted == 0 || self.instances[drawn as usize].is_listed {
            return drawn;
        }
        self.listed(callee.first_instance..callee.first_instance + present, &mut draw).unwrap_or(drawn)
    }

    /// One of these replicas that callers know of, all equally likely.
    #[inline(never)]
    pub(super) fn listed(&self, replicas: impl Iterator<Item = u32> + Clone, draw: &mut Draw) -> Option<u32> {
        let listed = || replicas.clone().filter(|it| self.instances[*it as usize].is_listed);
        let count = listed().count() as u32;
        listed().nth(draw.below(count) as usize)
    }
}
