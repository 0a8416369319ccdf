//! Everything that can happen to an incident. A timeline is the list of the commands that were accepted, so an incident is
//! what its timeline says and nothing else: whoever reads a stored one applies them again.

use model::ComponentId;
use serde::{Deserialize, Serialize};

use super::{
    action::RunbookAction,
    parts::{Author, HypothesisStatus, Impact, Role, StepStatus, TaskStatus},
    severity::Severity,
    status::Status,
};

/// The most characters of a title, a name and any other text.
pub const MOST_TITLE: usize = 160;
pub const MOST_NAME: usize = 80;
pub const MOST_TEXT: usize = 4_000;
/// The most labels of an alert.
pub const MOST_LABELS: usize = 20;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// The first entry of every timeline, and only that.
    Open {
        title: String,
        severity: Severity,
        service: Option<ComponentId>,
    },
    Rename {
        title: String,
    },
    SetSeverity {
        severity: Severity,
    },
    /// Resolving while alerts fire takes a reason; otherwise it may be empty.
    SetStatus {
        to: Status,
        reason: String,
    },
    /// The only way out of `Resolved`.
    Reopen {
        reason: String,
    },
    Acknowledge,
    /// By the clock: nobody acknowledged in time, or whoever did was silent for too long.
    Escalate,
    AcknowledgementLapsed,
    /// An empty name: nobody any more.
    Assign {
        role: Role,
        name: String,
    },
    SetService {
        service: ComponentId,
    },
    /// `None`: not affected after all.
    Affect {
        component: ComponentId,
        impact: Option<Impact>,
    },
    /// An alert that belongs to the incident starts or stops firing.
    Alert(Heard),
    /// The last alert stopped. A person decides whether that is the end.
    AllClear,
    AddTask {
        text: String,
        owner: String,
        due: String,
    },
    SetTask {
        task: u32,
        status: TaskStatus,
    },
    AssignTask {
        task: u32,
        owner: String,
        due: String,
    },
    Propose {
        text: String,
        confidence: f64,
    },
    Judge {
        hypothesis: u32,
        status: HypothesisStatus,
        confidence: f64,
    },
    AddEvidence {
        hypothesis: u32,
        text: String,
    },
    AddStep {
        text: String,
        hypothesis: Option<u32>,
    },
    SetStep {
        step: u32,
        status: StepStatus,
    },
    /// A step of a runbook, by the runbook's id and its place there.
    SetRunbookStep {
        runbook: String,
        step: u32,
        status: StepStatus,
    },
    Note {
        text: String,
    },
    /// What is told to everybody outside.
    Tell {
        text: String,
    },
    /// Somebody did something to the running system.
    Act {
        action: RunbookAction,
        component: ComponentId,
    },
    /// The system changed: a deploy, a configuration, its scale, its traffic.
    Observe {
        change: Change,
    },
}

/// What an alert says when it starts or stops firing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Heard {
    /// The same for the same rule and labels, however often it fires.
    pub fingerprint: String,
    pub name: String,
    pub summary: String,
    pub labels: Vec<(String, String)>,
    pub is_firing: bool,
}

/// A change of the system that an operator can see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub at_secs: f64,
    pub kind: ChangeKind,
    /// Empty: the system as a whole.
    pub components: Vec<ComponentId>,
    /// In words, with the names of that time.
    pub text: String,
    /// Its name in the simulator's list; empty: it is not on it.
    #[serde(default)]
    pub id: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ChangeKind {
    Deploy,
    Config,
    Traffic,
    Scale,
    /// Done by an operator.
    Operator,
    /// Part of a scenario: shown only once it is revealed.
    Fault,
}

impl ChangeKind {
    /// Whether it can be what began an incident; what operators and autoscalers do is an answer to one.
    pub const fn can_begin_it(self) -> bool {
        match self {
            Self::Deploy | Self::Config | Self::Traffic | Self::Fault => true,
            Self::Scale | Self::Operator => false,
        }
    }
}

/// An accepted command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// On the incident's clock; never before the entry above it.
    pub at_secs: f64,
    pub author: Author,
    pub command: Command,
}

/// What an entry is about, for filters and icons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    Status,
    Alert,
    Page,
    Action,
    Change,
    Person,
    Investigation,
}

impl EntryKind {
    pub const ALL: [Self; 7] = [
        Self::Status,
        Self::Alert,
        Self::Page,
        Self::Action,
        Self::Change,
        Self::Person,
        Self::Investigation,
    ];
}

impl Command {
    pub const fn kind(&self) -> EntryKind {
        match self {
            Self::Open { .. } | Self::SetSeverity { .. } | Self::SetStatus { .. } | Self::Reopen { .. } => {
                EntryKind::Status
            }
            Self::Alert(_) | Self::AllClear => EntryKind::Alert,
            Self::Acknowledge | Self::Escalate | Self::AcknowledgementLapsed => EntryKind::Page,
            Self::Act { .. } => EntryKind::Action,
            Self::Observe { .. } => EntryKind::Change,
            Self::Rename { .. }
            | Self::Assign { .. }
            | Self::SetService { .. }
            | Self::Affect { .. }
            | Self::AddTask { .. }
            | Self::SetTask { .. }
            | Self::AssignTask { .. }
            | Self::Note { .. }
            | Self::Tell { .. } => EntryKind::Person,
            Self::Propose { .. }
            | Self::Judge { .. }
            | Self::AddEvidence { .. }
            | Self::AddStep { .. }
            | Self::SetStep { .. }
            | Self::SetRunbookStep { .. } => EntryKind::Investigation,
        }
    }
}
