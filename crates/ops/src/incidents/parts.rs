//! What an incident consists of: people, components, alerts, tasks, hypotheses and steps.

use model::ComponentId;
use serde::{Deserialize, Serialize};

/// Who wrote an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Author {
    /// The clock, the alerts, the simulation.
    System,
    Person(String),
}

/// What somebody takes on during an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// Decides.
    Commander,
    /// Tells everybody else.
    Communications,
    /// Changes the system; nobody else does.
    Operations,
    /// Writes down what happens.
    Scribe,
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Commander, Self::Communications, Self::Operations, Self::Scribe];
}

/// How a component is affected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Impact {
    /// The trouble is here.
    Primary,
    /// It suffers from one where it is.
    Secondary,
    /// It is slower or busier than usual, but serves.
    Tertiary,
}

/// A firing rule with its labels that belongs to the incident.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    /// The same for the same rule and labels, however often it fires.
    pub fingerprint: String,
    pub name: String,
    pub summary: String,
    pub labels: Vec<(String, String)>,
    pub is_firing: bool,
    pub since_secs: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TaskStatus {
    Open,
    InProgress,
    Done,
    Cancelled,
}

/// Something to do. Named by its place in the list, as hypotheses and steps are: nothing is ever taken out.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    pub text: String,
    /// Empty: nobody's yet.
    pub owner: String,
    /// A day as `2026-11-21`; empty: none.
    pub due: String,
    pub status: TaskStatus,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum HypothesisStatus {
    Proposed,
    Investigating,
    Confirmed,
    Rejected,
}

/// What may be the cause.
#[derive(Clone, Debug, PartialEq)]
pub struct Hypothesis {
    pub text: String,
    pub status: HypothesisStatus,
    /// 0.0 to 1.0.
    pub confidence: f64,
    /// What speaks for it or against it.
    pub evidence: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum StepStatus {
    Pending,
    InProgress,
    Completed,
    Skipped,
}

/// A step of the investigation.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub text: String,
    pub status: StepStatus,
    /// The hypothesis it tests.
    pub hypothesis: Option<u32>,
}

/// Somebody has seen the page and takes care of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Acknowledgement {
    pub at_secs: f64,
    pub by: String,
}

/// A component with how it is affected.
pub type Affected = (ComponentId, Impact);
