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
        match callee.role {
            Role::Store { reads_from_all, split_ratio, .. } => {
                if split_ratio > 0.0
                    && let Some(seen) = self.replica_of_side(callee, link.to, link, key, user, is_write)
                {
                    return seen;
                }
                let primary = callee.first_instance + self.nodes[link.to as usize].primary;
                if !reads_from_all || is_write {
                    return primary;
                }
                let drawn = Draw::new(link.replica_stream, key).below(present);
                let knows = self.instances[primary as usize].is_up;
                // After a failover everybody knows which replica is gone.
                let is_up = |it: &u32| !knows || self.instances[*it as usize].is_up;
                (0..present)
                    .map(|step| callee.first_instance + (drawn + step) % present)
                    .find(is_up)
                    .unwrap_or(primary)
            }
            _ => {
                let drawn = Draw::new(link.replica_stream, key).below(present);
                if self.nodes[link.to as usize].unlisted == 0 {
                    callee.first_instance + drawn
                } else {
                    self.listed(callee.first_instance, present, drawn)
                }
            }
        }
    }

    /// The next replica that callers know of; any if they know of none.
    #[inline(never)]
    fn listed(&self, first: u32, present: u32, drawn: u32) -> u32 {
        (0..present)
            .map(|step| first + (drawn + step) % present)
            .find(|it| self.instances[*it as usize].is_listed)
            .unwrap_or(first + drawn)
    }
}
