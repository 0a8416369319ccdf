//! One result of checking a drawing.

use serde::{Deserialize, Serialize};

use crate::{
    architecture::{ComponentId, ConnectionId, ZoneId},
    edit::Edit,
    text::Message,
};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It cannot work as drawn.
    Error,
    /// It will hurt.
    Warning,
    /// It could be better.
    Advice,
}

/// Where in the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    Component(ComponentId),
    Connection(ConnectionId),
    Zone(ZoneId),
    Architecture,
}

/// A change that removes a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// Says what the change does: "Turn change data capture on".
    pub label: Message,
    pub edit: Edit,
}

/// Where a rule or a number comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Author, title, section.
    pub title: &'static str,
    pub url: &'static str,
}

/// Something to know about a drawing. A drawing is never invalid: findings are all reported at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Id of the rule, such as `single-point-of-failure`.
    pub rule: &'static str,
    pub severity: Severity,
    /// The place it is about first, then others it involves.
    pub places: Vec<Place>,
    /// What is wrong, in one line, with names.
    pub message: Message,
    /// Why it matters.
    pub reason: Message,
    pub source: Option<Source>,
    pub fixes: Vec<Fix>,
    /// Why a person decided to live with it.
    pub suppressed: Option<String>,
}

/// A person's decision to live with a finding; kept in the document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suppression {
    pub rule: String,
    pub place: Place,
    pub reason: String,
}
