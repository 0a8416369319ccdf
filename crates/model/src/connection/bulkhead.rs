//! How many calls a caller has in flight at most.

use serde::{Deserialize, Serialize};

/// Most calls in flight at once from one caller component, and what becomes of further ones: they fail, or wait for a place
/// as for a connection of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "WrittenBulkhead", into = "WrittenBulkhead")]
pub struct Bulkhead {
    pub calls: u32,
    /// Most calls that wait for a place.
    pub queue_limit: u32,
    /// A call that has waited so long fails. `None`: it waits as long as it takes.
    pub max_wait_millis: Option<f64>,
    /// Fewer calls at once while answers take longer than this. `None`: always as many.
    pub adaptive_limit_millis: Option<f64>,
}

/// Only a number where further calls fail.
#[derive(Serialize, Deserialize)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "a number of calls, or `calls`, `queue_limit`, `max_wait_millis` and more"
)]
enum WrittenBulkhead {
    Calls(u32),
    Settings {
        calls: u32,
        #[serde(default)]
        queue_limit: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_wait_millis: Option<f64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        adaptive_limit_millis: Option<f64>,
    },
}

impl From<WrittenBulkhead> for Bulkhead {
    fn from(written: WrittenBulkhead) -> Self {
        match written {
            WrittenBulkhead::Calls(calls) => Self::of(calls),
            WrittenBulkhead::Settings { calls, queue_limit, max_wait_millis, adaptive_limit_millis } => {
                Self { calls, queue_limit, max_wait_millis, adaptive_limit_millis }
            }
        }
    }
}

impl From<Bulkhead> for WrittenBulkhead {
    fn from(it: Bulkhead) -> Self {
        let Bulkhead { calls, queue_limit, max_wait_millis, adaptive_limit_millis } = it;
        if it == Bulkhead::of(calls) {
            Self::Calls(calls)
        } else {
            Self::Settings { calls, queue_limit, max_wait_millis, adaptive_limit_millis }
        }
    }
}

/// As many as the connection pools of databases usually have.
impl Default for Bulkhead {
    fn default() -> Self {
        Self::of(10)
    }
}

impl Bulkhead {
    /// Most calls under way at once, or waiting for it.
    pub const MOST: u32 = 1_000_000;

    /// Further calls than so many fail at once.
    pub const fn of(calls: u32) -> Self {
        Self { calls, queue_limit: 0, max_wait_millis: None, adaptive_limit_millis: None }
    }
}
