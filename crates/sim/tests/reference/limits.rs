//! Who is let in: rate limits and adaptive limits.

use model::{
    ComponentId,
    spec::{Behavior, RateLimit, Server},
};
use sim::{
    random::{Purpose, mix},
    report::FailureCause,
};

use super::{Job, World, nanos};

/// Of a replica: so many requests at once, and when it was last taken down.
#[derive(Clone, Copy, Debug)]
pub struct Adaptive {
    limit: f64,
    cut_at: Option<u64>,
}

impl Adaptive {
    pub const fn new(limit: f64) -> Self {
        Self { limit, cut_at: None }
    }

    pub fn places(&self) -> f64 {
        self.limit.floor()
    }

    /// "An answer in time adds 1/limit while at least half of it is in use, a late one takes a tenth, once per target
    /// time."
    pub fn hears(&mut self, now: u64, took: u64, target: u64, in_use: f64, most: f64) {
        if took <= target {
            if in_use * 2.0 >= self.limit {
                self.limit = (self.limit + 1.0 / self.limit).min(most);
            }
        } else if self.cut_at.is_none_or(|at| now - at >= target) {
            self.limit = (self.limit * 0.9).max(1.0);
            self.cut_at = Some(now);
        }
    }
}

impl World<'_> {
    /// "A rate limit turns it away at the door": the one for all, or that of its user.
    pub(super) fn over_limit(&mut self, job: usize) -> Option<FailureCause> {
        let Job { at, user, .. } = self.jobs[job];
        let Server { rate_limit, user_limits, .. } = self.specs[&at].server;
        // "The tier is a draw by the user."
        let place = self.unit(0, Purpose::Tier, mix(u64::from(user)));
        let tier = user_limits.map(|it| it.tier(place));
        let own = user_limits.zip(tier).map(|(it, tier)| it.tiers[tier].limit);
        let all = [(own, Some(user)), (rate_limit, None)];
        let found = all.map(|(limit, whose)| limit.is_none_or(|it| *self.tokens((at, whose), it) >= 1.0));
        if let Some(tier) = tier {
            let count = &mut self.counts(at).tiers[tier];
            count.0 += 1;
            count.1 += u64::from(!found[0]);
        }
        // "The user's is looked at first, and where one is missing, neither is taken."
        if !found[0] {
            return Some(FailureCause::UserLimited);
        }
        if !found[1] {
            return Some(FailureCause::RateLimited);
        }
        for (limit, whose) in all.into_iter().filter_map(|it| Some((it.0?, it.1))) {
            *self.tokens((at, whose), limit) -= 1.0;
        }
        None
    }

    /// Of a bucket, which begins full.
    fn tokens(&mut self, which: (ComponentId, Option<u32>), limit: RateLimit) -> &mut f64 {
        let (most, now) = (limit.burst.max(1.0), self.now);
        let (tokens, counted_at) = self.buckets.entry(which).or_insert((most, now));
        *tokens = (*tokens + (now - *counted_at) as f64 / 1e9 * limit.per_sec).min(most);
        *counted_at = now;
        tokens
    }

    /// "One that is set where there was none begins full": what was saved up under another limit is kept.
    pub(super) fn change_limit(&mut self, at: ComponentId, limit: Option<RateLimit>) {
        match (self.specs[&at].server.rate_limit, limit) {
            (Some(before), Some(after)) if before != after => drop(self.tokens((at, None), before)),
            (_, None) => {
                self.buckets.remove(&(at, None));
            }
            _ => {}
        }
    }

    /// "The adaptive limit bounds the requests present at a replica"; "it starts at the number of slots."
    pub(super) fn is_over_adaptive_limit(&mut self, job: usize) -> bool {
        if self.jobs[job].is_copy {
            return false;
        }
        let at = self.jobs[job].at;
        let limit = self.specs[&at].server.adaptive_limit_millis;
        let (Some(slots), Some(_)) = (self.drawn_slots(at), limit) else { return false };
        let replica = self.replica_of(job);
        let adaptive = replica.adaptive.get_or_insert(Adaptive::new(f64::from(slots)));
        replica.present.len() as f64 >= adaptive.places()
    }

    /// Of each replica or pool, also those that are out of use. "A broker has the slots of all its replicas."
    pub(super) fn drawn_slots(&self, id: ComponentId) -> Option<u32> {
        let is_broker = matches!(self.specs[&id].behavior, Behavior::Broker { .. });
        let count = if is_broker { self.drawn(id) } else { 1 };
        self.specs[&id].server.slots.map(|it| it * count)
    }

    pub(super) fn limiter_hears(&mut self, job: usize) {
        let now = self.now;
        let Some(target) = self.specs[&self.jobs[job].at].server.adaptive_limit_millis.map(nanos) else {
            return;
        };
        let at = self.jobs[job].at;
        // "And never exceeds slots and queue together."
        let most = self
            .drawn_slots(at)
            .zip(self.specs[&at].server.queue_limit)
            .map_or(f64::INFINITY, |it| f64::from(it.0) + f64::from(it.1));
        let took = now - self.jobs[job].begun;
        let replica = self.replica_of(job);
        let present = replica.present.len() as f64;
        if let Some(it) = &mut replica.adaptive {
            it.hears(now, took, target, present, most);
        }
    }
}
