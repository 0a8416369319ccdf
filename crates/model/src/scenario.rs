//! How a drawing is run, and what happens to it on the way.

use serde::{Deserialize, Serialize};

use crate::architecture::ComponentId;

/// Part of the document; the command line's flags override it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunSettings {
    /// Of all random draws.
    pub seed: u64,
    /// Measured time, without the warm-up.
    pub duration_secs: f64,
    /// Simulated before the measuring starts and left out of every figure. `None`: as long as it takes to settle, which
    /// a pilot run finds out.
    pub warm_up_secs: Option<f64>,
    /// Independent repetitions; more than one gives intervals.
    pub replications: u32,
    /// Repetitions end early once the 95 % interval of the mean latency is at most that share of it to either side.
    /// Zero: never early.
    pub precision: f64,
}

impl Default for RunSettings {
    fn default() -> Self {
        Self { seed: 7, duration_secs: 60.0, warm_up_secs: None, replications: 1, precision: 0.0 }
    }
}

/// Something that happens to a running system.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    /// Every replica refuses connections.
    TakeDown {
        component: ComponentId,
    },
    BringUp {
        component: ComponentId,
    },
    /// The replica of a store that takes the writes goes down; bringing the component up brings it back as another one.
    FailPrimary {
        component: ComponentId,
    },
    /// A cache that holds items forgets them all.
    Flush {
        component: ComponentId,
    },
}

impl Action {
    /// What it happens to.
    pub const fn component(&self) -> ComponentId {
        match self {
            Self::TakeDown { component }
            | Self::BringUp { component }
            | Self::FailPrimary { component }
            | Self::Flush { component } => *component,
        }
    }
}

/// An action at a simulated time; zero is the end of the warm-up, so that it is the time on the charts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScenarioEvent {
    pub at_secs: f64,
    #[serde(flatten)]
    pub action: Action,
}

/// What happens during a run, in order of time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    pub events: Vec<ScenarioEvent>,
}
