//! What saturated first, and why, in words with links.

use model::{Architecture, ComponentId, Message};
use serde::{Deserialize, Serialize};

use crate::{engine::Engine, network::Network};

/// A component that went under, and what drove it there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cause {
    pub component: ComponentId,
    /// When it began; zero is the end of the warm-up.
    pub at_secs: f64,
    /// L before and after. `None`: without a bound on slots.
    pub load_before: Option<f64>,
    pub load_after: Option<f64>,
    pub trigger: Trigger,
    /// From what began it to the component, both included: cache, its caller, database.
    pub chain: Vec<ComponentId>,
    /// The whole in one or two sentences, with names as arguments.
    pub message: Message,
}

/// What began it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum Trigger {
    /// It was so from the beginning: more comes in than it can serve.
    AlwaysOverloaded,
    /// The traffic of that source rose.
    TrafficRose { source: ComponentId },
    /// That component was taken down.
    TakenDown { component: ComponentId },
    /// Its callers tried again and again.
    Retries { caller: ComponentId },
    /// It holds its slots while it waits for that slow component.
    SlowCallee { callee: ComponentId },
    /// None of these.
    Unknown,
}

/// What saturated, first things first.
pub(crate) fn explain(_architecture: &Architecture, _net: &Network, _engine: &Engine) -> Vec<Cause> {
    Vec::new()
}
