//! How much may be asked of a component: by everybody together, and by each user.

use super::param::{Param, Unit, When};

/// A limit of requests per second over all replicas.
pub(super) const RATE_LIMIT: Param =
    Param::number("rate_limit_per_sec", Unit::PerSec, 0.001, 10_000_000.0).unset();
pub(super) const RATE_BURST: Param = Param::number("rate_limit_burst", Unit::None, 1.0, 10_000_000.0)
    .advanced()
    .when(When::Set("rate_limit_per_sec"));

/// Requests in the window that a user of a tier may send.
const fn tier(key: &'static str, requests: f64) -> Param {
    Param::number(key, Unit::None, 1.0, 10_000_000.0).is(requests).when(BY_TIER)
}

/// How many of the users are in a tier.
const fn share(key: &'static str, of_users: f64) -> Param {
    Param::number(key, Unit::Ratio, 0.0, 1.0).is(of_users).when(BY_TIER)
}

const BY_TIER: When = When::Is("user_limits", "tiers");

/// Limits of each user, by the tier that is paid for.
pub(super) const USER_LIMITS: &[Param] = &[
    Param::choice("user_limits", &["off", "tiers"], "off"),
    Param::number("tier_window_secs", Unit::Secs, 0.001, 86_400.0).is(900.0).when(BY_TIER),
    tier("free_limit", 10.0),
    tier("pro_limit", 50.0),
    tier("enterprise_limit", 200.0),
    share("pro_share", 0.1),
    share("enterprise_share", 0.01),
];
