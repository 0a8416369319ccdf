//! What people do to a running system, one file each: traffic, deploys, steps of operators.

mod deploy;
mod drain_zone;
mod enable_breaker;
mod fail_over;
mod feature_flag;
mod flush;
mod migration;
mod repair;
mod restart;
mod roll_back;
mod scale;
mod set_timeout;
mod shed_load;
mod stop_retries;
mod traffic;

use crate::changes::Definition;

/// In the order of the menu.
pub static OPERATIONS: &[&Definition] = &[
    &traffic::TRAFFIC,
    &deploy::ROLLING_UPDATE,
    &deploy::CANARY,
    &deploy::BLUE_GREEN,
    &deploy::RECREATE,
    &feature_flag::FEATURE_FLAG,
    &migration::MIGRATION,
    &migration::ONLINE_MIGRATION,
    &roll_back::ROLL_BACK,
    &restart::RESTART,
    &scale::SCALE,
    &shed_load::SHED_LOAD,
    &enable_breaker::ENABLE_BREAKER,
    &stop_retries::STOP_RETRIES,
    &set_timeout::SET_TIMEOUT,
    &drain_zone::DRAIN_ZONE,
    &fail_over::FAIL_OVER,
    &flush::FLUSH,
    &repair::REPAIR,
];
