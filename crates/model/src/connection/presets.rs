//! Settings of a connection that belong together, to begin with: those of two services' operations handbooks, and of a usual
//! pool of connections.

use super::{Breaker, Bulkhead, Jitter, Policy};

/// Its name is the text `policy-preset-<id>`.
#[derive(Clone, Copy, Debug)]
pub struct PolicyPreset {
    pub id: &'static str,
    set: fn(&mut Policy),
}

impl PolicyPreset {
    /// The policy with these settings; all others stay.
    #[must_use]
    pub fn on(&self, policy: &Policy) -> Policy {
        let mut policy = policy.clone();
        (self.set)(&mut policy);
        policy
    }

    pub fn is_on(&self, policy: &Policy) -> bool {
        self.on(policy) == *policy
    }
}

/// The two services differ in when a breaker opens. Both try again after half a minute, as breakers do unless said otherwise.
pub const POLICY_PRESETS: [PolicyPreset; 6] = [
    PolicyPreset {
        id: "three-tries",
        set: |it| {
            it.attempts = 3;
            it.backoff_base_millis = 1000.0;
            it.backoff_cap_millis = Policy::default().backoff_cap_millis;
            it.jitter = Jitter::None;
        },
    },
    PolicyPreset { id: "breaker-five", set: |it| it.breaker = Some(Breaker::default()) },
    PolicyPreset {
        id: "breaker-half",
        set: |it| {
            it.timeout_millis = Some(5_000.0);
            it.breaker = Some(Breaker::by_ratio());
        },
    },
    PolicyPreset { id: "timeout-database", set: |it| it.timeout_millis = Some(10_000.0) },
    PolicyPreset { id: "timeout-external", set: |it| it.timeout_millis = Some(30_000.0) },
    // HikariCP's `maximumPoolSize` and `connectionTimeout` if nobody sets them; as many may wait as there are threads.
    PolicyPreset {
        id: "pool-ten",
        set: |it| {
            it.bulkhead =
                Some(Bulkhead { queue_limit: 1000, max_wait_millis: Some(30_000.0), ..Bulkhead::of(10) });
        },
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sets_what_it_says_and_no_more() {
        let drawn = Policy { retry_budget: Some(0.1), timeout_millis: Some(200.0), ..Policy::default() };
        let [tries, five, half, database, external, pool] = POLICY_PRESETS.map(|it| it.on(&drawn));
        // Two pauses: one second and two.
        assert_eq!((tries.attempts, tries.backoff_base_millis, tries.jitter), (3, 1000.0, Jitter::None));
        assert_eq!((tries.retry_budget, tries.timeout_millis), (Some(0.1), Some(200.0)));
        let five = five.breaker.expect("a breaker");
        assert_eq!((five.failures, five.open_secs, five.ratio), (5, 30.0, None));
        let opens = half.breaker.expect("a breaker");
        assert_eq!((opens.ratio, opens.open_secs, half.timeout_millis), (Some(0.5), 30.0, Some(5_000.0)));
        assert_eq!([database, external].map(|it| it.timeout_millis), [Some(10_000.0), Some(30_000.0)]);
        let pool = pool.bulkhead.expect("a bulkhead");
        assert_eq!((pool.calls, pool.max_wait_millis), (10, Some(30_000.0)));
        for preset in POLICY_PRESETS {
            assert!(!preset.is_on(&drawn) && preset.is_on(&preset.on(&drawn)), "{}", preset.id);
        }
    }
}
