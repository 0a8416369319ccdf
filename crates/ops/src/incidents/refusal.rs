//! Why something cannot be done to an incident, and what to do instead.

use model::Message;

use super::status::{Closed, Status};

/// A text that people give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Title,
    Name,
    Text,
    Reason,
}

/// Of which there may be so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Entry,
    Alert,
    Label,
    Component,
    Task,
    Hypothesis,
    Evidence,
    Step,
    /// Incidents of one drawing.
    Incident,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Refusal {
    Empty(Field),
    TooLong {
        field: Field,
        most: usize,
    },
    Status {
        from: Status,
        to: Status,
        why: Closed,
    },
    /// Resolving while alerts fire takes a reason.
    StillFiring {
        alerts: usize,
    },
    NotResolved,
    AlreadyAcknowledged,
    Over,
    /// There is no task, hypothesis, step or incident of that number.
    Unknown(Kind),
    Confidence,
    /// Not a day such as `2026-11-21`.
    Day,
    Full {
        kind: Kind,
        most: usize,
    },
    /// It is so already.
    NothingChanges,
    TaskOver,
    /// Only the first entry opens an incident.
    OpenedAlready,
    /// A time that is no number.
    Time,
    /// Escalation has reached the last level.
    LastLevel,
}

impl Refusal {
    /// For people: why, and what to do.
    pub fn message(self) -> Message {
        match self {
            Self::Empty(field) => Message::new(match field {
                Field::Title => "incident-no-title",
                Field::Name => "incident-no-name",
                Field::Text => "incident-no-text",
                Field::Reason => "incident-no-reason",
            }),
            Self::TooLong { most, .. } => Message::new("incident-too-long").with("most", most),
            Self::Status { why, .. } => Message::new(match why {
                Closed::Here => "incident-is-there",
                Closed::Begun => "incident-has-begun",
                Closed::Over => "incident-only-reopens",
            }),
            Self::StillFiring { alerts } => Message::new("incident-still-firing").with("alerts", alerts),
            Self::NotResolved => Message::new("incident-not-resolved"),
            Self::AlreadyAcknowledged => Message::new("incident-already-acknowledged"),
            Self::Over => Message::new("incident-is-over"),
            Self::Unknown(_) => Message::new("incident-unknown"),
            Self::Confidence => Message::new("incident-confidence"),
            Self::Day => Message::new("incident-day"),
            Self::Full { most, .. } => Message::new("incident-full").with("most", most),
            Self::NothingChanges => Message::new("incident-nothing-changes"),
            Self::TaskOver => Message::new("incident-task-over"),
            Self::OpenedAlready => Message::new("incident-opened-already"),
            Self::Time => Message::new("incident-time"),
            Self::LastLevel => Message::new("incident-last-level"),
        }
    }
}
