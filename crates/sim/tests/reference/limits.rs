//! Who is let in: rate limits and adaptive limits.

use model::{
    ComponentId,
    spec::{Behavior, RateLimit},
};

use super::{World, nanos};

/// Of a replica: so many requests at once, and when it was last taken down.
#[derive(Clone, Copy, Debug)]
pub struct Adaptive {
    limit: f64,
    cut_at: Option<u64>,
}

impl World<'_> {
    /// "A rate limit (token bucket, refilled continuously, one bucket for all replicas)"; it begins full.
    pub(super) fn is_within_rate(&mut self, job: usize) -> bool {
        let at = self.jobs[job].at;
        let Some(limit) = self.specs[&at].server.rate_limit else { return true };
        self.refill(at, limit);
        let (tokens, _) = self.buckets.get_mut(&at).expect("a limit");
        let has_token = *tokens >= 1.0;
        *tokens -= f64::from(u8::from(has_token));
        has_token
    }

    fn refill(&mut self, at: ComponentId, limit: RateLimit) {
        let (most, now) = (limit.burst.max(1.0), self.now);
        let (tokens, counted_at) = self.buckets.entry(at).or_insert((most, now));
        *tokens = (*tokens + (now - *counted_at) as f64 / 1e9 * limit.per_sec).min(most);
        *counted_at = now;
    }

    /// "One that is set where there was none begins full": what was saved up under another limit is kept.
    pub(super) fn change_limit(&mut self, at: ComponentId, limit: Option<RateLimit>) {
        match (self.specs[&at].server.rate_limit, limit) {
            (Some(before), Some(after)) if before != after => self.refill(at, before),
            (_, None) => {
                self.buckets.remove(&at);
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
        let adaptive = replica.adaptive.get_or_insert(Adaptive { limit: f64::from(slots), cut_at: None });
        replica.present.len() as f64 >= adaptive.limit.floor()
    }

    /// Of each replica or pool, also those that are out of use. "A broker has the slots of all its replicas."
    pub(super) fn drawn_slots(&self, id: ComponentId) -> Option<u32> {
        let is_broker = matches!(self.specs[&id].behavior, Behavior::Broker { .. });
        let count = if is_broker { self.drawn(id) } else { 1 };
        self.specs[&id].server.slots.map(|it| it * count)
    }

    /// "An answer in time adds 1/limit while at least half of it is in use, a late one takes a tenth, once per target
    /// time."
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
        let Some(it) = &mut replica.adaptive else { return };
        if took <= target {
            if present * 2.0 >= it.limit {
                it.limit = (it.limit + 1.0 / it.limit).min(most);
            }
        } else if it.cut_at.is_none_or(|at| now - at >= target) {
            it.limit = (it.limit * 0.9).max(1.0);
            it.cut_at = Some(now);
        }
    }
}
