//! How a drawing is run, and what happens to it on the way.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{architecture::ComponentId, finding::Place};

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
    /// One of the simulator's list of faults, deploys, changes of traffic and steps of operators.
    Change(Change),
}

/// Something out of the simulator's list; the list knows what it does and which settings it has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Its name in the list, such as `slow`. One that this version does not know survives saving and does nothing.
    pub change: String,
    pub place: Place,
    /// How long it holds. `None`: until the end of the run, or until somebody repairs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lasts_secs: Option<f64>,
    /// What differs from the list's usual values.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub settings: BTreeMap<String, f64>,
}

impl Change {
    /// As the list has it.
    pub fn new(change: &str, place: Place) -> Self {
        Self { change: change.to_owned(), place, lasts_secs: None, settings: BTreeMap::new() }
    }

    #[must_use]
    pub fn lasting(self, secs: f64) -> Self {
        Self { lasts_secs: Some(secs), ..self }
    }

    #[must_use]
    pub fn with(mut self, setting: &str, value: f64) -> Self {
        self.settings.insert(setting.to_owned(), value);
        self
    }
}

impl Action {
    /// What it happens to.
    pub const fn place(&self) -> Place {
        match self {
            Self::TakeDown { component }
            | Self::BringUp { component }
            | Self::FailPrimary { component }
            | Self::Flush { component } => Place::Component(*component),
            Self::Change(change) => change.place,
        }
    }

    /// The component that it happens to, if it is one.
    pub const fn component(&self) -> Option<ComponentId> {
        match self.place() {
            Place::Component(component) => Some(component),
            Place::Connection(_) | Place::Zone(_) | Place::Architecture => None,
        }
    }

    /// How long it holds; what has no end, or happens in an instant, has none.
    pub const fn lasts_secs(&self) -> Option<f64> {
        match self {
            Self::Change(change) => change.lasts_secs,
            Self::TakeDown { .. } | Self::BringUp { .. } | Self::FailPrimary { .. } | Self::Flush { .. } => {
                None
            }
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
