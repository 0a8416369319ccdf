//! Rate limits, for all requests of a component and for each user.

use model::spec;

use super::{Network, Node};
use crate::random::{Draw, mix};

/// A token bucket.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limit {
    /// Tokens per nanosecond.
    pub per_nano: f64,
    /// Most tokens; zero: there is no limit.
    pub burst: f64,
}

/// A bucket for each user.
#[derive(Clone, Copy, Debug)]
pub struct UserLimits {
    /// In the order of [`spec::UserLimits::TIERS`].
    pub tiers: [Limit; 3],
    drawn: spec::UserLimits,
    /// In the engine's list.
    pub place: u32,
}

impl Limit {
    pub const fn exists(&self) -> bool {
        self.burst > 0.0
    }

    /// Requests per second that it lets through for good; infinite where there is none.
    pub fn per_sec(&self) -> f64 {
        if self.exists() { self.per_nano * 1e9 } else { f64::INFINITY }
    }
}

impl From<spec::RateLimit> for Limit {
    fn from(it: spec::RateLimit) -> Self {
        Self { per_nano: it.per_sec.max(0.0) / 1e9, burst: it.burst.max(1.0) }
    }
}

impl UserLimits {
    pub fn new(drawn: spec::UserLimits, place: u32) -> Self {
        Self { tiers: drawn.tiers.map(|it| it.limit.into()), drawn, place }
    }

    /// The tier of a user: the same at every component with the same shares.
    pub fn tier(&self, net: &Network, user: u32) -> usize {
        self.drawn.tier(Draw::new(net.tier_stream, mix(user.into())).unit())
    }

    /// The limits with the shares of users for whom they hold.
    pub fn shares(&self) -> impl Iterator<Item = (f64, Limit)> {
        self.drawn.tiers.map(|it| it.share).into_iter().zip(self.tiers)
    }
}

impl Node {
    /// Whether it limits how much is asked of it.
    #[inline(always)]
    pub const fn is_limited(&self) -> bool {
        self.limit.exists() || self.user_limits.is_some()
    }
}
