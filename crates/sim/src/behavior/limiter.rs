//! Rate limits: token buckets that are refilled continuously, one for all requests and one for each user.

use crate::{
    engine::Engine,
    network::{Limit, Network, Node},
    report::FailureCause,
};

/// Users whose buckets a component keeps; who asks after that makes it forget the one that has not asked for longest.
const MOST_USERS: u32 = 100_000;

/// What may be asked at once.
#[derive(Clone, Copy, Debug, Default)]
pub struct TokenBucket {
    /// At `counted_at`.
    tokens: f64,
    counted_at: u64,
}

impl TokenBucket {
    pub const fn full(limit: Limit, now: u64) -> Self {
        Self { tokens: limit.burst, counted_at: now }
    }

    /// Counts what has come in since the last look; also when another limit is to hold from now on.
    #[inline(always)]
    pub fn refill(&mut self, now: u64, limit: Limit) {
        let gained = (now - self.counted_at) as f64 * limit.per_nano;
        self.tokens = (self.tokens + gained).min(limit.burst);
        self.counted_at = now;
    }

    const fn has_token(&self) -> bool {
        self.tokens >= 1.0
    }
}

impl Engine {
    /// Takes a token of each limit that there is for a request; if one has none, of neither, and says which.
    pub(crate) fn over_limit(
        &mut self,
        net: &Network,
        node: &Node,
        index: u32,
        user: u32,
    ) -> Option<FailureCause> {
        let now = self.now;
        let mut of_all = node.limit.exists().then(|| {
            let bucket = &mut self.nodes[index as usize].bucket;
            bucket.refill(now, node.limit);
            bucket
        });
        if let Some(limits) = &node.user_limits {
            let tier = limits.tier(net, user);
            let limit = limits.tiers[tier];
            let buckets = &mut self.buckets[limits.place as usize];
            let own = match buckets.find(user) {
                Some(own) => own,
                None => buckets.put(user, TokenBucket::full(limit, now), MOST_USERS),
            };
            own.refill(now, limit);
            let has_token = own.has_token();
            let count = &mut self.node_stats[index as usize].tiers[tier];
            count.arrived += 1;
            count.refused += u64::from(!has_token);
            if !has_token {
                return Some(FailureCause::UserLimited);
            }
            if of_all.as_ref().is_none_or(|it| it.has_token()) {
                own.tokens -= 1.0;
            }
        }
        let of_all = of_all.as_mut()?;
        if !of_all.has_token() {
            return Some(FailureCause::RateLimited);
        }
        of_all.tokens -= 1.0;
        None
    }
}
